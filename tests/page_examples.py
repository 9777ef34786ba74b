"""The examples on the rule pages: each `###` under Bad or Good is one program of one or more files."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

RULES = Path(__file__).resolve().parents[1] / "rules"
SECTIONS = ("What it does", "Why it matters", "Bad", "Good", "Fix safety", "When to ignore it", "References")

_LABEL = re.compile(r"#\s*(expect|allow):\s*(AUG\d{3}[^#\"]*)")
_CODES = re.compile(r"(AUG\d{3}(?:\|AUG\d{3})*)(?:\[([EWI])\])?$")
_LETTERS = {"E": ("error",), "W": ("warning",), "I": ("info",), None: ("error", "warning")}


@dataclass(frozen=True)
class Label:
    """One finding that is wanted (or, with `required` false, allowed) at this place."""

    codes: frozenset[str]
    severities: tuple[str, ...]
    file: str
    cell: int | None
    row: int
    required: bool


@dataclass(frozen=True)
class Example:
    code: str
    section: str
    title: str
    files: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.code} {self.section}: {self.title}"

    def write(self, folder: Path) -> None:
        for name, text in self.files.items():
            (folder / name).write_text(text, encoding="utf-8")

    def labels(self) -> list[Label]:
        return [label for name, text in self.files.items() for label in labels_in(name, text)]

    @property
    def entry(self) -> str:
        """The name of the file that is run."""
        return "train.py" if "train.py" in self.files else next(iter(self.files))

    def program(self) -> str:
        """The entry file as plain Python: of a notebook, its code cells without magics."""
        name = self.entry
        text = self.files[name]
        if not name.endswith(".ipynb"):
            return text
        rows = [row for _, rows in _cells(text) for row in rows]
        return "\n".join(row for row in rows if not row.startswith(("%", "!")))


def pages() -> list[str]:
    return sorted(page.stem for page in RULES.glob("AUG*.md"))


def read_page(code: str) -> str:
    return (RULES / f"{code}.md").read_text(encoding="utf-8")


def sections(code: str) -> list[tuple[str, str]]:
    """Title and text of each `##` section, in order; a line within a fence is no title."""
    found: list[tuple[str, list[str]]] = []
    fenced = False
    for row in read_page(code).splitlines():
        fenced ^= row.startswith("```")
        if row.startswith("## ") and not fenced:
            found.append((row.removeprefix("## "), []))
        elif found:
            found[-1][1].append(row)
    return [(title, "\n".join(rows)) for title, rows in found]


def examples(code: str) -> list[Example]:
    texts = dict(sections(code))
    return [example for section in ("Bad", "Good") for example in _examples(code, section, texts.get(section, ""))]


def fixed_examples(code: str) -> list[Example]:
    """What the fix makes of Bad examples: the files that it changes, under the title of the Bad example."""
    text = dict(sections(code)).get("Fix safety", "")
    parts = re.split(r"^### (.+)$", _shield(text), flags=re.MULTILINE)
    shown = "".join(f"### {part}" if number % 2 else part for number, part in enumerate(parts) if number)
    return list(_examples(code, "Fix safety", shown))


def example(code: str, section: str, beginning: str) -> Example:
    """The one example whose title begins like this."""
    (found,) = [e for e in examples(code) if e.section == section and e.title.startswith(beginning)]
    return found


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """Info string and text of each fenced block."""
    info: str | None = None
    rows: list[str] = []
    for row in text.splitlines():
        if row.startswith("```") and info is None:
            info, rows = row.removeprefix("```"), []
        elif row == "```" and info is not None:
            yield info, "\n".join(rows) + "\n"
            info = None
        else:
            rows.append(row)
    if info is not None:
        raise ValueError(f"a block that is never closed: {info}")


def _examples(code: str, section: str, text: str) -> Iterator[Example]:
    parts = re.split(r"^### (.+)$", _shield(text), flags=re.MULTILINE)
    if list(blocks(_unshield(parts[0]))):
        raise ValueError(f"{code} {section}: a block stands before the first ### title")
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        files: dict[str, str] = {}
        for info, source in blocks(_unshield(body)):
            language, _, name = info.partition(" file=")
            if language not in ("python", "json") or (name or "train.py") in files:
                raise ValueError(f"{code} {section}, {title}: block {info!r} is of no use, or its file comes twice")
            files[name or "train.py"] = source
        yield Example(code, section, title, files)


def _shield(text: str) -> str:
    """A comment of code must not be taken for a title."""
    fenced = False
    rows = []
    for row in text.splitlines():
        fenced ^= row.startswith("```")
        rows.append(f"\0{row}" if fenced and row.startswith("#") else row)
    return "\n".join(rows)


def _unshield(text: str) -> str:
    return text.replace("\0", "")


def labels_in(name: str, text: str) -> Iterator[Label]:
    """The labels of one file, in order."""
    places = _cells(text) if name.endswith(".ipynb") else [(None, text.splitlines())]
    for cell, rows in places:
        for row, line in enumerate(rows, 1):
            for kind, wanted in _LABEL.findall(line):
                for each in wanted.strip().split(", "):
                    found = _CODES.match(each)
                    if found is None:
                        raise ValueError(f"{name}:{row}: not a label: {each!r}")
                    codes = frozenset(found[1].split("|"))
                    yield Label(codes, _LETTERS[found[2]], name, cell, row, kind == "expect")


def _cells(text: str) -> list[tuple[int, list[str]]]:
    """1-based place and rows of each code cell."""
    cells = json.loads(text)["cells"]
    return [
        (place, "".join(cell["source"]).split("\n"))
        for place, cell in enumerate(cells, 1)
        if cell["cell_type"] == "code"
    ]
