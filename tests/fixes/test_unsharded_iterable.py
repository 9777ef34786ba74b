"""AUG304: each worker takes its share of the stream."""

from pathlib import Path

import pytest
from fixed import fixed
from mended import left_alone, mended, program

HEAD = """\
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset


class Stream(IterableDataset):
    def __init__(self, path):
        self.path = path

    def __iter__(self):
"""
LOADER = "train_loader = DataLoader(Stream('x.npy'), batch_size=8, num_workers=4)\n"
MINE = [
    "info = get_worker_info()",
    "first, step = (0, 1) if info is None else (info.id, info.num_workers)",
]


def stream(*lines: str) -> str:
    """A stream whose `__iter__` has these lines."""
    return HEAD + "".join(f"        {line}\n" for line in lines) + "\n\n" + LOADER


def share(*lines: str) -> str:
    text = stream(*lines).replace("IterableDataset\n", "IterableDataset, get_worker_info\n", 1)
    return text.replace("import random\n", "import itertools\nimport random\n")


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        (
            ("for value in np.load(self.path):  # all", "    yield torch.tensor(value)"),
            (
                "for value in itertools.islice(np.load(self.path), first, None, step):  # all",
                "    yield torch.tensor(value)",
            ),
        ),
        (("yield from np.load(self.path)",), ("yield from itertools.islice(np.load(self.path), first, None, step)",)),
        (
            ("return iter(np.load(self.path))",),
            ("return itertools.islice(iter(np.load(self.path)), first, None, step)",),
        ),
        (
            ("return (torch.tensor(x) for x in np.load(self.path))",),
            ("return itertools.islice((torch.tensor(x) for x in np.load(self.path)), first, None, step)",),
        ),
        (
            ("with open(self.path) as lines:", "    for line in lines:", "        yield line.strip()"),
            (
                "with open(self.path) as lines:",
                "    for line in itertools.islice(lines, first, None, step):",
                "        yield line.strip()",
            ),
        ),
        (
            ("for path in 'a.npy', 'b.npy':", "    for x in np.load(path):", "        yield x + random.random()"),
            (
                "for path in itertools.islice(('a.npy', 'b.npy'), first, None, step):",
                "    for x in np.load(path):",
                "        yield x + random.random()",
            ),
        ),
    ],
)
def test_each_worker_takes_every_nth(tmp_path: Path, lines: tuple[str, ...], after: tuple[str, ...]) -> None:
    assert mended(tmp_path, stream(*lines), "AUG304") == share(*MINE, *after)


def test_a_buffer_that_mixes_samples_is_filled_with_the_share(tmp_path: Path) -> None:
    lines = [
        '"""Mixed."""',
        "held = []",
        "for value in np.load(self.path):",
        "    held.append(value)",
        "    if len(held) > 99:",
        "        yield held.pop(random.randrange(len(held)))",
        "random.shuffle(held)",
        "yield from held",
    ]
    after = [lines[0], *MINE, *lines[1:]]
    after[4] = "for value in itertools.islice(np.load(self.path), first, None, step):"
    assert mended(tmp_path, stream(*lines), "AUG304") == share(*after)


def test_names_that_are_taken_are_left_to_their_owners(tmp_path: Path) -> None:
    after = mended(tmp_path, stream("for info in np.load(self.path):", "    yield info"), "AUG304")
    assert "        worker_info = get_worker_info()\n" in after
    assert "(worker_info.id, worker_info.num_workers)" in after


def test_the_base_class_is_mended_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "streams.py").write_text(stream("yield from np.load(self.path)").replace(LOADER, "").rstrip() + "\n")
    text = program(
        "from torch.utils.data import DataLoader",
        "",
        "from streams import Stream",
        "",
        "train_loader = DataLoader(Stream('x.npy'), num_workers=2)",
    )
    (tmp_path / "train.py").write_text(text, encoding="utf-8")
    texts, landing = fixed(tmp_path, "AUG304")
    assert landing.settled and not landing.refused
    assert texts["train.py"] == text
    assert "yield from itertools.islice(np.load(self.path), first, None, step)\n" in texts["streams.py"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            ("order = np.load(self.path).tolist()", "random.shuffle(order)", "yield from order"), id="shuffled before"
        ),
        pytest.param(("for value in random.sample(range(9), 9):", "    yield value"), id="shuffled by each worker"),
        pytest.param(
            ("last = 0", "for value in np.load(self.path):", "    yield last, value", "    last = value"), id="pairs"
        ),
        pytest.param(
            (
                "batch = []",
                "for value in np.load(self.path):",
                "    batch.append(value)",
                "    if len(batch) == 4:",
                "        yield batch",
                "        batch = []",
            ),
            id="batches",
        ),
        pytest.param(
            (
                "seen = set()",
                "for value in np.load(self.path):",
                "    if value not in seen:",
                "        seen.add(value)",
                "        yield value",
            ),
            id="each value once",
        ),
        pytest.param(
            ("for n, value in enumerate(np.load(self.path)):", "    if n == 50:", "        break", "    yield value"),
            id="no more than 50",
        ),
        pytest.param(
            ("yield 0", "for value in np.load(self.path):", "    yield value"), id="one more sample at the start"
        ),
        pytest.param(
            ("for x in np.load(self.path):", "    yield x", "for x in np.load('y.npy'):", "    yield x"),
            id="two loops",
        ),
        pytest.param(("for value in set(np.load(self.path)):", "    yield value"), id="without an order"),
        pytest.param(
            ("order = np.load(self.path)", "self.mixer.shuffle(order)", "yield from order"),
            id="mixed by what is not known",
        ),
        pytest.param(
            ("for value in np.load(self.path):", "    self.count += 1", "    yield value, self.count"), id="numbered"
        ),
        pytest.param(("for _ in range(9):", "    yield self.path"), id="it does not matter which"),
    ],
)
def test_where_shares_may_not_add_up_nothing_is_written(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert mended(tmp_path, stream(*lines), "AUG304") == stream(*lines)


def test_two_streams_in_one_are_left_alone(tmp_path: Path) -> None:
    text = stream("yield from np.load(self.path)").replace("DataLoader, ", "ChainDataset, DataLoader, ")
    text = text.replace("DataLoader(Stream('x.npy')", "DataLoader(ChainDataset([Stream('x.npy'), Stream('y.npy')])")
    assert left_alone(tmp_path, text, "AUG304")


def test_where_another_loader_divides_the_stream_nothing_is_written(tmp_path: Path) -> None:
    text = stream("yield from np.load(self.path)") + program(
        "",
        "",
        "def mine(worker_id):",
        "    torch.utils.data.get_worker_info().dataset.path = f'{worker_id}.npy'",
        "",
        "",
        "other_loader = DataLoader(Stream('y.npy'), num_workers=4, worker_init_fn=mine)",
    )
    assert left_alone(tmp_path, text, "AUG304")


def test_a_stream_that_is_wrapped_for_another_loader_is_divided_once(tmp_path: Path) -> None:
    text = stream("yield from np.load(self.path)") + program(
        "",
        "",
        "class Twice(IterableDataset):",
        "    def __init__(self, inner):",
        "        self.inner = inner",
        "",
        "    def __iter__(self):",
        "        for value in self.inner:",
        "            yield value",
        "            yield -value",
        "",
        "",
        "other_loader = DataLoader(Twice(Stream('y.npy')), num_workers=4)",
    )
    once = mended(tmp_path, text, "AUG304")
    assert once.count("islice") == 1 and "itertools.islice(self.inner, " in once


def test_a_method_that_another_one_runs_over_is_not_divided_as_well(tmp_path: Path) -> None:
    text = stream("yield from np.load(self.path)") + program(
        "",
        "",
        "class Tenths(Stream):",
        "    def __iter__(self):",
        "        for value in super().__iter__():",
        "            yield value / 10",
        "",
        "",
        "other_loader = DataLoader(Tenths('y.npy'), num_workers=4)",
    )
    once = mended(tmp_path, text, "AUG304")
    assert once.count("islice") == 1 and "itertools.islice(super().__iter__(), " in once
