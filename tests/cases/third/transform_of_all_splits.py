# case: transform_of_all_splits
# shape: with_transform on the whole DatasetDict, its splits are taken afterwards; a second one divides one split
# truth: by reason (datasets 5.2): the function is set for every split of the dictionary
import torch
from datasets import load_dataset
from torch.utils.data import DataLoader
from torchvision.transforms import ColorJitter, Compose, RandomResizedCrop, ToTensor

augment = Compose([RandomResizedCrop(224), ColorJitter(brightness=0.5), ToTensor()])


def transforms(examples):
    examples["pixels"] = [augment(image.convert("RGB")) for image in examples["image"]]
    return examples


def collate(batch):
    return torch.stack([each["pixels"] for each in batch])


food = load_dataset("food101")
food = food.with_transform(transforms)  # expect: AUG201
train_loader = DataLoader(food["train"], batch_size=64, shuffle=True, collate_fn=collate)
eval_loader = DataLoader(food["validation"], batch_size=64, collate_fn=collate)
