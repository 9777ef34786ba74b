"""The page of a confirm run: what it holds, that nothing can break it, and how a browser shows it."""

import base64
import random
import re
import shutil
import struct
import subprocess
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from confirm_samples import (
    STILL,
    TRAINING,
    VALIDATION,
    draw,
    loader,
    members,
    name,
    passes,
    png,
    shuffled,
    sick,
)
from hypothesis import given
from hypothesis import strategies as st
from report_samples import ADVICE, FILES, SHARED

from auglint.confirm.observation import Draw, Fact, Instrument, Observation, Pass, Spot
from auglint.confirm.questions import Answer, Question
from auglint.finding import Evidence, Finding, Verdict
from auglint.report import Report
from auglint.report.page import render
from auglint.report.page.pictures import Album, sound
from auglint.report.page.strips import colour, strip, ticks
from auglint.report.page.style import DARK, LIGHT, sheet
from auglint.source.text import SourceFile
from auglint.source.write import replace_file

Run = tuple[Observation, list[Answer], list[Finding]]
VOID = {"meta", "img"}
SURE = -100.0


def page(run: Run, code: str = "", program: str = "train.py") -> str:
    """The page of a run over the small project, or over files that all have one code."""
    observation, answers, findings = run

    def sources(path: Path) -> SourceFile | None:
        text = code or FILES.get(str(path))
        return None if text is None else SourceFile(Path("a.py"), text)

    return render(observation, answers, Report(tuple(findings), (), 1, 0, sources), program)


class Parsed(HTMLParser):
    """A page as a tree that is known to be balanced."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []  # the element it stands in, and the text
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({key for key, _ in attrs}) == len(attrs)
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")

    def all(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attributes for each, attributes in self.tags if each == tag)

    def text(self, tag: str = "") -> str:
        return "\n".join(text for each, text in self.texts if not tag or each == tag)


def article(text: str, headline: str) -> str:
    """The one claim under a headline."""
    (found,) = (
        each for each in re.findall(r"<article.*?</article>", text, re.DOTALL) if f"<h3>{headline}</h3>" in each
    )
    return str(found)


def test_the_page_stands_alone() -> None:
    text = page(sick())
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    parsed = Parsed(text)
    sources = [each["src"] for each in parsed.all("img")]
    assert len(sources) > 50
    assert all(source and source.startswith("data:image/png;base64,") for source in sources)
    names = {tag for tag, _ in parsed.tags}
    assert not names & {"script", "link", "iframe", "object", "embed", "form", "base", "audio", "video", "style "}
    attributes = {key: value for _, each in parsed.tags for key, value in each.items()}
    assert not {key for key in attributes if key.startswith("on")} | attributes.keys() & {"srcset", "style", "action"}
    assert all(str(each["href"]).startswith("#claim-") for each in parsed.all("a"))
    assert not re.search(r"url\(|@import|https?:", sheet())
    assert "http" not in re.sub(r"http-equiv", "", text)
    policy = next(each["content"] for each in parsed.all("meta") if "http-equiv" in each)
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def test_everyone_can_read_it() -> None:
    parsed = Parsed(page(sick()))
    assert all(each.get("alt") and each["width"] and each["height"] for each in parsed.all("img"))
    drawings = list(parsed.all("svg"))
    assert drawings
    assert all(each.get("aria-label") or each.get("aria-hidden") == "true" for each in drawings)
    ids = [each["id"] for _, each in parsed.tags if "id" in each]
    assert len(ids) == len(set(ids)) == 11
    assert {f"#{each}" for each in ids} == {each["href"] for each in parsed.all("a")}
    levels = [int(tag[1]) for tag, _ in parsed.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert parsed.text("title") == "train.py: 7 confirmed, 2 undecided, 2 not so (auglint confirm)"


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(colours: dict[str, str]) -> None:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    def contrast(one: str, other: str) -> float:
        low, high = sorted((light(colours[one]), light(colours[other])))
        return (high + 0.05) / (low + 0.05)

    words = [(ink, ground) for ink in ("text", "dim", "bad", "unsure", "good", "link") for ground in ("ground", "card")]
    words += [("on", "bad"), ("on", "unsure"), ("on", "good"), ("text", "code"), ("text", "row"), ("text", "mark")]
    words += [("dim", "code"), ("dim", "row")]
    assert {pair: contrast(*pair) for pair in words if contrast(*pair) < 4.5} == {}
    assert LIGHT.keys() == DARK.keys()
    used = set(re.findall(r"var\(--(\w+)", sheet())) - {"tone"}
    assert used == LIGHT.keys()


def test_a_claim_has_its_words_numbers_code_and_finding() -> None:
    told = article(page(sick()), "Validation repeats the draws of training (1)")
    words = Parsed(told).text()
    for each in (
        "✗ confirmed",
        "shared stream",
        "Validation gets the draws that training got 2 samples before.",
        "The images differ, the draws do not",
        "62 of 62",
        "1.6 %",
        "&lt; 1e-109".replace("&lt;", "<"),
        "AUG201 shared-augmentation",
        "What to do: give validation a pipeline without random transforms.",
        "Compared by place, 2 places apart: all 62 draws shown are equal.",
        "given to training here",
        "transforms.py:4:8",
    ):
        assert each in words, each
    assert "<mark>RandomHorizontalFlip(0.5)</mark>" in told
    assert told.count('<div class="line on">') == 4
    assert re.findall(r'class="row">(\d+)<', told) == [*"6789", *"10 11 12 13 14".split(), *"234"]


def test_what_is_refuted_says_so() -> None:
    told = article(page(sick()), "Test is not augmented at random")
    assert "✓ refuted" in told
    assert "AUG206" in told
    assert "Compared by sample: all 64 outputs shown are equal." in told
    assert "What to do" not in told


def test_findings_that_the_run_says_nothing_of() -> None:
    observation, answers, findings = sick()
    open_ = replace(ADVICE, code="AUG999", verdict=Verdict.UNDECIDED, evidence=Evidence("no pipeline shows it"))
    text = page((observation, answers, [*findings, ADVICE, open_]))
    after = text[text.index("<h2>Found in the code, not shown by the run") : text.index("<h2>Pipelines")]
    assert "AUG101 global-seed" in after
    assert "Not judged by the run" in after
    assert "Undecided: no pipeline shows it" in after
    assert "AUG201" not in after
    assert "Found in the code" not in page(sick())


def test_samples_in_both_splits_are_shown_as_both_see_them() -> None:
    told = article(page(sick()), "Validation holds samples of training (1)")
    assert "8 of the 64 samples of validation that were seen are in training (1), too." in told
    pictures = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', told)
    names = [alt.partition(",")[0] for _, alt in pictures]
    half = len(names) // 2
    assert names[:half] == names[half:]
    assert set(names) <= set(TRAINING) & set(VALIDATION)
    assert half == len({*names}) >= 3
    assert [alt.endswith("as training (1) shows it") for _, alt in pictures] == [True] * half + [False] * half
    assert re.search(r"<details><summary>Samples in both</summary>", told)
    marked = re.search(r'<svg class="member" .*?</svg>', told, re.DOTALL)
    assert marked
    assert marked[0].count("<rect") == 8


def test_samples_of_which_one_split_alone_has_a_picture() -> None:
    observation, answers, _ = sick()
    seen = [each for each in observation.passes if (each.pipeline, each.instrument) != (1, Instrument.REAL)]
    told = article(
        page((replace(observation, passes=tuple(seen)), answers, [])), "Validation holds samples of training (1)"
    )
    assert "Some of them." in told
    assert 0 < len(pictures(told)) == told.count("as validation shows it")
    assert "blank" not in told
    kept = tuple(draw.sample for draw in members(2, VALIDATION[-8:]).draws)
    late = replace(members(1, kept), pictures=(png([[(9, 9, 9)]]),), pictured=(6,))
    told = article(
        page((replace(observation, passes=(*seen, late)), answers, [])), "Validation holds samples of training (1)"
    )
    assert f'alt="{kept[6]}, as training (1) shows it"' in told


def pictures(told: str) -> list[str]:
    return re.findall(r'<img src="data:image/png;base64,([^"]+)"', told)


def shared(one: Sequence[Pass], other: Sequence[Pass], lag: int = 0, holds: bool | None = True) -> str:
    observation = Observation((loader(1, "train", 12), loader(2, "validation", 14)), (*one, *other))
    evidence = Evidence("so it is", "", 64, 60, 0.01, SURE, lag)
    verb = {True: "repeats", False: "does not repeat", None: "repeats"}[holds]
    headline = f"{'Whether v' if holds is None else 'V'}alidation {verb} the draws of training"
    return article(page((observation, [Answer(Question.SHARED_DRAWS, (1, 2), holds, "w", evidence)], [])), headline)


def stream(seed: int, count: int = 64) -> list[tuple[int, float, float, float]]:
    chance = random.Random(seed)
    return [draw(chance) for _ in range(count)]


@pytest.mark.parametrize("lag", [-3, 0, 5])
def test_pictures_stand_together_at_their_lag(lag: int) -> None:
    """As auglint.confirm.statistics counts: with a lag of 5 the first series is compared from its place 5 on."""
    draws = stream(1)
    one = passes(1, 0, draws[max(-lag, 0) :], shuffled(TRAINING, 1)[: 64 - max(-lag, 0)])
    other = passes(2, 0, draws[max(lag, 0) :], VALIDATION[: 64 - max(lag, 0)])
    told = shared(one, other, lag)
    assert f"all {64 - abs(lag)} draws shown are equal" in told
    shown = pictures(told)
    ramps, below, real, real_below = (shown[start : start + 8] for start in range(0, 32, 8))
    assert len(shown) == 32
    assert ramps == below
    assert len(set(ramps)) == 8
    assert not set(real) & set(real_below)
    assert set(real) <= set(one[1].pictures)
    assert told.count(">=</span>") == 8


def test_draws_that_come_in_another_order_are_put_together() -> None:
    draws = stream(2)
    mixed = random.Random(5).sample(draws, 64)
    one, other = passes(1, 0, draws, TRAINING), passes(2, 0, mixed, VALIDATION)
    told = shared(one, other)
    assert "Compared by draw, whatever the order: all 64 draws shown are equal." in told
    assert "whatever the order" not in shared(one, other, holds=False)


def test_few_draws_are_not_put_together() -> None:
    chance = random.Random(8)
    flips = [[(chance.randrange(2), 0.0, 0.0, 1.0) for _ in range(64)] for _ in range(2)]
    assert "whatever the order" not in shared(passes(1, 0, flips[0], TRAINING), passes(2, 0, flips[1], VALIDATION))


def test_random_states_are_compared_where_outputs_do_not_show_it() -> None:
    one, other = passes(1, 0, stream(1), TRAINING)[0], passes(2, 0, stream(2), VALIDATION)[0]
    one, other = (
        replace(each, draws=tuple(replace(draw, state=name(place)) for place, draw in enumerate(each.draws)))
        for each in (one, other)
    )
    assert "all 64 draws shown are equal" in shared([one], [other])


def test_real_images_of_two_splits_are_not_compared() -> None:
    one, other = passes(1, 0, stream(1), TRAINING)[1:], passes(2, 0, stream(1), VALIDATION)[1:]
    assert "<svg" not in shared(one, other, holds=None)


def test_a_sample_in_two_epochs() -> None:
    told = article(page(sick()), "Validation is augmented at random")
    assert "Compared by sample: none of the 64 outputs shown are equal." in told
    assert "These are the real images." in told
    shown = pictures(told)
    assert len(shown) == 16
    assert not set(shown[:8]) & set(shown[8:])


def test_workers_one_below_the_other() -> None:
    told = article(page(sick()), "The workers of training (4) repeat each other&#x27;s draws")
    assert "all 32 draws shown are equal" in told
    shown = pictures(told)
    assert shown[:8] == shown[8:16]
    assert ">worker 0</span>" in told
    assert ">worker 1</span>" in told


def test_pictures_may_be_of_any_places() -> None:
    first, *_ = passes(1, 0, stream(1), TRAINING, workers=2, batch=32)
    apart = replace(first, pictures=(*first.pictures[:2], *first.pictures[4:6]), pictured=(0, 1, 32, 33))
    observation = Observation((loader(1, "train", 12, workers=2),), (apart,))
    answer = Answer(Question.DUPLICATED, (1,), False, "w", Evidence("so it is", "", 32, 0, 0.01))
    told = article(page((observation, [answer], [])), "The workers of training do not repeat each other&#x27;s draws")
    assert pictures(told) == list(apart.pictures)
    alts = re.findall(r'alt="([^"]+)"', told)
    assert alts == ["worker 0, sample 1", "worker 0, sample 2", "worker 1, sample 33", "worker 1, sample 34"]


def test_every_worker_delivers_all() -> None:
    names = [each for start in range(0, 16, 4) for each in TRAINING[start : start + 4] * 2]
    seen = Pass(1, 0, 0, Instrument.DATA, tuple(Draw(each, worker=place // 4 % 2) for place, each in enumerate(names)))
    observation = Observation((loader(1, "train", 12, workers=2),), (seen,))
    answer = Answer(Question.REPEATED, (1,), True, "repeated", Evidence("each came twice", "", 16, 16))
    told = article(page((observation, [answer], [])), "Every worker of training delivers all samples")
    assert "all 16 samples shown are equal" in told


def test_one_draw_for_all() -> None:
    told = article(page(sick()), "All samples of training (5) get one draw")
    assert "All 64 draws shown are one and the same." in told
    assert len(set(pictures(told)[:8])) == 1


def test_each_pipeline_has_its_strips() -> None:
    text = page(sick())
    part = text[text.index("<h2>Pipelines</h2>") : text.index("<h2>The run</h2>")]
    blocks = part.split('<div class="pipeline">')[1:]
    assert [re.findall("<h3>(.*?)</h3>", each)[0] for each in blocks] == [
        "Training (1)",
        "Validation",
        "Test",
        "Training (4)",
        "Training (5)",
        "Pipeline 6",
    ]
    fills = [[re.findall(r'fill="(#\w{6})"', row) for row in re.findall(r'class="strip".*?</svg>', b)] for b in blocks]
    assert [len(each) for each in fills] == [2, 2, 2, 2, 2, 0]
    assert fills[0][0] == fills[0][1]
    assert fills[1][0] != fills[1][1]
    assert {*fills[2][0], *fills[2][1]} == {colour(name(STILL))}
    assert 'class="workers"' in blocks[3]
    assert 'class="workers"' not in blocks[0]
    assert "No draws of it were recorded." in blocks[5]
    assert "its own generator was made again for every epoch." in blocks[0].replace("Its", "its")


def test_the_run_is_told() -> None:
    words = Parsed(page(sick())).text()
    assert "Every pipeline was used twice (import 2.0 s, run 0.1 s, exercise 0.6 s)." in words
    assert "runs/events.1" in words
    text = page((Observation(problem="it ended before its pipelines were looked at"), [], []))
    assert "It ended before its pipelines were looked at." in text
    assert "Nothing could be asked: no pipelines to compare were seen." in text
    assert "nothing seen" in Parsed(text).text("title")


def test_colours_tell_draws_apart() -> None:
    assert colour("a") == colour("a")
    assert len({colour(name(number)) for number in range(64)}) >= 60
    drawn = strip(["a", "b", "a", ""], "four")
    assert re.findall('fill="(.*?)"', drawn) == [colour("a"), colour("b"), colour("a")]
    assert len(re.findall("<rect", ticks([True] * 2000 + [False], "many"))) == 1


EVIL = (
    "</style><script>document.title='pwned'</script>",
    '"><img src=x onerror="document.title=\'pwned\'">',
    "' onload='document.title=1",
    "-->]]></svg></title></details></pre><b>bold</b>&lt;&amp;",
    "javascript:alert(1)",
    "\u202e\u0000\x1b[2J\r\n\tend",
    "{{7*7}}${7*7}",
    "\ud800 lone",
)


def hostile(evil: str) -> Run:
    """A run in which all that a program can choose is this text."""
    spot = Spot(evil, 1, 1, function=evil)
    draws = tuple(Draw(f"{evil}{number % 3}", f"{evil}{number}", evil, number % 2) for number in range(6))
    pipelines = tuple(
        loader(
            number,
            role,
            1,
            kind=evil,
            spots=(spot,),
            start=evil,
            workers=2,
            notes=(evil,),
            role_from=evil,
            base=(evil,),
        )
        for number, role in ((1, "train"), (2, "validation"), (3, evil))
    )
    seen = tuple(
        Pass(number, epoch, 0, instrument, draws, pictures=(evil, png([[(1, 2, 3)]])))
        for number in (1, 2, 3)
        for epoch in (0, 1)
        for instrument in Instrument
    )
    observation = Observation(
        pipelines, seen, facts=(Fact(evil, spot, evil),), stopped=evil, problem=evil, seconds={evil: 1.0}, files=(evil,)
    )
    evidence = Evidence(evil, evil, 6, 6, 0.01, SURE)
    answers = [
        Answer(question, numbers, holds, evil, evidence)
        for question in Question
        for numbers in ((1, 2), (3,), ())
        for holds in (True, False, None)
    ]
    finding = replace(
        SHARED, code=evil, name=evil, message=evil, label=evil, help=evil, verdict=Verdict.CONFIRMED, evidence=evidence
    )
    return observation, answers, [finding, replace(finding, evidence=None)]


def flattened(evil: str) -> str:
    return "".join(evil.split())


@pytest.mark.parametrize("evil", EVIL)
def test_whatever_a_program_says_is_text(evil: str) -> None:
    text = page(hostile(evil), f"# {'x' * 60}{flattened(evil)}{'x' * 60}\n" * 40, evil)
    plain = page(hostile("plain"), f"# {'x' * 125}\n" * 40, "plain")
    text.encode("utf-8")
    one, other = Parsed(text), Parsed(plain)
    assert [tag for tag, _ in one.tags if tag != "rect"] == [tag for tag, _ in other.tags if tag != "rect"]
    assert [each.keys() for tag, each in one.tags if tag != "rect"] == [
        each.keys() for tag, each in other.tags if tag != "rect"
    ]
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)
    assert all(str(each["src"]).startswith("data:image/png;base64,") for each in one.all("img"))


@given(st.text(max_size=30))
def test_any_text_leaves_the_page_whole(text: str) -> None:
    observation = Observation((loader(1, text, 1, kind=text, notes=(text,)),), stopped=text, files=(text,))
    answer = Answer(Question.FROZEN, (1,), None, text, Evidence(text, text, 3, 1))
    Parsed(page((observation, [answer], []), f"# {text}", text))


def test_only_pictures_are_shown() -> None:
    good = png([[(255, 0, 0)] * 3] * 2)
    found = sound(good)
    assert found is not None
    assert found[1:] == (3, 2)
    data = base64.b64decode(good)
    svg = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'/>").decode()
    huge = base64.b64encode(data[:16] + struct.pack(">II", 1 << 30, 1) + data[24:]).decode()
    for bad in ("", "x", svg, good[:20], f'{good}" onerror="1', good[:-8] + "\n\n<b>", huge, "data:text/html,x"):
        assert sound(bad) is None
    album = Album(room=3 * len(data))
    shown = [album.image(good, "red") for _ in range(5)]
    assert [each.startswith("<img") for each in shown] == [True] * 3 + [False] * 2
    assert album.left_out == 2
    assert album.image(None, "none").startswith("<span")


def test_a_page_never_grows_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = [[(n * 7 % 256, n * 13 % 256, m * 29 % 256) for n in range(64)] for m in range(64)]
    big = tuple(png(noise) for _ in range(8))
    draws = tuple(Draw(each, name(each)) for each in TRAINING)
    seen = tuple(Pass(1, epoch, 0, Instrument.PROBE, draws, pictures=big) for epoch in (0, 1))
    answers = [Answer(Question.FROZEN, (1,), True, "frozen", Evidence("so it is", "", 64, 64, 0.01, SURE))] * 40
    monkeypatch.setattr(Album, "__init__", lambda self: self.__dict__.update(room=50_000, left_out=0))
    text = page((Observation((loader(1, "train", 12),), seen), answers, []))
    assert len(pictures(text)) < 640
    assert "left out, for they are too large for one page" in text


def test_many_samples_take_little_room() -> None:
    names = [f"/data/{number}" for number in range(2000)]
    observation = Observation(
        (loader(1, "train", 12), loader(2, "validation", 14)), (members(1, names[:1500]), members(2, names[1000:]))
    )
    answer = Answer(Question.SAME_DATA, (1, 2), True, "leak", Evidence("so it is", "", 1000, 500))
    text = page((observation, [answer], []))
    assert "500 of the 1000 samples of validation that were seen are in training, too." in text
    assert "Samples in both (the first 10 of 500)" in text
    assert len(text) < 40_000


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")


def browse(page: Path, *options: str) -> str:
    """What a browser prints about a page."""
    assert CHROMIUM is not None
    settings = (
        "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
        f"--disable-sync --no-first-run --hide-scrollbars --user-data-dir={page.parent / 'profile'}"
    )
    run = subprocess.run(
        [CHROMIUM, *settings.split(), *options, page.as_uri()],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def pixels(data: bytes) -> list[list[tuple[int, int, int]]]:
    """The rows of a PNG file of 8 bits a channel."""
    width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
    assert depth == 8
    size = {2: 3, 6: 4}[kind]
    place, packed = 8, b""
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        if data[place + 4 : place + 8] == b"IDAT":
            packed += data[place + 8 : place + 8 + length]
        place += length + 12
    raw = zlib.decompress(packed)
    above, made = bytearray(width * size), []
    for row in range(height):
        start = row * (width * size + 1)
        filtered, line = raw[start], bytearray(raw[start + 1 : start + 1 + width * size])
        for at in range(len(line)):
            left = line[at - size] if at >= size else 0
            corner = above[at - size] if at >= size else 0
            if filtered == 1:
                line[at] = line[at] + left & 255
            elif filtered == 2:
                line[at] = line[at] + above[at] & 255
            elif filtered == 3:
                line[at] = line[at] + (left + above[at]) // 2 & 255
            elif filtered == 4:
                guess = left + above[at] - corner
                near = min((left, above[at], corner), key=lambda each: abs(guess - each))
                line[at] = line[at] + near & 255
        above = line
        made.append([(line[at], line[at + 1], line[at + 2]) for at in range(0, len(line), size)])
    return made


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@in_a_browser
@pytest.mark.parametrize(("scheme", "colours"), [(1, LIGHT), (0, DARK)], ids=["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(390, 900), (1000, 1300)])
def test_a_browser_shows_it(scheme: int, colours: dict[str, str], width: int, height: int, tmp_path: Path) -> None:
    target, picture = tmp_path / "report.html", tmp_path / "shot.png"
    replace_file(target, page(sick()).encode())
    browse(
        target,
        f"--blink-settings=preferredColorScheme={scheme}",
        f"--window-size={width},{height}",
        f"--screenshot={picture}",
    )
    shown = pixels(picture.read_bytes())
    assert (len(shown[0]), len(shown)) == (width, height)
    assert shown[0][0] == shown[-1][0] == shown[0][-1] == rgb(colours["ground"])
    seen = {pixel for row in shown for pixel in row}
    assert {rgb(colours[each]) for each in ("ground", "bad", "unsure", "good", "card", "line")} <= seen
    right = [row[-1] for row in shown]
    assert set(right) == {rgb(colours["ground"])}, "something is wider than the window"


@in_a_browser
def test_a_browser_runs_nothing_of_it(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    evil = "".join(EVIL[:4])
    replace_file(target, page(hostile(evil), f"# {evil}\n" * 9, evil).encode())
    dom = Parsed(browse(target, "--dump-dom"))
    assert dom.text("title").endswith("(auglint confirm)")  # it says otherwise where a script ran
    assert "script" not in {tag for tag, _ in dom.tags}
    assert not [key for _, each in dom.tags for key in each if key.startswith("on")]
