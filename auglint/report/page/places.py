"""The code that a claim is about: a few rows around each place, with a word on each."""

from collections.abc import Sequence
from dataclasses import dataclass

from auglint.pipeline import Site
from auglint.report import Rows
from auglint.report.claims import Claim, site
from auglint.report.display import place
from auglint.report.page.markup import Html, code, join, tag

AROUND = 2
LONGEST = 400  # code points of a row


@dataclass(frozen=True)
class _Said:
    """A place and what to say about it."""

    site: Site
    words: str


def excerpts(claim: Claim, rows: Rows) -> Html:
    """The places of a claim's findings; without any, where its pipelines were made."""
    said: list[_Said] = []
    for finding in claim.findings:
        said += [_Said(other.site, other.message) for other in finding.related]
        said.append(_Said(finding.site, finding.label or finding.message))
    if not said:
        said = [_Said(site(claim.answer.fact.spot), "here")] if claim.answer.fact else []
        said += [
            _Said(site(spot), f"{name} is made here" if number == 0 else f"called here for {name}")
            for name, pipeline in zip(claim.names, claim.pipelines, strict=True)
            for number, spot in enumerate(pipeline.spots[:2])
        ]
    files: dict[tuple[object, ...], list[_Said]] = {}
    for each in said:
        files.setdefault((each.site.path, each.site.cell), []).append(each)
    return join(*(_excerpt(group, rows(group[0].site)) for group in files.values()))


def _excerpt(group: Sequence[_Said], text: Sequence[str] | None) -> Html:
    first = min(group, key=lambda each: each.site)
    heads = [tag("figcaption", tag("code", place(first.site)))]
    words: dict[int, list[_Said]] = {}
    for each in group:
        words.setdefault(each.site.row, []).append(each)
    if not text:
        told = [tag("li", tag("code", place(each.site)), ": ", each.words) for each in group]
        return tag("figure", *heads, tag("ul", *told), class_="code")
    lines: list[Html] = []
    shown = sorted({near for row in words for near in range(row - AROUND, row + AROUND + 1) if 1 <= near <= len(text)})
    before = shown[0] - 1 if shown else 0
    for row in shown:
        if row > before + 1:
            lines.append(tag("div", "⋯", class_="gap", aria_hidden="true"))
        before = row
        marked = words.get(row, [])
        lines.append(_line(row, text[row - 1], [each.site for each in marked]))
        lines += [tag("div", each, class_="said") for each in dict.fromkeys(one.words for one in marked)]
    return tag(
        "figure", *heads, tag("div", *lines, class_="source", tabindex=0, role="group", aria_label="source code")
    )


def _line(row: int, text: str, sites: Sequence[Site]) -> Html:
    cut = text[:LONGEST]
    spans = sorted({(max(each.column - 1, 0), _end(each, row, text)) for each in sites})
    pieces: list[Html] = []
    done = 0
    for start, end in spans:
        if start < done or end <= start:
            continue
        pieces += [code(cut[done:start]), tag("mark", code(cut[start:end]))]
        done = max(done, end)
    pieces.append(code(cut[done:] + ("…" if len(text) > LONGEST else "")))
    return tag("div", tag("span", str(row), class_="row"), tag("code", *pieces), class_="line on" if sites else "line")


def _end(each: Site, row: int, text: str) -> int:
    return each.end_column - 1 if each.end_row == row else len(text.rstrip())
