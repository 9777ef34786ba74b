# case: ok_keyword_only_data_word
# shape: competition kernel with get_transforms(*, data) and train_fn / valid_fn inside train_loop(folds, fold); both frames come from one table, both images from one folder
# truth: by reason: the frames are the two sides of the fold column; the word "valid" returns Resize and Normalize only
import cv2
import pandas as pd
import torch
from albumentations import Compose, HorizontalFlip, Normalize, RandomResizedCrop, Resize, Transpose
from albumentations.pytorch import ToTensorV2
from sklearn.model_selection import StratifiedKFold
from torch.utils.data import DataLoader, Dataset

TRAIN_PATH = '../input/cassava-leaf-disease-classification/train_images'


class CFG:
    debug = False
    size = 256
    batch_size = 32
    seed = 42
    target_col = 'label'
    n_fold = 5
    trn_fold = [0, 1]


train = pd.read_csv('../input/cassava-leaf-disease-classification/train.csv')
if CFG.debug:
    train = train.sample(n=1000, random_state=CFG.seed).reset_index(drop=True)
folds = train.copy()
Fold = StratifiedKFold(n_splits=CFG.n_fold, shuffle=True, random_state=CFG.seed)
for n, (train_index, val_index) in enumerate(Fold.split(folds, folds[CFG.target_col])):
    folds.loc[val_index, 'fold'] = int(n)
folds['fold'] = folds['fold'].astype(int)


class TrainDataset(Dataset):
    def __init__(self, df, transform=None):
        self.df = df
        self.file_names = df['image_id'].values
        self.labels = df['label'].values
        self.transform = transform

    def __len__(self):
        return len(self.df)

    def __getitem__(self, idx):
        image = cv2.imread(f'{TRAIN_PATH}/{self.file_names[idx]}')
        if self.transform:
            image = self.transform(image=image)['image']
        return image, torch.tensor(self.labels[idx]).long()


def get_transforms(*, data):
    if data == 'train':
        return Compose([
            RandomResizedCrop(CFG.size, CFG.size),
            Transpose(p=0.5),
            HorizontalFlip(p=0.5),
            Normalize(),
            ToTensorV2(),
        ])
    elif data == 'valid':
        return Compose([Resize(CFG.size, CFG.size), Normalize(), ToTensorV2()])


def train_loop(folds, fold):
    trn_idx = folds[folds['fold'] != fold].index
    val_idx = folds[folds['fold'] == fold].index
    train_folds = folds.loc[trn_idx].reset_index(drop=True)
    valid_folds = folds.loc[val_idx].reset_index(drop=True)
    train_dataset = TrainDataset(train_folds, transform=get_transforms(data='train'))
    valid_dataset = TrainDataset(valid_folds, transform=get_transforms(data='valid'))
    train_loader = DataLoader(train_dataset, batch_size=CFG.batch_size, shuffle=True, drop_last=True)
    valid_loader = DataLoader(valid_dataset, batch_size=CFG.batch_size, shuffle=False)
    return len(train_loader), len(valid_loader)


if __name__ == '__main__':
    for fold in range(CFG.n_fold):
        if fold in CFG.trn_fold:
            print(train_loop(folds, fold))
