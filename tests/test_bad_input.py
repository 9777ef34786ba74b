"""Bad input, end to end: one clear line each, exit status 2, all other files still checked, and nothing is ever run."""

import json
import os
import re
import subprocess
import time
from pathlib import Path

import pytest
from auglint_command import auglint

WRONG = """\
from torchvision import transforms as T
from torchvision.datasets import ImageFolder
augment = T.Compose([T.RandomHorizontalFlip()])
train_set = ImageFolder("a", transform=augment)
val_set = ImageFolder("b", transform=augment)
"""


def check(folder: Path, *paths: str) -> subprocess.CompletedProcess[str]:
    (folder / "good.py").write_text(WRONG)
    before = sorted(path.name for path in folder.rglob("*"))
    run = auglint("check", "--isolated", "--output-format", "concise", *(paths or (".",)), cwd=folder)
    assert sorted(path.name for path in folder.rglob("*")) == before, "checking wrote or ran something"
    assert "Traceback" not in run.stdout + run.stderr
    assert "internal error" not in run.stdout + run.stderr
    return run


def one_line(run: subprocess.CompletedProcess[str], name: str) -> str:
    """The one line about a bad file; the finding in the good one must be there, too."""
    assert run.returncode == 2
    rows = (run.stdout + run.stderr).splitlines()
    assert [row.split()[1] for row in rows if row.startswith("good.py:5:")] == ["AUG201"]
    about = [row for row in rows if name in row]
    assert len(about) == 1, rows
    assert len(about[0]) < 200
    return about[0]


def notebook(*cells: object) -> str:
    made = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": cell} for cell in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


RAN = "from pathlib import Path\nPath('ran').write_text('')\n"

BAD_SOURCE = {
    "syntax error": ("bad.py", b"import torch\nx = (1,\n", r"bad.py:2:5: .*never closed"),
    "indentation": ("bad.py", b"import torch\nif x:\npass\n", r"bad.py:3:\d+: .*indent"),
    "Python 2": ("bad.py", b"import torch\nprint 'x'\n", r"bad.py:2:1: .*Python 2"),
    "Python 2, exec": ("bad.py", b"import torch\nexec 'x = 1'\n", r"bad.py:2:.*Python 2"),
    "IPython magic": ("bad.py", b"import torch\n%matplotlib inline\n", r"bad.py:2:1: .*IPython"),
    "IPython shell": ("bad.py", b"!pip install torch\nimport torch\n", r"bad.py:1:1: .*IPython"),
    "undeclared latin-1": ("bad.py", "import torch\nx = 'caf\xe9'\n".encode("latin-1"), r"bad.py:2:.*(UTF-8|utf-8)"),
    "unknown encoding": ("bad.py", b"# coding: klingon\nimport torch\n", r"bad.py:1:.*klingon"),
    "UTF-16": ("bad.py", "import torch\n".encode("utf-16"), r"bad.py.*"),
    "NUL bytes": ("bad.py", b"import torch\nx = '\0'\n", r"bad.py:2:.*(NUL|null)"),
    "zeroes alone": ("bad.py", b"\0" * 100, r"bad.py:1:.*(NUL|null)"),
    "not a program": ("bad.py", bytes(range(128, 256)), r"bad.py:1:"),
    "the conflict of a merge": ("bad.py", b"import torch\n<<<<<<< HEAD\nx = 1\n=======\n", r"bad.py:2:"),
    "not JSON": ("bad.ipynb", b"{cells: []", r"bad.ipynb.*JSON"),
    "empty": ("bad.ipynb", b"", r"bad.ipynb.*"),
    "a list": ("bad.ipynb", b"[1, 2]", r"bad.ipynb.*"),
    "Python that is JSON": ("bad.ipynb", b'{"x": 1}', r"bad.ipynb.*cells"),
    "cells that are no list": ("bad.ipynb", b'{"cells": 1}', r"bad.ipynb.*cells"),
    "null": ("bad.ipynb", b"null", r"bad.ipynb.*"),
    "a number that Python cannot read": ("bad.ipynb", b'{"cells": ' + b"9" * 5000 + b"}", r"bad.ipynb.*"),
    "JSON nested deeply": ("bad.ipynb", b"[" * 100_000, r"bad.ipynb.*"),
    "a script in a notebook's name": ("bad.ipynb", WRONG.encode(), r"bad.ipynb.*JSON"),
    "a cell without source": (
        "bad.ipynb",
        b'{"cells": [{"cell_type": "code"}], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}',
        r"bad.ipynb.*cell 1",
    ),
    "a broken cell": ("bad.ipynb", notebook("import torch\n", "x = (\n").encode(), r"bad.ipynb.*cell 2"),
    "brackets, 3,000 deep": ("bad.py", b"import torch\nx = " + b"[" * 3000 + b"]" * 3000, r"bad.py:2:.*nested"),
    "calls, 2,000 deep": ("bad.py", b"import torch\nx = " + b"f(" * 2000 + b")" * 2000, r"bad.py:2:.*nested"),
    "blocks, 120 deep": (
        "bad.py",
        ("import torch\n" + "".join(" " * n + "if x:\n" for n in range(120)) + " " * 120 + "y\n").encode(),
        r"bad.py:\d+:.*",
    ),
}


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """One run over all of them: each in a folder of its own."""
    root = tmp_path_factory.mktemp("bad")
    for name, (file, data, _) in BAD_SOURCE.items():
        (root / name).mkdir()
        (root / name / file).write_bytes(data)
    return check(root)


@pytest.mark.parametrize("name", BAD_SOURCE)
def test_a_source_that_cannot_be_read_is_one_line(name: str, bad: subprocess.CompletedProcess[str]) -> None:
    line = one_line(bad, f"{name}/")
    assert "AUG900" in line
    assert re.search(BAD_SOURCE[name][2], line), line


def test_nothing_else_is_said_of_them(bad: subprocess.CompletedProcess[str]) -> None:
    assert (bad.stdout + bad.stderr).count("AUG900") == len(BAD_SOURCE)


RIGHT = {
    "empty.py": b"",
    "comment.py": b"\n\n# only a comment",
    "latin.py": "# coding: latin-1\nimport torch\nx = 'caf\xe9'\n".encode("latin-1"),
    "mark.py": b"\xef\xbb\xbfimport torch\n",
    "crlf.py": b"import torch\r\nif x:\r\n\ty = 1\r\n",
    "long.py": b"import torch\n" + b"x = f(1, [2])\n" * 10_000,
    "wide.py": b"import torch\nx = [" + b"1, " * 10_000 + b"]\n",
    "no_cells.ipynb": notebook().encode(),
    "magics.ipynb": notebook(
        "%matplotlib inline\nimport torch\n!ls\nx?\n", "%%bash\nfor f in *; do a; done\n"
    ).encode(),
    "rows.ipynb": notebook(["import torch\n", "x = !ls\n"]).encode(),
}


def test_odd_but_right(tmp_path: Path) -> None:
    for name, data in RIGHT.items():
        (tmp_path / name).write_bytes(data)
    run = check(tmp_path)
    assert run.returncode == 1
    assert "AUG900" not in run.stdout + run.stderr
    assert f"{len(RIGHT) + 1} files" in run.stderr


# Paths ---------------------------------------------------------------------------------------------------------------


def test_a_missing_path(tmp_path: Path) -> None:
    line = one_line(check(tmp_path, "nowhere.py", "good.py"), "nowhere.py")
    assert "AUG900" not in line
    assert check(tmp_path, "nowhere.py").returncode == 2


def test_a_folder_named_like_a_file(tmp_path: Path) -> None:
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "folder.py/inner.py").write_text("x = (\n")
    line = one_line(check(tmp_path), "folder.py")
    assert "inner.py:1:5: AUG900" in line


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    assert check(tmp_path, ".").returncode in (1, 2)
    one_line(check(tmp_path, "pipe.py", "good.py"), "pipe.py")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text("import torch\n")
    (tmp_path / "secret.py").chmod(0)
    assert "AUG900" not in one_line(check(tmp_path), "secret.py")


def test_broken_and_cyclic_links(tmp_path: Path) -> None:
    (tmp_path / "broken.py").symlink_to("nowhere.py")
    one_line(check(tmp_path, "broken.py", "good.py"), "broken.py")
    (tmp_path / "round.py").symlink_to("round.py")
    one_line(check(tmp_path, "round.py", "good.py"), "round.py")


def test_a_folder_that_links_to_itself(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner/again").symlink_to("..", target_is_directory=True)
    run = check(tmp_path)
    assert run.returncode == 1
    assert run.stdout.count("AUG201") == 1


def test_a_file_of_50_megabytes(tmp_path: Path) -> None:
    with (tmp_path / "huge.py").open("wb") as file:
        file.write(b"import torch\n")
        file.truncate(50_000_000)
    before = os.times()
    line = one_line(check(tmp_path), "huge.py")
    after = os.times()
    assert "AUG900" in line and re.search(r"large|MB", line)
    assert after.children_user + after.children_system - before.children_user - before.children_system < 5


# Nothing is run ------------------------------------------------------------------------------------------------------


def test_what_is_read_is_never_run(tmp_path: Path) -> None:
    for name in ("train.py", "conftest.py", "setup.py", "sitecustomize.py", "torch.py", "torchvision.py"):
        (tmp_path / name).write_text(f"import effects\n{RAN}{WRONG}")
    (tmp_path / "effects.py").write_text(RAN)
    (tmp_path / "package").mkdir()
    (tmp_path / "package/__init__.py").write_text(RAN)
    (tmp_path / "nb.ipynb").write_text(notebook(RAN, "!touch ran\n", "%%bash\ntouch ran\n", "%run effects.py\n"))
    run = check(tmp_path)
    assert run.returncode == 1
    assert not (tmp_path / "ran").exists()


def test_a_module_that_ends_the_process_when_run(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(f"import stop\nfrom stop import x\n{WRONG}print(x)\n")
    (tmp_path / "stop.py").write_text("import os, sys\nx = 1\nsys.exit(7)\nos._exit(7)\nraise SystemExit(7)\n")
    run = check(tmp_path)
    assert run.returncode == 1
    assert "train.py:7:" in run.stdout


# Ends ----------------------------------------------------------------------------------------------------------------

ENDS = {
    "an import cycle": {
        "a.py": "import torch\nfrom b import f\ndef g(): return f()\ng()\n",
        "b.py": "import torch\nfrom a import g\ndef f(): return g()\nf()\n",
    },
    "a package that imports itself": {
        "p/__init__.py": "import torch\nfrom p import *\nfrom . import m\nimport p.m\n",
        "p/m.py": "import torch\nfrom . import *\nimport p\nx = p.m.x\n",
    },
    "functions that call each other": {
        "a.py": "import torch\ndef f(n): return g(n - 1)\ndef g(n): return f(n - 1) + f(n - 2)\nf(100)\n"
    },
    "a function that makes functions": {
        "a.py": "import torch\nf = lambda x: x\nfor n in range(100):\n"
        "    f = (lambda g: lambda x: g(g(x)))(f)\nf(torch.Generator())\n"
    },
    "a class that derives from itself": {
        "a.py": "import torch\nclass A: pass\nclass A(A): pass\nclass A(A): pass\nA().x()\n"
    },
    "a dataset of itself": {
        "a.py": "from torch.utils.data import Dataset, DataLoader\nclass D(Dataset):\n"
        "    def __init__(self, d): self.d = d\n    def __getitem__(self, n): return self.d[n]\n"
        "train_set = D(None)\ntrain_set.d = train_set\nval_set = D(train_set)\nDataLoader(val_set)\n"
    },
    "a list in itself": {
        "a.py": "import torch\nx = [1]\nx.append(x)\ny = {'x': x}\ny['y'] = y\nprint(f'{x} {y}', x == y)\n"
    },
    "a loop without end": {"a.py": "import torch\nx = [1]\nwhile True:\n    x = [x, x]\n"},
    "many branches": {
        "a.py": "import torch\nx = 0\n" + "".join(f"if torch.f({n}): x = (x, {n})\n" for n in range(300))
    },
    "many elif": {
        "a.py": "import torch\nif x: y = 0\n" + "".join(f"elif x == {n}: y = {n}\n" for n in range(500))
    },
    "a long chain": {"a.py": "import torch\nx = torch" + ".a()" * 300 + "\n"},
    "a long table": {"a.py": "import torch\nx = {" + ", ".join(f"'k{n}': torch.f({n})" for n in range(5000)) + "}\n"},
    "a number too large": {
        "a.py": "import torch\nx = 9 ** 9 ** 9 ** 9\ny = 'a' * 10 ** 12\nz = 1 << 10 ** 10\nr = range(10 ** 20)\n"
    },
    "brackets that are deep enough": {"a.py": "import torch\nx = " + "[" * 90 + "]" * 90 + "\n"},
    "a sum that is long enough": {"a.py": "import torch\nx = " + " + ".join(["torch.f()"] * 300) + "\n"},
}  # fmt: skip


def test_the_trace_ends(tmp_path: Path) -> None:
    for name, files in ENDS.items():
        for file, text in files.items():
            (tmp_path / name / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / file).write_text(text)
    start = time.monotonic()
    run = check(tmp_path)
    assert run.returncode == 1, run.stderr
    assert [row.split(":")[0] for row in run.stdout.splitlines()] == ["good.py"]
    assert time.monotonic() - start < 60


def test_a_sum_of_5000_terms(tmp_path: Path) -> None:
    (tmp_path / "sum.py").write_text("import torch\nx = " + " + ".join(["f(1)"] * 5000) + "\n")
    run = check(tmp_path)
    assert run.returncode in (1, 2)
    assert run.stdout.count("AUG201") == 1
