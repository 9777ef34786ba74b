# case: seed_drawn_once_per_dataset
# shape: __init__ draws one number and keeps it; a helper method called from __getitem__ reseeds python's generator with it each time
# truth: by reason: the seed never changes after construction, so each item gets the same angle and flip
import random
from pathlib import Path

import torchvision.transforms.functional as TF
from PIL import Image
from torch.utils.data import DataLoader, Dataset


class Nuclei(Dataset):
    def __init__(self, root):
        self.images = sorted(Path(root, "images").iterdir())
        self.masks = sorted(Path(root, "masks").iterdir())
        self.seed = random.randint(0, 2**31 - 1)

    def _jitter(self, picture):
        random.seed(self.seed)  # expect: AUG103
        angle = random.uniform(-30, 30)
        if random.random() > 0.5:
            picture = TF.hflip(picture)
        return TF.rotate(picture, angle)

    def __getitem__(self, i):
        image, mask = Image.open(self.images[i]).convert("RGB"), Image.open(self.masks[i]).convert("L")
        return TF.to_tensor(self._jitter(image)), TF.to_tensor(self._jitter(mask))

    def __len__(self):
        return len(self.images)


loader = DataLoader(Nuclei("dsb2018/stage1_train"), batch_size=4, shuffle=True)
for epoch in range(2):
    for images, masks in loader:
        print(epoch, images.shape, masks.mean().item())
