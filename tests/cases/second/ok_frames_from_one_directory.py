# case: ok_frames_from_one_directory
# shape: function returns two flow_from_dataframe flows; the same directory, columns dict and parent frame on both sides; fit_generator with named arguments
# truth: by reason: the frames are the two parts of train_test_split; the second generator only rescales
import os

import pandas as pd
from keras.applications.densenet import DenseNet121, preprocess_input
from keras.callbacks import EarlyStopping
from keras.preprocessing.image import ImageDataGenerator
from sklearn.model_selection import train_test_split

IMAGE_DIR = os.path.join("..", "input", "dog-breed-identification", "train")


def get_generators(labels_csv, batch_size, size=(224, 224)):
    labels = pd.read_csv(labels_csv, dtype=str)
    labels["id"] = labels["id"] + ".jpg"
    labels, valid_labels = train_test_split(labels, test_size=0.1, stratify=labels["breed"], random_state=2018)
    common = dict(directory=IMAGE_DIR, x_col="id", y_col="breed", target_size=size, class_mode="categorical",
                  batch_size=batch_size)

    train_gen = ImageDataGenerator(preprocessing_function=preprocess_input, rotation_range=30, horizontal_flip=True)
    valid_gen = ImageDataGenerator(preprocessing_function=preprocess_input)
    train = train_gen.flow_from_dataframe(labels, shuffle=True, seed=42, **common)
    valid = valid_gen.flow_from_dataframe(valid_labels, shuffle=False, seed=42, **common)
    return train, valid


def main():
    train, valid = get_generators("../input/dog-breed-identification/labels.csv", 32)
    model = DenseNet121(weights=None, classes=120)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    model.fit_generator(generator=train,
                        steps_per_epoch=train.samples // train.batch_size,
                        validation_data=valid,
                        validation_steps=valid.samples // valid.batch_size,
                        epochs=20,
                        callbacks=[EarlyStopping(patience=3)],
                        workers=4)


if __name__ == "__main__":
    main()
