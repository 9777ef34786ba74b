# case: seed_call_as_worker_init
# shape: worker_init_fn is the result of a seed call, made on the spot
# truth: by reason: np.random.seed(1) runs once in the parent and returns None, so the loader has no worker_init_fn at all
import numpy as np
import torch
from skimage import io
from torch.utils.data import DataLoader, Dataset


class Micrographs(Dataset):
    def __init__(self, names):
        self.names = names

    def __len__(self):
        return len(self.names)

    def __getitem__(self, k):
        image = io.imread(self.names[k]).astype(np.float32)
        y, x = np.random.randint(0, 1024 - 256, 2)
        patch = image[y:y + 256, x:x + 256]
        return torch.from_numpy(patch + np.random.poisson(3, patch.shape).astype(np.float32))[None]


with open("micrographs.txt") as f:
    names = f.read().splitlines()

train_loader = DataLoader(
    dataset=Micrographs(names),
    batch_size=8,
    shuffle=True,
    num_workers=4,
    worker_init_fn=np.random.seed(1),  # expect: AUG105
)
for step, patches in enumerate(train_loader):
    print(step, patches.shape)
