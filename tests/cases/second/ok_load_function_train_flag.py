# case: ok_load_function_train_flag
# shape: 2018-style script; one load(train) function with transform_train if train else transform_test, results in two globals
# truth: by reason: the conditional picks the plain pipeline for train=False and the split follows the same flag
import torch
import torchvision
import torchvision.transforms as transforms

BATCH = {True: 128, False: 100}
mean, std = (0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.2010)

transform_train = transforms.Compose([
    transforms.RandomCrop(32, padding=4),
    transforms.RandomHorizontalFlip(),
    transforms.ToTensor(),
    transforms.Normalize(mean, std),
])
transform_test = transforms.Compose([transforms.ToTensor(), transforms.Normalize(mean, std)])


def load(train):
    transform = transform_train if train else transform_test
    dataset = torchvision.datasets.CIFAR10('./data', train=train, download=True, transform=transform)
    return torch.utils.data.DataLoader(dataset, batch_size=BATCH[train], shuffle=train, num_workers=2)


trainloader = load(True)
testloader = load(False)
net = torchvision.models.vgg11_bn(num_classes=10)
optimizer = torch.optim.SGD(net.parameters(), lr=0.05)


def step(loader, learn):
    net.train(learn)
    correct = total = 0
    for inputs, targets in loader:
        outputs = net(inputs)
        if learn:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(outputs, targets).backward()
            optimizer.step()
        correct += outputs.argmax(1).eq(targets).sum().item()
        total += targets.size(0)
    return 100. * correct / total


for epoch in range(100):
    print(epoch, step(trainloader, True), step(testloader, False))
