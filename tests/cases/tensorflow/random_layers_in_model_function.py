# case: random_layers_in_model_function
# shape: the random layers are applied to the functional model's input in a factory with augment=True; one seed for all
# truth: measured (keras 3.15): inside a model random layers are inactive at evaluation and prediction
import keras
import tensorflow as tf

keras.utils.set_random_seed(99)


def backbone(name):
    return {
        "mobile": keras.applications.MobileNetV2,
        "dense": keras.applications.DenseNet121,
    }[name](include_top=False, pooling="avg", input_shape=(192, 192, 3))


def build_model(name, classes, augment=True):
    inputs = keras.Input((192, 192, 3))
    x = inputs
    if augment:
        for layer in (
            keras.layers.RandomFlip("horizontal_and_vertical", seed=99),
            keras.layers.RandomRotation(0.25, seed=99),
            keras.layers.GaussianNoise(0.05),
        ):
            x = layer(x)
    x = keras.layers.Rescaling(1 / 127.5, offset=-1)(x)
    features = backbone(name)(x)
    outputs = keras.layers.Dense(classes, activation="softmax")(features)
    return keras.Model(inputs, outputs)


def satellite(split):
    ds = keras.utils.image_dataset_from_directory(f"eurosat/{split}", image_size=(192, 192), shuffle=split == "train")
    return ds.prefetch(tf.data.AUTOTUNE)


train, val, test = map(satellite, ("train", "val", "test"))
model = build_model("mobile", classes=10)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, validation_data=val, epochs=12)
model.evaluate(test)
