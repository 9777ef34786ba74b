"""What goes to stderr: summary, errors, progress; and when there is colour."""

import io
import itertools
import os
import pty
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from report_samples import ADVICE, IN_NOTEBOOK, SHARED

from auglint.finding import Applicability, Severity, Verdict
from auglint.lint import exit_status
from auglint.report import Report, error_line, summary
from auglint.report.colour import Choice, paint, use_colour
from auglint.report.progress import Progress
from auglint.source.text import SourceError

Make = Callable[..., Report]
MISSING = SourceError(Path("gone.py"), "no such file", is_source=False)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_summary_counts_in_plain_words(make: Make) -> None:
    assert summary(make(SHARED, SHARED, IN_NOTEBOOK, files=12, suppressed=1), False) == (
        "Found 3 findings (1 error, 2 warnings) in 12 files; 1 suppressed. 2 fixable with --fix --unsafe-fixes."
    )
    assert summary(make(ADVICE, files=1), False) == "Found 1 finding (1 info) in 1 file."
    assert summary(make(ADVICE, IN_NOTEBOOK, IN_NOTEBOOK), False) == "Found 3 findings (2 errors, 1 info) in 3 files."
    safe = replace(SHARED, fixes=(replace(SHARED.fixes[0], applicability=Applicability.SAFE),))
    assert summary(make(safe, IN_NOTEBOOK), False).endswith(" in 3 files. 1 fixable with --fix.")
    both = summary(make(safe, SHARED, SHARED), False)
    assert both.endswith(" in 3 files. 1 fixable with --fix, 2 more with --fix --unsafe-fixes.")
    assert summary(make(files=12), False) == "All clear: 12 files checked."
    assert summary(make(files=1, suppressed=2), False) == "All clear: 1 file checked; 2 suppressed."


def test_what_could_not_be_checked_is_never_clear(make: Make) -> None:
    assert summary(make(files=2, errors=[MISSING]), False) == "No findings in 2 files. 1 file could not be checked."
    assert summary(make(files=0, errors=[MISSING, MISSING]), False) == "1 file could not be checked."
    second = SourceError(Path("bad.py"), "invalid syntax", row=1, column=1, is_source=True)
    assert summary(make(SHARED, files=1, errors=[MISSING, second]), False) == (
        "Found 1 finding (1 warning) in 1 file. 1 fixable with --fix --unsafe-fixes. 2 files could not be checked."
    )
    assert summary(make(files=0), False) == "No files to check."
    cell = SourceError(Path("a.ipynb"), "invalid syntax", row=1, column=1, cell=3, is_source=True)
    assert summary(make(SHARED, files=2, errors=[cell, cell]), False) == (
        "Found 1 finding (1 warning) in 2 files. 1 fixable with --fix --unsafe-fixes. "
        "1 notebook could be checked in part only."
    )


def test_summary_in_colour(make: Make) -> None:
    assert summary(make(SHARED, ADVICE, files=2), True).startswith(
        "\x1b[1;33mFound 2 findings\x1b[0m (1 warning, 1 info)"
    )
    assert summary(make(files=2, errors=[MISSING]), True).endswith("\x1b[1;31m1 file could not be checked.\x1b[0m")
    assert summary(make(files=2), True) == "\x1b[1;32mAll clear\x1b[0m: 2 files checked."


def test_what_is_refuted_is_counted_apart(make: Make) -> None:
    refuted = replace(IN_NOTEBOOK, verdict=Verdict.REFUTED)
    safe = replace(SHARED.fixes[0], applicability=Applicability.SAFE)
    fixable = replace(refuted, fixes=(safe,))
    assert summary(make(SHARED, fixable, refuted), False) == (
        "Found 3 findings (1 warning, 2 refuted) in 3 files. 1 fixable with --fix --unsafe-fixes."
    )
    assert summary(make(SHARED, refuted), True).startswith("\x1b[1;33mFound 2 findings\x1b[0m (1 warning, 1 refuted)")
    assert summary(make(refuted), True) == "\x1b[1;32mFound 1 finding\x1b[0m (1 refuted) in 3 files."


@pytest.mark.parametrize("verdict", [None, *Verdict])
def test_what_is_refuted_does_not_fail_a_run(make: Make, verdict: Verdict | None) -> None:
    report = make(replace(IN_NOTEBOOK, verdict=verdict))
    assert exit_status(report, Severity.WARNING) == int(verdict is not Verdict.REFUTED)
    assert exit_status(make(replace(ADVICE, verdict=verdict)), Severity.WARNING) == 0


def test_error_lines() -> None:
    broken = SourceError(Path("a b.py"), "invalid\nsyntax", row=3, column=7, is_source=True)
    cell = SourceError(Path("fruit.ipynb"), "invalid syntax", row=1, column=2, cell=4, is_source=True)
    hostile = SourceError(Path("a\x1b[2J\n.py"), "no such\x07 file", is_source=False)
    assert error_line(broken) == "a b.py:3:7: AUG900 invalid syntax"
    assert error_line(cell) == "fruit.ipynb:cell 4:1:2: AUG900 invalid syntax"
    assert error_line(MISSING) == "gone.py: no such file"
    assert error_line(hostile) == r"a\x1b[2J\n.py: no such\x07 file"
    assert error_line(MISSING, True) == "\x1b[1mgone.py\x1b[0m: no such file"


@pytest.mark.parametrize(
    ("choice", "environ", "terminal", "expected"),
    [
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": "", "FORCE_COLOR": ""}, True, True),
        ("auto", {"NO_COLOR": "0"}, True, False),
        ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"CLICOLOR_FORCE": "1"}, False, True),
        ("auto", {"CLICOLOR_FORCE": "0", "FORCE_COLOR": ""}, False, False),
        ("auto", {"FORCE_COLOR": "0"}, True, True),
    ],
)
def test_who_decides_about_colour(choice: Choice, environ: dict[str, str], terminal: bool, expected: bool) -> None:
    assert use_colour(choice, environ, Terminal() if terminal else io.StringIO()) is expected


def test_paint() -> None:
    assert paint("x", "error", True) == "\x1b[1;31mx\x1b[0m"
    assert paint("x", "error", False) == paint("x", None, True) == "x"
    assert paint("", "error", True) == ""


def clock(*times: float) -> Callable[[], float]:
    ticks: Iterator[float] = itertools.chain(times, itertools.repeat(times[-1]))
    return lambda: next(ticks)


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")


def test_progress_appears_after_a_second_and_is_cleared() -> None:
    stream = Terminal()
    now = [0.0]
    with Progress(4, stream, clock=lambda: now[0]) as bar:
        bar.step("one.py")
        now[0] = 0.99
        bar.step("two.py")
        assert stream.getvalue() == ""
        now[0] = 1.0
        bar.step("thr\x1b[2Jee.py")
        assert stream.getvalue() == "\r\x1b[KChecking 3/4 [#######---] thr\\x1b[2Jee.py"
        now[0] = 1.01
        bar.step("four.py")
    assert stream.getvalue().count("Checking") == 1
    assert stream.getvalue().endswith("\r\x1b[K")


def test_progress_is_cleared_when_the_run_fails() -> None:
    stream = Terminal()
    with pytest.raises(KeyboardInterrupt), Progress(2, stream, clock=clock(0, 5)) as bar:
        bar.step("one.py")
        raise KeyboardInterrupt
    assert stream.getvalue().endswith("one.py\r\x1b[K")


def test_progress_is_silent_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe, quiet, dumb = io.StringIO(), Terminal(), Terminal()
    with Progress(1, pipe, clock=clock(0, 5)) as bar:
        bar.step("one.py")
    with Progress(1, quiet, quiet=True, clock=clock(0, 5)) as bar:
        bar.step("one.py")
    with Progress(1, None, clock=clock(0, 5)) as bar:
        bar.step("one.py")
    monkeypatch.setenv("TERM", "dumb")
    with Progress(1, dumb, clock=clock(0, 5)) as bar:
        bar.step("one.py")
    assert pipe.getvalue() == quiet.getvalue() == dumb.getvalue() == ""


def test_progress_keeps_to_one_row_of_a_real_terminal() -> None:
    import fcntl
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
    with os.fdopen(slave, "w") as stream:
        with Progress(1, stream, clock=clock(0, 5)) as bar:
            bar.step("画" * 50)
        printed = os.read(master, 4096).decode()
    os.close(master)
    assert printed == "\r\x1b[KChecking 1/1 [##########] " + "画" * 6 + "\r\x1b[K"
