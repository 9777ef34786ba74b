# case: multi_imported_generator
# shape: the generator is a module attribute of another file, its options arrive by keyword dicts; a plain one stands beside it
# truth: by reason: DEV_DIR is read through the same randomly rotating generator as TRAIN_DIR
import augment
import settings as cfg
from tensorflow import keras


def open_dir(gen, folder, shuffle):
    return gen.flow_from_directory(
        str(folder), target_size=cfg.SIZE, batch_size=cfg.BATCH, class_mode="categorical", shuffle=shuffle
    )


def main():
    train = open_dir(augment.field, cfg.TRAIN_DIR, True)
    dev = open_dir(augment.field, cfg.DEV_DIR, False)  # expect: AUG201
    test = open_dir(augment.plain, cfg.BASE / "test", False)

    backbone = keras.applications.EfficientNetB0(include_top=False, pooling="avg", weights=None)
    model = keras.Sequential([backbone, keras.layers.Dense(train.num_classes, activation="softmax")])
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    model.fit(train, validation_data=dev, epochs=15)
    print(model.evaluate(test))


if __name__ == "__main__":
    main()
