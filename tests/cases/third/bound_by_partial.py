# case: bound_by_partial
# shape: functools.partial binds the random transform, and is called for each split
# truth: by reason: one Compose is bound for both datasets
from functools import partial

from torch.utils.data import DataLoader
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

augment = T.Compose([T.RandomCrop(224), T.RandomRotation(15), T.ToTensor()])
pictures = partial(ImageFolder, transform=augment)
batches = partial(DataLoader, batch_size=64, num_workers=2)

train_loader = batches(pictures("cars/train"), shuffle=True)
val_loader = batches(pictures("cars/val"))  # expect: AUG201
