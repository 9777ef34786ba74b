# case: ok_state_put_back_for_mask
# shape: the generator's state is read before the image and put back before the mask, so that both get the same draws
# truth: by reason: the state read differs from item to item; only the mask repeats the image's draws
import os

import torch
from PIL import Image
from torch.utils import data
from torchvision import transforms as T


class Pairs(data.Dataset):
    def __init__(self, root, crop):
        self.root = root
        self.names = sorted(os.listdir(os.path.join(root, "rgb")))
        self.geometry = T.Compose([T.RandomRotation(20), T.RandomCrop(crop), T.RandomHorizontalFlip()])
        self.to_tensor = T.ToTensor()

    def __len__(self):
        return len(self.names)

    def __getitem__(self, i):
        rgb = Image.open(os.path.join(self.root, "rgb", self.names[i])).convert("RGB")
        mask = Image.open(os.path.join(self.root, "mask", self.names[i]))
        state = torch.get_rng_state()
        rgb = self.geometry(rgb)
        torch.set_rng_state(state)
        mask = self.geometry(mask)
        return self.to_tensor(rgb), self.to_tensor(mask)


loader = data.DataLoader(Pairs("floods/train", 320), batch_size=8, shuffle=True, num_workers=4)
net = torch.nn.Conv2d(3, 1, 3, padding=1)
for rgb, mask in loader:
    loss = torch.nn.functional.binary_cross_entropy_with_logits(net(rgb), mask)
    loss.backward()
print(loss.item())
