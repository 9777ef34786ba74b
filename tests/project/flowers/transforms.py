"""The pipelines that turn a photo into a tensor."""

from torchvision import transforms as T

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)

to_tensor = [T.ToTensor(), T.Normalize(MEAN, STD)]

pipeline = T.Compose([T.RandomResizedCrop(224), T.RandomHorizontalFlip(), *to_tensor])
evaluation = T.Compose([T.Resize(256), T.CenterCrop(224), *to_tensor])
jittered = T.Compose([T.Resize(256), T.CenterCrop(224), T.ColorJitter(0.3, 0.3), *to_tensor])
