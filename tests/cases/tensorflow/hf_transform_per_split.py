# case: hf_transform_per_split
# shape: one train_test_split, two functions by split, Keras layers inside; the random one is set on train only
# truth: by reason: the test part gets the resizing function, both parts are disjoint
import numpy as np
import tensorflow as tf
from datasets import load_dataset
from transformers import AutoImageProcessor, DefaultDataCollator, TFAutoModelForImageClassification, create_optimizer

CHECKPOINT = "google/vit-base-patch16-224-in21k"
processor = AutoImageProcessor.from_pretrained(CHECKPOINT)
size = (processor.size["height"], processor.size["width"])

food = load_dataset("food101", split="train[:5000]").train_test_split(test_size=0.2)

train_data_augmentation = tf.keras.Sequential(
    [tf.keras.layers.RandomCrop(*size), tf.keras.layers.Rescaling(1 / 127.5, -1), tf.keras.layers.RandomFlip("horizontal")]
)
val_data_augmentation = tf.keras.Sequential(
    [tf.keras.layers.CenterCrop(*size), tf.keras.layers.Rescaling(scale=1.0 / 127.5, offset=-1)]
)


def convert(image):
    return tf.expand_dims(tf.convert_to_tensor(np.array(image.convert("RGB"))), 0)


def preprocess_train(batch):
    images = [train_data_augmentation(convert(image)) for image in batch["image"]]
    batch["pixel_values"] = [tf.transpose(tf.squeeze(i)).numpy() for i in images]
    return batch


def preprocess_val(batch):
    images = [val_data_augmentation(convert(image)) for image in batch["image"]]
    batch["pixel_values"] = [tf.transpose(tf.squeeze(i)).numpy() for i in images]
    return batch


food["train"].set_transform(preprocess_train)
food["test"].set_transform(preprocess_val)

collator = DefaultDataCollator(return_tensors="tf")
tf_train = food["train"].to_tf_dataset(columns="pixel_values", label_cols="label", shuffle=True, batch_size=16, collate_fn=collator)
tf_eval = food["test"].to_tf_dataset(columns="pixel_values", label_cols="label", shuffle=False, batch_size=16, collate_fn=collator)

optimizer, _ = create_optimizer(init_lr=3e-5, num_train_steps=1250, weight_decay_rate=0.01, num_warmup_steps=0)
model = TFAutoModelForImageClassification.from_pretrained(CHECKPOINT, num_labels=101)
model.compile(optimizer=optimizer, loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(tf_train, validation_data=tf_eval, epochs=5)
