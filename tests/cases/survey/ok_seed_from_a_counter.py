# case: ok_seed_from_a_counter
# shape: the collate function counts its calls in an attribute and seeds a fresh generator with the count
# truth: by reason: the count is another one at each batch, so no two batches start alike
import torch
from torch.utils.data import DataLoader, default_collate
from torchvision import transforms as T
from torchvision.datasets import ImageFolder


class HideBlocks:
    def __init__(self, share=0.4):
        self.share = share
        self.batches = 0

    def __call__(self, samples):
        self.batches += 1
        generator = torch.Generator()
        generator.manual_seed(self.batches)
        images, labels = default_collate(samples)
        hidden = torch.rand(images.shape[0], 1, 14, 14, generator=generator) < self.share
        return images, hidden, labels


train_loader = DataLoader(ImageFolder("fungi/train", T.ToTensor()), 32, shuffle=True, collate_fn=HideBlocks())
for images, hidden, labels in train_loader:
    loss = model(images, hidden)
    loss.backward()
