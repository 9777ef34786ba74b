"""Patches: what git and patch make of them, and what a terminal shows."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auglint.report.patch import patch, shown

GIT = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
PATCH = pytest.mark.skipif(sys.platform != "linux" or not shutil.which("patch"), reason="no GNU patch here")
ENVIRONMENT = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
NUMBERS = [b"%d\n" % number for number in range(40)]
LONG = b"".join(NUMBERS)

CONTENTS = {
    "crlf.py": (b"a\r\nb\r\nc\r\n", b"a\r\nB\r\nc\r\n"),
    "crlf_to_lf.py": (b"a\r\nb\r\n", b"a\nb\n"),
    "cr.py": (b"a\rb\rc\r", b"a\rB\rc\r"),
    "no_newline.py": (b"a\nb", b"A\nb"),
    "newline_added.py": (b"a\nb", b"a\nb\n"),
    "newline_taken.py": (b"a\nb\n", b"a\nb"),
    "last_line.py": (b"a\nb", b"a\nc"),
    "bom.py": (b"\xef\xbb\xbfa\nb\n", b"\xef\xbb\xbfa\nc\n"),
    "bom_taken.py": (b"\xef\xbb\xbfa\n", b"a\n"),
    "latin_1.py": (b"# \xe9\nx = 1\n", b"# \xe9\xff\nx = 2\n"),
    "form_feed.py": (b"a\n\x0c\nb\n \x0cc\x0b\n", b"a\n\x0c\nB\n \x0cc\x0b\n"),
    "separators.py": ("a\u2028b\x85c\n\x1cd\n".encode(), "a\u2028b\x85C\n\x1cd\n".encode()),
    "start.py": (LONG, b"new\n" + LONG),
    "first.py": (LONG, LONG[2:]),
    "end.py": (LONG, LONG + b"new\n"),
    "last.py": (LONG, LONG[:-3]),
    "both_ends.py": (LONG, b"new\n" + LONG[2:-3] + b"new\n"),
    "near.py": (LONG, LONG.replace(b"10\n", b"").replace(b"17\n", b"x\n")),
    "far.py": (LONG, LONG.replace(b"10\n", b"").replace(b"18\n", b"x\n")),
    "empty_before.py": (b"", b"a\nb\n"),
    "empty_after.py": (b"a\nb\n", b""),
    "blank.py": (b"", b"\n"),
    "same.py": (b"a\n", b"a\n"),
    "like_a_patch.py": (b"-- a/x\n@@ -1 +1 @@\n", b"++ b/x\n@@ -1 +1 @@\ndiff --git a/x b/x\n\\ No newline"),
}
NAMES = (
    "plain.py",
    "folder/below/plain.py",
    "a/b.py",
    "with space.py",
    " first and last ",
    'quote"d.py',
    "it's.py",
    "back\\slash.py",
    "übung.py",
    "ü and space.py",
    "new\nline.py",
    "tab\there.py",
    "bell\a\x01\x7f.py",
    "日本 😀.ipynb",
    "2020-01-01 10:00:00 +0000",
    "name\t2020-01-01 10:00:00.000000000 +0000",
    "-dash",
    *([os.fsdecode(b"latin-\xe9.py")] if sys.platform == "linux" else []),
)
Files = Sequence[tuple[str, bytes, bytes]]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", folder], env=ENVIRONMENT, check=True)
    return folder


def applied(command: Sequence[str], files: Files) -> None:
    """One command applies the patches of all files at once; once more, and it takes them back."""
    diff = b"".join(patch(Path(name), before, after) for name, before, after in files)
    for name, before, _ in files:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(before)
    for way, which in ([], 2), (["-R"], 1):
        done = subprocess.run([*command, *way], input=diff, env=ENVIRONMENT, capture_output=True, check=False)
        assert done.returncode == 0 or not diff, (done.stdout + done.stderr).decode(errors="replace")
        assert [(file[0], Path(file[0]).read_bytes()) for file in files] == [(file[0], file[which]) for file in files]


@GIT
@pytest.mark.parametrize("folder", ["", "a", "b", "sub/folder"])
def test_git_takes_patches_of_any_text_under_any_name(
    repository: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(repository / folder)
    applied(["git", "apply"], [(name, *content) for name, content in CONTENTS.items()])
    applied(["git", "apply"], [(name, b"a\nb\nc\n", b"a\nB\nc") for name in NAMES])


@PATCH
def test_patch_takes_them_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    applied(["patch", "-p1", "--binary"], [(name, *content) for name, content in CONTENTS.items()])
    names = [name for name in NAMES if "\n" not in name and name[-1] != " "]  # patch refuses these, also from git
    applied(["patch", "-p1", "--binary"], [(name, b"a\nb\nc\n", b"a\nB\nc") for name in names])


FEW = st.lists(st.sampled_from([b"a\n", b"b\n", b"\n", b"\r\n", b"-a\n", b"+++ b/x\n", b"@@ -1,1 +1,1 @@\n", b"c"]))
ANY = st.binary().map(lambda data: data.replace(b"\0", b"\n")) | FEW.map(b"".join)
EDITED = st.tuples(st.just(LONG), st.lists(st.sampled_from([b"", b"x\n", b"x", *NUMBERS])).map(b"".join))


@GIT
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(ANY, ANY)
        | EDITED
        | st.tuples(ANY, st.integers(0, 9), ANY).map(
            lambda part: (part[0] * 3, part[0] + part[0][: part[1]] + part[2] + part[0])
        ),
        min_size=1,
        max_size=30,
    )
)
def test_git_gives_exactly_what_is_meant(
    repository: Path, monkeypatch: pytest.MonkeyPatch, contents: list[tuple[bytes, bytes]]
) -> None:
    monkeypatch.chdir(repository)
    applied(["git", "apply"], [(f"{number}.py", *content) for number, content in enumerate(contents)])


def test_the_form() -> None:
    assert patch(Path("a.py"), b"x\n", b"x\n") == b""
    after = LONG.replace(b"5\n", b"five\n", 1).replace(b"20\n", b"").replace(b"39\n", b"39")
    assert patch(Path("sub/a.py"), LONG, after).decode() == (
        "--- a/sub/a.py\n+++ b/sub/a.py\n"
        "@@ -3,7 +3,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
        "@@ -18,7 +18,6 @@\n 17\n 18\n 19\n-20\n 21\n 22\n 23\n"
        "@@ -37,4 +36,4 @@\n 36\n 37\n 38\n-39\n+39\n\\ No newline at end of file\n"
    )
    assert b"@@ -0,0 +1 @@\n+x\n" in patch(Path("a.py"), b"", b"x\n")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a b.py", "a/a b.py\t"),
        ('a"b.py', r'"a/a\"b.py"'),
        ("ü b.py", '"a/\\303\\274 b.py"\t'),
        ("a\\b\x01\n\t.py", r'"a/a\\b\001\n\t.py"'),
        ("sub/../a.py", "a/a.py"),
        ("../elsewhere/a.py", "a/{above}/elsewhere/a.py"),
        ("/etc/a.py", "a/etc/a.py"),
        ("{here}/sub/a.py", "a/sub/a.py"),
    ],
)
def test_names(name: str, written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path(name.replace("{here}", str(tmp_path)))
    expected = written.replace("{above}", str(tmp_path.parent).lstrip("/"))
    first, second, _ = patch(path, b"a\n", b"").decode().split("\n", 2)
    assert first == f"--- {expected}"
    assert second == "+++ " + re.sub(r'^("?)a/', r"\1b/", expected)


@GIT
def test_names_are_those_of_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    for name in NAMES:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(b"a\n")
    subprocess.run(["git", "add", "--", *NAMES], env=ENVIRONMENT, check=True)
    for name in NAMES:
        Path(name).write_bytes(b"b\n")
    command = ["git", "-c", "core.quotePath=true", "diff", "--no-color", "--", *NAMES]
    theirs = subprocess.run(command, env=ENVIRONMENT, capture_output=True, check=True).stdout
    ours = b"".join(patch(Path(name), b"a\n", b"b\n") for name in NAMES)
    assert sorted(re.findall(rb"(?m)^(?:---|\+\+\+).*", ours)) == sorted(re.findall(rb"(?m)^(?:---|\+\+\+).*", theirs))


def test_a_large_notebook_takes_no_time() -> None:
    """Pixels of a figure, one a line as notebooks store them, between edits at both ends; and output of one line."""
    pixels = [b'    "%d",\n' % (number * number % 251) for number in range(500_000)]
    before = [*NUMBERS, *pixels, *NUMBERS]
    after = [b"new\n", *before[:-5], b"x\n", *before[-4:], b"new\n"]
    huge = [b"x\n", b"y" * 5_000_000 + b"\n", b"z\n"]
    texts = [b"".join(lines) for lines in (before, after, huge, [b"new\n", *huge[1:], b"new\n"])]
    started = time.process_time()
    many = patch(Path("a.ipynb"), texts[0], texts[1])
    long = patch(Path("a.ipynb"), texts[2], texts[3])
    assert time.process_time() - started < 2
    assert many.count(b"\n+") == 4 and many.count(b"\n-") == 1 and len(many) < 500
    assert long.count(b"\n+") == 3 and long.count(b"\n-") == 1


@GIT
def test_very_many_edits_become_one(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    before = b"".join(b"%d\n" % number for number in range(3000))
    after = b"".join(b"%d\n" % number for number in range(3000) if number in (0, 2999) or number % 2)
    diff = patch(Path("many.py"), before, after)
    assert diff.count(b"@@ -") == 1 and b"\n 0\n 1\n-2\n" in diff and diff.endswith(b"\n 2999\n")
    applied(["git", "apply"], [("many.py", before, after)])


# Shown ---------------------------------------------------------------------------------------------------------------


def test_without_colour_nothing_is_changed() -> None:
    diff = patch(Path("a.py"), "ü\r\n\x0c\x1b[0m\n".encode(), b"\xff\n")
    assert shown(diff, False) == ("--- a/a.py\n+++ b/a.py\n@@ -1,2 +1 @@\n-ü\r\n-\x0c\x1b[0m\n+\\xff\n")
    assert shown(b"", False) == shown(b"", True) == ""


def test_in_colour() -> None:
    diff = patch(Path("a ü.py"), b"a\nb\n", b"a\nc") + patch(Path("b.py"), b"-- x\n", b"")
    assert shown(diff, True) == (
        '\x1b[1m--- "a/a \\303\\274.py"\t\x1b[0m\n\x1b[1m+++ "b/a \\303\\274.py"\t\x1b[0m\n'
        "\x1b[36m@@ -1,2 +1,2 @@\x1b[0m\n a\n\x1b[31m-b\x1b[0m\n\x1b[32m+c\x1b[0m\n\\ No newline at end of file\n"
        "\x1b[1m--- a/b.py\x1b[0m\n\x1b[1m+++ b/b.py\x1b[0m\n"
        "\x1b[36m@@ -1 +0,0 @@\x1b[0m\n\x1b[31m--- x\x1b[0m\n"
    )


def test_a_terminal_is_not_told_what_to_do() -> None:
    diff = patch(Path("a.py"), "a\x1b[2J\rb\u202e\t\n".encode(), b"c\r\n\tx\r\n")
    assert re.sub(r"\x1b\[\d*m", "", shown(diff, True)) == (
        "--- a/a.py\n+++ b/a.py\n@@ -1 +1,2 @@\n-a\\x1b[2J\\rb\\u202e\t\n+c\n+\tx\n"
    )
