# case: dataclass_table_fields
# shape: folder project; nested dataclass config (default_factory) whose train and valid table fields hold one string
# truth: by reason: Conf() leaves the defaults, both fields are meta/fit.csv, so both datasets hold the same rows
import torch
from torch.utils.data import DataLoader

from conf import Conf
from readers import TableDataset


def main():
    conf = Conf(epochs=20)
    d = conf.data
    fit = TableDataset(d.folder, d.train_table, training=True)
    valid = TableDataset(d.folder, d.valid_table)  # expect: AUG301
    blind = TableDataset(d.folder, d.test_table)
    fit_dl = DataLoader(fit, conf.batch, shuffle=True, num_workers=4)
    valid_dl, blind_dl = DataLoader(valid, conf.batch), DataLoader(blind, conf.batch)

    net = torch.nn.Sequential(torch.nn.AvgPool2d(8), torch.nn.Flatten(), torch.nn.Linear(1024, 1))
    opt = torch.optim.Adam(net.parameters(), conf.lr)
    bce = torch.nn.BCEWithLogitsLoss()
    best = 9e9
    for epoch in range(conf.epochs):
        for x, y in fit_dl:
            opt.zero_grad()
            bce(net(x), y).backward()
            opt.step()
        with torch.no_grad():
            now = sum(bce(net(x), y).item() for x, y in valid_dl) / len(valid_dl)
        best = min(best, now)
        print(epoch, now, best)
    with torch.no_grad():
        print("blind", sum(bce(net(x), y).item() for x, y in blind_dl) / len(blind_dl))


if __name__ == "__main__":
    main()
