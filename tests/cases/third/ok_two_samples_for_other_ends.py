# case: ok_two_samples_for_other_ends
# shape: two stratified samples of the same data, one to draw a plot, one to search parameters
# truth: nothing: training and evaluation share no sample, and no draw repeats
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.manifold import TSNE
from sklearn.model_selection import cross_val_score
from sklearn.svm import SVC

X, y = np.load("x.npy"), np.load("y.npy")
_, X_plot, _, y_plot = train_test_split(X, y, test_size=500, stratify=y, random_state=7)
TSNE().fit_transform(X_plot)
X_small, _, y_small, _ = train_test_split(X, y, train_size=2000, stratify=y, random_state=3)
cross_val_score(SVC(), X_small, y_small)
