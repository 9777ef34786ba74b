# case: one_generator_two_folders
# shape: student script, one generator for both folders, fit_generator with step counts
# truth: by reason: the generator draws for each image of every flow it makes, the test folder's too
# -*- coding: utf-8 -*-
from keras.layers import Convolution2D, Dense, Flatten, MaxPooling2D
from keras.models import Sequential
from keras.preprocessing.image import ImageDataGenerator

# Part 1 - Building the CNN
classifier = Sequential()
classifier.add(Convolution2D(32, 3, 3, input_shape=(64, 64, 3), activation='relu'))
classifier.add(MaxPooling2D(pool_size=(2, 2)))
classifier.add(Flatten())
classifier.add(Dense(128, activation='relu'))
classifier.add(Dense(1, activation='sigmoid'))
classifier.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])

# Part 2 - Fitting the CNN to the images
datagen = ImageDataGenerator(rescale=1./255,
                             shear_range=0.2,
                             zoom_range=0.2,
                             horizontal_flip=True)
#test_datagen = ImageDataGenerator(rescale=1./255)

training_set = datagen.flow_from_directory('dataset/training_set',
                                           target_size=(64, 64),
                                           batch_size=32,
                                           class_mode='binary')

test_set = datagen.flow_from_directory('dataset/test_set',  # expect: AUG201
                                       target_size=(64, 64),
                                       batch_size=32,
                                       class_mode='binary')

classifier.fit_generator(training_set,
                         steps_per_epoch=8000 // 32,
                         epochs=25,
                         validation_data=test_set,
                         validation_steps=2000 // 32)
classifier.save('catdog.h5')
