# case: test_views_averaged
# shape: the random generator also reads the test folder, for predictions that are averaged over passes; validation is plain
# truth: by reason: test-time augmentation on purpose, the mean of the passes is the prediction
import numpy as np
import pandas as pd
from tensorflow.keras.models import load_model
from tensorflow.keras.preprocessing.image import ImageDataGenerator

SIZE = (331, 331)
TTA_STEPS = 10

augmenting = ImageDataGenerator(rescale=1 / 255, horizontal_flip=True, rotation_range=10, zoom_range=0.05)
plain = ImageDataGenerator(rescale=1 / 255)


def finetune(model):
    train = augmenting.flow_from_directory("furniture/train", target_size=SIZE, batch_size=12)
    valid = plain.flow_from_directory("furniture/validation", target_size=SIZE, batch_size=12, shuffle=False)
    model.fit(train, validation_data=valid, epochs=3)
    return train.class_indices


def predict_tta(model):
    passes = []
    for step in range(TTA_STEPS):
        test_flow = augmenting.flow_from_directory(
            "furniture/test", target_size=SIZE, batch_size=12, class_mode=None, shuffle=False
        )
        passes.append(model.predict(test_flow, verbose=0))
        print("pass", step + 1, "of", TTA_STEPS)
    return np.mean(passes, axis=0), test_flow.filenames


def main():
    model = load_model("nasnet_frozen.h5")
    names = {v: k for k, v in finetune(model).items()}
    probabilities, files = predict_tta(model)
    table = pd.DataFrame({"file": files, "predicted": [names[i] for i in probabilities.argmax(axis=1)]})
    table.to_csv("submission.csv", index=False)


if __name__ == "__main__":
    main()
