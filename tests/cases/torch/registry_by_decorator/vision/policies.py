from torchvision import transforms as T

from .registry import register

NORM = T.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))


@register("strong")
def strong(size=224):
    return T.Compose([T.RandomResizedCrop(size), T.TrivialAugmentWide(), T.ToTensor(), NORM])


@register("center")
def center(size=224):
    return T.Compose([T.Resize(int(size * 1.14)), T.CenterCrop(size), T.ToTensor(), NORM])
