# case: ok_filtered_by_a_helper_elsewhere
# shape: one folder is opened twice, and a helper that is not at hand keeps some patients of each
# truth: nothing: training and evaluation share no sample, and no draw repeats
from torchvision.datasets import ImageFolder
from mylib import keep_patients

train_set = ImageFolder("data")
val_set = ImageFolder("data")
keep_patients(train_set, "train_patients.txt")
keep_patients(val_set, "val_patients.txt")
