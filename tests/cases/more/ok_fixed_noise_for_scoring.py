# case: ok_fixed_noise_for_scoring
# shape: each epoch's scoring function makes a constant generator for its latent noise; the training order has a stream of its own
# truth: by reason: the constant generator is local to the scoring and touches neither the loader nor the global stream
import torch
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


class Denoiser(torch.nn.Module):
    def __init__(self, width=64):
        super().__init__()
        self.body = torch.nn.Sequential(torch.nn.Conv2d(1, width, 3, padding=1), torch.nn.SiLU(), torch.nn.Conv2d(width, 1, 3, padding=1))

    def forward(self, x):
        return self.body(x)


@torch.no_grad()
def score(model, batch):
    generator = torch.Generator().manual_seed(123)
    noise = torch.randn(batch.shape, generator=generator)
    return (model(batch + noise) - noise).square().mean().item()


def fit():
    train = datasets.FashionMNIST("data", train=True, transform=transforms.ToTensor(), download=True)
    test = datasets.FashionMNIST("data", train=False, transform=transforms.ToTensor())
    fixed = torch.stack([test[i][0] for i in range(64)])
    order = torch.Generator().manual_seed(9)
    loader = DataLoader(train, batch_size=256, shuffle=True, generator=order)
    model = Denoiser()
    opt = torch.optim.Adam(model.parameters(), lr=2e-4)
    for epoch in range(50):
        for images, _ in loader:
            noise = torch.randn_like(images)
            opt.zero_grad()
            (model(images + noise) - noise).square().mean().backward()
            opt.step()
        print(epoch, score(model, fixed))


fit()
