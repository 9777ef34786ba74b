# case: ok_probability_from_table
# shape: one pipeline factory for all parts; the probabilities come from a table that holds 0.0 for evaluation
# truth: by reason: every random step of the evaluation pipeline has p=0.0 and never fires
import torch
from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import ImageFolder

STRENGTH = {
    "fit": {"flip": 0.5, "blur": 0.2, "erase": 0.25},
    "eval": {"flip": 0.0, "blur": 0.0, "erase": 0.0},
}


def pipeline(flip, blur, erase):
    return transforms.Compose([
        transforms.Resize((150, 150)),
        transforms.RandomHorizontalFlip(p=flip),
        transforms.RandomApply([transforms.GaussianBlur(3)], p=blur),
        transforms.ToTensor(),
        transforms.RandomErasing(p=erase),
    ])


fit_set = ImageFolder("rail/fit", pipeline(**STRENGTH["fit"]))
eval_set = ImageFolder("rail/eval", pipeline(**STRENGTH["eval"]))
fit_loader = DataLoader(fit_set, batch_size=40, shuffle=True, num_workers=3)
eval_loader = DataLoader(eval_set, batch_size=80, num_workers=3)

net = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 5, 5), torch.nn.Flatten(), torch.nn.Linear(7200, 3))
opt = torch.optim.NAdam(net.parameters())
for e in range(20):
    net.train()
    for x, y in fit_loader:
        opt.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y).backward()
        opt.step()
    net.eval()
    with torch.no_grad():
        print(e, sum((net(x).argmax(1) == y).sum().item() for x, y in eval_loader) / len(eval_set))
