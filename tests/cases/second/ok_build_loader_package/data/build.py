import os

import torch
import torch.distributed as dist
from timm.data import Mixup, create_transform
from torchvision import datasets, transforms
from torchvision.transforms import InterpolationMode

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def build_loader(config):
    dataset_train, num_classes = build_dataset(is_train=True, config=config)
    dataset_val, _ = build_dataset(is_train=False, config=config)
    num_tasks, global_rank = dist.get_world_size(), dist.get_rank()
    sampler_train = torch.utils.data.DistributedSampler(
        dataset_train, num_replicas=num_tasks, rank=global_rank, shuffle=True)
    if config.TEST.SEQUENTIAL:
        sampler_val = torch.utils.data.SequentialSampler(dataset_val)
    else:
        sampler_val = torch.utils.data.distributed.DistributedSampler(dataset_val, shuffle=False)
    data_loader_train = torch.utils.data.DataLoader(
        dataset_train, sampler=sampler_train, batch_size=config.BATCH_SIZE, num_workers=8, drop_last=True)
    data_loader_val = torch.utils.data.DataLoader(
        dataset_val, sampler=sampler_val, batch_size=config.BATCH_SIZE, shuffle=False, num_workers=8)
    mixup_fn = Mixup(mixup_alpha=0.8, cutmix_alpha=1.0, num_classes=num_classes)
    return dataset_train, dataset_val, data_loader_train, data_loader_val, mixup_fn


def build_dataset(is_train, config):
    transform = build_transform(is_train, config)
    prefix = 'train' if is_train else 'val'
    root = os.path.join(config.DATA_PATH, prefix)
    return datasets.ImageFolder(root, transform=transform), 1000


def build_transform(is_train, config):
    resize_im = config.IMG_SIZE > 32
    if is_train:
        transform = create_transform(input_size=config.IMG_SIZE, is_training=True, color_jitter=0.4,
                                     auto_augment='rand-m9-mstd0.5-inc1', re_prob=0.25)
        if not resize_im:
            transform.transforms[0] = transforms.RandomCrop(config.IMG_SIZE, padding=4)
        return transform
    t = []
    if resize_im:
        size = int((256 / 224) * config.IMG_SIZE)
        t.append(transforms.Resize(size, interpolation=InterpolationMode.BICUBIC))
        t.append(transforms.CenterCrop(config.IMG_SIZE))
    t.append(transforms.ToTensor())
    t.append(transforms.Normalize(MEAN, STD))
    return transforms.Compose(t)
