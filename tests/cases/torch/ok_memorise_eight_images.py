# case: ok_memorise_eight_images
# shape: a sanity check that trains on eight images and scores those eight, called before the real run in the same script
# truth: by reason: overfitting a tiny subset on purpose; the real run uses separate folders and a plain validation pipeline
import torch
from torch.utils.data import DataLoader, Subset
from torchvision.datasets import ImageFolder
from torchvision.transforms import v2

plain = v2.Compose([v2.ToImage(), v2.Resize((64, 64)), v2.ToDtype(torch.float32, scale=True)])
noisy = v2.Compose([v2.RandomZoomOut(p=0.3), v2.RandomHorizontalFlip(), plain])


def new_net():
    return torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(12288, 128), torch.nn.ReLU(), torch.nn.Linear(128, 20))


def fit(net, loader, rounds):
    opt = torch.optim.Adam(net.parameters())
    for _ in range(rounds):
        for x, y in loader:
            opt.zero_grad()
            torch.nn.functional.cross_entropy(net(x), y).backward()
            opt.step()
    return net


@torch.no_grad()
def accuracy(net, loader):
    return torch.cat([(net(x).argmax(1) == y).float() for x, y in loader]).mean().item()


def overfit_one_batch(folder):
    """The loss must go to zero on eight images, or the model is broken."""
    tiny = Subset(ImageFolder(folder, plain), range(8))
    loader = DataLoader(tiny, batch_size=8)
    reached = accuracy(fit(new_net(), loader, rounds=300), loader)
    assert reached == 1.0, f"cannot memorise eight images: {reached}"


if __name__ == "__main__":
    overfit_one_batch("toys/train")
    net = fit(new_net(), DataLoader(ImageFolder("toys/train", noisy), 64, shuffle=True), rounds=20)
    print(accuracy(net, DataLoader(ImageFolder("toys/val", plain), 64)))
