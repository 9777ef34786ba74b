# case: ok_resume_skips_seen_batches
# shape: custom loop; a reshuffling training pipeline is skipped forward when resuming, an evaluation pipeline of other files is taken from
# truth: by reason: skip and take act on two pipelines with different files; neither divides the other
import argparse

import tensorflow as tf

p = argparse.ArgumentParser()
p.add_argument("--resume-step", type=int, default=0)
p.add_argument("--eval-batches", type=int, default=50)
p.add_argument("--steps", type=int, default=20_000)


def source(pattern, size):
    names = tf.data.Dataset.list_files(pattern, shuffle=False)

    def load(name):
        img = tf.image.decode_jpeg(tf.io.read_file(name), channels=3)
        return tf.image.resize(img, (size, size)) / 127.5 - 1.0

    return names.map(load, tf.data.AUTOTUNE)


def main(args):
    train = source("celeba/train/*.jpg", 64).shuffle(4096, seed=9).repeat().batch(64)
    valid = source("celeba/valid/*.jpg", 64).shuffle(512, seed=9).batch(64)
    ae = tf.keras.Sequential([tf.keras.layers.Conv2D(32, 3, 2, "same"), tf.keras.layers.Conv2DTranspose(3, 3, 2, "same")])
    opt = tf.keras.optimizers.Adam(2e-4)
    ckpt = tf.train.CheckpointManager(tf.train.Checkpoint(ae=ae, opt=opt), "ckpt", max_to_keep=3)
    ckpt.restore_or_initialize()
    todo = train.skip(args.resume_step).take(args.steps - args.resume_step)
    for step, x in enumerate(todo, start=args.resume_step):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.abs(ae(x) - x))
        opt.apply_gradients(zip(tape.gradient(loss, ae.trainable_variables), ae.trainable_variables))
        if step % 1000 == 0:
            scores = [tf.reduce_mean(tf.abs(ae(v) - v)) for v in valid.take(args.eval_batches)]
            print(step, float(loss), float(tf.reduce_mean(scores)))
            ckpt.save()


if __name__ == "__main__":
    main(p.parse_args())
