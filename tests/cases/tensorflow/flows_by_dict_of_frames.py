# case: flows_by_dict_of_frames
# shape: train_test_split of a table, then one comprehension makes all the flows from one generator
# truth: by reason: the same randomly shifting generator reads the train and the valid frame
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split
from tensorflow.keras.preprocessing.image import ImageDataGenerator

labels = pd.read_csv("dog-breeds/labels.csv")
labels["file"] = labels["id"] + ".jpg"
fit_df, valid_df = train_test_split(labels, test_size=0.1, stratify=labels["breed"], random_state=17)
frames = {"fit": fit_df, "valid": valid_df}
for name, frame in frames.items():
    print(name, len(frame), frame["breed"].nunique())

columns = dict(x_col="file", y_col="breed", class_mode="categorical")
augmenter = ImageDataGenerator(
    preprocessing_function=tf.keras.applications.xception.preprocess_input,
    width_shift_range=0.15,
    height_shift_range=0.15,
    horizontal_flip=True,
)
flows = {
    name: augmenter.flow_from_dataframe(frame, directory="dog-breeds/train", target_size=(299, 299), **columns)  # expect: AUG201
    for name, frame in frames.items()
}

base = tf.keras.applications.Xception(include_top=False, pooling="avg")
base.trainable = False
model = tf.keras.Sequential([base, tf.keras.layers.Dropout(0.3), tf.keras.layers.Dense(120, activation="softmax")])
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(flows["fit"], validation_data=flows["valid"], epochs=5)
