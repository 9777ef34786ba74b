# case: mirror_default_left_on
# shape: semantic segmentation after the deeplab repos: scale and mirror are positional-or-keyword switches; the eval set turns off scale only
# truth: by reason: mirror stays at its default True for the eval set, so its images are flipped at random; scale=False and the crop is central
import os.path as osp
import random

import cv2
import numpy as np
from torch.utils import data

IMG_MEAN = np.array((104.00698793, 116.66876762, 122.67891434), dtype=np.float32)


class VOCDataSet(data.Dataset):
    def __init__(self, root, list_path, max_iters=None, crop_size=(321, 321), mean=(128, 128, 128), scale=True,
                 mirror=True, ignore_label=255):
        self.root = root
        self.crop_h, self.crop_w = crop_size
        self.scale = scale
        self.is_mirror = mirror
        self.mean = mean
        self.img_ids = [i_id.strip() for i_id in open(list_path)]
        if max_iters is not None:
            self.img_ids = self.img_ids * int(np.ceil(float(max_iters) / len(self.img_ids)))
        self.files = []
        for name in self.img_ids:
            self.files.append({"img": osp.join(root, "JPEGImages/%s.jpg" % name),
                               "label": osp.join(root, "SegmentationClassAug/%s.png" % name)})

    def __len__(self):
        return len(self.files)

    def generate_scale_label(self, image, label):
        f_scale = 0.5 + random.randint(0, 11) / 10.0
        image = cv2.resize(image, None, fx=f_scale, fy=f_scale, interpolation=cv2.INTER_LINEAR)
        label = cv2.resize(label, None, fx=f_scale, fy=f_scale, interpolation=cv2.INTER_NEAREST)
        return image, label

    def __getitem__(self, index):
        datafiles = self.files[index]
        image = cv2.imread(datafiles["img"], cv2.IMREAD_COLOR)
        label = cv2.imread(datafiles["label"], cv2.IMREAD_GRAYSCALE)
        if self.scale:
            image, label = self.generate_scale_label(image, label)
        image = np.asarray(image, np.float32) - self.mean
        h_off = max(label.shape[0] - self.crop_h, 0) // 2
        w_off = max(label.shape[1] - self.crop_w, 0) // 2
        image = image[h_off:h_off + self.crop_h, w_off:w_off + self.crop_w].transpose((2, 0, 1))
        label = label[h_off:h_off + self.crop_h, w_off:w_off + self.crop_w]
        if self.is_mirror:
            flip = np.random.choice(2) * 2 - 1
            image = image[:, :, ::flip]
            label = label[:, ::flip]
        return image.copy(), label.copy()


def main():
    trainloader = data.DataLoader(
        VOCDataSet("./dataset/VOC2012", "./list/train_aug.txt", max_iters=200000, mean=IMG_MEAN),
        batch_size=10, shuffle=True, num_workers=5, pin_memory=True)
    testloader = data.DataLoader(
        VOCDataSet("./dataset/VOC2012", "./list/val.txt", crop_size=(505, 505), mean=IMG_MEAN, scale=False),  # expect: AUG202|AUG201
        batch_size=1, shuffle=False, pin_memory=True)
    print(len(trainloader), len(testloader))


if __name__ == "__main__":
    main()
