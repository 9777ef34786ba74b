# case: detection_reference
# shape: detection reference with engine.py and utils.collate_fn; own transforms module with the library's class names; dataset by a tuple from get_dataset
# truth: by reason: get_transform(True) flips with probability 0.5 and is asked for the test set too, a new object per call
import argparse

import torch
import torchvision

import transforms as T
import utils
from engine import evaluate, train_one_epoch


def get_dataset(name, image_set, transform, data_path):
    paths = {"coco": (data_path, 91), "coco_kp": (data_path, 2)}
    p, num_classes = paths[name]
    ann = f"{p}/annotations/instances_{image_set}2017.json"
    ds = torchvision.datasets.CocoDetection(f"{p}/{image_set}2017", ann, transforms=transform)
    return ds, num_classes


def get_transform(train):
    transforms = []
    transforms.append(T.ToTensor())
    if train:
        transforms.append(T.RandomHorizontalFlip(0.5))
    return T.Compose(transforms)


def main(args):
    device = torch.device(args.device)
    dataset, num_classes = get_dataset(args.dataset, "train", get_transform(train=True), args.data_path)
    dataset_test, _ = get_dataset(args.dataset, "val", get_transform(train=True), args.data_path)  # expect: AUG202|AUG201

    train_sampler = torch.utils.data.RandomSampler(dataset)
    test_sampler = torch.utils.data.SequentialSampler(dataset_test)
    train_batch_sampler = torch.utils.data.BatchSampler(train_sampler, args.batch_size, drop_last=True)
    data_loader = torch.utils.data.DataLoader(
        dataset, batch_sampler=train_batch_sampler, num_workers=args.workers, collate_fn=utils.collate_fn)
    data_loader_test = torch.utils.data.DataLoader(
        dataset_test, batch_size=1, sampler=test_sampler, num_workers=args.workers, collate_fn=utils.collate_fn)

    model = torchvision.models.detection.__dict__[args.model](num_classes=num_classes)
    model.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=args.lr, momentum=0.9)
    for epoch in range(args.epochs):
        train_one_epoch(model, optimizer, data_loader, device, epoch, 20)
        evaluate(model, data_loader_test, device=device)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-path", default="/datasets01/COCO/022719/")
    parser.add_argument("--dataset", default="coco")
    parser.add_argument("--model", default="fasterrcnn_resnet50_fpn")
    parser.add_argument("--device", default="cuda")
    parser.add_argument("-b", "--batch-size", default=2, type=int)
    parser.add_argument("--epochs", default=26, type=int)
    parser.add_argument("-j", "--workers", default=4, type=int)
    parser.add_argument("--lr", default=0.02, type=float)
    main(parser.parse_args())
