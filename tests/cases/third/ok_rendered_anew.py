# case: ok_rendered_anew
# shape: an object of a library that is not at hand renders new pictures at each call
# truth: nothing: training and evaluation share no sample, and no draw repeats
from torch.utils.data import DataLoader
from shapes import Renderer

renderer = Renderer()
train_loader = DataLoader(renderer.render(500), shuffle=True)
val_loader = DataLoader(renderer.render(500))
