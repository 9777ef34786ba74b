# case: ok_scored_on_training_batches
# shape: evaluate is given the training dataset by its own name, through repeat, to print the training accuracy
# truth: by reason: the training figure is wanted next to the test figure, which comes from other pictures
import tensorflow as tf

(pictures, kinds), (test_pictures, test_kinds) = tf.keras.datasets.fashion_mnist.load_data()

train_ds = tf.data.Dataset.from_tensor_slices((pictures / 255.0, kinds)).shuffle(2000).batch(64)
test_ds = tf.data.Dataset.from_tensor_slices((test_pictures / 255.0, test_kinds)).batch(64)

model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(10)])
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(train_ds.repeat(), epochs=3, steps_per_epoch=500)

print("training", model.evaluate(train_ds.repeat(), steps=50))
print("test", model.evaluate(test_ds))
