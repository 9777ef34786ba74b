import albumentations as A
from albumentations.pytorch import ToTensorV2

_MEAN, _STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def _post():
    return [A.Normalize(_MEAN, _STD), ToTensorV2()]


def get_train_aug(size):
    return A.Compose([
        A.RandomResizedCrop(size, size, scale=(0.6, 1.0)),
        A.OneOf([A.MotionBlur(p=0.2), A.GaussianBlur(p=0.2)], p=0.3),
        A.HorizontalFlip(p=0.5),
        *_post(),
    ])


def get_valid_aug(size):
    return A.Compose([A.SmallestMaxSize(size), A.RandomCrop(size, size), *_post()])


def get_tta_augs(size):
    return [A.Compose([A.Resize(size, size), *_post()]),
            A.Compose([A.Resize(size, size), A.HorizontalFlip(p=1.0), *_post()])]
