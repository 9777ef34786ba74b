# case: ok_stream_drawn_at_random
# shape: an endless stream draws each item from torch's stream, which is seeded apart in every worker
# truth: by reason: the workers draw different items, there is no list that each of them runs through
import torch
from torch.utils.data import DataLoader, IterableDataset
from torchvision.io import read_image


class Episodes(IterableDataset):
    def __init__(self, files, ways=5):
        self.files = files
        self.ways = ways

    def __iter__(self):
        while True:
            chosen = torch.randint(len(self.files), (self.ways,))
            yield torch.stack([read_image(self.files[i]) for i in chosen.tolist()])


train_loader = DataLoader(Episodes(open("fungi/train.txt").read().split()), batch_size=4, num_workers=6)
for step, images in zip(range(20000), train_loader):
    loss = model(images)
    loss.backward()
