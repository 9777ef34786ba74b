# case: ok_always_flipped_second_view
# shape: face verification; the test pairs are read once plainly and once with RandomHorizontalFlip(p=1.0), features are added; one fixed rotation for scanner images on all sides
# truth: by reason: p=1.0 always flips and RandomRotation((90, 90)) always turns by 90 degrees, so nothing is drawn that changes an evaluation image
import torch
from torch.utils.data import DataLoader
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

upright = T.RandomRotation((90, 90))
squeeze = [T.Resize((112, 96)), T.ToTensor(), T.Normalize([0.5] * 3, [0.5] * 3)]

learn = ImageFolder("faces/scans/people_a", T.Compose([upright, T.RandomHorizontalFlip(), *squeeze]))
check = ImageFolder("faces/scans/people_b", T.Compose([upright, *squeeze]))
check_flipped = ImageFolder("faces/scans/people_b", T.Compose([upright, T.RandomHorizontalFlip(p=1.0), *squeeze]))


def features(net, folder):
    net.eval()
    with torch.no_grad():
        return torch.cat([net(x) for x, _ in DataLoader(folder, 128)])


def main(net, epochs=30):
    opt = torch.optim.SGD(net.parameters(), 0.1, momentum=0.9)
    for epoch in range(epochs):
        net.train()
        for x, y in DataLoader(learn, 64, shuffle=True):
            opt.zero_grad()
            torch.nn.functional.cross_entropy(net(x), y).backward()
            opt.step()
        both = torch.nn.functional.normalize(features(net, check) + features(net, check_flipped))
        same = torch.tensor(check.targets)[:, None] == torch.tensor(check.targets)[None]
        scores = both @ both.T
        print(epoch, scores[same].mean().item(), scores[~same].mean().item())
