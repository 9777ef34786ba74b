import json

import torch
from PIL import Image
from torch.utils.data import IterableDataset
from torchvision.transforms.functional import to_tensor


class Lines(IterableDataset):
    def __init__(self, path):
        super().__init__()
        self.path = path

    def decode(self, record):
        raise NotImplementedError

    def __iter__(self):
        with open(self.path, encoding="utf-8") as lines:
            yield from map(self.decode, map(json.loads, lines))


class ImageLines(Lines):
    def decode(self, record):
        image = Image.open(self.path.parent / record["image"]).convert("RGB").resize((128, 128))
        return to_tensor(image), torch.tensor(record["vector"])
