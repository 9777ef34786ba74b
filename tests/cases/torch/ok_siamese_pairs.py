# case: ok_siamese_pairs
# shape: metric learning: __getitem__ chooses the partner image at random, for training and for validation pairs alike
# truth: by reason: drawing which two images form a pair is sampling, no image is changed; the two folders differ
import random
from collections import defaultdict
from pathlib import Path

import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms


class Signatures(Dataset):
    def __init__(self, folder, transform):
        self.by_writer = defaultdict(list)
        for p in sorted(Path(folder).glob("*/*.png")):
            self.by_writer[p.parent.name].append(p)
        self.flat = [(w, p) for w, ps in self.by_writer.items() for p in ps]
        self.transform = transform

    def __len__(self):
        return len(self.flat)

    def _load(self, p):
        return self.transform(Image.open(p).convert("L"))

    def __getitem__(self, i):
        writer, anchor = self.flat[i]
        same = random.random() < 0.5
        if not same:
            writer = random.choice([w for w in self.by_writer if w != writer])
        partner = random.choice(self.by_writer[writer])
        return self._load(anchor), self._load(partner), torch.tensor(float(same))


size = transforms.Compose([transforms.Resize((64, 128)), transforms.ToTensor()])
pairs_fit = DataLoader(Signatures("cedar/fit", size), 32, shuffle=True, num_workers=2)
pairs_val = DataLoader(Signatures("cedar/val", size), 32, num_workers=2)

embed = torch.nn.Sequential(torch.nn.Conv2d(1, 16, 5, 2), torch.nn.ReLU(), torch.nn.AdaptiveAvgPool2d(2), torch.nn.Flatten(), torch.nn.Linear(64, 32))
opt = torch.optim.Adam(embed.parameters())


def contrastive(a, b, same, margin=1.0):
    d = torch.nn.functional.pairwise_distance(embed(a), embed(b))
    return (same * d**2 + (1 - same) * (margin - d).clamp(min=0) ** 2).mean()


for epoch in range(20):
    for batch in pairs_fit:
        opt.zero_grad()
        contrastive(*batch).backward()
        opt.step()
    with torch.no_grad():
        print(epoch, sum(contrastive(*batch).item() for batch in pairs_val) / len(pairs_val))
