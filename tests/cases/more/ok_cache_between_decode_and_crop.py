# case: ok_cache_between_decode_and_crop
# shape: one helper for both splits caches after decoding and layers that only scale; random steps follow for training only
# truth: by reason: what is cached draws nothing, the crop runs after the cache in every epoch
import tensorflow as tf
from tensorflow.keras import layers

scale = tf.keras.Sequential([layers.Resizing(72, 72), layers.Rescaling(1.0 / 255)])
random_crop = layers.RandomCrop(64, 64)
center_crop = layers.CenterCrop(64, 64)


def prepare(ds, augment=False, cache_name=""):
    ds = ds.map(lambda x, y: (scale(x), y), num_parallel_calls=tf.data.AUTOTUNE)
    ds = ds.cache(cache_name)
    if augment:
        ds = ds.shuffle(5000)
        ds = ds.map(lambda x, y: (random_crop(x, training=True), y))
    else:
        ds = ds.map(lambda x, y: (center_crop(x), y))
    return ds.batch(32).prefetch(tf.data.AUTOTUNE)


train_raw = tf.keras.utils.image_dataset_from_directory("beans/train", batch_size=None)
valid_raw = tf.keras.utils.image_dataset_from_directory("beans/valid", batch_size=None, shuffle=False)
train_ds = prepare(train_raw, augment=True, cache_name="/tmp/beans_train")
valid_ds = prepare(valid_raw, cache_name="/tmp/beans_valid")

model = tf.keras.Sequential([layers.Conv2D(16, 3, activation="relu"), layers.Flatten(), layers.Dense(3)])
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(train_ds, validation_data=valid_ds, epochs=20)
