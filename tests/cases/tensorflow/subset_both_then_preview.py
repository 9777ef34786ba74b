# case: subset_both_then_preview
# shape: subset="both" unpacked into two names, batches taken for a preview, shuffle and cache only afterwards
# truth: measured (TF 2.21): subset="both" has 0 common files; take(1) is only printed
import pathlib

import keras
import matplotlib.pyplot as plt

folder = pathlib.Path.home() / "datasets" / "knots"
train_ds, val_ds = keras.utils.image_dataset_from_directory(
    folder,
    validation_split=0.25,
    subset="both",
    seed=5,
    image_size=(128, 128),
)
class_names = train_ds.class_names

fig = plt.figure(figsize=(8, 8))
for images, labels in train_ds.take(1):
    for i in range(9):
        ax = fig.add_subplot(3, 3, i + 1)
        ax.imshow(images[i].numpy().astype("uint8"))
        ax.set_title(class_names[labels[i]])
        ax.axis("off")
fig.savefig("preview_train.png")

for images, labels in val_ds.take(1):
    print("validation batch", images.shape, labels.shape)

train_ds = train_ds.cache().shuffle(1000).prefetch(buffer_size=4)
val_ds = val_ds.cache().prefetch(buffer_size=4)

model = keras.Sequential(
    [
        keras.layers.Rescaling(1.0 / 255),
        keras.layers.Conv2D(32, 3, activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Flatten(),
        keras.layers.Dense(len(class_names)),
    ]
)
model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(train_ds, validation_data=val_ds, epochs=10)
