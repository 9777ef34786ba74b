"""The settings: `[tool.auglint]` in pyproject.toml, `auglint.toml` or `.auglint.toml`, and what the command line says.

The closest file counts, none are merged. All mistakes are reported at once, each with its place in the file.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from auglint import __version__, catalogue
from auglint.finding import Severity

FORMATS = ("full", "concise", "json", "lsp")
SEVERITIES = tuple(severity.value for severity in Severity)
ROWS = (
    "augmentation", "draw", "seed", "rng", "dataset", "derive", "split", "loader", "sampler", "consume", "read", "type",
    "lifecycle", "mode", "step", "wrapper", "passes", "namespace", "resample", "alter", "launch",
)  # fmt: skip
"""The kinds of rows that declare names, in the words of the tables."""
TABLES = ("aliases", *ROWS)
_FILES = (".auglint.toml", "auglint.toml", "pyproject.toml")
_WIDTH = 120


class SettingsError(Exception):
    """The settings cannot be used. `text` names every mistake with file, line, caret and what was probably meant."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True)
class Settings:
    """What one run goes by.

    Patterns are relative to `root`, the folder of the settings file (else the current one). `exclude` stands instead of
    the usual excludes, None keeps them. `versions`: of libraries, by distribution. `tables`: rows that declare a
    project's own names, by kind, as they stand in the settings `file`; `auglint.trace.tables` reads them.
    """

    root: Path
    select: tuple[str, ...] = ("AUG",)
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    force_exclude: bool = False
    fail_on: Severity = Severity.WARNING
    output_format: str = "full"
    fix: bool = False
    unsafe_fixes: bool = False
    fixable: tuple[str, ...] = ("AUG",)
    unfixable: tuple[str, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Any] = field(default_factory=dict)
    file: Path | None = field(default=None, compare=False)

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the rules that are on: the longest selector wins ("AUG201" over "AUG2")."""
        return catalogue.select((*self.select, *self.extend_select), self.ignore)

    @property
    def fixable_codes(self) -> frozenset[str]:
        """The codes whose findings may be fixed."""
        return catalogue.select(self.fixable, self.unfixable)


def load_settings(
    start: Path, *, isolated: bool = False, config: Path | None = None, overrides: Mapping[str, Any] | None = None
) -> Settings:
    """The settings for a run that starts in a folder (or at a file). Raises SettingsError.

    `config` is used instead of the closest file, its patterns count from the current folder; `isolated` reads no file.
    `overrides` has the fields of Settings that the command line gives, and wins over the file.
    """
    found = None if isolated else (config, _read(config)) if config else _closest(start)
    settings = Settings(Path.cwd())
    if found:
        path, text = found
        settings = Settings(Path.cwd() if config else path.parent, file=path, **parse_settings(path, text))
    return _command_line_over(settings, overrides or {})


def parse_settings(path: Path, text: str) -> dict[str, Any]:
    """The fields of Settings that a settings file gives. Raises SettingsError with all its mistakes."""
    rows = text.split("\n")
    table: Any = _parsed(path, rows)
    keys = ("tool", "auglint") if path.name == "pyproject.toml" else ()
    for key in keys:
        if isinstance(table, dict) and key not in table:
            raise SettingsError(f"{_name(path)}: there is no [tool.auglint] in this file")
        table = table[key] if isinstance(table, dict) else table
    placed = sorted((_locate(rows, each) or (len(rows), 0, 0), each.message) for each in _mistakes(table, keys))
    if placed:
        raise SettingsError("\n\n".join(_shown(path, rows, message, where) for where, message in placed))
    declared = {key: value for key, value in table.items() if key in TABLES}
    told = {key.replace("-", "_"): _KEYS[key].made(value) for key, value in table.items() if key not in TABLES}
    return told | ({"tables": declared} if declared else {})


def _parsed(path: Path, rows: Sequence[str]) -> object:
    import tomllib

    try:
        return tomllib.loads("\n".join(rows))
    except RecursionError:
        said = "nested too deeply"
    except ValueError as error:  # a number with too many digits is no TOMLDecodeError
        said = str(error)
    at = re.search(r" \(at line (\d+), column (\d+)\)$", said)
    where = (int(at[1]) - 1, int(at[2]) - 1, 1) if at else None
    raise SettingsError(_shown(path, rows, f"not valid TOML: {said[: at.start()] if at else said}", where))


def _command_line_over(settings: Settings, overrides: Mapping[str, Any]) -> Settings:
    """A `select` starts anew; `ignore` and the `extend_` options add to the file, and win where both name one code."""
    given = dict(overrides)
    for key in {"exclude", "extend_exclude"} & given.keys():
        given[key] = tuple(_from_root(pattern, settings.root) for pattern in given[key])
    if "select" in given:
        settings = replace(settings, ignore=(), extend_select=())
    extend, ignore = given.pop("extend_select", ()), given.pop("ignore", ())
    settings = replace(
        settings,
        select=_without(settings.select, ignore),
        extend_select=(*_without(settings.extend_select, ignore), *extend),
        ignore=(*_without(settings.ignore, extend), *ignore),
        extend_exclude=(*settings.extend_exclude, *given.pop("extend_exclude", ())),
    )
    return replace(settings, **given)


def _from_root(pattern: str, root: Path) -> str:
    """A pattern with a slash counts from the current folder on the command line, and from the root in the settings."""
    here = Path.cwd()
    if "/" not in pattern.rstrip("/") or here == root or not here.is_relative_to(root):
        return pattern
    return f"{here.relative_to(root).as_posix()}/{pattern.removeprefix('./')}"


def _without(selectors: Sequence[str], stronger: Sequence[str]) -> tuple[str, ...]:
    codes = {code for selector in stronger for code in catalogue.codes_for(selector)}
    return tuple(each for each in selectors if not codes.issuperset(catalogue.codes_for(each)))


def _closest(start: Path) -> tuple[Path, str] | None:
    """The nearest settings file and its text; a pyproject.toml counts only when it has the table."""
    try:
        folder = start.resolve()
    except (OSError, RuntimeError):  # a loop of symlinks: said when it is read
        folder = start.absolute()
    for parent in (folder, *folder.parents):
        for path in (parent / name for name in _FILES):
            if _is_file(path):
                text = _read(path)
                if path.name != "pyproject.toml" or _has_table(text):
                    return path, text
    return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long, a folder that may not be entered
        return False


def _has_table(text: str) -> bool:
    # Parsing every pyproject.toml on the way up would slow the start, and stop at mistakes that are none of ours.
    if "auglint" not in text:
        return False
    import tomllib

    try:
        tool = tomllib.loads(text).get("tool")
    except (ValueError, RecursionError):
        return True  # the reader will say what is wrong
    return isinstance(tool, dict) and "auglint" in tool


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        raise SettingsError(f"{_name(path)}:{row}: not valid UTF-8") from None
    except OSError as error:
        raise SettingsError(f"{_name(path)}: cannot be read: {error.strerror}") from None


# Mistakes ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Mistake:
    """What is wrong, at which key (or at which item of its list)."""

    message: str
    keys: tuple[str, ...]
    item: str | None = None


def _mistakes(table: object, keys: tuple[str, ...]) -> Iterator[_Mistake]:
    if not isinstance(table, dict):
        yield _Mistake(f"{'.'.join(keys)} must be a table, not {_kind(table)}", keys)
        return
    for key, value in table.items():
        known = _KEYS.get(key)
        if known:
            yield from known.check(value, (*keys, key))
        elif key == "tool" and not keys:
            yield _Mistake("in this file the keys stand at the top, without [tool.auglint]", (key,))
        else:
            plain = ", ".join(key for key in _KEYS if key not in TABLES)
            others = f"; auglint {__version__} knows {plain}, and the tables {', '.join(TABLES)}"
            yield _Mistake(f"unknown key {key!r}{_meant(key, _KEYS) or others}", (*keys, key))


def _strings(value: object, keys: tuple[str, ...]) -> Iterator[_Mistake]:
    if not isinstance(value, list):
        yield _Mistake(f"{keys[-1]} must be a list of strings, not {_kind(value)}", keys)
        return
    for each in value:
        if not isinstance(each, str):
            yield _Mistake(f"{keys[-1]} must hold strings, not {_kind(each)}", keys)
        elif not each.strip():
            yield _Mistake(f"{keys[-1]} holds an empty string", keys, each)


def _selectors(value: object, keys: tuple[str, ...]) -> Iterator[_Mistake]:
    yield from _strings(value, keys)
    for each in value if isinstance(value, list) else ():
        if isinstance(each, str) and each.strip() and not catalogue.codes_for(each):
            yield _Mistake(unknown_selector(each), keys, each)


def _selectors_by_pattern(value: object, keys: tuple[str, ...]) -> Iterator[_Mistake]:
    if not isinstance(value, dict):
        yield _Mistake(f"{keys[-1]} must be a table of patterns and lists of codes, not {_kind(value)}", keys)
        return
    for pattern, codes in value.items():
        yield from _selectors(codes, (*keys, pattern))


def _boolean(value: object, keys: tuple[str, ...]) -> Iterator[_Mistake]:
    if not isinstance(value, bool):
        yield _Mistake(f"{keys[-1]} must be true or false, not {_kind(value)}", keys)


def _one_of(choices: Sequence[str]) -> Callable[[object, tuple[str, ...]], Iterator[_Mistake]]:
    def check(value: object, keys: tuple[str, ...]) -> Iterator[_Mistake]:
        if not isinstance(value, str):
            yield _Mistake(f"{keys[-1]} must be one of {', '.join(choices)}, not {_kind(value)}", keys)
        elif value not in choices:
            yield _Mistake(f"{keys[-1]} must be one of {', '.join(choices)}{_meant(value, choices)}", keys, value)

    return check


def _strings_by_name(value: object, keys: tuple[str, ...]) -> Iterator[_Mistake]:
    if not isinstance(value, dict):
        yield _Mistake(f"{keys[-1]} must be a table of names and strings, not {_kind(value)}", keys)
        return
    for name, text in value.items():
        if not isinstance(text, str):
            yield _Mistake(f"{name} must be a string, not {_kind(text)}", (*keys, name))


def _rows(value: object, keys: tuple[str, ...]) -> Iterator[_Mistake]:
    """Rows of the tables' own words: their fields are checked where tables are read."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        yield _Mistake(f"{keys[-1]} must be a list of tables: write [[{'.'.join(keys)}]]", keys)


def _tuples(table: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {pattern: tuple(codes) for pattern, codes in table.items()}


@dataclass(frozen=True)
class _Key:
    """What is wrong with a value of this key, and what a right one becomes."""

    check: Callable[[object, tuple[str, ...]], Iterator[_Mistake]]
    made: Callable[[Any], Any]


_KEYS: Mapping[str, _Key] = {
    "select": _Key(_selectors, tuple),
    "ignore": _Key(_selectors, tuple),
    "extend-select": _Key(_selectors, tuple),
    "per-file-ignores": _Key(_selectors_by_pattern, _tuples),
    "exclude": _Key(_strings, tuple),
    "extend-exclude": _Key(_strings, tuple),
    "respect-gitignore": _Key(_boolean, bool),
    "force-exclude": _Key(_boolean, bool),
    "fail-on": _Key(_one_of(SEVERITIES), Severity),
    "output-format": _Key(_one_of(FORMATS), str),
    "fix": _Key(_boolean, bool),
    "unsafe-fixes": _Key(_boolean, bool),
    "fixable": _Key(_selectors, tuple),
    "unfixable": _Key(_selectors, tuple),
    "versions": _Key(_strings_by_name, dict),
    "aliases": _Key(_strings_by_name, dict),
    **{kind: _Key(_rows, list) for kind in ROWS},
}


def unknown_selector(word: str) -> str:
    """What to say about a selector that no rule answers to, with the rule that was probably meant."""
    return f"no rule has the code or name {word!r}{_meant(word)}"


def _meant(word: str, known: Mapping[str, Any] | Sequence[str] | None = None) -> str:
    nearest = catalogue.nearest(word, known)
    return f"; did you mean {nearest!r}?" if nearest else ""


def _kind(value: object) -> str:
    kinds = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "a list", dict: "a table"}
    return kinds.get(type(value), "a date or time")


# Places --------------------------------------------------------------------------------------------------------------

_Place = tuple[int, int, int]  # row and column from 0, width


def _locate(rows: Sequence[str], mistake: _Mistake) -> _Place | None:
    """Where a mistake stands: tomllib keeps no positions, so this seeks the row that first brings the key."""
    key = mistake.keys[-1]
    for row, text in enumerate(rows):
        if key not in text or text.lstrip().startswith("#") or not _first_holds(rows, row, mistake.keys):
            continue
        if mistake.item is not None:
            for below, line in enumerate(rows[row:], row):
                spelt = re.search(f"([\"']){re.escape(mistake.item)}\\1", line)
                if spelt:
                    return below, spelt.start(), len(spelt[0])
        return row, text.index(key), len(key)
    return None


def _first_holds(rows: Sequence[str], row: int, keys: Sequence[str]) -> bool:
    """Whether the statement that begins in this row is the one that brings the key."""
    import tomllib

    def holds(count: int) -> bool:
        table: object = tomllib.loads("\n".join(rows[:count]))
        for key in keys:
            if not isinstance(table, dict) or key not in table:
                return False
            table = table[key]
        return True

    try:
        if holds(row):
            return False
    except ValueError:
        return False  # the row is inside a longer value
    for count in range(row + 1, len(rows) + 1):
        try:
            return holds(count)
        except ValueError:
            continue
    return False


def _shown(path: Path, rows: Sequence[str], message: str, where: _Place | None) -> str:
    """A mistake with its line and a caret under it."""
    if where is None or where[0] >= len(rows):
        return f"{_name(path)}: {message}"
    row, column, width = where
    first = max(0, column + width - _WIDTH)
    text = "".join(char if char.isprintable() else " " for char in rows[row][first : first + _WIDTH])
    number = str(row + 1)
    margin = " " * len(number)
    caret = " " * (column - first) + "^" * width
    return f"{_name(path)}:{number}:{column + 1}: {message}\n{margin} |\n{number} | {text}\n{margin} | {caret}"


def _name(path: Path) -> str:
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
