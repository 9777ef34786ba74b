# case: elif_dataset_one_branch_wrong
# shape: data loader function with an elif per dataset of --dataset; only the SVHN branch has a random step in its test Compose
# truth: by reason: RandomCrop with padding in the SVHN branch's own test pipeline; the other two branches are plain
import argparse

import torch
import torchvision.transforms as transforms
from torchvision import datasets

parser = argparse.ArgumentParser()
parser.add_argument('--dataset', default='cifar10', type=str, help='dataset = [cifar10/svhn/mnist]')
parser.add_argument('--batch_size', default=128, type=int)


def load_data(args):
    if args.dataset == 'cifar10':
        norm = transforms.Normalize((0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616))
        train_tf = transforms.Compose([transforms.RandomCrop(32, padding=4), transforms.ToTensor(), norm])
        test_tf = transforms.Compose([transforms.ToTensor(), norm])
        train = datasets.CIFAR10('./data', train=True, transform=train_tf)
        test = datasets.CIFAR10('./data', train=False, transform=test_tf)
        num_classes = 10
    elif args.dataset == 'svhn':
        norm = transforms.Normalize((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))
        train_tf = transforms.Compose([transforms.RandomCrop(32, padding=4), transforms.ToTensor(), norm])
        test_tf = transforms.Compose([transforms.RandomCrop(32, padding=4), transforms.ToTensor(), norm])
        train = datasets.SVHN('./data', split='train', transform=train_tf)
        test = datasets.SVHN('./data', split='test', transform=test_tf)  # expect: AUG202
        num_classes = 10
    elif args.dataset == 'mnist':
        plain = transforms.Compose([transforms.Pad(2), transforms.ToTensor()])
        train = datasets.MNIST('./data', train=True, transform=plain)
        test = datasets.MNIST('./data', train=False, transform=plain)
        num_classes = 10
    else:
        raise Exception('[!] There is no option for ' + args.dataset)
    train_loader = torch.utils.data.DataLoader(train, batch_size=args.batch_size, shuffle=True)
    test_loader = torch.utils.data.DataLoader(test, batch_size=args.batch_size, shuffle=False)
    return train_loader, test_loader, num_classes


if __name__ == '__main__':
    train_loader, test_loader, num_classes = load_data(parser.parse_args())
    print('==> Data loaded: %d / %d batches' % (len(train_loader), len(test_loader)))
