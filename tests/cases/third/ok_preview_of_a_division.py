# case: ok_preview_of_a_division
# shape: the data is divided once more to look at a few rows
# truth: nothing: training and evaluation share no sample, and no order repeats
from datasets import load_dataset
from transformers import Trainer

ds = load_dataset("imagefolder", split="train")
parts = ds.train_test_split(test_size=0.1, seed=0)
train_ds, test_ds = parts["train"], parts["test"]
preview = ds.train_test_split(test_size=64, seed=5)["test"]
for row in preview:
    print(row)
