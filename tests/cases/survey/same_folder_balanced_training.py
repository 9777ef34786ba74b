# case: same_folder_balanced_training
# shape: only the training loader has a sampler (of a library that is not known) that balances the classes
# truth: evaluation reads the whole folder, and training draws from that same folder: no sampler on one side can divide the two
from torch.utils.data import DataLoader
from torchsampler import ImbalancedDatasetSampler
from torchvision import datasets, transforms

augment = transforms.Compose([transforms.RandomHorizontalFlip(), transforms.ToTensor()])
plain = transforms.ToTensor()

train_set = datasets.ImageFolder("faces/train", augment)
train_loader = DataLoader(train_set, batch_size=32, sampler=ImbalancedDatasetSampler(train_set))

val_set = datasets.ImageFolder("faces/train", plain)  # expect: AUG301
val_loader = DataLoader(val_set, batch_size=32, shuffle=False)
