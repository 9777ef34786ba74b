# case: ok_flows_seeded_validation_rescaled
# shape: flow_from_dataframe with one seed on both sides; the validation generator only rescales, its seed drives the order alone
# truth: by reason: the second generator transforms nothing at random, so the shared seed only fixes the order of its files
import pandas as pd
from tensorflow.keras.applications.xception import Xception, preprocess_input
from tensorflow.keras.preprocessing.image import ImageDataGenerator

RANDOM_STATE = 42
df_train = pd.read_csv("lists/train.csv", dtype=str)
df_val = pd.read_csv("lists/val.csv", dtype=str)

columns = {"x_col": "filename", "y_col": "breed", "target_size": (299, 299), "class_mode": "categorical"}
augmenting = ImageDataGenerator(preprocessing_function=preprocess_input, shear_range=0.2, zoom_range=0.2, fill_mode="nearest")
plain = ImageDataGenerator(preprocessing_function=preprocess_input)

train_generator = augmenting.flow_from_dataframe(df_train, "jpg", seed=RANDOM_STATE, batch_size=32, **columns)
val_generator = plain.flow_from_dataframe(df_val, "jpg", seed=RANDOM_STATE, batch_size=32, **columns)

network = Xception(weights=None, classes=len(train_generator.class_indices))
network.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
network.fit(train_generator, epochs=20, validation_data=val_generator)
