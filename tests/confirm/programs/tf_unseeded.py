"""Pipelines without any seed: all of them draw anew, and some have samples in common."""

import numpy as np
import tensorflow as tf

rng = np.random.default_rng(7)
images = rng.random((100, 8, 8, 3)).astype("float32")
labels = np.arange(100)


def augment(image, label):
    image = tf.image.random_flip_left_right(image)
    return tf.image.random_brightness(image, 0.3), label


def clean(image, label):
    return image * 2, label


source = tf.data.Dataset.from_tensor_slices((images, labels))
plain = source.map(clean).batch(16)
healthy = source.map(augment, num_parallel_calls=tf.data.AUTOTUNE).batch(16).prefetch(tf.data.AUTOTUNE)
other = source.map(augment).batch(16)
before = source.shuffle(100).map(augment).batch(16)
cached = source.map(augment).cache().batch(16)
cached_source = source.cache().map(augment).batch(16)
batched_first = source.batch(10).map(augment)
op_seed = source.map(lambda x, y: (tf.image.random_brightness(x, 0.3, seed=5), y)).batch(16)
op_seed_again = source.map(lambda x, y: (tf.image.random_brightness(x, 0.3, seed=5), y)).batch(16)
op_seed_other = source.map(lambda x, y: (tf.image.random_brightness(x, 0.3, seed=6), y)).batch(16)
constant = source.map(lambda x, y: (tf.image.stateless_random_brightness(x, 0.3, seed=(1, 2)), y)).batch(16)
constant_again = source.map(lambda x, y: (tf.image.stateless_random_brightness(x, 0.3, seed=(1, 2)), y)).batch(16)
by_index = source.enumerate().map(lambda i, e: (tf.image.stateless_random_brightness(e[0], 0.3, seed=(i, 0)), e[1])).batch(16)
by_index_again = source.enumerate().map(lambda i, e: (tf.image.stateless_random_brightness(e[0], 0.3, seed=(i, 0)), e[1])).batch(16)
by_label = source.map(
    lambda x, y: (tf.image.stateless_random_brightness(x, 0.3, seed=(tf.cast(y, tf.int32), 0)), y)
).batch(16)
traced = source.map(lambda x, y: (x * np.random.uniform(0.5, 1), y)).batch(16)
generator = tf.random.Generator.from_seed(1)
one_generator = source.map(lambda x, y: (x + generator.uniform(()), y)).batch(16)
same_generator = source.map(lambda x, y: (x + generator.uniform(()), y)).batch(16)
first_of_two, second_of_two = tf.random.Generator.from_seed(2), tf.random.Generator.from_seed(2)
own_generator = source.map(lambda x, y: (x + first_of_two.uniform(()), y)).batch(16)
own_generator_again = source.map(lambda x, y: (x + second_of_two.uniform(()), y)).batch(16)
with_seeds = tf.data.Dataset.zip((source, tf.data.Dataset.random(seed=5).batch(2)))
zipped = with_seeds.map(lambda e, s: (tf.image.stateless_random_brightness(e[0], 0.3, seed=s), e[1])).batch(16)
anew = tf.data.Dataset.zip((source, tf.data.Dataset.random(seed=5, rerandomize_each_iteration=True).batch(2)))
zipped_anew = anew.map(lambda e, s: (tf.image.stateless_random_brightness(e[0], 0.3, seed=s), e[1])).batch(16)
shuffled = source.shuffle(100)
leak_train = shuffled.take(80).batch(16)
leak_val = shuffled.skip(80).batch(16)
kept = source.shuffle(100, reshuffle_each_iteration=False)
kept_train = kept.take(80).batch(16)
kept_val = kept.skip(80).batch(16)
small = source.shuffle(10, seed=1)
small_train = small.take(80).batch(16)
small_val = small.skip(80).batch(16)
through_cache = source.shuffle(100).cache()
through_cache_train = through_cache.take(80).batch(16)
through_cache_val = through_cache.skip(80).batch(16)
in_batches = source.shuffle(100).batch(10)
in_batches_train = in_batches.take(8)
in_batches_val = in_batches.skip(8)
split_train = source.take(80).shuffle(80).batch(16)
split_val = source.skip(80).batch(16)
taken_twice = source.take(20).batch(16)
third = source.shuffle(100)
sharded = third.shard(5, 0).batch(16)
sharded_other = third.shard(5, 1).batch(16)
numbered = source.shuffle(100).enumerate()
filtered_train = numbered.filter(lambda i, e: i % 5 != 0).map(lambda i, e: e).batch(16)
filtered_val = numbered.filter(lambda i, e: i % 5 == 0).map(lambda i, e: e).batch(16)
numbered_first = source.enumerate().shuffle(100)
first_filtered_train = numbered_first.filter(lambda i, e: i % 5 != 0).map(lambda i, e: e).batch(16)
first_filtered_val = numbered_first.filter(lambda i, e: i % 5 == 0).map(lambda i, e: e).batch(16)
in_dict = tf.data.Dataset.from_tensor_slices({"image": images, "label": labels}).map(lambda e: {**e, "image": tf.image.random_flip_up_down(e["image"])}).batch(16)
keras_train, keras_val = tf.keras.utils.split_dataset((images, labels), left_size=0.8, shuffle=True)
copied = tf.data.Dataset.from_tensor_slices((images[60:].copy(), labels[60:])).batch(16)
through_python = source.map(
    lambda x, y: (tf.numpy_function(lambda a: a * np.random.uniform(0.5, 1), [x], tf.float32), y)
).batch(16)
unbatched = tf.data.Dataset.from_tensors((images, labels)).unbatch().map(augment).batch(16)
endless = source.shuffle(100).repeat().map(augment).batch(16)
empty = source.take(0).map(augment).batch(16)
pairs = source.map(lambda x, y: (tf.cond(y > 50, lambda: x, lambda: tf.image.random_brightness(x, 0.3)), y)).batch(16)
source.shuffle(50)
