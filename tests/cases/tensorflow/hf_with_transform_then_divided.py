# case: hf_with_transform_then_divided
# shape: Hugging Face dataset with a random function attached on the fly, divided afterwards, fed to Keras
# truth: measured (datasets 5.2): train_test_split keeps the transform, an item of the test part differs at each access
import numpy as np
import tensorflow as tf
from datasets import load_dataset

jitter = tf.keras.Sequential([
    tf.keras.layers.RandomFlip("horizontal"),
    tf.keras.layers.RandomTranslation(0.1, 0.1),
])


def with_views(batch):
    images = [np.asarray(im.convert("RGB").resize((96, 96)), dtype="float32") for im in batch["image"]]
    batch["pixels"] = [jitter(im[None], training=True)[0].numpy() for im in images]
    return {"pixels": batch["pixels"], "label": batch["label"]}


beans = load_dataset("beans", split="train")
beans = beans.with_transform(with_views)
parts = beans.train_test_split(test_size=0.2, seed=11)  # expect: AUG203


def batches(rows, size=16):
    def produce():
        for row in rows:
            yield row["pixels"], row["label"]

    signature = (tf.TensorSpec((96, 96, 3), tf.float32), tf.TensorSpec((), tf.int64))
    return tf.data.Dataset.from_generator(produce, output_signature=signature).batch(size)


model = tf.keras.Sequential([tf.keras.layers.Rescaling(1 / 255), tf.keras.layers.Conv2D(16, 3, activation="relu"),
                             tf.keras.layers.GlobalAveragePooling2D(), tf.keras.layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(batches(parts["train"]), validation_data=batches(parts["test"]), epochs=8)
