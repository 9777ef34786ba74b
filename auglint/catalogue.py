"""The catalogue `rules/`: one page per rule, tables of frameworks; found wherever auglint was installed or unpacked.

A page starts with `# CODE name` and a fenced toml block. Codes and names are known from the headlines alone; a block is
parsed only when its rule is asked for, so that a run without findings parses none.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

_PAGE = re.compile(r"AUG\d{3}\.md")
_PREFIX = re.compile(r"AUG\d{0,3}")
_TITLE = re.compile(r"# (?P<code>AUG\d{3}) (?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)\s*")
_BLOCK = re.compile(r"\A\s*```toml\n(?P<toml>.*?)^```[ \t]*\n?", re.MULTILINE | re.DOTALL)
_SEVERITIES = ("error", "warning", "info")


class CatalogueError(Exception):
    """A page of the catalogue is missing something; the text says which page and what."""


@dataclass(frozen=True)
class Rule:
    """One page of the catalogue.

    `severity` is "error", "warning" or "info", or several joined by " or ". `summary`, `why` and `help` are one
    sentence each: what the rule finds, why it matters, what to do. `text` is the page's Markdown without that block.
    """

    code: str
    name: str
    severity: str
    summary: str
    why: str
    help: str
    frameworks: tuple[str, ...]
    text: str


def catalogue() -> Traversable:
    """The folder `rules/`: from an installation, a zip, or a bare checkout."""
    try:
        return files("auglint.rules")
    except ModuleNotFoundError:
        return Path(__file__).resolve().parents[1] / "rules"


@cache
def names() -> Mapping[str, str]:
    """The name of every rule by its code, in the order of the codes. Raises CatalogueError for a page with no title."""
    return MappingProxyType(read_names(catalogue()))


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its code, in the order of the codes. Raises CatalogueError for a bad page."""
    return MappingProxyType({code: _rule(code) for code in names()})


def rule(code_or_name: str) -> Rule | None:
    """The rule of this code or name, in any case; None when there is none. Raises CatalogueError for a bad page."""
    code = code_of(code_or_name)
    return _rule(code) if code else None


def code_of(code_or_name: str) -> str | None:
    """The code of a rule named by its code or name, in any case; None when there is none."""
    wanted = code_or_name.strip().lower()
    return next((code for code, name in names().items() if wanted in (code.lower(), name)), None)


def codes_for(selector: str) -> tuple[str, ...]:
    """The codes a selector stands for: a code, the beginning of codes ("AUG2"), or a name; () when it is unknown."""
    word = selector.strip()
    if _PREFIX.fullmatch(word.upper()):
        return tuple(code for code in names() if code.startswith(word.upper()))
    return tuple(code for code, name in names().items() if name == word.lower())


def select(selectors: Collection[str], ignored: Collection[str] = ()) -> frozenset[str]:
    """The codes that are selected and not ignored; the longer selector wins, a name counts as a whole code."""
    wanted, unwanted = _weights(selectors), _weights(ignored)
    return frozenset(code for code, weight in wanted.items() if weight > unwanted.get(code, 0))


def nearest(word: str, known: Iterable[str] | None = None) -> str | None:
    """The known word that was probably meant (by default among codes and names), or None."""
    from difflib import get_close_matches

    words = [*names(), *names().values()] if known is None else list(known)
    by_lower = {each.lower(): each for each in words}
    found = get_close_matches(word.strip().lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def read_names(folder: Traversable) -> dict[str, str]:
    """Code and name of every page in a folder, from their first lines. Raises CatalogueError."""
    pages = sorted(page.name for page in folder.iterdir() if _PAGE.fullmatch(page.name))
    return {page.removesuffix(".md"): _title(page, _text(folder, page)) for page in pages}


def read_rule(folder: Traversable, code: str) -> Rule:
    """The rule on one page. Raises CatalogueError when the page is missing, or lacks or contradicts a field."""
    import tomllib

    page = f"{code}.md"
    title, _, body = _text(folder, page).partition("\n")
    name = _title(page, title)
    block = _BLOCK.match(body)
    if block is None:
        raise CatalogueError(f"{page}: a fenced toml block must follow the title")
    try:
        fields = tomllib.loads(block["toml"])
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{page}: the toml block cannot be read: {error}") from error
    for key, said in (("code", code), ("name", name)):
        if fields.get(key) != said:
            raise CatalogueError(f"{page}: the title says {key} {said!r}, the toml block {fields.get(key)!r}")
    severities = _strings(page, fields, "severity")
    if not severities or any(each not in _SEVERITIES for each in severities):
        raise CatalogueError(f"{page}: severity must be of {', '.join(_SEVERITIES)}, not {fields['severity']!r}")
    return Rule(
        code=code,
        name=name,
        severity=" or ".join(severities),
        summary=_sentence(page, fields, "summary"),
        why=_sentence(page, fields, "why"),
        help=_sentence(page, fields, "help"),
        frameworks=_strings(page, fields, "frameworks"),
        text=f"{title}\n\n{body[block.end() :].strip()}\n",
    )


@cache
def _rule(code: str) -> Rule:
    return read_rule(catalogue(), code)


def _text(folder: Traversable, page: str) -> str:
    try:
        return folder.joinpath(page).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{page}: cannot be read: {error}") from error


def _title(page: str, text: str) -> str:
    title = _TITLE.fullmatch(text.partition("\n")[0])
    if title is None or f"{title['code']}.md" != page:
        raise CatalogueError(f"{page}: the first line must be '# {page.removesuffix('.md')} name-of-the-rule'")
    return title["name"]


def _sentence(page: str, fields: Mapping[str, object], key: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str) or not value.strip() or "\n" in value:
        raise CatalogueError(f"{page}: {key} must be one line of text, not {value!r}")
    return value


def _strings(page: str, fields: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = fields.get(key)
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(each, str) for each in values):
        raise CatalogueError(f"{page}: {key} must be a list of strings, not {value!r}")
    return tuple(str(each) for each in values)


def _weights(selectors: Iterable[str]) -> dict[str, int]:
    """Per code, the length of the longest selector that names it."""
    weights: dict[str, int] = {}
    for selector in selectors:
        word = selector.strip().upper()
        weight = len(word if _PREFIX.fullmatch(word) else "AUG000")
        for code in codes_for(selector):
            weights[code] = max(weight, weights.get(code, 0))
    return weights
