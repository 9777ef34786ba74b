# case: noise_with_random_state
# shape: callable transform with a RandomState attribute inside a torchvision Compose; as many workers as processors
# truth: measured for the pattern (torch 2.13): each worker gets a copy of the generator and replays the same draws
import os

import numpy as np
import torch
from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import DTD


class SaltAndPepper(object):
    def __init__(self, amount=0.02):
        self.amount = amount
        self.state = np.random.RandomState(1)  # expect: AUG104

    def __call__(self, img):
        arr = np.array(img)
        spots = self.state.uniform(size=arr.shape[:2])
        arr[spots < self.amount / 2] = 0
        arr[spots > 1 - self.amount / 2] = 255
        return arr

    def __repr__(self):
        return f"{type(self).__name__}(amount={self.amount})"


pipeline = transforms.Compose([transforms.Resize((256, 256)), SaltAndPepper(0.05), transforms.ToTensor()])
textures = DTD(root="data", split="train", transform=pipeline, download=True)
loader = DataLoader(textures, 32, shuffle=True, num_workers=os.cpu_count())

denoiser = torch.nn.Sequential(torch.nn.Conv2d(3, 32, 3, padding=1), torch.nn.ReLU(), torch.nn.Conv2d(32, 3, 3, padding=1))
optimiser = torch.optim.Adam(denoiser.parameters())
for noisy, _ in loader:
    optimiser.zero_grad()
    torch.nn.functional.l1_loss(denoiser(noisy), torch.nn.functional.avg_pool2d(noisy, 3, 1, 1)).backward()
    optimiser.step()
