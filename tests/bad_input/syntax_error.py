import torch

loader = torch.utils.data.DataLoader(dataset,
    shuffle=True

for batch in loader:
    print(batch)
