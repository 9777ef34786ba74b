# case: trainer_keeps_its_sampler
# shape: Trainer class that keeps sampler and loader as attributes; run() loops over epochs and never calls set_epoch
# truth: measured (torch 2.13): a shuffling DistributedSampler without set_epoch gives the same order in each epoch
import os

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch.utils.data import DataLoader
from torch.utils.data.distributed import DistributedSampler
from torchvision import models, transforms
from torchvision.datasets import Food101


class Trainer:
    def __init__(self, root, gpu, batch_size):
        self.gpu = gpu
        steps = [transforms.RandomResizedCrop(224), transforms.TrivialAugmentWide(), transforms.ToTensor()]
        self.dataset = Food101(root, split="train", transform=transforms.Compose(steps))
        self.sampler = DistributedSampler(self.dataset)  # expect: AUG106
        self.loader = DataLoader(self.dataset, batch_size=batch_size, sampler=self.sampler, num_workers=8)
        net = models.resnet50(num_classes=101).to(gpu)
        self.model = torch.nn.parallel.DistributedDataParallel(net, device_ids=[gpu])
        self.opt = torch.optim.SGD(self.model.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)

    def _run_batch(self, source, targets):
        self.opt.zero_grad()
        loss = F.cross_entropy(self.model(source), targets)
        loss.backward()
        self.opt.step()

    def _run_epoch(self, epoch):
        print(f"[GPU{self.gpu}] Epoch {epoch} | Steps: {len(self.loader)}")
        for source, targets in self.loader:
            self._run_batch(source.to(self.gpu), targets.to(self.gpu))

    def run(self, max_epochs):
        for epoch in range(max_epochs):
            self._run_epoch(epoch)


def main():
    dist.init_process_group(backend="nccl")
    Trainer("food", int(os.environ["LOCAL_RANK"]), 32).run(90)
    dist.destroy_process_group()


if __name__ == "__main__":
    main()
