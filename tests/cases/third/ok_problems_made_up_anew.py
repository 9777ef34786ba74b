# case: ok_problems_made_up_anew
# shape: each object makes its samples up with a function that is not at hand
# truth: nothing: training and evaluation share no sample, and no order repeats
from torch.utils.data import DataLoader, Dataset
from mathgen import sample_problem


class Problems(Dataset):
    def __init__(self, n):
        self.items = [sample_problem() for _ in range(n)]

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i]


train_loader = DataLoader(Problems(500), shuffle=True)
val_loader = DataLoader(Problems(500))
