# case: ok_setup_called_by_hand
# shape: the script looks at a batch first, so it calls setup of the data module itself; fit calls it again
# truth: measured (Lightning): 0 of 20 validation samples are in the training part, for both parts come from the last setup
import lightning as L
from torch.utils.data import DataLoader, random_split
from torchvision import transforms as T
from torchvision.datasets import FashionMNIST

from models import Classifier


class Fashion(L.LightningDataModule):
    def setup(self, stage=None):
        images = FashionMNIST("fm", train=True, transform=T.ToTensor(), download=True)
        self.train_ds, self.val_ds = random_split(images, [55000, 5000])

    def train_dataloader(self):
        return DataLoader(self.train_ds, batch_size=256, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.val_ds, batch_size=256)


fashion = Fashion()
fashion.prepare_data()
fashion.setup("fit")
images, labels = next(iter(fashion.train_dataloader()))
print(images.shape)
L.Trainer().fit(Classifier(), datamodule=fashion)
