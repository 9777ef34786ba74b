"""The floors of the house: a module imports from its own floor or from those below, never from above."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from auglint_command import ROOT

# From the roof to the ground; those in one row do not know each other. CONTRIBUTING.md says what each is for.
FLOORS = (
    ("auglint.__main__",),
    ("auglint.cli",),
    ("auglint.trial",),
    ("auglint.lint",),
    ("auglint.report",),
    ("auglint.confirm",),
    ("auglint.fixes",),
    ("auglint.checks",),
    ("auglint.facts",),
    ("auglint.trace",),
    ("auglint.source", "auglint.settings"),
    ("auglint.catalogue",),
    ("auglint.finding",),
    ("auglint.pipeline",),
    ("auglint",),
)
HEIGHT = {name: -depth for depth, row in enumerate(FLOORS) for name in row}

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "auglint").rglob("*.py"))
}
# These two are plain words as well.
FRAMEWORKS = {path.stem for path in (ROOT / "rules/frameworks").glob("*.toml")} - {"datasets", "transformers"} | {"tf"}
OF_NO_FRAMEWORK = [name for name in MODULES if name.split(".")[1:2] in (["checks"], ["facts"], ["trace"])]


def floor(module: str) -> str:
    """What a module belongs to: `auglint.report` for `auglint.report.full`."""
    return ".".join(module.split(".")[:2])


def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def imports(module: str) -> Iterator[str]:
    """The modules of auglint that a module imports anywhere, also within functions."""
    for node in ast.walk(tree(module)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: imports are written in full"
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in MODULES else str(node.module) for name in whole]
        yield from (name for name in names if name.split(".")[0] == "auglint")


def test_every_module_has_a_floor_and_every_floor_a_module() -> None:
    assert {floor(module) for module in MODULES} == set(HEIGHT)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_from_its_own_floor_or_below(module: str) -> None:
    own = floor(module)
    wrong = {name for name in imports(module) if floor(name) != own and HEIGHT[floor(name)] >= HEIGHT[own]}
    assert not wrong


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("auglint.fixes.")])
def test_what_codemods_share_does_not_know_them(module: str) -> None:
    """Within the floor of fixes: codemods stand on `program`, and that on `editing`."""
    heights = ("editing", "program")
    own = module.split(".")[2]
    if own not in heights:
        return
    inside = {name.split(".")[2] for name in imports(module) if name.startswith("auglint.fixes.")}
    assert inside <= set(heights[: heights.index(own) + 1])


def test_imports_are_found() -> None:
    assert "auglint.lint" in set(imports("auglint.cli"))
    assert "auglint.facts" in {floor(name) for module in MODULES if "checks" in module for name in imports(module)}


@pytest.mark.parametrize("module", OF_NO_FRAMEWORK)
def test_frameworks_are_named_in_tables_only(module: str) -> None:
    """A framework is supported by its table: code that names one would have to change with it."""
    assert framework_names(tree(module)) == []


def framework_names(code: ast.Module) -> list[str]:
    """Line and text of each string or identifier, docstrings aside, with the name of a framework in it."""
    found = []
    docstrings = {
        id(body[0].value)
        for node in ast.walk(code)
        if (body := getattr(node, "body", None)) and isinstance(body, list) and isinstance(body[0], ast.Expr)
    }
    for node in ast.walk(code):
        texts: list[str] = []
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            texts = [node.value]
        for field in ("id", "attr", "arg", "name", "module", "asname"):
            texts += [text] if isinstance(text := getattr(node, field, None), str) else []
        for text in texts:
            if FRAMEWORKS & {word.lower() for word in re.findall(r"[A-Za-z]+", text)}:
                found.append(f"{getattr(node, 'lineno', '?')}: {text}")
    return found


@pytest.mark.parametrize("code", ['x = "torch.nn.ModuleList"', "is_torch = 1", "import keras", "def f(tf): ..."])
def test_a_framework_name_is_seen(code: str) -> None:
    assert framework_names(ast.parse(code))


def test_a_docstring_may_name_frameworks() -> None:
    assert framework_names(ast.parse('def f():\n    """Like torch."""\n    return "a datasets name"')) == []


NEVER = {"pygls", "lsprotocol", "torch", "tensorflow", "keras", "numpy", "torchvision", "albumentations", "rich"}
HEAVY = {"libcst", "tomllib", "json", *NEVER}


def imported(*arguments: str, cwd: Path) -> set[str]:
    """The top-level modules that a run imports."""
    command = [sys.executable, "-X", "importtime", "-m", "auglint", *arguments]
    run = subprocess.run(
        command, cwd=cwd, env={"PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode in (0, 1), run.stderr
    names = {
        line.rpartition("|")[2].strip().split(".")[0] for line in run.stderr.splitlines() if line.startswith("import")
    }
    assert "click" in names
    return names


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"]], ids=" ".join)
def test_the_start_is_light(arguments: list[str], tmp_path: Path) -> None:
    assert not imported(*arguments, cwd=tmp_path) & HEAVY


def test_a_file_of_no_framework_is_not_given_to_libcst(tmp_path: Path) -> None:
    (tmp_path / "tool.py").write_text("import os\nprint(os.name)\n", encoding="utf-8")
    assert not imported("check", "--isolated", ".", cwd=tmp_path) & {"libcst", *NEVER}


def test_a_check_imports_none_of_the_frameworks(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("import torch, keras, albumentations\n", encoding="utf-8")
    names = imported("check", "--isolated", ".", cwd=tmp_path)
    assert "libcst" in names
    assert not names & NEVER
