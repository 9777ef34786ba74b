"""Suppression comments: which findings the author of the code has answered already.

# auglint: ignore[AUG201] -- reason                  on the row of the finding, or the first row of its statement
# auglint: ignore[AUG201, shared-augmentation]       several, by code or by name
# auglint: ignore                                    all codes
# auglint: ignore-file[AUG201]                       anywhere in the file or notebook
# noqa: AUG201, E501                                 the codes of other linters are theirs
# noqa                                               all codes
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auglint.pipeline import Site
from auglint.source.lexer import comments, place, row_starts
from auglint.source.text import SourceFile

_PRAGMA = re.compile(r"#\s*auglint\b\s*(?P<colon>:?)\s*(?P<text>[^#]*)", re.IGNORECASE)
_WORD = re.compile(r"(?P<kind>ignore-file|ignore)(?![\w-])\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_LIST = re.compile(r"\[(?P<codes>[^\]]*)\](?P<reason>.*)", re.DOTALL)
_NOQA = re.compile(r"#\s*noqa(?![\w-])\s*(?P<colon>:?)\s*(?P<text>[^#]*)", re.IGNORECASE)
_NOQA_CODE = re.compile(r"([A-Z]+[0-9]+)(?:[,\s]+|$)", re.IGNORECASE)
_CODE = re.compile(r"AUG\d{3}", re.IGNORECASE)
_NAME = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")


@dataclass(frozen=True)
class Suppression:
    """One comment that silences findings.

    `site` is the comment's place, `codes` are codes or rule names (() means all), `kind` is "ignore", "ignore-file" or
    "noqa", `reason` what stands after the list.
    """

    site: Site
    codes: tuple[str, ...]
    whole_file: bool
    kind: str
    reason: str

    def covers(self, code: str, name: str) -> bool:
        """Whether it names the rule, by its code or its name, or names none."""
        return not self.codes or code in self.codes or name in self.codes


@dataclass(frozen=True)
class Malformed:
    """A comment that looks like a suppression but does not say what it suppresses; what it does say still counts."""

    site: Site
    message: str


def suppressions(source: SourceFile) -> tuple[Suppression, ...]:
    """The suppressions of a file, in order. Comments only, never strings; the code need not parse."""
    return tuple(one for one in _read(source) if isinstance(one, Suppression))


def malformed(source: SourceFile) -> tuple[Malformed, ...]:
    """The suppression comments of a file that were not understood, wholly or in part, with what to write."""
    return tuple(one for one in _read(source) if isinstance(one, Malformed))


def applies_to(suppression: Suppression, site: Site, statement_row: int | None = None) -> bool:
    """Whether a comment stands where it silences a finding at `site`: on its rows, or the first row of its statement.

    Only places are compared; which codes, `Suppression.covers` says.
    """
    if suppression.site.path != site.path:
        return False
    if suppression.whole_file:
        return True
    row = suppression.site.row
    return suppression.site.cell == site.cell and (row == statement_row or site.row <= row <= site.end_row)


def _read(source: SourceFile) -> Iterator[Suppression | Malformed]:
    lowered = source.code.lower()
    if "auglint" not in lowered and "noqa" not in lowered:
        return
    starts = row_starts(source.code)
    for comment in comments(source.code):
        for pattern, read in ((_PRAGMA, _pragma), (_NOQA, _noqa)):
            for found in pattern.finditer(comment[0]):
                line, column = place(starts, comment.start() + found.start())
                end = column + len(found[0].rstrip())
                yield from read(found, source.site(line, column, line, end))


def _pragma(found: re.Match[str], site: Site) -> Iterator[Suppression | Malformed]:
    text = found["text"].strip()
    if not found["colon"]:
        if re.match(r"ignore(?:-file)?\s*\[", text):
            yield Malformed(site, "a colon is missing: write `# auglint: ignore[CODE] -- reason`")
        return
    word = _WORD.fullmatch(text)
    if word is None:
        yield Malformed(site, "not understood: write `# auglint: ignore[CODE] -- reason` or `ignore-file[CODE]`")
        return
    kind = word["kind"].lower()
    rest, _, reason = word["rest"].partition("--")
    listed = _LIST.fullmatch(word["rest"])
    if listed is not None:
        names = listed["codes"]
        reason = listed["reason"].strip().removeprefix("--")
    else:
        names = rest.strip()
        if not names:
            yield Suppression(site, (), kind == "ignore-file", kind, reason.strip())
            return
    parts = [part.strip() for part in re.split(r"[,\s]+" if listed is None else ",", names)]
    codes = tuple(code for part in parts if (code := _code(part)))
    wrong = [part for part in parts if not _code(part)]
    if listed is None and wrong:
        yield Malformed(site, f"not understood: write `# auglint: {kind}[CODE] -- reason`")
        return
    if wrong:
        yield Malformed(site, f"{wrong[0]!r} is neither a code such as AUG201 nor the name of a rule")
    if codes:
        yield Suppression(site, codes, kind == "ignore-file", kind, reason.strip())


def _noqa(found: re.Match[str], site: Site) -> Iterator[Suppression | Malformed]:
    if not found["colon"]:
        yield Suppression(site, (), False, "noqa", "")
        return
    codes = []
    text = found["text"]
    position = 0
    while code := _NOQA_CODE.match(text, position):
        codes.append(code[1].upper())
        position = code.end()
    if ours := tuple(code for code in codes if _CODE.fullmatch(code)):
        yield Suppression(site, ours, False, "noqa", text[position:].strip().removeprefix("--").strip())


def _code(part: str) -> str | None:
    """A code or the name of a rule as it is known, or None."""
    if _CODE.fullmatch(part):
        return part.upper()
    return part.lower() if _NAME.fullmatch(part.lower()) else None
