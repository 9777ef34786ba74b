# case: ok_flag_and_training
# shape: click options decide which random steps are inserted; the builder asks for the option and for `training` together
# truth: by reason: with training=False no option can add a random step
import click
import torch
from torch.utils.data import DataLoader
from torchvision.datasets import DTD
from torchvision.transforms import v2


def build(training, *, flip, policy, size):
    steps = [v2.PILToTensor(), v2.Resize((size, size), antialias=True)]
    if training and flip:
        steps.insert(1, v2.RandomHorizontalFlip())
    if policy != "none" and training:
        steps.insert(1, {"rand": v2.RandAugment, "trivial": v2.TrivialAugmentWide}[policy]())
    return v2.Compose([*steps, v2.ToDtype(torch.float32, scale=True)])


@click.command()
@click.option("--root", default="dtd")
@click.option("--flip/--no-flip", default=True)
@click.option("--policy", type=click.Choice(["none", "rand", "trivial"]), default="none")
@click.option("--size", default=160)
@click.option("--epochs", default=10)
def main(root, flip, policy, size, epochs):
    how = dict(flip=flip, policy=policy, size=size)
    textures = DTD(root, split="train", transform=build(True, **how), download=True)
    textures_val = DTD(root, split="val", transform=build(False, **how), download=True)
    fit, val = DataLoader(textures, 32, shuffle=True), DataLoader(textures_val, 64)
    net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.LazyLinear(47))
    opt = torch.optim.Adam(net.parameters())
    for _ in range(epochs):
        for x, y in fit:
            opt.zero_grad()
            torch.nn.functional.cross_entropy(net(x), y).backward()
            opt.step()
        with torch.no_grad():
            click.echo(sum((net(x).argmax(1) == y).sum().item() for x, y in val) / len(textures_val))


if __name__ == "__main__":
    main()
