# case: ok_seed_from_a_shared_counter
# shape: a counter that all workers share is raised under its lock, through a local name, and its value is the seed
# truth: by reason: the number is another one at each batch and in each worker, so no two batches start alike
from multiprocessing import Value

import torch
from torch.utils.data import DataLoader, default_collate
from torchvision import transforms as T
from torchvision.datasets import ImageFolder


class HideBlocks:
    def __init__(self):
        self.turns = Value("i", -1)

    def turn(self):
        turns = self.turns
        with turns.get_lock():
            turns.value += 1
            now = turns.value
        return now

    def __call__(self, samples):
        generator = torch.Generator()
        generator.manual_seed(self.turn())
        images, labels = default_collate(samples)
        return images, torch.rand(images.shape[0], 14, 14, generator=generator) < 0.4, labels


dataset = ImageFolder("fungi/train", T.ToTensor())
train_loader = DataLoader(dataset, 32, shuffle=True, num_workers=4, collate_fn=HideBlocks())
