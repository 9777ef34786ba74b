# case: ok_each_site_in_turn
# shape: one function trains on one folder and tests on another; it is called twice with the folders swapped
# truth: in each run the two folders differ; a folder is used for training in one run and for testing in another model's run
from torch import nn, optim
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

plain = transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])


def transfer(source, target):
    train_loader = DataLoader(datasets.ImageFolder(source, plain), batch_size=32, shuffle=True)
    test_loader = DataLoader(datasets.ImageFolder(target, plain), batch_size=32)
    model = nn.Sequential(nn.Flatten(), nn.Linear(3 * 64 * 64, 5))
    optimizer = optim.SGD(model.parameters(), lr=0.01)
    for images, labels in train_loader:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(images), labels).backward()
        optimizer.step()
    model.eval()
    return sum((model(images).argmax(1) == labels).sum().item() for images, labels in test_loader)


if __name__ == "__main__":
    print("north to south", transfer("sites/north", "sites/south"))
    print("south to north", transfer("sites/south", "sites/north"))
