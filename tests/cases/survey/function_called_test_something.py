# case: function_called_test_something
# shape: nobody calls these here (they are imported elsewhere); the evaluation helper's name begins with `test_`
# truth: by reason: the function scores a model on images that are flipped at random
import torch
from torch.utils.data import DataLoader
from torchvision import datasets, transforms as T


def train_model(model, optimizer):
    tf = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])
    loader = DataLoader(datasets.ImageFolder("flowers/train", tf), batch_size=8, shuffle=True)
    for x, y in loader:
        loss = torch.nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def test_model(model):
    tf = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])
    loader = DataLoader(datasets.ImageFolder("flowers/test", tf), batch_size=8)  # expect: AUG202
    model.eval()
    with torch.no_grad():
        return sum((model(x).argmax(1) == y).sum().item() for x, y in loader)
