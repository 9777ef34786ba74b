# case: ok_crop_of_the_whole
# shape: a random crop of the very size that the step before has made
# truth: nothing: nothing is drawn
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

train_set = ImageFolder("data/train", T.RandomCrop(64))
val_set = ImageFolder("data/val", T.Compose([T.Resize((64, 64)), T.RandomCrop(64)]))
