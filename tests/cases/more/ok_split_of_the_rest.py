# case: ok_split_of_the_rest
# shape: three parts by splitting twice, in scikit-learn and in Hugging Face; seeds and fractions differ between the two calls
# truth: by reason: the second call divides only what the first left over, nothing can be in two parts
import numpy as np
from datasets import Dataset, DatasetDict, load_dataset
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def three_parts(whole: Dataset) -> DatasetDict:
    first = whole.train_test_split(test_size=0.3, seed=11)
    rest = first["test"].train_test_split(test_size=0.5, seed=99)
    return DatasetDict(train=first["train"], valid=rest["train"], test=rest["test"])


parts = three_parts(load_dataset("mnist", split="train"))
print({name: part.num_rows for name, part in parts.items()})

x = np.load("clip_features.npy")
y = np.load("clip_labels.npy")
x_rest, x_test, y_rest, y_test = train_test_split(x, y, test_size=0.2, random_state=0, stratify=y)
x_train, x_val, y_train, y_val = train_test_split(x_rest, y_rest, test_size=0.125, random_state=1)
best = max((LogisticRegression(C=c, max_iter=500).fit(x_train, y_train) for c in (0.1, 1.0)), key=lambda m: m.score(x_val, y_val))
print(best.score(x_test, y_test))
