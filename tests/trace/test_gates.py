"""The sieves before the trace: they lose no finding, and they keep models, plain files and old trees out of the way."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import libcst
import pytest
from page_examples import examples, pages
from test_cases import CASES, cases
from traced import Program, Watched, trace, write

from auglint.catalogue import names
from auglint.checks import CODES, check_program
from auglint.finding import Finding
from auglint.source.text import SourceError, read_source
from auglint.trace import Project
from auglint.trace.calls import Calls
from auglint.trace.project import TREES_KEPT
from auglint.trace.values import Const, Instance, options

# No finding is lost -------------------------------------------------------------------------------------------------


def sources(path: Path) -> list[Path]:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return [file for file in files if file.suffix in (".py", ".ipynb")]


def programs(folder: Path) -> Iterator[list[Path]]:
    """The files of each case, and of each example on the rule pages."""
    for case in cases():
        yield sources(CASES / case)
    for code in pages():
        for number, example in enumerate(examples(code)):
            place = folder / f"{code}_{number}"
            place.mkdir()
            example.write(place)
            yield sources(place)


def findings(project: Project, path: Path) -> set[Finding] | str:
    try:
        return set(check_program(project, path, set(CODES) & set(names()))) if project.touches(path) else set()
    except SourceError as error:
        return str(error)


def test_the_sieves_lose_no_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    groups = [(Project(read_source), files) for files in programs(tmp_path)]
    sieved = {path: findings(project, path) for project, files in groups for path in files}
    assert sum(map(len, sieved.values())) > 100

    def always(*_: Any, **__: Any) -> bool:
        return True

    for name in ("touches", "matters", "relevant"):
        monkeypatch.setattr(Project, name, always)
    for name in ("worth_entering", "module_matters"):
        monkeypatch.setattr(Calls, name, always)
    assert {path: findings(project, path) for project, files in groups for path in files} == sieved


# Steps ---------------------------------------------------------------------------------------------------------------

MODEL = """
import math
import torch
import torch.nn as nn
import torch.nn.functional as F
from .registry import register, build_with_cfg
{imports}

def _cfg(url="", **kwargs):
    return {{"url": url, "num_classes": 1000, "mean": (0.5, 0.5, 0.5), **kwargs}}

default_cfgs = {{f"net{n}_{{size}}": _cfg(f"https://x/{{size}}") for size in ("tiny", "small", "base", "large")}}

class Block{n}(nn.Module):
    def __init__(self, dim, heads=8, ratio=4.0, drop=0.0, norm=nn.LayerNorm, act=nn.GELU):
        super().__init__()
        hidden = int(dim * ratio)
        self.norm = norm(dim)
        self.heads = heads
        self.qkv = nn.Linear(dim, dim * 3)
        self.mlp = nn.Sequential(nn.Linear(dim, hidden), act(), nn.Dropout(drop), nn.Linear(hidden, dim))
        self.scale = (dim // heads) ** -0.5
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.xavier_uniform_(parameter)

    def forward(self, x):
        q, k, v = self.qkv(self.norm(x)).chunk(3, dim=-1)
        attention = (q @ k.transpose(-2, -1)) * self.scale
        x = x + F.dropout(attention.softmax(dim=-1) @ v, 0.1, self.training)
        return x + self.mlp(x)

class Net{n}(nn.Module):
    def __init__(self, depths=(2, 2, 6, 2), dims=(64, 128, 256, 512), num_classes=1000, **kwargs):
        super().__init__()
        self.stem = nn.Conv2d(3, dims[0], 4, 4)
        rates = [x.item() for x in torch.linspace(0, 0.1, sum(depths))]
        stages, at = [], 0
        for stage, (depth, dim) in enumerate(zip(depths, dims)):
            stages.append(nn.Sequential(*[Block{n}(dim, drop=rates[at + d], **kwargs) for d in range(depth)]))
            if stage < len(dims) - 1:
                stages.append(nn.Conv2d(dim, dims[stage + 1], 2, 2))
            at += depth
        self.stages = nn.Sequential(*stages)
        self.head = nn.Linear(dims[-1], num_classes)

    def forward(self, x):
        return self.head(self.stages(self.stem(x)).mean((-2, -1)))

{use}
@register
def net{n}_tiny(pretrained=False, **kwargs):
    return build_with_cfg(Net{n}, default_cfgs["net{n}_tiny"], pretrained, depths=(2, 2, 18, 2), **kwargs)

@register
def net{n}_base(pretrained=False, **kwargs):
    return build_with_cfg(Net{n}, default_cfgs["net{n}_base"], pretrained, depths=(3, 3, 27, 3), **kwargs)
"""
REGISTRY = """
_models = {}

def register(function):
    _models[function.__name__] = function
    return function

def build_with_cfg(cls, cfg, pretrained, **kwargs):
    model = cls(num_classes=cfg["num_classes"], **kwargs)
    if pretrained:
        model.load_state_dict({})
    return model

def create(name, **kwargs):
    return _models[name](**kwargs)
"""
TRAIN = """
import torch
from torch.utils.data import DataLoader
from torchvision import datasets, transforms as T
from zoo import {name}

def loaders(root):
    augment = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])
    train_set = datasets.ImageFolder(root + "/train", transform=augment)
    val_set = datasets.ImageFolder(root + "/val", transform=augment)
    return DataLoader(train_set, shuffle=True), DataLoader(val_set)

def main():
    model = {call}
    train_loader, val_loader = loaders("data")
    optimiser = torch.optim.SGD(model.parameters())
    for images, labels in train_loader:
        loss = model(images).sum()
        loss.backward()
        optimiser.step()
    model.eval()
    with torch.no_grad():
        for images, labels in val_loader:
            model(images)

main()
"""
COUNT = 40


def zoo(folder: Path, reexport: str) -> None:
    """A package of models in which each module also uses the one before."""
    files = {"zoo/registry.py": REGISTRY, "zoo/__init__.py": "from .registry import *\n"}
    for n in range(COUNT):
        imports = f"from .net{n - 1} import Block{n - 1}" if n else ""
        use = f"def mixed{n}(dim):\n    return nn.Sequential(Block{n - 1}(dim), Block{n}(dim))\n" if n else ""
        files[f"zoo/net{n}.py"] = MODEL.format(n=n, imports=imports, use=use)
        files["zoo/__init__.py"] += reexport.format(n=n) + "\n"
    write(folder, files)


@pytest.fixture(scope="module")
def star_zoo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stars")
    zoo(folder, "from .net{n} import *")
    return folder


def training(folder: Path, name: str, call: str) -> Program:
    program = trace(folder, TRAIN.format(name=name, call=call))
    found = check_program(Project(read_source), program.start, ("AUG201",))
    assert [finding.site.row for finding in found] == [10]
    return program


def test_a_model_of_a_large_package_costs_little(star_zoo: Path) -> None:
    program = training(star_zoo, "net7_tiny", "net7_tiny(pretrained=True)")
    assert program.gave_up == []
    assert program.trace.steps < 3_000
    assert set(program.parsed) <= {"train.py", "zoo/__init__.py", "zoo/registry.py", "zoo/net7.py"}


def test_a_registry_of_models_costs_little(star_zoo: Path) -> None:
    program = training(star_zoo, "create", 'create("net7_tiny")')
    assert program.trace.steps < 3_000
    assert set(program.parsed) <= {"train.py", "zoo/__init__.py", "zoo/registry.py"}


@pytest.mark.parametrize("reexport", ["from .net{n} import *", "from .net{n} import Net{n}, net{n}_tiny"])
def test_the_training_of_any_package_stays_under_its_share(reexport: str, tmp_path: Path) -> None:
    zoo(tmp_path, reexport)
    program = training(tmp_path, "net39_tiny", "net39_tiny()")
    assert program.trace.steps < 20_000
    assert len(program.parsed) == len(set(program.parsed))


@pytest.mark.parametrize("number", [0, 20, 39])
def test_a_file_of_models_alone_is_not_traced(star_zoo: Path, number: int) -> None:
    path = star_zoo / f"zoo/net{number}.py"
    project = Watched()
    assert project.touches(path)  # it names the framework
    assert check_program(project, path, tuple(CODES)) == []
    assert project.parsed == []


def test_a_root_that_never_ends_ends(tmp_path: Path) -> None:
    inner = "".join(f"{'    ' * (n + 1)}for x{n} in ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']:\n" for n in range(8))
    slow = f"def slow():\n{inner}{'    ' * 9}torch.manual_seed(1)\n"
    text = f"import torch\n{slow}\ndef quick():\n    torch.manual_seed(2)\n"
    program = trace(tmp_path, text)
    assert program.trace.steps < 130_000
    assert program.gave_up == ["a root takes too many steps"]
    assert {"const", "int", 2} <= {part for seed in program.trace.made for part in seed.value}  # type: ignore[attr-defined]


def test_what_was_made_before_the_steps_ran_out_keeps_its_attributes(tmp_path: Path) -> None:
    inner = "".join(f"{'    ' * (n + 1)}for x{n} in ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']:\n" for n in range(8))
    slow = f"def slow():\n{inner}{'    ' * 9}torch.manual_seed(1)\n"
    kept = "class Kept:\n    def __init__(self, on):\n        self.on = on\n        torch.manual_seed(3)\n"
    text = f"import torch, sys\n{slow}\n{kept}\nif sys.argv[1] == 'x':\n    kept = Kept(False)\nelse:\n    slow()\n"
    program = trace(tmp_path, text)
    assert program.gave_up == ["the module takes too many steps"]
    kept_value = next(option.value for option in options(program.value("kept")) if isinstance(option.value, Instance))
    assert kept_value.slots["on"].key == Const(False).key


# What no table's word touches ----------------------------------------------------------------------------------------


def test_a_file_that_names_no_framework_is_never_parsed(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "tool.py": "import os, numpy\nfrom helper import x\nnumpy.random.seed(1)\n",
            "helper.py": "import torchlike, mytorch, re\nx = 'pytorch'\n",
            "uses.py": "from far import data\n",
            "far.py": "import near\n",
            "near.py": "import torch\n",
            "text.py": "import os\nprint('torch')\n",
        },
    )
    project = Watched()
    touched = {name: project.touches(tmp_path / name) for name in ("tool.py", "helper.py", "uses.py", "text.py")}
    assert touched == {"tool.py": False, "helper.py": False, "uses.py": True, "text.py": True}
    assert project.parsed == []


@pytest.mark.parametrize("other", ["import one", "from one import x", "from .one import x", "import os, one as x"])
def test_a_file_that_imports_one_that_matters_matters(other: str, tmp_path: Path) -> None:
    write(tmp_path, {"two.py": f"{other}\n", "one.py": "from keras import layers\n"})
    assert Project(read_source).touches(tmp_path / "two.py")


def test_a_cycle_of_files_that_do_not_matter(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "import b\n", "b.py": "import c\n", "c.py": "import a\n"})
    assert not any(Project(read_source).touches(tmp_path / name) for name in ("a.py", "b.py", "c.py"))


def test_all_of_a_cycle_matter_when_one_does(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "import b\n", "b.py": "import c\n", "c.py": "import a, torch\n"})
    for order in (("a.py", "b.py", "c.py"), ("b.py", "a.py"), ("c.py", "b.py", "a.py")):
        project = Project(read_source)
        assert all(project.touches(tmp_path / name) for name in order)


# Memory --------------------------------------------------------------------------------------------------------------


def test_old_trees_are_let_go(tmp_path: Path) -> None:
    text = "import torch\nfrom torchvision.datasets import ImageFolder\ntrain_set = ImageFolder('{0}')\nx = [{0}]\n"
    write(tmp_path, {f"train{n}.py": text.format(n) for n in range(300)})
    before = trees()
    project = Watched()
    for n in range(300):
        check_program(project, tmp_path / f"train{n}.py", tuple(CODES))
    assert len(project.parsed) == 300
    assert 0 < trees() - before <= TREES_KEPT


def trees() -> int:
    gc.collect()
    return sum(isinstance(one, libcst.Module) for one in gc.get_objects())
