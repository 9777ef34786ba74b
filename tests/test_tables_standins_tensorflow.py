"""What the tables would have a fix write, where it needs TensorFlow: twins of ops, stand-ins, draws in a graph.

Each is run in `Dataset.map`, where programs have it. The rest is tested in test_tables_standins.py.
"""

import itertools
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from test_tables_standins import arguments, fill, names, namespace, parameters
from test_tables_tensorflow import draw_arguments, every_row, fingerprint, need, ramp, real, table

from auglint.trace.tables import NO_DEFAULT, Draw, load_table

RUNS = 200

pytestmark = pytest.mark.frameworks


def draws(module: str) -> Iterator[tuple[str, Draw]]:
    found = load_table(module)
    assert found is not None
    for name, row in found.rows.items():
        if isinstance(row, Draw):
            yield name, row


# Twins that take a seed

TWINS = [name for name, row in draws("tensorflow") if row.stateless]
# Parameters that have another place in the twin, so that an argument by place would be another's.
MOVED = {
    "uniform": {"minval", "maxval", "dtype"},
    "normal": {"mean", "stddev", "dtype"},
    "truncated_normal": {"mean", "stddev", "dtype"},
    "categorical": {"dtype"},
    "shuffle": {"name"},
}


def twin(name: str) -> tuple[Any, Draw]:
    """The twin of an op, and its row."""
    row = table("tensorflow").rows[name]
    assert isinstance(row, Draw)
    other = f"{namespace(name)}.{row.stateless}"
    found = table("tensorflow").rows[other]
    assert isinstance(found, Draw)
    return real(other), found


def twin_arguments(name: str) -> dict[str, Any]:
    row = table("tensorflow").rows[name]
    assert isinstance(row, Draw)
    more = {"value": list(range(30))} if name.endswith(".shuffle") else {}
    return {**draw_arguments(name, row), **more}


def in_map(make: Callable[[], Any], runs: int) -> list[Any]:
    """What a function gives that is traced once and run for each sample."""
    import tensorflow as tf

    return list(tf.data.Dataset.range(runs).map(lambda _: make()).as_numpy_iterator())


def mean_and_error(values: list[Any]) -> tuple[float, float]:
    import numpy as np

    means = [np.mean([np.mean(part) for part in value] if isinstance(value, tuple) else value) for value in values]
    return float(np.mean(means)), float(np.std(means)) / len(means) ** 0.5


@pytest.mark.parametrize("name", TWINS)
def test_a_twin_takes_the_same_parameters(name: str) -> None:
    need("tensorflow")
    row, (_, other) = table("tensorflow").rows[name], twin(name)
    said = {p.name: p.default for p in row.parameters if p.name != "seed"}
    takes = {p.name: p.default for p in other.parameters}
    assert all(takes[parameter] in (default, ...) for parameter, default in said.items())
    assert all(default is not NO_DEFAULT for parameter, default in takes.items() if parameter not in {*said, "seed"})
    ours, its = ({p.name: place for place, p in enumerate(side.parameters)} for side in (row, other))
    moved = {parameter for parameter in said if ours[parameter] != its[parameter]}
    assert moved == MOVED.get(name.rpartition(".")[2], set())


@pytest.mark.parametrize("name", TWINS)
def test_a_twin_gives_what_its_op_gives_and_hears_its_seed_alone(name: str) -> None:
    need("tensorflow")
    op, (other, _), given = real(name), twin(name), twin_arguments(name)
    one, like_it = op(**given), other(**given, seed=(1, 2))

    def kinds(value: Any) -> Any:
        return [(part.dtype, part.shape) for part in (value if isinstance(value, tuple) else [value])]

    assert kinds(one) == kinds(like_it)
    assert fingerprint(like_it) == fingerprint(other(**given, seed=(1, 2)))
    assert len({fingerprint(other(**given, seed=(1, seed))) for seed in range(12)}) > 1


@pytest.mark.parametrize("name", TWINS)
def test_a_twin_draws_alike_for_each_sample_of_a_graph(name: str) -> None:
    need("tensorflow")
    import tensorflow as tf

    tf.random.set_seed(3)
    op, (other, _), given = real(name), twin(name), twin_arguments(name)
    generator = tf.random.Generator.from_seed(3)
    seeded = in_map(lambda: other(**given, seed=generator.make_seeds(1)[:, 0]), RUNS)
    again = in_map(lambda: other(**given, seed=generator.make_seeds(1)[:, 0]), 12)
    assert len(set(map(fingerprint, seeded))) > 1
    assert list(map(fingerprint, seeded[:12])) != list(map(fingerprint, again)), "the second pass is like the first"
    (ours, error), (its, error_too) = mean_and_error(in_map(lambda: op(**given), RUNS)), mean_and_error(seeded)
    assert abs(ours - its) <= 6 * (error**2 + error_too**2) ** 0.5 + 1e-6


def test_ops_with_one_seed_draw_the_same() -> None:
    need("tensorflow")
    import tensorflow as tf

    image = ramp()[0]
    generator = tf.random.Generator.from_seed(3)

    def flips(first: int, second: int) -> Any:
        seeds = generator.make_seeds(2)
        aside = tf.image.stateless_random_flip_left_right(image, seed=seeds[:, first])
        over = tf.image.stateless_random_flip_up_down(image, seed=seeds[:, second])
        return tf.reduce_all(aside == image), tf.reduce_all(over == image)

    assert all(aside == over for aside, over in in_map(lambda: flips(0, 0), RUNS))
    assert 0.3 < sum(bool(aside == over) for aside, over in in_map(lambda: flips(0, 1), RUNS)) / RUNS < 0.7


# Stand-ins of functions that change an image

AUGMENTING = [
    (module, name)
    for module in ("tensorflow", "keras")
    for name, row in every_row(module)
    if isinstance(row, Draw) and row.augments
]


def augment_arguments(name: str, row: Draw) -> Iterator[dict[str, Any]]:
    import numpy as np

    if row.of:
        yield {"x": ramp()[0]}
        return
    given = draw_arguments(name, row)
    seed = {"seed": (1, 2)} if row.stream == "stateless" else {}
    yield {**given, **seed}
    first = next(iter(given))
    if ".image." in name and name.startswith("tensorflow."):
        yield {**given, **seed, first: ramp()[0].astype(np.uint8)}


def stand_in(name: str, row: Draw, given: dict[str, Any]) -> Any:
    """What takes the place of a call with these arguments."""
    if not row.instead:
        return next(iter(given.values()))
    make = fill(row.instead, namespace(name), given)
    assert make is not None
    return make()


@pytest.mark.parametrize(("module", "name"), AUGMENTING)
def test_a_stand_in_gives_the_type_and_size_of_what_it_replaces(module: str, name: str) -> None:
    need(module)
    row = dict(every_row(module))[name]
    assert isinstance(row, Draw)
    step = real(name)
    if row.of:
        step = getattr(real(row.of)(rotation_range=40), name.rpartition(".")[2])
    for given in augment_arguments(name, row):
        fixed, drawn = stand_in(name, row, given), step(**given)
        assert (fixed.shape, fixed.dtype) == (drawn.shape, drawn.dtype), given
        assert fingerprint(fixed) == fingerprint(stand_in(name, row, given))


# Draws in a graph

OF_LIBRARIES = [(module, name) for module in ("numpy", "random") for name, row in draws(module) if row.in_graph]
EXAMPLES: dict[str, Any] = {
    "low": 2, "high": 7, "a": 2, "b": 7, "start": 2, "stop": 7, "loc": 5.0, "scale": 2.0, "mu": 5.0, "sigma": 2.0,
}  # fmt: skip
SAMPLES = 2000


def forms(row: Draw) -> list[dict[str, Any]]:
    """All ways to give a draw what it must be given and what its template speaks of."""
    needed = {p.name for p in row.parameters if p.default is NO_DEFAULT and p.kind == "positional"}
    free = sorted(parameters(row.in_graph) - needed)
    chosen = itertools.chain.from_iterable(itertools.combinations(free, size) for size in range(len(free) + 1))
    return [{name: EXAMPLES[name] for name in (*needed, *more)} for more in chosen]


@pytest.mark.parametrize(("module", "name"), OF_LIBRARIES)
def test_a_draw_in_a_graph_is_like_the_one_of_its_library(module: str, name: str) -> None:
    need("tensorflow", "numpy")
    import numpy as np
    import tensorflow as tf

    row = load_table(module).rows[name]  # type: ignore[union-attr]
    assert isinstance(row, Draw)
    original = real(name)
    written = 0
    for given in forms(row):
        make = fill(row.in_graph, "", given)
        if make is None:
            assert any(names(node) - given.keys() for node in arguments(row.in_graph)[0])
            continue
        written += 1
        np.random.seed(1)
        random.seed(1)
        tf.random.set_seed(1)
        drawn = np.array([original(**given) for _ in range(SAMPLES)])
        in_graph = np.array(in_map(make, SAMPLES))
        assert len(set(in_map(lambda given=given: tf.constant(original(**given)), 50))) == 1, (
            "the library draws in a graph"
        )
        assert (drawn.dtype.kind, drawn.shape) == (in_graph.dtype.kind, in_graph.shape)
        assert abs(drawn.mean() - in_graph.mean()) < 5 * drawn.std() * (2 / SAMPLES) ** 0.5
        assert in_graph.std() == pytest.approx(drawn.std(), rel=0.1)
        if drawn.dtype.kind == "i":
            assert set(in_graph.tolist()) == set(drawn.tolist())
        else:
            ends = [(values.min(), values.max()) for values in (drawn, in_graph)]
            assert ends[0] == pytest.approx(ends[1], abs=float(drawn.std()))
            assert len(set(in_graph.tolist())) > SAMPLES * 0.99
    assert written


def test_the_upper_end_alone_has_no_form_in_a_graph() -> None:
    for module, name, first in (("numpy", "numpy.random.randint", "low"), ("random", "random.randrange", "start")):
        row = load_table(module).rows[name]  # type: ignore[union-attr]
        assert isinstance(row, Draw)
        assert fill(row.in_graph, "", {first: 5}) is None
