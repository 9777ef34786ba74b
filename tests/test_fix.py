"""`auglint check --fix`, run as users run it: what is written, what is not, and what is said of it."""

import json
import os
import stat
import subprocess
from pathlib import Path

import pytest
from test_cli import SHARED, project, run, run_here

__all__ = ["project"]  # a fixture: every test works in a folder of its own

# One safe fix, one unsafe one, and nothing else.
BOTH = """\
import tensorflow as tf

# two mistakes
train = tf.data.Dataset.from_tensor_slices([1.0, 2.0])
train.map(lambda x: x + 1)  # the result is lost
print(list(train))
"""
FIXED = BOTH.replace("train.map", "train = train.map")


def test_a_safe_fix_is_written_and_reported() -> None:
    Path("lost.py").write_text(BOTH)
    code, out, err = run("check", "--fix", "lost.py")
    assert Path("lost.py").read_text() == FIXED
    assert (code, out) == (0, "")
    assert err == "Fixed 1 finding (1 AUG205) in 1 file.\nAll clear: 1 file checked.\n"


def test_fixing_again_changes_nothing() -> None:
    Path("lost.py").write_text(BOTH)
    Path("train.py").write_text(SHARED)
    run_here("check", "--fix", "--unsafe-fixes", ".")
    once = {path: path.read_bytes() for path in Path().iterdir()}
    code, _, err = run_here("check", "--fix", "--unsafe-fixes", ".")
    assert {path: path.read_bytes() for path in Path().iterdir()} == once
    assert code == 0
    assert err.startswith("Nothing to fix.\n")


def test_without_the_option_nothing_is_written_but_what_could_be_is_told() -> None:
    Path("lost.py").write_text(BOTH)
    Path("train.py").write_text(SHARED)
    code, out, err = run_here("check", ".")
    assert (Path("lost.py").read_text(), Path("train.py").read_text()) == (BOTH, SHARED)
    assert code == 1
    assert out.count("= fix: ") == 3
    assert err.endswith(" 1 fixable with --fix, 1 more with --fix --unsafe-fixes.\n")


def test_an_unsafe_fix_needs_its_option() -> None:
    Path("train.py").write_text(SHARED)
    assert run_here("check", "--fix", "train.py")[0] == 1
    assert Path("train.py").read_text() == SHARED
    code, _, err = run_here("check", "--fix", "--unsafe-fixes", "train.py")
    assert code == 0
    assert err.startswith("Fixed 1 finding (1 AUG201) in 1 file.")
    text = Path("train.py").read_text()
    assert "eval_augment = T.Compose([T.Resize(73), T.CenterCrop(64), T.ToTensor()])\n" in text
    assert 'val_set = ImageFolder("data/val", transform=eval_augment)\n' in text


def test_the_settings_can_ask_for_fixes_and_forbid_some() -> None:
    Path("auglint.toml").write_text('fix = true\nunsafe-fixes = true\nunfixable = ["AUG201"]\n')
    Path("lost.py").write_text(BOTH)
    Path("train.py").write_text(SHARED)
    assert run_here("check", ".")[0] == 1
    assert Path("lost.py").read_text() == FIXED
    assert Path("train.py").read_text() == SHARED
    Path("lost.py").write_text(BOTH)
    run_here("check", "--no-fix", ".")
    assert Path("lost.py").read_text() == BOTH


def test_a_silenced_finding_is_never_fixed() -> None:
    silenced = BOTH.replace("# the result is lost", "# auglint: ignore[AUG205] -- on purpose")
    Path("lost.py").write_text(silenced)
    assert run_here("check", "--fix", "--unsafe-fixes", "lost.py")[0] == 0
    assert Path("lost.py").read_text() == silenced


def test_fix_only_reports_nothing_else() -> None:
    Path("lost.py").write_text(BOTH)
    Path("train.py").write_text(SHARED)
    code, out, err = run_here("check", "--fix-only", ".")
    assert (code, out, err) == (0, "", "Fixed 1 finding (1 AUG205) in 1 file.\n")
    assert Path("lost.py").read_text() == FIXED


def test_a_fix_can_fail_a_build() -> None:
    Path("lost.py").write_text(BOTH)
    assert run_here("check", "--fix", "--exit-non-zero-on-fix", "lost.py")[0] == 1
    assert run_here("check", "--fix", "--exit-non-zero-on-fix", "lost.py")[0] == 0


def test_a_patch_is_printed_and_git_takes_it() -> None:
    Path("lost.py").write_bytes(BOTH.replace("\n", "\r\n").encode())
    Path("sub dir").mkdir()
    Path("sub dir/train.py").write_text(SHARED.rstrip("\n"))
    code, out, err = run("check", "--diff", "--unsafe-fixes", ".")
    assert code == 1
    assert err == "Would fix 2 findings (1 AUG201, 1 AUG205) in 2 files.\n"
    assert Path("lost.py").read_bytes() == BOTH.replace("\n", "\r\n").encode()
    subprocess.run(["git", "init", "-q"], check=True)
    # run() decodes without translating line ends, so this is what was printed
    subprocess.run(["git", "apply"], input=out.encode(), check=True)
    assert Path("lost.py").read_bytes() == FIXED.replace("\n", "\r\n").encode()
    code, out, _ = run("check", "--diff", "--unsafe-fixes", ".")
    assert (code, out) == (0, "")


def test_standard_input_is_fixed_to_standard_output() -> None:
    code, out, err = run("check", "--fix", "--stdin-filename", "train.py", "-", stdin=BOTH.encode())
    assert (code, out) == (0, FIXED)
    assert "Fixed 1 finding" in err
    code, out, err = run("check", "--fix", "-q", "-", stdin=SHARED.encode())
    assert (code, out) == (1, SHARED)
    assert "AUG201" in err


def test_permissions_and_links_stay() -> None:
    Path("real.py").write_text(BOTH)
    Path("real.py").chmod(0o750)
    Path("link.py").symlink_to("real.py")
    run_here("check", "--fix", "link.py")
    assert Path("link.py").is_symlink()
    assert Path("real.py").read_text() == FIXED
    assert stat.S_IMODE(Path("real.py").stat().st_mode) == 0o750


def test_a_fix_across_files_needs_all_of_them() -> None:
    Path("augment.py").write_text(
        "from torchvision import transforms as T\n\naugment = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])\n"
    )
    train = (
        "from torchvision.datasets import ImageFolder\nfrom augment import augment\n\n"
        'train_set = ImageFolder("data/train", augment)\nval_set = ImageFolder("data/val", augment)\n'
    )
    Path("train.py").write_text(train)
    code, _, err = run_here("check", "--fix", "--unsafe-fixes", "train.py")
    assert code == 1
    assert Path("train.py").read_text() == train
    assert "train.py:5:35: AUG201 not fixed: it would change augment.py, which this run was not asked to check" in err
    assert run_here("check", "--fix", "--unsafe-fixes", "train.py", "augment.py")[0] == 0
    assert Path("train.py").read_text() == train.replace("import augment", "import augment, eval_augment").replace(
        'val", augment', 'val", eval_augment'
    )
    assert Path("augment.py").read_text().endswith("\neval_augment = T.Compose([T.ToTensor()])\n")


def test_a_file_that_cannot_be_written_is_told_and_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is replaced by another between reading and writing: the file is not the one that was read."""
    from auglint import lint

    Path("lost.py").write_text(BOTH)
    real = lint.fix

    def slow(session: lint.Session) -> object:
        landing = real(session)
        Path("lost.py").write_text(BOTH + "# somebody was faster\n")
        return landing

    monkeypatch.setattr(lint, "fix", slow)
    code, _, err = run_here("check", "--fix", "lost.py")
    assert code == 2
    assert "lost.py changed while it was being checked: nothing was written" in err
    assert Path("lost.py").read_text() == BOTH + "# somebody was faster\n"
    assert "Fixed" not in err


def test_json_and_lsp_carry_the_edits() -> None:
    Path("train.py").write_text(SHARED)
    (found,) = json.loads(run_here("check", "--output-format", "json", "train.py")[1])
    assert found["fix"]["applicability"] == "unsafe"
    assert [edit["location"] for edit in found["fix"]["edits"]] == [{"row": 4, "column": 61}, {"row": 6, "column": 45}]
    assert found["suggestions"][0]["message"] == "Give validation an augmentation of its own, still at random"
    (element,) = json.loads(run_here("check", "--output-format", "lsp", "train.py")[1])
    fixes = element["diagnostics"][0]["data"]["fixes"]
    assert [fix["applicability"] for fix in fixes] == ["unsafe", "suggestion"]


def test_a_notebook_changes_in_its_source_only() -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# é"]},
        {"metadata": {"x": 1e-05}, "execution_count": None, "source": ["!pip list"]},
        {"metadata": {}, "execution_count": 2, "source": BOTH.splitlines(keepends=True)},
    ]
    cells[1:] = [{"cell_type": "code", "outputs": [], **cell} for cell in cells[1:]]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1).replace(
        "1e-05", "1.0E-5"
    )
    Path("lost.ipynb").write_text(text)
    assert run_here("check", "--fix", "lost.ipynb")[0] == 0
    assert Path("lost.ipynb").read_text() == text.replace('"train.map', '"train = train.map')


def test_a_name_that_is_no_text_is_fixed() -> None:
    name = os.fsdecode(b"l\xff st.py")
    Path(name).write_text(BOTH)
    assert run("check", "--fix", ".")[0] == 0
    assert Path(name).read_text() == FIXED
