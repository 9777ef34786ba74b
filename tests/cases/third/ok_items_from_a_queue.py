# case: ok_items_from_a_queue
# shape: workers take their items from one queue
# truth: nothing: training and evaluation share no sample, and no order repeats
import torch
from torch.utils.data import DataLoader, IterableDataset


class FromQueue(IterableDataset):
    def __init__(self, queue):
        self.queue = queue

    def __iter__(self):
        while True:
            item = self.queue.get()
            if item is None:
                return
            yield item


train_loader = DataLoader(FromQueue(torch.multiprocessing.Queue()), num_workers=4)
