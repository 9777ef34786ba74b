# case: scaled_slices_overlap
# shape: slices of one array, each scaled and cast at once; the second begins before the first one ends
# truth: by reason: images 50000 to 55000 are in both
import tensorflow as tf

(x_full, y_full), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
x_train = x_full[:55000].astype("float32") / 255.0
y_train = y_full[:55000]
x_valid = x_full[50000:].astype("float32") / 255.0  # expect: AUG302
y_valid = y_full[50000:]  # allow: AUG302

model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, validation_data=(x_valid, y_valid), epochs=5)
print(model.evaluate(x_test / 255.0, y_test))
