# case: ok_seed_where_nothing_draws
# shape: a constant seed in __getitem__ whose transforms draw nothing; workers, so the order is not drawn from that stream
# truth: by reason: no sample depends on the seed
import torch
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms as T
from torchvision.datasets import ImageFolder


class Leaves(Dataset):
    def __init__(self, folder):
        self.leaves = ImageFolder(folder)
        self.transform = T.Compose([T.Resize(80), T.CenterCrop(64), T.ToTensor()])

    def __len__(self):
        return len(self.leaves)

    def __getitem__(self, index):
        torch.manual_seed(42)
        leaf, label = self.leaves[index]
        return self.transform(leaf), label


train_loader = DataLoader(Leaves("leaves/train"), batch_size=16, shuffle=True, num_workers=2)
