# case: rescale_generator_val_and_test
# shape: near twin of the one-generator bug; the second generator serves validation and test, its fixed options only
# truth: by reason: rescale and a preprocessing function draw nothing, only train_datagen augments
import os

from tensorflow.keras import layers, models, optimizers
from tensorflow.keras.preprocessing.image import ImageDataGenerator

base_dir = '/content/rice'
train_dir, validation_dir, test_dir = (os.path.join(base_dir, d) for d in ('train', 'validation', 'test'))


def centre(image):
    return image - image.mean()


train_datagen = ImageDataGenerator(rescale=1./255, rotation_range=40, width_shift_range=0.2,
                                   shear_range=0.2, horizontal_flip=True, preprocessing_function=centre)
datagen = ImageDataGenerator(rescale=1./255, preprocessing_function=centre, rotation_range=0, horizontal_flip=False)

train_generator = train_datagen.flow_from_directory(train_dir, target_size=(150, 150), batch_size=20)
validation_generator = datagen.flow_from_directory(validation_dir, target_size=(150, 150), batch_size=20)
test_generator = datagen.flow_from_directory(test_dir, target_size=(150, 150), batch_size=20, shuffle=False)

model = models.Sequential([
    layers.Conv2D(32, (3, 3), activation='relu', input_shape=(150, 150, 3)),
    layers.MaxPooling2D((2, 2)),
    layers.Flatten(),
    layers.Dense(train_generator.num_classes, activation='softmax'),
])
model.compile(loss='categorical_crossentropy', optimizer=optimizers.RMSprop(learning_rate=1e-4), metrics=['acc'])
model.fit_generator(train_generator, steps_per_epoch=100, epochs=30,
                    validation_data=validation_generator, validation_steps=50)
print(model.evaluate_generator(test_generator))
