# case: distributed_sampler_in_a_batch_sampler
# shape: the shuffling DistributedSampler goes into a BatchSampler, no set_epoch in the epoch loop
# truth: by reason: the sampler inside shuffles by seed plus epoch, and the epoch stays 0
import torch
from torch.utils.data import BatchSampler, DataLoader, DistributedSampler
from torchvision import datasets, transforms as T


def main(epochs, model, optimizer):
    learn_set = datasets.ImageFolder("flowers/train", T.Compose([T.RandomHorizontalFlip(), T.ToTensor()]))
    order = DistributedSampler(learn_set)  # expect: AUG106
    batches = BatchSampler(order, 16, drop_last=True)
    loader = DataLoader(learn_set, batch_sampler=batches, num_workers=2)
    for epoch in range(epochs):
        for x, y in loader:
            loss = torch.nn.functional.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


if __name__ == "__main__":
    net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.LazyLinear(5))
    main(3, net, torch.optim.SGD(net.parameters(), lr=0.1))
