# case: minority_drawn_again_with_replacement
# shape: minority class upsampled with sklearn.utils.resample(replace=True), concatenated, then split
# truth: by reason: copies of one row land on both sides of train_test_split
import numpy as np
import pandas as pd
from PIL import Image
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

meta = pd.read_csv("HAM10000_metadata.csv")
majority = meta[meta.dx == "nv"]
minority = meta[meta.dx == "mel"]

minority_up = resample(minority, replace=True, n_samples=len(majority), random_state=123)  # expect: AUG305
df = pd.concat([majority, minority_up])
print(df.dx.value_counts())

X = np.stack([np.asarray(Image.open(f"imgs/{i}.jpg").resize((32, 32))).ravel() for i in df.image_id]) / 255
y = (df.dx == "mel").astype(int).values
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=123)
clf = LogisticRegression(max_iter=500).fit(X_train, y_train)
print(clf.score(X_test, y_test))
