# case: rng_as_default_argument
# shape: the generator is the default of a constructor argument, kept on the dataset; the draw is in a property-like helper
# truth: measured (torch 2.13, 4 workers): an rng that comes as a default argument gives 8 distinct draws of 32
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Crops(Dataset):
    def __init__(
        self,
        volume_file,
        side=48,
        rng=np.random.default_rng(),  # expect: AUG104
    ):
        self.volumes = np.load(volume_file, mmap_mode="r")
        self.side, self.rng = side, rng

    def _corner(self, shape):
        return [int(self.rng.integers(0, n - self.side)) for n in shape]

    def __len__(self):
        return len(self.volumes)

    def __getitem__(self, n):
        volume = self.volumes[n]
        z, y, x = self._corner(volume.shape)
        s = self.side
        return torch.from_numpy(volume[z:z + s, y:y + s, x:x + s].astype("float32"))[None]


def main(epochs: int = 200):
    crops = DataLoader(Crops("ct_train.npy"), batch_size=4, shuffle=True, num_workers=3, drop_last=True)
    encoder = torch.nn.Conv3d(1, 8, 3)
    opt = torch.optim.SGD(encoder.parameters(), 1e-2)
    for _ in range(epochs):
        for block in crops:
            opt.zero_grad()
            encoder(block).square().mean().backward()
            opt.step()


if __name__ == "__main__":
    main()
