# case: ok_fit_on_training_files_is_scored
# shape: the first training files are scored without gradients, beside validation files
# truth: nothing: how well training data is fitted is looked at beside validation
import glob
import torch
from torch import nn
from torch.utils.data import DataLoader

files = sorted(glob.glob("data/train/*.png"))
model = nn.Linear(3, 3)
n = 100
for x in DataLoader(files[:n], shuffle=True):
    model(x).sum().backward()
with torch.no_grad():
    for x in DataLoader(files[:50]):  # how well is training data fitted?
        model(x)
    for x in DataLoader(sorted(glob.glob("data/val/*.png"))):
        model(x)
