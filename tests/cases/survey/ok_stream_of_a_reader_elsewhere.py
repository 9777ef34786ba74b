# case: ok_stream_of_a_reader_elsewhere
# shape: an iterable dataset runs through a reader that another module makes, which may take its worker's share itself
# truth: by reason: whether the workers repeat each other is decided in a module that is not there to be read
from torch.utils.data import DataLoader, IterableDataset

from readers import make_reader


class Stream(IterableDataset):
    def __init__(self, reader, transform=None):
        self.reader = reader
        self.transform = transform

    def __iter__(self):
        for image, label in self.reader:
            yield (self.transform(image) if self.transform else image), label


train_loader = DataLoader(Stream(make_reader("shards/train", training=True)), batch_size=32, num_workers=4)
for images, labels in train_loader:
    loss = model(images, labels)
    loss.backward()
