"""When to use colour, and the few ANSI styles there are."""

from collections.abc import Mapping
from typing import Literal, TextIO

Choice = Literal["auto", "always", "never"]
Style = Literal["error", "warning", "info", "related", "gutter", "strong", "good", "added", "removed"]

_CODES: Mapping[Style, str] = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;34",
    "related": "36",
    "gutter": "34",
    "strong": "1",
    "good": "1;32",
    "added": "32",
    "removed": "31",
}


def use_colour(choice: Choice, environ: Mapping[str, str], stream: TextIO) -> bool:
    """Whether to colour what goes to `stream`.

    The command line decides before NO_COLOR, that before FORCE_COLOR and CLICOLOR_FORCE, and those before the terminal.
    """
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if any(environ.get(name, "") not in {"", "0"} for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return stream.isatty() and environ.get("TERM") != "dumb"


def can_show(text: str, stream: TextIO) -> bool:
    """Whether a stream's encoding has these characters."""
    try:
        text.encode(getattr(stream, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def paint(text: str, style: Style | None, colour: bool) -> str:
    """The text in a style; unchanged without colour, without style, or when empty."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if colour and style and text else text
