import os

from PIL import Image
from torch.utils import data

root = '/media/b3-542/LIBRARY/Datasets/camvid'


def make_dataset(mode):
    assert mode in ['train', 'val', 'test']
    items = []
    with open(os.path.join(root, mode + '.txt')) as f:
        for line in f:
            a, b = line.split()
            items.append((os.path.join(root, a), os.path.join(root, b)))
    return items


class CamVid(data.Dataset):
    def __init__(self, mode, joint_transform=None, transform=None, target_transform=None):
        self.imgs = make_dataset(mode)
        self.mode = mode
        self.joint_transform = joint_transform
        self.transform = transform
        self.target_transform = target_transform

    def __getitem__(self, index):
        img_path, mask_path = self.imgs[index]
        img, mask = Image.open(img_path).convert('RGB'), Image.open(mask_path)
        if self.joint_transform is not None:
            img, mask = self.joint_transform(img, mask)
        if self.transform is not None:
            img = self.transform(img)
        if self.target_transform is not None:
            mask = self.target_transform(mask)
        return img, mask

    def __len__(self):
        return len(self.imgs)
