"""The command line, run as users run it: exit status, streams, files, colours, and one clear line for each mistake."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import auglint
from auglint import cli, lint, settings
from auglint.report import FORMATS

SHARED = """\
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder
from torchvision import transforms as T
augment = T.Compose([T.RandomResizedCrop(64), T.ToTensor()])
train_set = ImageFolder("data/train", transform=augment)
val_set = ImageFolder("data/val", transform=augment)
"""
ENVIRONMENT = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "TERM")} | {
    "PYTHONPATH": str(Path(auglint.__file__).resolve().parents[1]),
    "COLUMNS": "100",
}
AUGLINT = (sys.executable, "-m", "auglint")


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, stdin: bytes = b"", **environment: str) -> tuple[int, str, str]:
    done = subprocess.run([*AUGLINT, *arguments], input=stdin, capture_output=True, env=ENVIRONMENT | environment)
    assert b"Traceback" not in done.stderr
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def run_here(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
    """The same in this process, for the many variations of what the real runs have shown to work."""
    done = CliRunner(env={"NO_COLOR": None, "FORCE_COLOR": None}).invoke(
        cli.main, arguments, stdin, prog_name="auglint"
    )
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.stdout, done.stderr


def rows(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text)
    return found


# Exit status and streams ---------------------------------------------------------------------------------------------


def test_findings_go_to_stdout_and_the_summary_to_stderr() -> None:
    Path("train.py").write_text(SHARED)
    status, out, err = run("check", "--output-format", "concise")
    assert status == 1
    assert out.startswith("train.py:6:") and out.count("\n") == 1 and ": AUG201 " in out
    assert err.startswith("Found 1 finding") and err.count("\n") == 1


def test_the_default_format_is_for_people() -> None:
    Path("train.py").write_text(SHARED)
    status, out, _ = run("check", ".")
    assert status == 1
    assert "--> train.py:6:" in out and "auglint explain AUG201" in out


def test_a_clean_run_says_nothing_on_stdout() -> None:
    Path("train.py").write_text("import torch\n")
    assert run("check", "train.py")[:2] == (0, "")
    assert run("check", "-q", "train.py") == (0, "", "")
    status, out, _ = run("check", "--output-format", "json", "train.py")
    assert (status, rows(out)) == (0, [])


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ((), 1),
        (("--exit-zero",), 0),
        (("--fail-on", "error"), 0),
        (("--fail-on", "info"), 1),
        (("--select", "AUG3"), 0),
        (("--ignore", "AUG101,shared-augmentation",), 0),
        (("--select", "AUG3", "--select", "AUG101,AUG2"), 1),
        (("--select", "AUG3", "--extend-select", "AUG201"), 1),
    ],
)  # fmt: skip
def test_the_exit_status(arguments: tuple[str, ...], status: int) -> None:
    Path("train.py").write_text(SHARED)
    assert run_here("check", *arguments)[0] == status


def test_what_cannot_be_checked_wins_over_findings_and_over_exit_zero() -> None:
    Path("broken.py").write_text("import torch\nx = (\n")
    Path("train.py").write_text(SHARED)
    status, out, err = run("check", "--output-format", "concise", "--exit-zero", ".", "missing.py")
    assert status == 2
    assert "train.py:6:" in out and "AUG201" in out
    lines = err.splitlines()
    assert any(line.startswith("broken.py:2:") and "AUG900" in line for line in lines)
    assert any(line.startswith("missing.py: ") for line in lines)
    assert lines[-1].endswith("2 files could not be checked.")
    assert run("check", "-q", "missing.py")[2].count("\n") == 1


def test_a_fault_of_auglint_itself_is_one_line_and_never_looks_like_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*arguments: Any, **options: Any) -> None:
        raise KeyError("a\nb")

    monkeypatch.setattr(lint, "discovered", faulty)
    status, out, err = run_here("check")
    assert (status, out) == (2, "")
    assert err.startswith("auglint: internal error, please report it (KeyError: ") and err.count("\n") == 1
    monkeypatch.setenv("AUGLINT_DEBUG", "1")
    status, _, err = run_here("check")
    assert status == 2 and err.startswith("Traceback")


def test_a_closed_pipe_ends_quietly() -> None:
    Path("train.py").write_text(SHARED)
    process = subprocess.Popen(
        [*AUGLINT, "check", "-q"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), said) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_is_one_clear_line() -> None:
    Path("train.py").write_text(SHARED)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*AUGLINT, "check"], stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT, text=True)
    assert done.returncode == 2
    assert done.stderr == "auglint: standard output cannot be written: No space left on device\n"


def test_an_interrupt_ends_with_130_and_no_traceback() -> None:
    code = """if True:
        import io, signal, sys
        from auglint.cli import main
        signal.signal(signal.SIGINT, signal.default_int_handler)  # it is ignored below a background job
        class Interrupted(io.BytesIO):
            def read(self, size=-1):
                signal.raise_signal(signal.SIGINT)
        sys.stdin = io.TextIOWrapper(Interrupted())
        main(["check", "-"])
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=ENVIRONMENT)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"interrupted\n")


def test_a_file_name_that_no_terminal_can_show() -> None:
    try:
        Path(os.fsdecode(b"tr\xe9in.py")).write_text(SHARED)
    except OSError:
        pytest.skip("file names are UTF-8 here")
    status, out, _ = run("check", "--output-format", "concise")
    assert status == 1 and "tr\\udce9in.py:6:" in out
    assert run("check", PYTHONIOENCODING="ascii")[0] == 1
    assert run("check", "--output-format", "json")[0] == 1
    assert run("check", "--output-format", "lsp")[0] == 1


# Standard input and output files -------------------------------------------------------------------------------------


def test_standard_input() -> None:
    status, out, _ = run("check", "--output-format", "concise", "-", stdin=SHARED.encode())
    assert status == 1 and out.startswith("<stdin>:6:")
    named = ("check", "--output-format", "concise", "--stdin-filename", "src/train.py")
    for arguments in (named, (*named, "-")):
        status, out, _ = run(*arguments, stdin=SHARED.encode())
        assert status == 1 and out.startswith("src/train.py:6:")
    assert run("check", "-", stdin=b"x = 1\n")[0] == 0
    status, out, err = run("check", "-", stdin=b"x = (\n")
    assert status == 2 and out == "" and "AUG900" in err


def test_standard_input_stands_in_for_the_file_of_that_name() -> None:
    Path("train.py").write_text(SHARED)
    assert run_here("check", "--stdin-filename", "train.py", "-", stdin=b"x = 1\n")[0] == 0


def test_standard_input_may_be_a_notebook() -> None:
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": SHARED}]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    arguments = ("check", "--output-format", "json", "-", "--stdin-filename")
    [finding] = rows(run_here(*arguments, "train.ipynb", stdin=text)[1])
    assert (finding["cell"], finding["location"]["row"]) == (1, 6)


def test_standard_input_is_left_out_with_force_exclude() -> None:
    arguments = ("check", "--stdin-filename", "build/train.py", "--exclude", "build", "-")
    assert run_here(*arguments, stdin=SHARED.encode())[0] == 1
    assert run_here(*arguments, "--force-exclude", stdin=SHARED.encode())[:2] == (0, "")


def test_an_output_file_is_written_whole_and_keeps_its_mode(project: Path) -> None:
    Path("train.py").write_text(SHARED)
    target = project / "report.json"
    status, out, err = run("check", "--output-format", "json", "--output-file", "report.json", "train.py")
    assert (status, out) == (1, "") and err.startswith("Found 1 finding")
    assert [finding["code"] for finding in rows(target.read_text())] == ["AUG201"]
    target.chmod(0o640)
    target.with_name("link.json").symlink_to(target)
    Path("train.py").write_text("")
    assert run("check", "--output-format", "json", "--output-file", "link.json", "train.py")[0] == 0
    assert rows(target.read_text()) == []
    assert target.stat().st_mode & 0o777 == 0o640
    assert Path("link.json").is_symlink()
    assert sorted(path.name for path in project.iterdir()) == ["link.json", "report.json", "train.py"]


def test_an_output_file_that_cannot_be_written() -> None:
    Path("train.py").write_text("")
    status, _, err = run("check", "--output-file", "missing/report.txt", "train.py")
    assert (status, err) == (2, "auglint: missing/report.txt cannot be written: No such file or directory\n")
    assert run("check", "--output-file", ".", "train.py")[0] == 2


@pytest.mark.skipif(not Path("/dev/null").is_char_device(), reason="no null device here")
def test_a_device_is_written_to_and_never_replaced() -> None:
    Path("train.py").write_text(SHARED)
    assert run("check", "--output-file", "/dev/null", "train.py")[0] == 1
    assert Path("/dev/null").is_char_device()
    status, out, _ = run("check", "--output-format", "concise", "--output-file", "/dev/stdout", "train.py")
    assert status == 1 and out.startswith("train.py:6:")


# Colour --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ((), {}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "0"}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        (("--color", "always", "--output-format", "json"), {}, False),
    ],
)
def test_the_colour_policy(arguments: tuple[str, ...], environment: dict[str, str], coloured: bool) -> None:
    Path("train.py").write_text(SHARED)
    _, out, err = run("check", *arguments, "train.py", **environment)
    assert ("\x1b[" in out) == coloured
    if "json" not in arguments:
        assert ("\x1b[" in err) == coloured


# Usage and settings --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--select", "AUG2O1"), "'--select': no rule has the code or name 'AUG2O1'; did you mean 'AUG201'?"),
        (("--ignore", "AUG201,AUG7,E501"), "no rule has the code or name 'AUG7'"),
        (("--fail-on", "warn"), "'warn' is not one of"),
        (("--output-fromat", "json"), "--output-format"),
        (("--isolated", "--config", "auglint.toml"), "--isolated and --config exclude each other"),
        (("--config", "missing.toml"), "'missing.toml' does not exist"),
        (("-", "train.py"), "standard input (-) cannot be checked together with other paths"),
        (("--stdin-filename", "a.py", "train.py"), "--stdin-filename is for standard input"),
    ],
)
def test_bad_usage(arguments: tuple[str, ...], said: str) -> None:
    Path("auglint.toml").write_text("")
    status, out, err = run_here("check", *arguments)
    assert (status, out) == (2, "")
    assert said in " ".join(err.split())


def test_bad_settings_stop_the_run_and_are_all_told() -> None:
    Path("train.py").write_text(SHARED)
    Path("pyproject.toml").write_text('[tool.auglint]\nselct = ["AUG201"]\nfail-on = "warn"\n')
    status, out, err = run("check")
    assert (status, out) == (2, "")
    assert err.startswith("pyproject.toml:2:1: unknown key 'selct'; did you mean 'select'?\n  |\n2 | selct = ")
    assert "pyproject.toml:3:11: fail-on must be one of" in err
    assert run("check", "--isolated")[0] == 1


def test_the_settings_are_those_of_the_first_path() -> None:
    Path("one").mkdir()
    Path("one/train.py").write_text(SHARED)
    Path("one/auglint.toml").write_text('select = ["AUG3"]\noutput-format = "json"\n')
    Path("auglint.toml").write_text("fail-on = 'error'\noutput-format = 'concise'\n")
    status, out, _ = run_here("check", "one/train.py")
    assert (status, rows(out)) == (0, [])
    status, out, _ = run_here("check", ".")
    assert status == 0 and out.startswith("one/train.py:6:")
    assert run_here("check", "one", "--select", "AUG201", "--fail-on", "warning")[0] == 1
    assert run_here("check", "one", "--config", "auglint.toml", "--fail-on", "warning")[0] == 1


def test_excludes_and_gitignore() -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    Path(".gitignore").write_text("scratch/\n")
    for folder in ("old", "scratch", "src"):
        Path(folder).mkdir()
        Path(folder, "train.py").write_text(SHARED)

    def found(*arguments: str) -> set[str]:
        out = run_here("check", "--output-format", "json", *arguments)[1]
        return {Path(finding["filename"]).parent.name for finding in rows(out)}

    assert found() == {"old", "src"}
    assert found("--no-respect-gitignore") == {"old", "scratch", "src"}
    assert found("--extend-exclude", "old") == {"src"}
    assert found("--exclude", "old,src") == set()
    assert found("--extend-exclude", "old", "old/train.py") == {"old"}
    assert found("--extend-exclude", "old", "--force-exclude", "old/train.py") == set()
    Path("auglint.toml").write_text('extend-exclude = ["src"]\n')
    assert found() == {"old"}
    assert found("--extend-exclude", "old") == set()


def test_patterns_on_the_command_line_count_from_the_current_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("auglint.toml").write_text("")
    for folder in ("sub/old", "sub/src"):
        Path(folder).mkdir(parents=True)
        Path(folder, "train.py").write_text(SHARED)
    monkeypatch.chdir("sub")
    status, out, _ = run_here("check", "--output-format", "concise", "--extend-exclude", "./old/*.py")
    assert status == 1 and out.startswith("src/train.py:6:") and out.count("\n") == 1


# The catalogue -------------------------------------------------------------------------------------------------------


def test_explain_prints_the_page() -> None:
    status, out, err = run("explain", "AUG201")
    assert (status, err) == (0, "")
    assert out.startswith("# AUG201 shared-augmentation\n\n## What it does\n")
    assert "\x1b" not in out and "summary =" not in out
    assert run_here("explain", "shared-augmentation")[1] == out
    coloured = run_here("explain", "AUG201", "--color", "always")[1]
    assert coloured.startswith("\x1b[1m# AUG201 shared-augmentation\x1b[0m\n")
    assert "\x1b[2mtrain_set = " in coloured


def test_explain_and_rules_for_programs() -> None:
    one = json.loads(run_here("explain", "AUG201", "--output-format", "json")[1])
    assert (one["code"], one["name"], one["severity"]) == ("AUG201", "shared-augmentation", "warning")
    every = rows(run_here("rules", "--output-format", "json")[1])
    assert one in every
    assert [rule["code"] for rule in every] == sorted(rule["code"] for rule in every)


def test_rules_are_a_table() -> None:
    status, out, err = run_here("rules")
    assert (status, err) == (0, "")
    [line] = [line for line in out.splitlines() if line.startswith("AUG201")]
    assert line.split(maxsplit=3)[:3] == ["AUG201", "shared-augmentation", "warning"]
    assert len({line.index(line.split(maxsplit=1)[1]) for line in out.splitlines()}) == 1


def test_explain_of_an_unknown_code() -> None:
    status, out, err = run_here("explain", "AUG2O1")
    assert (status, out) == (2, "")
    assert "no rule has the code or name 'AUG2O1'; did you mean 'AUG201'?" in err


# Start-up ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"], ["explain", "--help"]])
def test_the_start_imports_click_and_little_else(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom auglint.cli import main\n"
        f"try: main({arguments!r}, prog_name='auglint')\nexcept SystemExit: pass\n"
        "print('heavy:', sorted({'libcst', 'tomllib', 'json'} & set(sys.modules)))\n"
        "print('ours:', sorted(name for name in sys.modules if name.startswith('auglint')))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=ENVIRONMENT, check=True)
    assert done.stdout.splitlines()[-2:] == ["heavy: []", "ours: ['auglint', 'auglint.cli']"]


def test_a_run_that_meets_no_framework_never_imports_libcst() -> None:
    Path("plain.py").write_text("import os\n")
    code = (
        "import sys\nfrom auglint.cli import main\n"
        "try: main(['check', '-q', '--isolated'])\nexcept SystemExit as done: print(done.code, 'libcst' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=ENVIRONMENT)
    assert done.stdout == "0 False\n"


def test_the_version() -> None:
    assert run("--version") == (0, f"auglint {auglint.__version__}\n", "")


def test_the_choices_are_those_of_the_parts_below() -> None:
    assert cli.FORMATS == settings.FORMATS == tuple(FORMATS)
    assert set(cli.SEVERITIES) == set(settings.SEVERITIES)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("auglint ", "check"),
        ("auglint explain shared", "shared-augmentation"),
        ("auglint check --select AUG101,AUG20", "AUG101,AUG201"),
        ("auglint check --fail-on w", "warning"),
    ],
)
def test_shell_completion(words: str, wanted: str) -> None:
    count = str(len(words.split(" ")) - 1)
    status, out, _ = run(_AUGLINT_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=count)
    assert status == 0
    assert wanted in [line.partition(",")[2] for line in out.splitlines()]
    status, out, _ = run(_AUGLINT_COMPLETE="zsh_source")
    assert status == 0 and "_AUGLINT_COMPLETE=zsh_complete" in out


# The trace -----------------------------------------------------------------------------------------------------------


def test_a_trace_goes_to_standard_output_and_the_rest_to_standard_error(project: Path) -> None:
    (project / "train.py").write_text(SHARED)
    (project / "other.py").write_text("print(1)\n")
    code, out, error = run("trace")
    assert code == 0
    assert out.startswith("train.py\n├── train: it is called `train_set` @ train.py:5:13\n".encode().decode())
    assert error.strip() == "2 splits in 1 program. No pipeline was found in 1 file."
    code, out, error = run("trace", "-q", "--output-format", "json", "train.py")
    assert (code, error) == (0, "")
    assert [split["role"] for split in rows(out)[0]["splits"]] == ["train", "validation"]


def test_a_trace_needs_no_line_drawing(project: Path) -> None:
    (project / "train.py").write_text(SHARED)
    _, out, _ = run("trace", PYTHONIOENCODING="ascii")
    assert "|-- train" in out
    assert "\\u" not in out


def test_a_trace_is_written_to_a_file(project: Path) -> None:
    (project / "train.py").write_text(SHARED)
    code, out, _ = run_here("trace", "--output-format", "svg", "--output-file", "seen.svg", "train.py")
    assert (code, out) == (0, "")
    assert (project / "seen.svg").read_text(encoding="utf-8").startswith("<svg ")


def test_a_file_that_cannot_be_traced_is_told_and_the_others_are_shown(project: Path) -> None:
    (project / "train.py").write_text(SHARED)
    (project / "broken.py").write_text("import torch\ntrain_set = (\n")
    code, out, error = run_here("trace", "broken.py", "train.py", "missing.py")
    assert code == 2
    assert out.startswith("train.py\n")
    assert "broken.py:2:13: AUG900" in error
    assert "missing.py: " in error
    assert "2 files could not be read." in error


def test_a_trace_without_anything_to_see(project: Path) -> None:
    (project / "plain.py").write_text("print(1)\n")
    assert run_here("trace", "plain.py") == (0, "", "No pipeline was found in 1 file.\n")
    assert run_here("trace", "--isolated", "--config", "x.toml")[0] == 2
