# case: helper_augment_off_by_default
# shape: one generator factory with augment=False as default; train passes True, the others pass nothing
# truth: by reason: without augment=True the generator only rescales
import json
from types import SimpleNamespace

import tensorflow as tf


def make_generator(augment=False, **extra):
    options = {"rescale": 1.0 / 255}
    if augment:
        options.update(rotation_range=15, zoom_range=0.1, horizontal_flip=True)
    options.update(extra)
    return tf.keras.preprocessing.image.ImageDataGenerator(**options)


def make_flow(cfg, split, augment=False):
    return make_generator(augment).flow_from_directory(
        f"{cfg.root}/{split}",
        target_size=tuple(cfg.size),
        batch_size=cfg.batch,
        shuffle=augment,
        class_mode="categorical",
    )


def main(config="brain_tumor.json"):
    with open(config) as handle:
        cfg = json.load(handle, object_hook=lambda d: SimpleNamespace(**d))
    train = make_flow(cfg, "Training", augment=True)
    val = make_flow(cfg, "Validation")
    test = make_flow(cfg, "Testing")

    model = tf.keras.applications.InceptionV3(weights=None, classes=train.num_classes, input_shape=(*cfg.size, 3))
    model.compile(cfg.optimizer, "categorical_crossentropy", metrics=["accuracy"])
    model.fit(train, validation_data=val, epochs=cfg.epochs, steps_per_epoch=cfg.steps, validation_steps=len(val))
    predicted = model.predict(test).argmax(axis=1)
    print((predicted == test.classes).mean())


if __name__ == "__main__":
    main()
