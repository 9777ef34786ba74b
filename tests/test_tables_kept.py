"""What fixes take from the tables about attributes, workers and seeds, asked of the real libraries."""

import inspect
import random
import re
from importlib import import_module
from typing import Any

import pytest

from auglint.trace.tables import load_table

pytestmark = pytest.mark.frameworks


def library(name: str) -> Any:
    """An installed library module."""
    if name.startswith("torchvision"):
        pytest.importorskip("torchvision_shim", reason="torchvision is not installed")
    return pytest.importorskip(name, reason=f"{name} is not installed")


def row(name: str) -> Any:
    table = load_table(name.partition(".")[0])
    assert table is not None
    return table.rows[name]


def made(name: str) -> Any:
    """A small object of torch's data tools."""
    torch, data = library("torch"), library("torch.utils.data")
    numbers = data.TensorDataset(torch.arange(6))
    return {
        "Subset": lambda: data.Subset(numbers, [1, 2]),
        "ConcatDataset": lambda: data.ConcatDataset([numbers, numbers]),
        "random_split": lambda: data.random_split(numbers, [4, 2])[0],
        "BatchSampler": lambda: data.BatchSampler(data.SequentialSampler(numbers), 2, drop_last=False),
        "DataLoader": lambda: data.DataLoader(numbers),
    }[name]()


@pytest.mark.parametrize("name", ["Subset", "ConcatDataset", "random_split", "BatchSampler", "DataLoader"])
def test_torch_keeps_what_it_is_given(name: str) -> None:
    kept = row(f"torch.utils.data.{name}").keeps
    assert kept
    assert all(hasattr(made(name), attribute) for attribute in kept)


@pytest.mark.parametrize("space", ["torchvision.transforms", "torchvision.transforms.v2"])
def test_transforms_keep_their_steps(space: str) -> None:
    transforms = library(space)
    steps = [transforms.RandomHorizontalFlip(), transforms.CenterCrop(4)]
    for name in ("Compose", "RandomApply", "RandomChoice", "RandomOrder"):
        assert "transforms" in row(f"{space}.{name}").keeps
        assert getattr(transforms, name)(steps).transforms is steps
    assert "lambd" in row(f"{space}.Lambda").keeps
    assert transforms.Lambda(str).lambd is str


def test_steps_given_one_by_one_are_elements() -> None:
    torch = library("torch")
    steps = [torch.nn.Flatten(), torch.nn.Identity()]
    assert torch.nn.Sequential(*steps)[1] is steps[1]


def test_all_datasets_of_torchvision_keep_their_transforms() -> None:
    """They say so themselves, or the base class does that they tell."""
    datasets = library("torchvision.datasets")
    assert {"transform", "transforms"} <= set(row("torchvision.datasets.ImageFolder").keeps)
    for name, value in vars(datasets).items():
        if isinstance(value, type) and "transform" in inspect.signature(value).parameters:
            constructors = [cls.__dict__["__init__"] for cls in value.__mro__[:-1] if "__init__" in cls.__dict__]
            code = "".join(inspect.getsource(each) for each in constructors if inspect.isfunction(each))
            assert re.search(r"self\.transform\s*=", code), name
    assert datasets.FakeData(2, transform=str).transform is str


def test_a_worker_is_told_its_seed() -> None:
    torch, numpy = library("torch"), library("numpy")
    loader = row("torch.utils.data.DataLoader")
    assert eval(loader.worker_info, {"torch": torch}) is None  # in the main process
    torch.manual_seed(7)
    assert eval(loader.worker_seed, {"torch": torch}) == 7
    before = numpy.random.get_state()[1].tolist()
    exec(loader.reseed["numpy"].format(seed=5), {"numpy": numpy})
    assert numpy.random.get_state()[1].tolist() != before


@pytest.mark.parametrize(
    "name", ["numpy.random.default_rng", "numpy.random.RandomState", "random.Random", "torch.Generator"]
)
def test_a_seed_for_each_kind_of_generator_can_be_drawn(name: str) -> None:
    names = {each: library(each) for each in ("torch", "numpy")} | {"random": random}
    drawn = [int(eval(row(name).drawn_seed, names)) for _ in range(20)]
    assert len(set(drawn)) >= 18
    assert all(0 <= each < 2**32 for each in drawn)
    space, _, last = name.rpartition(".")
    kind = getattr(import_module(space), last)
    assert kind().manual_seed(drawn[0]) if row(name).reseeds[:1] == ("manual_seed",) else kind(drawn[0])
