# case: two_views_then_probe
# shape: one random layer stack called twice for a contrastive loss inside train_step; the probe's datasets stay plain
# truth: by reason: two random views of one picture are the method; the linear probe is fitted and tested on plain pictures
import keras
import tensorflow as tf

(x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()
unlabelled = tf.data.Dataset.from_tensor_slices(x_train).shuffle(10_000).batch(512, drop_remainder=True)
probe_train = tf.data.Dataset.from_tensor_slices((x_train, y_train)).batch(512)
probe_test = tf.data.Dataset.from_tensor_slices((x_test, y_test)).batch(512)


def views(strength):
    return keras.Sequential([
        keras.layers.Rescaling(1 / 255),
        keras.layers.RandomFlip("horizontal"),
        keras.layers.RandomTranslation(strength, strength),
        keras.layers.RandomBrightness(strength, value_range=(0, 1)),
    ])


class Contrastive(keras.Model):
    def __init__(self, encoder, temperature=0.1):
        super().__init__()
        self.encoder = encoder
        self.view = views(0.25)
        self.temperature = temperature

    def train_step(self, images):
        with tf.GradientTape() as tape:
            a = tf.math.l2_normalize(self.encoder(self.view(images, training=True)), axis=1)
            b = tf.math.l2_normalize(self.encoder(self.view(images, training=True)), axis=1)
            logits = tf.matmul(a, b, transpose_b=True) / self.temperature
            labels = tf.range(tf.shape(images)[0])
            loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True))
        self.optimizer.apply_gradients(zip(tape.gradient(loss, self.encoder.trainable_variables), self.encoder.trainable_variables))
        return {"loss": loss}


encoder = keras.applications.ResNet50V2(include_top=False, pooling="avg", weights=None, input_shape=(32, 32, 3))
pretraining = Contrastive(encoder)
pretraining.compile(optimizer="adam")
pretraining.fit(unlabelled, epochs=20)

probe = keras.Sequential([keras.layers.Rescaling(1 / 255), encoder, keras.layers.Dense(10)])
encoder.trainable = False
probe.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
probe.fit(probe_train, validation_data=probe_test, epochs=20)
