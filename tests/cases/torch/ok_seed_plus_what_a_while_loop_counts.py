# case: ok_seed_plus_what_a_while_loop_counts
# shape: the seed in the epoch loop adds the number that a while loop counts with
# truth: measured for the pattern (torch 2.13): a seed that depends on the epoch repeats neither order nor draws
import torch
from torch.utils.data import DataLoader
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

train_tf = T.Compose([T.RandomCrop(64), T.ToTensor()])
train_loader = DataLoader(ImageFolder("leaves/train", train_tf), batch_size=16, shuffle=True)
model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.LazyLinear(2))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)

epoch = 0
while epoch < 20:
    torch.manual_seed(100 + epoch)
    for images, labels in train_loader:
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(images), labels).backward()
        optimizer.step()
    epoch += 1
