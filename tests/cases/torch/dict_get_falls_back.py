# case: dict_get_falls_back
# shape: dict of pipelines without the key that is asked for; dict.get falls back to the training one
# truth: by reason: TFMS has no "dev" key, so .get gives the random default to the development split
import torch
from torch.utils.data import DataLoader
from torchvision import transforms as T
from torchvision.datasets import Country211

TFMS = {
    "train": T.Compose([T.RandomResizedCrop(160), T.RandAugment(2, 7), T.ToTensor()]),
    "test": T.Compose([T.Resize(176), T.CenterCrop(160), T.ToTensor()]),
}
OFFICIAL = {"train": "train", "dev": "valid", "test": "test"}


def dataset(part):
    return Country211("geo", split=OFFICIAL[part], transform=TFMS.get(part, TFMS["train"]), download=True)


def batches(part, n=96):
    return DataLoader(dataset(part), n, shuffle=part == "train", num_workers=6, pin_memory=True)


def evaluate(model, dl):
    ok = n = 0
    for x, y in dl:
        ok += (model(x).argmax(1) == y).sum().item()
        n += len(y)
    return 100 * ok / n


if __name__ == "__main__":
    tr = batches("train")
    dev = batches("dev")  # expect: AUG201|AUG202
    model = torch.nn.Sequential(torch.nn.Conv2d(3, 16, 8, 8), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.LazyLinear(211))
    opt = torch.optim.SGD(model.parameters(), lr=0.1)
    for e in range(5):
        for x, y in tr:
            opt.zero_grad()
            torch.nn.functional.cross_entropy(model(x), y).backward()
            opt.step()
        with torch.no_grad():
            print(f"epoch {e}: dev {evaluate(model, dev):.1f} %")
    with torch.no_grad():
        print(f"test {evaluate(model, batches('test')):.1f} %")
