# case: ok_optional_albumentations
# shape: try / except ImportError sets a library to None; train and val ask one builder, which adds random steps only for training and only with the library
# truth: by reason: with train=False the builder returns the resize and scaling closure alone, library or not
import numpy as np
from PIL import Image
from torch.utils.data import DataLoader, Dataset

try:
    import albumentations as alb
except ImportError:
    alb = None


def make_preprocess(size, train=False):
    extra = None
    if train and alb is not None:
        extra = alb.Compose([alb.RandomBrightnessContrast(p=0.5), alb.CoarseDropout(p=0.3)])

    def preprocess(picture):
        array = np.asarray(picture.convert("RGB").resize((size, size)))
        if extra is not None:
            array = extra(image=array)["image"]
        return (array / 127.5 - 1.0).astype(np.float32).transpose(2, 0, 1)

    return preprocess


class Listing(Dataset):
    def __init__(self, listing, preprocess):
        with open(listing) as lines:
            self.rows = [line.rstrip("\n").split("\t") for line in lines]
        self.preprocess = preprocess

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, i):
        name, label = self.rows[i]
        return self.preprocess(Image.open(name)), int(label)


def get_data(size=112, batch=48):
    train = Listing("lists/train.tsv", make_preprocess(size, train=True))
    val = Listing("lists/val.tsv", make_preprocess(size))
    return DataLoader(train, batch, shuffle=True), DataLoader(val, batch)


if __name__ == "__main__":
    train_dl, val_dl = get_data()
    print("augmenting" if alb else "albumentations is missing, training without it", len(train_dl), len(val_dl))
