# case: mirrored_copies_joined
# shape: np.concatenate of the array and its mirror image by a negative step, then the split, in a function of a class
# truth: by reason: an image and its mirrored copy fall on different sides for part of the held-out rows
import numpy as np
import xgboost
from sklearn.model_selection import train_test_split


class SignLanguage:
    def __init__(self, folder):
        self.x = np.load(f"{folder}/X.npy")
        self.y = np.load(f"{folder}/Y.npy").argmax(axis=1)

    def with_mirrored(self):
        both = np.concatenate([self.x, self.x[:, :, ::-1]], axis=0)  # expect: AUG305
        return both, np.concatenate([self.y, self.y])  # allow: AUG305

    def parts(self, held=0.2):
        x, y = self.with_mirrored()
        return train_test_split(x.reshape(len(x), -1), y, test_size=held, random_state=5)


def main():
    x_train, x_test, y_train, y_test = SignLanguage("sign_language").parts()
    trees = xgboost.XGBClassifier(n_estimators=200, tree_method="hist")
    trees.fit(x_train, y_train)
    print("accuracy", (trees.predict(x_test) == y_test).mean())


if __name__ == "__main__":
    main()
