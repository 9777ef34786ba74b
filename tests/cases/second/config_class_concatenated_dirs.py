# case: config_class_concatenated_dirs
# shape: class used as a bare namespace of constants; folders by string concatenation, reached through an instance with a default argument
# truth: constants: DATA_DIR + 'train/' on both sides
import cv2
import glob
import torch
from torch.utils.data import Dataset, DataLoader
import albumentations as A


class Config:
    DATA_DIR = '../input/car-segmentation/'
    TRAIN_DIR = DATA_DIR + 'train/'
    VALID_DIR = DATA_DIR + 'train/'
    TEST_DIR = DATA_DIR + 'test/'
    SIZE = 256
    BATCH = 8


class CarDataset(Dataset):
    def __init__(self, folder, size, augs=None):
        self.images = sorted(glob.glob(folder + 'images/*.jpg'))
        self.masks = [f.replace('images', 'masks').replace('.jpg', '.png') for f in self.images]
        self.size = size
        self.augs = augs

    def __getitem__(self, i):
        img = cv2.resize(cv2.imread(self.images[i]), (self.size, self.size))
        mask = cv2.resize(cv2.imread(self.masks[i], 0), (self.size, self.size))
        if self.augs:
            out = self.augs(image=img, mask=mask)
            img, mask = out['image'], out['mask']
        return torch.from_numpy(img).permute(2, 0, 1) / 255., torch.from_numpy(mask)[None] / 255.

    def __len__(self):
        return len(self.images)


def get_loaders(cfg=Config()):
    train = CarDataset(cfg.TRAIN_DIR, cfg.SIZE, augs=A.Compose([A.HorizontalFlip(), A.Rotate(limit=20)]))
    valid = CarDataset(cfg.VALID_DIR, cfg.SIZE)  # expect: AUG301
    trainloader = DataLoader(train, batch_size=cfg.BATCH, shuffle=True)
    validloader = DataLoader(valid, batch_size=cfg.BATCH)
    print(f"Total no. of batches in trainloader : {len(trainloader)}, validloader : {len(validloader)}")
    return trainloader, validloader


trainloader, validloader = get_loaders()
