# case: ok_mapped_for_what_it_does
# shape: map is called with a function that writes files and returns nothing
# truth: nothing: training and evaluation share no sample, and no draw repeats
from datasets import load_dataset

ds = load_dataset("beans", split="train")


def save(example, index):
    example["image"].save(f"out/{index}.png")


ds.map(save, with_indices=True)
