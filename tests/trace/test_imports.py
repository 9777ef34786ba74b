"""Imports: which file a name comes from, and that a file is parsed only when one of its names is used."""

from pathlib import Path

import pytest
from traced import Program, trace

from auglint.pipeline import Augmentation, Dataset, Seed
from auglint.trace.values import Library, ProjectModule, Unknown

TRANSFORMS = """
from torchvision import transforms as T
augment = T.Compose([T.RandomHorizontalFlip()])
def plain():
    return T.Compose([T.CenterCrop(8)])
"""


def is_augment(program: Program, name: str = "found") -> bool:
    return isinstance(program.made(name), Augmentation)


@pytest.mark.parametrize(
    ("statement", "file"),
    [
        ("from lib import augment as found", "lib"),
        ("import lib\nfound = lib.augment", "lib"),
        ("import lib as other\nfound = other.augment", "lib"),
        ("from lib import *\nfound = augment", "lib"),
        ("from data.lib import augment as found", "data/lib"),
        ("from data import lib\nfound = lib.augment", "data/lib"),
        ("import data.lib as other\nfound = other.augment", "data/lib"),
        ("import data\nfound = data.augment", "data/__init__"),
        ("from data import augment as found", "data/__init__"),
        ("from data import *\nfound = augment", "data/__init__"),
        ("from src_of.lib import augment as found", "src/src_of/lib"),
        ("def f():\n    from lib import augment\n    return augment\nfound = f()", "lib"),
        ("if True:\n    from lib import augment as found", "lib"),
        ("try:\n    from lib import augment as found\nexcept ImportError:\n    raise", "lib"),
    ],
)
@pytest.mark.parametrize("package", [True, False], ids=["package", "namespace"])
def test_absolute_imports(statement: str, file: str, package: bool, tmp_path: Path) -> None:
    files = {f"{file}.py": TRANSFORMS}
    folder = file.rpartition("/")[0]
    if package and folder:
        files = {f"{folder}/__init__.py": ""} | files
    program = trace(tmp_path, f"import torch\n{statement}\n", files)
    assert is_augment(program)


@pytest.mark.parametrize(
    ("statement", "file"),
    [
        ("from .lib import augment as found", "pack/lib"),
        ("from . import lib\nfound = lib.augment", "pack/lib"),
        ("from .lib import *\nfound = augment", "pack/lib"),
        ("from .deep.lib import augment as found", "pack/deep/lib"),
        ("from .deep import lib\nfound = lib.augment", "pack/deep/lib"),
        ("from ..lib import augment as found", "lib"),
        ("from .. import lib\nfound = lib.augment", "lib"),
        ("from ..other.lib import augment as found", "other/lib"),
        ("from . import augment as found", "pack/__init__"),
    ],
)
def test_relative_imports(statement: str, file: str, tmp_path: Path) -> None:
    program = trace(tmp_path, f"import torch\n{statement}\n", {f"{file}.py": TRANSFORMS}, "pack/train.py")
    assert is_augment(program)


@pytest.mark.parametrize(
    "reexport",
    [
        "from .lib import augment",
        "from .lib import *",
        "from data.lib import augment",
        "from . import lib\naugment = lib.augment",
        "from .between import augment",
        "from .lib import augment as other\naugment = other",
    ],
)
@pytest.mark.parametrize("statement", ["from data import augment as found", "import data\nfound = data.augment"])
def test_names_that_a_package_passes_on(reexport: str, statement: str, tmp_path: Path) -> None:
    files = {
        "data/__init__.py": reexport + "\n",
        "data/lib.py": TRANSFORMS,
        "data/between.py": "from .lib import augment\n",
    }
    assert is_augment(trace(tmp_path, f"import torch\n{statement}\n", files))


def test_one_object_however_often_it_is_imported(tmp_path: Path) -> None:
    program = trace(
        tmp_path,
        "import torch\nimport lib\nfrom lib import augment as a\nfrom other import b\nc = lib.augment\n",
        {"lib.py": TRANSFORMS, "other.py": "from lib import augment as b\n"},
    )
    assert program.made("a") is program.made("b") is program.made("c")
    assert len(program.trace.all(Augmentation)) == 2  # the Compose and the flip in it, once


def test_a_module_of_a_package_by_its_whole_name(tmp_path: Path) -> None:
    files = {"data/__init__.py": "", "data/lib.py": TRANSFORMS}
    assert is_augment(trace(tmp_path, "import torch\nimport data.lib\nfound = data.lib.augment\n", files))


def test_a_function_sees_the_names_of_its_own_module(tmp_path: Path) -> None:
    program = trace(
        tmp_path,
        "import torch\nSIZE = 1\nfrom lib import size, SIZE as theirs\na, b = size(), SIZE\n",
        {"lib.py": "SIZE = 2\ndef size():\n    return SIZE\n"},
    )
    assert [program.value(name).key[-1] for name in ("a", "b", "theirs")] == [2, 1, 2]


def test_what_is_set_on_a_module_is_seen_through_it(tmp_path: Path) -> None:
    lib = "class Made:\n    size = 3\ndef make():\n    return Made()\n"
    program = trace(tmp_path, "import torch\nimport lib\nfound = lib.make().size\n", {"lib.py": lib})
    assert program.value("found").key[-1] == 3


# Not the project's ---------------------------------------------------------------------------------------------------


def test_a_local_folder_named_like_a_framework_is_the_project(tmp_path: Path) -> None:
    program = trace(
        tmp_path,
        "import torch\nfrom datasets import augment as found\nfrom datasets.cars import Cars\n",
        {"datasets/__init__.py": TRANSFORMS, "datasets/cars.py": "class Cars: pass\n"},
    )
    assert is_augment(program)
    assert program.value("Cars").key[0] == "class"


def test_a_local_file_named_like_a_framework_is_the_project(tmp_path: Path) -> None:
    assert is_augment(
        trace(tmp_path, "import torch\nfrom transformers import augment as found\n", {"transformers.py": TRANSFORMS})
    )


def test_a_folder_named_like_a_framework_further_up_is_not_it(tmp_path: Path) -> None:
    files = {"datasets/__init__.py": TRANSFORMS, "pyproject.toml": ""}
    program = trace(tmp_path, "import torch\nimport datasets\nfound = datasets\n", files, "scripts/train.py")
    assert program.value("found") == Library("datasets")


def test_a_library_is_a_library(tmp_path: Path) -> None:
    program = trace(
        tmp_path, "import torch.nn as nn, numpy\nfrom torch.utils import data\na, b, c = nn, numpy.random, data\n"
    )
    names = ["torch.nn", "numpy.random", "torch.utils.data"]
    assert [program.value(name) for name in "abc"] == [Library(name) for name in names]


@pytest.mark.parametrize(
    "statement",
    [
        "from nowhere import augment as found",
        "import nowhere\nfound = nowhere.augment",
        "from .nowhere import augment as found",
        "from . import nowhere as found",
        "from ....far import augment as found",
        "from lib import nothing as found",
        "from nowhere import *\nfound = augment",
        "from lib.deeper import x as found",
        "import lib.deeper as found",
    ],
)
def test_what_is_missing_is_unknown_and_the_program_goes_on(statement: str, tmp_path: Path) -> None:
    program = trace(tmp_path, f"import torch\n{statement}\ntorch.manual_seed(1)\n", {"lib.py": "x = 1\n"})
    assert isinstance(program.value("found"), Unknown | Library | ProjectModule)
    assert len(program.trace.all(Seed)) == 1


@pytest.mark.parametrize("text", ["x = (\n", "print 'x'\n", "\0"])
def test_an_imported_file_that_cannot_be_parsed_is_unknown(text: str, tmp_path: Path) -> None:
    program = trace(tmp_path, "import torch\nfrom lib import x\ny = x\ntorch.manual_seed(1)\n", {"lib.py": text})
    assert isinstance(program.value("y"), Unknown)
    assert len(program.trace.all(Seed)) == 1


# Cycles --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("statement", ["from {} import *", "from {} import x, y", "import {}", "from {} import make"])
def test_import_cycles_end(statement: str, tmp_path: Path) -> None:
    def text(other: str, name: str) -> str:
        body = f"{name} = 1\ndef make_{name}():\n    return {other}, x, y, make\nmake_{name}()\n"
        return f"import torch\n{statement.format(other)}\n{body}"

    program = trace(tmp_path, text("lib", "x"), {"lib.py": text("train", "y")})
    assert program.value("x").key[-1] == 1
    assert sorted(set(program.parsed)) == ["lib.py", "train.py"]


def test_a_file_that_imports_itself(tmp_path: Path) -> None:
    program = trace(tmp_path, "import torch\nimport train\nfrom train import x\nfrom train import *\nx = 1\ny = x\n")
    assert program.value("y").key[-1] == 1
    assert program.parsed == ["train.py"]


def test_a_cycle_of_packages_that_pass_names_on(tmp_path: Path) -> None:
    program = trace(
        tmp_path,
        "import torch\nfrom a import found\nx = found\n",
        {
            "a/__init__.py": "from b import *\n",
            "b/__init__.py": "from a import *\nfrom lib import augment as found\n",
            "lib.py": TRANSFORMS,
        },
    )
    assert is_augment(program, "x")


# Laziness ------------------------------------------------------------------------------------------------------------


def test_a_module_is_parsed_only_when_one_of_its_names_is_used(tmp_path: Path) -> None:
    program = trace(
        tmp_path,
        """
        import torch
        from used import augment
        from unused import other
        import unused_too
        from stars import *
        def never(model):
            return other, unused_too.x
        x = augment
        """,
        {"used.py": TRANSFORMS, "unused.py": "other = 1\n", "unused_too.py": "x = 1\n", "stars.py": "y = 1\n"},
    )
    assert program.parsed == ["train.py", "used.py"]


def test_an_import_that_nobody_names_is_run_at_once(tmp_path: Path) -> None:
    files = {"effects.py": "import torch\ntorch.manual_seed(1)\n", "lib.py": TRANSFORMS}
    program = trace(tmp_path, "import torch\nimport effects\nfrom lib import augment\n", files)
    assert program.parsed == ["train.py", "effects.py", "lib.py"]
    assert len(program.trace.all(Seed)) == 1


def test_each_file_is_parsed_once(tmp_path: Path) -> None:
    program = trace(
        tmp_path,
        "import torch\nfrom a import x\nfrom b import y\nimport lib\nfound = [x, y, lib.augment, lib.plain()]\n",
        {"a.py": "from lib import augment as x\n", "b.py": "import lib\ny = lib.augment\n", "lib.py": TRANSFORMS},
    )
    assert sorted(program.parsed) == ["a.py", "b.py", "lib.py", "train.py"]


def test_from_a_package_of_stars_only_the_module_that_has_the_name_is_parsed(tmp_path: Path) -> None:
    made = "from torchvision.datasets import ImageFolder\nmade{} = ImageFolder('a')\n"
    files = {f"data/m{n}.py": made.format(n) for n in range(8)}
    files["data/__init__.py"] = "".join(f"from .m{n} import *\n" for n in range(8))
    program = trace(tmp_path, "import torch\nfrom data import made3\nx = made3\n", files)
    assert program.parsed == ["train.py", "data/__init__.py", "data/m3.py"]
    assert len(program.trace.all(Dataset)) == 1


def test_a_later_program_takes_the_tree_that_is_known(tmp_path: Path) -> None:
    from auglint.trace import Project
    from auglint.trace.interpreter import trace_program

    program = trace(tmp_path, "import torch\nfrom lib import augment\nx = augment\n", {"lib.py": TRANSFORMS})
    (tmp_path / "other.py").write_text("import torch\nfrom lib import augment\ny = augment\n")
    project: Project = program.project
    first = project.parse(tmp_path / "lib.py")[1]
    trace_program(project, tmp_path / "other.py")
    assert project.parse(tmp_path / "lib.py")[1] is first
