"""The format for people, exactly as it is printed."""

import dataclasses
import re
from collections.abc import Callable
from math import log
from pathlib import Path

import pytest
from report_samples import ADVICE, IN_NOTEBOOK, SHARED, site

from auglint.finding import Applicability, Evidence, Finding, Related, Severity, Verdict
from auglint.report import Report, render
from auglint.report.evidence import bound, sentence, share

Make = Callable[..., Report]


def test_the_whole_story_across_files(make: Make) -> None:
    assert render(make(SHARED), "full", False) == (
        """\
AUG201 shared-augmentation: warning: one random pipeline reaches training and validation
  --> train.py:14:41
   |
 8 | tfm = transforms.Compose([
   |       -------------------- created here (lines 8-11)
...
12 | train_ds = ImageFolder("a/train", transform=tfm)
   |                                             --- given to training here
13 |
14 | val_ds = ImageFolder("a/val", transform=tfm)
   |                                         ^^^ and to validation here
   |
  ::: transforms.py:4:8
   |
 4 | flip = RandomHorizontalFlip(0.5)
   |        ------------------------- random here
   |
   = why: validation scores change from run to run.
   = help: give validation a pipeline without random transforms.
   = fix: Use a new pipeline (--fix --unsafe-fixes)
   = more: auglint explain AUG201
"""
    )


def test_a_notebook_is_told_cell_by_cell(make: Make) -> None:
    assert render(make(IN_NOTEBOOK), "full", False) == (
        """\
AUG301 identical-split-data: error: both splits read this folder
 --> fruit.ipynb:cell 4:2:31
  |
2 | x="🍎"; val_ds = Folder("val", tfm)
  |                                ^^^ read again here
  |
 ::: fruit.ipynb:cell 2:1:1
  |
1 | tfm = flip
  | --- made here
  |
  = fix: Name it (offered in editors)
  = more: auglint explain AUG301
"""
    )


def test_findings_are_an_empty_line_apart(make: Make) -> None:
    assert render(make(), "full", False) == ""
    text = render(make(ADVICE), "full", False)
    assert render(make(ADVICE, ADVICE), "full", False) == f"{text}\n{text}"
    assert text.startswith("AUG101 global-seed: info: the splits share one stream\n --> transforms.py:4:1\n")


def test_labels_of_one_place_are_joined(make: Make) -> None:
    place = site("transforms.py", 4, 1, 4)
    finding = dataclasses.replace(
        ADVICE, label="used here", related=(Related(place, "made here"), Related(place, "used here"))
    )
    assert "  | ^^^^ used here; made here\n" in render(make(finding), "full", False)


def test_another_file_is_named_by_its_first_row(make: Make) -> None:
    rows = {12: "last here", 8: "first here", 10: "then here"}
    places = tuple(Related(site("train.py", row, 1, 2), label) for row, label in rows.items())
    text = render(make(dataclasses.replace(ADVICE, related=places)), "full", False)
    assert text.count(":::") == 1
    assert "  ::: train.py:8:1\n" in text
    assert text.index("first here") < text.index("then here") < text.index("last here")


def test_a_file_that_cannot_be_read_again_is_only_named(make: Make) -> None:
    gone = Finding(
        "AUG201",
        "shared-augmentation",
        Severity.WARNING,
        "shared",
        site("gone\n\x1b[2J.py", 3, 1),
        "here",
        (Related(site("gone\n\x1b[2J.py", 5, 2), "and here"), Related(site("train.py", 1, 1, 6), "from here")),
    )
    assert render(make(gone), "full", False) == (
        r"""AUG201 shared-augmentation: warning: shared
 --> gone\n\x1b[2J.py:3:1: here
 --> gone\n\x1b[2J.py:5:2: and here
  |
 ::: train.py:1:1
  |
1 | import torch
  | ------ from here
  |
  = more: auglint explain AUG201
"""
    )


def test_colour_only_adds_to_the_text(make: Make) -> None:
    report = make(SHARED, IN_NOTEBOOK, ADVICE)
    coloured = render(report, "full", True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(report, "full", False)
    assert "\x1b[1;33mAUG201\x1b[0m shared-augmentation: \x1b[1;33mwarning\x1b[0m: \x1b[1mone random" in coloured
    assert "\x1b[1;31m^^^\x1b[0m \x1b[1;31mread again here\x1b[0m" in coloured
    assert "\x1b[1;34minfo\x1b[0m" in coloured


def test_concise(make: Make) -> None:
    hostile = dataclasses.replace(ADVICE, site=site("a\x1b[2J\nb.py", 1, 2), message="one\r\n\ttwo\u202e")
    assert render(make(SHARED, IN_NOTEBOOK, ADVICE, hostile), "concise", False) == (
        "train.py:14:41: AUG201 one random pipeline reaches training and validation\n"
        "fruit.ipynb:cell 4:2:31: AUG301 both splits read this folder\n"
        "transforms.py:4:1: AUG101 the splits share one stream\n"
        "a\\x1b[2J\\nb.py:1:2: AUG101 one two\\u202e\n"
    )
    assert render(make(ADVICE), "concise", True) == (
        "\x1b[1mtransforms.py:4:1\x1b[0m: \x1b[1;34mAUG101\x1b[0m the splits share one stream\n"
    )
    assert render(make(), "concise", True) == ""


def test_paths_are_shown_as_they_were_given(make: Make) -> None:
    finding = dataclasses.replace(ADVICE, site=site("../été/画 像.py", 1, 1))
    assert render(make(finding), "concise", False).startswith(f"{Path('../été/画 像.py')}:1:1: AUG101")


EVIDENCE = Evidence("validation repeats\nthe draws of training", "by place", 64, 64, 0.016, log(1e-100), 2)


def test_a_verdict_is_told_with_what_it_stands_on(make: Make) -> None:
    plain = render(make(SHARED), "full", False)
    confirmed = dataclasses.replace(SHARED, verdict=Verdict.CONFIRMED, evidence=EVIDENCE)
    line = (
        "   = verdict: confirmed: validation repeats the draws of training "
        "(64 of 64 agree, 1.6 % expected by chance; false alarm below 1e-100)\n"
    )
    assert render(make(confirmed), "full", False) == plain.replace("   = why:", line + "   = why:")
    undecided = dataclasses.replace(SHARED, verdict=Verdict.UNDECIDED, evidence=Evidence("it never got there"))
    assert "   = verdict: undecided: it never got there\n" in render(make(undecided), "full", False)
    bare = dataclasses.replace(SHARED, verdict=Verdict.UNDECIDED)
    assert "   = verdict: undecided\n" in render(make(bare), "full", False)


def test_what_is_refuted_needs_no_help(make: Make) -> None:
    evidence = Evidence("the draws differ", "by place", 64, 1, 0.016, log(0.6))
    refuted = dataclasses.replace(SHARED, verdict=Verdict.REFUTED, evidence=evidence)
    text = render(make(refuted), "full", False)
    assert text.startswith("AUG201 shared-augmentation: refuted: one random pipeline")
    assert text.endswith(
        "   |\n"
        "   = verdict: refuted: the draws differ (1 of 64 agree, 1.6 % expected by chance)\n"
        "   = more: auglint explain AUG201\n"
    )
    coloured = render(make(refuted), "full", True)
    assert "\x1b[1;32mrefuted\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text


def test_concise_has_the_verdict_at_the_end(make: Make) -> None:
    safe = dataclasses.replace(SHARED, fixes=(dataclasses.replace(SHARED.fixes[0], applicability=Applicability.SAFE),))
    findings = [dataclasses.replace(safe, verdict=verdict) for verdict in Verdict]
    told = "train.py:14:41: AUG201{} one random pipeline reaches training and validation [{}]\n"
    assert render(make(*findings), "concise", False) == (
        told.format(" [*]", "confirmed") + told.format("", "refuted") + told.format(" [*]", "undecided")
    )
    assert "\x1b[1;32m[refuted]\x1b[0m" in render(make(*findings), "concise", True)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0 %"),
        (1, "100 %"),
        (0.5, "50 %"),
        (1 / 64, "1.6 %"),
        (0.1, "10 %"),
        (0.00000001, "under 0.01 %"),
        (0.9999, "over 99 %"),
    ],
)
def test_shares(value: float, shown: str) -> None:
    assert share(value) == shown


@pytest.mark.parametrize(
    ("probability", "shown"), [(1e-100, "< 1e-100"), (1.1e-10, "< 1e-9"), (9e-10, "< 1e-9"), (0.5, "0.5"), (1, "1")]
)
def test_bounds_are_never_said_too_small(probability: float, shown: str) -> None:
    assert bound(log(probability)) == shown


def test_an_impossible_accident_is_said_to_be_one() -> None:
    assert sentence(Evidence("", "", 3, 3, 0.1, float("-inf"))).endswith("; false alarm ruled out")
    assert sentence(Evidence("3 of 9 files are the same", "", 9, 3, 0.0, float("-inf"))) == ""
