# case: kornia_steps_in_compose
# shape: Kornia modules in a torch Sequential, the last step of the one torchvision Compose of both splits
# truth: by reason: Kornia augmentations draw in forward in training and in eval mode alike; validation gets random flips
import kornia.augmentation as K
import torch
from torch.utils.data import DataLoader
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

wild = torch.nn.Sequential(K.RandomHorizontalFlip(p=0.5, same_on_batch=False), K.ColorJiggle(0.2, 0.2, 0.2, 0.1, p=0.8))
prepare = T.Compose([T.Resize((128, 128)), T.ToTensor(), wild, torch.nn.Flatten(0, 1)])

train_set = ImageFolder("shells/train", transform=prepare)
val_set = ImageFolder("shells/val", transform=prepare)  # expect: AUG201

train_loader = DataLoader(train_set, batch_size=64, shuffle=True)
val_loader = DataLoader(val_set, batch_size=64)
