import os

import PIL
from torchvision import datasets, transforms


def build_dataset(is_train, args):
    transform = build_transform(is_train, args)
    root = os.path.join(args.data_path, 'train' if is_train else 'val')
    dataset = datasets.ImageFolder(root, transform=transform)
    print(dataset)
    return dataset


def build_transform(is_train, args):
    mean, std = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
    t = []
    if is_train:
        t.append(transforms.RandomResizedCrop(args.input_size, interpolation=PIL.Image.BICUBIC))
        t.append(transforms.RandAugment(2, 9))
    else:
        crop_pct = 224 / 256 if args.input_size <= 224 else 1.0
        t.append(transforms.Resize(int(args.input_size / crop_pct), interpolation=PIL.Image.BICUBIC))
        t.append(transforms.CenterCrop(args.input_size))
    t.append(transforms.ToTensor())
    t.append(transforms.Normalize(mean, std))
    return transforms.Compose(t)
