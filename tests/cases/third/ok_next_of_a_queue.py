# case: ok_next_of_a_queue
# shape: each side gets the next job of a queue
# truth: nothing: training and evaluation share no sample, and no order repeats
import queue
from torch.utils.data import DataLoader

jobs = queue.Queue()
train_loader = DataLoader(jobs.get(), shuffle=True)
val_loader = DataLoader(jobs.get())
