# case: augs_module
# shape: pipelines in augs.py behind get_train_aug(size) / get_valid_aug(size); the latter has one random step between fixed ones; fixed flips beside it
# truth: by reason: A.RandomCrop draws for each validation image; the two fixed views of the second list are not used here
import argparse

import pandas as pd
import torch
from sklearn.model_selection import StratifiedKFold

import augs
from dataset import CassavaDataset

parser = argparse.ArgumentParser()
parser.add_argument("--size", type=int, default=384)
parser.add_argument("--root", default="../input/cassava")
parser.add_argument("--fold", type=int, default=0)


def prepare_dataloader(df, trn_idx, val_idx, args):
    train_ = df.loc[trn_idx, :].reset_index(drop=True)
    valid_ = df.loc[val_idx, :].reset_index(drop=True)
    train_ds = CassavaDataset(train_, args.root, aug=augs.get_train_aug(args.size))
    valid_ds = CassavaDataset(valid_, args.root, aug=augs.get_valid_aug(args.size))  # expect: AUG202
    train_loader = torch.utils.data.DataLoader(train_ds, batch_size=16, drop_last=False, shuffle=True, num_workers=0)
    val_loader = torch.utils.data.DataLoader(valid_ds, batch_size=32, num_workers=0, shuffle=False)
    return train_loader, val_loader


def main(args):
    train = pd.read_csv(args.root + "/train.csv")
    folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=719).split(train.index, train.label.values)
    for fold, (trn_idx, val_idx) in enumerate(folds):
        if fold != args.fold:
            continue
        train_loader, val_loader = prepare_dataloader(train, trn_idx, val_idx, args)
        print(len(train_loader), len(val_loader))


if __name__ == "__main__":
    main(parser.parse_args())
