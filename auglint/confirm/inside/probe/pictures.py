"""Pictures of samples: small PNG files as text."""

import struct
import zlib
from base64 import b64encode
from typing import Any

_LARGEST = 96


def png(image: Any) -> str:
    """A PNG of an image of shape (H, W), (H, W, C) or (C, H, W), at most 96 pixels on a side, in base64."""
    import numpy as np

    pixels = _pixels(np.asarray(image))
    height, width, channels = pixels.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, width * channels)], axis=1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2 if channels == 3 else 0, 0, 0, 0)
    parts = (b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes())), (b"IEND", b"")
    return b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)).decode()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pixels(image: Any) -> Any:
    """Bytes of shape (H, W, 1 or 3): floats are scaled to their own range unless they lie within 0 to 1."""
    import numpy as np

    if image.ndim == 3 and image.shape[0] in (1, 2, 3, 4) and image.shape[2] > 4:
        image = np.moveaxis(image, 0, 2)
    if image.ndim < 2:
        image = np.atleast_2d(image)
    while image.ndim > 3:
        image = image[0]
    if image.ndim == 2:
        image = image[..., None]
    image = image[..., :3] if image.shape[2] >= 3 else image[..., :1]
    step = max(1, -(-max(image.shape[:2]) // _LARGEST))
    image = image[::step, ::step]
    if image.dtype != np.uint8:
        image = np.nan_to_num(image.astype("float64"))
        low, high = float(image.min()), float(image.max())
        if not (low >= 0 and high <= 1):
            image = (image - low) / ((high - low) or 1.0)
        image = (image * 255).round().astype(np.uint8)
    return np.ascontiguousarray(image)
