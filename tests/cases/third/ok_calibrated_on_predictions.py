# case: ok_calibrated_on_predictions
# shape: a model was fitted to resampled training data; its predictions on test data are divided
# truth: nothing: training and evaluation share no sample, and no draw repeats
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
import numpy as np

Xtr, Xte, ytr, yte = train_test_split(np.load("x.npy"), np.load("y.npy"))
clf = LogisticRegression().fit(*SMOTE().fit_resample(Xtr, ytr))
train_test_split(clf.predict_proba(Xte), yte)
