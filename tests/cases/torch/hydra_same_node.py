# case: hydra_same_node
# shape: hydra app; both folders come from the same node of the composed config, through to_absolute_path and a local alias
# truth: by reason: whatever cfg.dataset.images is, training and validation open that one folder and nothing divides it
import hydra
import torch
from hydra.utils import to_absolute_path
from omegaconf import DictConfig
from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import ImageFolder


def normalise(cfg):
    return [transforms.ToTensor(), transforms.Normalize(list(cfg.dataset.mean), list(cfg.dataset.std))]


@hydra.main(version_base=None, config_path="conf", config_name="config")
def main(cfg: DictConfig) -> float:
    size = cfg.dataset.size
    source = cfg.dataset
    train_data = ImageFolder(
        to_absolute_path(cfg.dataset.images),
        transforms.Compose([transforms.RandomResizedCrop(size), *normalise(cfg)]),
    )
    valid_data = ImageFolder(
        to_absolute_path(source.images),  # expect: AUG301[W]
        transforms.Compose([transforms.Resize((size, size)), *normalise(cfg)]),
    )
    train_loader = DataLoader(train_data, batch_size=cfg.loader.batch_size, shuffle=True)
    valid_loader = DataLoader(valid_data, batch_size=cfg.loader.batch_size)

    model = hydra.utils.instantiate(cfg.model)
    optimizer = hydra.utils.instantiate(cfg.optimizer, params=model.parameters())
    top = 0.0
    for _ in range(cfg.trainer.max_epochs):
        model.train()
        for x, y in train_loader:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(x), y).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            right = sum((model(x).argmax(1) == y).sum().item() for x, y in valid_loader)
        top = max(top, right / len(valid_data))
    return top


if __name__ == "__main__":
    main()
