# case: ok_deleted_from_the_front
# shape: the first files validate and are deleted from the list, then the first of the rest train
# truth: nothing: training and evaluation share no sample, and no draw repeats
import glob
from torch.utils.data import DataLoader

files = sorted(glob.glob("data/*.png"))
val_loader = DataLoader(files[:100])
del files[:100]
train_loader = DataLoader(files[:5000], shuffle=True)
