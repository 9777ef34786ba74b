"""The flips of two mapped functions that go on differently, under one global seed, and the same after a shuffle."""

import numpy as np
import tensorflow as tf
from bench import equal, run_example, say, write_data


def flips(dataset):
    """Whether each image was flipped: its red ramp falls instead of rising."""
    return [
        bool(image[..., 0][:, 0].mean() > image[..., 0][:, -1].mean()) for batch in dataset for image in batch.numpy()
    ]


def brightness(dataset):
    return [round(float(image.mean()), 4) for image in dataset]


write_data(same=True)
names = run_example("AUG101", "Bad", "TensorFlow: two functions")
train, held = flips(names["train_ds"]), flips(names["val_ds"])
images = np.arange(64, dtype="float32")[:, None, None, None] * np.ones((1, 4, 4, 3), "float32")
mapped = tf.data.Dataset.from_tensor_slices(images).shuffle(64).map(lambda x: (x, tf.image.random_brightness(x, 0.3)))
epochs = [[(float(x[0, 0, 0]), round(float(y[0, 0, 0] - x[0, 0, 0]), 3)) for x, y in mapped] for _ in range(2)]
say(
    drawn=len(train),
    flipped=sum(train),
    splits_equal=equal(train, held),
    epochs_equal=equal(train, flips(names["train_ds"])),
    shuffled_draws_equal=equal([draw for _, draw in epochs[0]], [draw for _, draw in epochs[1]]),
    shuffled_images_in_place=equal([image for image, _ in epochs[0]], [image for image, _ in epochs[1]]),
)
