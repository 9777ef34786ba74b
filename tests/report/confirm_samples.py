"""Runs as `confirm` observes them, and what is answered: pictures are really drawn, so that they can be looked at."""

import base64
import hashlib
import random
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from math import log

from report_samples import SHARED, site

from auglint.confirm.observation import Draw, Instrument, Observation, Pass, Pipeline, Spot
from auglint.confirm.questions import Answer, Question
from auglint.finding import Evidence, Finding, Related, Severity, Verdict

SIZE = 24
Pixel = tuple[int, int, int]
Picture = Callable[[float, float], Pixel]  # from coordinates in 0 to 1


def png(rows: Sequence[Sequence[Pixel]]) -> str:
    """A PNG file in base64."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    raw = b"".join(b"\0" + bytes(value for pixel in row for value in pixel) for row in rows)
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b"")
    return base64.b64encode(data).decode()


def ramp(x: float, y: float) -> Pixel:
    return _pixel(x, y, x / 2 + y / 4 + 0.1)


def fruit(name: str) -> Picture:
    """A round thing with a leaf, another one for each name."""
    chance = random.Random(name)
    skin = chance.choice([(0.85, 0.16, 0.18), (0.95, 0.6, 0.1), (0.45, 0.7, 0.2), (0.5, 0.2, 0.55), (0.95, 0.8, 0.2)])
    ground = chance.choice([(0.92, 0.9, 0.86), (0.2, 0.28, 0.36), (0.55, 0.65, 0.72), (0.36, 0.26, 0.2)])
    left, top, size = 0.35 + 0.3 * chance.random(), 0.5 + 0.12 * chance.random(), 0.2 + 0.13 * chance.random()

    def picture(x: float, y: float) -> Pixel:
        far = ((x - left) ** 2 + (y - top) ** 2) ** 0.5
        if ((x - left - 0.1) / 0.15) ** 2 + ((y - top + size + 0.04) / 0.06) ** 2 < 1:
            return _pixel(0.2, 0.5, 0.2)
        if far < size:
            light = 1.15 - 0.7 * (((x - left + size / 3) ** 2 + (y - top + size / 3) ** 2) ** 0.5) / size / 1.5
            return _pixel(*(light * part for part in skin))
        return _pixel(*(part * (1 - 0.25 * y) for part in ground))

    return picture


def _pixel(*parts: float) -> Pixel:
    red, green, blue = (round(255 * min(max(part, 0), 1)) for part in parts)
    return red, green, blue


Seed = tuple[int, float, float, float]  # flipped, moved right and down, scaled


def draw(chance: random.Random) -> Seed:
    return chance.randrange(2), chance.uniform(-0.2, 0.2), chance.uniform(-0.2, 0.2), chance.uniform(0.6, 1.1)


STILL: Seed = (0, 0.0, 0.0, 1.0)


def drawn(picture: Picture, seed: Seed) -> str:
    """The picture as an augmentation makes it."""
    flip, right, down, scale = seed
    rows = []
    for row in range(SIZE):
        y = (row / (SIZE - 1) - 0.5) * scale + 0.5 + down
        across = [((column / (SIZE - 1) - 0.5) * scale + 0.5 + right) for column in range(SIZE)]
        rows.append([_at(picture, 1 - x if flip else x, y) for x in across])
    return png(rows)


def _at(picture: Picture, x: float, y: float) -> Pixel:
    return picture(x, y) if 0 <= x <= 1 and 0 <= y <= 1 else (0, 0, 0)


def name(value: object) -> str:
    return hashlib.sha1(repr(value).encode()).hexdigest()[:16]


def passes(
    number: int,
    epoch: int,
    seeds: Sequence[Seed],
    samples: Sequence[str],
    workers: int = 1,
    batch: int = 4,
    order: int = 0,
) -> list[Pass]:
    """What the probe and the real images show of one epoch; batches go round the workers."""
    numbers = [place // batch % workers for place in range(len(seeds))]
    pictured = [place for place in range(len(seeds)) if place < 16]
    probed = tuple(Draw(each, name(seed), "", w) for each, seed, w in zip(samples, seeds, numbers, strict=True))
    real = tuple(Draw(each, name((seed, each)), "", w) for each, seed, w in zip(samples, seeds, numbers, strict=True))
    return [
        Pass(
            number,
            epoch,
            order,
            Instrument.PROBE,
            probed,
            pictures=tuple(drawn(ramp, seeds[each]) for each in pictured),
        ),
        Pass(
            number,
            epoch,
            order,
            Instrument.REAL,
            real,
            pictures=tuple(drawn(fruit(samples[each]), seeds[each]) for each in pictured),
        ),
    ]


def members(number: int, samples: Sequence[str]) -> Pass:
    return Pass(number, 0, 0, Instrument.DATA, tuple(Draw(each) for each in samples), whole=True)


def loader(number: int, role: str, row: int, **more: object) -> Pipeline:
    spots = (Spot("train.py", row, 12),)
    return replace(Pipeline(number, "DataLoader", spots, role=role, size=640, took=True, varies=True), **more)  # type: ignore[arg-type]


TRAINING = [f"/data/fruit/train/{n:03}.png" for n in range(64)]
VALIDATION = [f"/data/fruit/val/{n:03}.png" for n in range(56)] + TRAINING[2:10]


def shuffled(names: Sequence[str], seed: int) -> list[str]:
    return random.Random(seed).sample(names, len(names))


@cache
def sick() -> tuple[Observation, list[Answer], list[Finding]]:
    """A program with about every defect, and what was found in its code."""
    chance = random.Random(7)
    stream = [draw(chance) for _ in range(66)]
    other = [draw(chance) for _ in range(64)]
    still = [STILL] * 64
    half = [draw(chance) for _ in range(32)]
    twice = [seed for start in range(0, 32, 4) for seed in half[start : start + 4] * 2]
    train = loader(1, "train", 12, workers=0, notes=("its own generator was made again for every epoch",))
    held = loader(2, "validation", 14, size=64, workers=0)
    test = loader(3, "test", 14, size=64, took=True, varies=False, consumes=False)
    busy = loader(4, "train", 12, workers=2, start="fork", persistent=True)
    flat = loader(5, "train", 9, kind="ImageDataGenerator.flow", varies=None)
    dark = loader(6, "", 3, kind="tf.data pipeline", took=False, size=None, varies=None, spots=())
    seen = Observation(
        pipelines=(train, held, test, busy, flat, dark),
        passes=(
            *passes(1, 0, stream[2:], shuffled(TRAINING, 1)),
            *passes(1, 1, stream[2:], shuffled(TRAINING, 2)),
            *passes(2, 0, stream[:64], VALIDATION[-12:] + VALIDATION[:-12]),
            *passes(2, 1, other, VALIDATION[-12:] + VALIDATION[:-12]),
            *passes(3, 0, still, VALIDATION),
            *passes(3, 1, still, VALIDATION),
            *passes(4, 0, twice, shuffled(TRAINING, 3), workers=2),
            *passes(4, 1, other, shuffled(TRAINING, 4), workers=2),
            *passes(5, 0, [stream[3]] * 64, shuffled(TRAINING, 5)),
            *passes(5, 1, [stream[3]] * 64, shuffled(TRAINING, 6)),
            members(1, TRAINING),
            members(2, VALIDATION),
        ),
        stopped="every pipeline was used twice",
        seconds={"import": 2.04, "run": 0.11, "exercise": 0.62},
        files=("model.pt", "runs/events.0", "runs/events.1"),
    )
    frozen = Evidence(
        "64 of 64 samples get the draw that the same place got in the epoch before", "by place", 64, 64, 0.0039, -354.9
    )
    shared = Evidence(
        "validation gets the draws that training got 2 samples before", "by place", 62, 62, 0.016, log(1e-109), -2
    )
    refuted = Evidence("the outputs of test do not vary", "by sample", 64, 0)
    answers = [
        Answer(
            Question.SAME_DATA,
            (1, 2),
            True,
            "leak",
            Evidence("8 of 64 validation samples are files of training", "by file", 64, 8, 0.0, float("-inf")),
        ),
        Answer(Question.SHARED_DRAWS, (1, 2), True, "shared stream", shared),
        Answer(Question.FROZEN, (1,), True, "frozen", frozen),
        Answer(
            Question.DUPLICATED,
            (4,),
            True,
            "duplicated",
            Evidence("worker 1 repeats the draws of worker 0", "by place within a worker", 32, 32, 0.0078, -155.3),
        ),
        Answer(
            Question.CONSTANT,
            (5,),
            True,
            "constant",
            Evidence("a generator is made with seed 0 for every sample", "all samples", 64, 64, 0.0, float("-inf")),
        ),
        Answer(
            Question.AUGMENTED,
            (2,),
            True,
            "augmented",
            Evidence(
                "64 of 64 samples come out otherwise in the second epoch", "by sample", 64, 64, 0.0, float("-inf")
            ),
        ),
        Answer(Question.AUGMENTED, (3,), False, "deterministic", refuted),
        Answer(
            Question.SHARED_DRAWS,
            (4, 2),
            False,
            "independent",
            Evidence("the draws agree as often as by chance", "by place", 64, 1, 0.0156, log(0.64), 3),
        ),
        Answer(
            Question.SHARED_DRAWS,
            (1, 6),
            None,
            "undecided",
            Evidence("the probe did not take in pipeline 6, so its draws cannot be told from its images"),
        ),
        Answer(
            Question.FROZEN,
            (6,),
            None,
            "undecided",
            Evidence("the probe did not take in pipeline 6, so its draws cannot be told from its images"),
        ),
        Answer(Question.DISCARDED, (), True, "discarded", Evidence("the result of `map` in line 5 is not kept")),
    ]
    findings = [
        replace(SHARED, severity=Severity.ERROR, verdict=Verdict.CONFIRMED, evidence=shared),
        Finding(
            "AUG206",
            "augmented-test",
            Severity.WARNING,
            "test is augmented",
            site("train.py", 14, 10, 35),
            related=(Related(site("transforms.py", 4, 8, 25), "random here"),),
            verdict=Verdict.REFUTED,
            evidence=refuted,
        ),
    ]
    return seen, answers, findings


@cache
def healthy() -> tuple[Observation, list[Answer], list[Finding]]:
    """A program with nothing wrong."""
    chance = random.Random(3)
    train, held = loader(1, "train", 12, workers=2, start="fork"), loader(2, "validation", 14, size=56, varies=False)
    names = VALIDATION[:56]
    seen = Observation(
        pipelines=(train, held),
        passes=(
            *passes(1, 0, [draw(chance) for _ in range(64)], shuffled(TRAINING, 1), workers=2),
            *passes(1, 1, [draw(chance) for _ in range(64)], shuffled(TRAINING, 2), workers=2),
            *passes(2, 0, [STILL] * 56, names),
            *passes(2, 1, [STILL] * 56, names),
            members(1, TRAINING),
            members(2, names),
        ),
        stopped="`fit` was called",
        seconds={"import": 3.3},
    )
    answers = [
        Answer(Question.SAME_DATA, (1, 2), False, "independent", Evidence("no file is in both", "by file", 56, 0)),
        Answer(Question.AUGMENTED, (2,), False, "deterministic", Evidence("all come out the same", "", 56, 0)),
        Answer(
            Question.FROZEN, (1,), False, "independent", Evidence("epochs differ", "by place", 64, 1, 0.0039, log(0.22))
        ),
    ]
    return seen, answers, []
