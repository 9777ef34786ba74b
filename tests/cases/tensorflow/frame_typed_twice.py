# case: frame_typed_twice
# shape: flow_from_dataframe; the table is divided, then the training part is typed for the validation flow too
# truth: by reason: valid_flow reads train_df, val_df is only printed
import os

import pandas as pd
from tensorflow.keras import applications, callbacks, layers, models
from tensorflow.keras.preprocessing.image import ImageDataGenerator

DIR = os.path.join("..", "input", "cassava")
df = pd.read_csv(os.path.join(DIR, "train.csv"), dtype=str)
df = df.sample(frac=1, random_state=3).reset_index(drop=True)
cut = int(len(df) * 0.85)
train_df, val_df = df[:cut], df[cut:]
print(train_df.label.value_counts(), val_df.label.value_counts())

aug = ImageDataGenerator(rescale=1 / 255, rotation_range=270, vertical_flip=True, horizontal_flip=True)
noaug = ImageDataGenerator(rescale=1 / 255)

train_flow = aug.flow_from_dataframe(
    train_df, os.path.join(DIR, "train_images"), x_col="image_id", y_col="label", target_size=(300, 300), batch_size=16
)
valid_flow = noaug.flow_from_dataframe(
    train_df, os.path.join(DIR, "train_images"), x_col="image_id", y_col="label", target_size=(300, 300), batch_size=16, shuffle=False  # expect: AUG301
)

net = models.Sequential([
    applications.EfficientNetB3(include_top=False, input_shape=(300, 300, 3), pooling="avg"),
    layers.Dropout(0.5),
    layers.Dense(5, activation="softmax"),
])
net.compile("adam", "categorical_crossentropy", metrics=["acc"])
stop = callbacks.EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True)
net.fit(train_flow, validation_data=valid_flow, epochs=30, callbacks=[stop])
