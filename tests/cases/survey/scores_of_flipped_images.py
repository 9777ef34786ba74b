# case: scores_of_flipped_images
# shape: a script that only loads a model and scores it; the augmentation of training was copied along
# truth: the scored images are flipped and erased at random, so the score differs from run to run
import torch
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

from networks import Classifier


def open_validation(folder, steps):
    return DataLoader(datasets.ImageFolder(folder + "/valid", steps), batch_size=64)  # expect: AUG202


def evaluate(model, loader):
    model.eval()
    right = 0
    with torch.no_grad():
        for images, labels in loader:
            right += (model(images).argmax(1) == labels).sum().item()
    return right / len(loader.dataset)


if __name__ == "__main__":
    steps = transforms.Compose([
        transforms.Resize((224, 224)),
        transforms.RandomHorizontalFlip(),
        transforms.ToTensor(),
        transforms.RandomErasing(),
    ])
    model = Classifier()
    model.load_state_dict(torch.load("best.pt"))
    print(evaluate(model, open_validation("faces", steps)))
