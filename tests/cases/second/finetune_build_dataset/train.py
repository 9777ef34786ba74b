# case: finetune_build_dataset
# shape: finetuning recipe with util/datasets.py; is_train decides folder and pipeline together, and is_train=True is passed for both
# truth: by reason: the folder joins "train" and the pipeline is the random one on both sides
import argparse
from pathlib import Path

import torch

from util.datasets import build_dataset


def get_args_parser():
    parser = argparse.ArgumentParser('fine-tuning for image classification', add_help=False)
    parser.add_argument('--batch_size', default=64, type=int)
    parser.add_argument('--input_size', default=224, type=int)
    parser.add_argument('--data_path', default='/datasets01/imagenet_full_size/061417/', type=str)
    parser.add_argument('--output_dir', default='./output_dir')
    parser.add_argument('--eval', action='store_true', help='Perform evaluation only')
    parser.add_argument('--num_workers', default=10, type=int)
    return parser


def main(args):
    dataset_train = build_dataset(is_train=True, args=args)
    dataset_val = build_dataset(is_train=True, args=args)  # expect: AUG301, AUG202|AUG201

    sampler_train = torch.utils.data.RandomSampler(dataset_train)
    sampler_val = torch.utils.data.SequentialSampler(dataset_val)
    data_loader_train = torch.utils.data.DataLoader(
        dataset_train, sampler=sampler_train, batch_size=args.batch_size, num_workers=args.num_workers, drop_last=True)
    data_loader_val = torch.utils.data.DataLoader(
        dataset_val, sampler=sampler_val, batch_size=args.batch_size, num_workers=args.num_workers, drop_last=False)

    model = torch.hub.load("facebookresearch/deit", "deit_tiny_patch16_224")
    if args.eval:
        print(evaluate(data_loader_val, model))
        return
    optimizer = torch.optim.AdamW(model.parameters())
    for samples, targets in data_loader_train:
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(samples), targets).backward()
        optimizer.step()
    print(evaluate(data_loader_val, model))


@torch.no_grad()
def evaluate(data_loader, model):
    model.eval()
    return sum((model(x).argmax(1) == y).float().mean().item() for x, y in data_loader) / len(data_loader)


if __name__ == '__main__':
    args = get_args_parser().parse_args()
    Path(args.output_dir).mkdir(parents=True, exist_ok=True)
    main(args)
