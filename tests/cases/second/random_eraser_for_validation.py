# case: random_eraser_for_validation
# shape: a closure from get_random_eraser() is the preprocessing_function of two ImageDataGenerators; the validation one has no other option
# truth: by reason: the inner function draws from np.random for each image it is given, also for validation
import numpy as np
from keras.datasets import cifar10
from keras.models import load_model
from keras.preprocessing.image import ImageDataGenerator
from keras.utils import np_utils


def get_random_eraser(p=0.5, s_l=0.02, s_h=0.4, r_1=0.3, v_l=0, v_h=255):
    def eraser(input_img):
        img_h, img_w, img_c = input_img.shape
        if np.random.rand() > p:
            return input_img
        while True:
            s = np.random.uniform(s_l, s_h) * img_h * img_w
            r = np.random.uniform(r_1, 1 / r_1)
            w = int(np.sqrt(s / r))
            h = int(np.sqrt(s * r))
            left = np.random.randint(0, img_w)
            top = np.random.randint(0, img_h)
            if left + w <= img_w and top + h <= img_h:
                break
        input_img[top:top + h, left:left + w, :] = np.random.uniform(v_l, v_h)
        return input_img

    return eraser


(x_train, y_train), (x_test, y_test) = cifar10.load_data()
y_train = np_utils.to_categorical(y_train, 10)
y_test = np_utils.to_categorical(y_test, 10)
x_train = x_train.astype('float32') / 255
x_test = x_test.astype('float32') / 255

train_gen = ImageDataGenerator(width_shift_range=0.1, horizontal_flip=True,
                               preprocessing_function=get_random_eraser(v_l=0, v_h=1))
test_gen = ImageDataGenerator(preprocessing_function=get_random_eraser(p=0.3, v_l=0, v_h=1))

training_flow = train_gen.flow(x_train, y_train, batch_size=32)
validation_flow = test_gen.flow(x_test, y_test, batch_size=32, shuffle=False)  # expect: AUG202

model = load_model('resnet_cifar.h5')
model.fit_generator(training_flow, steps_per_epoch=len(x_train) // 32, epochs=200,
                    validation_data=validation_flow, validation_steps=len(x_test) // 32)
