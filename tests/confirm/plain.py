"""Measures the rows of the truth without auglint: what they expect is measured, not believed.

    python tests/confirm/plain.py [--rows 6a,8c]

Each program runs by itself, to its end, with one picture in place of all; where only the division of data counts, with
its own pictures. What its loaders and pipelines gave is compared with what the row expects.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from truth import HERE, Row, chosen, environment

DIVISIONS = {
    "torch_split",
    "hf_split",
    "torch_folders",
    "torch_cifar",
    "tf_split",
    "tf_directory",
    "keras_directory_flow",
}
"""Programs in which nothing is random but the division and the order."""

STILL = {"11a", "1K8-model"}
"""Rows in which nothing is drawn for training: with one picture in place of all that looks like one draw."""

NOT_MEASURED = {"repeated", "discarded", "ignored", "transform"}
SECONDS = 180

Seen = dict[str, Any]
NOTHING: Seen = {"passes": [], "error": ""}


def measure(row: Row) -> tuple[set[str], str]:
    """The claims that a plain run of a row bears out, and the error that it ended with."""
    same = (row.base not in DIVISIONS or "augmented" in row.holds) and "def make_pictures(count, seed)" in row.program()
    with tempfile.TemporaryDirectory(prefix="plain-") as folder:
        program, out = Path(folder, "train.py"), Path(folder, "seen.json")
        program.write_text(row.program(), encoding="utf-8")
        command = [sys.executable, str(HERE / "truth/measure.py"), "train.py", "seen.json", "same" if same else "real"]
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        seen: Seen = json.loads(out.read_text()) if out.exists() else {"passes": [], "error": done.stderr[-500:]}
    return claims(seen if same else NOTHING, NOTHING if same else seen), seen["error"]


def wrong(row: Row, found: set[str], error: str) -> list[str]:
    """What a measurement says against a row."""
    if row.raises or error:
        return [] if row.raises and error.startswith(row.raises) else [f"ended with {error or 'no error'}"]
    must = {name for name in row.holds if name not in NOT_MEASURED}
    if "augmented or steady" in found:
        must.discard("augmented")
    against = [f"{name} not seen" for name in sorted(must - found)]
    if row.one_of and not found & set(row.one_of):
        against.append(f"none of {', '.join(row.one_of)} seen")
    open_ones = {"constant"} if row.name in STILL else set()
    return against + [f"{name} seen" for name in row.never if name in found - open_ones]


def main() -> int:
    """Measure rows; 0 if all bear out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", default="", help="names, with commas between them; all without")
    rows = chosen(parser.parse_args().rows)
    failed = 0
    for row in rows:
        found, error = measure(row)
        against = wrong(row, found, error)
        failed += bool(against)
        print(
            "BORNE OUT" if not against else "NOT SO",
            row.name,
            ", ".join(sorted(found)) or "nothing",
            "; ".join(against),
            flush=True,
        )
    print(f"{len(rows) - failed} of {len(rows)} rows are borne out")
    return int(failed > 0)


def claims(same: Seen, real: Seen) -> set[str]:
    """The claims that hold by the passes of two runs: with one picture in place of all, and with the real ones."""
    found: set[str] = set()
    train, validation = passes(same, "train"), passes(same, "validation")
    if train and all(constant(part) for part in by_worker(train[0])):
        found.add("constant")
    if len(train) > 1 and "constant" not in found and alike(flat(train[0]), flat(train[1])):
        found.add("frozen")
    if train and "constant" not in found and train[0]["workers"] > 1:
        parts = by_worker(train[0])
        if alike(parts[0], parts[1]):
            found.add("duplicated")
    if validation and "constant" not in found and len(set(flat(validation[0]))) > 2:
        pairs = zip(train, validation, strict=False)
        if any(alike(flat(one), flat(other)) for one, other in pairs):
            found.add("shared")
    if validation and len(set(flat(validation[0]))) > 1:
        found.add("augmented" if not steady(validation) else "augmented or steady")
    real_train, real_validation = passes(real, "train"), passes(real, "validation")
    if real_train and real_validation and set(flat(real_train[0])) & set(flat(real_validation[0])):
        found.add("leak")
    return found


def passes(run: Seen, role: str) -> list[Seen]:
    """The passes of a role, without those that were cut short, as Lightning's first look at validation is."""
    found = [each for each in run["passes"] if each["role"] == role]
    longest = max((len(flat(each)) for each in found), default=0)
    return [each for each in found if len(flat(each)) == longest]


def flat(one: Seen) -> list[str]:
    return [each for batch in one["batches"] for each in batch]


def by_worker(one: Seen) -> list[list[str]]:
    """The draws of each worker: batches are given to workers in turn."""
    workers = max(1, one["workers"])
    return [[each for batch in one["batches"][number::workers] for each in batch] for number in range(workers)]


def steady(runs: list[Seen]) -> bool:
    return len(runs) > 1 and alike(flat(runs[0]), flat(runs[1]))


def constant(draws: list[str]) -> bool:
    return len(draws) > 1 and Counter(draws).most_common(1)[0][1] >= 0.95 * len(draws)


def alike(one: list[str], other: list[str]) -> bool:
    """Whether nearly all draws of two series are common, in whatever order, or equal place by place at some lag."""
    n = min(len(one), len(other))
    if len(set(one)) <= 2:
        return False
    if (Counter(one) & Counter(other)).total() >= 0.7 * n:
        return True
    return any(sum(a == b for a, b in zip(one[lag:], other, strict=False)) >= 0.7 * (n - lag) for lag in range(9))


if __name__ == "__main__":
    sys.exit(main())
