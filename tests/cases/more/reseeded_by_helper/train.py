# case: reseeded_by_helper
# shape: three files; __getitem__ calls a seeding helper imported from another module, the number is an argument
# truth: measured for the pattern (torch 2.13): a constant numpy seed in __getitem__ gives 1 distinct draw of 32
import torch
from torch.utils.data import DataLoader

from frames import Frames


def main():
    loader = DataLoader(Frames("clips/train"), batch_size=8, shuffle=True)
    model = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 5), torch.nn.Flatten(), torch.nn.LazyLinear(2))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
    for epoch in range(12):
        for x, y in loader:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(x), y).backward()
            optimizer.step()


if __name__ == "__main__":
    main()
