"""What a run of `confirm` shows, for the terminal: a row for each claim, then what was seen and what was not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auglint.confirm.observation import Observation
from auglint.confirm.questions import Answer
from auglint.finding import Finding
from auglint.report.claims import (
    Claim,
    Outcome,
    claims,
    ending,
    names,
    probe,
    samples,
    undecided,
    where,
    workers,
)
from auglint.report.colour import Style, paint
from auglint.report.display import escape, flat, glyph, place
from auglint.report.evidence import agreed, bound, share

SYMBOLS = "✗✓─"
"""What a stream has to be able to show for `symbols`."""

_MARKS: dict[Outcome, tuple[str, str]] = {"holds": ("✗", "x"), "undecided": ("?", "?"), "not so": ("✓", "-")}
_STYLES: dict[Outcome, Style] = {"holds": "error", "undecided": "warning", "not so": "good"}
_NARROW = 28  # cells that a claim needs beside the other columns
_GAP = "  "
_FILES = 5


@dataclass(frozen=True)
class _Cell:
    """A cell of a table: lines of text, each in a style."""

    lines: tuple[tuple[str, Style | None], ...]
    right: bool = False

    @property
    def width(self) -> int:
        return max((_width(text) for text, _ in self.lines), default=0)


def render(
    observation: Observation,
    answers: Sequence[Answer],
    findings: Sequence[Finding],
    *,
    colour: bool,
    width: int = 100,
    symbols: bool = True,
) -> str:
    """The claims, the pipelines, how the run ended and what it left, in lines of up to `width` cells.

    `symbols`: the stream can show SYMBOLS.
    """
    made = claims(observation, answers, findings)
    width = max(width, 20)
    parts = [
        list(_claims(made, colour, width, symbols)),
        list(_findings(made, findings, colour, width)),
        list(_pipelines(observation, colour, width)),
        list(_rest(observation, made, colour, width)),
    ]
    return "\n".join("".join(f"{line.rstrip()}\n" for line in part) for part in parts if part)


def tally(made: Sequence[Claim]) -> str:
    """How many claims came out how: `2 confirmed, 1 undecided, 3 not so`."""
    words: dict[Outcome, str] = {"holds": "confirmed", "undecided": "undecided", "not so": "not so"}
    counts = [(sum(claim.outcome == outcome for claim in made), word) for outcome, word in words.items()]
    return ", ".join(f"{number} {word}" for number, word in counts if number)


def _claims(made: Sequence[Claim], colour: bool, width: int, symbols: bool) -> Iterator[str]:
    if not made:
        yield from _paragraph("Nothing could be asked: no pipelines to compare were seen.", width)
        return
    heads = ("verdict", "what the run shows", "counted", "by chance", "false alarm")
    rows = [_row(claim, symbols) for claim in made]
    kept = [number for number in range(len(heads)) if any(row[number].width for row in rows)]
    head = [_Cell(((heads[number], "strong"),), number > 1) for number in kept]
    table = _table([head, *([row[number] for number in kept] for row in rows)], 1, width, colour)
    if table is None:
        for claim, row in zip(made, rows, strict=True):
            yield from _stacked(claim, row, colour, width)
        return
    rule = ("─" if symbols else "-") * max(_width(_plain(line)) for line in table)
    yield table[0]
    yield paint(rule, "gutter", colour)
    yield from table[1:]


def _row(claim: Claim, symbols: bool) -> tuple[_Cell, ...]:
    answer, evidence = claim.answer, claim.answer.evidence
    style = _STYLES[claim.outcome]
    mark = _MARKS[claim.outcome][not symbols]
    codes = f" ({', '.join(map(flat, claim.codes))})" if claim.codes else ""
    told: list[tuple[str, Style | None]] = [(flat(claim.statement) + codes, "strong")]
    if claim.places:
        told.append((flat(claim.places), None))
    if claim.outcome == "holds" and evidence.text.strip():
        told.append((flat(evidence.text), None))
    return (
        _Cell(((f"{mark} {flat(answer.word)}", style),)),
        _Cell(tuple(told)),
        *(_Cell(((text, style if number == 0 else None),), True) for number, text in enumerate(_numbers(claim))),
    )


def _numbers(claim: Claim) -> tuple[str, str, str]:
    """What agrees, how much would by chance, and how likely it is a false alarm; "" where chance has no part in it."""
    evidence = claim.answer.evidence
    by_chance = share(evidence.chance) if evidence.n and evidence.chance else ""
    return agreed(evidence), by_chance, bound(evidence.log_bound) if by_chance and claim.outcome == "holds" else ""


def _stacked(claim: Claim, row: Sequence[_Cell], colour: bool, width: int) -> Iterator[str]:
    """A claim where there is no room for columns."""
    (verdict, style), *_ = row[0].lines
    for line in _wrapped(verdict, width):
        yield paint(line, style, colour)
    for text, each in row[1].lines:
        for line in _wrapped(text, width - 4):
            yield "    " + paint(line, each, colour)
    titled = zip(("{}", "{} by chance", "false alarm {}"), _numbers(claim), strict=True)
    numbers = ", ".join(title.format(number) for title, number in titled if number)
    if numbers:
        yield from ("    " + line for line in _wrapped(numbers, width - 4))


def _findings(made: Sequence[Claim], findings: Sequence[Finding], colour: bool, width: int) -> Iterator[str]:
    """The findings with their verdicts; where no claim says why, the reason."""
    if not findings:
        return
    yield paint("Findings", "strong", colour)
    told = {id(finding) for claim in made for finding in claim.findings}
    for finding in findings:
        verdict = finding.verdict.value if finding.verdict else "not judged"
        yield from _paragraph(
            f"{place(finding.site)}: {finding.code} {flat(finding.message)} [{verdict}]", width, "  ", "    "
        )
        if finding.evidence and id(finding) not in told:
            yield from _paragraph(flat(finding.evidence.text), width, "    ", "    ")


def _pipelines(observation: Observation, colour: bool, width: int) -> Iterator[str]:
    if not observation.pipelines:
        return
    yield paint("Pipelines", "strong", colour)
    called = names(observation)
    rows = []
    for each in observation.pipelines:
        facts = flat(each.kind), where(each) or "place unknown", workers(each), samples(each), probe(each)
        rows.append((_Cell(((called[each.number], "strong"),)), *(_Cell(((flat(fact), None),)) for fact in facts)))
    table = _table(rows, 2, width - 2, colour)
    if table is not None:
        yield from (f"  {line}" for line in table)
    else:
        for row in rows:
            yield from _paragraph(", ".join(cell.lines[0][0] for cell in row), width, "  ", "    ")
    for pipeline in observation.pipelines:
        for note in pipeline.notes:
            yield from _paragraph(f"{called[pipeline.number]}: {flat(note)}", width, "  ", "    ")


def _rest(observation: Observation, made: Sequence[Claim], colour: bool, width: int) -> Iterator[str]:
    for reason, about in undecided(made).items():
        what = "; ".join(f"{claim.statement} ({claim.places})" if claim.places else claim.statement for claim in about)
        yield from _titled("Undecided", f"{what}: {reason}", "warning", width, colour)
    yield from _titled("Stopped", ending(observation), "strong", width, colour)
    if observation.problem:
        yield from _titled("Problem", observation.problem, "error", width, colour)
    if observation.files:
        named = ", ".join(escape(file) for file in observation.files[:_FILES])
        more = len(observation.files) - _FILES
        text = f"the program wrote {named}" + (f" and {more} more" if more > 0 else "")
        yield from _titled("Left behind", text, "warning", width, colour)


def _titled(title: str, text: str, style: Style, width: int, colour: bool) -> Iterator[str]:
    """A paragraph behind its painted title."""
    for number, line in enumerate(_paragraph(f"{title}: {flat(text)}", width, "", "    ")):
        head = f"{title}:"
        yield paint(head, style, colour) + line[len(head) :] if number == 0 and line.startswith(head) else line


def _table(rows: Sequence[Sequence[_Cell]], wrapping: int, width: int, colour: bool) -> list[str] | None:
    """The rows as lines; one column is wrapped to what the others leave. None: they leave too little."""
    columns = [max(row[number].width for row in rows) for number in range(len(rows[0]))]
    room = (
        width - sum(size for number, size in enumerate(columns) if number != wrapping) - len(_GAP) * (len(columns) - 1)
    )
    if room < min(_NARROW, columns[wrapping]):
        return None
    columns[wrapping] = min(room, columns[wrapping])
    lines = []
    for row in rows:
        cells = [
            [(line, style) for text, style in cell.lines for line in _wrapped(text, columns[number])]
            for number, cell in enumerate(row)
        ]
        for depth in range(max(map(len, cells))):
            pieces = []
            for number, cell in enumerate(cells):
                text, style = cell[depth] if depth < len(cell) else ("", None)
                space = " " * (columns[number] - _width(text))
                pieces.append(
                    space + paint(text, style, colour) if row[number].right else paint(text, style, colour) + space
                )
            lines.append(_GAP.join(pieces))
    return lines


def _paragraph(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    lines = _wrapped(text, width - max(len(first), len(rest)))
    return [(rest if number else first) + line for number, line in enumerate(lines)]


def _wrapped(text: str, width: int) -> list[str]:
    """The text in lines of up to `width` cells, broken at spaces, and within a word only where it is longer."""
    lines, line = [], ""
    for word in text.split():
        if line and _width(line) + 1 + _width(word) <= width:
            line += f" {word}"
            continue
        if line:
            lines.append(line)
        *whole, line = _broken(word, width)
        lines += whole
    return [*lines, line]


def _broken(word: str, width: int) -> list[str]:
    pieces, piece, filled = [], "", 0
    for char in word:
        cells = glyph(char)[1]
        if piece and filled + cells > width:
            pieces.append(piece)
            piece, filled = "", 0
        piece += char
        filled += cells
    return [*pieces, piece]


def _width(text: str) -> int:
    return sum(glyph(char)[1] for char in text)


def _plain(line: str) -> str:
    """A painted line without its styles."""
    pieces = line.split("\x1b[")
    return pieces[0] + "".join(piece.partition("m")[2] for piece in pieces[1:])
