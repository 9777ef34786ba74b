# case: ok_two_arrays_of_one_file
# shape: two arrays are read one after the other from one open file
# truth: nothing: training and evaluation share no sample, and no draw repeats
import numpy as np
from torch.utils.data import TensorDataset

with open("all.npy", "rb") as f:
    x_train = np.load(f)
    x_val = np.load(f)
train_set = TensorDataset(x_train)
val_set = TensorDataset(x_val)
