# case: data_module_made_in_a_fixture
# shape: a data module with default transforms that do nothing; a function that nobody in the file calls gives it random ones
# truth: by reason: both samplers read the one dataset, which augments
import numpy as np
import pytest
import pytorch_lightning as pl
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torch.utils.data.sampler import SubsetRandomSampler
from torchvision import transforms as T


class Petals(Dataset):
    def __init__(self, root, steps=()):
        self.root, self.transform = root, T.Compose(list(steps))
        self.labels = np.load(f"{root}/labels.npy")

    def __getitem__(self, i):
        return self.transform(Image.open(f"{self.root}/{i}.jpg")), torch.tensor(self.labels[i])

    def __len__(self):
        return len(self.labels)


class PetalData(pl.LightningDataModule):
    def __init__(self, root="petals", train_transforms=()):
        super().__init__()
        self.root, self.steps = root, train_transforms

    def setup(self, stage=None):
        self.dataset = Petals(self.root, self.steps)
        order = np.random.RandomState(14).permutation(len(self.dataset))
        cut = len(order) // 10
        self.train_sampler, self.val_sampler = SubsetRandomSampler(order[cut:]), SubsetRandomSampler(order[:cut])

    def train_dataloader(self):
        return DataLoader(self.dataset, batch_size=16, sampler=self.train_sampler, num_workers=4)

    def val_dataloader(self):
        return DataLoader(self.dataset, batch_size=16, sampler=self.val_sampler, num_workers=4)  # expect: AUG203


@pytest.fixture(scope="module")
def petal_data():
    return PetalData("petals", train_transforms=[T.RandomResizedCrop(224), T.ToTensor()])
