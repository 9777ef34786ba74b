"""The tables of torch, torchvision, albumentations, Lightning and the plain libraries say what the libraries do.

Tests marked `frameworks` ask the installed libraries: every signature is compared with the real one, and what a table
calls random or deterministic is measured. A library that is not installed is skipped.
"""

import ast
import importlib
import importlib.util
import inspect
import random
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from auglint.catalogue import catalogue
from auglint.trace.tables import (
    NO_DEFAULT,
    Augmentation,
    Consume,
    Dataset,
    Derive,
    Draw,
    Lifecycle,
    Loader,
    Parameter,
    Read,
    Rng,
    Row,
    Seed,
    Split,
    Table,
    TableError,
    build_table,
    load_table,
)

# Not in the extra `frameworks`: their signatures are compared where somebody has them installed.
FURTHER = (
    "kornia", "keras_cv", "keras_hub", "timm", "monai", "imgaug", "torchio", "accelerate", "torchdata", "webdataset",
    "fastai",
)  # fmt: skip
FRAMEWORKS = ("torch", "torchvision", "albumentations", "lightning", "pytorch_lightning", "sklearn", *FURTHER)
LIBRARIES = (
    "numpy", "random", "pandas", "PIL", "cv2", "glob", "os", "skimage", "imageio", "json", "pickle",
    "scipy", "multiprocessing", "threading", "absl",
)  # fmt: skip
MODULES = (*FRAMEWORKS, *LIBRARIES)

# Methods are looked up on the class of what a factory returns.
CLASS_OF = {"numpy.random.default_rng": "numpy.random.Generator"}

# Written in C without a signature that Python can read; checked by calling them where that is cheap.
NO_SIGNATURE = {
    "torch.Generator", "torch.rand", "torch.randn", "torch.randint", "torch.rand_like", "torch.randn_like",
    "torch.bernoulli", "torch.poisson", "torch.randint_like", "torch.normal", "torch.randperm", "torch.multinomial",
    "cv2.imread", "cv2.setRNGSeed", "cv2.flip", "cv2.rotate", "cv2.warpAffine", "cv2.warpPerspective",
    "cv2.GaussianBlur", "cv2.blur", "cv2.medianBlur", "cv2.convertScaleAbs",
}  # fmt: skip

# Keywords that only other versions know.
OTHER_VERSIONS = {
    "resample", "fillcolor", "seed", "return_params", "save_key", "always_apply",
    "train_dataloader", "val_dataloader", "test_dataloaders", "val_dataloaders",
}  # fmt: skip

RUNS = 40


def table(module: str) -> Table:
    found = load_table(module)
    assert found is not None, module
    return found


def raw(module: str) -> dict[str, Any]:
    folder = "frameworks" if module in FRAMEWORKS else "libraries"
    return tomllib.loads((catalogue() / folder / f"{module}.toml").read_text(encoding="utf-8"))


def every_row(module: str) -> Iterator[tuple[str, Row]]:
    """Each name of the table with its row: `name` for a function, `type.name` for a method."""
    yield from table(module).rows.items()
    for (of, name), row in table(module).methods.items():
        yield f"{of}.{name}", row


def named_parameters(row: Row) -> set[str]:
    """The parameters that fields of a row speak of."""
    match row:
        case Augmentation():
            found = {*row.random_if, *row.off, *row.steps, row.seed}
        case Draw():
            found = {*row.off, row.seed, row.generator}
        case Seed() | Rng():
            found = {row.seed}
        case Dataset():
            lists = {*row.source, *row.irrelevant, *row.applies}
            found = {*lists, row.selector, row.divides, row.divided_by, row.generator} - {"self"}
        case Derive():
            found = {row.parent, *row.applies, *row.stops} - {"self"}
        case Split():
            parts = row.parts if isinstance(row.parts, str) else ""
            found = {row.parents.removeprefix("*"), parts, row.seed, row.generator} - {"self"}
        case Loader():
            found = {row.dataset, row.shuffle, *row.sampler, row.workers, row.generator, row.worker_init, row.collate}
        case Consume():
            found = {*row.train, *row.evaluation, *row.requires}
        case Read():
            found = set(row.irrelevant)
        case _:
            found = set()
    return found - {""}


# What a table must be, whatever is installed


@pytest.mark.parametrize("module", MODULES)
def test_table_builds(module: str) -> None:
    found = table(module)
    assert found.rows or found.aliases
    assert all(isinstance(row.parameters, tuple) for _, row in every_row(module))


def test_unknown_fields_fail() -> None:
    with pytest.raises(TableError, match="no field 'sauce'"):
        build_table({"dataset": [{"name": "a.B", "sauce": "root"}]}, "a.toml")


@pytest.mark.parametrize("module", MODULES)
def test_no_name_twice(module: str) -> None:
    seen: set[tuple[str, str]] = set()
    for entries in raw(module).values():
        for entry in entries if isinstance(entries, list) and all(isinstance(each, dict) for each in entries) else ():
            names = entry["name"] if isinstance(entry["name"], list) else [entry["name"]]
            for name in names:
                assert (entry.get("of", ""), name) not in seen, name
                seen.add((entry.get("of", ""), name))


@pytest.mark.parametrize("module", MODULES)
def test_names_belong_to_the_module_and_are_spelled_as_rows_are(module: str) -> None:
    found = table(module)
    for name in found.rows:
        assert name.startswith(f"{module}.")
        assert not any(name == other or name.startswith(f"{other}.") for other in found.aliases), name


@pytest.mark.parametrize("module", MODULES)
def test_aliases_lead_to_rows(module: str) -> None:
    for spelling, canonical in table(module).aliases.items():
        assert spelling.split(".")[0] == module
        rows = table(canonical.split(".")[0]).rows
        assert any(name == canonical or name.startswith(f"{canonical}.") for name in rows), spelling


@pytest.mark.parametrize("module", MODULES)
def test_methods_belong_to_values_that_rows_make(module: str) -> None:
    found = table(module)
    made = {"*", *found.rows, *(getattr(row, "type", "") for row in found.rows.values())}
    assert {of for of, _ in found.methods} <= made


@pytest.mark.parametrize("module", MODULES)
def test_fields_name_real_parameters(module: str) -> None:
    for name, row in every_row(module):
        known = {parameter.name for parameter in row.parameters}
        assert named_parameters(row) <= known, name
        if isinstance(row, Consume):
            maker = table(module).rows.get(row.of)
            assert set(row.overfits) <= {parameter.name for parameter in (maker.parameters if maker else ())}, name
        if isinstance(row, Augmentation):
            fixed = {p.name for p in row.parameters if p.default is NO_DEFAULT}
            assert not fixed & set(row.random_if), f"{name}: random_if compares with a default"
        if isinstance(row, Dataset):
            assert not set(map(str, row.train)) & set(map(str, row.evaluation)), name


# What the installed libraries say


@cache
def installed(module: str) -> bool:
    if importlib.util.find_spec(module) is None:
        return False
    if module in FRAMEWORKS and importlib.util.find_spec("torch"):
        importlib.import_module("torchvision_shim")
    return True


def need(module: str) -> None:
    if not installed(module):
        pytest.skip(f"{module} is not there" if module in FURTHER else f"{module} is not installed")


def look_up(dotted: str) -> Any:
    """The object of a dotted name, None when there is none."""
    parts = dotted.split(".")
    for size in (*range(len(parts) - 1, 0, -1), len(parts)):  # a function may hide a module of its name
        try:
            found: Any = importlib.import_module(".".join(parts[:size]))
        except ImportError:
            continue
        for part in parts[size:]:
            found = getattr(found, part, None)
        if found is not None:
            return found
    return None


def real(module: str, name: str) -> Any:
    """The real thing behind a name of a table, also where only an alias of that name exists."""
    spellings = [name]
    for alias, canonical in table(module).aliases.items():
        if name.startswith(f"{canonical}."):
            spellings.append(alias + name.removeprefix(canonical))
    return next((found for spelling in spellings if (found := look_up(spelling)) is not None), None)


def is_literal(value: object) -> bool:
    try:
        return bool(ast.literal_eval(repr(value)) == value)
    except (ValueError, SyntaxError):
        return False


def real_parameters(thing: Any, method: bool) -> list[Parameter]:
    kinds: dict[Any, str] = {
        inspect.Parameter.VAR_POSITIONAL: "args",
        inspect.Parameter.VAR_KEYWORD: "kwargs",
        inspect.Parameter.KEYWORD_ONLY: "keyword",
    }
    found = [
        Parameter(p.name, NO_DEFAULT if p.default is p.empty else p.default, kinds.get(p.kind, "positional"))
        for p in inspect.signature(thing).parameters.values()
    ]
    return found[1:] if method and found and found[0].name == "self" else found


def inherited(thing: Any) -> set[str]:
    """Names of the parameters of all constructors that a class hands its keywords to."""
    bases = inspect.getmro(thing)[1:-1] if inspect.isclass(thing) else ()
    return {name for base in bases for name in inspect.signature(base).parameters}


def difference(row: Row, thing: Any, method: bool) -> str:
    """How the signature of a row differs from the real one, "" when it does not.

    A row may end in `*args` and `**kwargs` where the library names the parameters: it then speaks of the first ones
    and of keywords only. Keywords that a class hands on to its bases may be written out.
    """
    truth = real_parameters(thing, method)
    said = [p for p in row.parameters if not (p.kind == "keyword" and p.name in OTHER_VERSIONS)]
    by_name = {p.name: p for p in truth}
    takes = {p.kind for p in truth}
    open_places = any(p.kind == "args" for p in said) and "args" not in takes
    open_keywords = any(p.kind == "kwargs" for p in said)
    for place, parameter in enumerate(p for p in said if p.kind == "positional"):
        at = truth[place] if place < len(truth) else None
        if at is None or at.name != parameter.name or at.kind != "positional":
            return f"place {place} is {at}, not {parameter.name}"
    for parameter in said:
        if parameter.kind in ("args", "kwargs"):
            continue
        if parameter.name not in by_name:
            if "kwargs" in takes and parameter.kind == "keyword" and parameter.name in inherited(thing):
                continue
            return f"there is no {parameter.name}"
        default = by_name[parameter.name].default
        if parameter.kind != by_name[parameter.name].kind and not open_places:
            return f"{parameter.name} is {by_name[parameter.name].kind}"
        if parameter.default is ... and default is not NO_DEFAULT:
            continue
        if parameter.default is not default and parameter.default != default:
            return f"{parameter.name} is {default!r} by default"
    names = {p.name for p in said}
    for parameter in truth:
        covered = open_keywords if parameter.kind != "positional" else open_places
        forwarded = parameter.kind == "kwargs" and any(p.name in inherited(thing) for p in said)
        if parameter.name not in names and not covered and not forwarded:
            return f"{parameter.name} is missing"
    return ""


@pytest.mark.frameworks
@pytest.mark.parametrize("module", MODULES)
def test_signatures_are_the_real_ones(module: str) -> None:
    need(module)
    wrong: list[str] = []
    for name, row in every_row(module):
        if row.of == "*":
            continue
        owner = CLASS_OF.get(row.of, row.of)
        thing = real(module, f"{owner}.{name.rpartition('.')[2]}" if row.of else name)
        if thing is None:
            of_other_version = row.until or (row.since and module in sys.stdlib_module_names)
            wrong += [] if of_other_version else [f"{name}: does not exist"]
            continue
        try:
            found = difference(row, thing, bool(row.of))
        except ValueError:
            found = "" if name in NO_SIGNATURE or row.signature == Row.signature else "has no signature"
        wrong += [f"{name}: {found}"] if found else []
    assert not wrong, "\n".join(wrong)


@pytest.mark.frameworks
@pytest.mark.parametrize("module", MODULES)
def test_a_default_is_left_open_only_where_it_cannot_be_written(module: str) -> None:
    need(module)
    for row in {id(row): row for _, row in every_row(module)}.values():
        things = [real(module, name) for name in row.name if not row.of]
        for parameter in row.parameters:
            if parameter.default is ... and things and parameter.name not in OTHER_VERSIONS:
                defaults = [
                    p.default for t in things if t for p in real_parameters(t, False) if p.name == parameter.name
                ]
                if defaults and all(map(is_literal, defaults)):
                    assert len({repr(default) for default in defaults}) > 1, (row.name, parameter.name, defaults)


@pytest.mark.frameworks
def test_torch_functions_without_a_signature_take_a_generator() -> None:
    need("torch")
    import torch

    half = torch.full((3,), 0.5)
    calls: Mapping[str, Callable[[Any], Any]] = {
        "rand": lambda g: torch.rand(3, generator=g),
        "randn": lambda g: torch.randn(3, generator=g),
        "randint": lambda g: torch.randint(0, 9, (3,), generator=g),
        "rand_like": lambda g: torch.rand_like(half, generator=g),
        "randn_like": lambda g: torch.randn_like(half, generator=g),
        "randint_like": lambda g: torch.randint_like(half, 0, 9, generator=g),
        "bernoulli": lambda g: torch.bernoulli(half, generator=g),
        "poisson": lambda g: torch.poisson(half, generator=g),
        "normal": lambda g: torch.normal(half, half, generator=g),
        "randperm": lambda g: torch.randperm(3, generator=g),
        "multinomial": lambda g: torch.multinomial(half, 2, generator=g),
    }
    drawing = {name for name, row in table("torch").rows.items() if isinstance(row, Draw)}
    assert {f"torch.{name}" for name in calls} == drawing
    for name, call in calls.items():
        generator = torch.Generator()
        before = generator.get_state()
        call(generator)
        assert not torch.equal(before, generator.get_state()), name


@pytest.mark.frameworks
@pytest.mark.parametrize("module", ["lightning", "pytorch_lightning"])
def test_hooks_that_lightning_calls_exist(module: str) -> None:
    need(module)
    for name, row in table("lightning").rows.items():
        if isinstance(row, Lifecycle):
            assert set(row.roles) <= set(row.order)
            there = look_up(f"{module}.{name.rpartition('.')[2]}")
            assert all(callable(getattr(there, hook)) for hook in row.order), name


@pytest.mark.frameworks
@pytest.mark.parametrize("module", ["random", "numpy", "torch", "lightning"])
def test_seeds_fix_the_streams_they_name_and_no_other(module: str) -> None:
    need(module)
    draw: dict[str, Callable[[], Any]] = {"python": random.random}
    if installed("numpy"):
        draw["numpy"] = look_up("numpy.random.random_sample")
    if installed("torch"):
        draw["torch"] = lambda: look_up("torch").rand(4).tolist()
    for name, row in table(module).rows.items():
        if not isinstance(row, Seed):
            continue
        seed = real(module, name)
        fixed = set()
        for stream, sample in draw.items():
            seed(**{row.seed: 5})
            first = sample()
            seed(**{row.seed: 5})
            fixed |= {stream} if sample() == first else set()
        assert fixed == set(row.streams) & {"python", "numpy", "torch"}, name


@pytest.mark.frameworks
def test_torch_streams_and_generators() -> None:
    need("torch")
    import torch

    torch.manual_seed(3)
    first = torch.rand(1)
    torch.manual_seed(3)
    torch.cuda.manual_seed_all(7)
    assert torch.equal(first, torch.rand(1)), "the CUDA seed touched the CPU stream"
    assert torch.equal(torch.rand(1, generator=torch.Generator()), torch.rand(1, generator=torch.Generator()))


@pytest.mark.frameworks
def test_torchvision_knows_the_words_that_select_a_split(tmp_path: Path) -> None:
    need("torchvision")

    def accepts(make: Any, row: Dataset, word: str) -> bool:
        given: dict[str, Any] = {p.name: "x" for p in row.parameters if p.default is NO_DEFAULT and p.name != "root"}
        if "frames_per_clip" in given:
            given["frames_per_clip"] = 1
        try:
            make(root=str(tmp_path), **given, **{row.selector: word})
        except Exception as error:  # no data is there: only a word that is refused counts
            return "Unknown value" not in str(error)
        return True

    with_another_argument = {("split", "train_extra"), ("image_set", "test")}  # mode="coarse", year="2007"
    late = {"CelebA"}  # looks for its data before it reads the word

    for row in {id(row): row for row in table("torchvision").rows.values() if isinstance(row, Dataset)}.values():
        if not any(isinstance(word, str) for word in row.evaluation):
            continue
        makes = [real("torchvision", name) for name in row.name]
        for word in {*row.train, *row.evaluation}:
            known = any(accepts(make, row, word) for make in makes)
            assert known or (row.selector, word) in with_another_argument, (row.name, word)
        for make in makes:
            assert any(accepts(make, row, word) for word in row.train), make
            assert any(accepts(make, row, word) for word in row.evaluation), make
            assert make.__name__ in late or not accepts(make, row, "no such split"), make


# What transforms do, measured


def fingerprint(value: Any) -> Any:
    """What makes two outputs the same: shape and content, through tuples, dicts, images and tensors."""
    if isinstance(value, (tuple, list)):
        return tuple(map(fingerprint, value))
    if isinstance(value, dict):
        return tuple((key, fingerprint(item)) for key, item in sorted(value.items()))
    if hasattr(value, "numpy"):
        value = value.numpy()
    if hasattr(value, "tobytes"):
        return (getattr(value, "shape", None) or getattr(value, "size", None), value.tobytes())
    return repr(value)


def outcomes(run: Callable[[], Any], runs: int = RUNS) -> int:
    return len({fingerprint(run()) for _ in range(runs)})


def values(off: object) -> list[Any]:
    return off if isinstance(off, list) else [off]


def draws_by_default(row: Augmentation, given: Mapping[str, object]) -> bool:
    """What the table says of an object made with these arguments and defaults for the rest."""
    bound = {p.name: p.default for p in row.parameters} | dict(given)
    if not row.random or any(bound[name] in values(off) for name, off in row.off.items()):
        return False
    defaults = {p.name: p.default for p in row.parameters}
    return not row.random_if or any(bound[name] != defaults[name] for name in row.random_if)


def cases(row: Augmentation, given: Mapping[str, Any], others: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Arguments to try: the defaults, each value that is said to stop the draws, p=1, each switch of `random_if`."""
    yield dict(given)
    for name, off in row.off.items():
        yield from ({**given, name: value} for value in values(off))
    if any(p.name == "p" and p.default != NO_DEFAULT for p in row.parameters) and "p" in row.off:
        yield {**given, "p": 0.5}
        yield {**given, "p": 1}
    for name in row.random_if:
        yield {**given, name: others[name]}


def augmentations(module: str) -> list[str]:
    return [name for name, row in table(module).rows.items() if isinstance(row, Augmentation) and not row.until]


def ramp(side: int = 24) -> Any:
    """A colour image in which every pixel is different, so that no change of place or colour goes unseen."""
    import numpy as np

    y, x = np.mgrid[0:side, 0:side]
    return np.stack([x * 240 // side, y * 240 // side, (x * 37 + y * 91) % 256], axis=-1).astype(np.uint8)


def torchvision_case(name: str) -> tuple[dict[str, Any], Any]:
    """Arguments that a transform needs, and what it is applied to."""
    import torch
    from PIL import Image
    from torchvision import transforms, tv_tensors

    image = Image.fromarray(ramp())
    floats = (torch.from_numpy(ramp()).permute(2, 0, 1) / 255).contiguous()
    boxes = tv_tensors.BoundingBoxes([[2, 2, 12, 12], [5, 8, 20, 22]], format="XYXY", canvas_size=(24, 24))
    points = tv_tensors.KeyPoints([[3, 3], [9, 9]], canvas_size=(24, 24)) if hasattr(tv_tensors, "KeyPoints") else None
    pair = [transforms.Pad((1, 0, 0, 0)), transforms.CenterCrop(20)]
    size = 3 * 24 * 24
    needed: dict[str, dict[str, Any]] = {
        "CenterCrop": {"size": 10}, "FiveCrop": {"size": 10}, "TenCrop": {"size": 10}, "Resize": {"size": 10},
        "RandomCrop": {"size": 10}, "RandomResizedCrop": {"size": 10}, "Pad": {"padding": 2},
        "Normalize": {"mean": [0.5], "std": [0.5]}, "ConvertImageDtype": {"dtype": torch.float64},
        "LinearTransformation": {"transformation_matrix": torch.eye(size), "mean_vector": torch.zeros(size)},
        "ToDtype": {"dtype": torch.float32}, "ConvertBoundingBoxFormat": {"format": "XYWH"},
        "SetClampingMode": {"clamping_mode": "soft"}, "UniformTemporalSubsample": {"num_samples": 2},
        "RandomPosterize": {"bits": 2}, "RandomSolarize": {"threshold": 128},
        "RandomAdjustSharpness": {"sharpness_factor": 3}, "RandomRotation": {"degrees": 30},
        "RandomAffine": {"degrees": 30}, "GaussianBlur": {"kernel_size": 3}, "JPEG": {"quality": (10, 90)},
        "RandomResize": {"min_size": 10, "max_size": 20}, "RandomShortestSize": {"min_size": [8, 10, 12]},
        "ScaleJitter": {"target_size": (20, 20)}, "SanitizeBoundingBoxes": {"labels_getter": None},
        "CutMix": {"num_classes": 2}, "MixUp": {"num_classes": 2},
        "Lambda": {"lambd": lambda x: x}, "Compose": {"transforms": pair}, "RandomApply": {"transforms": pair},
        "RandomChoice": {"transforms": pair}, "RandomOrder": {"transforms": pair},
    }  # fmt: skip
    short = name.rpartition(".")[2]
    batch = (torch.stack([floats, floats.flip(2)]), torch.tensor([0, 1]))
    inputs: dict[str, Any] = {
        **dict.fromkeys(
            ("Normalize", "ConvertImageDtype", "LinearTransformation", "RandomErasing", "ToPILImage", "GaussianNoise",
             "ToPureTensor", "ToDtype", "RandomChannelPermutation"), floats),
        **dict.fromkeys(("CutMix", "MixUp"), batch),
        **dict.fromkeys(
            ("ConvertBoundingBoxFormat", "ClampBoundingBoxes", "SetClampingMode", "SanitizeBoundingBoxes"), boxes),
        **dict.fromkeys(("ClampKeyPoints", "SanitizeKeyPoints"), points),
        "RandomIoUCrop": (tv_tensors.Image(floats), boxes),
        "UniformTemporalSubsample": floats.repeat(4, 1, 1, 1),
    }  # fmt: skip
    return needed.get(short, {}), inputs.get(short, image)


@pytest.mark.frameworks
@pytest.mark.parametrize("name", augmentations("torchvision"))
def test_torchvision_draws_when_the_table_says_so(name: str) -> None:
    need("torchvision")
    import torch

    row = table("torchvision").rows[name]
    assert isinstance(row, Augmentation)
    if name.endswith("JPEG") and not hasattr(torch.ops.image, "encode_jpegs"):
        pytest.skip("this torchvision cannot write JPEG")
    given, sample = torchvision_case(name)
    make = look_up(name)
    others = dict.fromkeys(("brightness", "contrast", "saturation", "hue"), 0.4)
    for arguments in cases(row, given, others):
        transform = make(**arguments)
        torch.manual_seed(0)
        random.seed(0)
        state = (torch.get_rng_state(), random.getstate())
        found = outcomes(lambda: transform(sample))  # noqa: B023
        assert (found > 1) == draws_by_default(row, arguments), f"{arguments}: {found} different of {RUNS}"
        if found > 1:
            moved = {"torch": not torch.equal(state[0], torch.get_rng_state()), "python": state[1] != random.getstate()}
            assert moved == {"torch": row.stream == "torch", "python": row.stream == "python"}, arguments


def albumentations_case(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Arguments that a transform needs, and the data it is called with."""
    import albumentations as A
    import numpy as np

    short = name.rpartition(".")[2]
    side = 96 if short in ("RandomGravel", "ConstrainedCoarseDropout") else 24  # they draw nothing in small images
    image = ramp(side)
    mask = np.zeros((side, side), np.uint8)
    mask[2 : side // 2 - 2, 2 : side // 2 - 2] = mask[side // 2 + 2 : -2, side // 2 + 2 : -2] = 1
    volume = np.stack([image] * 8)
    pair = [A.HorizontalFlip(p=1), A.VerticalFlip(p=1)]
    order = [A.Crop(0, 0, 12, 24, p=1), A.HorizontalFlip(p=1)]
    size = {"height": 10, "width": 10}
    needed: dict[str, dict[str, Any]] = {
        **dict.fromkeys(
            ("Resize", "CenterCrop", "RandomCrop", "CropNonEmptyMaskIfExists", "RandomSizedBBoxSafeCrop",
             "AtLeastOneBBoxRandomCrop"), size),
        "LongestMaxSize": {"max_size": 10}, "SmallestMaxSize": {"max_size": 10}, "Crop": {"x_max": 10, "y_max": 10},
        "CenterCrop3D": {"size": (4, 10, 10)}, "RandomCrop3D": {"size": (4, 10, 10)}, "Pad": {"padding": 2},
        "Pad3D": {"padding": 2}, "PadIfNeeded3D": {"min_zyx": (10, 30, 30)},
        "PadIfNeeded": {"min_height": 30, "min_width": 30},
        "RandomResizedCrop": {"size": (10, 10)}, "RandomSizedCrop": {"min_max_height": (8, 16), "size": (10, 10)},
        "GridElasticDeform": {"num_grid_xy": (3, 3), "magnitude": 5}, "CropAndPad": {"percent": (-0.2, 0.2)},
        "Affine": {"rotate": (-30, 30)}, "ElasticTransform": {"alpha": 100, "sigma": 5},
        "XYMasking": {"num_masks_x": 2, "mask_x_length": 4}, "TimeMasking": {"time_mask_param": 8},
        "FrequencyMasking": {"freq_mask_param": 8}, "ConstrainedCoarseDropout": {"mask_indices": [1]},
        "Lambda": {"image": lambda image, **_: 255 - image}, "CLAHE": {"tile_grid_size": (2, 2)},
        "Compose": {"transforms": pair}, "ReplayCompose": {"transforms": pair}, "OneOf": {"transforms": pair},
        "Sequential": {"transforms": pair}, "SomeOf": {"transforms": pair},
        "RandomOrder": {"transforms": order, "n": 2},
        "OneOrOther": {"first": pair[0], "second": pair[1]}, "SelectiveChannelTransform": {"transforms": pair},
    }  # fmt: skip
    references = [image[::-1].copy(), 255 - image]
    boxes = np.array([[0.3, 0.3, 0.5, 0.5]])
    extra: dict[str, dict[str, Any]] = {
        "CropNonEmptyMaskIfExists": {"mask": mask}, "ConstrainedCoarseDropout": {"mask": mask},
        "MaskDropout": {"mask": mask},
        "ToRGB": {"image": image[..., 0]},
        "BBoxSafeRandomCrop": {"bboxes": boxes}, "RandomSizedBBoxSafeCrop": {"bboxes": boxes},
        "RandomCropNearBBox": {"cropping_bbox": (5, 5, 15, 15)},
        "FDA": {"fda_metadata": references}, "HistogramMatching": {"hm_metadata": references},
        "PixelDistributionAdaptation": {"pda_metadata": references},
        "OverlayElements": {"overlay_metadata": [{"image": image[:6, :6]}]},
        "Mosaic": {"mosaic_metadata": [{"image": picture} for picture in references]},
    }  # fmt: skip
    if "3D" in short or short == "CubicSymmetry":
        return needed.get(short, {}), {"volume": volume}
    return needed.get(short, {}), {"image": image, **extra.get(short, {})}


@pytest.mark.frameworks
@pytest.mark.parametrize("name", augmentations("albumentations"))
def test_albumentations_draws_when_the_table_says_so(name: str) -> None:
    need("albumentations")
    row = table("albumentations").rows[name]
    assert isinstance(row, Augmentation)
    given, data = albumentations_case(name)
    make = real("albumentations", name)
    if name.endswith(".TextImage"):
        pytest.skip("needs a font")
    for arguments in cases(row, given, {}):
        transform = make(**arguments)
        transform.set_random_seed(0)
        found = outcomes(lambda: {k: v for k, v in transform(**data).items() if k in ("image", "volume")})  # noqa: B023
        assert (found > 1) == draws_by_default(row, arguments), f"{arguments}: {found} different of {RUNS}"


@pytest.mark.frameworks
@pytest.mark.parametrize(
    ("steps", "draws"),
    [
        ("T.RandomCrop(16)", False),
        ("T.RandomCrop(16, padding=4)", True),
        ("T.RandomCrop(8)", True),
        ("T.GaussianBlur(5, sigma=1.1)", False),
        ("T.GaussianBlur(5, sigma=(1.0, 1.0))", False),
        ("T.GaussianBlur(5)", True),
    ],
)
def test_a_crop_of_the_whole_and_a_blur_of_one_sigma_give_one_image(steps: str, draws: bool) -> None:
    need("torchvision")
    import torch
    from torchvision import transforms as T

    image = torch.arange(3 * 16 * 16, dtype=torch.float32).reshape(3, 16, 16) % 97
    transform = eval(steps, {"T": T})
    assert (len({transform(image).numpy().tobytes() for _ in range(RUNS)}) > 1) is draws
