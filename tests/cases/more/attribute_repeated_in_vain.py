# case: attribute_repeated_in_vain
# shape: datasets live on self; one method calls repeat and batch on the attribute without keeping the result
# truth: by reason: self.train is still the unrepeated dataset
import numpy as np
import tensorflow as tf


class Experiment:
    def __init__(self, file, batch=32):
        data = np.load(file)
        self.batch = batch
        self.train = tf.data.Dataset.from_tensor_slices((data["x_train"], data["y_train"]))
        self.dev = tf.data.Dataset.from_tensor_slices((data["x_dev"], data["y_dev"])).batch(batch)
        self.steps = len(data["x_train"]) // batch

    def endless(self):
        self.train = self.train.shuffle(1024).batch(self.batch)
        self.train.repeat()  # expect: AUG205
        return self

    def fit(self, model, epochs):
        model.compile(optimizer="adam", loss="mae")
        return model.fit(self.train, steps_per_epoch=self.steps, epochs=epochs, validation_data=self.dev)


net = tf.keras.Sequential([tf.keras.layers.LSTM(32), tf.keras.layers.Dense(1)])
print(Experiment("load_curves.npz").endless().fit(net, 10).history["val_loss"])
