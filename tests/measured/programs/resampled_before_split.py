"""What of the held-out rows training has seen when data are resampled before the split, and what models score then."""

import contextlib
import io

import numpy as np
from bench import run_example, say
from imblearn.over_sampling import SMOTE, RandomOverSampler
from scipy.spatial.distance import cdist
from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline

SPLITS = 20
SAMPLERS = {"copies": RandomOverSampler, "smote": SMOTE}
MODELS = {
    "neighbour": lambda: KNeighborsClassifier(1),
    "forest": lambda: RandomForestClassifier(50, random_state=0),
}


def names_of(section, beginning):
    with contextlib.redirect_stdout(io.StringIO()):
        return run_example("AUG305", section, beginning)


def rows(x):
    return [row.tobytes() for row in np.ascontiguousarray(x, "float64")]


def mirrored(x):
    return rows(np.asarray(x).reshape(-1, 8, 8)[:, :, ::-1].reshape(-1, 64))


def seen(train, held, look=rows):
    known = set(rows(train))
    return sum(row in known for row in look(held))


def mean_seen(x, look=rows):
    parts = [train_test_split(x, test_size=0.2, random_state=seed) for seed in range(SPLITS)]
    return sum(seen(*part, look) for part in parts) / SPLITS, len(parts[0][1])


def mean_synthetic(x, y, count):
    """Held-out rows that SMOTE made, and those with one of their two parents in training. It appends what it makes."""
    parents = np.flatnonzero(y[:count])
    between = cdist(x[parents], x[parents])
    np.fill_diagonal(between, -1)
    found = []
    for row in x[count:]:
        away = cdist(row[None], x[parents])[0]
        found.append(parents[list(np.unravel_index(np.argmin(away[:, None] + away - between), between.shape))])
    made, with_parent = 0, 0
    for seed in range(SPLITS):
        train, held = train_test_split(np.arange(len(x)), test_size=0.2, random_state=seed)
        synthetic = held[held >= count]
        made += len(synthetic)
        with_parent += sum(bool(np.isin(found[row - count], train).any()) for row in synthetic)
    return made / SPLITS, with_parent / SPLITS


def scores(sampler, model, first):
    """Balanced accuracy on noise, resampled before the split or after it, mean of 10 splits."""
    found = []
    for seed in range(10):
        x, y = np.random.default_rng(seed).normal(size=(500, 16)), np.arange(500) < 50
        if first:
            x, y = sampler(random_state=0).fit_resample(x, y)
        x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, stratify=y, random_state=seed)
        if not first:
            x_train, y_train = sampler(random_state=0).fit_resample(x_train, y_train)
        found.append(balanced_accuracy_score(y_test, model().fit(x_train, y_train).predict(x_test)))
    return sum(found) / len(found)


def refused():
    names = names_of("Good", "The split, then")
    try:
        make_pipeline(SMOTE(), KNeighborsClassifier(1)).fit(names["x"], names["digits"])
    except TypeError:
        return True
    return False


copies, smote, good = names_of("Bad", "Over-sampling"), names_of("Bad", "SMOTE"), names_of("Good", "The split, then")
images = load_digits().images
flipped = np.concatenate([images, images[:, :, ::-1]]).reshape(-1, 64)
good_flipped = names_of("Good", "Mirrored")
say(
    copies=mean_seen(copies["x"]),
    smote=mean_seen(smote["x"]),
    smote_synthetic=mean_synthetic(smote["x"], smote["y"], len(good["x"])),
    flipped=mean_seen(flipped, mirrored),
    good=seen(good["x_train"], good["x_test"]),
    good_flipped=seen(np.reshape(good_flipped["images"], (-1, 64)), good_flipped["x_test"].reshape(-1, 64), mirrored),
    scores={
        f"{name}_{sampler}": [round(scores(SAMPLERS[sampler], model, first), 3) for first in (True, False)]
        for name, model in MODELS.items()
        for sampler in SAMPLERS
    },
    sklearn_pipeline_refuses=refused(),
)
