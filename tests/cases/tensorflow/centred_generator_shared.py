# case: centred_generator_shared
# shape: one ImageDataGenerator fits statistics on the training arrays and serves train, validation and test
# truth: by reason: featurewise centring and rescaling have no random part, so one generator for all splits is right
import numpy as np
import tensorflow as tf
from tensorflow.keras.datasets import cifar10
from tensorflow.keras.preprocessing.image import ImageDataGenerator

(x, y), (x_test, y_test) = cifar10.load_data()
x, x_test = x.astype("float32"), x_test.astype("float32")
order = np.random.RandomState(0).permutation(len(x))
fit_idx, val_idx = order[:-5000], order[-5000:]

datagen = ImageDataGenerator(featurewise_center=True, featurewise_std_normalization=True)
datagen.fit(x[fit_idx])

train_iter = datagen.flow(x[fit_idx], y[fit_idx], batch_size=64)
val_iter = datagen.flow(x[val_idx], y[val_idx], batch_size=64)
test_iter = datagen.flow(x_test, y_test, batch_size=64, shuffle=False)
print(f"Batches train={len(train_iter)}, val={len(val_iter)}, test={len(test_iter)}")

model = tf.keras.Sequential()
for width in (32, 64):
    model.add(tf.keras.layers.Conv2D(width, 3, activation="relu", padding="same"))
    model.add(tf.keras.layers.MaxPooling2D())
model.add(tf.keras.layers.Flatten())
model.add(tf.keras.layers.Dense(10, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train_iter, steps_per_epoch=len(train_iter), epochs=5, validation_data=val_iter)
_, acc = model.evaluate(test_iter, verbose=0)
print(f"Test accuracy: {acc * 100:.3f}")
