"""AUG301: what is offered where training and evaluation read the same data. People choose; nothing is applied alone."""

from pathlib import Path

import pytest
from fixed import fixed
from mended import program

from auglint import lint
from auglint.finding import Applicability, Finding, Fix
from auglint.fixes.landing import land
from auglint.settings import Settings

HEAD = """\
import torch
from torch.utils.data import DataLoader, Dataset, Subset
from torchvision import datasets
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

train_tf = T.Compose([T.RandomCrop(64), T.ToTensor()])
eval_tf = T.Compose([T.CenterCrop(64), T.ToTensor()])
"""


def offered(folder: Path, text: str, **others: str) -> dict[str, str]:
    """The program after each of the fixes that are offered for its one finding, by title."""
    for name, other in others.items():
        (folder / f"{name}.py").write_text(other, encoding="utf-8")
    (folder / "train.py").write_text(text, encoding="utf-8")
    _, landing = fixed(folder, "AUG301")
    assert not landing.landed, "a suggestion is never applied by itself"
    settings = Settings(folder, respect_gitignore=False)

    def session() -> lint.Session:
        return lint.Session(lint.discovered([folder / "train.py"], settings), settings)

    (finding,) = [each for each in session().report().findings if each.code == "AUG301"]
    outcomes: dict[str, str] = {}
    for fix in finding.fixes:
        assert fix.applicability is Applicability.SUGGESTION
        run = session()

        def choose(found: Finding, title: str = fix.title) -> Fix | None:
            return next((each for each in found.fixes if found.code == "AUG301" and each.title == title), None)

        landing = land(run, choose, lambda path: True)
        assert [one.reason for one in landing.refused] == []
        ((_, after),) = run.changes().values()
        outcomes[fix.title] = after.decode()
    return outcomes


@pytest.mark.parametrize(
    ("train", "val", "titles", "wanted"),
    [
        ('MNIST("d", train=True)', 'MNIST("d", train=True)', ["Ask for train=False"], 'MNIST("d", train=False)'),
        ('MNIST("d")', 'MNIST("d")', ["Ask for train=False"], 'MNIST("d", train=False)'),
        ('MNIST("d", True)', "MNIST('d', True)", ["Ask for train=False"], "MNIST('d', False)"),
        ('SVHN("d")', "SVHN('d', split='train')", ['Ask for split="test"'], "SVHN('d', split='test')"),
        (
            'DTD("d")',
            'DTD("d", split="train")',
            ['Ask for split="val"', 'Ask for split="test"'],
            'DTD("d", split="val")',
        ),
        ('Country211("d")', 'Country211("d")', ['Ask for split="valid"'], 'Country211("d", split="valid")'),
    ],
)
def test_another_split_of_the_library(tmp_path: Path, train: str, val: str, titles: list[str], wanted: str) -> None:
    text = HEAD + f"train_set = datasets.{train}\nval_set = datasets.{val}\n"
    found = offered(tmp_path, text)
    assert list(found)[: len(titles)] == titles
    assert found[titles[0]] == HEAD + f"train_set = datasets.{train}\nval_set = datasets.{wanted}\n"


def test_a_flag_of_a_helper_and_of_a_class(tmp_path: Path) -> None:
    text = HEAD + program(
        "",
        "",
        "def make(*, is_train, size=64):",
        '    return ImageFolder("train" if is_train else "val", train_tf)',
        "",
        "",
        "train_set = make(is_train=True)",
        "val_set = make(is_train=True)",
    )
    assert offered(tmp_path, text) == {
        "Ask for is_train=False": text.replace("val_set = make(is_train=True)", "val_set = make(is_train=False)")
    }


def test_a_parameter_that_both_are_given_at_one_place(tmp_path: Path) -> None:
    text = HEAD + program(
        "",
        "",
        "def make(tf):",
        '    return datasets.MNIST("d", train=True, transform=tf)',
        "",
        "",
        "train_loader = DataLoader(make(train_tf), shuffle=True)",
        "val_loader = DataLoader(make(eval_tf))",
    )
    assert offered(tmp_path, text) == {}


@pytest.mark.parametrize(
    ("definitions", "path", "wanted"),
    [
        ("", '"data/train"', '"data/val"'),
        ("", '"./data/val/../train/"', '"data/val"'),
        ('ROOT = "data"\n', 'f"{ROOT}/train"', 'f"{ROOT}/val"'),
    ],
)
def test_the_folder_beside(tmp_path: Path, definitions: str, path: str, wanted: str) -> None:
    (tmp_path / "data/val").mkdir(parents=True)
    head = HEAD + definitions + 'train_set = ImageFolder("data/train", train_tf)\n'
    found = offered(tmp_path, head + f"val_set = ImageFolder({path}, eval_tf)\n")
    assert found["Read data/val"] == head + f"val_set = ImageFolder({wanted}, eval_tf)\n"


def test_the_folder_beside_is_named_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "data/test").mkdir(parents=True)
    paths = 'from pathlib import Path\n\nROOT = Path("data")\nTRAIN = ROOT / "train"\nVAL = ROOT / "train"\n'
    text = HEAD + "import paths\n\ntrain_set = ImageFolder(paths.TRAIN, train_tf)\n"
    text += "val_loader = DataLoader(ImageFolder(paths.VAL, eval_tf))\n"
    assert offered(tmp_path, text, paths=paths) == {
        "Read data/test": paths.replace('VAL = ROOT / "train"', 'VAL = ROOT / "test"')
    }


def test_a_folder_that_is_not_there_or_not_told_apart(tmp_path: Path) -> None:
    loaders = "train_loader = DataLoader(ImageFolder({}, train_tf), shuffle=True)\n"
    loaders += "val_loader = DataLoader(ImageFolder({}, eval_tf))\n"
    assert offered(tmp_path, HEAD + loaders.format('"data/train"', '"data/train"')) == {}
    (tmp_path / "data/val").mkdir(parents=True)
    assert list(offered(tmp_path, HEAD + loaders.format('"data/train"', '"data/train"'))) == ["Read data/val"]
    one_name = HEAD + 'FOLDER = "data/train"\n' + loaders.format("FOLDER", "FOLDER")
    assert offered(tmp_path, one_name) == {}
    alias = HEAD + 'FOLDER = "data/train"\nVAL = FOLDER\n' + loaders.format("FOLDER", "VAL")
    assert offered(tmp_path, alias) == {}


PARTS = """\
order = torch.randperm(len(train_set), generator=torch.Generator().manual_seed(0)).tolist()
cut = int(0.8 * len(order))
train_set = Subset(train_set, order[:cut])
val_set = Subset(val_set, order[cut:])
"""


def test_the_one_dataset_is_divided(tmp_path: Path) -> None:
    head = HEAD + 'train_set = ImageFolder("all", train_tf)\nval_set = ImageFolder("all", eval_tf)  # the same\n'
    loaders = (
        "train_loader = DataLoader(train_set, shuffle=True)\nval_loader = DataLoader(val_set)\nprint(len(val_set))\n"
    )
    title = "Divide the data, a fifth of it for evaluation"
    assert offered(tmp_path, head + loaders) == {title: head + PARTS + loaders}
    taken = head + "order = cut = 1\n" + loaders
    assert "order_2 = torch.randperm(" in offered(tmp_path, taken)[title]
    inside = (
        "def loaders():\n    " + head[len(HEAD) :].replace("\nval", "\n    val") + "    return train_set, val_set\n"
    )
    found = offered(tmp_path, f"{HEAD}\n\n{inside}\n\ntrain_data, val_data = loaders()\n")[title]
    assert "    cut = int(0.8 * len(order))\n    train_set = Subset(train_set, order[:cut])\n" in found


@pytest.mark.parametrize(
    "rows",
    [
        'train_set = ImageFolder("all", train_tf)\nval_set = ImageFolder("all", eval_tf)\nprint(train_set.classes)',
        'train_set = ImageFolder("all", train_tf)\nif True:\n    val_set = ImageFolder("all", eval_tf)',
        'train_set = ImageFolder("all", train_tf); val_set = ImageFolder("all", eval_tf)',
        'train_loader = DataLoader(ImageFolder("all", train_tf), shuffle=True)\nval_set = ImageFolder("all", eval_tf)',
    ],
)
def test_what_cannot_be_divided_without_loss(tmp_path: Path, rows: str) -> None:
    assert offered(tmp_path, f"{HEAD}{rows}\n") == {}


def test_keras_the_other_subset(tmp_path: Path) -> None:
    call = 'keras.utils.image_dataset_from_directory("all", subset="training", seed=1, validation_split=0.2)'
    text = f"import keras\n\ntrain_ds = {call}\nval_ds = {call}\n"
    wanted = text[: text.index("val_ds")] + f"val_ds = {call}\n".replace("training", "validation")
    assert offered(tmp_path, text) == {'Ask for subset="validation"': wanted}
    whole = text.replace('subset="training", ', "").replace(", validation_split=0.2", "")
    assert offered(tmp_path, whole) == {}
