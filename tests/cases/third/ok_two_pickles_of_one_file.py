# case: ok_two_pickles_of_one_file
# shape: two objects are read one after the other from one open file
# truth: nothing: training and evaluation share no sample, and no draw repeats
import pickle
from torch.utils.data import TensorDataset

with open("all.pkl", "rb") as f:
    train_set = TensorDataset(pickle.load(f))
    val_set = TensorDataset(pickle.load(f))
