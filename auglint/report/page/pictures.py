"""The pictures of a run on a page: only what really is a PNG file is shown, and not without end."""

import base64
import binascii
import struct
from dataclasses import dataclass, field

from auglint.report.page.markup import Html, tag

LARGEST = 2_000_000
"""How many bytes one picture may have."""

_HEAD = b"\x89PNG\r\n\x1a\n"


@dataclass
class Album:
    """Turns pictures in base64 into elements until `room` bytes are used up. `left_out` counts those that were not."""

    room: int = 12_000_000
    left_out: int = field(default=0, init=False)

    def image(self, picture: str | None, alt: str) -> Html:
        """The picture, or an empty place where there is none."""
        found = None if picture is None else sound(picture)
        if found is None:
            return tag("span", class_="blank", role="img", aria_label=f"{alt}: no picture")
        data, width, height = found
        if len(data) > self.room:
            self.left_out += 1
            return tag("span", class_="blank", role="img", aria_label=f"{alt}: left out")
        self.room -= len(data)
        source = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        return tag("img", src=source, alt=alt, width=width, height=height, class_="small" if width < 96 else None)


def sound(picture: str) -> tuple[bytes, int, int] | None:
    """The bytes of a PNG file in base64, its width and height in pixels; None when it is none, or too large."""
    try:
        data = base64.b64decode(picture, validate=True)
    except (binascii.Error, ValueError):
        return None
    if not data.startswith(_HEAD) or data[12:16] != b"IHDR" or not 33 <= len(data) <= LARGEST:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return (data, width, height) if 0 < width <= 4096 and 0 < height <= 4096 else None
