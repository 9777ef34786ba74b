# case: ok_slices_of_an_iterator
# shape: islice takes from an iterator twice
# truth: nothing: training and evaluation share no sample, and no draw repeats
from itertools import islice
from torch.utils.data import DataLoader
from stream import rows

stream = rows()
train_loader = DataLoader(list(islice(stream, 500)), shuffle=True)
val_loader = DataLoader(list(islice(stream, 500)))
