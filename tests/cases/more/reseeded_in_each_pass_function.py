# case: reseeded_in_each_pass_function
# shape: one function per split, each sets the generator to the module's constant and then runs its unshuffled loader once
# truth: measured for the pattern (torch 2.13): manual_seed right before each iteration, both unshuffled, gives identical draws
import torch
import torchvision
from torch.utils.data import DataLoader
from torchvision.transforms import v2

SEED = 3407


def open_folder(path, steps):
    return DataLoader(torchvision.datasets.ImageFolder(path, v2.Compose(steps)), batch_size=128)


def embed_training(encoder, loader):
    torch.manual_seed(SEED)
    return torch.cat([encoder(x).cpu() for x, _ in loader])


def embed_validation(encoder, loader):
    torch.manual_seed(SEED)  # expect: AUG102
    return torch.cat([encoder(x).cpu() for x, _ in loader])


@torch.inference_mode()
def main():
    encoder = torchvision.models.convnext_tiny(weights="DEFAULT").eval()
    tail = [v2.ToImage(), v2.ToDtype(torch.float32, scale=True)]
    train = open_folder("herbarium/train", [v2.RandomResizedCrop(224), v2.ColorJitter(0.3, 0.3), *tail])
    valid = open_folder("herbarium/valid", [v2.RandomResizedCrop(224), v2.ColorJitter(0.3, 0.3), *tail])  # expect: AUG202
    torch.save({"train": embed_training(encoder, train), "valid": embed_validation(encoder, valid)}, "features.pth")


if __name__ == "__main__":
    main()
