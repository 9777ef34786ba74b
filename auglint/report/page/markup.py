"""HTML that cannot be broken by what is put into it: text is escaped unless it was made here."""

from collections.abc import Iterable
from html import escape as escaped

from auglint.report.display import escape, glyph

VOID = frozenset(("img", "meta", "br", "rect"))


class Html(str):
    """Markup that is safe as it stands."""

    __slots__ = ()


def tag(name: str, /, *children: str | Iterable[str], **attributes: str | int | None) -> Html:
    """An element. Children that are not Html are text. Of attributes, None is left out and `_` is a dash."""
    shown = "".join(
        f' {key.strip("_").replace("_", "-")}="{text(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in VOID:
        return Html(f"<{name}{shown}/>" if name == "rect" else f"<{name}{shown}>")
    return Html(f"<{name}{shown}>{join(*children)}</{name}>")


def join(*children: str | Iterable[str]) -> Html:
    """Pieces one after the other; those that are not Html are text."""
    pieces = (each for child in children for each in ([child] if isinstance(child, str) else child))
    return Html("".join(piece if isinstance(piece, Html) else text(piece) for piece in pieces))


def text(value: str) -> Html:
    """Text, in an element or an attribute: on one line, with what reorders or hides other text written out."""
    flat = " ".join(value.split()) if not value.isprintable() else value
    return Html(escaped(_sound(escape(flat))))


def code(value: str) -> Html:
    """A row of source text, as a code frame shows it."""
    return Html(escaped(_sound("".join(glyph(char)[0] for char in value))))


def _sound(value: str) -> str:
    """Without lone surrogates, which no file can hold."""
    return value.encode("utf-8", "replace").decode("utf-8")
