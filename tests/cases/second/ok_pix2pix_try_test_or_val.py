# case: ok_pix2pix_try_test_or_val
# shape: pix2pix tutorial; random_jitter only in load_image_train; the test listing falls back to val/ in try / except
# truth: by reason: load_image_test resizes and scales; "test" and "val" are both other folders than "train"
import pathlib

import tensorflow as tf

PATH = pathlib.Path("datasets/facades")
BUFFER_SIZE = 400
BATCH_SIZE = 1
IMG_WIDTH = IMG_HEIGHT = 256


def load(image_file):
    image = tf.io.decode_jpeg(tf.io.read_file(image_file))
    w = tf.shape(image)[1] // 2
    return tf.cast(image[:, w:, :], tf.float32), tf.cast(image[:, :w, :], tf.float32)


def resize(input_image, real_image, height, width):
    method = tf.image.ResizeMethod.NEAREST_NEIGHBOR
    return (tf.image.resize(input_image, [height, width], method=method),
            tf.image.resize(real_image, [height, width], method=method))


def random_crop(input_image, real_image):
    stacked_image = tf.stack([input_image, real_image], axis=0)
    cropped_image = tf.image.random_crop(stacked_image, size=[2, IMG_HEIGHT, IMG_WIDTH, 3])
    return cropped_image[0], cropped_image[1]


@tf.function()
def random_jitter(input_image, real_image):
    input_image, real_image = resize(input_image, real_image, 286, 286)
    input_image, real_image = random_crop(input_image, real_image)
    if tf.random.uniform(()) > 0.5:
        input_image = tf.image.flip_left_right(input_image)
        real_image = tf.image.flip_left_right(real_image)
    return input_image, real_image


def load_image_train(image_file):
    input_image, real_image = random_jitter(*load(image_file))
    return (input_image / 127.5) - 1, (real_image / 127.5) - 1


def load_image_test(image_file):
    input_image, real_image = resize(*load(image_file), IMG_HEIGHT, IMG_WIDTH)
    return (input_image / 127.5) - 1, (real_image / 127.5) - 1


train_dataset = tf.data.Dataset.list_files(str(PATH / 'train/*.jpg'))
train_dataset = train_dataset.map(load_image_train, num_parallel_calls=tf.data.AUTOTUNE)
train_dataset = train_dataset.shuffle(BUFFER_SIZE)
train_dataset = train_dataset.batch(BATCH_SIZE)

try:
    test_dataset = tf.data.Dataset.list_files(str(PATH / 'test/*.jpg'))
except tf.errors.InvalidArgumentError:
    test_dataset = tf.data.Dataset.list_files(str(PATH / 'val/*.jpg'))
test_dataset = test_dataset.map(load_image_test)
test_dataset = test_dataset.batch(BATCH_SIZE)


def fit(train_ds, test_ds, steps, train_step, show):
    example_input, example_target = next(iter(test_ds.take(1)))
    for step, (input_image, target) in train_ds.repeat().take(steps).enumerate():
        if step % 1000 == 0:
            show(example_input, example_target)
        train_step(input_image, target, step)
