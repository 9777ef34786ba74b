# case: same_digits_inside_a_wrapper
# shape: a dataset of pairs keeps the tensor of a library dataset that it opens itself; the selector is passed through
# truth: both sides open the training digits
from torch.utils.data import DataLoader, Dataset
from torchvision.datasets import MNIST


class Couples(Dataset):
    def __init__(self, root, train):
        source = MNIST(root, train=train, download=True)
        self.digits = source.data.unsqueeze(1).float()
        self.labels = source.targets

    def __len__(self):
        return len(self.digits) - 1

    def __getitem__(self, i):
        return self.digits[i], self.digits[i + 1], self.labels[i] == self.labels[i + 1]


train_loader = DataLoader(Couples("data", train=True), batch_size=64, shuffle=True)
test_loader = DataLoader(Couples("data", train=True), batch_size=64)  # expect: AUG301
