# case: class_with_one_frame_two_flows
# shape: a Trainer class keeps the table in self.df; each flow is a method, nothing divides the table; fit_generator with named generators
# truth: by reason: both flows read every row of self.df; neither generator has validation_split
import pandas as pd
from tensorflow.keras.applications import VGG16
from tensorflow.keras.preprocessing.image import ImageDataGenerator


class RetinaTrainer(object):
    def __init__(self, csv_file, image_dir, batch_size=32):
        df = pd.read_csv(csv_file)
        df["id_code"] = df["id_code"].apply(lambda name: name + ".png")
        df["diagnosis"] = df["diagnosis"].astype(str)
        self.df = df
        self.image_dir = image_dir
        self.batch_size = batch_size
        self.model = VGG16(weights=None, classes=5)
        self.model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])

    def train_generator(self):
        datagen = ImageDataGenerator(rescale=1. / 255, zoom_range=0.15, vertical_flip=True)
        return datagen.flow_from_dataframe(dataframe=self.df, directory=self.image_dir, x_col="id_code",
                                           y_col="diagnosis", target_size=(224, 224), batch_size=self.batch_size)

    def val_generator(self):
        datagen = ImageDataGenerator(rescale=1. / 255)
        return datagen.flow_from_dataframe(dataframe=self.df, directory=self.image_dir, x_col="id_code",  # expect: AUG301
                                           y_col="diagnosis", target_size=(224, 224), batch_size=self.batch_size,
                                           shuffle=False)

    def run(self, epochs):
        train_gen = self.train_generator()
        val_gen = self.val_generator()
        return self.model.fit_generator(generator=train_gen, steps_per_epoch=train_gen.n // self.batch_size,
                                        validation_data=val_gen, validation_steps=val_gen.n // self.batch_size,
                                        epochs=epochs)


if __name__ == "__main__":
    RetinaTrainer("train.csv", "train_images").run(epochs=15)
