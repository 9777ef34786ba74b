# case: resampled_then_cross_validated
# shape: SMOTETomek on the whole table, folds are made afterwards by cross_val_score
# truth: by reason: each fold's held-out rows include synthetic neighbours of its training rows
import argparse

import pandas as pd
from imblearn.combine import SMOTETomek
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedKFold, cross_val_score


def read(path, target):
    table = pd.read_csv(path).dropna()
    return table.drop(columns=[target]), table[target]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("table")
    parser.add_argument("--target", default="defect")
    parser.add_argument("--folds", type=int, default=10)
    args = parser.parse_args()
    features, target = read(args.table, args.target)
    balanced, labels = SMOTETomek(random_state=0).fit_resample(features, target)  # expect: AUG305
    folds = StratifiedKFold(args.folds, shuffle=True, random_state=0)
    scores = cross_val_score(RandomForestClassifier(300, n_jobs=-1), balanced, labels, cv=folds, scoring="f1")
    print(f"{scores.mean():.3f} +- {scores.std():.3f}")


if __name__ == "__main__":
    main()
