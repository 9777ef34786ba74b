import abc

import torch


class BaseTrainer(abc.ABC):
    def __init__(self, args):
        self.args = args
        self.model = self.make_model()
        self.opt = torch.optim.Adam(self.model.parameters(), lr=args.lr)

    @abc.abstractmethod
    def make_model(self): ...

    @abc.abstractmethod
    def make_loader(self, split, shuffle): ...

    def run(self):
        learn = self.make_loader("train", shuffle=True)
        dev = self.make_loader(self.args.eval_split, shuffle=False)
        for epoch in range(self.args.epochs):
            self.model.train()
            for x, y in learn:
                self.opt.zero_grad()
                torch.nn.functional.cross_entropy(self.model(x), y).backward()
                self.opt.step()
            self.model.eval()
            with torch.no_grad():
                right = sum((self.model(x).argmax(1) == y).sum().item() for x, y in dev)
            print(epoch, right / len(dev.dataset))
