import random

import numpy as np
import torch
import torchvision.transforms.functional as F
from PIL import Image


class ExtCompose(object):
    def __init__(self, transforms):
        self.transforms = transforms

    def __call__(self, img, lbl):
        for t in self.transforms:
            img, lbl = t(img, lbl)
        return img, lbl


class ExtRandomScale(object):
    def __init__(self, scale_range, interpolation=Image.BILINEAR):
        self.scale_range = scale_range

    def __call__(self, img, lbl):
        scale = random.uniform(self.scale_range[0], self.scale_range[1])
        target_size = (int(img.size[1] * scale), int(img.size[0] * scale))
        return F.resize(img, target_size, Image.BILINEAR), F.resize(lbl, target_size, Image.NEAREST)


class ExtRandomHorizontalFlip(object):
    def __init__(self, p=0.5):
        self.p = p

    def __call__(self, img, lbl):
        if random.random() < self.p:
            return F.hflip(img), F.hflip(lbl)
        return img, lbl


class ExtCenterCrop(object):
    def __init__(self, size):
        self.size = size

    def __call__(self, img, lbl):
        return F.center_crop(img, self.size), F.center_crop(lbl, self.size)


class ExtResize(object):
    def __init__(self, size):
        self.size = size

    def __call__(self, img, lbl):
        return F.resize(img, self.size, Image.BILINEAR), F.resize(lbl, self.size, Image.NEAREST)


class ExtToTensor(object):
    def __call__(self, pic, lbl):
        return F.to_tensor(pic), torch.from_numpy(np.array(lbl, dtype=np.uint8))
