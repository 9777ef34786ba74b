"""What `auglint trace` shows: the overview of programs, and each of its forms."""

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from traced import trace

from auglint.facts.overview import Overview, SplitView, Thing, overview
from auglint.pipeline import Site
from auglint.report.overview import FORMATS, Traced, render, summary

PROGRAM = """\
import torch
from torch.utils.data import DataLoader
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

torch.manual_seed(3)
augment = T.Compose([T.RandomCrop(8), T.ToTensor()])
plain = T.Compose([T.CenterCrop(8), T.ToTensor()])
train_set = ImageFolder("data/train", augment)
val_set = ImageFolder("data/val", transform=augment)
test_set = ImageFolder("data/val", transform=plain)
train_loader = DataLoader(train_set, 4, shuffle=True, num_workers=2)
val_loader = DataLoader(val_set, 4)
test_loader = DataLoader(test_set, 4, num_workers=0)
"""
SVG = "{http://www.w3.org/2000/svg}"


def program(folder: Path, text: str = PROGRAM) -> Overview:
    return overview(trace(folder, text).facts, folder / "train.py")


def names(split: SplitView) -> list[tuple[str, str]]:
    return [(thing.kind, thing.name) for thing in split.things]


def test_each_split_has_its_things_in_the_order_of_the_data_flow(tmp_path: Path) -> None:
    train, val, test = program(tmp_path).splits
    assert [split.role for split in (train, val, test)] == ["train", "validation", "test"]
    assert names(train) == [
        ("data", "'data/train'"),
        ("dataset", "ImageFolder"),
        ("augmentation", "Compose(RandomCrop, ToTensor)"),
        ("randomness", "the torch stream"),
        ("loader", "DataLoader"),
        ("workers", "2 worker processes"),
    ]
    assert names(val)[2:] == [*names(train)[2:5]]
    assert ("transform", "Compose(CenterCrop, ToTensor)") in names(test)
    assert ("workers", "0 worker processes") in names(test)
    assert not any(kind in ("augmentation", "randomness") for kind, _ in names(test))


def test_places_are_those_of_the_program(tmp_path: Path) -> None:
    train = program(tmp_path).splits[0]
    rows = {thing.kind: thing.site.row for thing in train.things if thing.site}
    assert rows == {"data": 9, "dataset": 9, "augmentation": 7, "randomness": 6, "loader": 12, "workers": 12}
    assert train.site.row == 12


def test_details_say_what_matters(tmp_path: Path) -> None:
    details = {thing.kind: thing.detail for thing in program(tmp_path).splits[0].things}
    assert details["augmentation"] == "random: RandomCrop"
    assert details["randomness"] == "seeded by manual_seed"
    assert details["loader"] == "shuffle=True"


def test_shared_is_what_training_and_evaluation_have_in_common(tmp_path: Path) -> None:
    seen = program(tmp_path)
    assert [(thing.name, seen.users(thing)) for thing in seen.shared] == [
        ("Compose(RandomCrop, ToTensor)", ["train", "validation"]),
        ("the torch stream", ["train", "validation"]),
    ]
    val, test = seen.splits[1:]
    assert val.of("data")[0].number == test.of("data")[0].number, "one folder is one thing"


def test_the_flow_leads_from_the_data_to_the_loader(tmp_path: Path) -> None:
    train = program(tmp_path).splits[0]
    number = {thing.kind: thing.number for thing in train.things}
    assert set(train.flow) == {
        (number["data"], number["dataset"]),
        (number["augmentation"], number["dataset"]),
        (number["randomness"], number["augmentation"]),
        (number["dataset"], number["loader"]),
        (number["workers"], number["loader"]),
    }


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("train_set = ImageFolder(root)", "data", "root"),
        ("train_set = ImageFolder(f'{root}/x')", "data", "'{…}/x'"),
        ("train_set = Subset(ImageFolder('a'), range(9))", "dataset", "Subset"),
        ("train_set = Shaky('a')", "augmentation", "drawn while a sample is made"),
        ("train_set = Shaky(root / 'a')", "data", "root / 'a'"),
        ("train_set = ImageFolder('a', T.Lambda(shake))", "augmentation", "Lambda(shake)"),
        ("train_set = ImageFolder('a', functools.partial(shake, by=2))", "augmentation", "partial(shake)"),
        ("train_set = ImageFolder('a', T.RandomErasing())", "augmentation", "RandomErasing"),
    ],
)
def test_names_are_what_the_program_says(text: str, kind: str, name: str, tmp_path: Path) -> None:
    head = """
        import functools, random
        from PIL import Image
        from torch.utils.data import Dataset, Subset
        from torchvision import transforms as T
        from torchvision.datasets import ImageFolder

        def shake(image, by=1):
            return image * random.random() * by

        class Shaky(Dataset):
            def __init__(self, folder):
                self.folder = folder
            def __getitem__(self, i):
                return shake(Image.open(f"{self.folder}/{i}"))
    """
    rows = "\n".join(row.removeprefix("        ") for row in head.splitlines())
    seen = program(tmp_path, f"{rows}\n{text}\n")
    assert name in [thing.name for thing in seen.splits[0].of(kind)]  # type: ignore[arg-type]


def test_generators_and_seeds_of_their_own(tmp_path: Path) -> None:
    seen = program(
        tmp_path,
        "import tensorflow as tf\n"
        "rng = tf.random.Generator.from_seed(1)\n"
        "def draw(x):\n    return tf.image.stateless_random_flip_left_right(x, rng.make_seeds(2)[0])\n"
        "def seeded(x):\n    return tf.image.random_flip_left_right(x, seed=3)\n"
        "train_ds = tf.data.Dataset.from_tensor_slices(a).map(draw)\n"
        "val_ds = tf.data.Dataset.from_tensor_slices(b).map(seeded)\n",
    )
    train, val = seen.splits
    assert [thing.name for thing in train.of("randomness")] == ["from_seed"]
    assert [thing.name for thing in val.of("randomness")] == ["a seed of its own"]


def test_where_the_trace_stopped_is_told(tmp_path: Path) -> None:
    text = PROGRAM + "def deep(n):\n    return deep(DataLoader(train_set))\ndeep(1)\n"
    seen = program(tmp_path, text)
    assert [(site.row, reason) for site, reason in seen.unfollowed] == [(16, "calls nest too deeply")]
    assert "train.py:16:12: calls nest too deeply" in render(Traced((seen,), (), 0), "tree", False)


# Forms ---------------------------------------------------------------------------------------------------------------


def traced(*programs: Overview) -> Traced:
    return Traced(programs, (), 0)


def test_the_tree(tmp_path: Path) -> None:
    seen = program(tmp_path)
    text = render(traced(seen), "tree", colour=False).replace(str(tmp_path / "train.py"), "train.py")
    rows = text.splitlines()
    assert rows[0] == "train.py"
    assert rows[1].startswith("├── train: it is called `train_loader` @ train.py:12:16")
    shared = "@ train.py:7:11 shared with validation"
    assert f"│   ├── augmentation Compose(RandomCrop, ToTensor) (random: RandomCrop) {shared}" in rows
    assert "└── shared by training and evaluation" in rows
    assert rows[-1].startswith("    └── the torch stream (seeded by manual_seed) @ train.py:6:1: train, validation")
    plain = render(traced(seen), "tree", colour=False, boxes=False)
    assert plain.isascii()
    assert "\x1b[" in render(traced(seen), "tree", colour=True)


def test_the_json(tmp_path: Path) -> None:
    seen = program(tmp_path)
    (told,) = json.loads(render(traced(seen), "json", colour=True))
    assert told["filename"] == str(tmp_path / "train.py")
    train = told["splits"][0]
    assert (train["role"], train["reason"]) == ("train", "it is called `train_loader`")
    assert train["location"] == {"row": 12, "column": 16}
    thing: dict[str, Any] = next(each for each in train["things"] if each["kind"] == "augmentation")
    assert thing["shared"] is True
    assert thing["place"]["location"] == {"row": 7, "column": 11}
    assert [each["roles"] for each in told["shared"]] == [["train", "validation"]] * 2
    assert told["not_followed"] == []


def test_the_flowchart_has_a_box_for_each_thing_and_draws_shared_ones_once(tmp_path: Path) -> None:
    seen = program(tmp_path)
    text = render(traced(seen), "mermaid", colour=True)
    assert text.startswith("flowchart LR\n")
    boxes = re.findall(r"(p1n\d+)\[", text)
    assert len(boxes) == len(set(boxes)) == len({t.number for split in seen.splits for t in split.things})
    assert len(re.findall(":::shared", text)) == len(seen.shared)
    for one, other in re.findall(r"(p1n\d+) --> (p1n\d+)", text):
        assert {one, other} <= set(boxes)
    assert text.count("subgraph") == text.count("\n  end") + text.count("\n    end")


def test_the_picture_has_a_column_for_each_split_and_nothing_lies_upon_another(tmp_path: Path) -> None:
    seen = program(tmp_path)
    root = ElementTree.fromstring(render(traced(seen, seen), "svg", colour=True))
    boxes = [rect for group in root.iter(f"{SVG}g") for rect in group.iter(f"{SVG}rect")]
    assert len(boxes) == 2 * sum(len(split.things) for split in seen.splits)
    places = [tuple(int(rect.get(side, "")) for side in ("x", "y", "width", "height")) for rect in boxes]
    width, height = (int(root.get(side, "")) for side in ("width", "height"))
    for number, (x, y, w, h) in enumerate(places):
        assert 0 <= x <= width - w and 0 <= y <= height - h
        for left, top, wide, high in places[:number]:
            assert x >= left + wide or left >= x + w or y >= top + high or top >= y + h
    assert len({x for x, *_ in places}) == len(seen.splits)


texts = st.text(max_size=40)
sites = st.builds(Site, texts.map(Path), st.integers(1, 9), st.integers(1, 9), st.just(9), st.just(9))
things = st.builds(
    Thing,
    st.integers(1, 6),
    st.sampled_from(("data", "dataset", "transform", "augmentation", "randomness", "loader", "workers")),
    texts,
    texts,
    st.none() | sites,
    st.booleans(),
)
splits = st.builds(
    SplitView,
    st.sampled_from(("train", "validation", "test")),
    texts,
    sites,
    st.lists(things, max_size=8, unique_by=lambda thing: thing.number).map(tuple),
    st.just(()),
)
overviews = st.builds(Overview, texts.map(Path), st.lists(splits, max_size=4).map(tuple), st.just(()))


@given(st.lists(overviews, max_size=2))
def test_any_names_can_be_shown(programs: list[Overview]) -> None:
    told = Traced(tuple(programs), (), 0)
    ElementTree.fromstring(render(told, "svg", colour=False))
    assert len(json.loads(render(told, "json", colour=False))) == len(programs)
    assert "\x1b" not in render(told, "tree", colour=False)
    for row in render(told, "mermaid", colour=False).splitlines():
        assert row.count('"') in (0, 2)


def test_every_format_of_the_command_line_has_a_module() -> None:
    from auglint.cli import PICTURES

    assert PICTURES == FORMATS
    assert all(isinstance(render(traced(), name, colour=False), str) for name in FORMATS)


def test_the_summary() -> None:
    assert summary(Traced((), (), 0)) == "No files to trace."
    assert summary(Traced((), (), 2)) == "No pipeline was found in 2 files."
    one = Overview(Path("a.py"), (), ())
    assert summary(Traced((one,), (), 1)) == "0 splits in 1 program. No pipeline was found in 1 file."
