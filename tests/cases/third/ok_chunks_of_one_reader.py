# case: ok_chunks_of_one_reader
# shape: a reader of a large table hands out the next rows at each call
# truth: nothing: training and evaluation share no sample, and no order repeats
import pandas as pd
from torch.utils.data import DataLoader

reader = pd.read_csv("big.csv", iterator=True)
val_loader = DataLoader(reader.get_chunk(1000).to_numpy())
train_loader = DataLoader(reader.get_chunk(1000).to_numpy(), shuffle=True)
