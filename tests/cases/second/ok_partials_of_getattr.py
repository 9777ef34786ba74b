# case: ok_partials_of_getattr
# shape: functools.partial over getattr(torchvision.datasets, name): a partial of a partial adds the plain transform for evaluation
# truth: by reason: the outer partial's transform replaces the inner one, so evaluation is plain; train=False too
import sys
from functools import partial

import torchvision
import torchvision.transforms as T
from torch.utils.data import DataLoader

SIZES = {"MNIST": 28, "FashionMNIST": 28, "KMNIST": 28, "CIFAR10": 32}


def pair(name, root):
    klass = getattr(torchvision.datasets, name)
    crop = T.Compose([T.RandomCrop(SIZES[name], padding=3), T.ToTensor()])
    make_train = partial(klass, root, download=True, train=True, transform=crop)
    make_eval = partial(make_train, train=False, transform=T.ToTensor())
    return make_train(), make_eval()


def main(argv=None):
    name, root = (argv or sys.argv)[1:3]
    learn, judge = pair(name, root)
    batches = DataLoader(learn, 64, shuffle=True), DataLoader(judge, 512)
    print(name, *map(len, batches))


if __name__ == "__main__":
    main()
