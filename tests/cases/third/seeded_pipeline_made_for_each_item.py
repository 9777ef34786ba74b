# case: seeded_pipeline_made_for_each_item
# shape: A.Compose with a constant seed keyword is created inside __getitem__ for every item
# truth: measured (albumentations 2.0.8): 1 distinct result of 10
import albumentations as A
import cv2
from albumentations.pytorch import ToTensorV2
from torch.utils.data import DataLoader, Dataset


class Masks(Dataset):
    def __init__(self, pairs, size=512):
        self.pairs = pairs
        self.size = size

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, n):
        a, b = self.pairs[n]
        img, msk = cv2.imread(a)[..., ::-1], cv2.imread(b, 0)
        aug = A.Compose([
            A.RandomCrop(self.size, self.size),
            A.HorizontalFlip(p=0.5),
            A.Normalize(),
            ToTensorV2(),
        ], seed=42)  # expect: AUG103[E]
        out = aug(image=img, mask=msk)
        return out["image"], out["mask"]


pairs = [(f"road/img/{i}.png", f"road/gt/{i}.png") for i in range(700)]
for x, y in DataLoader(Masks(pairs), batch_size=2, shuffle=True, num_workers=2):
    print(x.shape, y.shape)
