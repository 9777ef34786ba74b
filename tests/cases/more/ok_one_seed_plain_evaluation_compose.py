# case: ok_one_seed_plain_evaluation_compose
# shape: both Compose objects get the same seed by dict(seed=...), but the evaluation one has no step that draws
# truth: by reason: resizing and normalising draw nothing, so no draws can be equal
import argparse

import albumentations as A
import numpy as np
from albumentations.pytorch import ToTensorV2
from torch.utils.data import DataLoader, Dataset


class Arrays(Dataset):
    def __init__(self, archive, aug):
        stored = np.load(archive)
        self.x, self.y, self.aug = stored["x"], stored["y"], aug

    def __len__(self):
        return self.x.shape[0]

    def __getitem__(self, k):
        return self.aug(image=self.x[k])["image"], int(self.y[k])


parser = argparse.ArgumentParser()
parser.add_argument("--seed", type=int, default=42)
args = parser.parse_args()
common = dict(seed=args.seed)

to_train = A.Compose([A.RandomCrop(64, 64), A.GaussNoise(), A.Normalize(), ToTensorV2()], **common)
to_eval = A.Compose([A.CenterCrop(64, 64), A.Normalize(), ToTensorV2()], **common)
loaders = {
    "train": DataLoader(Arrays("train.npz", to_train), 32, shuffle=True),
    "dev": DataLoader(Arrays("dev.npz", to_eval), 64),
}
for name, loader in loaders.items():
    print(name, len(loader.dataset))
