"""Small made-up data for programs whose own is not there, made at the moment they ask for it.

Folders that are listed get two classes of images, files that are opened get what their name says, and data sets that
would be downloaded get stand-ins in the files of their own formats. Only below the current folder and where there is
nothing yet. What is in them is noise, each image another: a program can be run, nothing can be learned.
"""

import pickle
import re
import sys
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

IMAGES = 20
SIZE = 232
ROWS = 1000
PICTURES = 64
CLASSES = ("cat", "dog")
SUFFIXES = (".png", ".jpg", ".jpeg")
PATHS = ("path", "file", "filename", "image", "img", "image_path", "filepath")

_busy = False


def install() -> None:
    """From now on, make what is asked for."""
    sys.addaudithook(_asked)
    sys.meta_path.insert(0, _After())


# What is asked of Python ----------------------------------------------------------------------------------------------


def _asked(event: str, args: tuple[Any, ...]) -> None:
    if event in _EVENTS:
        _alone(_EVENTS[event], *args)


def _alone(make: Callable[..., None], *args: Any) -> None:
    """Make something, and nothing for what is asked for meanwhile."""
    global _busy
    if _busy:
        return
    _busy = True
    try:
        make(*args)
    finally:
        _busy = False


def _opened(name: Any, mode: Any, flags: Any) -> None:
    if not isinstance(name, (str, bytes)) or (isinstance(mode, str) and set(mode) & set("wax+")):
        return
    path = _missing(name)
    if path is not None and path.suffix in _FILES:
        path.parent.mkdir(parents=True, exist_ok=True)
        _FILES[path.suffix](path)


def _listed(name: Any, *rest: Any) -> None:
    path = _missing(name)
    if path is not None and not path.suffix:
        folder(path)


def _globbed(pattern: Any, *rest: Any) -> None:
    """Make the folder before the first wildcard; the levels that are named by wildcards are those of classes."""
    fixed = []
    for part in Path(str(pattern)).parts:
        if re.search(r"[*?\[{]", part):
            break
        fixed.append(part)
    _listed(str(Path(*fixed)) if fixed else ".")


_EVENTS: dict[str, Callable[..., None]] = {
    "open": _opened,
    "os.listdir": _listed,
    "os.scandir": _listed,
    "glob.glob": _globbed,
    "pathlib.Path.glob": _listed,
    "pathlib.Path.rglob": _listed,
}


def _missing(name: Any) -> Path | None:
    """The path, where there is nothing yet and it lies below the current folder."""
    if not isinstance(name, (str, bytes, Path)):
        return None
    path = Path(name.decode() if isinstance(name, bytes) else name)
    try:
        absolute = path.absolute().resolve()
        return path if absolute.is_relative_to(Path.cwd()) and not path.exists() else None
    except (OSError, ValueError):
        return None


# What is made ---------------------------------------------------------------------------------------------------------


def noise(*shape: int) -> Any:
    """Bytes of noise, other ones each time, and without touching any random stream of the program."""
    import hashlib

    import numpy as np

    global _made
    _made += 1
    key = int.from_bytes(hashlib.sha256(str(_made).encode()).digest()[:8], "big")
    return np.random.Generator(np.random.PCG64(key)).integers(0, 256, shape, "uint8")


_made = 0


def text() -> str:
    """The code of the program."""
    return "\n".join(
        path.read_text(encoding="utf-8") for path in sorted(Path().rglob("*")) if path.suffix in (".py", ".ipynb")
    )


def picture(path: Path) -> None:
    """One image."""
    from PIL import Image

    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"compress_level": 1} if path.suffix == ".png" else {}
    Image.fromarray(noise(SIZE // 8, SIZE // 8, 3)).resize((SIZE, SIZE)).save(path, **options)


def folder(path: Path) -> None:
    """A folder of images, or of arrays where the program reads those: as many in it as in its two classes."""
    code = text()
    suffix = next((each for each in (".npy", ".jpg", ".jpeg") if f'{each}"' in code or f"{each}'" in code), ".png")
    for number in range(IMAGES):
        for place in (path, *(path / name for name in CLASSES)):
            file = place / f"{number:03}{suffix}"
            file.parent.mkdir(parents=True, exist_ok=True)
            _FILES[suffix](file)


def array(path: Path) -> None:
    """A file of arrays: labels where its name says so, images otherwise."""
    import numpy as np

    if path.suffix == ".npy":
        np.save(path, _values(path.stem))
        return
    names = set(re.findall(r"""\[["'](\w+)["']\]""", text()))
    np.savez(path, **{name: _values(name) for name in names or {"x", "y"}})


def _values(name: str) -> Any:
    import numpy as np

    if re.search(r"label|target|(?:^|_)y(?:$|_)", name.lower()):
        return np.arange(ROWS) % 2
    return noise(ROWS, 32, 32, 3)


def table(path: Path) -> None:
    """A table with the columns that the program names: paths of images, and small numbers."""
    code = text()
    names = dict.fromkeys(re.findall(r"""\[["'](\w+)["']\]""", code))
    names |= dict.fromkeys(re.findall(r"\b(?:row|df|frame|table)\.(\w+)\b(?!\()", code))
    rows = []
    for number in range(PICTURES):
        file = f"pictures/{number:03}.png"
        picture(Path(file))
        rows.append([file if name in PATHS else str(number % 2) for name in names] + [str(number)])
    lines = [[*names, "number"], *rows]
    path.write_text("\n".join(map(",".join, lines)) + "\n", encoding="utf-8")


def tensors(path: Path) -> None:
    """A file of torch's: tensors by the names that the program reads, two of them where it names none."""
    import torch

    names = set(re.findall(r"""\[["'](\w+)["']\]""", text()))
    made = {name: torch.from_numpy(_values(name).copy()) for name in names or {"x", "y"}}
    content = {name: value.float().flatten(1) / 255 if value.ndim > 1 else value.long() for name, value in made.items()}
    torch.save(content if names else (content["x"], content["y"]), path)


_FILES: dict[str, Callable[[Path], None]] = {
    ".pt": tensors,
    **dict.fromkeys(SUFFIXES, picture),
    ".npy": array,
    ".npz": array,
    ".csv": table,
}


# What would be downloaded ---------------------------------------------------------------------------------------------


class _After(MetaPathFinder):
    """Lets modules be imported as ever, and changes what they ask for just after."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """The usual spec, whose loader also makes the change."""
        change = _CHANGES.get(name)
        spec = PathFinder.find_spec(name, path, target) if change else None
        if change is None or spec is None or spec.loader is None:
            return None
        execute = spec.loader.exec_module

        def executed(module: Any) -> None:
            execute(module)
            change(module)

        spec.loader.exec_module = executed  # type: ignore[method-assign]
        return spec


def _torchvision(module: Any) -> None:
    def check(file: Any, md5: str | None = None) -> bool:
        path = Path(file)
        if not path.exists():
            _alone(_vision_file, path)
        return path.is_file()

    def download(url: str, root: Any = None, *args: Any, **kwargs: Any) -> None:
        _alone(_vision_folder, url, Path(root or kwargs["download_root"]))

    module.check_integrity = check
    module.download_url = module.download_and_extract_archive = download


def _vision_file(path: Path) -> None:
    name = path.name
    path.parent.mkdir(parents=True, exist_ok=True)
    count = IMAGES if re.search("test|t10k", name) else 3 * IMAGES
    labels = bytes(number % 10 for number in range(count))
    if name.endswith("idx3-ubyte"):
        sizes = b"".join(each.to_bytes(4, "big") for each in (count, 28, 28))
        path.write_bytes(b"\x00\x00\x08\x03" + sizes + noise(count, 28, 28).tobytes())
    elif name.endswith("idx1-ubyte"):
        path.write_bytes(b"\x00\x00\x08\x01" + count.to_bytes(4, "big") + labels)
    elif path.parent.name in ("cifar-10-batches-py", "cifar-100-python"):
        names = {key: list(CLASSES) for key in ("label_names", "fine_label_names")}
        content = {"data": noise(count, 3072), "labels": list(labels), "fine_labels": list(labels)}
        path.write_bytes(pickle.dumps(names if "meta" in name else content))
    elif name.endswith("_X.bin"):
        path.write_bytes(noise(count, 3, 96, 96).tobytes())
    elif name.endswith("_y.bin"):
        path.write_bytes(bytes(number % 10 + 1 for number in range(count)))
    elif name == "class_names.txt":
        path.write_text("\n".join(CLASSES), encoding="utf-8")
    elif name.endswith("_32x32.mat"):
        _mat(path, X=noise(32, 32, 3, count), y=[[number % 10 + 1] for number in range(count)])
    elif name == "imagelabels.mat":
        _mat(path, labels=[number % 10 + 1 for number in range(3 * IMAGES)])
    elif name == "setid.mat":
        parts = {"trnid": 0, "valid": IMAGES, "tstid": 2 * IMAGES}
        _mat(path, **{part: [range(first + 1, first + IMAGES + 1)] for part, first in parts.items()})


def _mat(path: Path, **values: Any) -> None:
    import numpy as np
    from scipy.io import savemat

    savemat(path, {name: np.asarray(value) for name, value in values.items()})


def _vision_folder(url: str, root: Path) -> None:
    if "EuroSAT" in url:
        for name in CLASSES:
            for number in range(IMAGES):
                picture(root / "2750" / name / f"{number:03}.jpg")
    elif url.endswith("102flowers.tgz"):
        for number in range(3 * IMAGES):
            picture(root / "jpg" / f"image_{number + 1:05}.jpg")
    elif "pets" in url and url.endswith("images.tar.gz"):
        for number in range(2 * IMAGES):
            picture(root / "images" / f"pet_{number}.jpg")
    elif "pets" in url and url.endswith("annotations.tar.gz"):
        (root / "annotations").mkdir(parents=True, exist_ok=True)
        for first, part in ((0, "trainval"), (IMAGES, "test")):
            rows = [f"pet_{number} {number % 2 + 1} 1 1" for number in range(first, first + IMAGES)]
            (root / "annotations" / f"{part}.txt").write_text("\n".join(rows), encoding="utf-8")


def _keras(shape: tuple[int, ...]) -> Callable[[Any], None]:
    def change(module: Any) -> None:
        def load_data(*args: Any, **kwargs: Any) -> Any:
            import numpy as np

            return tuple((noise(count, *shape), np.arange(count) % 10) for count in (200, 80))

        module.load_data = load_data

    return change


def _hugging_face(module: Any) -> None:
    def load_dataset(name: str, config: Any = None, split: Any = None, **kwargs: Any) -> Any:
        if kwargs.get("data_files") or kwargs.get("data_dir"):
            return original(name, config, split=split, **kwargs)
        from datasets import DatasetDict, ReadInstruction

        parts = {part: _rows(part, count) for part, count in (("train", 100), ("validation", 40), ("test", 40))}
        if split is None:
            return DatasetDict(parts)
        if isinstance(split, (list, tuple)):
            return [load_dataset(name, split=each) for each in split]
        lengths = {part: len(rows) for part, rows in parts.items()}
        (piece, *_) = ReadInstruction.from_spec(str(split)).to_absolute(lengths)
        first, last = piece.from_ or 0, lengths[piece.splitname] if piece.to is None else piece.to
        return parts[piece.splitname].select(range(first, last))

    original = module.load_dataset
    module.load_dataset = load_dataset


def _rows(part: str, count: int) -> Any:
    from datasets import Dataset
    from PIL import Image

    labels = [number % 2 for number in range(count)]
    pictures = [Image.fromarray(noise(32, 32, 3)) for _ in range(count)]
    sentences = [f"{part} sentence {number}" for number in range(count)]
    return Dataset.from_dict({"image": pictures, "img": pictures, "text": sentences, "label": labels, "labels": labels})


def _tensorflow_files(module: Any) -> None:
    for name, make in (("GetMatchingFiles", _globbed), ("GetChildren", _listed)):
        setattr(module, name, _before(make, getattr(module, name)))


def _tensorflow_ops(module: Any) -> None:
    def matching(pattern: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(pattern, (str, bytes)):
            _alone(_globbed, pattern)
        elif hasattr(pattern, "numpy"):
            _alone(_globbed, pattern.numpy().decode())
        return original(pattern, *args, **kwargs)

    original = module.matching_files
    module.matching_files = matching


def _before(make: Callable[..., None], original: Callable[..., Any]) -> Callable[..., Any]:
    def called(name: Any, *args: Any) -> Any:
        _alone(make, name.decode() if isinstance(name, bytes) else name)
        return original(name, *args)

    return called


def _opencv(module: Any) -> None:
    original = module.imread

    def imread(name: Any, *args: Any) -> Any:
        _alone(_opened, str(name), "r", 0)
        return original(name, *args)

    module.imread = imread


_CHANGES: dict[str, Callable[[Any], None]] = {
    "torchvision.datasets.utils": _torchvision,
    "keras.src.datasets.mnist": _keras((28, 28)),
    "keras.src.datasets.fashion_mnist": _keras((28, 28)),
    "keras.src.datasets.cifar10": _keras((32, 32, 3)),
    "keras.src.datasets.cifar100": _keras((32, 32, 3)),
    "datasets.load": _hugging_face,
    "tensorflow.python.lib.io._pywrap_file_io": _tensorflow_files,
    "tensorflow.python.ops.gen_io_ops": _tensorflow_ops,
    "cv2": _opencv,
}
