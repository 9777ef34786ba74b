import torchvision.transforms as T

_steps = [T.Resize(80), T.RandomCrop(64, pad_if_needed=True)]
_steps += [T.RandomApply([T.GaussianBlur(5)], p=0.3), T.ToTensor()]
default_tf = T.Compose(_steps)
