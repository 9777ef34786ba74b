"""What library names mean: the rows of `rules/frameworks/*.toml` and `rules/libraries/*.toml`.

A table file is named after the top-level module it describes (`torch.toml` for `torch.*`); it is read when the first
name of that module is looked up, so a program pays only for what it imports. Every row has `name` (a dotted name or a
list of them) and `signature`: the parameters as Python writes them after `def f(`, complete and in order, with their
defaults. A default written `...` is one we do not know. An argument that no parameter takes makes the call unknown:
nothing is claimed about it.

A table's `stream` is what its augmentations draw from when their rows say nothing else; its `graph` and `replays` (a
list of streams) say the same of its draws as the fields of that name, its `keeps` of its augmentations and datasets.
With `of`, `name` is a method of values made by the row of that name (`of = "library.Dataset"`).

Some fields say what a fix writes. `instead` and `in_graph` are templates: calls of Python in which

- a name is a parameter of the row, and stands for the text of its argument;
- an argument by keyword is left out when the program does not give its parameter; one by place must be given, or the
  template says nothing;
- `x[0]` and `x[1]` are elements of an argument that is known to be a list or tuple, and `b + 1` is what it says;
- `larger(x)` is x divided by 0.875 and rounded, as 256 is for 224; of a list or tuple, each element; x itself, where
  it is not known which of them x is.

A called name is one of the namespace of the row's name (of `lib.image.crop`: `lib.image`), whatever other spelling the
program uses.

`[alters]` names ops that give their first argument changed, with its shape and type, `[takes]` others. The parameters
that it says, behind the first, may be numbers that are drawn in the graph.
"""

import ast
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cache, cached_property
from pathlib import PurePath
from types import EllipsisType
from typing import Any, ClassVar

from auglint.catalogue import catalogue

NO_DEFAULT = object()
COMMON = frozenset(("apply choice copy enumerate filter flow get load map range sample save shuffle take zip").split())


@dataclass(frozen=True)
class Parameter:
    """One parameter: `default` is NO_DEFAULT when the argument must be given, `...` when the default is not known."""

    name: str
    default: object
    kind: str  # "positional" (by place or name), "keyword" (by name only), "args" (*name), "kwargs" (**name)


@dataclass(frozen=True)
class Row:
    """What every row of every table has.

    `keeps`: parameters whose argument the object has as an attribute of the same name; of a split, its parts have them.
    """

    kind: ClassVar[str] = ""
    name: tuple[str, ...]
    signature: str = "*args, **kwargs"
    of: str = ""
    since: str = ""  # first version that behaves like this, where it matters
    until: str = ""  # last one
    keeps: tuple[str, ...] = ()

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The signature, parsed once and only when the row is used."""
        return parse_signature(self.signature)


@dataclass(frozen=True)
class Augmentation(Row):
    """A class (or factory) whose instances transform a sample when called.

    `random`: it draws by itself (false: deterministic, or only as random as its steps). `random_if`: it draws only if
    one of these arguments differs from its default. `off`: argument values under which it does not draw, each a value
    or a list of values (`off = {p = [0, 1]}` for a flip). `steps`: parameters that hold other transforms. `seed`: the
    parameter that seeds its own generator. `stream`: what it draws from (torch, python, numpy, tensorflow, keras,
    own = a generator in the object). `shared_state`: the instance holds that generator, so sharing it shares draws.
    `call`: signature of calling an instance; `switch`: the call's argument that turns it off when false; `sizes`: its
    images then no longer have the size that it gives them.
    `ranges`: parameters that bound the only draw: a pair of equal ends leaves nothing to draw, and for those in
    `numbers` one number neither. `crops`: the parameter with the size of the window that is drawn; images of that size,
    which a step with `resizes` has made, leave nothing to draw. `copied`: by
    distribution, the first version in which the object's generator is copied into every worker, and the first after it
    in which it is not.
    `instead`: templates of the steps that take its place in an evaluation pipeline. They draw nothing and give images
    of the same type and, where the step gives all images one size, of that size. None when that is not known, empty
    when nothing need take its place. Parameters that they do not name (how the random step draws) are dropped.
    `reseed` and `drawn_seed`: as for a generator.
    """

    kind: ClassVar[str] = "augmentation"
    random: bool = True
    random_if: tuple[str, ...] = ()
    off: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    empty: bool = False  # without steps it gives back what it gets
    seed: str = ""
    stream: str = ""
    shared_state: bool = False
    ranges: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    resizes: str = ""
    crops: str = ""
    copied: Mapping[str, Any] = field(default_factory=dict)
    call: str = "*args, **kwargs"
    switch: str = ""
    sizes: bool = False
    instead: tuple[str, ...] | None = None
    reseed: str = ""
    drawn_seed: str = ""


@dataclass(frozen=True)
class Draw(Row):
    """A function that draws from a stream. `augments`: it returns its first argument, changed at random.

    `seed`: parameter of an op-level seed; `generator`: parameter that may bring a generator of its own.
    `graph`: traced into a graph, it still draws for each sample; other functions draw once, while they are traced.
    `replays`: after a global seed, each traced pipeline and each pass over it draws the same values.
    `between`: two parameters that bound the draw: equal ones leave nothing to draw.
    `off` as for an augmentation. `picks`: it chooses among elements of its first argument (choice, shuffle).
    `instead`: with `augments`, the template of what takes its place in an evaluation pipeline; "" when its first
    argument, unchanged, does. `stateless`: the op of the same namespace, with a row of its own, that draws the same
    from a pair of ints that is given as `seed=`. Its other parameters have the same names and mean the same, but not
    all have the same places: an argument by place goes by keyword where the signatures of the two rows differ. Two ops
    with one pair draw the same, so each needs a pair of its own.
    `in_graph`: the template of what draws the same in a traced function, anew for each sample; its names are written in
    full. A call that gives a parameter which it does not name (a size, a dtype) has no such form.
    """

    kind: ClassVar[str] = "draw"
    stream: str = ""
    seed: str = ""
    generator: str = ""
    augments: bool = False
    picks: bool = False
    graph: bool = False
    replays: bool = False
    between: tuple[str, ...] = ()
    off: Mapping[str, Any] = field(default_factory=dict)
    instead: str = ""
    stateless: str = ""
    in_graph: str = ""


@dataclass(frozen=True)
class Seed(Row):
    """A call that seeds global streams. `seed` names its parameter."""

    kind: ClassVar[str] = "seed"
    seed: str = "seed"
    streams: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rng(Row):
    """A constructor of a generator object. `unseeded`: what it is without a seed, "fresh" or "constant".

    Any method of the object draws, but those in `reseeds` (which seed it and return it). `reseed`: the statement that
    seeds an object anew; `{object}` is its expression, `{seed}` one of an int from 0 to 2**64 - 1, and `{make}` the
    constructor as the program spells it. `drawn_seed`: an expression that draws a seed for it from a global stream.
    `pair`: the expression by which an object that is made outside of a traced function draws, in it, the pair of ints
    that a stateless draw is seeded by. `after`: namespaces whose functions must be called before an object is made;
    `never`: those that keep a program from using one.
    """

    kind: ClassVar[str] = "rng"
    graph: bool = False
    seed: str = "seed"
    stream: str = ""
    unseeded: str = "fresh"
    reseeds: tuple[str, ...] = ()
    reseed: str = ""
    drawn_seed: str = ""
    pair: str = ""
    after: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dataset(Row):
    """A constructor of a dataset, or (with `base`) a class to derive datasets from.

    `source`: the parameters that say which data is read. Every other parameter counts as part of the data's identity
    too, unless it is in `irrelevant` or `applies`. `applies`: parameters (or "self" for a method's object) called on
    each sample; those in `frozen` are read while the object is made, so that an attribute of that name can be set later
    without effect. `selector`: the parameter that selects a split; `train` and `evaluation`: its values that say so.
    `divides`: a selector that picks one part of one seeded or sorted division (Keras `subset=`), effective when
    `divided_by` is given; `both`: the selector's value that returns all parts as a tuple. `per_sample`: methods of a
    derived class that make one sample. `type`: the name whose methods the value has, if not the row's first name.
    `iterable`: each worker runs through all of it, unless it calls one of `shards`. `processes`: a parameter that, when
    true, copies the object into worker processes. `agree`: parameters that calls for different parts
    must give alike.
    `seed`: a parameter that seeds what the dataset's generator draws; with `seed_per_batch` the n-th batch of all
    passes draws from seed + n, so that near seeds share draws.
    `reshuffles`: a parameter that, when true, gives the samples a new order in each pass. `count`: the expression of
    how many samples `{data}` has.
    `apart`: statements of a fix for two objects of this type over the same data, `{train}` and `{evaluation}`: they
    leave each a part of it, without common samples. `{lib.Name}` is as for a split, other names in braces are new ones.
    """

    kind: ClassVar[str] = "dataset"
    source: tuple[str, ...] = ()
    irrelevant: tuple[str, ...] = ()
    applies: tuple[str, ...] = ()
    frozen: tuple[str, ...] = ()
    selector: str = ""
    train: tuple[Any, ...] = ()
    evaluation: tuple[Any, ...] = ()
    divides: str = ""
    divided_by: str = ""
    both: str = ""
    base: bool = False
    per_sample: tuple[str, ...] = ()
    type: str = ""
    reshuffles: str = ""
    iterable: bool = False
    shards: tuple[str, ...] = ()
    processes: str = ""
    agree: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    seed: str = ""
    seed_per_batch: bool = False
    count: str = ""
    types: Mapping[str, str] = field(default_factory=dict)  # by a parameter that is true: another type
    with_extra: str = ""  # a parameter that, when true, makes the call return a pair: the data and something else
    generator: str = ""  # the parameter that is a Python generator function, run eagerly for each pass


@dataclass(frozen=True)
class Derive(Row):
    """A function or method that makes a dataset from datasets.

    `parent`: the parameter with the parent ("self" for a method). `extent`: the "same" samples (batch, shuffle),
    "fewer" (take, filter), "other" (map), or a "join" of several parents. `applies`: called on each sample.
    `in_place`: the parent itself is changed (Hugging Face `set_transform`). `traced`: what it applies is traced into a
    graph once, not run by Python for each sample. `calls`: a parameter that is called with the
    dataset, and whose result is the value. `stores`: the samples are kept and come again in later passes; with `early`
    they may be so before any other step, and `file` is the parameter with a file that is read whatever comes before;
    `once`: what it applies runs once for each sample, and its results are kept. `stops`: parameter and value that keep
    `shuffle` from drawing a new order in each pass. `type` as for a dataset.
    """

    kind: ClassVar[str] = "derive"
    parent: str = "self"
    op: str = ""
    extent: str = "same"
    applies: tuple[str, ...] = ()
    in_place: bool = False
    traced: bool = False
    calls: str = ""
    stores: bool = False
    early: bool = False
    file: str = ""
    once: bool = False
    stops: Mapping[str, Any] = field(default_factory=dict)
    type: str = ""


@dataclass(frozen=True)
class Split(Row):
    """A call that divides one dataset or its arrays into disjoint parts and returns them as a sequence or mapping.

    `parts`: parameter that holds the sizes (its length is the number of parts), or a number, or names of keys.
    `parents`: the parameter with what is divided; "*name" when each positional argument is divided alike.
    `seeded`: what a fix gives `seed`, or else `generator`, so that calls divide alike; `{lib.Name}` stands for how the
    program says that name. `view`: the samples of `{part}` as another dataset over the same data, `{whole}`, gives
    them.
    """

    kind: ClassVar[str] = "split"
    parents: str = ""
    parts: Any = 2
    how: str = "random"
    seed: str = ""
    generator: str = ""
    seeded: str = ""
    view: str = ""


@dataclass(frozen=True)
class Loader(Row):
    """A loader of batches. `sampler`: parameters that choose the indices.

    `worker_stream`: the stream that seeds the others in each worker process. `persistent`: the parameter that keeps
    workers alive between epochs. `copies`: by global stream, the first version of the library in which
    workers get a copy of it, and the first after it in which not.
    `worker_info`: the call that gives, within a worker, an object with `dataset`, `id`, `num_workers` and a `seed` that
    is another one for each worker and epoch; `worker_seed`: an expression of that seed, below 2**32. `worker_streams`:
    the streams that start from that very seed in a worker. `reseed`: by stream, a statement that seeds it.
    """

    kind: ClassVar[str] = "loader"
    dataset: str = "dataset"
    shuffle: str = "shuffle"
    sampler: tuple[str, ...] = ()
    workers: str = "num_workers"
    worker_stream: str = ""
    persistent: str = "persistent_workers"
    generator: str = "generator"
    worker_init: str = "worker_init_fn"
    collate: str = "collate_fn"
    copies: Mapping[str, Any] = field(default_factory=dict)
    worker_info: str = ""
    worker_seed: str = ""
    worker_streams: tuple[str, ...] = ()
    reseed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sampler(Row):
    """A sampler of indices. `extent`: "same" when it visits the whole dataset, "fewer" when it picks indices."""

    kind: ClassVar[str] = "sampler"
    extent: str = "same"
    shuffle: str = ""
    told: str = ""  # a method that must be called in each epoch, or every epoch has the same order
    inner: str = ""  # the parameter with a sampler whose indices it groups


@dataclass(frozen=True)
class Consume(Row):
    """A call that trains or evaluates on what it is given.

    `train` and `evaluation` name the parameters. `of = "*"` matches a method of that name on an unknown object, only
    if one of `requires` is given by keyword.
    """

    kind: ClassVar[str] = "consume"
    train: tuple[str, ...] = ()
    evaluation: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    epochs: str = ""  # the parameter with the number of passes
    overfits: Mapping[str, Any] = field(default_factory=dict)  # arguments that say: overfit on purpose


@dataclass(frozen=True)
class Read(Row):
    """A pure reader: the same arguments give the same data (`numpy.load`, `glob.glob`, `pandas.read_csv`).

    `converts`: it reads nothing itself, but turns what it is given into another form (`numpy.array`). `joins`: the
    parameter with the samples, or arrays of samples, that it puts one after another; `axis`: the parameter that must
    be 0 for that.
    """

    kind: ClassVar[str] = "read"
    irrelevant: tuple[str, ...] = ()
    converts: bool = False
    type: str = ""
    joins: str = ""
    axis: str = ""


@dataclass(frozen=True)
class Type(Row):
    """A call whose value only matters for the methods it has (`keras.Model`), or a base class to derive from."""

    kind: ClassVar[str] = "type"
    type: str = ""


@dataclass(frozen=True)
class Lifecycle(Row):
    """A base class whose methods are called by a framework, in this order. `roles`: what a method's result serves."""

    kind: ClassVar[str] = "lifecycle"
    order: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Mode(Row):
    """A context manager or decorator that says how the model is used. `mode`: evaluate, or isolate (fork_rng)."""

    kind: ClassVar[str] = "mode"
    mode: str = "evaluate"


@dataclass(frozen=True)
class Step(Row):
    """A method, on any object, that only a training loop calls (`backward`)."""

    kind: ClassVar[str] = "step"


@dataclass(frozen=True)
class Wrapper(Row):
    """A call that runs a function it is given on each sample outside the graph (`tf.py_function`) or as is."""

    kind: ClassVar[str] = "wrapper"
    function: str = "func"
    eager: bool = True


@dataclass(frozen=True)
class Launch(Row):
    """A call that runs a function for the program: `mp.spawn`, a thread, `app.run`.

    `function` and `arguments` name the parameters with the function and the sequence of its arguments; `before`: how
    many arguments (the number of the process, the command line) it is given first.
    """

    kind: ClassVar[str] = "launch"
    function: str = "fn"
    arguments: str = ""
    before: int = 0


@dataclass(frozen=True)
class Passes(Row):
    """A call that passes on what it is given, as a progress bar does, or a list of modules. `argument` names it."""

    kind: ClassVar[str] = "passes"
    argument: str = ""


@dataclass(frozen=True)
class Resample(Row):
    """A call that returns its arrays with samples copied or made up from others.

    `arrays`: the parameter, as "*name", that takes any number of arrays; one alone is returned as it is. `off`:
    argument values under which no sample is copied.
    """

    kind: ClassVar[str] = "resample"
    arrays: str = ""
    off: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Alter(Row):
    """A call that returns a sample, or an array of samples, changed: flipped, rotated, noisy. `argument` names it."""

    kind: ClassVar[str] = "alter"
    argument: str = ""


@dataclass(frozen=True)
class Namespace(Row):
    """A call that makes an object, or dict, of names and values from its keyword arguments or a mapping."""

    kind: ClassVar[str] = "namespace"


KINDS: Mapping[str, type[Row]] = {
    cls.kind: cls
    for cls in (
        Augmentation, Draw, Seed, Rng, Dataset, Derive, Split, Loader, Sampler, Consume, Read, Type, Lifecycle, Mode,
        Step, Wrapper, Passes, Namespace, Resample, Alter, Launch,
    )
}  # fmt: skip


class TableError(ValueError):
    """A row that cannot be read: file, row and field are in the message."""


def parse_signature(text: str) -> tuple[Parameter, ...]:
    """Parameters of a signature as Python writes it, for example `root, train=True, *, download=False`."""
    args = ast.parse(f"def f({text}): pass").body[0].args  # type: ignore[attr-defined]
    found: list[Parameter] = []
    plain = [*args.posonlyargs, *args.args]
    missing = [None] * (len(plain) - len(args.defaults))
    for arg, default in zip(plain, [*missing, *args.defaults], strict=True):
        found.append(Parameter(arg.arg, _default(default), "positional"))
    if args.vararg:
        found.append(Parameter(args.vararg.arg, NO_DEFAULT, "args"))
    for arg, default in zip(args.kwonlyargs, args.kw_defaults, strict=True):
        found.append(Parameter(arg.arg, _default(default), "keyword"))
    if args.kwarg:
        found.append(Parameter(args.kwarg.arg, NO_DEFAULT, "kwargs"))
    return tuple(found)


def _default(node: ast.expr | None) -> object:
    return NO_DEFAULT if node is None else ast.literal_eval(node)


def make_row(kind: str, data: Mapping[str, Any], where: str) -> Row:
    """One row from its TOML table. Raises TableError for an unknown kind, field or ill-typed value."""
    cls = KINDS.get(kind)
    if cls is None:
        raise TableError(f"{where}: no kind of row is called {kind!r} (known: {', '.join(KINDS)})")
    known = {f.name: f for f in fields(cls)}
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in known:
            raise TableError(f"{where}: a {kind} row has no field {key!r} (known: {', '.join(known)})")
        default = known[key].default
        if key == "name" or default is None or isinstance(default, tuple):
            value = tuple(value) if isinstance(value, list) else (value,)
        elif default is not MISSING and not isinstance(value, type(default)) and key != "parts":
            raise TableError(f"{where}: {key} must be a {type(default).__name__}, not {value!r}")
        values[key] = value
    if "name" not in values:
        raise TableError(f"{where}: a {kind} row needs a name")
    return cls(**values)


@dataclass(frozen=True)
class Table:
    """One table file. `aliases` maps another spelling (a name or module prefix) to the spelling the rows use.

    `usual`: what programs call the module (`np`).
    """

    aliases: Mapping[str, str]
    rows: Mapping[str, Row]  # by name
    methods: Mapping[tuple[str, str], Row]  # by (type, method name)
    alters: Mapping[str, str] = field(default_factory=dict)  # parameters by name
    takes: Mapping[str, str] = field(default_factory=dict)
    usual: str = ""


def build_table(data: Mapping[str, Any], where: str) -> Table:
    """A table from parsed TOML. Raises TableError."""
    rows: dict[str, Row] = {}
    methods: dict[tuple[str, str], Row] = {}
    stream = data.get("stream", "")
    for kind, entries in data.items():
        if kind in ("aliases", "stream", "graph", "replays", "keeps", "alters", "takes", "usual"):
            continue
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise TableError(f"{where}: {kind} must be a list of tables, written [[{kind}]]")
        for entry in entries:
            if kind == "augmentation" and stream:
                entry = {"stream": stream, **entry}
            elif kind == "rng" and "graph" in data:
                entry = {"graph": data["graph"], **entry}
            elif kind == "draw" and "graph" in data:
                entry = {"graph": data["graph"], "replays": entry.get("stream") in data.get("replays", ()), **entry}
            if "keeps" in data and kind in ("augmentation", "dataset"):
                entry = {"keeps": data["keeps"], **entry}
            row = make_row(kind, entry, f"{where}: [[{kind}]] {entry.get('name', '?')}")
            for name in row.name:
                if row.of:
                    methods[row.of, name] = row
                else:
                    rows[name] = row
    more = data.get("alters", {}), data.get("takes", {}), data.get("usual", "")
    return Table(data.get("aliases", {}), rows, methods, *more)


@cache
def load_table(module: str) -> Table | None:
    """The table of a top-level module, None when there is none. Read once per process."""
    if not module.isidentifier():
        return None
    for folder in ("frameworks", "libraries"):
        file = catalogue() / folder / f"{module}.toml"
        if file.is_file():
            return build_table(tomllib.loads(file.read_text(encoding="utf-8")), file.name)
    return None


class Tables:
    """The tables of a run: those that come with auglint, and what the settings declare, which wins.

    `declared`: rows in the tables' own words, by kind. Raises TableError when they cannot be read.
    """

    def __init__(self, declared: Mapping[str, Any] | None = None, where: str = "") -> None:
        self.declared = build_table(declared or {}, where)
        for row in (*self.declared.rows.values(), *self.declared.methods.values()):
            try:
                row.parameters  # noqa: B018 -- read now, so that a mistake is told before any file is read
            except (SyntaxError, ValueError):
                raise TableError(f"{where}: {row.name[0]}: {row.signature!r} is no signature") from None
        names = (*self.declared.rows, *self.declared.aliases)
        self.modules = frozenset(name.partition(".")[0] for name in names)
        self._by_last: dict[str, list[str]] = {}
        for name in names:
            self._by_last.setdefault(name.rpartition(".")[2], []).append(name)

    def table(self, module: str) -> Table | None:
        """The table of a top-level module; the declared one for a module that only the settings know."""
        return load_table(module) or (self.declared if module in self.modules else None)

    def canonical(self, name: str) -> str:
        """The spelling of a library name that the tables use."""
        for _ in range(6):
            table = self.table(name.partition(".")[0])
            if name in self.declared.rows or table is None or name in table.rows:
                return name
            aliases = {**table.aliases, **self.declared.aliases}
            head = name
            while head and head not in aliases:
                head = head.rpartition(".")[0]
            if not head:
                return name
            name = aliases[head] + name[len(head) :]
        return name

    def row(self, name: str) -> Row | None:
        """The row of a library name."""
        name = self.canonical(name)
        table = self.table(name.partition(".")[0])
        return self.declared.rows.get(name) or (table.rows.get(name) if table else None)

    def method(self, kind: str, name: str) -> Row | None:
        """The row of a method of values of a type."""
        kind = self.canonical(kind)
        table = self.table(kind.partition(".")[0])
        return self.declared.methods.get((kind, name)) or (table.methods.get((kind, name)) if table else None)

    def datasets(self, module: str) -> tuple[Dataset, ...]:
        """The datasets that a library module holds."""
        table = self.table(module.partition(".")[0])
        rows = {**(table.rows if table else {}), **self.declared.rows}
        found = [row for name, row in rows.items() if name.rpartition(".")[0] == module]
        return tuple(row for row in found if isinstance(row, Dataset) and not row.base)

    def related(self, module: str) -> tuple[str, ...]:
        """A top-level module and those that its aliases lead to."""
        table = self.table(module)
        targets = {target.partition(".")[0] for target in table.aliases.values()} if table else set()
        return (module, *sorted(targets - {module}))

    def frameworks(self) -> tuple[str, ...]:
        """Words that make a file worth reading: top-level modules of frameworks, and declared names. Parses nothing."""
        return tuple(sorted({*framework_words(), *self.modules, *self._by_last}))

    def words(self, module: str, kinds: tuple[str, ...]) -> frozenset[str]:
        """Last name parts of a library's rows of these kinds, and of all that is declared."""
        return table_words(module, kinds) | _words(self.declared, kinds)

    def declared_name(self, path: PurePath, name: str) -> str | None:
        """The declared name that a name of a project file means: `lab.data.Scans` for `Scans` of `…/lab/data.py`."""
        parts = path.parent.parts if path.stem == "__init__" else path.with_suffix("").parts
        for dotted in self._by_last.get(name, ()):
            module = tuple(dotted.split(".")[:-1])
            if parts[len(parts) - len(module) :] == module:
                return dotted
        return None


def _words(table: Table, kinds: tuple[str, ...]) -> set[str]:
    words = {name.rpartition(".")[2] for name, row in table.rows.items() if row.kind in kinds}
    return words | {name for (_, name), row in table.methods.items() if row.kind in kinds}


@cache
def table_words(module: str, kinds: tuple[str, ...]) -> frozenset[str]:
    """Last name parts of a library's rows of these kinds, without those too common to mean anything."""
    table = load_table(module)
    if table is None:
        return frozenset()
    words = _words(table, kinds)
    for target in set(table.aliases.values()):
        other = target.partition(".")[0]
        if other != module:
            words |= table_words(other, kinds)
    return frozenset(words - COMMON)


def framework_words() -> tuple[str, ...]:
    """Top-level module names that make a file worth reading: the names of the framework tables. Parses nothing."""
    return tuple(sorted(_stems("frameworks")))


def _stems(folder: str) -> Iterator[str]:
    for file in (catalogue() / folder).iterdir():
        if file.name.endswith(".toml"):
            yield file.name.removesuffix(".toml")


def is_unknown(default: object) -> bool:
    """Whether a parameter's default is not known to the table."""
    return isinstance(default, EllipsisType)
