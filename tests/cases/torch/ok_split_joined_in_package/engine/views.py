from torchvision import transforms as T


def views_for(split, size):
    tail = [T.ToTensor(), T.Normalize([0.5] * 3, [0.5] * 3)]
    table = {
        "train": lambda: [T.RandomResizedCrop(size), T.RandomHorizontalFlip()],
        "val": lambda: [T.Resize((size, size))],
        "test": lambda: [T.Resize((size, size))],
    }
    return T.Compose(table[split]() + tail)
