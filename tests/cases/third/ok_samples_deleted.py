# case: ok_samples_deleted
# shape: one folder is opened twice, and other samples are deleted of each
# truth: nothing: training and evaluation share no sample, and no draw repeats
from torchvision.datasets import ImageFolder

train_set = ImageFolder("data")
val_set = ImageFolder("data")
del train_set.samples[800:]
del val_set.samples[:800]
