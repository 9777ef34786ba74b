# case: ok_working_directory_changes
# shape: the same relative folder under two working directories
# truth: nothing: training and evaluation share no sample, and no draw repeats
import os
from torchvision.datasets import ImageFolder

os.chdir("/data/train")
train_set = ImageFolder("images")
os.chdir("/data/val")
val_set = ImageFolder("images")
