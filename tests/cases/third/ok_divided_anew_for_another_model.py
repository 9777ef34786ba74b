# case: ok_divided_anew_for_another_model
# shape: one notebook-like script, three experiments in a row, each with a division of its own under the same names
# truth: nothing: each model is validated on the other part of its own division
import numpy as np
import torch
from sklearn.model_selection import train_test_split
from tensorflow import keras
from torch.utils.data import DataLoader, random_split
from torchvision import datasets
from torchvision import transforms as T

pictures = datasets.ImageFolder("pictures", T.ToTensor())


def fit(model, train_loader, val_loader):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(3):
        for x, y in train_loader:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(x), y).backward()
            optimizer.step()
        with torch.no_grad():
            print(sum((model(x).argmax(1) == y).sum() for x, y in val_loader))


train_set, val_set = random_split(pictures, [80, 20])
train_loader = DataLoader(train_set, 8, shuffle=True)
val_loader = DataLoader(val_set, 8)
fit(torch.nn.LazyLinear(2), train_loader, val_loader)

train_set, val_set = random_split(pictures, [60, 40])
train_loader = DataLoader(train_set, 8, shuffle=True)
val_loader = DataLoader(val_set, 8)
fit(torch.nn.LazyLinear(2), train_loader, val_loader)

x, y = np.load("x.npy"), np.load("y.npy")
for share, state in ((0.2, 1), (0.3, 2)):
    x_train, x_val, y_train, y_val = train_test_split(x, y, test_size=share, random_state=state)
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x_train, y_train, validation_data=(x_val, y_val))

for share in (0.1, 0.5):
    train_ds = keras.utils.image_dataset_from_directory("pictures", validation_split=share, subset="training", seed=4)
    val_ds = keras.utils.image_dataset_from_directory("pictures", validation_split=share, subset="validation", seed=4)
    model.fit(train_ds, validation_data=val_ds)
