# case: slices_that_both_start_at_the_front
# shape: two slices of one sorted list with computed ends, both from the first file on; a second pair is cut rightly
# truth: by reason: whatever the ends are, the first file is in both slices
import glob

import tensorflow as tf

files = sorted(glob.glob("birds/*.png"))
n_train = int(len(files) * 0.9)
n_test = int(len(files) - n_train)
train_files = files[0:n_train]
test_files = files[:n_test]  # expect: AUG302

others = sorted(glob.glob("bats/*.png"))
cut = int(len(others) * 0.9)
train_bats, test_bats = others[:cut], others[cut:]


def load(path):
    return tf.image.resize(tf.io.decode_png(tf.io.read_file(path)), (64, 64)), tf.strings.length(path)


model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
for first, second in ((train_files, test_files), (train_bats, test_bats)):
    train = tf.data.Dataset.from_tensor_slices(first).map(load).batch(4)
    test = tf.data.Dataset.from_tensor_slices(second).map(load).batch(4)
    model.fit(train, validation_data=test, epochs=5)
