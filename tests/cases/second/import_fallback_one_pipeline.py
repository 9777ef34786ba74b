# case: import_fallback_one_pipeline
# shape: try / except ImportError around two transform namespaces and around tqdm; the pipeline is a keyword default of a loader function
# truth: by reason: under either import the steps draw; the default object is made once and used for both modes
import os

import torch
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder

try:
    import torchvision.transforms.v2 as tvt
    _to_tensor = [tvt.ToImage(), tvt.ToDtype(torch.float32, scale=True)]
except ImportError:
    import torchvision.transforms as tvt
    _to_tensor = [tvt.ToTensor()]

try:
    from tqdm.auto import tqdm
except ImportError:
    def tqdm(x, **kwargs):
        return x

HERE = os.path.dirname(os.path.abspath(__file__))
PREPROCESS = tvt.Compose([tvt.Resize(150), tvt.RandomCrop(128), tvt.RandomGrayscale(0.1)] + _to_tensor)


def loader(name, bs, shuffle, preprocess=PREPROCESS):
    where = os.path.join(HERE, "..", "data", name)
    return DataLoader(ImageFolder(where, preprocess), batch_size=bs, shuffle=shuffle)


def fit(net, epochs=5):
    train_dl = loader("training", 32, True)
    valid_dl = loader("validation", 64, False)  # expect: AUG201
    opt = torch.optim.AdamW(net.parameters(), 3e-4)
    for epoch in range(epochs):
        for x, y in tqdm(train_dl, desc=str(epoch)):
            opt.zero_grad()
            torch.nn.functional.cross_entropy(net(x), y).backward()
            opt.step()
        with torch.inference_mode():
            hits = [(net(x).argmax(-1) == y).float().mean() for x, y in tqdm(valid_dl)]
        print(epoch, torch.stack(hits).mean().item())
