# case: ok_seeded_once_per_worker
# shape: __getitem__ holds seed calls, but behind a flag that is set on the first item; the value is the worker's own seed
# truth: by reason: runs once in each worker, with a seed that differs between workers and epochs
import random

import cv2
import numpy as np
import torch
import torch.utils.data as data


class FlowPairs(data.Dataset):
    def __init__(self, image_list, flow_list):
        self.image_list = image_list
        self.flow_list = flow_list
        self.init_seed = False

    def __len__(self):
        return len(self.image_list)

    def __getitem__(self, index):
        if not self.init_seed:
            worker_info = data.get_worker_info()
            if worker_info is not None:
                np.random.seed(worker_info.seed % 2**32)
                random.seed(worker_info.seed)
                self.init_seed = True
        first, second = (cv2.imread(name) for name in self.image_list[index])
        flow = np.load(self.flow_list[index])
        y0 = np.random.randint(0, first.shape[0] - 368)
        if random.random() < 0.1:
            first, second = second, first
        first, second, flow = first[y0:y0 + 368], second[y0:y0 + 368], flow[y0:y0 + 368]
        return torch.from_numpy(first).float(), torch.from_numpy(second).float(), torch.from_numpy(flow)


with open("chairs_split.txt") as listing:
    stems = [line.strip() for line in listing]
pairs = FlowPairs([(f"{s}_img1.ppm", f"{s}_img2.ppm") for s in stems], [f"{s}_flow.npy" for s in stems])
train_loader = data.DataLoader(pairs, batch_size=10, shuffle=True, num_workers=4, drop_last=True)
print("Training with %d image pairs" % len(pairs))
for first, second, flow in train_loader:
    print(flow.abs().mean().item())
