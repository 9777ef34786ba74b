"""Draws over time as a picture: a column for each sample, a colour for each draw."""

import colorsys
import hashlib
from collections.abc import Sequence
from itertools import groupby

from auglint.report.page.markup import Html, tag

HEIGHT = 10
GAP = 0.12
MANY = 200


def colour(draw: str) -> str:
    """The colour of a draw: always the same, light and dark enough to be seen on any ground."""
    digest = hashlib.sha256(draw.encode("utf-8", "surrogatepass")).digest()
    hue = int.from_bytes(digest[:2], "big") / 65536
    red, green, blue = colorsys.hls_to_rgb(hue, (0.36, 0.5, 0.66)[digest[2] % 3], (0.45, 0.85)[digest[3] % 2])
    return f"#{round(255 * red):02x}{round(255 * green):02x}{round(255 * blue):02x}"


def strip(keys: Sequence[str], label: str) -> Html:
    """A row of draws; equal ones have one colour, and what is not known is left blank."""
    return _drawn([colour(key) if key else None for key in keys], label, "strip")


def ticks(marked: Sequence[bool], label: str | None, kind: str = "ticks") -> Html:
    """A row with a tick in each marked column; the style sheet says in which colour."""
    return _drawn(["" if each else None for each in marked], label, kind)


def _drawn(fills: Sequence[str | None], label: str | None, kind: str) -> Html:
    """A rectangle for each column with a fill; where columns are too many to be told apart, one for each run."""
    many = len(fills) > MANY
    runs = [(fill, len(list(run))) for fill, run in groupby(fills)] if many else [(fill, 1) for fill in fills]
    gap = 0 if many else GAP
    pieces, place = [], 0
    for fill, width in runs:
        if fill is not None:
            across = {"x": f"{place + gap / 2:g}", "width": f"{width - gap:g}"}
            pieces.append(tag("rect", **across, height=HEIGHT, fill=fill or None))
        place += width
    hidden = {"aria_hidden": "true"} if label is None else {"role": "img", "aria_label": label}
    return tag(
        "svg",
        *pieces,
        class_=kind,
        viewBox=f"0 0 {max(place, 1)} {HEIGHT}",
        preserveAspectRatio="none",
        **hidden,
    )
