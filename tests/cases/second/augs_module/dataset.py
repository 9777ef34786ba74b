import cv2
import torch
from torch.utils.data import Dataset


class CassavaDataset(Dataset):
    def __init__(self, df, data_root, aug=None, output_label=True):
        super().__init__()
        self.df = df.reset_index(drop=True).copy()
        self.aug = aug
        self.data_root = data_root
        self.output_label = output_label

    def __len__(self):
        return self.df.shape[0]

    def __getitem__(self, index: int):
        img = cv2.imread("{}/{}".format(self.data_root, self.df.loc[index]["image_id"]))[:, :, ::-1]
        if self.aug:
            img = self.aug(image=img)["image"]
        if self.output_label:
            return img, torch.tensor(self.df.iloc[index]["label"])
        return img
