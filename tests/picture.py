"""Draws the pictures of the README from real runs: `python tests/picture.py`."""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from auglint_command import ROOT, auglint

PICTURE = ROOT / "tests" / "project" / "terminal.svg"
PIPELINE = ROOT / "tests" / "project" / "pipeline.svg"
ARGUMENTS = ("check", "tests/project", "--select", "AUG201")

COLUMNS = 124
WIDTH, HEIGHT, MARGIN, SIZE = 7.8, 18, 16, 13
COLOURS = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "34": "#79c0ff", "36": "#76d9e6"}
PLAIN, STRONG, DIM, BACKGROUND = "#c9d1d9", "#f0f6fc", "#8b949e", "#0d1117"

Piece = tuple[str, str]  # ANSI codes ("1;33") and the text they stand before


def draw() -> str:
    """The picture of a run over the example project, as SVG."""
    run = auglint(*ARGUMENTS, "--isolated", "--color", "always")
    command = f"\x1b[2m$\x1b[0m \x1b[1mauglint {' '.join(ARGUMENTS)}\x1b[0m"
    return svg([line for row in (command, *(run.stdout + "\n" + run.stderr).splitlines()) for line in wrapped(row)])


def wrapped(row: str) -> list[list[Piece]]:
    """The coloured pieces of one row, in lines as long as the terminal is wide."""
    lines: list[list[Piece]] = [[]]
    room = COLUMNS
    for codes, text in pieces(row):
        while text:
            if not room:
                lines.append([])
                room = COLUMNS
            lines[-1].append((codes, text[:room]))
            text, room = text[room:], max(room - len(text), 0)
    return lines


def pieces(row: str) -> Iterator[Piece]:
    """The text between the colour codes of a row."""
    codes = ""
    for part in re.split(r"(\x1b\[[\d;]*m)", row):
        if found := re.fullmatch(r"\x1b\[([\d;]*)m", part):
            codes = "" if found[1] == "0" else found[1]
        elif part:
            yield codes, part


def svg(lines: list[list[Piece]]) -> str:
    """Every piece stands at its own column, so that the picture holds in any fixed-width font."""
    width, height = round(COLUMNS * WIDTH + 2 * MARGIN), len(lines) * HEIGHT + 2 * MARGIN
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        f' aria-label="auglint in a terminal">',
        f'<rect width="{width}" height="{height}" rx="8" fill="{BACKGROUND}"/>',
        f'<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="{SIZE}"'
        f' fill="{PLAIN}" xml:space="preserve">',
    ]
    for number, line in enumerate(lines):
        column = 0
        for codes, text in line:
            if text.strip():
                drawn.append(_text(MARGIN + column * WIDTH, MARGIN + (number + 0.75) * HEIGHT, codes, text))
            column += len(text)
    return "\n".join([*drawn, "</g>", "</svg>"]) + "\n"


def _text(x: float, y: float, codes: str, text: str) -> str:
    given = codes.split(";")
    colour = next((COLOURS[code] for code in given if code in COLOURS), STRONG if "1" in given else "")
    colour = DIM if "2" in given else colour
    style = (f' fill="{colour}"' if colour else "") + (' font-weight="bold"' if "1" in given else "")
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" textLength="{len(text) * WIDTH:.1f}"{style}>{escape(text, quote=False)}</text>'
    )


def draw_pipeline() -> str:
    """The picture that `auglint trace` draws of the example project."""
    return auglint("trace", "tests/project/train.py", "--isolated", "--output-format", "svg").stdout


if __name__ == "__main__":
    Path(PICTURE).write_text(draw(), encoding="utf-8", newline="\n")
    Path(PIPELINE).write_text(draw_pipeline(), encoding="utf-8", newline="\n")
