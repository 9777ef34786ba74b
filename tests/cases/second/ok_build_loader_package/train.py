# case: ok_build_loader_package
# shape: transformer recipe; build_loader is wrapped in the package's __init__, five values are unpacked, mixup works on training batches in the loop, set_epoch each epoch
# truth: by reason: is_train=False leads to another folder and to fixed steps; mixup_fn never meets a validation batch
import argparse
from types import SimpleNamespace

import torch
import torch.distributed as dist
from timm.models import create_model

from data import build_loader


def main(config):
    dataset_train, dataset_val, data_loader_train, data_loader_val, mixup_fn = build_loader(config)
    model = create_model("swin_tiny_patch4_window7_224").cuda()
    optimizer = torch.optim.AdamW(model.parameters())
    for epoch in range(config.EPOCHS):
        data_loader_train.sampler.set_epoch(epoch)
        train_one_epoch(config, model, data_loader_train, optimizer, epoch, mixup_fn)
        acc1 = validate(config, data_loader_val, model)
        print(f"Accuracy of the network on the {len(dataset_val)} test images: {acc1:.1f}%")


def train_one_epoch(config, model, data_loader, optimizer, epoch, mixup_fn):
    model.train()
    for samples, targets in data_loader:
        if mixup_fn is not None:
            samples, targets = mixup_fn(samples.cuda(), targets.cuda())
        loss = torch.sum(-targets * torch.log_softmax(model(samples), dim=-1), dim=-1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


@torch.no_grad()
def validate(config, data_loader, model):
    model.eval()
    hits = [(model(images.cuda()).argmax(1).cpu() == target).float().mean() for images, target in data_loader]
    return 100 * torch.stack(hits).mean().item()


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("--data-path", required=True)
    a = p.parse_args()
    dist.init_process_group("nccl")
    main(SimpleNamespace(DATA_PATH=a.data_path, IMG_SIZE=224, BATCH_SIZE=128, EPOCHS=300,
                         TEST=SimpleNamespace(SEQUENTIAL=False)))
