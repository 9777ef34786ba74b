"""AUG901: a suppression that silences nothing goes, or the part of it that does not; all else in the comment stays.

It works on rows, not on a tree.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from auglint import catalogue
from auglint.finding import Applicability, Edit, Fix
from auglint.pipeline import Site
from auglint.source.suppression import Suppression
from auglint.source.text import SourceFile

_HEAD = re.compile(r"#\s*(?:auglint\s*:\s*ignore(?:-file)?(?P<bracket>\s*\[)?|(?P<noqa>noqa)\s*:)\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\s,\[\]#]+")
_SEPARATOR = re.compile(r"[,\s]+")
_CODE = re.compile(r"[A-Z]+[0-9]+", re.IGNORECASE)

_Span = tuple[int, int]


def fixes(source: SourceFile, comment: Suppression, idle: Collection[str]) -> Iterator[Fix]:
    """The fix of a comment that is not used, or of which the `idle` codes are not.

    A code that does not exist goes as well. A name that does not is probably misspelt: nothing is done about it.
    """
    unknown = [word for word in comment.codes if not catalogue.code_of(word)]
    if not all(_CODE.fullmatch(word) for word in unknown):
        return
    unused = {word.lower() for word in comment.codes if catalogue.code_of(word) in idle or word in unknown}
    site = comment.site
    rows = source.rows(site.cell)
    row = rows[site.row - 1]
    written = row[site.column - 1 : site.end_column - 1]
    if not comment.codes:
        yield Fix("Remove the unused suppression", Applicability.SAFE, (_removal(rows, site),))
        return
    words, end = _words(written)
    kept = [span for span in words if written[slice(*span)].lower() not in unused]
    if not words or len(kept) == len(words):
        return
    if kept:
        text = written[: words[0][0]] + _joined(written, words, kept) + written[words[-1][1] :]
        yield Fix("Remove the unused codes", Applicability.SAFE, (Edit(site, text),))
        return
    rest = written[end:].strip()
    removal = Edit(site, f"# {rest}") if rest and not rest.startswith("--") else _removal(rows, site)
    yield Fix("Remove the unused suppression", Applicability.SAFE, (removal,))


def _words(written: str) -> tuple[list[_Span], int]:
    """Where the codes and names of a comment stand in it, and where their list ends."""
    head = _HEAD.match(written)
    if head is None:
        return [], 0
    words: list[_Span] = []
    position = head.end()
    while word := _WORD.match(written, position):
        if (head["noqa"] and not _CODE.fullmatch(word[0])) or (not head["bracket"] and word[0].startswith("--")):
            break  # the reason
        words.append(word.span())
        separator = _SEPARATOR.match(written, word.end())
        position = separator.end() if separator else word.end()
    return words, position + (head["bracket"] is not None and written.startswith("]", position))


def _joined(written: str, words: Sequence[_Span], kept: Sequence[_Span]) -> str:
    """Some words of a list, each behind the separator that it stands behind in the list."""
    text = ""
    for span in kept:
        before = words[words.index(span) - 1][1] if text else span[0]
        text += written[before : span[1]]
    return text


def _removal(rows: Sequence[str], site: Site) -> Edit:
    """The edit that takes a comment out, with its row when nothing else stands there."""
    row = rows[site.row - 1]
    tail = row[site.end_column - 1 :]
    if tail.strip():  # another comment follows
        return Edit(replace(site, end_column=len(row) - len(tail.lstrip()) + 1), "")
    before = row[: site.column - 1].rstrip()
    if before or len(rows) == 1:
        return Edit(replace(site, column=len(before) + 1, end_column=len(row) + 1), "")
    if site.row < len(rows):
        return Edit(replace(site, column=1, end_row=site.row + 1, end_column=1), "")
    return Edit(replace(site, row=site.row - 1, column=len(rows[-2]) + 1, end_column=len(row) + 1), "")
