# case: ok_seed_from_an_entry_counted_up
# shape: the transform counts its calls in an entry of a dict, and an attribute is counted up by plain assignment
# truth: by reason: the numbers are others at each call, so no two samples start alike
import random

from torch.utils.data import DataLoader
from torchvision import transforms as T
from torchvision.datasets import ImageFolder


class Patch:
    def __init__(self):
        self.state = {"calls": 0}
        self.turn = 0

    def __call__(self, image):
        self.state["calls"] += 1
        self.turn = self.turn + 1
        across = random.Random(self.state["calls"]).randint(0, 200)
        down = random.Random(1000 + self.turn).randint(0, 200)
        return T.functional.crop(image, down, across, 24, 24)


dataset = ImageFolder("fungi/train", T.Compose([T.Resize((224, 224)), Patch(), T.ToTensor()]))
train_loader = DataLoader(dataset, 32, shuffle=True)
for images, labels in train_loader:
    loss = model(images, labels)
    loss.backward()
