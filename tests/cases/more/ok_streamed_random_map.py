# case: ok_streamed_random_map
# shape: map of a random function on a streamed Hugging Face dataset, which has no stored result
# truth: by reason (documented): an IterableDataset applies map on the fly, each epoch draws anew
import random

from datasets import load_dataset
from torch.utils.data import DataLoader
from torchvision import transforms as T

view = T.Compose([T.RandomResizedCrop(128), T.RandomGrayscale(0.2), T.PILToTensor()])


def augmented(row):
    return {"pixels": view(row["image"].convert("RGB")), "label": row["label"] if random.random() > 0.01 else -1}


stream = load_dataset("imagenet-1k", split="train", streaming=True)
stream = stream.map(augmented, remove_columns=["image"])
stream = stream.shuffle(buffer_size=1000, seed=3).with_format("torch")
loader = DataLoader(stream, batch_size=64)
for epoch in range(2):
    stream.set_epoch(epoch)
    for n, rows in enumerate(loader):
        if n == 500:
            break
    print(epoch, rows["pixels"].shape)
