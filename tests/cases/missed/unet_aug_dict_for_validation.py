# case: unet_aug_dict_for_validation
# shape: U-Net script; trainGenerator(aug_dict) builds generators for image and mask from one dict; validation passes the training dict
# truth: by reason: the validation generator is made with the same random options; the seeds differ, so no draws are equal
from keras.callbacks import ModelCheckpoint
from keras.models import load_model
from keras.preprocessing.image import ImageDataGenerator


def adjustData(img, mask):
    img = img / 255
    mask = mask / 255
    mask[mask > 0.5] = 1
    mask[mask <= 0.5] = 0
    return (img, mask)


def pairGenerator(batch_size, train_path, image_folder, mask_folder, aug_dict, seed, target_size=(256, 256)):
    image_datagen = ImageDataGenerator(**aug_dict)
    mask_datagen = ImageDataGenerator(**aug_dict)
    image_generator = image_datagen.flow_from_directory(
        train_path, classes=[image_folder], class_mode=None, color_mode="grayscale",
        target_size=target_size, batch_size=batch_size, seed=seed)
    mask_generator = mask_datagen.flow_from_directory(
        train_path, classes=[mask_folder], class_mode=None, color_mode="grayscale",
        target_size=target_size, batch_size=batch_size, seed=seed)
    for (img, mask) in zip(image_generator, mask_generator):
        img, mask = adjustData(img, mask)
        yield (img, mask)


data_gen_args = dict(rotation_range=0.2,
                     width_shift_range=0.05,
                     height_shift_range=0.05,
                     shear_range=0.05,
                     zoom_range=0.05,
                     horizontal_flip=True,
                     fill_mode='nearest')
myGene = pairGenerator(2, 'data/membrane/train', 'image', 'label', data_gen_args, seed=1)
valGene = pairGenerator(2, 'data/membrane/val', 'image', 'label', data_gen_args, seed=2)  # expect: AUG202|AUG201

model = load_model('unet_start.hdf5')
model_checkpoint = ModelCheckpoint('unet_membrane.hdf5', monitor='val_loss', verbose=1, save_best_only=True)
model.fit_generator(myGene, steps_per_epoch=300, epochs=1, callbacks=[model_checkpoint],
                    validation_data=valGene, validation_steps=30)
