"""Runs programs whose findings are known through `auglint confirm`, and tells where the run does not agree.

    python tests/confirm/cases.py [folder or case ...] [--only WORD] [--jobs 2] [--json out.jsonl] [-v]

A case is a script, a notebook, or a folder with a `train.py`; without a folder named, those in `tests/cases`. Each is
copied to a folder of its own and run there; data that it asks for and that is not there is made up (see `standins`).
Told are, for each case: whether it could run, the verdict of each finding, and defects that only the run has shown.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
sys.path.insert(0, str(TESTS))

from page_examples import Label, labels_in  # noqa: E402

SECONDS = 120
OPTIONS = ("--isolated", "--quiet", "--output-format", "json")
SEEN_IN_A_RUN = "seen in a run:"


@dataclass(frozen=True)
class Outcome:
    """What came of one case. `stopped`: why it could not run, "" when it did; `findings`: as `auglint` tells them."""

    case: str
    seconds: float
    stopped: str
    findings: tuple[dict[str, Any], ...]
    labels: int

    @property
    def added(self) -> list[dict[str, Any]]:
        """The defects that no finding of the code names."""
        return [each for each in self.findings if each["message"].startswith(SEEN_IN_A_RUN)]

    @property
    def static(self) -> list[dict[str, Any]]:
        """The findings of the code."""
        return [each for each in self.findings if not each["message"].startswith(SEEN_IN_A_RUN)]


def cases_in(path: Path) -> Iterator[Path]:
    """The cases in a folder, its folders of cases included; a case itself is one."""
    if _is_case(path):
        yield path
        return
    for entry in sorted(path.iterdir()):
        if not entry.name.startswith(("_", ".")) and (entry.is_dir() or _is_case(entry)):
            yield from cases_in(entry)


def _is_case(path: Path) -> bool:
    return (path / "train.py").is_file() if path.is_dir() else path.suffix in (".py", ".ipynb")


def confirmed(case: Path, seconds: int = SECONDS) -> Outcome:
    """Run one case in a folder of its own, and read what comes of it."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="case") as folder:
        here = Path(folder, "here")
        home = Path(folder, "home")
        home.mkdir()
        if case.is_dir():
            shutil.copytree(case, here)
            entry = "train.py"
        else:
            here.mkdir()
            entry = shutil.copy(case, here / case.name).name
        done = subprocess.run(
            [sys.executable, "-m", "auglint", "confirm", entry, *OPTIONS, "--time-limit", str(seconds)],
            cwd=here,
            env=os.environ | {"HOME": str(home), "PYTHONPATH": search_path()},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    stopped = ""
    if done.returncode not in (0, 1):
        stopped = "\n".join(done.stderr.strip().splitlines()[-6:]) or f"exit status {done.returncode}"
    try:
        findings = tuple(json.loads(done.stdout))
    except ValueError:
        findings, stopped = (), stopped or "no JSON"
    return Outcome(case.name, time.monotonic() - began, stopped, findings, len(labels(case)))


def search_path() -> str:
    """Where the programs import from: auglint as it is here, and stand-ins for what is not there."""
    return os.pathsep.join(map(str, (TESTS / "confirm" / "standins", TESTS, ROOT)))


def labels(case: Path) -> list[Label]:
    """The findings that a case must have."""
    files = sorted(case.rglob("*")) if case.is_dir() else [case]
    found = [
        label
        for file in files
        if file.suffix in (".py", ".ipynb")
        for label in labels_in(file.name, file.read_text(encoding="utf-8"))
    ]
    return [label for label in found if label.required]


def told(outcome: Outcome) -> str:
    """One case in words: a line, and one more for each finding."""
    state = f"did not run: {outcome.stopped.splitlines()[-1]}" if outcome.stopped else f"{outcome.seconds:.0f} s"
    lines = [f"{outcome.case}: {state}"]
    for each in () if outcome.stopped else outcome.findings:
        kind = "added" if each in outcome.added else each["verdict"]
        text = (each.get("evidence") or {}).get("text", "")
        lines.append(f"    {kind:10} {each['code']} {each['severity']} row {each['location']['row']}: {text}")
    return "\n".join(lines)


def summary(outcomes: Sequence[Outcome]) -> str:
    """The counts over all cases that could run."""
    ran = [each for each in outcomes if not each.stopped]
    verdicts = Counter(finding["verdict"] for each in ran for finding in each.static)
    added = sum(len(each.added) for each in ran)
    counts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items(), key=str))
    return f"{len(ran)} of {len(outcomes)} ran; {counts or 'no findings'}; {added} added"


def main() -> None:
    """Run the cases that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[TESTS / "cases"])
    parser.add_argument("--only", default="", help="cases whose name holds this")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write the outcomes here too, one a line")
    given = parser.parse_args()
    wanted = [case for folder in given.folders for case in cases_in(folder) if given.only in case.name]
    outcomes = []
    with ThreadPoolExecutor(given.jobs) as pool:
        for outcome in pool.map(confirmed, wanted):
            print(told(outcome), flush=True)
            outcomes.append(outcome)
            if given.json:
                with given.json.open("a", encoding="utf-8") as lines:
                    lines.write(json.dumps(asdict(outcome)) + "\n")
    print(summary(outcomes))


if __name__ == "__main__":
    main()
