# case: mask_pair_from_arrays
# shape: one options dict and one seed for pictures and masks, python generators around zip; plain pair for validation
# truth: measured (keras 3.15 legacy): the same seed keeps picture and mask aligned, which is its use; validation options are empty
import numpy as np
from keras.layers import Conv2D, Conv2DTranspose, Input, MaxPooling2D, concatenate
from keras.models import Model
from keras.preprocessing.image import ImageDataGenerator
from sklearn.model_selection import train_test_split

SEED = 42
X = np.load("nuclei_X.npy")
Y = np.load("nuclei_Y.npy").astype("float32")
xtr, xval, ytr, yval = train_test_split(X, Y, test_size=0.1, random_state=SEED)


def pairs(images, masks, batch_size, **options):
    image_flow = ImageDataGenerator(**options).flow(images, batch_size=batch_size, shuffle=True, seed=SEED)
    mask_flow = ImageDataGenerator(**options).flow(masks, batch_size=batch_size, shuffle=True, seed=SEED)
    for image_batch, mask_batch in zip(image_flow, mask_flow):
        yield image_batch / 255.0, (mask_batch > 0.5).astype("float32")


data_gen_args = dict(shear_range=0.5, rotation_range=50, zoom_range=0.2, fill_mode="reflect")
train_generator = pairs(xtr, ytr, 16, **data_gen_args)
val_generator = pairs(xval, yval, 16)

inputs = Input((128, 128, 3))
c1 = Conv2D(16, 3, activation="relu", padding="same")(inputs)
c2 = Conv2D(32, 3, activation="relu", padding="same")(MaxPooling2D()(c1))
u1 = concatenate([Conv2DTranspose(16, 2, strides=2, padding="same")(c2), c1])
model = Model(inputs, Conv2D(1, 1, activation="sigmoid")(u1))
model.compile("adam", "binary_crossentropy")
model.fit(
    train_generator,
    steps_per_epoch=len(xtr) // 16,
    validation_data=val_generator,
    validation_steps=len(xval) // 16,
    epochs=50,
)
