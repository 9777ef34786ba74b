# case: ok_blur_between_equal_ends
# shape: a blur whose sigma is bounded by two equal numbers
# truth: nothing: nothing is drawn
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

train_set = ImageFolder("data/train", T.RandomCrop(64))
val_set = ImageFolder("data/val", T.GaussianBlur(3, sigma=(1.0, 1.0)))
test_set = ImageFolder("data/test", T.GaussianBlur(3, sigma=1.0))
