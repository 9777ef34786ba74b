# case: statistics_pass_over_train
# shape: the training folder is opened a second time through the plain generator, to count classes and to average pixels
# truth: by reason: the second flow of the training folder feeds class weights and a mean, never an evaluation
import numpy as np
from sklearn.utils.class_weight import compute_class_weight
from tensorflow.keras import applications, layers, models
from tensorflow.keras.preprocessing.image import ImageDataGenerator

TRAIN, VAL = "skin/train", "skin/val"
COMMON = dict(target_size=(224, 224), batch_size=32, class_mode="categorical")

plain = ImageDataGenerator(rescale=1 / 255)
augmented = ImageDataGenerator(rescale=1 / 255, rotation_range=180, horizontal_flip=True)

# one quiet pass over the training pictures
survey = plain.flow_from_directory(TRAIN, shuffle=False, **COMMON)
weights = compute_class_weight("balanced", classes=np.unique(survey.classes), y=survey.classes)
mean = np.zeros(3)
for _ in range(len(survey)):
    images, _labels = next(survey)
    mean += images.mean(axis=(0, 1, 2)) / len(survey)
print("weights", weights.round(2), "mean", mean)

train_flow = augmented.flow_from_directory(TRAIN, **COMMON)
val_flow = plain.flow_from_directory(VAL, shuffle=False, **COMMON)

base = applications.DenseNet169(include_top=False, pooling="avg", input_shape=(224, 224, 3))
model = models.Sequential([layers.Lambda(lambda t: t - mean.astype("float32")), base, layers.Dense(7, activation="softmax")])
model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
model.fit(
    train_flow,
    validation_data=val_flow,
    epochs=25,
    class_weight=dict(enumerate(weights)),
)
