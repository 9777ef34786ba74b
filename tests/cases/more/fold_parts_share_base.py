# case: fold_parts_share_base
# shape: k-fold loop; both parts of each fold set the transform of the one dataset they share
# truth: measured for the pattern (torch 2.13): subset.dataset is the shared object, the second assignment wins for both
import numpy as np
from sklearn.model_selection import StratifiedKFold
from torch.utils.data import DataLoader, Subset
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

train_transforms = T.Compose([T.Resize(256), T.RandomCrop(224), T.RandomHorizontalFlip(), T.ToTensor()])
test_transforms = T.Compose([T.Resize(256), T.CenterCrop(224), T.ToTensor()])

dataset = ImageFolder("skin_lesions")
targets = np.array(dataset.targets)
skf = StratifiedKFold(n_splits=5, shuffle=True, random_state=0)

for fold, (train_idx, val_idx) in enumerate(skf.split(np.zeros(len(targets)), targets)):
    train_fold = Subset(dataset, train_idx)
    val_fold = Subset(dataset, val_idx)
    train_fold.dataset.transform = train_transforms  # expect: AUG204
    val_fold.dataset.transform = test_transforms  # expect: AUG204
    train_dl = DataLoader(train_fold, batch_size=32, shuffle=True)
    val_dl = DataLoader(val_fold, batch_size=32)
    print("fold", fold, len(train_dl), len(val_dl))
