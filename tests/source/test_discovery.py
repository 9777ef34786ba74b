import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

import auglint
from auglint.source.discovery import DEFAULT_EXCLUDE, Discovery, discover

REPOSITORY = Path(auglint.__file__).parents[1]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)


def make(*names: str) -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n")


def look(
    *paths: str, exclude: Sequence[str] = DEFAULT_EXCLUDE, force: bool = False, root: str = ".", git: bool = True
) -> Discovery:
    named = [Path(path) for path in paths or (".",)]
    return discover(named, exclude=exclude, force_exclude=force, root=Path(root), respect_gitignore=git)


def files(*paths: str, **options: object) -> list[str]:
    found = look(*paths, **options)  # type: ignore[arg-type]
    assert found.errors == ()
    return [file.as_posix() for file in found.files]


def git(*arguments: str, folder: str = ".") -> None:
    settings = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True)


def test_python_and_notebooks_sorted() -> None:
    make("b.py", "a.ipynb", "c.pyi", "d.txt", "sub/z.py", "sub/a.py", "a.pyc", "README", "sub.py")
    assert files() == ["a.ipynb", "b.py", "c.pyi", "sub/a.py", "sub/z.py", "sub.py"]
    assert files("sub", "b.py", "./b.py", ".") == files()


@pytest.mark.parametrize("name", [*(name for name in DEFAULT_EXCLUDE if "?" not in name), "env3"])
def test_usual_excludes(name: str) -> None:
    make(f"{name}/a.py", f"src/{name}/b.py", "src/c.py")
    assert files() == ["src/c.py"]
    assert files(f"{name}/a.py") == [f"{name}/a.py"]
    assert files(name) == [f"{name}/a.py"]


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("b.py", ["a.py", "src/a.py", "src/gen/c1.py"]),
        ("gen", ["a.py", "b.py", "src/a.py", "src/b.py"]),
        ("gen/", ["a.py", "b.py", "src/a.py", "src/b.py"]),
        ("src/gen", ["a.py", "b.py", "src/a.py", "src/b.py"]),
        ("./src/gen", ["a.py", "b.py", "src/a.py", "src/b.py"]),
        ("/a.py", ["b.py", "src/a.py", "src/b.py", "src/gen/c1.py"]),
        ("src/*.py", ["a.py", "b.py", "src/gen/c1.py"]),
        ("src/**", ["a.py", "b.py"]),
        ("**/a.py", ["b.py", "src/b.py", "src/gen/c1.py"]),
        ("**/gen/*.py", ["a.py", "b.py", "src/a.py", "src/b.py"]),
        ("[ab].py", ["src/gen/c1.py"]),
        ("[!a].py", ["a.py", "src/a.py", "src/gen/c1.py"]),
        ("c?.py", ["a.py", "b.py", "src/a.py", "src/b.py"]),
        ("*", []),
        ("gen/c1.py", ["a.py", "b.py", "src/a.py", "src/b.py", "src/gen/c1.py"]),
        ("[", ["a.py", "b.py", "src/a.py", "src/b.py", "src/gen/c1.py"]),
        ("[z-a].py", ["a.py", "b.py", "src/a.py", "src/b.py", "src/gen/c1.py"]),
        ("a+(", ["a.py", "b.py", "src/a.py", "src/b.py", "src/gen/c1.py"]),
        ("", ["a.py", "b.py", "src/a.py", "src/b.py", "src/gen/c1.py"]),
    ],
)
@pytest.mark.parametrize("tracked", [False, True])
def test_patterns(pattern: str, left: list[str], tracked: bool) -> None:
    make("a.py", "b.py", "src/a.py", "src/b.py", "src/gen/c1.py")
    if tracked:
        git("init")
    assert files(exclude=[pattern]) == left
    assert files("src", exclude=[pattern]) == [file for file in left if file.startswith("src/")]


def test_patterns_are_relative_to_the_root_wherever_the_walk_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    make("project/src/gen/a.py", "project/src/b.py", "other/src/gen/a.py")
    monkeypatch.chdir("project/src")
    assert files(exclude=["src/gen"], root="..") == ["b.py"]
    assert files("../../other", exclude=["src/gen"], root="..") == ["../../other/src/gen/a.py"]


def test_a_named_file_is_checked_unless_excludes_are_forced() -> None:
    make("build/a.py", "script", "src/gen/x.py")
    assert files("build/a.py", "script") == ["build/a.py", "script"]
    assert files("build/a.py", "script", "build", force=True) == ["script"]
    assert files("src/gen/x.py", "src", exclude=["src/gen"], force=True) == []
    assert files(str(Path("build/a.py").absolute()), "src/../build/a.py", force=True) == []


def test_links() -> None:
    make("src/a.py", "other/b.py")
    Path("src/again.py").symlink_to("a.py")
    Path("src/b.py").symlink_to("../other/b.py")
    Path("src/loop").symlink_to(".")
    Path("src/folder.py").symlink_to("../other")
    Path("src/.#a.py").symlink_to("me@here.1234")
    assert files("src") == ["src/a.py", "src/b.py"]
    assert files("src/again.py") == ["src/again.py"]
    assert files("src/loop") == ["src/loop/a.py", "src/loop/b.py"]
    git("init")
    assert files("src") == ["src/a.py", "src/b.py"]


@pytest.mark.parametrize("tracked", [False, True])
def test_what_cannot_be_read_is_told_and_the_rest_is_found(tracked: bool) -> None:
    make("a.py")
    Path("broken.py").symlink_to("gone.py")
    Path("x.py").symlink_to("y.py")
    Path("y.py").symlink_to("x.py")
    if tracked:
        git("init")
        git("add", ".")
    else:
        os.mkfifo("pipe.py")
    found = look(".", "none.py", "none", "nul\0.py", "a.py/b.py", force=True)
    assert [file.as_posix() for file in found.files] == ["a.py"]
    told = {str(error.path): error.message for error in found.errors}
    assert told.pop("nul\0.py") == "this cannot be the name of a file"
    if not tracked:
        assert told.pop("pipe.py") == "this is a pipe, not a file"
    assert told == {
        "a.py/b.py": "no such file or folder",
        "broken.py": "this link is broken: it leads to gone.py",
        "none": "no such file or folder",
        "none.py": "no such file or folder",
        "x.py": "this link leads back to itself",
        "y.py": "this link leads back to itself",
    }
    assert not any(error.is_source for error in found.errors)


def test_a_folder_that_cannot_be_opened(tmp_path: Path) -> None:
    make("open/a.py", "closed/b.py")
    Path("closed").chmod(0)
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom auglint.source.discovery import discover\n"
        "os.chdir(sys.argv[1])\nos.geteuid() or os.setuid(65534)\n"
        "found = discover([Path('.'), Path('closed/b.py')], exclude=(), force_exclude=False, root=Path('.'))\n"
        "print(*found.files, *found.errors, sep='\\n')"
    )
    tmp_path.chmod(0o755)
    command = [sys.executable, "-c", script, tmp_path]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    Path("closed").chmod(0o755)
    told = ["closed/b.py: cannot be read: permission denied", "closed: cannot be read: permission denied"]
    assert done.stdout.splitlines() == ["open/a.py", *told]


def test_gitignore() -> None:
    git("init")
    make("a.py", "tracked.py", "out/b.py", "src/c.py", "src/local/d.py", "deleted.py", "é ü.py")
    Path(".gitignore").write_text("out/\ntracked.py\n")
    Path("src/.gitignore").write_text("local\n")
    git("add", "-f", "tracked.py", "deleted.py", "é ü.py")
    Path("deleted.py").unlink()
    assert files() == ["a.py", "src/c.py", "tracked.py", "é ü.py"]
    assert files("src") == ["src/c.py"]
    assert files("out/b.py") == ["out/b.py"]
    assert files("out") == ["out/b.py"]
    assert files("src/local") == ["src/local/d.py"]
    assert files(git=False) == ["a.py", "out/b.py", "src/c.py", "src/local/d.py", "tracked.py", "é ü.py"]


def test_a_repository_in_a_repository() -> None:
    make("a.py", "inner/b.py", "inner/ignored.py", "sub/c.py", "sub/ignored.py", "venv/d.py")
    for name in ("inner", "sub"):
        Path(name, ".gitignore").write_text("ignored.py\n")
        git("init", folder=name)
        git("add", ".", folder=name)
        git("commit", "-m", "x", folder=name)
    git("init")
    git("add", "sub")
    assert files() == ["a.py", "inner/b.py", "sub/c.py"]


def test_a_broken_repository_is_walked_plainly() -> None:
    make("a.py", ".git/HEAD")
    Path(".gitignore").write_text("a.py\n")
    assert files() == ["a.py"]


def test_no_git_no_ignore_files(monkeypatch: pytest.MonkeyPatch) -> None:
    git("init")
    make("a.py")
    Path(".gitignore").write_text("a.py\n")
    assert files() == []
    monkeypatch.setenv("PATH", "")
    assert files() == ["a.py"]


def test_nothing_of_the_checked_repository_is_run() -> None:
    git("init")
    make("a.py")
    script = Path("evil.sh").absolute()
    script.write_text("#!/bin/sh\ntouch ran\n")
    script.chmod(0o755)
    git("add", "a.py")
    for name in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.editor",
        "filter.x.clean",
        "filter.x.process",
    ):
        git("config", name, str(script))
    git("config", "core.hooksPath", ".")
    git("config", "alias.ls-files", f"!{script}")
    Path(".gitattributes").write_text("*.py filter=x\n")
    for hook in ("post-index-change", "fsmonitor-watchman", "query-watchman"):
        Path(".git/hooks", hook).write_text("#!/bin/sh\ntouch ran\n")
        Path(".git/hooks", hook).chmod(0o755)
    make("a.py")
    assert files() == ["a.py"]
    assert not list(Path().rglob("ran"))


def test_the_repository_of_a_calling_hook_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    make("one/a.py", "two/b.py")
    git("init", folder="one")
    git("init", folder="two")
    monkeypatch.setenv("GIT_DIR", str(Path("one/.git").absolute()))
    monkeypatch.setenv("GIT_INDEX_FILE", str(Path("one/.git/index").absolute()))
    assert files("two") == ["two/b.py"]


@pytest.mark.parametrize("tracked", [False, True])
def test_ten_thousand_files_take_no_time(tracked: bool) -> None:
    for folder in range(100):
        Path(f"f{folder}").mkdir()
        for number in range(100):
            Path(f"f{folder}/m{number}.py").touch()
    if tracked:
        git("init")
    begin = time.process_time()
    assert len(look().files) == 10_000
    assert time.process_time() - begin < 1
