"""What a run of `confirm` shows, as one page: it asks for nothing from elsewhere and runs nothing.

Whatever an observation holds was written by the program under test, so all of it is text, and only text.
"""

from collections.abc import Iterator, Sequence

from auglint import __version__
from auglint.confirm.observation import Instrument, Observation, Pipeline
from auglint.confirm.questions import Answer, Question
from auglint.finding import Finding, Verdict
from auglint.report import Report, Rows, row_reader
from auglint.report.claims import Claim, Outcome, claims, ending, names, probe, samples, where, workers
from auglint.report.display import counted, place
from auglint.report.evidence import agreed, bound, share
from auglint.report.page.markup import Html, tag
from auglint.report.page.pictures import Album
from auglint.report.page.places import excerpts
from auglint.report.page.series import Comparison, Row, beneath, comparison, epochs, members, same_sample
from auglint.report.page.strips import strip, ticks
from auglint.report.page.style import sheet

PICTURES = 8
"""How many pictures stand side by side."""

NAMES = 10

_BADGES: dict[Outcome, tuple[str, str, str]] = {
    "holds": ("✗", "confirmed", "holds"),
    "undecided": ("?", "undecided", "undecided"),
    "not so": ("✓", "not so", "not-so"),
}

_MEANING: dict[Question, str] = {
    Question.SAME_DATA: "A model is measured on what it was trained on, so the score is too good.",
    Question.SHARED_DRAWS: "The images differ, the draws do not: what happens to the images of one split "
    "happens in the same way to those of the other.",
    Question.FROZEN: "The augmentation adds no variety: the model sees the same pictures in every epoch.",
    Question.DUPLICATED: "The workers were started with equal random states, so each draw is used more than once.",
    Question.CONSTANT: "Nothing is random: each sample gets the same change as all others.",
    Question.AUGMENTED: "The score depends on chance: the same sample looks different each time it is measured.",
    Question.REPEATED: "Each sample is used as often as there are workers.",
    Question.DISCARDED: "The step that made it does nothing.",
    Question.TRANSFORM_IGNORED: "The step does nothing, and the samples come out as they were.",
    Question.TRANSFORM_SHARED: "What was meant for one part happens to the other, too.",
}

_INSTRUMENTS: dict[Instrument, str] = {
    Instrument.PROBE: "Each image was replaced by one ramp of colours, so a picture shows what was drawn alone.",
    Instrument.COLLAPSE: "Each sample was replaced by the first one, so that pictures differ by what was drawn alone.",
    Instrument.REAL: "These are the real images.",
    Instrument.DATA: "",
}


def render(
    observation: Observation,
    answers: Sequence[Answer],
    report: Report,
    program: str,
) -> str:
    """The page as HTML. `program`: what was run, for its title."""
    findings = report.findings
    made = claims(observation, answers, findings)
    page = _Page(observation, row_reader(report), Album())
    settled = {id(finding) for claim in made for finding in claim.findings}
    sections = [
        _head(program, made),
        _contents(made),
        tag(
            "main",
            _claims(page, made),
            _others([each for each in findings if id(each) not in settled]),
            page.pipelines(),
        ),
        page.run(),
        _help(),
        tag("footer", f"Written by auglint {__version__}. This page asks for nothing from elsewhere."),
    ]
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag(
            "meta",
            http_equiv="Content-Security-Policy",
            content="default-src 'none'; img-src data:; style-src 'unsafe-inline'",
        ),
        tag("title", f"{program}: {_tally(made) or 'nothing seen'} (auglint confirm)"),
        tag("style", Html(sheet())),
    )
    return f"<!DOCTYPE html>\n{tag('html', head, tag('body', *sections), lang='en')}\n"


def _head(program: str, made: Sequence[Claim]) -> Html:
    boxes = []
    for outcome, (_, word, kind) in _BADGES.items():
        number = sum(claim.outcome == outcome for claim in made)
        boxes.append(tag("li", tag("b", str(number)), word, class_=kind))
    return tag(
        "header",
        tag("p", "auglint confirm", class_="kicker"),
        tag("h1", program),
        tag("p", "What a real run shows of the data that this program trains and evaluates on."),
        tag("ul", *boxes, class_="tally"),
    )


def _tally(made: Sequence[Claim]) -> str:
    counts = [(sum(claim.outcome == outcome for claim in made), word) for outcome, (_, word, _) in _BADGES.items()]
    return ", ".join(f"{number} {word}" for number, word in counts if number)


def _contents(made: Sequence[Claim]) -> Html:
    if not made:
        return tag("nav", tag("p", "Nothing could be asked: no pipelines to compare were seen."))
    items = [
        tag(
            "li",
            tag("span", _BADGES[claim.outcome][0], class_="sign", aria_hidden="true"),
            tag(
                "a",
                tag("span", f"{_BADGES[claim.outcome][1]}: ", class_="unseen"),
                _sentence(claim),
                href=f"#claim-{number}",
            ),
            class_=_BADGES[claim.outcome][2],
        )
        for number, claim in enumerate(made, 1)
    ]
    return tag("nav", tag("ul", *items, class_="contents"), aria_label="Claims")


def _sentence(claim: Claim) -> str:
    return _upper(claim.statement)


def _claims(page: "_Page", made: Sequence[Claim]) -> Html:
    if not made:
        return Html()
    return tag("section", tag("h2", "Claims"), *(page.claim(claim, number) for number, claim in enumerate(made, 1)))


def _others(findings: Sequence[Finding]) -> Html:
    """What the code shows and the run says nothing of."""
    if not findings:
        return Html()
    return tag(
        "section", tag("h2", "Found in the code, not shown by the run"), *(_finding(each, True) for each in findings)
    )


def _finding(finding: Finding, alone: bool = False) -> Html:
    """A finding; `alone`: no claim says why it was judged as it was."""
    told = [tag("p", tag("strong", f"{finding.code} {finding.name}"), f": {finding.message}")]
    if alone:
        why = f": {finding.evidence.text}" if finding.evidence and finding.evidence.text else ""
        told.insert(
            1, tag("p", f"{_upper(finding.verdict.value)}{why}" if finding.verdict else "Not judged by the run")
        )
        told.insert(1, tag("p", tag("code", place(finding.site))))
    if finding.help and finding.verdict is not Verdict.REFUTED:
        told.append(tag("p", f"What to do: {finding.help}"))
    return tag("div", *told, class_="finding")


def _help() -> Html:
    words = {
        "draw": "What an augmentation chose for one sample: flipped or not, moved how far, how bright.",
        "ramp": "A picture whose colours give away where each of its points came from. When all images are replaced by "
        "it, equal pictures mean equal draws.",
        "strip": "A column for each sample in the order they came, and a colour for each draw. Equal draws have one "
        "colour. Ticks between two strips mark the columns that agree.",
        "counted": "How many of the draws or samples that were looked at are equal, in both, or changed.",
        "by chance": "The share that would agree if the draws were independent. Of two coin flips, half agree.",
        "false alarm": "A bound on the probability that as many agree by chance. A claim is made only at 1e-9 or less.",
        "confirmed": "The run shows that it is so.",
        "not so": "The run shows that it is not so, as far as it went.",
        "undecided": "The run shows neither, and the reason is given.",
    }
    told = [each for word, meaning in words.items() for each in (tag("dt", word), tag("dd", meaning))]
    return tag("section", tag("h2", "How to read this page"), tag("dl", *told))


class _Page:
    """The parts of a page that need what was seen."""

    def __init__(self, observation: Observation, rows: Rows, album: Album) -> None:
        self.observation = observation
        self.rows = rows
        self.album = album
        self.names = names(observation)

    def claim(self, claim: Claim, number: int) -> Html:
        """One claim with all that belongs to it."""
        sign, badge, kind = _BADGES[claim.outcome]
        if any(finding.verdict is Verdict.REFUTED for finding in claim.findings):
            badge = "refuted"
        answer = claim.answer
        word = answer.word if answer.word != badge else ""
        head = [
            tag(
                "p",
                tag("span", f"{sign} {badge}", class_="badge"),
                *([tag("span", word, class_="word")] if word else []),
                class_="verdict",
            ),
            tag("h3", _sentence(claim)),
        ]
        told = [tag("p", claim.places, class_="dim")] if claim.places else []
        if answer.evidence.text.strip():
            told.append(tag("p", _capital(answer.evidence.text), class_="told"))
        if claim.outcome == "holds":
            told.append(tag("p", _MEANING[answer.question]))
        parts = [_numbers(claim), *(_finding(finding) for finding in claim.findings), *self._shown(claim)]
        where = excerpts(claim, self.rows)
        return tag("article", *head, *told, *parts, where, class_=f"claim {kind}", id=f"claim-{number}")

    def _shown(self, claim: Claim) -> Iterator[Html]:
        """Strips and pictures of a claim."""
        found = comparison(self.observation, claim)
        if found is not None:
            yield self._strips(found, claim)
            yield self._pictures(found)
        yield from self._members(claim)

    def _strips(self, found: Comparison, claim: Claim) -> Html:
        equal, columns = found.equal, len(found.rows[0].keys)
        what = "outputs" if found.rows[0].drawn.instrument is Instrument.REAL else "draws"
        what = "samples" if claim.answer.question is Question.REPEATED else what
        if equal:
            together = f"{_of(sum(equal), columns)} {what} shown are equal"
            caption = f"Compared {found.order}: {together}." + (" Ticks mark where." if any(equal) else "")
        else:
            different = len(set(found.rows[0].keys))
            caption = (
                f"All {columns} {what} shown are one and the same."
                if different == 1
                else (f"{different} different draws among the {columns} shown.")
            )
        bands = [_band(found.rows[0].label, strip(found.rows[0].keys, f"{found.rows[0].label}: {columns} {what}"))]
        for row in found.rows[1:]:
            bands.append(_band("", ticks(equal, f"equal in {sum(equal)} of {columns} columns")))
            bands.append(_band(row.label, strip(row.keys, f"{row.label}: {columns} {what}")))
        return tag("figure", tag("figcaption", caption), *bands)

    def _pictures(self, found: Comparison) -> Html:
        """The pictures of the first columns that have one in each row, and the real images below."""
        pictures = [row.pictures for row in found.rows]
        chosen = [column for column, each in enumerate(zip(*pictures, strict=True)) if None not in each][:PICTURES]
        if not chosen:
            return Html()
        bands = []
        for number, (row, images) in enumerate(zip(found.rows, pictures, strict=True)):
            if number:
                bands.append(_band("", _signs([found.equal[column] for column in chosen])))
            bands.append(self._images(row.label, images, row, chosen))
        under = [(row, beneath(self.observation, row)) for row in found.rows]
        for row, real in under:
            if real and any(real[column] for column in chosen):
                bands.append(self._images(f"{row.label}: real images", real, row, chosen))
        told = _INSTRUMENTS[found.rows[0].drawn.instrument]
        if any(real for _, real in under):
            told += " Below are real images from the same places."
        return tag("figure", tag("figcaption", told), *bands)

    def _images(self, label: str, pictures: Sequence[str | None], row: Row, chosen: Sequence[int]) -> Html:
        images = [self.album.image(pictures[column], f"{label}, sample {row.places[column] + 1}") for column in chosen]
        return _band(label, tag("div", *images, class_="images"))

    def _members(self, claim: Claim) -> Iterator[Html]:
        """Which samples two pipelines have in common, and how both show them."""
        found = members(self.observation, claim)
        if found is None:
            return
        all_, both = found
        one, other = claim.names
        marked = [name in both for name in all_]
        caption = f"{sum(marked)} of the {counted(len(all_), 'sample')} of {other} that were seen are in {one}, too."
        strips = _band(other, ticks(marked, caption, "member"))
        yield tag("figure", tag("figcaption", caption + " They are marked."), strips)
        if not both:
            return
        shown = same_sample(self.observation, claim, both)[:PICTURES]
        sides = [(side, name) for side, name in ((1, one), (2, other)) if any(each[side] for each in shown)]
        if sides:
            bands = []
            for side, name in sides:
                images = [self.album.image(each[side], f"{each[0]}, as {name} shows it") for each in shown]
                bands.append(_band(name, tag("div", *images, class_="images")))
            if len(bands) > 1:
                bands.insert(1, _band("", _signs([True] * len(shown))))
            told = "The same samples, as each of the two shows them." if len(sides) > 1 else "Some of them."
            yield tag("figure", tag("figcaption", told), *bands)
        listed = [name for name in all_ if name in both]
        items = [tag("li", tag("code", _shortened(name))) for name in listed[:NAMES]]
        more = f" (the first {NAMES} of {len(listed)})" if len(listed) > NAMES else ""
        yield tag("details", tag("summary", f"Samples in both{more}"), tag("ul", *items, class_="names"))

    def pipelines(self) -> Html:
        """Every pipeline that was seen, and its draws over time."""
        seen = self.observation.pipelines
        if not seen:
            return Html()
        legend = (
            "A column for each sample in the order they came, a colour for each draw: columns of one colour got one "
            "draw. Two rows are two epochs. Ticks between them: the same draw at the same place. The thin line below: "
            "samples made by a worker with an odd number."
        )
        return tag(
            "section", tag("h2", "Pipelines"), tag("p", legend, class_="dim"), *(self._pipeline(each) for each in seen)
        )

    def _pipeline(self, pipeline: Pipeline) -> Html:
        facts = [pipeline.kind, where(pipeline), samples(pipeline), workers(pipeline), probe(pipeline)]
        if pipeline.role_from:
            facts.append(f"role from {pipeline.role_from}")
        parts = [
            tag("h3", _upper(self.names[pipeline.number])),
            tag("p", " · ".join(each for each in facts if each), class_="facts"),
            *(tag("p", _capital(note)) for note in pipeline.notes),
        ]
        rows = epochs(self.observation, pipeline)
        if not rows:
            return tag("div", *parts, tag("p", "No draws of it were recorded.", class_="dim"), class_="pipeline")
        bands = []
        if rows[0].drawn.instrument is Instrument.REAL:
            parts.append(tag("p", "Drawn from real images, so colours tell outputs apart, not draws.", class_="dim"))
        for number, row in enumerate(rows):
            if number:
                columns = min(len(rows[0].keys), len(row.keys))
                equal = [rows[0].keys[column] == row.keys[column] != "" for column in range(columns)]
                equal += [False] * (max(len(rows[0].keys), len(row.keys)) - columns)
                bands.append(_band("", ticks(equal, f"equal in {sum(equal)} of {columns} columns")))
            different = counted(len(set(row.keys)), "different draw")
            bands.append(_band(row.label, strip(row.keys, f"{row.label}: {different} in {len(row.keys)} samples")))
        odd = [rows[-1].drawn.draws[each].worker % 2 == 1 for each in rows[-1].places]
        if any(odd):
            bands.append(_band("workers", ticks(odd, None, "workers")))
        return tag("div", *parts, tag("figure", *bands), class_="pipeline")

    def run(self) -> Html:
        """How the run ended and what it left."""
        seen = self.observation
        told = [tag("dt", "Stopped"), tag("dd", _capital(ending(seen)))]
        if seen.problem:
            told += [tag("dt", "Problem"), tag("dd", _capital(seen.problem))]
        left = [tag("li", tag("code", file)) for file in seen.files]
        told += [tag("dt", "Files it left"), tag("dd", tag("ul", *left) if left else "none that were noticed")]
        if self.album.left_out:
            told += [
                tag("dt", "Pictures"),
                tag("dd", f"{counted(self.album.left_out, 'picture')} left out, for they are too large for one page."),
            ]
        return tag("section", tag("h2", "The run"), tag("dl", *told))


def _numbers(claim: Claim) -> Html:
    """What agrees and how likely that is, each number below its name."""
    evidence = claim.answer.evidence
    if not evidence.n:
        return Html()
    shown = [("counted", agreed(evidence)), ("share", share(evidence.agreement))]
    if evidence.chance > 0:
        shown.append(("by chance", share(evidence.chance)))
        if claim.outcome == "holds":
            shown.append(("false alarm", bound(evidence.log_bound)))
    if evidence.lag:
        shown.append(("places apart", str(abs(evidence.lag))))
    if evidence.compared:
        shown.append(("compared", evidence.compared))
    pairs = (tag("div", tag("dt", title), tag("dd", value)) for title, value in shown)
    return tag("dl", *pairs, class_="numbers")


def _band(label: str, content: Html) -> Html:
    return tag("div", tag("span", label, class_="label" if label else "label empty"), content, class_="band")


def _signs(equal: Sequence[bool]) -> Html:
    signs = [tag("span", "=" if each else "≠", class_="same" if each else "same no") for each in equal]
    return tag("div", *signs, class_="images", aria_hidden="true")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _capital(text: str) -> str:
    text = _upper(text.strip())
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _of(number: int, all_: int) -> str:
    """How many of all, for the start of a sentence."""
    return f"none of the {all_}" if not number else f"all {all_}" if number == all_ else f"{number} of the {all_}"


def _shortened(name: str) -> str:
    """The end of a path says most."""
    return name if len(name) <= 80 else f"…{name[-79:]}"
