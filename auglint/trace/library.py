"""Calls of library names: what the tables say becomes objects and events of the trace. No framework is named here."""

import sys
from collections.abc import Sequence as Many
from dataclasses import replace
from typing import Any

import libcst as cst

from auglint.pipeline import (
    Application,
    Argument,
    Augmentation,
    Conditions,
    Consume,
    Dataset,
    Derivation,
    Draw,
    Effects,
    Evidence,
    Key,
    Loader,
    Made,
    Place,
    Rng,
    Role,
    Sampler,
    Seed,
    Split,
    Strength,
    Tool,
    Write,
)
from auglint.trace import python, tables
from auglint.trace.calls import DUCK_DATASET, Calls, bind, parameters_of
from auglint.trace.copies import place_of_copy
from auglint.trace.machine import carries, draws_in, has_sample, made_of
from auglint.trace.tables import Row
from auglint.trace.values import (
    NONE,
    Bound,
    Class,
    Const,
    Function,
    Instance,
    Item,
    Library,
    Mapping,
    Object,
    Partial,
    Sequence,
    Slice,
    Super,
    Union,
    Unknown,
    Value,
    derived,
    fresh,
    is_unread,
    newest,
    options,
    path_key,
    sequence,
    serial,
)

MAX_PARTS = 12
NOTHING = frozenset({"!", "?"})


class LibraryCalls(Calls):
    """Calling library names and pipeline objects."""

    # entry points

    def call_library(self, name: str, arguments: list[Argument], node: Any) -> Value:
        """Call a library name."""
        if name == "auglint.next":
            return self._next(arguments)
        followed = python.call_library(self, name, arguments, node)
        if followed is not None:
            return followed
        if self.context.effects is not None:
            self.context.effects.calls.add(self.project.tables.canonical(name))
        row = self.project.tables.row(name)
        if row is None:
            root = name.partition(".")[0]
            before = self.context.effects is None  # what is opened for one sample or one pass is a plain reader
            unread = before and root not in sys.stdlib_module_names and self.project.tables.table(root) is None
            if unread and not arguments and self.context.loops:
                self.drawn_outside += 1  # called again and again for something new
            return self._unknown_result(arguments, unread=unread)
        return self.call_row(row, name, arguments, node)

    def call_row(
        self, row: Row, name: str, arguments: list[Argument], node: Any, receiver: Object | None = None
    ) -> Value:
        """What a call means according to its row."""
        bound = bind(row.parameters, arguments, self.place(node))
        handler = getattr(self, f"row_{row.kind}")
        result: Value = handler(row, name.rpartition(".")[2], bound, node, receiver)
        return result

    def _unknown_result(self, arguments: Many[Argument], *, unread: bool = False) -> Value:
        values = [argument.value for argument in arguments]
        self.mix(*values)
        drawn = next((draw for value in values for draw in draws_in(value)), None)
        return fresh(unread=unread, sample=any(has_sample(value) for value in values), drawn=drawn)

    def call_unknown(self, function: Value, arguments: list[Argument], node: Any) -> Value:
        """Call something that is not known, or a library name that is only known when the program runs."""
        if function.key[0] == "getattr" and function.key[1][0] == "library":
            rows = self.project.tables.datasets(self.project.tables.canonical(function.key[1][1]))
            if rows:
                return self._some_dataset(rows, function, arguments, node)
        return self._unknown_result(arguments)

    def _some_dataset(
        self, rows: tuple[tables.Dataset, ...], function: Value, arguments: list[Argument], node: Any
    ) -> Value:
        """`getattr(datasets, name)(root, train=True)`: one of a module's datasets, whichever."""
        applies = {name for row in rows for name in row.applies}
        irrelevant = {name for row in rows for name in row.irrelevant}
        named = {argument.name or f"#{n}": argument for n, argument in enumerate(arguments)}
        if "*" in named or "**" in named:
            return fresh()
        kept = {name: argument for name, argument in named.items() if name not in applies | irrelevant}
        made: Dataset = self.new(Dataset, "dataset", node, type=rows[0].type, arguments=named)
        made.reader = str((function.key, *((name, path_key(argument.value)) for name, argument in kept.items())))
        for name, argument in named.items():
            if name in applies and not _is_none(argument.value):
                made.applies.append(self.application(argument.value, argument.place))
        return Object(made)

    def call_unknown_method(self, receiver: Value, name: str, arguments: list[Argument], node: Any) -> Value:
        """A method of something that is not known."""
        if isinstance(receiver, Super):
            return self._super_method(receiver, name, arguments, node)
        row = self.any_method(name)
        if row is not None and row.kind == "step":
            return self.row_step(row, name, {}, node, None)  # type: ignore[arg-type]
        if isinstance(row, tables.Consume) and any(a.name in row.requires for a in arguments):
            return self.call_row(row, name, arguments, node)
        if isinstance(receiver, Unknown) and receiver.type:
            typed = self.project.tables.method(receiver.type, name)
            if typed is not None:
                return self.call_row(typed, name, arguments, node)
        self.trace.methods.add(name)
        if name == "add_argument" and isinstance(receiver, Unknown):
            self._option(receiver, arguments)
        elif name in ("parse_args", "parse_known_args") and receiver.key in self.options:
            parsed = fresh("args")
            self.options[parsed.key] = self.options[receiver.key]
            return parsed if name == "parse_args" else sequence([parsed, fresh()], "tuple")
        values = [argument.value for argument in arguments]
        self.mix(receiver, *values)
        stateful = name in python.STATEFUL and not (name.startswith("read") and receiver.key[0] == "open")
        stateful |= name == "get" and not arguments  # the next one of a queue
        numbers = all(isinstance(v, Const) and isinstance(v.value, int | float) for v in values)
        stateful |= numbers and is_unread(receiver)
        if stateful and self.context.effects is not None and not has_sample(receiver):
            self.context.effects.unread = True  # it may hand out other samples to others
        if stateful or any(isinstance(value, Object | Instance) for value in values):
            return self._unknown_result([Argument("", receiver, self.place(node), True), *arguments])
        return derived(f".{name}", receiver, *values)

    options: dict[Key, dict[str, Value]]

    def option_default(self, value: Value, name: str) -> Value | None:
        """The default of a command-line option, when `value` holds the parsed options."""
        return self.options[value.key].get(name) if isinstance(value, Unknown) and value.key in self.options else None

    def _option(self, parser: Unknown, arguments: Many[Argument]) -> None:
        """A command-line option with its default."""
        texts = [a.value.value for a in arguments if not a.name and isinstance(a.value, Const)]
        names = [text for text in texts if isinstance(text, str)]
        named = {a.name: a.value for a in arguments if a.name}
        if not names or "default" not in named:
            return
        long = next((name for name in names if name.startswith("--")), names[0])
        to = named.get("dest")
        dest = str(to.value) if isinstance(to, Const) else long.lstrip("-").replace("-", "_")
        self.options.setdefault(parser.key, {})[dest] = named["default"]

    def any_method(self, name: str) -> Row | None:
        """The row of a method that any object may have, from the libraries the program has imported."""
        tables_ = (self.project.tables.declared, *(self.project.tables.table(root) for root in self.roots))
        return next((row for table in tables_ if table and (row := table.methods.get(("*", name)))), None)

    roots: tuple[str, ...] = ()

    # rows

    def row_augmentation(self, row: tables.Augmentation, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """A transform object."""
        steps = tuple(bound[step].value for step in row.steps if step in bound and bound[step].value is not None)
        made = self.new(Augmentation, name, node, row=row, arguments=bound, steps=steps)
        return Object(made)

    def row_draw(self, row: tables.Draw, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """A random function."""
        sample = any(getattr(argument.value, "sample", False) for argument in bound.values())
        effects = self.context.effects
        if effects is None:
            self.drawn_outside += 1
            return (
                self.alter(next(iter(bound.values()), None), list(bound.values()))
                if row.augments
                else fresh(chance=True)
            )
        ends = [e.value for end in row.between if (e := bound.get(end)) is not None and isinstance(e.value, Value)]
        if len(ends) == 2 and ends[0].key == ends[1].key:
            end: Value = ends[0]
            return end  # drawn between equal ends, it is always that
        if self._off(row.off, bound):
            return fresh(sample=True)
        generator = bound.get(row.generator)
        seed = bound.get(row.seed)
        draw = self._draw(row.stream, name, node, seed, generator.value if generator and generator.given else None)
        draw.row, draw.arguments = row, bound
        draw.augments = row.augments
        draw.frozen = not draw.eager and not row.graph
        draw.replays = not draw.eager and row.replays
        effects.draws.append(draw)
        return fresh(sample=(sample and not row.picks) or row.augments, drawn=draw)

    def _draw(self, stream: str, name: str, node: Any, seed: Any, generator: Any) -> Draw:
        context = self.context
        value = seed.value if seed is not None and seed.given else None
        return Draw(
            name,
            seed.place if value is not None else self.place(node),
            context.chain,
            context.conditions,
            self.order(),
            stream=stream,
            seed=None if value is None or (isinstance(value, Const) and value.value is None) else value.key,
            generator=generator.made if isinstance(generator, Object) else generator,
            eager=context.eager,
            varies=value is not None and (has_sample(value) or bool(draws_in(value))),
            source=next(iter(draws_in(value)), None) if value is not None else None,
        )

    def row_seed(self, row: tables.Seed, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """A global seed."""
        argument = bound.get(row.seed)
        value = argument.value if argument is not None else None
        isolated = self.context.isolated and self.context.effects is None
        if isolated or value is None:
            return fresh()
        reset = isinstance(value, Const) and value.value is None  # from here on, chance decides
        context = self.context
        made = Seed(
            name,
            self.place(node),
            context.chain,
            context.conditions,
            self.order(),
            streams=row.streams,
            value=value.key,
            constant=isinstance(value, Const) and not reset,
            varies=reset or has_sample(value) or bool(draws_in(value)),
            drawn=reset or bool(draws_in(value)),
            loops=context.loops,
            row=row,
            arguments=bound,
            root=context.root,
        )
        if context.effects is not None:
            context.effects.seeds.append(made)
        else:
            self.trace.made.append(made)
        return fresh()

    def row_rng(self, row: tables.Rng, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """A generator object."""
        argument = bound.get(row.seed)
        given = argument is not None and argument.given and not _is_none(argument.value)
        seed = argument.value.key if given else None
        varies = given and (has_sample(argument.value) or bool(draws_in(argument.value)))
        made = self.new(Rng, name, node, row=row, stream=row.stream, seed=seed, varies=varies, arguments=bound)
        made.drawn = given and bool(draws_in(argument.value))
        made.inside = self.context.effects is not None
        if self.context.effects is not None:
            self.context.effects.rngs.append(made)
        return Object(made)

    def row_dataset(self, row: tables.Dataset, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """A dataset of a library."""
        if row.base:
            return fresh()
        selector = bound.get(row.selector or row.divides)
        extra = bound.get(row.with_extra)
        if extra is not None and isinstance(extra.value, Const) and extra.value.value:
            plain = replace(extra, value=Const(False))
            data = self.row_dataset(row, name, {**bound, row.with_extra: plain}, node, receiver)
            return sequence([data, fresh()], "tuple")
        if row.selector and selector is not None and isinstance(selector.value, Sequence) and selector.value.exact:
            each = [
                {**bound, row.selector: replace(selector, value=item.value, place=item.place or selector.place)}
                for item in selector.value.items
            ]
            return sequence([self.row_dataset(row, name, one, node, receiver) for one in each])
        if row.both and selector is not None and isinstance(selector.value, Const) and selector.value.value == row.both:
            whole = self.make_dataset(row, name, bound, node, receiver)
            parts = []
            for n, role in enumerate((Role.TRAIN, Role.VALIDATION)):
                part = self.derive(whole, "part", "fewer", node, part=n)
                part.evidence.append(Evidence(role, Strength.SELECTOR, f"it is part {n + 1} of the two"))
                parts.append(Object(part))
            return sequence(parts, "tuple")
        if row.divides and selector is not None and selector.given and not _is_none(selector.value):
            return Object(self.select_part(row, name, bound, node, receiver))
        return Object(self.make_dataset(row, name, bound, node, receiver))

    def select_part(self, row: tables.Dataset, name: str, bound: Any, node: Any, receiver: Any) -> Dataset:
        """One part of a division that each call repeats: calls that agree otherwise divide one whole."""
        rest = {key: argument for key, argument in bound.items() if key != row.divides}
        relevant = [a.value for key, a in rest.items() if isinstance(a.value, Value) and key not in row.irrelevant]
        mark = (name, id(receiver.made) if receiver is not None else 0, *(path_key(value) for value in relevant))
        whole = self.wholes.get(mark)
        if whole is None:
            whole = self.make_dataset(row, name, rest, node, receiver)
            whole.evidence.clear()
            self.wholes[mark] = whole
        part = self.derive(whole, "selected", "fewer", node, part=("selected", bound[row.divides].value.key))
        part.name, part.arguments, part.row = name, bound, row
        self.tell_dataset(part, row, {row.divides: bound[row.divides]}, None)
        return part

    wholes: dict[Any, Dataset]

    def make_dataset(self, row: tables.Dataset, name: str, bound: Any, node: Any, receiver: Any) -> Dataset:
        """A dataset object, with the evidence of its selector and what it applies."""
        kind = next((of for of, value in row.types.items() if _is_true(bound.get(of))), "")
        made: Dataset = self.new(
            Dataset,
            name,
            node,
            row=row,
            type=row.types.get(kind) or row.type or row.name[0],
            arguments=bound,
            known=not NOTHING & set(bound),
            reader=name,
        )
        self.tell_dataset(made, row, bound, receiver)
        return made

    def tell_dataset(self, made: Dataset, row: tables.Dataset, bound: Any, receiver: Any) -> None:
        """Selector evidence and applications from bound arguments."""
        for parameter in (row.selector, row.divides):
            argument = bound.get(parameter)
            if argument is None or not isinstance(argument.value, Const):
                continue
            role = self.selected(row, argument.value.value)
            if role is not None:
                reason = f"it is opened with {parameter}={argument.value.value!r}"
                made.evidence.append(Evidence(role, Strength.SELECTOR, reason, argument.place))
        for parameter in row.applies:
            if parameter == "self":
                if receiver is not None:
                    made.applies.append(self.application(receiver, made.place))
            elif parameter in bound and bound[parameter].value is not None and not _is_none(bound[parameter].value):
                made.applies.append(self.application(bound[parameter].value, bound[parameter].place))
        if row.generator and row.generator in bound and isinstance(bound[row.generator].value, Value):
            argument = bound[row.generator]
            made.applies.append(self.application(argument.value, argument.place))

    def selected(self, row: tables.Dataset, value: Any) -> Role | None:
        """The role that a selector's value says."""
        if value in row.train and not (isinstance(value, int) and value not in (True, False)):
            return Role.TRAIN
        if value in row.evaluation:
            return self.role_words.exact(value) or Role.VALIDATION if isinstance(value, str) else Role.TEST
        return self.role_words.exact(value) if isinstance(value, str) else None

    def application(self, function: Value, place: Place, eager: bool = True) -> Application:
        """What a dataset applies, recorded here and now."""
        return Application(function, place, self.context.chain, self.context.conditions, eager)

    def row_derive(self, row: tables.Derive, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """A dataset from datasets."""
        if row.parent == "self":
            parents: Value | None = receiver
        else:
            argument = bound.get(row.parent)
            parents = argument.value if argument is not None else None
        if parents is None:
            return fresh()
        if row.calls and row.calls in bound and isinstance(bound[row.calls].value, Value):
            given = bound[row.calls]
            return self.call(given.value, [Argument("", parents, given.place, True)], node)
        return self.distribute(parents, lambda one: self._derive_from(row, name, one, bound, node))

    def _derive_from(self, row: tables.Derive, name: str, parent: Value, bound: Any, node: Any) -> Value:
        if isinstance(parent, Sequence | Mapping):
            items = parent.items if isinstance(parent, Sequence) else tuple(Item(v) for v in parent.entries().values())
            if len(items) == 1 and isinstance(items[0].value, Sequence | Mapping):
                return self._derive_from(row, name, items[0].value, bound, node)
            found = [d for item in items for d in self.datasets_in(item.value)]
            if not found:
                return fresh()
            made = self.new(Dataset, name, node, type=row.type or found[0].type, arguments=bound)
            made.derived = tuple(Derivation(one, row.op, row.extent, n) for n, one in enumerate(found))
            self._apply(made, row, bound)
            return Object(made)
        dataset = self.as_dataset(parent, node)
        if dataset is None:
            return fresh()
        if row.in_place and not row.stores:
            self._apply(dataset, row, bound)
            return NONE
        made = self.derive(dataset, row.op or name, row.extent, node, arguments=bound, type=row.type)
        made.name = name
        if row.extent == "join":
            others = [d for a in bound.values() if a.value is not None for d in self.datasets_in(a.value)]
            made.derived += tuple(Derivation(d, row.op, "join", n) for n, d in enumerate(others) if d is not dataset)
        made.row = row
        self._apply(made, row, bound)
        return NONE if row.in_place else Object(made)

    def _apply(self, made: Dataset, row: tables.Derive, bound: Any) -> None:
        for parameter in row.applies:
            argument = bound.get(parameter)
            if argument is not None and argument.given and not _is_none(argument.value):
                place = argument.place if row.in_place else made.place
                made.applies.append(self.application(argument.value, place, eager=not row.traced))

    def derive(
        self, parent: Dataset, op: str, extent: str, node: Any, part: Any = None, arguments: Any = None, type: str = ""
    ) -> Dataset:
        """A dataset made from one other."""
        made: Dataset = self.new(Dataset, op, node, type=type or parent.type, arguments=arguments or {})
        made.derived = (Derivation(parent, op, extent, part),)
        return made

    def as_dataset(self, value: Value, node: Any) -> Dataset | None:
        """The dataset that a value is, or that stands for the data it holds."""
        made = made_of(value)
        if isinstance(made, Dataset):
            return made
        if isinstance(made, Loader):
            return made.dataset
        if isinstance(value, Unknown | Sequence | Const) and not _is_none(value):
            known = self.stand_ins.get(value.key)
            if known is None:
                known = self.new(Dataset, getattr(value, "name", "") or "data", node)
                known.arguments = {"data": Argument("data", value, self.place(node), True)}
                self.stand_ins[value.key] = known
                role = self.role_words.of_name(getattr(value, "name", ""))
                if role is not None:
                    known.evidence.append(Evidence(role, Strength.PATH, f"its data is called `{value.name}`"))  # type: ignore[union-attr]
            return known
        return None

    stand_ins: dict[Key, Dataset]

    def datasets_in(self, value: Value) -> list[Dataset]:
        """The datasets among a value's possibilities."""
        found: list[Dataset] = []
        for option in options(value, self.context.conditions):
            made = made_of(option.value)
            if isinstance(made, Dataset):
                found.append(made)
        return found

    def row_split(self, row: tables.Split, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """Disjoint parts of a dataset or of arrays."""
        if row.parents.startswith("*"):
            rest = bound.get(row.parents[1:])
            if rest is None or not isinstance(rest.value, Sequence) or "?" in bound:
                return fresh()
            split = self.new(Split, name, node, row=row, arguments=bound)
            parts = [self._array_part(split, value.value, n) for value in rest.value.items for n in range(2)]
            return sequence(parts, "list")
        parent = receiver if row.parents == "self" else (bound[row.parents].value if row.parents in bound else None)
        if parent is None:
            return fresh()
        return self.distribute(parent, lambda one: self._split_of(row, name, one, bound, node))

    def _split_of(self, row: tables.Split, name: str, parent: Value, bound: Any, node: Any) -> Value:
        dataset = self.as_dataset(parent, node)
        if dataset is None:
            return fresh()
        split = self.new(Split, name, node, row=row, parents=(Object(dataset),), arguments=bound)
        if isinstance(row.parts, list | tuple):
            parts = {key: self.part_of(split, key, node) for key in row.parts}
            for part in parts.values():
                made = made_of(part)
                if isinstance(made, Dataset):
                    made.fetched = False
            return Mapping(slots=parts)
        if isinstance(row.parts, int):
            return sequence([self.part_of(split, n, node) for n in range(row.parts)], "tuple")
        sizes = bound[row.parts].value if row.parts in bound else None
        if isinstance(sizes, Sequence) and sizes.exact and len(sizes.items) <= MAX_PARTS:
            return sequence([self.part_of(split, n, node) for n in range(len(sizes.items))])
        return Object(split)

    def _array_part(self, split: Split, value: Value, n: int) -> Value:
        if made_of(value) is not None:
            dataset = self.as_dataset(value, split.place.node)
            if dataset is not None:
                return Object(self.derive(dataset, "part", "fewer", split.place.node, part=(split.order, n)))
        name = getattr(value, "name", "")
        return Unknown(("part", split.order, value.key, n), name if not self.role_words.of_name(name) else "")

    def part_of(self, split: Split, key: Any, node: Any) -> Value:
        """One part of a split, the same object each time it is asked for."""
        if key not in split.parts:
            parent = split.parents[0].made
            made = self.derive(parent, "part", "fewer", split.place.node, part=(split.order, key))
            made.place, made.chain, made.order = split.place, split.chain, split.order
            role = self.role_words.exact(key) if isinstance(key, str) else None
            if role is not None:
                made.evidence.append(Evidence(role, Strength.SELECTOR, f"it is the {key!r} part"))
            split.parts[key] = Object(made)
        part: Value = split.parts[key]
        return part

    def row_loader(self, row: tables.Loader, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """A loader of batches."""
        argument = bound.get(row.dataset)
        if argument is None or argument.value is None:
            return fresh()
        return self.distribute(argument.value, lambda one: self._load(row, name, one, bound, node))

    def _load(self, row: tables.Loader, name: str, value: Value, bound: Any, node: Any) -> Value:
        dataset = self.as_dataset(value, node)
        sampler: Any = None
        for parameter in row.sampler:
            given = bound.get(parameter)
            if given is not None and given.given and not _is_none(given.value):
                sampler = given.value
        loader = self.new(
            Loader,
            name,
            node,
            row=row,
            dataset=dataset,
            sampler=sampler,
            arguments={**bound, "dataset": bound[row.dataset]},
        )
        shuffle = bound.get(row.shuffle)
        if shuffle is not None and isinstance(shuffle.value, Const) and shuffle.given and shuffle.value.value is True:
            loader.evidence.append(Evidence(Role.TRAIN, Strength.SHUFFLE, "it is shuffled", shuffle.place))
        return Object(loader)

    def row_sampler(self, row: tables.Sampler, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """A sampler of indices."""
        return Object(self.new(Sampler, name, node, extent=row.extent, row=row, arguments=bound))

    def row_consume(self, row: tables.Consume, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """Training or evaluating on data."""
        tool = receiver.made if isinstance(receiver, Object) else None
        if any(
            source.get(key) is not None and source[key].given and not _equals(source[key].value, value)
            for source in (bound, tool.arguments if isinstance(tool, Tool) else {})
            for key, value in row.overfits.items()
        ):
            self.trace.overfits = True
        call = object()
        both = bool(row.train and row.evaluation)
        passes = bound.get(row.epochs)
        once = passes is not None and isinstance(passes.value, Const) and passes.value.value == 1
        for parameters, role in ((row.train, Role.TRAIN), (row.evaluation, Role.VALIDATION)):
            for parameter in parameters:
                argument = bound.get(parameter)
                if argument is not None and argument.given and argument.value is not None:
                    self._consume(argument.value, role, name, argument.place, (call, both, once), node)
        if tool is None and not row.of:
            return Object(self.new(Tool, name, node, type=row.name[0], arguments=bound))
        return fresh()

    def _consume(
        self, value: Value, role: Role, by: str, place: Place, call: tuple[object, bool, bool], node: Any
    ) -> None:
        if isinstance(value, Union):
            for option in options(value, self.context.conditions):
                self._consume(option.value, role, by, place, call, node)
            return
        if isinstance(value, Sequence) and value.items:
            first = value.items[0].value
            if made_of(first) is not None and value.kind == "list":
                for item in value.items:
                    self._consume(item.value, role, by, place, call, node)
                return
            value = first
        if _is_none(value):
            return
        made = made_of(value)
        if not isinstance(made, Dataset | Loader):
            made = self.as_dataset(value, node)
        if made is None:
            return
        context = self.context
        self.trace.consumed.append(
            Consume(
                made,
                by,
                place,
                context.chain,
                context.conditions,
                self.order(),
                role,
                loops=context.loops,
                call=call[0],
                decisive=call[1],
                once=call[2],
            )
        )

    def row_read(self, row: tables.Read, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """A reader: equal arguments give equal data."""
        if NOTHING & set(bound):
            return self._unknown_result(list(bound.values()))
        if row.converts and (only := next(iter(bound.values()), None)) is not None and carries(only.value):
            items = only.value.items if isinstance(only.value, Sequence) and only.value.kind == "tuple" else ()
            return items[0].value if len(items) == 1 else only.value  # the same transforms or datasets in another list
        for argument in bound.values() if not row.converts else ():
            if isinstance(argument.value, Value) and argument.value.key[0] == "open":
                if id(argument.value) in self.handles:
                    return self._unknown_result(list(bound.values()))  # the file goes on where the last reader stopped
                self.handles[id(argument.value)] = argument.value
        joined = bound.get(row.joins)
        axis = bound.get(row.axis)
        if joined is not None and (axis is None or (isinstance(axis.value, Const) and axis.value.value == 0)):
            items = joined.value.items if isinstance(joined.value, Sequence) else ()
            for item in items:
                if item.value.key[:1] == ("resampled",):
                    return Unknown(item.value.key)  # what it is joined with holds the originals
            place = place_of_copy(joined.value, self.altered, self.place(node))
            if place is not None:
                return self._resampled(place)
        parts: list[Value] = []
        for argument in bound.values():
            if argument.name in row.irrelevant or argument.value is None:
                continue
            value = argument.value
            parts.append(Unknown(path_key(value), sample=has_sample(value)))
        result = derived(f"read:{row.name[0]}", *parts)
        if self.context.effects is not None and result.sample and not row.converts:
            self.context.effects.reads[result.key] = self.place(node)
        return Unknown(result.identity, sample=result.sample, drawn=result.drawn, type=row.type)

    def row_type(self, row: tables.Type, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """An object that matters for its methods."""
        return Object(self.new(Tool, name, node, type=row.type or row.name[0], arguments=bound))

    def row_passes(self, row: tables.Passes, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """What it is given, passed on."""
        argument = bound.get(row.argument)
        if argument is None or not isinstance(argument.value, Value):
            return fresh()
        return python.contained("", argument.value, {})

    def row_resample(self, row: tables.Resample, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """Arrays with samples that were copied or made up from others."""
        if self._off(row.off, bound):
            return self._unknown_result(list(bound.values()))
        key = self._resampled(self.place(node)).key
        arrays = bound.get(row.arrays.removeprefix("*"))
        if arrays is not None and isinstance(arrays.value, Sequence) and len(arrays.value.items) == 1:
            return Unknown((*key, 0))
        return sequence([Unknown((*key, n)) for n in range(2)], "tuple")

    def _resampled(self, place: Place) -> Unknown:
        key = ("resampled", self.order())
        self.trace.resampled[key] = place
        return Unknown(key)

    def row_alter(self, row: tables.Alter, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """A sample, changed."""
        return self.alter(bound.get(row.argument), list(bound.values()))

    def alter(self, argument: Argument | None, arguments: Many[Argument]) -> Value:
        """A value of which is known that it was made of one of the arguments."""
        result = self._unknown_result(arguments)
        if argument is None or not isinstance(argument.value, Value) or not isinstance(result, Unknown):
            return result
        key = ("altered", self.order())
        self.altered[key] = argument.value.key
        return replace(result, identity=key)

    def row_namespace(self, row: tables.Namespace, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """Names and values."""
        rest = bound.get("args")
        given = [Argument("", item.value, rest.place, True) for item in rest.value.items] if rest else []
        named = bound.get("kwargs")
        if named is not None and isinstance(named.value, Mapping):
            given.append(Argument("**", named.value, named.place, True))
        return python.namespace(given)

    def row_lifecycle(self, row: tables.Lifecycle, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """A base class is not called by programs."""
        return fresh()

    def row_mode(self, row: tables.Mode, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """A context manager that tells how the model is used."""
        return fresh(type=f"mode:{row.mode}")

    def row_step(self, row: tables.Step, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """A training step."""
        for loop in self.context.loops:
            loop.training = True
            loop.certain |= self.context.conditions <= loop.conditions
        return fresh()

    def row_wrapper(self, row: tables.Wrapper, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """Runs a function outside the graph."""
        function = bound.get(row.function)
        if function is not None and isinstance(function.value, Value) and self.context.effects is not None:
            sample = Unknown(("sample",), sample=True)
            with self.within(eager=row.eager):
                self.call(function.value, [Argument("", sample, function.place, True)], node)
        return fresh(sample=self.context.effects is not None)

    def row_launch(self, row: tables.Launch, name: str, bound: Any, node: Any, receiver: Any) -> Value:
        """Runs a function in other processes or threads, or once the command line was read."""
        function = bound.get(row.function)
        if function is None or not isinstance(function.value, Value):
            return fresh()
        given = bound.get(row.arguments)
        items = given.value.items if given is not None and isinstance(given.value, Sequence) else ()
        passed = [Argument("", fresh(), function.place, True) for _ in range(row.before)]
        passed += [Argument("", item.value, given.place, True) for item in items] if given is not None else []
        self.call(function.value, passed, node)
        return fresh()

    def _off(self, off: Any, bound: Any) -> bool:
        return any(
            name in bound and isinstance(bound[name].value, Const) and _among(bound[name].value.value, values)
            for name, values in off.items()
        )

    # modes

    def mode_of(self, value: Value) -> str:
        """The mode a context manager or decorator puts the program in."""
        if isinstance(value, Unknown) and value.type.startswith("mode:"):
            return value.type.removeprefix("mode:")
        if isinstance(value, Library):
            row = self.project.tables.row(value.name)
            if isinstance(row, tables.Mode):
                return row.mode
        return ""

    # objects

    def call_object(self, target: Object, arguments: list[Argument], node: Any) -> Value:
        """Call a pipeline object: a transform on a sample."""
        made = target.made
        if isinstance(made, Augmentation) and self.context.effects is not None:
            row = made.row
            if isinstance(row, tables.Augmentation) and row.switch:
                bound = bind(tables.parse_signature(row.call), arguments, self.place(node))
                switch = bound.get(row.switch)
                if switch is not None and switch.given and self.truth(switch.value) is not True:
                    return fresh(sample=True)
            self.record_application(target, arguments, node)
            return fresh(sample=True)
        if isinstance(made, Augmentation) and arguments:
            return self.alter(arguments[0], arguments)
        return self._unknown_result(arguments)

    def record_application(self, target: Value, arguments: Many[Argument], node: Any) -> None:
        """A transform was called while a sample is made."""
        effects = self.context.effects
        if effects is not None:
            given: Key = next((a.value.key for a in arguments if getattr(a.value, "sample", False)), ("none",))
            found = effects.inner if self.context.applying else effects.applied
            found.append((target, self.application(target, self.place(node), self.context.eager), given))

    def call_object_method(self, target: Object, name: str, arguments: list[Argument], node: Any) -> Value:
        """A method of a pipeline object."""
        made = target.made
        kind = _type_of(made)
        row = self.project.tables.method(kind, name) if kind else None
        if row is None:
            row = self.any_method(name)
            if isinstance(row, tables.Consume) and not any(a.name in row.requires for a in arguments):
                row = None
        if row is not None:
            return self.call_row(row, name, arguments, node, target)
        if isinstance(made, Sampler) and made.row is not None and name == made.row.told:
            made.told = True
        if isinstance(made, Rng):
            return self._rng_method(made, name, arguments, node)
        if isinstance(made, Dataset) and name == "__getitem__" and len(arguments) == 1:
            return self.subscript_object(target, arguments[0].value, node)
        if isinstance(made, Augmentation) and name in ("add", "append", "insert") and arguments and made.row.steps:
            made.steps = (*made.steps, arguments[-1].value)
            return NONE
        if isinstance(made, Dataset) and made.instance is not None:
            return self.call_attribute(made.instance, name, arguments, node)
        return self._unknown_result(arguments)

    def _rng_method(self, made: Rng, name: str, arguments: list[Argument], node: Any) -> Value:
        if name in made.row.reseeds:
            if arguments:
                made.seed = arguments[0].value.key
                if self.context.effects is None:
                    self.new(
                        Seed,
                        name,
                        node,
                        value=made.seed,
                        constant=isinstance(arguments[0].value, Const),
                        generator=made,
                    )
                made.drawn = bool(draws_in(arguments[0].value))
                made.varies = has_sample(arguments[0].value) or made.drawn
            else:
                made.drawn = made.varies = True
            return Object(made)
        effects = self.context.effects
        if effects is None:
            self.drawn_outside += 1
            return fresh(chance=True)
        draw = self._draw(made.stream, f"{made.name}.{name}", node, None, Object(made))
        draw.seed = made.seed
        draw.frozen = not draw.eager and not made.row.graph
        effects.draws.append(draw)
        return fresh(drawn=draw)

    def object_attribute(self, value: Object, name: str, node: Any) -> Value:
        """An attribute of a pipeline object."""
        made = value.made
        if isinstance(made, Loader) and name == "dataset" and made.dataset is not None:
            return _value_of(made.dataset)
        if isinstance(made, Loader) and name in ("sampler", "batch_sampler"):
            return made.sampler if isinstance(made.sampler, Value) else derived("attribute", value, Const(name))
        if isinstance(made, Dataset):
            if name in made.overrides:
                found: Value = made.overrides[name][0]
                return found
            if name == "dataset" and len(made.derived) == 1:
                return _value_of(made.derived[0].parent)
            argument = made.arguments.get(name)
            if argument is not None and isinstance(argument.value, Value):
                return argument.value
            if isinstance(made.row, tables.Dataset) and not made.row.base and made.known and not made.derived:
                key = source_key(made, made.row)
                if key is not None:
                    return derived("attribute", Unknown(key), Const(name))
        if isinstance(made, Augmentation) and made.row is not None and name in made.row.steps:
            argument = made.arguments.get(name)
            if argument is not None and isinstance(argument.value, Value):
                return argument.value
        return derived("attribute", value, Const(name))

    def set_attribute(self, target: Value, name: str, value: Value, node: Any) -> None:
        """An attribute of a pipeline object was set: it replaces what was given at construction."""
        made = made_of(target)
        if not isinstance(made, Dataset):
            return
        if name == "dataset" and len(made.derived) == 1:
            parent = self.as_dataset(value, node)
            if parent is not None:
                made.derived = (replace(made.derived[0], parent=parent),)
            return
        own = self.context.receiver is target
        if own and self.context.functions and self.context.functions[-1].name == "__init__":
            return
        made.overrides[name] = (value, self.place(node))
        if not own:
            self.trace.writes.append(Write(made, name, value, self.place(node), self.context.conditions, self.order()))

    def subscript_object(self, value: Object, index: Value, node: Any) -> Value:
        """`value[index]` of a pipeline object."""
        made = value.made
        effects = self.context.effects
        if isinstance(made, Split):
            return self.part_of(made, index.value, node) if isinstance(index, Const) else fresh()
        if isinstance(made, Dataset):
            if isinstance(index, Const) and isinstance(index.value, str):
                return self.entry(made, index.value, node)
            if isinstance(index, Slice):
                return Object(self.derive(made, "slice", "fewer", node, part=index.key))
            if effects is not None:
                if not (isinstance(index, Unknown) and index.drawn is not None):
                    extent = "same" if index.key[0] == "sample" else "fewer"
                    effects.parents.append((made, extent, self.place(node)))
                return fresh(sample=True)
        if isinstance(made, Augmentation) and made.steps and isinstance(made.steps[0], Sequence):
            return self.subscript(made.steps[0], index, node)
        return derived("index", value, index)

    def entry(self, made: Dataset, key: str, node: Any) -> Value:
        """One split of a dictionary of datasets, or a column of a dataset: the same object each time."""
        found = made.entries.get(key)
        if found is None:
            found = self.derive(
                made, "entry", "fewer", node, part=key, type=made.type.replace("DatasetDict", "Dataset")
            )
            made.entries[key] = found
            role = self.role_words.exact(key)
            if role is not None:
                found.evidence.append(Evidence(role, Strength.SELECTOR, f"it is the {key!r} split"))
        return Object(found)

    def given_away(self, value: Value, node: cst.Call) -> None:
        """A statement called a function that was not read: it may change the datasets it is given."""
        for argument in node.args if is_unread(value) else ():
            given = made_of(self.evaluate(argument.value)) if isinstance(argument.value, cst.Name) else None
            if isinstance(given, Dataset):
                given.overrides["?"] = (value, self.place(node))

    def discard(self, value: Value, before: int, node: Any) -> None:
        """A statement made a dataset from another and kept neither."""
        made = made_of(value)
        if not isinstance(made, Dataset) or not isinstance(made.row, tables.Derive) or made.row.parent != "self":
            return
        if made in self.trace.made[before:] and made.place.node is node:
            self.trace.discarded.append(made)

    def set_entry(self, container: Object, key: Any, value: Value, node: Any) -> None:
        """`container[key] = dataset`."""
        made, dataset = container.made, made_of(value)
        if isinstance(made, Dataset) and isinstance(dataset, Dataset) and isinstance(key, str):
            made.entries[key] = dataset

    def spread(self, value: Value, count: int, node: Any) -> Sequence | None:
        """The parts of a split that is unpacked."""
        made = made_of(value)
        if isinstance(made, Split):
            return sequence([self.part_of(made, n, node) for n in range(count)])
        return None

    def add_objects(self, left: Value, right: Value) -> Value:
        """`dataset + dataset`."""
        parts = [made for made in (made_of(left), made_of(right)) if isinstance(made, Dataset)]
        if len(parts) < 2:
            return fresh()
        node = parts[-1].place.node
        made = self.new(Dataset, "concat", node, type=parts[0].type)
        made.derived = tuple(Derivation(one, "concat", "join", n) for n, one in enumerate(parts))
        return Object(made)

    def _next(self, arguments: Many[Argument]) -> Value:
        first = arguments[0].value if arguments else NONE
        if isinstance(first, Sequence) and first.items:
            return first.items[0].value
        return fresh(sample=getattr(first, "sample", False))

    # samples

    def read_data(self, value: Value) -> None:
        """Data is read while a sample is made."""
        if self.context.effects is not None:
            made = made_of(value)
            if isinstance(made, Dataset):
                self.context.effects.parents.append((made, "same", self.place_here()))
            else:
                self.context.effects.reads.setdefault(value.key, self.place_here())

    def place_here(self) -> Place:
        """The innermost call's place."""
        context = self.context
        if context.chain:
            return context.chain[-1].place
        return Place(context.module, context.module.tree)

    def element(self, value: Value) -> Value:
        """Some element of a value; of a dataset while a sample is made, one of its samples."""
        made = made_of(value)
        if self.context.effects is not None and isinstance(made, Dataset):
            self.read_data(value)
            return fresh(sample=True)
        if isinstance(value, Instance) and self.context.effects is not None:
            method = self.find_method(value, "__iter__")
            if method is not None:
                result = self.call_function(method, [], method.node, value)
                return super().element(result)
        return super().element(value)

    def sample_subscript(self, value: Value, index: Value) -> Value:
        """A subscript while a sample is made: which sample is read, or which part of it is kept."""
        if getattr(value, "sample", False):
            self.mix(value, index)
            drawn = next(iter(draws_in(index)), None)
            return Unknown(derived("cut", value, index).identity, sample=True, drawn=drawn)
        if isinstance(index, Unknown) and index.drawn is not None:
            return Unknown(
                ("index", "drawn", serial(), ("sample",)), sample=True
            )  # which sample, not what becomes of it
        if has_sample(index):
            self.read_data(value)
            result = derived("index", value, index)
            return Unknown(result.identity, sample=True)
        return derived("index", value, index)

    def subscript_instance(self, value: Instance, index: Value, node: Any) -> Value:
        """`__getitem__` of a project object."""
        made = made_of(value)
        if isinstance(made, Dataset):
            return self.subscript_object(Object(made), index, node)
        method = self.find_method(value, "__getitem__")
        if method is not None:
            return self.call_function(method, [Argument("", index, self.place(node), True)], node, value)
        return fresh(sample=self.context.effects is not None)

    def effects_of(self, function: Value, application: Application, arguments: int = 1, index: bool = False) -> Effects:
        """What calling `function` on a sample does, in the program's final state."""
        effects = Effects(serial=serial(), start=self.order())
        sample = Unknown(("sample", "index") if index else ("sample",), sample=True)
        place = application.place
        given = [Argument("", sample, place, True) for _ in range(arguments)]
        with self.within(
            module=place.module,
            chain=application.chain,
            conditions=application.conditions,
            effects=effects,
            eager=application.eager,
            applying=0,
            loops=(),
            functions=(),
            returns=None,
            yields=None,
            words=(),
            evaluating=False,
            isolated=False,
        ):
            if isinstance(function, Function | Bound | Partial):
                inner = function.function if isinstance(function, Partial | Bound) else function
                given = self._fill(inner, function, given, sample, place)
            result = self.call(function, given, place.node)
            if isinstance(result, Sequence) and effects is not None:
                effects.results.extend(item.value for item in result.items)
        for draw in effects.draws:
            draw.conditions = _about_sample(draw.conditions, effects.serial)
        for called in (effects.applied, effects.inner):
            called[:] = [
                (target, replace(one, conditions=_about_sample(one.conditions, effects.serial)), given)
                for target, one, given in called
            ]
        return effects

    def _fill(self, inner: Any, function: Value, given: list[Argument], sample: Value, place: Place) -> list[Argument]:
        if not isinstance(inner, Function):
            return given
        params = [p for p in parameters_of(inner.node.params) if p.kind == "positional"]
        taken = 1 if isinstance(function, Bound) else 0
        named: set[str] = set()
        if isinstance(function, Partial):
            taken += sum(1 for a in function.arguments if not a.name)
            named = {a.name for a in function.arguments}
        wanted = [p for p in params[taken:] if p.default is not ... and p.name not in named]
        return [Argument("", sample, place, True) for _ in wanted]

    def effects_of_dataset(self, made: Dataset) -> Effects:
        """What making one sample of a project dataset does."""
        instance = made.instance
        assert isinstance(instance, Instance)
        total = Effects(serial=serial(), start=self.order())
        names = self.sample_methods(instance.cls)
        application = Application(instance, made.place, made.chain, made.conditions)
        for name in names:
            method = self.find_method(instance, name)
            if method is None:
                continue
            found = self.effects_of(Bound(method, instance), application, index=True)
            total.draws.extend(found.draws)
            total.applied.extend(found.applied)
            total.inner.extend(found.inner)
            total.rngs.extend(found.rngs)
            total.calls |= found.calls
            total.writes |= found.writes
            total.seeds.extend(found.seeds)
            total.reads.update(found.reads)
            total.parents.extend(found.parents)
            total.base |= found.base
            total.endless |= found.endless
            total.unread |= found.unread
        if not any(self.find_method(instance, name) for name in names):
            total.base = True
        return total

    def sample_methods(self, cls: Class) -> tuple[str, ...]:
        """The methods of a dataset class that make samples."""
        for row in self.base_rows(cls):
            if isinstance(row, tables.Dataset) and row.per_sample:
                return row.per_sample
        return ("__getitem__", "__getitems__", "__iter__")

    # classes over library bases

    def base_rows(self, cls: Class) -> list[Any]:
        """The table rows of a class's library bases."""
        rows: list[Any] = []
        for one in python.lineage(cls):
            for base in one.bases:
                if isinstance(base, Library):
                    row = self.project.tables.row(base.name)
                    if row is not None:
                        rows.append(row)
        return rows

    def start_instance(self, instance: Instance, rows: Many[Any], arguments: list[Argument], node: Any) -> None:
        """Make the dataset that an instance is, if its bases or its methods say so; note objects with a lifecycle."""
        cls = instance.cls
        init = self.find_in_class(cls, "__init__")
        bound: dict[str, Argument] = {}
        if isinstance(init, Function):
            bound = bind(parameters_of(init.node.params)[1:], arguments, self.place(node))
        row = next((row for row in rows if isinstance(row, tables.Dataset)), None)
        cut = any(isinstance(row, tables.Derive) for row in rows)
        duck = not rows and all(self.find_method(instance, name) for name in DUCK_DATASET)
        if row is not None or duck or cut:
            made: Dataset = self.new(Dataset, cls.name, node, row=row, instance=instance, arguments=bound)
            made.type = (row.type or row.name[0]) if row is not None else ""
            instance.made = made
            for argument in bound.values():
                if argument.given and isinstance(argument.value, Const):
                    role = self.role_words.of_argument(argument.name, argument.value.value)
                    if role is not None:
                        reason = f"it is made with {argument.name}={argument.value.value!r}"
                        made.evidence.append(Evidence(role, Strength.SELECTOR, reason, argument.place))
        lifecycle = next((row for row in rows if isinstance(row, tables.Lifecycle)), None)
        if lifecycle is not None:
            self.lifecycles.append((instance, lifecycle, node))

    lifecycles: list[tuple[Instance, tables.Lifecycle, Any]]

    def init_bases(self, instance: Instance, arguments: list[Argument], node: Any) -> None:
        """Pass a constructor's arguments on to the library base."""
        rows = self.base_rows(instance.cls)
        loads = next((row for row in rows if isinstance(row, tables.Loader)), None)
        if loads is not None:
            loader = self.row_loader(
                loads, instance.cls.name, bind(loads.parameters, arguments, self.place(node)), node, None
            )
            instance.made = made_of(loader)
            return
        made = made_of(instance)
        base = next((row for row in rows if isinstance(row, tables.Dataset) and row.base and row.processes), None)
        if base is not None and isinstance(made, Dataset):
            told = bind(base.parameters, arguments, self.place(node))
            made.arguments = {**made.arguments, **{name: a for name, a in told.items() if a.given}}
        row = next((row for row in rows if isinstance(row, tables.Dataset) and not row.base), None)
        cut = next((row for row in rows if isinstance(row, tables.Derive)), None)
        if cut is not None and isinstance(made, Dataset):
            parts = bind(cut.parameters, arguments, self.place(node))
            parent = parts[cut.parent].value if cut.parent in parts else None
            above = self.as_dataset(parent, node) if isinstance(parent, Value) else None
            if above is not None:
                made.derived = (Derivation(above, cut.op, cut.extent),)
            for name, argument in parts.items():
                if isinstance(argument.value, Value) and name not in instance.slots:
                    self.write(instance, name, argument.value)
        if row is None or not isinstance(made, Dataset):
            return
        bound = bind(row.parameters, arguments, self.place(node))
        made.known = not NOTHING & set(bound)
        made.arguments = {**bound, **{k: v for k, v in made.arguments.items() if k not in bound and k not in NOTHING}}
        made.row = row
        made.reader = self._base_name(instance.cls, row)
        self.tell_dataset(made, row, bound, None)
        for name, argument in bound.items():
            if isinstance(argument.value, Value) and name not in instance.slots:
                self.write(instance, name, argument.value)

    def _base_name(self, cls: Class, row: Row) -> str:
        """The name under which a class derives from a library row."""
        for one in python.lineage(cls):
            for base in one.bases:
                if isinstance(base, Library) and self.project.tables.row(base.name) is row:
                    return base.name.rpartition(".")[2]
        return row.name[0]

    def _super_method(self, receiver: Super, name: str, arguments: list[Argument], node: Any) -> Value:
        instance = receiver.receiver
        if isinstance(instance, Instance):
            if name == "__init__":
                self.init_bases(instance, arguments, node)
                return NONE
            return self.call_base_method(instance, name, arguments, node)
        return fresh()

    def call_base_method(self, target: Instance, name: str, arguments: list[Argument], node: Any) -> Value:
        """A method that a project object has from its library base."""
        effects = self.context.effects
        if effects is not None and name in ("__getitem__", "__iter__"):
            effects.base = True
            return fresh(sample=True)
        made = made_of(target)
        if isinstance(made, Dataset):
            row = self.project.tables.method(made.type, name)
            return self.call_row(row, name, arguments, node, Object(made)) if row else self._unknown_result(arguments)
        for row in self.base_rows(target.cls):
            kinds = (row.name[0], getattr(row, "type", "") or row.name[0])
            method = next((found for kind in kinds if (found := self.project.tables.method(kind, name))), None)
            if method is not None:
                return self.call_row(method, name, arguments, node, None)
        return self.call_unknown_method(derived("attribute", target, Const("")), name, arguments, node)

    # copies

    def _copy_dataset(self, made: Dataset, memo: dict[int, Any]) -> Dataset:
        copied = self.copy_made(made, memo, True)
        assert isinstance(copied, Dataset)
        return copied

    def copy_made(self, made: Made, memo: dict[int, Any], deep: bool) -> Made:
        """A copy of a pipeline object."""
        if id(made) in memo:
            known: Made = memo[id(made)]
            return known
        clone = replace(made, evidence=[e for e in made.evidence if e.strength < Strength.ARGUMENT])
        clone.order = self.order()
        memo[id(made)] = clone
        if isinstance(clone, Dataset) and isinstance(made, Dataset):
            clone.copy_of = made
            clone.applies = list(made.applies)
            clone.overrides = dict(made.overrides)
            clone.entries = {}
            if deep:
                clone.derived = tuple(replace(d, parent=self._copy_dataset(d.parent, memo)) for d in made.derived)
        if isinstance(clone, Augmentation) and deep and isinstance(made, Augmentation):
            clone.steps = tuple(python.copy_slot(self, step, memo) for step in made.steps)
        self.trace.made.append(clone)
        return clone


def source_key(dataset: Dataset, row: tables.Dataset) -> Key | None:
    """What says which data a library dataset reads: all its arguments but those that do not matter for that."""
    parts: list[Any] = ["dataset", dataset.reader or row.name[0]]
    given = False
    for parameter in row.parameters:
        argument = dataset.arguments.get(parameter.name)
        if argument is None or parameter.name in row.irrelevant or parameter.name in row.applies:
            continue
        if argument.value is None:
            if not argument.given and parameter.name in row.source:
                return None
            continue
        given |= argument.given
        parts.append((parameter.name, path_key(argument.value)))
    if row.divides and row.divided_by:
        argument = dataset.arguments.get(row.divided_by)
        parts.append(("division", argument.value.key if argument and isinstance(argument.value, Value) else None))
    return tuple(parts) if given or not row.source else None


def _value_of(made: Dataset) -> Value:
    return made.instance if isinstance(made.instance, Value) else Object(made)


def _type_of(made: Made) -> str:
    if isinstance(made, Dataset | Tool):
        return made.type
    row = getattr(made, "row", None)
    return row.name[0] if row is not None and row.name else ""


def _about_sample(conditions: Conditions, start: int) -> Conditions:
    """Conditions on values that were made while a sample was are marked as being about the sample."""
    return frozenset((("sample", key) if newest(key) > start else key, arm) for key, arm in conditions)


def _is_none(value: Any) -> bool:
    return isinstance(value, Const) and value.value is None


def _equals(value: Any, expected: Any) -> bool:
    return isinstance(value, Const) and value.value == expected


def _is_true(argument: Argument | None) -> bool:
    return argument is not None and isinstance(argument.value, Const) and argument.value.value is True


def _among(value: Any, values: Any) -> bool:
    wanted = values if isinstance(values, list | tuple) else (values,)
    return any(value == one and isinstance(value, bool) == isinstance(one, bool) for one in wanted)
