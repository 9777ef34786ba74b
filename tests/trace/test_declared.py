"""What a lab declares in `[tool.auglint]`: its datasets, augmentations, loaders and seeds, and versions."""

from pathlib import Path

import pytest
from traced import write

from auglint import lint
from auglint.settings import ROWS, SettingsError, load_settings
from auglint.trace.tables import KINDS

SCANS = """
[tool.auglint.aliases]
"lab.Scans" = "lab.data.Scans"

[[tool.auglint.dataset]]
name = "lab.data.Scans"
signature = "root, part='train', transform=None"
source = ["root"]
selector = "part"
train = ["train"]
evaluation = ["dev"]
applies = ["transform"]

[[tool.auglint.augmentation]]
name = "lab.transforms.Wobble"
signature = "strength=0.1, p=0.5"
stream = "torch"
off = {p = 0}

[[tool.auglint.augmentation]]
name = "lab.transforms.Chain"
signature = "*steps"
random = false
steps = ["steps"]

[[tool.auglint.loader]]
name = "lab.loading.fast_loader"
signature = "data, workers=0"
dataset = "data"
workers = "workers"

[[tool.auglint.seed]]
name = "lab.utils.fix_everything"
signature = "seed=0"
streams = ["torch", "numpy"]
"""
PROGRAM = """
from lab.data import Scans
from lab.loading import fast_loader
from lab.transforms import Chain, Wobble
augment = Chain(Wobble(), str)
train_loader = fast_loader(Scans("scans", transform=augment), workers=2)
val_loader = fast_loader(Scans("scans", part="dev", transform=augment))
"""


def codes(folder: Path, settings: str, files: dict[str, str]) -> list[tuple[str, int]]:
    """The findings of `train.py` with these settings: code and row."""
    write(folder, {"pyproject.toml": settings, **files})
    report = lint.check(lint.discovered([folder / "train.py"], load_settings(folder)), load_settings(folder))
    assert report.errors == ()
    return [(finding.code, finding.site.row) for finding in report.findings]


def test_declared_names_are_understood_like_those_of_a_library(tmp_path: Path) -> None:
    assert codes(tmp_path, SCANS, {"train.py": PROGRAM}) == [("AUG201", 7)]
    assert codes(tmp_path, "[tool.auglint]\n", {"train.py": PROGRAM}) == []


def test_a_declaration_wins_over_the_projects_own_code(tmp_path: Path) -> None:
    own = {
        "lab/__init__.py": "from .data import Scans\n",
        "lab/data.py": "import secret\nScans = secret.open\n",
        "lab/loading.py": "def fast_loader(data, **more):\n    return data\n",
        "lab/transforms.py": "def Chain(*steps):\n    return steps\nclass Wobble:\n    pass\n",
    }
    assert codes(tmp_path, SCANS, {**own, "train.py": PROGRAM}) == [("AUG201", 7)]
    relative = PROGRAM.replace("from lab.", "from .")
    write(tmp_path, {"lab/train.py": relative})
    report = lint.check(lint.discovered([tmp_path / "lab/train.py"], load_settings(tmp_path)), load_settings(tmp_path))
    assert [finding.code for finding in report.findings] == ["AUG201"]


@pytest.mark.parametrize(
    "program",
    [
        PROGRAM.replace("from lab.data import Scans", "from lab import Scans"),
        PROGRAM.replace("from lab.data import Scans", "import lab.data as d")
        .replace(" Scans(", " d.Scans(")
        .replace("(Scans(", "(d.Scans("),
        PROGRAM.replace("from lab.data import Scans", "import lab\nScans = lab.data.Scans").replace("\n", "", 1),
    ],
    ids=["by an alias", "by its module", "by its package"],
)
def test_every_way_to_import_a_declared_name(program: str, tmp_path: Path) -> None:
    assert codes(tmp_path, SCANS, {"train.py": program}) == [("AUG201", 7)]


def test_the_arguments_of_a_declared_augmentation_count(tmp_path: Path) -> None:
    assert codes(tmp_path, SCANS, {"train.py": PROGRAM.replace("Wobble()", "Wobble(p=0)")}) == []


def test_the_selector_of_a_declared_dataset_says_what_is_read(tmp_path: Path) -> None:
    program = PROGRAM.replace(", transform=augment", "").replace(', part="dev"', "")
    assert codes(tmp_path, SCANS, {"train.py": program}) == [("AUG301", 7)]


def test_a_declared_seed_helper_seeds(tmp_path: Path) -> None:
    program = "import torch\nfrom lab.utils import fix_everything\n" + PROGRAM.replace(
        "val_loader =",
        "for epoch in range(9):\n    fix_everything(1)\n    for x in train_loader:\n        x.backward()\nval_loader =",
    ).replace(', part="dev", transform=augment', ', part="dev"')
    assert codes(tmp_path, SCANS, {"train.py": program}) == [("AUG106", 10)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[dataset]]\nname = 'a.B'\nsauce = 'x'\n", "a dataset row has no field 'sauce' (known: name, signature, of,"),
        ("[[dataset]]\nsource = 'x'\n", "a dataset row needs a name"),
        ("[[seed]]\nname = 'a.b'\nsignature = 'x='\n", "'x=' is no signature"),
        ("[[loader]]\nname = 'a.b'\nworkers = 2\n", "workers must be a str, not 2"),
        ("dataset = 3\n", "dataset must be a list of tables: write [[dataset]]"),
        ("[dataset]\nname = 'a.b'\n", "dataset must be a list of tables: write [[dataset]]"),
        ("[aliases]\na = 3\n", "a must be a string, not a number"),
        ("[versions]\ntorch = 1.8\n", "torch must be a string, not a number"),
        ("[[dateset]]\nname = 'a.b'\n", "unknown key 'dateset'; did you mean 'dataset'?"),
    ],
)
def test_a_mistake_in_a_declaration_is_one_clear_line(text: str, said: str, tmp_path: Path) -> None:
    write(tmp_path, {"auglint.toml": text, "train.py": PROGRAM})
    with pytest.raises(SettingsError) as raised:
        lint.check(lint.discovered([tmp_path], load_settings(tmp_path)), load_settings(tmp_path))
    assert said in raised.value.text
    assert "auglint.toml" in raised.value.text


WORKERS = """
import numpy as np
from torch.utils.data import DataLoader, Dataset

class Noisy(Dataset):
    def __init__(self, images):
        self.images = images
    def __len__(self):
        return len(self.images)
    def __getitem__(self, i):
        return self.images[i] + np.random.normal(0, 1, 8)

train_loader = DataLoader(Noisy(np.load("train.npy")), 4, num_workers=4)
"""


@pytest.mark.parametrize(
    ("files", "settings", "found"),
    [
        ({}, "", False),
        ({"requirements.txt": "torch==1.8.1\n"}, "", True),
        ({"requirements.txt": "torch<1.9\n"}, "", True),
        ({"requirements.txt": "torch==1.9.0\n"}, "", False),
        ({"requirements.txt": "torch\n"}, "", False),
        ({}, "[tool.auglint.versions]\ntorch = '1.7'\n", True),
        ({"requirements.txt": "torch==1.8.1\n"}, "[tool.auglint.versions]\ntorch = '>=2.0,<3'\n", False),
    ],
)
def test_numpy_in_workers_of_an_old_torch(files: dict[str, str], settings: str, found: bool, tmp_path: Path) -> None:
    assert codes(tmp_path, settings, {"train.py": WORKERS, **files}) == [("AUG104", 13)] * found


def test_an_old_torch_whose_workers_are_seeded_is_fine(tmp_path: Path) -> None:
    program = WORKERS.replace("num_workers=4)", "num_workers=4, worker_init_fn=lambda n: np.random.seed(seed() + n))")
    files = {"train.py": "from somewhere import seed\n" + program, "requirements.txt": "torch==1.8.1\n"}
    assert codes(tmp_path, "", files) == []


CROPS = """
import albumentations as A
from torch.utils.data import DataLoader, Dataset

class Crops(Dataset):
    def __init__(self, images):
        self.images, self.augment = images, A.Compose([A.RandomCrop(8, 8)])
    def __len__(self):
        return len(self.images)
    def __getitem__(self, i):
        return self.augment(image=self.images[i])["image"]

train_loader = DataLoader(Crops(open("x").read()), 4, num_workers=4)
"""


@pytest.mark.parametrize(
    ("pin", "found"),
    [
        ("albumentations==1.4.20", False),
        ("albumentations==1.4.21", True),
        ("albumentations==2.0.8", True),
        ("albumentations>=1.4.21,<=2.0.8", True),
        ("albumentations>=1.4.21", False),
        ("albumentationsx==2.3.0", True),
        ("albumentationsx==2.4.0", False),
    ],
)
def test_albumentations_in_workers(pin: str, found: bool, tmp_path: Path) -> None:
    assert codes(tmp_path, "", {"train.py": CROPS, "requirements.txt": pin}) == [("AUG104", 7)] * found


def test_the_settings_know_every_kind_of_row() -> None:
    assert set(ROWS) == set(KINDS)
