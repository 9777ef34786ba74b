"""AUG302: two calls, slices or divisions are made to agree."""

from pathlib import Path

import pytest
from mended import left_alone, mended, program

KERAS = """\
import keras

FOLDER = "data/all"


"""
LOAD = "keras.utils.image_dataset_from_directory"
TORCH = """\
import torch
from torch.utils.data import DataLoader, Subset, random_split
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

augmented = ImageFolder("data/all", transform=T.RandomCrop(64))
plain = ImageFolder("data/all", transform=T.CenterCrop(64))
"""
LOADERS = """\
train_loader = DataLoader(train_set, batch_size=16, shuffle=True)
val_loader = DataLoader(val_set, batch_size=16)
"""
SKLEARN = """\
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

x, y = np.load("x.npy"), np.load("y.npy")
"""
FIT = """\
model = LogisticRegression().fit(x_train, y_train)
print(model.score(x_test, y_test))
"""


def both(train: str, val: str) -> str:
    return f"{KERAS}train_ds = {LOAD}({train})\nval_ds = {LOAD}({val})\n"


@pytest.mark.parametrize(
    ("train", "val", "mended_val"),
    [
        (
            'FOLDER, validation_split=0.2, subset="training", seed=1',
            'FOLDER, validation_split=0.2, subset="validation", seed=2',
            'FOLDER, validation_split=0.2, subset="validation", seed=1',
        ),
        (
            'FOLDER, validation_split=0.2, subset="training", seed=1',
            'FOLDER, validation_split=0.3, subset="validation", seed=1',
            'FOLDER, validation_split=0.2, subset="validation", seed=1',
        ),
        (
            'FOLDER, validation_split=0.2, subset="training", shuffle=False, seed=1',
            'FOLDER, validation_split=0.2, subset="validation", seed=1',
            'FOLDER, validation_split=0.2, subset="validation", seed=1, shuffle=False',
        ),
    ],
    ids=["seed", "fraction", "shuffle"],
)
def test_the_call_for_evaluation_gets_what_that_for_training_is_given(
    tmp_path: Path, train: str, val: str, mended_val: str
) -> None:
    assert mended(tmp_path, both(train, val), "AUG302") == both(train, mended_val)


def test_the_argument_is_said_in_the_words_of_the_place(tmp_path: Path) -> None:
    text = program(
        "import keras",
        "",
        "SEED = 7",
        "",
        "",
        "def part(subset, seed=SEED):",
        '    return keras.utils.image_dataset_from_directory("all", validation_split=0.2, subset=subset, seed=seed)',
        "",
        "",
        "def datasets():",
        "    seed = 3",
        '    train_ds = part("training", SEED)',
        "    val_ds = part(  # held out",
        '        "validation",',
        "        seed,  # another one",
        "    )",
        "    return train_ds, val_ds",
        "",
        "",
        "train_ds, val_ds = datasets()",
    )
    assert mended(tmp_path, text, "AUG302") == text.replace("        seed,  #", "        SEED,  #")


def test_a_value_that_has_no_name_here(tmp_path: Path) -> None:
    text = program(
        "import keras",
        "",
        "",
        "def training():",
        "    chosen = 5",
        f'    return {LOAD}("all", validation_split=0.2, subset="training", seed=chosen)',
        "",
        "",
        "def validation():",
        f'    return {LOAD}("all", validation_split=0.2, subset="validation", seed=6)',
        "",
        "",
        "train_ds = training()",
        "val_ds = validation()",
    )
    assert mended(tmp_path, text, "AUG302") == text.replace("seed=6", "seed=5")


def test_one_call_for_both_keeps_the_order_of_evaluation(tmp_path: Path) -> None:
    common = 'directory=FOLDER, validation_split=0.2, seed=1, subset="'
    text = both(common + 'training"', common + 'validation", shuffle=False')
    wanted = f'{KERAS}train_ds, val_ds = {LOAD}({common}both")\n'
    assert mended(tmp_path, text, "AUG302") == wanted
    between = text.replace("\nval_ds", "\nnames = train_ds.class_names\nval_ds")
    assert mended(tmp_path, between, "AUG302") == wanted + "names = train_ds.class_names\n"
    for other in ("batch_size=8", "image_size=(32, 32)"):
        unlike = text.replace("shuffle=False", f"shuffle=False, {other}")
        assert left_alone(tmp_path, unlike, "AUG302")


def test_random_split_twice(tmp_path: Path) -> None:
    text = (
        TORCH
        + "train_set, _ = random_split(augmented, [80, 20])\n_, val_set = random_split(plain, [80, 20])\n"
        + LOADERS
    )
    seeded = ", generator=torch.Generator().manual_seed(0))"
    assert mended(tmp_path, text, "AUG302") == text.replace("[80, 20])", "[80, 20]" + seeded)
    again = ("for run in range(3):\n    ", "    ", "[80, 20]")
    unlike = ("", "", "[0.8, 0.2]")
    for start, indentation, sizes in (again, unlike):
        rows = f"{start}train_set, _ = random_split(augmented, [80, 20])\n"
        rows += f"{indentation}_, val_set = random_split(plain, {sizes})\n"
        text = TORCH + rows + LOADERS
        assert left_alone(tmp_path, text, "AUG302")


def test_one_generator_for_two_divisions(tmp_path: Path) -> None:
    text = TORCH + program(
        "g = torch.Generator().manual_seed(3)",
        "train_set, _ = random_split(augmented, [80, 20], generator=g)",
        "_, val_set = random_split(plain, [80, 20], generator=g)",
        LOADERS,
    )
    assert mended(tmp_path, text, "AUG302") == text.replace(
        "generator=g)", "generator=torch.Generator().manual_seed(3))"
    )


@pytest.mark.parametrize(
    ("first", "second", "mended_first", "mended_second"),
    [
        ("random_state=0", "random_state=1", "random_state=0", "random_state=0"),
        ("", "", "random_state=0", "random_state=0"),
        ("random_state=0", "stratify=y, random_state=1", "", ""),
        ("test_size=0.3, random_state=0", "random_state=1", "", ""),
    ],
)
def test_train_test_split_twice(tmp_path: Path, first: str, second: str, mended_first: str, mended_second: str) -> None:
    def text(one: str, other: str) -> str:
        rows = "x_train, _, y_train, _ = train_test_split(x, y{})\n_, x_test, _, y_test = train_test_split(x, y{})\n"
        return SKLEARN + rows.format(*(f", {each}" if each else "" for each in (one, other))) + FIT

    before = text(first, second)
    assert mended(tmp_path, before, "AUG302") == (text(mended_first, mended_second) if mended_second else before)


@pytest.mark.parametrize(
    ("train", "val", "wanted"),
    [
        ("[:80]", "[70:]", "[80:]"),
        ("[0:80]", "[70:90]", "[80:90]"),
        ("[20:]", "[:30]", "[:20]"),
        ("[10:80]", "[70:]", "[80:]"),
        ("[:80]", "[:20]", "[80:]"),
        ("[: len(order) - 20]", "[:20]", "[len(order) - 20 :]"),
        ("[:80]", "[20:30]", "[20:30]"),
    ],
)
def test_slices(tmp_path: Path, train: str, val: str, wanted: str) -> None:
    order = "order = torch.randperm(100).tolist()\n"
    sets = "train_set = Subset(plain, order{})\nval_set = Subset(plain, order{})  # held out\n"
    text = TORCH + order + sets.format(train, val) + LOADERS
    assert mended(tmp_path, text, "AUG302") == TORCH + order + sets.format(train, wanted) + LOADERS


def test_images_and_labels_are_cut_alike(tmp_path: Path) -> None:
    text = program(
        "import keras",
        "import numpy as np",
        "",
        'x, y = np.load("x.npy"), np.load("y.npy")',
        "model = keras.Sequential([keras.layers.Dense(2)])",
        "model.fit(x[:800], y[:800], validation_data=(x[700:], y[700:]), epochs=3)",
    )
    assert mended(tmp_path, text, "AUG302") == text.replace("[700:]", "[800:]")
    apart = text.replace("y[700:]", "y[-300:]")
    assert left_alone(tmp_path, apart, "AUG302")


def test_a_third_part_is_not_cut_into(tmp_path: Path) -> None:
    text = TORCH + program(
        "order = torch.randperm(100).tolist()",
        "train_set = Subset(plain, order[:60])",
        "val_set = Subset(plain, order[:20])",
        "test_set = Subset(plain, order[80:])",
        LOADERS,
    )
    assert left_alone(tmp_path, text, "AUG302")


def test_percentages(tmp_path: Path) -> None:
    text = program(
        "from datasets import load_dataset",
        "",
        'train = load_dataset("beans", split="train[:80%]")',
        "val = load_dataset('beans', split='train[70%:]')",
    )
    assert mended(tmp_path, text, "AUG302") == text.replace("70%", "80%")


def test_training_on_the_whole(tmp_path: Path) -> None:
    text = TORCH + program(
        "train_set, val_set = random_split(plain, [80, 20])",
        "train_loader = DataLoader(plain, batch_size=16, shuffle=True)",
        "val_loader = DataLoader(val_set, batch_size=16)",
    )
    assert mended(tmp_path, text, "AUG302") == text.replace("DataLoader(plain", "DataLoader(train_set")
    used = text + "print(len(train_set))\n"
    assert left_alone(tmp_path, used, "AUG302")
    unnamed = text.replace("train_set, val", "_, val") + "_ = 1\n"
    assert left_alone(tmp_path, unnamed, "AUG302")


@pytest.mark.parametrize(("second", "third"), [("_, x_val, _, y_val", "test"), ("_, x_test, _, y_test", "val")])
def test_a_third_part_that_would_become_the_second(tmp_path: Path, second: str, third: str) -> None:
    text = program(
        "import keras",
        SKLEARN + f"x_train, x_{third}, y_train, y_{third} = train_test_split(x, y, random_state=1)",
        f"{second} = train_test_split(x, y, random_state=2)",
        'model = keras.Sequential([keras.layers.Dense(1)])\nmodel.compile("adam", "mse")',
        "model.fit(x_train, y_train, validation_data=(x_val, y_val))",
        "print(model.evaluate(x_test, y_test))",
    )
    assert left_alone(tmp_path, text, "AUG302")
