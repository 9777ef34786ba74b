# case: two_training_sources_one_map
# shape: one random function on two datasets called real and synthetic, both for training; a third is validation
# truth: by reason: sample_from_datasets mixes the two for training, the validation chain maps no random function
import tensorflow as tf

AUTO = tf.data.AUTOTUNE


def parse(path):
    parts = tf.strings.split(path, "_")
    angle = tf.strings.to_number(tf.strings.regex_replace(parts[-1], r"\.jpg$", ""))
    return tf.image.resize(tf.io.decode_jpeg(tf.io.read_file(path)), (66, 200)) / 255.0, angle


def weather(image, angle):
    image = tf.image.random_brightness(image, 0.3)
    image = tf.image.random_contrast(image, 0.6, 1.4)
    return tf.clip_by_value(image, 0, 1), angle


def source(folder):
    return tf.data.Dataset.list_files(folder + "/*.jpg").map(parse, num_parallel_calls=AUTO)


real = source("driving/real").map(weather, num_parallel_calls=AUTO)
synthetic = source("driving/simulator").map(weather, num_parallel_calls=AUTO)
train = tf.data.Dataset.sample_from_datasets([real, synthetic], weights=[0.7, 0.3], stop_on_empty_dataset=True)
train = train.shuffle(1000).batch(64).prefetch(AUTO)
val = source("driving/holdout").batch(64).prefetch(AUTO)

pilot = tf.keras.Sequential()
for filters, kernel, stride in [(24, 5, 2), (36, 5, 2), (48, 5, 2), (64, 3, 1), (64, 3, 1)]:
    pilot.add(tf.keras.layers.Conv2D(filters, kernel, strides=stride, activation="elu"))
pilot.add(tf.keras.layers.Flatten())
pilot.add(tf.keras.layers.Dense(1))
pilot.compile("adam", "mse")
pilot.fit(train, validation_data=val, epochs=20)
