# case: cifar_globals_train_tf_on_testset
# shape: 2017-style script of globals with print headings; the test set names transform_train, transform_test is left unused
# truth: by reason: one Compose with a random crop and flip is handed to the training and the test set
'''Train CIFAR10 with PyTorch.'''
from __future__ import print_function

import argparse

import torch
import torch.nn as nn
import torch.optim as optim
import torch.backends.cudnn as cudnn

import torchvision
import torchvision.transforms as transforms

from torch.autograd import Variable

parser = argparse.ArgumentParser(description='PyTorch CIFAR10 Training')
parser.add_argument('--lr', default=0.1, type=float, help='learning rate')
args = parser.parse_args()

use_cuda = torch.cuda.is_available()
best_acc = 0  # best test accuracy

# Data
print('==> Preparing data..')
transform_train = transforms.Compose([
    transforms.RandomCrop(32, padding=4),
    transforms.RandomHorizontalFlip(),
    transforms.ToTensor(),
    transforms.Normalize((0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.2010)),
])

transform_test = transforms.Compose([
    transforms.ToTensor(),
    transforms.Normalize((0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.2010)),
])

trainset = torchvision.datasets.CIFAR10(root='./data', train=True, download=True, transform=transform_train)
trainloader = torch.utils.data.DataLoader(trainset, batch_size=128, shuffle=True, num_workers=2)

testset = torchvision.datasets.CIFAR10(root='./data', train=False, download=True, transform=transform_train)  # expect: AUG201
testloader = torch.utils.data.DataLoader(testset, batch_size=100, shuffle=False, num_workers=2)

print('==> Building model..')
net = torchvision.models.resnet18(num_classes=10)
if use_cuda:
    net.cuda()
    cudnn.benchmark = True
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(net.parameters(), lr=args.lr, momentum=0.9, weight_decay=5e-4)


def train(epoch):
    net.train()
    for batch_idx, (inputs, targets) in enumerate(trainloader):
        optimizer.zero_grad()
        loss = criterion(net(Variable(inputs)), Variable(targets))
        loss.backward()
        optimizer.step()


def test(epoch):
    global best_acc
    net.eval()
    correct = 0
    for batch_idx, (inputs, targets) in enumerate(testloader):
        _, predicted = torch.max(net(Variable(inputs, volatile=True)).data, 1)
        correct += predicted.eq(targets).cpu().sum()
    best_acc = max(best_acc, correct)


for epoch in range(200):
    train(epoch)
    test(epoch)
