"""Train with a loop of one's own on datasets whose generator functions make pictures brighter or darker at random."""

import random  # noqa: F401

import keras
import numpy as np
import tensorflow as tf

EPOCHS = 2
SPEC = (tf.TensorSpec((16, 16, 3), tf.float32), tf.TensorSpec((), tf.int64))


def make_pictures(count, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, 16, 16, 3), dtype=np.uint8)


def augment(picture):
    return tf.image.random_brightness(picture, 0.4)


def make_dataset(pictures):
    def produce():
        for picture in pictures:
            label = int(picture.mean() > 127)
            picture = tf.cast(picture, tf.float32) / 255.0
            yield augment(picture), label

    return tf.data.Dataset.from_generator(produce, output_signature=SPEC)


def train_step(model, optimizer, loss_of, pictures, labels):
    with tf.GradientTape() as tape:
        loss = loss_of(labels, model(pictures, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
    return loss


def main():
    train_ds = make_dataset(make_pictures(64, 1)).batch(8)
    val_ds = make_dataset(make_pictures(64, 2)).batch(8)

    model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(2)])
    optimizer = keras.optimizers.SGD(0.01)
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    for epoch in range(EPOCHS):
        for pictures, labels in train_ds:
            train_step(model, optimizer, loss_of, pictures, labels)
        losses = []
        for pictures, labels in val_ds:
            losses.append(float(loss_of(labels, model(pictures, training=False))))
        print(f"epoch {epoch}: {sum(losses) / len(losses):.3f}")


if __name__ == "__main__":
    main()
