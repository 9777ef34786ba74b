# case: ok_mapped_anew_in_each_epoch
# shape: the epoch loop maps the random function again, with the stored results refused
# truth: by reason: each epoch draws anew, nothing is kept from the one before
from datasets import load_dataset
from torchvision import transforms as T

flip = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])


def view(example):
    return {"pixels": flip(example["image"]), "label": example["label"]}


plain = load_dataset("fungi", split="train")
for epoch in range(10):
    views = plain.map(view, load_from_cache_file=False)
    for example in views:
        loss = model(example["pixels"], example["label"])
        loss.backward()
