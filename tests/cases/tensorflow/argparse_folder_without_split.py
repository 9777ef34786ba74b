# case: argparse_folder_without_split
# shape: one command line argument for both sides, seeds given, validation_split forgotten
# truth: measured (TF 2.21): without validation_split both calls return all the files of the folder
import argparse

import tensorflow as tf


def parse_args():
    p = argparse.ArgumentParser(description="fine-tune on a folder of classes")
    p.add_argument("--data-dir", required=True)
    p.add_argument("--side", type=int, default=160)
    p.add_argument("--lr", type=float, default=1e-4)
    p.add_argument("--epochs", type=int, default=10)
    return p.parse_args()


def main():
    args = parse_args()
    shape = (args.side, args.side)
    train_ds = tf.keras.preprocessing.image_dataset_from_directory(
        args.data_dir, seed=1337, image_size=shape, batch_size=32
    )
    val_ds = tf.keras.preprocessing.image_dataset_from_directory(
        args.data_dir, seed=1337, image_size=shape, batch_size=32  # expect: AUG301[W]
    )
    names = train_ds.class_names
    print("classes:", ", ".join(names))

    base = tf.keras.applications.MobileNetV2(input_shape=shape + (3,), include_top=False)
    base.trainable = False
    x = inputs = tf.keras.Input(shape + (3,))
    x = tf.keras.layers.RandomFlip("horizontal")(x)
    x = tf.keras.applications.mobilenet_v2.preprocess_input(x)
    x = tf.keras.layers.GlobalAveragePooling2D()(base(x, training=False))
    model = tf.keras.Model(inputs, tf.keras.layers.Dense(len(names))(x))
    model.compile(
        tf.keras.optimizers.Adam(args.lr), tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), ["accuracy"]
    )
    model.fit(train_ds.prefetch(2), validation_data=val_ds.prefetch(2), epochs=args.epochs)


if __name__ == "__main__":
    main()
