# case: ok_plain_compose_with_workers
# shape: an affected version with workers, but the Compose only resizes and pads; the random steps are torchvision's
# truth: by reason: the Compose draws nothing; torchvision draws from torch's generator, which each worker seeds anew
import albumentations as A
import numpy as np
from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import ImageFolder

fit_in = A.Compose([A.LongestMaxSize(max_size=256), A.PadIfNeeded(256, 256)])


def letterbox(image):
    return fit_in(image=np.asarray(image.convert("RGB")))["image"]


train_tf = transforms.Compose([
    transforms.Lambda(letterbox),
    transforms.ToTensor(),
    transforms.RandomErasing(p=0.5),
    transforms.RandomVerticalFlip(),
])
val_tf = transforms.Compose([transforms.Lambda(letterbox), transforms.ToTensor()])

if __name__ == "__main__":
    parts = {"train": train_tf, "val": val_tf}
    folders = {k: ImageFolder(f"mushrooms/{k}", tf) for k, tf in parts.items()}
    loaders = {k: DataLoader(d, 64, shuffle=k == "train", num_workers=10) for k, d in folders.items()}
    print({k: len(v) for k, v in loaders.items()})
