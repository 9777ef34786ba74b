# case: ok_features_of_pixels
# shape: an image and its rolled copy are rows that are transposed into columns of features
# truth: nothing: training and evaluation share no sample, and no draw repeats
import numpy as np
from sklearn.model_selection import train_test_split

img = np.load("img.npy")
rows = [img.ravel(), np.roll(img, 1).ravel()]
X = np.vstack(rows).T
train_test_split(X)
