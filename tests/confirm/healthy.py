"""Random healthy programs through `auglint confirm`: none may be accused; and the same with a defect: it must be found.

    python tests/confirm/healthy.py --healthy 200 --planted 10 --jobs 2 --json out.json
    python tests/confirm/healthy.py --show 17 "map then cache"

Results are kept in the JSON file as they come; what is there already is not run again. `--planted N`: of each defect.
"""

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import healthy_tensorflow
import healthy_torch
from truth import CLAIMS, Result, confirm, held

DEFECTS = healthy_torch.DEFECTS | healthy_tensorflow.DEFECTS
CONSEQUENCES = {
    "augmented": set(),
    "leak": set(),
    "constant": {"shared", "frozen", "duplicated"},
    "duplicated": {"frozen", "shared"},
    "frozen": {"augmented"},
    "shared": {"frozen", "augmented"},
    "repeated": {"duplicated"},
    "ignored": {"transform", "augmented"},
    "transform": {"ignored", "augmented"},
    "discarded": set(),
}
"""What a defect may bring with it, by the claim it is found by."""

Case = tuple[int, str]
Outcome = dict[str, Any]


def write(seed: int, defect: str = "") -> tuple[str, str]:
    """The program of a case, and what it is made of. Without a defect it is healthy."""
    rng = random.Random(f"{seed} {defect}")
    if defect:
        return (healthy_torch if defect in healthy_torch.DEFECTS else healthy_tensorflow).write(rng, defect)
    return (healthy_torch if rng.random() < 0.7 else healthy_tensorflow).write(rng)


def judge(defect: str, result: Result) -> Outcome:
    """What came of a case: "right", "accused" or "missed" or "other", or "not run" with the reason."""
    if not result.kept or result.status == 2:
        why = result.kept.get("problem") or result.errors.strip()[-500:]
        return {"outcome": "not run", "why": why, "errors": result.errors[-2000:]}
    made = held(result)
    confirmed = [
        f"{each['code']}: {each['evidence']['text']}"
        for each in result.findings
        if each.get("verdict") == "confirmed" and each["severity"] != "info"
    ]
    said = {name: _texts(result, name) for name in made}
    told: Outcome = {"claims": said, "confirmed": confirmed, "seconds": result.kept["seconds"]}
    if not defect:
        return told | {"outcome": "accused" if made or confirmed else "right"}
    wanted = set(DEFECTS[defect])
    if not made & wanted:
        why = {name: _texts(result, name, (None, False)) for name in wanted}
        return told | {"outcome": "missed", "why": why, "pipelines": result.kept["pipelines"]}
    allowed = wanted.union(*(CONSEQUENCES[name] for name in wanted))
    return told | {"outcome": "other" if made - allowed else "right"}


def _texts(result: Result, claim: str, holds: tuple[bool | None, ...] = (True,)) -> list[str]:
    question = CLAIMS[claim][0].name
    return [
        f"{'/'.join(answer['roles'])}: {answer['text']}"
        for answer in result.kept["answers"]
        if answer["question"] == question and answer["holds"] in holds
    ]


def run(case: Case) -> Outcome:
    """Run one case in a folder that is thrown away."""
    seed, defect = case
    text, words = write(seed, defect)
    with tempfile.TemporaryDirectory(prefix="healthy-") as folder:
        result = confirm(text, Path(folder))
    return {"made of": words, "seed": seed, "defect": defect} | judge(defect, result)


def cases(healthy: int, planted: int, first: int) -> Iterator[Case]:
    """Healthy programs and defects by turns, so that a run that is cut short has something of everything."""
    for number in range(max(healthy, planted)):
        if number < healthy:
            yield first + number, ""
        if number < planted:
            yield from ((first + number, defect) for defect in DEFECTS)


def summary(outcomes: dict[str, Outcome]) -> str:
    """Shares, by defect, with seconds for each case."""
    lines = []
    for defect in ("", *DEFECTS):
        mine = [each for each in outcomes.values() if each["defect"] == defect]
        if not mine:
            continue
        count = Counter(each["outcome"] for each in mine)
        seconds = sorted(each["seconds"]["all"] for each in mine if "seconds" in each)
        drawn = sorted(each["seconds"].get("exercise", 0.0) for each in mine if "seconds" in each)
        took = f"{seconds[len(seconds) // 2]:.1f} s, drawing {drawn[len(drawn) // 2]:.1f} s" if seconds else ""
        ran = len(mine) - count["not run"]
        if defect:
            found = f"{count['right'] + count['other']} of {ran} found"
            more = ", ".join(f"{count[name]} {name}" for name in ("missed", "other", "not run") if count[name])
        else:
            found = f"{count['accused']} of {ran} accused"
            more = f"{count['not run']} not run" if count["not run"] else ""
        lines.append(f"{defect or 'healthy'}: {found}; {took}{'; ' if more else ''}{more}")
    return "\n".join(lines)


def main() -> int:
    """Run cases; 1 if a healthy program is accused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--healthy", type=int, default=0)
    parser.add_argument("--planted", type=int, default=0, help="for each defect")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--defect", default="", help="only this defect")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--json", type=Path, default=Path("healthy.json"))
    parser.add_argument("--show", nargs="+", metavar=("SEED", "DEFECT"), help="print a program, and run nothing")
    options = parser.parse_args()
    if options.show:
        print(write(int(options.show[0]), " ".join(options.show[1:]))[0])
        return 0
    known: dict[str, Outcome] = json.loads(options.json.read_text()) if options.json.exists() else {}
    todo = [
        case
        for case in cases(options.healthy, options.planted, options.first)
        if f"{case[0]} {case[1]}" not in known and (not options.defect or case[1] == options.defect)
    ]
    with ThreadPoolExecutor(options.jobs) as pool:
        running = {pool.submit(run, case): case for case in todo}
        for number, done in enumerate(as_completed(running), 1):
            seed, defect = running[done]
            outcome = done.result()
            known[f"{seed} {defect}"] = outcome
            options.json.write_text(json.dumps(known, indent=1), encoding="utf-8")
            took = outcome.get("seconds", {}).get("all", 0.0)
            more = "" if outcome["outcome"] == "right" else f" {outcome.get('claims', '')} {outcome.get('why', '')}"
            words = f"{seed} {defect or 'healthy'} [{outcome['made of']}]"
            print(f"{number}/{len(todo)} {outcome['outcome']}: {words} {took:.1f} s{more}", flush=True)
    print(summary(known))
    return int(any(each["outcome"] == "accused" for each in known.values()))


if __name__ == "__main__":
    sys.exit(main())
