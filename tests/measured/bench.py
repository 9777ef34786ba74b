"""What the measuring programs share: tiny generated data, the examples of the pages, and how draws are compared."""

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import page_examples
from fixed import fixed, without_labels, write
from PIL import Image

SIZE = 96
CLASSES = ("cat", "dog")
FOLDERS = {"train": 20, "val": 20, "test": 20, "extra": 20, "images": 20, "masks": 20, "all": 100}
ARRAYS = {"train.npy": 64, "val.npy": 64}

Names = dict[str, Any]


def write_data(same: bool = False) -> None:
    """Folders and arrays of images below the current folder. With `same` they are all one image: outputs are draws."""
    rng = np.random.default_rng(1)
    one = picture(rng)
    for folder, count in FOLDERS.items():
        for number in range(count):
            path = Path("data", folder, CLASSES[number % 2], f"{number:03}.png")
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(one if same else picture(rng)).save(path, compress_level=1)
    for name, count in ARRAYS.items():
        images = [one if same else picture(rng) for _ in range(count)]
        np.save(name, np.stack(images)[:, :64, :64].astype("float32") / 255)
    np.save("samples.npy", np.arange(100))
    write_mnist(rng)


def picture(rng: np.random.Generator) -> np.ndarray:
    """A ramp, for which each flip, crop, rotation and change of colour gives another image, under some noise."""
    y, x = np.mgrid[0:SIZE, 0:SIZE] / SIZE
    ramp = 80 + 90 * np.stack([x, y, x / 2 + y / 4 + 0.1], axis=-1)
    return (ramp + rng.integers(0, 8, ramp.shape)).astype("uint8")


def write_mnist(rng: np.random.Generator) -> None:
    """A stand-in for the files of MNIST: 60 training digits and 20 test digits of noise."""
    folder = Path("data", "MNIST", "raw")
    folder.mkdir(parents=True, exist_ok=True)
    for part, count in (("train", 60), ("t10k", 20)):
        digits = rng.integers(0, 256, (count, 28, 28), dtype="uint8")
        sizes = b"".join(n.to_bytes(4, "big") for n in digits.shape)
        (folder / f"{part}-images-idx3-ubyte").write_bytes(b"\x00\x00\x08\x03" + sizes + digits.tobytes())
        labels = bytes(number % 10 for number in range(count))
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(b"\x00\x00\x08\x01" + count.to_bytes(4, "big") + labels)


def run_example(code: str, section: str, beginning: str, change: Callable[[str], str] = str) -> Names:
    """Run the example of a page in the current folder; the names its entry file ends with."""
    example = page_examples.example(code, section, beginning)
    return run(example, change)


def run_fixed(code: str, beginning: str, change: Callable[[str], str] = str) -> Names:
    """Run what the fix of a page's rule makes of its bad example. `change` is done to the entry file before the fix."""
    example = page_examples.example(code, "Bad", beginning)
    files = {name: without_labels(text) for name, text in example.files.items()}
    entry = example.entry
    with TemporaryDirectory() as folder:
        write(files | {entry: change(files[entry])}, Path(folder))
        texts, landing = fixed(Path(folder), code, suggestions=True)
    assert landing.landed, landing.refused
    return run(replace(example, files=texts))


def run(example: page_examples.Example, change: Callable[[str], str] = str) -> Names:
    """Run a program in the current folder; the names its entry file ends with."""
    example.write(Path())
    for name in example.files:
        sys.modules.pop(Path(name).stem, None)
    sys.path.insert(0, str(Path.cwd()))
    sys.argv = ["train.py"]
    # A name of its own, for TensorFlow reads the source of mapped functions again, through a cache by name.
    entry = Path(f"entry_{len(list(Path().glob('entry_*')))}.py")
    entry.write_text(change(example.program()), encoding="utf-8")
    names: Names = {"__name__": "__main__", "__file__": str(entry)}
    exec(compile(entry.read_text(encoding="utf-8"), str(entry.resolve()), "exec"), names)
    return names


def without(*beginnings: str) -> Callable[[str], str]:
    """Takes out the lines that begin like this."""
    return lambda text: "\n".join(row for row in text.splitlines() if not row.startswith(beginnings))


def replaced(*pairs: tuple[str, str]) -> Callable[[str], str]:
    """Puts other texts in the place of some, each of which must be there."""

    def change(text: str) -> str:
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        return text

    return change


def digest(image: Any) -> str:
    return hashlib.blake2b(np.ascontiguousarray(image).tobytes(), digest_size=8).hexdigest()


def digests(images: Iterable[Any]) -> list[str]:
    return [digest(image) for image in images]


def common(first: Iterable[Any], second: Iterable[Any]) -> int:
    """How many distinct values are in both."""
    return len(set(first) & set(second))


def equal(first: Sequence[Any], second: Sequence[Any]) -> int:
    """In how many places the two agree."""
    return sum(a == b for a, b in zip(first, second, strict=True))


def changed(first: Sequence[Any], second: Sequence[Any]) -> int:
    """In how many places the two differ."""
    return len(first) - equal(first, second)


def say(**figures: Any) -> None:
    print(json.dumps(figures))
