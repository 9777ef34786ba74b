"""AUG104: a generator that is copied into workers is seeded anew in each of them."""

import json
from pathlib import Path

import pytest
from fixed import fixed, is_safe
from mended import left_alone, mended, program

from auglint import lint
from auglint.finding import Applicability, Finding
from auglint.settings import Settings

HEAD = """\
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __init__(self, path, seed=0):
        self.images = np.load(path)
        self.rng = {made}

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.images[index] + self.rng.random()


"""
NUMPY = HEAD.format(made="np.random.default_rng(seed)")
ASKING = NUMPY.replace("Dataset\n\n", "Dataset, get_worker_info\n\n", 1)
SEEDED = """\
def seed_worker(worker_id):
    info = get_worker_info()
    info.dataset.rng = np.random.default_rng(info.seed)


"""


def finding(folder: Path, text: str) -> Finding:
    """The one finding of AUG104."""
    (folder / "train.py").write_text(text, encoding="utf-8")
    report = lint.check(lint.discovered([folder], Settings(folder)), Settings(folder))
    (found,) = [each for each in report.findings if each.code == "AUG104"]
    return found


def test_the_loader_gets_a_function_that_rebuilds_the_generator(tmp_path: Path) -> None:
    text = f'{NUMPY}train_loader = DataLoader(Noisy("train.npy"), batch_size=8, num_workers=4)\n'
    assert not is_safe(finding(tmp_path, text)), "the seed in the constructor made runs alike"
    assert mended(tmp_path, text, "AUG104") == (
        f"{ASKING}{SEEDED}"
        'train_loader = DataLoader(Noisy("train.npy"), batch_size=8, num_workers=4, worker_init_fn=seed_worker)\n'
    )


@pytest.mark.parametrize(
    ("head", "options"),
    [
        ("import torch\n\ntorch.manual_seed(1)\n", ""),
        ("", ", shuffle=True"),
        ("import torch\n", ", generator=torch.Generator().manual_seed(1)"),
    ],
)
def test_it_is_safe_where_runs_are_as_much_alike_as_before(tmp_path: Path, head: str, options: str) -> None:
    text = f'{NUMPY}{head}train_loader = DataLoader(Noisy("train.npy"), batch_size=8, num_workers=4{options})\n'
    assert is_safe(finding(tmp_path, text))


@pytest.mark.parametrize(
    ("made", "draw", "line"),
    [
        ("np.random.RandomState(seed)", "random()", "info.dataset.rng.seed(info.seed % 2**32)"),
        ("random.Random(seed)", "random()", "info.dataset.rng.seed(info.seed + info.num_workers)"),
        (
            "np.random.Generator(np.random.PCG64(seed))",
            "random()",
            "info.dataset.rng = np.random.Generator(type(info.dataset.rng.bit_generator)(info.seed))",
        ),
    ],
)
def test_each_kind_of_generator_is_seeded_in_its_way(tmp_path: Path, made: str, draw: str, line: str) -> None:
    text = "import random\n\n" + HEAD.format(made=made)
    text += 'train_loader = DataLoader(Noisy("train.npy"), num_workers=4)\n'
    assert f"    {line}\n" in mended(tmp_path, text, "AUG104")


def test_a_generator_in_a_transform_is_reached_through_its_pipeline(tmp_path: Path) -> None:
    text = program(
        "import torch",
        "import torch.utils.data as tud",
        "from torchvision import transforms as T",
        "from torchvision.datasets import ImageFolder",
        "",
        "",
        "class AddNoise:",
        "    def __init__(self):",
        "        self.generator = torch.Generator().manual_seed(1)",
        "",
        "    def __call__(self, image):",
        "        return image + torch.randn(image.shape, generator=self.generator)",
        "",
        "",
        "def main():",
        "    whole = ImageFolder('data', T.Compose([T.CenterCrop(64), T.ToTensor(), AddNoise()]))",
        "    part, _ = tud.random_split(whole, [80, 20])",
        "    # eight at a time",
        "    return tud.DataLoader(",
        "        part,",
        "        batch_size=8,  # small",
        "        num_workers=4,",
        "    )",
        "",
        "",
        "train_loader = main()",
    )
    path = "info.dataset.dataset.transform.transforms[2].generator"
    want = text.replace(
        "def main():",
        "def seed_worker(worker_id):\n"
        "    info = tud.get_worker_info()\n"
        f"    {path}.manual_seed(info.seed + info.num_workers)\n\n\n"
        "def main():",
    ).replace("num_workers=4,\n", "num_workers=4,\n        worker_init_fn=seed_worker,\n")
    assert mended(tmp_path, text, "AUG104") == want


def test_one_object_in_two_places_stays_one_object(tmp_path: Path) -> None:
    text = NUMPY.replace(
        "        self.rng = np.random.default_rng(seed)\n",
        "        self.rng = np.random.default_rng(seed)\n        self.again = self.rng\n",
    )
    text += 'train_loader = DataLoader(Noisy("train.npy"), num_workers=4)\n'
    line = "    info.dataset.rng = info.dataset.again = np.random.default_rng(info.seed)\n"
    assert line in mended(tmp_path, text, "AUG104")


def test_all_that_is_copied_is_seeded_at_once_and_apart(tmp_path: Path) -> None:
    text = program(
        "import numpy as np",
        "import torch",
        "from torch.utils import data",
        "",
        "rng = np.random.default_rng(0)",
        "gen = torch.Generator()",
        "",
        "",
        "def noise(x, source):",
        "    return x + source.random()",
        "",
        "",
        "class Noisy(data.Dataset):",
        "    def __init__(self, images, shift):",
        "        self.images, self.shift = images, shift",
        "",
        "    def __len__(self):",
        "        return len(self.images)",
        "",
        "    def __getitem__(self, i):",
        "        shift = self.shift",
        "        return noise(self.images[i], rng) + shift.random() + torch.rand((), generator=gen)",
        "",
        "",
        "train_set = Noisy(np.load('train.npy'), np.random.default_rng(1))",
        "train_loader = data.DataLoader(train_set, num_workers=4)",
    )
    assert (
        "def seed_worker(worker_id):\n"
        "    global rng\n"
        "    info = data.get_worker_info()\n"
        "    rng = np.random.default_rng(info.seed)\n"
        "    info.dataset.shift = np.random.default_rng(info.seed + info.num_workers)\n"
        "    gen.manual_seed(info.seed + 2 * info.num_workers)\n"
    ) in mended(tmp_path, text, "AUG104")


def test_a_worker_function_that_is_there_goes_on(tmp_path: Path) -> None:
    text = f"""{NUMPY}def init(worker_id):
    np.random.seed((torch.initial_seed() + worker_id) % 2**32)  # for the augmentations


train_loader = DataLoader(Noisy("train.npy"), num_workers=4, worker_init_fn=init)
"""
    want = text.replace("Dataset\n\n", "Dataset, get_worker_info\n\n", 1).replace(
        "  # for the augmentations\n",
        "  # for the augmentations\n"
        "    info = get_worker_info()\n"
        "    info.dataset.rng = np.random.default_rng(info.seed)\n",
    )
    assert mended(tmp_path, text, "AUG104") == want


HELPER = """\
def loader(path, train, workers):
    options = {"batch_size": 8, "num_workers": workers}
    return DataLoader(Noisy(path), shuffle=train, **options)


"""


def test_a_helper_that_evaluation_calls_too_is_not_safe(tmp_path: Path) -> None:
    text = f'{NUMPY}{HELPER}train_loader = loader("train.npy", True, 4)\nval_loader = loader("val.npy", False, 4)\n'
    found = finding(tmp_path, text)
    assert [fix.applicability for fix in found.fixes] == [Applicability.UNSAFE]
    want = f"{ASKING}{SEEDED}{HELPER}".replace("**options)", "**options, worker_init_fn=seed_worker)")
    assert mended(tmp_path, text, "AUG104").startswith(want)


def test_a_row_that_would_be_too_long_becomes_three(tmp_path: Path) -> None:
    long = 'Noisy("a/very/long/path/to/the/images/of/training.npy"), batch_size=64, num_workers=4'
    text = f"{NUMPY}def main():\n    loader = DataLoader({long})\n    return loader\n\n\ntrain_loader = main()\n"
    after = mended(tmp_path, text, "AUG104")
    assert f"    loader = DataLoader(\n        {long}, worker_init_fn=seed_worker\n    )\n" in after


def test_names_that_are_taken_are_left_to_their_owners(tmp_path: Path) -> None:
    text = f"""{NUMPY}def seed_worker(worker_id):
    print(worker_id)


train_loader = DataLoader(Noisy("train.npy"), num_workers=4)
"""
    assert "worker_init_fn=seed_worker_2)" in mended(tmp_path, text, "AUG104")


def test_a_pinned_albumentations_is_seeded_in_its_own_way(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("albumentations==2.0.8\n", encoding="utf-8")
    text = program(
        "import albumentations as A",
        "import torch",
        "from torch.utils.data import DataLoader, Dataset",
        "",
        "",
        "class Photos(Dataset):",
        "    def __init__(self, photos, transform):",
        "        self.photos, self.transform = photos, transform",
        "",
        "    def __len__(self):",
        "        return len(self.photos)",
        "",
        "    def __getitem__(self, i):",
        '        return self.transform(image=self.photos[i])["image"]',
        "",
        "",
        'if __name__ == "__main__":',
        "    train_set = Photos(torch.load('x.pt'), A.Compose([A.HorizontalFlip(), A.RandomCrop(64, 64)]))",
        "    train_loader = DataLoader(train_set, num_workers=4)",
    )
    after = mended(tmp_path, text, "AUG104")
    assert "    info.dataset.transform.set_random_seed(info.seed % 2**32)\n\n\nif __name__" in after


def test_numpy_under_an_old_torch_is_seeded_by_the_worker(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("torch==1.8.1\n", encoding="utf-8")
    text = NUMPY.replace("self.rng.random()", "np.random.random()")
    text += 'train_loader = DataLoader(Noisy("train.npy"), num_workers=4)\n'
    after = mended(tmp_path, text, "AUG104")
    assert "def seed_worker(worker_id):\n    np.random.seed(torch.initial_seed() % 2**32)\n" in after


def test_a_keras_dataset_runs_in_threads(tmp_path: Path) -> None:
    text = program(
        "import keras",
        "import numpy as np",
        "",
        "",
        "class Noisy(keras.utils.PyDataset):",
        "    def __init__(self, images, **kwargs):",
        "        super().__init__(**kwargs)",
        "        self.images = images",
        "",
        "    def __len__(self):",
        "        return len(self.images)",
        "",
        "    def __getitem__(self, i):",
        "        return self.images[i] + np.random.normal(size=self.images[i].shape), 0",
        "",
        "",
        'train_data = Noisy(np.load("train.npy"), workers=2, use_multiprocessing=True)',
        "keras.Sequential([keras.layers.Dense(1)]).fit(train_data, epochs=2)",
    )
    assert finding(tmp_path, text).fixes[0].applicability is Applicability.UNSAFE
    want = text.replace("use_multiprocessing=True", "use_multiprocessing=False")
    assert mended(tmp_path, text, "AUG104") == want


def test_each_of_a_list_gets_a_seed_of_its_own(tmp_path: Path) -> None:
    text = HEAD.format(made="[np.random.default_rng(n) for n in range(3)]")
    text = text.replace("rng.random", "rng[index % 3].random")
    text += 'train_loader = DataLoader(Noisy("train.npy"), num_workers=4)\n'
    assert (
        "    info.dataset.rng[0] = np.random.default_rng(info.seed)\n"
        "    info.dataset.rng[1] = np.random.default_rng(info.seed + info.num_workers)\n"
        "    info.dataset.rng[2] = np.random.default_rng(info.seed + 2 * info.num_workers)\n"
    ) in mended(tmp_path, text, "AUG104")


HELD = "self.rng = np.random.default_rng(seed)"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param([("self.rng", "self.__rng")], id="the name is mangled"),
        pytest.param(
            [
                (
                    "    def __len__",
                    "    def __setattr__(self, name, value):\n        raise AttributeError\n\n    def __len__",
                )
            ],
            id="attributes cannot be set",
        ),
        pytest.param(
            [(HELD, f"rng = {HELD[11:]}\n        self.draw = lambda: rng.random()"), ("self.rng.random", "self.draw")],
            id="it is held by a function",
        ),
        pytest.param(
            [(HELD, f"{HELD} if len(path) > 5 else np.random.RandomState(seed)")],
            id="it is of one kind or another",
        ),
        pytest.param(
            [("num_workers=4", "num_workers=4, worker_init_fn=lambda n: np.random.seed(torch.initial_seed() % 2**32)")],
            id="a lambda runs in the workers",
        ),
    ],
)
def test_what_cannot_be_seeded_for_sure_is_left_alone(tmp_path: Path, changes: list[tuple[str, str]]) -> None:
    text = f'{NUMPY}train_loader = DataLoader(Noisy("train.npy"), num_workers=4)\n'
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    assert left_alone(tmp_path, text, "AUG104")


def test_two_datasets_of_one_call_must_be_alike(tmp_path: Path) -> None:
    text = f"""{NUMPY}class Plain(Dataset):
    def __init__(self, path):
        self.images = np.load(path)

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.images[index]


def loader(dataset):
    return DataLoader(dataset, num_workers=4)


train_loader = loader(Noisy("train.npy"))
val_loader = loader(Plain("val.npy"))
"""
    assert left_alone(tmp_path, text, "AUG104")


def test_a_class_and_its_loader_in_two_files(tmp_path: Path) -> None:
    (tmp_path / "data.py").write_text(NUMPY.rstrip() + "\n", encoding="utf-8")
    text = program(
        '"""Train."""',
        "import torch",
        "from torch.utils.data import DataLoader",
        "",
        "from data import Noisy",
        "",
        "",
        "def main():",
        '    return DataLoader(Noisy("train.npy"), num_workers=4)',
        "",
        "",
        "train_loader = main()",
    )
    (tmp_path / "train.py").write_text(text, encoding="utf-8")
    texts, landing = fixed(tmp_path, "AUG104")
    assert landing.settled
    assert texts["data.py"] == NUMPY.rstrip() + "\n"
    assert "import numpy as np\n" in texts["train.py"]
    assert "    info.dataset.rng = np.random.default_rng(info.seed)\n" in texts["train.py"]


def test_in_a_notebook_the_function_comes_into_the_cell_of_the_loader(tmp_path: Path) -> None:
    cells = [NUMPY.rstrip(), 'train_loader = DataLoader(Noisy("train.npy"), num_workers=4)\nlen(train_loader)']
    (tmp_path / "train.ipynb").write_text(json.dumps(notebook(cells)), encoding="utf-8")
    texts, landing = fixed(tmp_path, "AUG104")
    assert landing.settled and not landing.refused
    found = ["".join(cell["source"]) for cell in json.loads(texts["train.ipynb"])["cells"]]
    assert found[0] == ASKING.rstrip()
    assert found[1] == SEEDED + cells[1].replace("num_workers=4)", "num_workers=4, worker_init_fn=seed_worker)")


def notebook(cells: list[str]) -> dict[str, object]:
    code = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
    return {
        "cells": [code | {"source": cell.splitlines(keepends=True)} for cell in cells],
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_stay_what_they_are(tmp_path: Path, ends: str) -> None:
    text = f'{NUMPY}train_loader = DataLoader(Noisy("train.npy"), num_workers=4)\n'
    after = mended(tmp_path, text.replace("\n", ends), "AUG104")
    assert after.replace(ends, "\n") == f"{ASKING}{SEEDED}{text.removeprefix(NUMPY)}".replace(
        "num_workers=4)", "num_workers=4, worker_init_fn=seed_worker)"
    )
    assert "\n" not in after.replace(ends, "")


@pytest.mark.parametrize(
    ("made", "drawn"),
    [
        ("np.random.default_rng(seed)\n        self.draw = self.rng.random", "self.rng.random() + self.draw()"),
        ("np.random.default_rng(seed)\n        self.draws = [self.rng.random]", "self.rng.random()"),
    ],
)
def test_a_generator_of_which_a_method_is_kept_is_left_alone(tmp_path: Path, made: str, drawn: str) -> None:
    text = HEAD.format(made=made).replace("self.rng.random()\n\n\n", f"{drawn}\n\n\n")
    assert left_alone(tmp_path, text + "train_loader = DataLoader(Noisy('train.npy'), num_workers=4)\n", "AUG104")


@pytest.mark.parametrize("drawn", ["cls.rng.random()", "Noisy.rng.random()"])
def test_a_generator_that_is_drawn_from_through_the_class_is_left_alone(tmp_path: Path, drawn: str) -> None:
    text = (
        NUMPY.replace("        self.rng = np.random.default_rng(seed)\n", "")
        .replace("    def __init__", "    rng = np.random.default_rng(0)\n\n    def __init__")
        .replace(
            "self.rng.random()\n\n\n",
            f"self.noise()\n\n    @classmethod\n    def noise(cls):\n        return {drawn}\n\n\n",
        )
    )
    assert left_alone(tmp_path, text + "train_loader = DataLoader(Noisy('train.npy'), num_workers=4)\n", "AUG104")


def test_a_worker_function_that_the_program_calls_itself_is_left_alone(tmp_path: Path) -> None:
    text = NUMPY + program(
        "def init(worker_id):",
        "    np.random.seed(torch.initial_seed() % 2**32)",
        "",
        "",
        "init(0)",
        "train_loader = DataLoader(Noisy('train.npy'), num_workers=4, worker_init_fn=init)",
    )
    assert left_alone(tmp_path, text, "AUG104")


@pytest.mark.parametrize(
    "later", ["for data in train_loader:\n    print(data)\n", "with open('x') as data:\n    pass\n"]
)
def test_a_module_whose_name_is_used_for_something_else_later_is_not_asked_by_it(tmp_path: Path, later: str) -> None:
    head = NUMPY.replace("from torch.utils.data import DataLoader, Dataset", "from torch.utils import data").replace(
        "(Dataset)", "(data.Dataset)"
    )
    text = f"{head}train_loader = data.DataLoader(Noisy('train.npy'), num_workers=4)\n{later}"
    after = mended(tmp_path, text, "AUG104")
    assert "data.get_worker_info()" not in after.replace("torch.utils.data.get_worker_info()", "")
    assert "torch.utils.data.get_worker_info()" in after
