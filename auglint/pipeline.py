"""The vocabulary of a training pipeline: what a trace is made of.

Two producers write it, the static interpreter (`auglint.trace`) and, later, the run-time observer. They meet by `Site`.
Objects (`Made` and its children) are compared by identity: two equal calls make two objects.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from pathlib import Path
from typing import Any

Key = tuple[Any, ...]
"""What a value is, structurally: two values with one key are the same data, whatever they turn out to be."""

Conditions = frozenset[tuple[Key, bool]]
"""Tests (by key) and the arm taken: what must hold for something to happen."""

ALWAYS: Conditions = frozenset()


@dataclass(frozen=True, order=True)
class Site:
    """A span of source text, as people and editors count it.

    `row`/`column` and `end_row`/`end_column` are 1-based and count code points; the end is exclusive. In a notebook
    `cell` is the 1-based place in the notebook's `cells` (markdown cells included) and rows count within that cell;
    in a plain file it is None.
    """

    path: Path
    row: int
    column: int
    end_row: int
    end_column: int
    cell: int | None = None


@dataclass(frozen=True)
class Place:
    """A syntax node of a module. It becomes a Site only when it is reported: positions are dear."""

    module: Any
    node: Any

    def __hash__(self) -> int:
        """By identity: nodes are unique in their tree."""
        return hash((id(self.module), id(self.node)))

    def __eq__(self, other: object) -> bool:
        """By identity of module and node."""
        return isinstance(other, Place) and self.module is other.module and self.node is other.node


@dataclass(frozen=True)
class Frame:
    """One step of a call chain: the call of a project function."""

    place: Place
    function: str


class Role(Enum):
    """What data serves."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"

    @property
    def side(self) -> str:
        """`train` or `evaluation`."""
        return "train" if self is Role.TRAIN else "evaluation"


class Strength(IntEnum):
    """How good a piece of evidence for a role is; the order that measured best on real code."""

    SHUFFLE = 1
    MODE = 2
    PATH = 3
    SELECTOR = 4
    ARGUMENT = 5
    NAME = 6
    CONSUMED = 7


@dataclass(frozen=True)
class Evidence:
    """Why something is thought to serve a role. `reason` completes "evaluation, because …"."""

    role: Role
    strength: Strength
    reason: str
    place: Place | None = None


@dataclass(frozen=True)
class Argument:
    """An argument after binding. `given` is False when the value is the parameter's default."""

    name: str
    value: Any
    place: Place
    given: bool


@dataclass(eq=False)
class Loop:
    """A loop of the program. `training` is set once a training step was seen in it, whatever the conditions."""

    place: Place
    training: bool = False
    counting: bool = True  # it counts or repeats; False: it runs over a list written out, as experiments do
    serial: int = 0  # unknown values with a larger one were made in it
    certain: bool = False  # the training step is taken under no further condition
    conditions: Conditions = ALWAYS


@dataclass(eq=False)
class Made:
    """Whatever a program constructs: who it is called, where, through which calls, under which conditions, and when."""

    name: str
    place: Place
    chain: tuple[Frame, ...]
    conditions: Conditions
    order: int
    loops: tuple[Loop, ...] = field(default=(), kw_only=True)
    arguments: Mapping[str, Argument] = field(default_factory=dict, kw_only=True)
    evidence: list[Evidence] = field(default_factory=list, kw_only=True)
    root: Place | None = field(default=None, kw_only=True)  # the uncalled function or class it was made under


@dataclass(eq=False)
class Augmentation(Made):
    """An object that transforms samples when called. `row` says how (a table row); `steps` are the transforms in it."""

    row: Any = None
    steps: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Application:
    """A callable that a dataset applies to each sample. `eager`: run by Python for each sample, not traced once."""

    callable: Any
    place: Place
    chain: tuple[Frame, ...]
    conditions: Conditions
    eager: bool = True


@dataclass(frozen=True)
class Derivation:
    """How a dataset came from another. `extent`: same, fewer, other or join; `part` tells parts of one split apart."""

    parent: "Dataset"
    op: str
    extent: str
    part: Any = None


@dataclass(eq=False)
class Dataset(Made):
    """A dataset: its row or the project class instance it is, what it came from, what it applies to its samples."""

    row: Any = None
    type: str = ""
    instance: Any = None
    derived: tuple[Derivation, ...] = ()
    applies: list[Application] = field(default_factory=list)
    overrides: dict[str, tuple[Any, Place]] = field(default_factory=dict)
    entries: dict[Any, "Dataset"] = field(default_factory=dict)
    copy_of: "Dataset | None" = None
    rebound: bool = False  # its name was given to something else
    fetched: bool = True  # the program asked for it
    reader: str = ""  # the library name that reads the data: rows are shared by several
    drawn: bool = False  # something was drawn at random while it was made
    known: bool = True  # False: an argument the table does not know was given


@dataclass(eq=False)
class Split(Made):
    """One dataset, or arrays, divided into disjoint parts; `parts` are made when they are asked for."""

    row: Any = None
    parents: tuple[Any, ...] = ()
    parts: dict[Any, Any] = field(default_factory=dict)


@dataclass(eq=False)
class Tool(Made):
    """An object that only matters for its methods: a model, a trainer."""

    type: str = ""


@dataclass(eq=False)
class Loader(Made):
    """A loader of batches from a dataset."""

    row: Any = None
    dataset: Dataset | None = None
    sampler: Any = None


@dataclass(eq=False)
class Sampler(Made):
    """A sampler of indices. `extent`: same or fewer. `told`: it was told of a new epoch."""

    extent: str = "same"
    row: Any = None
    told: bool = False


@dataclass(eq=False)
class Rng(Made):
    """A generator object. `seed` is the key of its seed, None without one; `stream` names its kind."""

    row: Any = None
    stream: str = ""
    seed: Any = None
    varies: bool = False  # its seed comes from the sample, or is drawn anew each time
    drawn: bool = False  # its seed is drawn anew each time
    inside: bool = False  # it is made while a sample is made
    kept: bool = False  # it is put into an attribute: made once, not for each sample


@dataclass(eq=False)
class Seed(Made):
    """A call that seeds global streams. `value` is the seed; `constant` when it is the same in every run."""

    row: Any = None
    streams: tuple[str, ...] = ()
    value: Any = None
    constant: bool = False
    drawn: bool = False  # the seed is drawn anew each time
    generator: Rng | None = None  # the one generator that is seeded, when it is no global stream
    varies: bool = False  # the seed comes from the sample, or is drawn anew each time


@dataclass(eq=False)
class Draw(Made):
    """A random draw from a stream while a sample is made. `augments`: it changes the sample, not which sample it is."""

    row: Any = None
    stream: str = ""
    seed: Any = None
    generator: Any = None
    augments: bool = False
    eager: bool = True
    varies: bool = False  # its own seed comes from the sample, or is drawn anew each time
    source: "Draw | None" = None  # the draw that its seed comes from
    frozen: bool = False  # drawn once, while a graph is traced
    replays: bool = False  # a global seed makes each traced pipeline and pass draw alike


@dataclass(frozen=True, eq=False)
class Consume:
    """Data being used: by a loop over it, or by a call such as `fit`. `loops`: the loops around it, outermost first."""

    data: Any
    by: str
    place: Place
    chain: tuple[Frame, ...]
    conditions: Conditions
    order: int
    role: Role | None
    evaluating: bool = False
    loops: tuple[Loop, ...] = ()
    call: Any = None  # one object for all that one call consumes
    unlabelled: bool = False  # a loop that throws part of each batch away (`for images, _ in loader`)
    once: bool = False  # the call makes one pass
    by_name: bool = False  # only a parameter's name says the role
    decisive: bool = False  # the call trains and evaluates, so its parameters say which is which


@dataclass(frozen=True)
class Write:
    """An attribute of a dataset that was set from outside."""

    dataset: Dataset
    name: str
    value: Any
    place: Place
    conditions: Conditions
    order: int


@dataclass
class Effects:
    """What happens while one sample is made: draws, augmentations called, seeds set, data read."""

    draws: list[Draw] = field(default_factory=list)
    applied: list[tuple[Any, Application, Key]] = field(default_factory=list)
    inner: list[tuple[Any, Application, Key]] = field(default_factory=list)  # called by one of the applied
    seeds: list[Seed] = field(default_factory=list)
    reads: dict[Key, Place] = field(default_factory=dict)
    parents: list[tuple[Dataset, str, Place]] = field(default_factory=list)  # datasets read from, and their extent
    rngs: list[Rng] = field(default_factory=list)  # generators made for this one sample
    calls: set[str] = field(default_factory=set)  # library names that were called
    writes: set[str] = field(default_factory=set)  # attributes that were set
    endless: bool = False  # it loops until whoever asks for samples stops
    unread: bool = False  # it loops over an object whose code was not read
    base: bool = False  # the library base's own method was called
    results: list[Any] = field(default_factory=list)
    serial: int = 0  # unknown values with a larger number were made while this sample was
    start: int = 0  # objects with a larger order, too
    changes: int = 0  # how often a sample was bound, returned or written to


@dataclass
class Trace:
    """What a program would do to its data, in order. `gave_up` says where the trace stopped following, and why."""

    made: list[Made] = field(default_factory=list)
    consumed: list[Consume] = field(default_factory=list)
    gave_up: list[tuple[Place, str]] = field(default_factory=list)
    resampled: dict[Key, Place] = field(default_factory=dict)
    kept: dict[Key, str] = field(default_factory=dict)  # parts of arrays that were given a name
    methods: set[str] = field(default_factory=set)  # called on values that are not known
    slices: dict[Key, Place] = field(default_factory=dict)  # where `x[a:b]` was cut first
    discarded: list[Dataset] = field(default_factory=list)  # made by a statement that keeps nothing
    writes: list[Write] = field(default_factory=list)
    links: dict[Key, tuple[Key, Place]] = field(default_factory=dict)  # path of a link -> what it points to
    overfits: bool = False
    moved: bool = False  # the working directory was changed
    steps: int = 0

    def all(self, kind: type[Any]) -> list[Any]:
        """The objects of one kind, in the order they were made."""
        return [made for made in self.made if isinstance(made, kind)]
