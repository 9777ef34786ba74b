# case: ok_train_valid_loader_gist
# shape: the much copied get_train_valid_loader(data_dir, augment, ...): both sets have train=True; numpy shuffles one index list, samplers divide it
# truth: by reason: split and the rest of one list; valid_transform is fixed, train_transform is only random if augment
import numpy as np
import torch
from torch.utils.data.sampler import SubsetRandomSampler
from torchvision import datasets, transforms


def get_train_valid_loader(data_dir, batch_size, augment, random_seed, valid_size=0.1, shuffle=True,
                           show_sample=False, num_workers=4, pin_memory=False):
    """
    Utility function for loading and returning train and valid
    multi-process iterators over the CIFAR-10 dataset.
    """
    error_msg = "[!] valid_size should be in the range [0, 1]."
    assert (valid_size >= 0) and (valid_size <= 1), error_msg
    normalize = transforms.Normalize(mean=[0.4914, 0.4822, 0.4465], std=[0.2023, 0.1994, 0.2010])

    # define transforms
    valid_transform = transforms.Compose([transforms.ToTensor(), normalize])
    if augment:
        train_transform = transforms.Compose([
            transforms.RandomCrop(32, padding=4),
            transforms.RandomHorizontalFlip(),
            transforms.ToTensor(),
            normalize,
        ])
    else:
        train_transform = transforms.Compose([transforms.ToTensor(), normalize])

    # load the dataset
    train_dataset = datasets.CIFAR10(root=data_dir, train=True, download=True, transform=train_transform)
    valid_dataset = datasets.CIFAR10(root=data_dir, train=True, download=True, transform=valid_transform)

    num_train = len(train_dataset)
    indices = list(range(num_train))
    split = int(np.floor(valid_size * num_train))
    if shuffle:
        np.random.seed(random_seed)
        np.random.shuffle(indices)
    train_idx, valid_idx = indices[split:], indices[:split]
    train_sampler = SubsetRandomSampler(train_idx)
    valid_sampler = SubsetRandomSampler(valid_idx)

    train_loader = torch.utils.data.DataLoader(
        train_dataset, batch_size=batch_size, sampler=train_sampler, num_workers=num_workers, pin_memory=pin_memory)
    valid_loader = torch.utils.data.DataLoader(
        valid_dataset, batch_size=batch_size, sampler=valid_sampler, num_workers=num_workers, pin_memory=pin_memory)

    # visualize some images
    if show_sample:
        sample_loader = torch.utils.data.DataLoader(train_dataset, batch_size=9, shuffle=shuffle)
        images, labels = next(iter(sample_loader))
        print(images.numpy().transpose([0, 2, 3, 1]).shape, labels)
    return train_loader, valid_loader


if __name__ == "__main__":
    trainloader, validloader = get_train_valid_loader("./data", 64, augment=True, random_seed=1)
