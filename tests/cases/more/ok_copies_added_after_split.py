# case: ok_copies_added_after_split
# shape: split by file first; rotated copies are appended to the training list, resample() draws a bootstrap interval of the test score
# truth: by reason: only training rows are copied, and resampled scores are not data
from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC
from sklearn.utils import resample

files = sorted(Path("brand_logos").glob("*/*.png"))
train_files, test_files = train_test_split(files, test_size=0.25, random_state=13, stratify=[f.parent.name for f in files])


def pixels(path):
    return np.asarray(Image.open(path).convert("L").resize((48, 48)), dtype="float32") / 255


x_train, y_train = [], []
for file in train_files:
    picture = pixels(file)
    for quarter in range(4):
        x_train.append(np.rot90(picture, quarter).ravel())
        y_train.append(file.parent.name)
extra = [np.fliplr(row.reshape(48, 48)).ravel() for row in x_train]
x_train, y_train = x_train + extra, y_train + y_train

machine = LinearSVC().fit(np.stack(x_train), y_train)
hits = np.array([machine.predict(pixels(f).reshape(1, -1))[0] == f.parent.name for f in test_files])
means = [resample(hits, random_state=n).mean() for n in range(1000)]
print(hits.mean(), np.percentile(means, [2.5, 97.5]))
