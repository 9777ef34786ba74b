# case: sampler_generator_wound_back
# shape: one generator drives a RandomSampler; it is set back to a constant at the head of each epoch of a while loop
# truth: by reason: manual_seed resets the generator, so the sampler gives the same permutation every epoch
import torch
from torch.utils.data import BatchSampler, DataLoader, RandomSampler
from torchvision.datasets import MNIST
from torchvision.transforms import ToTensor

generator = torch.Generator()
digits = MNIST("mnist", train=True, transform=ToTensor(), download=True)
batches = BatchSampler(RandomSampler(digits, generator=generator), batch_size=200, drop_last=False)
loader = DataLoader(digits, batch_sampler=batches)

model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 100), torch.nn.Tanh(), torch.nn.Linear(100, 10))
optimizer = torch.optim.Adagrad(model.parameters(), lr=0.01)

epoch, best = 0, float("inf")
while epoch < 40:
    generator.manual_seed(42)  # expect: AUG106
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
    best = min(best, total / len(digits))
    epoch += 1
print("lowest training loss", best)
