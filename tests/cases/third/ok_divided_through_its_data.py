# case: ok_divided_through_its_data
# shape: the images of a library dataset are divided by a mask, through its data attribute
# truth: nothing: training and evaluation share no sample, and no draw repeats
import numpy as np
from torchvision.datasets import CIFAR10

held = np.arange(50000) % 10 == 0
train_set = CIFAR10("d", train=True)
val_set = CIFAR10("d", train=True)
train_set.data = train_set.data[~held]
val_set.data = val_set.data[held]
