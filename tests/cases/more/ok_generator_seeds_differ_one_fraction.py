# case: ok_generator_seeds_differ_one_fraction
# shape: two ImageDataGenerators over one folder with equal validation_split and different flow seeds and shuffle
# truth: measured (keras 3.15 legacy): the split is by sorted order, so different seeds overlap in 0 files
from tensorflow.keras.applications import Xception
from tensorflow.keras.preprocessing.image import ImageDataGenerator

FOLDER, SIZE = "weather", (150, 150)

train_gen = ImageDataGenerator(rescale=1 / 255.0, brightness_range=(0.7, 1.3), vertical_flip=True, validation_split=0.25)
valid_gen = ImageDataGenerator(rescale=1 / 255.0, validation_split=0.25)

train = train_gen.flow_from_directory(FOLDER, target_size=SIZE, subset="training", seed=10, shuffle=True)
valid = valid_gen.flow_from_directory(FOLDER, target_size=SIZE, subset="validation", seed=20, shuffle=False)

model = Xception(weights=None, classes=train.num_classes, input_shape=SIZE + (3,))
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(train, validation_data=valid, epochs=30)
