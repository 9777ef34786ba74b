# case: ok_blur_of_one_sigma
# shape: a blur whose sigma is one number
# truth: nothing: nothing is drawn
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

train_set = ImageFolder("data/train", T.RandomCrop(64))
val_set = ImageFolder("data/val", T.GaussianBlur(5, sigma=1.1))
