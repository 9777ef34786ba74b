"""Runs every row of the measured run-time truth through `auglint confirm`, and compares its verdicts with the truth.

    python tests/confirm/truth.py [--rows 6a,8c] [--jobs 2] [--write]

A row is named as in the table; 8c also names 8c-torch. `--write` writes TRUTH.md; it needs all rows.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PAGE = HERE / "TRUTH.md"
sys.path[:0] = [str(HERE / "truth"), str(ROOT)]

import split_rows  # noqa: E402
import story_rows  # noqa: E402
import tensorflow_rows  # noqa: E402
import torch_rows  # noqa: E402
from not_run import NOT_RUN  # noqa: E402
from table import CLAIMS, Row  # noqa: E402

from auglint.confirm.verdicts import QUESTIONS  # noqa: E402

ROWS: tuple[Row, ...] = (*tensorflow_rows.ROWS, *torch_rows.ROWS, *split_rows.ROWS, *story_rows.ROWS)
SECONDS = 180

Kept = dict[str, Any]


@dataclass(frozen=True)
class Result:
    """What the command said of a program. `findings` is its JSON; `kept`: see `commanded`; `status`: its exit code."""

    findings: list[dict[str, Any]] = field(default_factory=list)
    kept: Kept = field(default_factory=dict)
    status: int = 0
    errors: str = ""


def environment() -> dict[str, str]:
    """What programs of this environment need: the checkout, and a torchvision that can be imported."""
    paths = (str(ROOT), str(HERE / "site"), str(ROOT / "tests"), os.environ.get("PYTHONPATH", ""))
    threads = {"OMP_NUM_THREADS": "1", "TF_NUM_INTRAOP_THREADS": "2"}
    return dict(os.environ) | threads | {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "HF_HUB_OFFLINE": "1"}


def confirm(program: str, folder: Path, *arguments: str) -> Result:
    """Give a program to the command as a user does, in a folder of its own."""
    (folder / "train.py").write_text(program, encoding="utf-8")
    record = folder / "record.json"
    options = ("--output-format", "json", "--isolated", "--quiet", "--time-limit", str(SECONDS))
    command = [sys.executable, str(HERE / "commanded.py"), str(record), "confirm", "train.py", *options, *arguments]
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=SECONDS + 60,
        check=False,
    )
    kept = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
    return Result(json.loads(done.stdout or "[]"), kept, done.returncode, done.stderr)


def held(result: Result) -> set[str]:
    """The claims that a run made, by their short names. A claim of evaluation counts as one of validation."""
    return {name for name in CLAIMS if _answers(result, name, (True,))}


def _answers(result: Result, claim: str, holds: Sequence[bool | None]) -> list[dict[str, Any]]:
    question, roles = CLAIMS[claim]
    return [
        answer
        for answer in result.kept.get("answers", ())
        if answer["question"] == question.name
        and answer["holds"] in holds
        and (not roles or [_role(role) for role in answer["roles"]] == list(roles) or claim not in PER_ROLE)
    ]


PER_ROLE = {"frozen"}
"""Claims that are defects of training only. All others are wrong of any pipeline if they are wrong."""


def _role(role: str) -> str:
    return "validation" if role in ("test", "evaluation") else role


def wrong(row: Row, result: Result) -> list[str]:
    """What is wrong with the verdicts, in words; nothing if all is right."""
    if row.raises:
        told = row.raises in result.errors
        return [] if result.status == 2 and told else [f"exit code {result.status}, {row.raises} told: {told}"]
    if result.status == 2 or not result.kept:
        return [
            result.kept.get("problem") or result.errors.strip()[-300:] or f"exit code {result.status}, nothing was said"
        ]
    made = held(result)
    found = [f"{name} not claimed ({_why(result, name)})" for name in row.holds if name not in made]
    if row.one_of and not made & set(row.one_of):
        found.append(f"none of {', '.join(row.one_of)} claimed")
    found += [f"{name} falsely claimed ({_why(result, name)})" for name in row.never if name in made]
    return found + _wrong_findings(row, result.findings)


def _wrong_findings(row: Row, findings: Iterable[dict[str, Any]]) -> list[str]:
    """Findings that are confirmed though none of their questions holds, or refuted though one must."""
    true = {CLAIMS[name][0] for name in (*row.holds, *row.one_of, *row.may)}
    must = {CLAIMS[name][0] for name in row.holds}
    found = []
    for finding in findings:
        asked = set(QUESTIONS.get(finding["code"], ()))
        if finding.get("verdict") == "confirmed" and finding["severity"] != "info" and not asked & true:
            found.append(f"{finding['code']} falsely confirmed ({finding['evidence']['text']})")
        if finding.get("verdict") == "refuted" and asked & must:
            found.append(f"{finding['code']} falsely refuted ({finding['evidence']['text']})")
    return found


def _why(result: Result, claim: str) -> str:
    said = _answers(result, claim, (True,)) or _answers(result, claim, (None, False))
    return "; ".join(answer["text"] for answer in said[:2]) or "it was not asked"


def chosen(names: str) -> tuple[Row, ...]:
    """The rows that are named, all without a name. Raises ValueError when a name stands for none."""
    if not names:
        return ROWS
    wanted = names.split(",")
    for name in wanted:
        if not any(_is(row, name) for row in ROWS):
            raise ValueError(f"no such row: {name}")
    return tuple(row for row in ROWS if any(_is(row, name) for name in wanted))


def _is(row: Row, name: str) -> bool:
    return row.name == name or row.name.startswith(f"{name}-")


def run(row: Row) -> Result:
    """Run one row in a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="truth-") as folder:
        return confirm(row.program(), Path(folder))


# The page -------------------------------------------------------------------------------------------------------------

HEAD = """# What a run shows

Every row of the measured run-time truth, run through `auglint confirm` by `python tests/confirm/truth.py --write`.
Expected: what must be claimed; in brackets, what may be, as a consequence; of several with "or", one must. Nothing else
may be. Verdict: what was claimed. Evidence: of the first expected claim, or of the one that shows there is none: how
many were compared, and how many agree. Seconds: the whole command, and in brackets the drawing alone.

"""
COLUMNS = ("Row", "Scenario", "Expected", "Verdict", "Compared", "Agree", "Seconds", "Right")


def expected(row: Row) -> str:
    """What must, and what may be claimed."""
    if row.raises:
        return f"raises {row.raises}"
    must = ", ".join((*row.holds, *([" or ".join(row.one_of)] if row.one_of else [])))
    also = ", ".join(name for name in row.may if name not in row.one_of)
    return (must or "nothing") + (f" ({also})" if also else "")


def line(row: Row, result: Result, mistakes: Sequence[str]) -> str:
    """A row of the page."""
    made = [name for name in CLAIMS if name in held(result)]
    verdict = f"raises {row.raises}" if row.raises and not mistakes else ", ".join(made) or "nothing"
    n, k = _figures(row, result)
    seconds = result.kept.get("seconds", {})
    took = f"{seconds.get('all', 0):.1f} ({seconds.get('exercise', 0):.1f})"
    cells = (row.name, row.scenario, expected(row), verdict, n, k, took, "yes" if not mistakes else "; ".join(mistakes))
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |\n"


def _figures(row: Row, result: Result) -> tuple[str, str]:
    for claim in (*row.holds, *row.one_of, "shared", "frozen", "leak", "constant", "augmented"):
        for answer in _answers(result, claim, (True, False) if claim not in (*row.holds, *row.one_of) else (True,)):
            if answer["n"]:
                return str(answer["n"]), str(answer["k"])
    return "", ""


def page(lines: Sequence[str], right: int) -> str:
    """The whole page."""
    head = f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}\n"
    rest = "".join(f"| {name} | {why} |\n" for name, why in NOT_RUN.items())
    total = f"{right} of {len(lines)} rows are right.\n\n"
    return HEAD + total + head + "".join(lines) + "\nNot run:\n\n| Row | Why |\n|---|---|\n" + rest


def main() -> int:
    """Run rows; 0 if all are right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", default="", help="names, with commas between them; all without")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="write TRUTH.md")
    options = parser.parse_args()
    rows = chosen(options.rows)
    if options.write and len(rows) != len(ROWS):
        parser.error("the page is written from all rows")
    lines, right = [], 0
    with ThreadPoolExecutor(options.jobs) as pool:
        for row, result in zip(rows, pool.map(run, rows), strict=True):
            mistakes = wrong(row, result)
            right += not mistakes
            lines.append(line(row, result, mistakes))
            took = result.kept.get("seconds", {}).get("all", 0)
            print(f"{'right' if not mistakes else 'WRONG'} {row.name} {took:.1f} s {'; '.join(mistakes)}", flush=True)
    print(f"{right} of {len(rows)} rows are right")
    if options.write:
        PAGE.write_text(page(lines, right), encoding="utf-8")
    return int(right != len(rows))


if __name__ == "__main__":
    sys.exit(main())
