# case: ok_compose_reseeded_in_workers
# shape: an affected version of albumentations with workers, but worker_init_fn gives each worker's Compose a seed of its own
# truth: measured (albumentations 2.0.8): set_random_seed from the worker's seed in worker_init_fn gives 64 distinct draws of 64
import albumentations as A
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Scans(Dataset):
    def __init__(self, archive, transform):
        self.slices = np.load(archive)["slices"]
        self.transform = transform

    def __len__(self):
        return len(self.slices)

    def __getitem__(self, i):
        out = self.transform(image=self.slices[i])["image"]
        return torch.from_numpy(np.ascontiguousarray(out.transpose(2, 0, 1)))


def own_stream(worker_id):
    info = torch.utils.data.get_worker_info()
    info.dataset.transform.set_random_seed(info.seed % 2**32)


transform = A.Compose([A.RandomCrop(96, 96), A.ElasticTransform(p=0.3), A.GaussianBlur(p=0.2)])
loader = DataLoader(Scans("knees.npz", transform), batch_size=24, shuffle=True, num_workers=4, worker_init_fn=own_stream)
for epoch in range(3):
    print(epoch, np.mean([float(batch.float().mean()) for batch in loader]))
