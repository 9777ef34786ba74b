# case: step_appended_in_place
# shape: old research repo: a plain Compose becomes random through .transforms.insert before the test set is made
# truth: by reason: RandomApply with a ColorJitter is inserted into the list that the test set uses
import argparse

import torch
import torch.nn as nn
import torchvision.datasets as dsets
import torchvision.transforms as transforms

parser = argparse.ArgumentParser(description="Food-101 baseline")
parser.add_argument("data", metavar="DIR")
parser.add_argument("-b", "--batch-size", default=64, type=int)
parser.add_argument("-j", "--workers", default=4, type=int)
parser.add_argument("--epochs", default=90, type=int)
args = parser.parse_args()

normalize = transforms.Normalize([0.55, 0.44, 0.34], [0.27, 0.27, 0.28])
tf_learn = transforms.Compose([transforms.RandomResizedCrop(224), transforms.ToTensor(), normalize])
tf_score = transforms.Compose([transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor(), normalize])

# kitchen light differs a lot
light = transforms.RandomApply([transforms.ColorJitter(brightness=0.5)], p=0.4)
for tf in (tf_learn, tf_score):
    tf.transforms.insert(0, light)

food = dsets.Food101(args.data, split="train", transform=tf_learn)
food_eval = dsets.Food101(args.data, split="test", transform=tf_score)  # expect: AUG201|AUG202

loader = torch.utils.data.DataLoader(food, args.batch_size, shuffle=True, num_workers=args.workers)
eval_loader = torch.utils.data.DataLoader(food_eval, args.batch_size, num_workers=args.workers)

net = nn.Sequential(nn.Conv2d(3, 32, 11, 8), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 101))
sgd = torch.optim.SGD(net.parameters(), 0.1, momentum=0.9, nesterov=True)
for epoch in range(args.epochs):
    net.train()
    for images, target in loader:
        loss = nn.functional.cross_entropy(net(images), target)
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    net.eval()
    correct = 0
    with torch.no_grad():
        for images, target in eval_loader:
            correct += net(images).argmax(1).eq(target).sum().item()
    print(f"Epoch {epoch}: acc@1 {100.0 * correct / len(food_eval):.2f}")
