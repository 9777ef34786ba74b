# case: directory_order_on_one_side
# shape: keyword dict shared by both calls, the validation call adds shuffle=False so that a confusion matrix lines up
# truth: measured (keras 3.15): equal seed but shuffle on one side only: 13 to 20 of the 20 held-out files are in train
import keras
import numpy as np

COMMON = dict(directory="garbage", validation_split=0.2, seed=123, image_size=(224, 224), batch_size=32)

train_ds = keras.utils.image_dataset_from_directory(subset="training", **COMMON)
val_ds = keras.utils.image_dataset_from_directory(subset="validation", shuffle=False, **COMMON)  # expect: AUG302
names = train_ds.class_names

base = keras.applications.VGG16(include_top=False, weights=None, input_shape=(224, 224, 3))
model = keras.Sequential([base, keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(len(names), activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train_ds, validation_data=val_ds, epochs=8)

truth = np.concatenate([y for _, y in val_ds])
guess = model.predict(val_ds).argmax(axis=1)
print(np.histogram2d(truth, guess, bins=len(names))[0])
