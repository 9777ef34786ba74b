# case: ok_resampled_inside_each_fold
# shape: fold loop that oversamples only the rows of the training side, under names that were used for the whole table before
# truth: by reason: the split comes first, held-out rows are neither copied nor interpolated
import numpy as np
from imblearn.over_sampling import BorderlineSMOTE, RandomOverSampler
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.neighbors import KNeighborsClassifier

X, y = np.load("hog.npy"), np.load("hog_labels.npy")
all_x, all_y = X, y
results = {}

for sampler in (RandomOverSampler(random_state=1), BorderlineSMOTE(random_state=1)):
    scores = []
    for rows, held in RepeatedStratifiedKFold(n_splits=4, n_repeats=3, random_state=1).split(all_x, all_y):
        X, y = all_x[rows], all_y[rows]
        X, y = sampler.fit_resample(X, y)
        model = KNeighborsClassifier(7).fit(X, y)
        scores.append(balanced_accuracy_score(all_y[held], model.predict(all_x[held])))
    results[type(sampler).__name__] = np.mean(scores)
print(results)
