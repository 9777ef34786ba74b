# case: whole_trained_part_validates
# shape: two splits in a row; training is given the arrays from before the second one, its training part is never used
# truth: by reason: what the second split holds out is still in the arrays that training reads
import tensorflow as tf
from sklearn.model_selection import train_test_split

paths = [f"scans/{number}.png" for number in range(1000)]
masks = [f"masks/{number}.png" for number in range(1000)]

X_data, X_test, y_data, y_test = train_test_split(paths, masks, test_size=0.1, random_state=3)
X_train, X_validation, y_train, y_validation = train_test_split(X_data, y_data, test_size=0.15, random_state=4)


def load(image, mask):
    image = tf.io.decode_png(tf.io.read_file(image), channels=3)
    mask = tf.io.decode_png(tf.io.read_file(mask), channels=1)
    return tf.image.resize(image, (64, 64)) / 255.0, tf.image.resize(mask, (64, 64)) / 255.0


train_loader = tf.data.Dataset.from_tensor_slices((X_data, y_data)).map(load).shuffle(100).batch(8)  # expect: AUG302
valid_loader = tf.data.Dataset.from_tensor_slices((X_validation, y_validation)).map(load).batch(8)

model = tf.keras.Sequential([tf.keras.layers.Conv2D(1, 1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(train_loader, validation_data=valid_loader, epochs=5)
