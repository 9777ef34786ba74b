# case: ok_few_shot_episodes
# shape: few-shot training; validation episodes are drawn at random by a batch sampler of one's own, the images of all splits pass one fixed Compose
# truth: by reason: what is drawn is which classes meet in a task, no image is changed; the splits are different csv files
import os.path as osp

import numpy as np
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms

ROOT_PATH = './materials/'


class MiniImageNet(Dataset):
    def __init__(self, setname):
        lines = [x.strip() for x in open(osp.join(ROOT_PATH, setname + '.csv'), 'r').readlines()][1:]
        self.data, self.label, self.wnids = [], [], []
        for line in lines:
            name, wnid = line.split(',')
            if wnid not in self.wnids:
                self.wnids.append(wnid)
            self.data.append(osp.join(ROOT_PATH, 'images', name))
            self.label.append(len(self.wnids) - 1)
        self.transform = transforms.Compose([
            transforms.Resize(84),
            transforms.CenterCrop(84),
            transforms.ToTensor(),
        ])

    def __len__(self):
        return len(self.data)

    def __getitem__(self, i):
        return self.transform(Image.open(self.data[i]).convert('RGB')), self.label[i]


class CategoriesSampler():
    def __init__(self, label, n_batch, n_cls, n_per):
        self.n_batch, self.n_cls, self.n_per = n_batch, n_cls, n_per
        label = np.array(label)
        self.m_ind = [torch.from_numpy(np.argwhere(label == i).reshape(-1)) for i in range(max(label) + 1)]

    def __len__(self):
        return self.n_batch

    def __iter__(self):
        for _ in range(self.n_batch):
            classes = torch.randperm(len(self.m_ind))[:self.n_cls]
            batch = [self.m_ind[c][torch.randperm(len(self.m_ind[c]))[:self.n_per]] for c in classes]
            yield torch.stack(batch).t().reshape(-1)


if __name__ == '__main__':
    trainset = MiniImageNet('train')
    train_sampler = CategoriesSampler(trainset.label, 100, 30, 1 + 15)
    train_loader = DataLoader(dataset=trainset, batch_sampler=train_sampler, num_workers=8, pin_memory=True)
    valset = MiniImageNet('val')
    val_sampler = CategoriesSampler(valset.label, 400, 5, 1 + 15)
    val_loader = DataLoader(dataset=valset, batch_sampler=val_sampler, num_workers=8, pin_memory=True)
    print(len(train_loader), len(val_loader))
