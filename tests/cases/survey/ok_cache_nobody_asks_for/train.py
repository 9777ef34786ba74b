# case: ok_cache_nobody_asks_for
# shape: a helper in another file can cache on request, the default is not to, and the only caller leaves it at that
# truth: by reason: the branch with the cache is never run, so nothing is stored
import tensorflow as tf
from data import batches


def main():
    train = batches("fungi/train/*.jpg", [0, 1, 2, 3])
    model = tf.keras.applications.MobileNetV2(weights=None, classes=4)
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(train, epochs=10)


if __name__ == "__main__":
    main()
