# case: restarted_stream_in_iter
# shape: IterableDataset whose __iter__ is a generator that builds Random from a literal before its loop; no workers
# truth: measured (torch 2.13): Random(0) in __iter__ makes every epoch identical
import io
import random
import tarfile

import torch
from PIL import Image, ImageOps
from torch.utils.data import DataLoader, IterableDataset
from torchvision.transforms.functional import pil_to_tensor


class TarImages(IterableDataset):
    def __init__(self, archive):
        super().__init__()
        self.archive = archive

    def __iter__(self):
        rng = random.Random(99)  # expect: AUG103
        with tarfile.open(self.archive) as tar:
            for member in tar:
                if not member.name.endswith(".jpg"):
                    continue
                image = Image.open(io.BytesIO(tar.extractfile(member).read())).convert("RGB").resize((128, 128))
                if rng.random() < 0.5:
                    image = ImageOps.mirror(image)
                image = ImageOps.posterize(image, rng.randint(4, 8))
                yield pil_to_tensor(image).float() / 255, torch.tensor(int(member.name.split("_")[0]))


train_loader = DataLoader(TarImages("train.tar"), batch_size=32)
for epoch in range(5):
    for x, y in train_loader:
        pass
    print(epoch, x.mean(), y[:4])
