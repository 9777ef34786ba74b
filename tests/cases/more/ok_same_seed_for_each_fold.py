# case: ok_same_seed_for_each_fold
# shape: the constant seed call stands in the loop over folds, outside the loop over epochs
# truth: by reason: each fold starts from the same weights, within a fold the epochs go on through one stream
import numpy as np
import torch
from sklearn.model_selection import StratifiedKFold
from torch.utils.data import DataLoader, TensorDataset

SEED = 1
x = torch.from_numpy(np.load("eeg.npy")).float()
y = torch.from_numpy(np.load("eeg_state.npy")).long()
scores = []

for fold, (rows, held) in enumerate(StratifiedKFold(5, shuffle=True, random_state=SEED).split(x, y)):
    torch.manual_seed(SEED)
    net = torch.nn.Sequential(torch.nn.Linear(x.shape[1], 64), torch.nn.Dropout(0.3), torch.nn.ReLU(), torch.nn.Linear(64, 3))
    opt = torch.optim.Adam(net.parameters(), lr=1e-3)
    train = DataLoader(TensorDataset(x[rows], y[rows]), batch_size=64, shuffle=True)
    for epoch in range(60):
        net.train()
        for a, b in train:
            opt.zero_grad()
            torch.nn.functional.cross_entropy(net(a + 0.01 * torch.randn_like(a)), b).backward()
            opt.step()
    net.eval()
    with torch.no_grad():
        scores.append((net(x[held]).argmax(1) == y[held]).float().mean().item())
    print(fold, scores[-1])
print(np.mean(scores), np.std(scores))
