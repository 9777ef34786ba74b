# case: tf_op_seed_training_map
# shape: the op's seed is an argument of the mapped function, bound by a lambda; own training loop with GradientTape
# truth: measured (TF 2.21): an op seed in the map makes every pass over the dataset draw the same values
import tensorflow as tf

CROP_SEED = 17


def crop(image, label, seed):
    image = tf.pad(image, [[4, 4], [4, 4], [0, 0]])
    return tf.image.random_crop(image, (32, 32, 3), seed=seed), label  # expect: AUG106


def as_float(image, label):
    return tf.cast(image, tf.float32) / 127.5 - 1.0, label


(x, y), (x_test, y_test) = tf.keras.datasets.cifar10.load_data()
train = tf.data.Dataset.from_tensor_slices((x, y[:, 0])).map(as_float)
train = train.map(lambda image, label: crop(image, label, CROP_SEED)).batch(128)
test = tf.data.Dataset.from_tensor_slices((x_test, y_test[:, 0])).map(as_float).batch(256)

net = tf.keras.Sequential([tf.keras.layers.Conv2D(32, 3, 2, "same", activation="relu"), tf.keras.layers.Flatten(), tf.keras.layers.Dense(10)])
loss_of = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
optimizer = tf.keras.optimizers.SGD(0.05, momentum=0.9)

for epoch in range(20):
    for images, labels in train:
        with tf.GradientTape() as tape:
            loss = loss_of(labels, net(images, training=True))
        grads = tape.gradient(loss, net.trainable_variables)
        optimizer.apply_gradients(zip(grads, net.trainable_variables))
    right = [tf.reduce_mean(tf.cast(tf.argmax(net(a), -1) == tf.cast(b, tf.int64), tf.float32)) for a, b in test]
    print(epoch, float(loss), float(tf.reduce_mean(right)))
