# case: numpy_seed_two_generators
# shape: numpy seeded at the top, each split has an augmenting ImageDataGenerator of its own without seed=
# truth: by reason: both generators draw from numpy's one global stream in turn; the validation one flips and zooms at random
import numpy as np

np.random.seed(123)  # expect: AUG101[I]

from tensorflow.keras.applications.vgg16 import VGG16, preprocess_input  # noqa: E402
from tensorflow.keras.layers import Dense, Flatten  # noqa: E402
from tensorflow.keras.models import Model  # noqa: E402
from tensorflow.keras.preprocessing.image import ImageDataGenerator  # noqa: E402

train_path = 'chest_xray/train'
valid_path = 'chest_xray/val'

trdata = ImageDataGenerator(preprocessing_function=preprocess_input, rotation_range=20, zoom_range=0.2)
traindata = trdata.flow_from_directory(directory=train_path, target_size=(224, 224))

vadata = ImageDataGenerator(preprocessing_function=preprocess_input, horizontal_flip=True, zoom_range=0.1)
validdata = vadata.flow_from_directory(directory=valid_path, target_size=(224, 224))  # expect: AUG202

vgg = VGG16(input_shape=(224, 224, 3), weights='imagenet', include_top=False)
for layer in vgg.layers:
    layer.trainable = False
prediction = Dense(2, activation='softmax')(Flatten()(vgg.output))
model = Model(inputs=vgg.input, outputs=prediction)
model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])

r = model.fit_generator(traindata, validation_data=validdata, epochs=5,
                        steps_per_epoch=len(traindata), validation_steps=len(validdata))
