# case: seed_in_train_one_epoch
# shape: the seed call opens train_one_epoch, which main() calls in its loop; the validation pass seeds nothing
# truth: measured (torch 2.13): manual_seed before each epoch gives the same order and the same draws in every epoch
import torch
from torch import nn, optim
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


def train_one_epoch(model, loader, criterion, optimizer, device):
    torch.manual_seed(0)  # expect: AUG106
    model.train()
    running = 0.0
    for inputs, labels in loader:
        inputs, labels = inputs.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(inputs), labels)
        loss.backward()
        optimizer.step()
        running += loss.item()
    return running / len(loader)


@torch.no_grad()
def validate(model, loader, device):
    model.eval()
    return sum((model(x.to(device)).argmax(1).cpu() == y).sum().item() for x, y in loader) / len(loader.dataset)


def main():
    device = "cuda" if torch.cuda.is_available() else "cpu"
    augment = transforms.Compose([transforms.RandomCrop(96, padding=8), transforms.RandomHorizontalFlip(), transforms.ToTensor()])
    trainset = datasets.STL10("stl", split="train", transform=augment, download=True)
    testset = datasets.STL10("stl", split="test", transform=transforms.ToTensor(), download=True)
    train_loader = DataLoader(trainset, batch_size=100, shuffle=True)
    test_loader = DataLoader(testset, batch_size=100)
    model = nn.Sequential(nn.Conv2d(3, 32, 5, 2), nn.ReLU(), nn.Flatten(), nn.LazyLinear(10)).to(device)
    optimizer = optim.Adam(model.parameters())
    for epoch in range(1, 31):
        loss = train_one_epoch(model, train_loader, nn.CrossEntropyLoss(), optimizer, device)
        print(epoch, loss, validate(model, test_loader, device))


if __name__ == "__main__":
    main()
