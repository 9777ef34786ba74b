"""Draws from the loaders of a program: which samples they give, and what is drawn for them.

The order matters. What is asked of single samples comes first, and leaves all random streams as they were; then come
the passes, in the order of the program's own, each after the seeds that the program set before it.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import islice
from types import SimpleNamespace
from typing import Any

from auglint.confirm.inside import torch_tagging
from auglint.confirm.inside.patches import Patches
from auglint.confirm.inside.probe.access import MOST_READ, Access, in_time
from auglint.confirm.inside.probe.images import all_ramps, holds_images
from auglint.confirm.inside.probe.pictures import png
from auglint.confirm.inside.probe.ramp import LEAST, USUAL, Ramp
from auglint.confirm.inside.probe.readers import Readers
from auglint.confirm.inside.probe.streams import (
    Holder,
    Stream,
    global_streams,
    no_entropy,
    own_streams,
    preserved,
    reachable,
)
from auglint.confirm.inside.seeds import watched_samples
from auglint.confirm.inside.torch_groups import (
    Group,
    count_rounds,
    indices_of,
    made_anew,
    place_between,
    set_epoch,
    shuffles,
    size_of,
    unwrapped,
)
from auglint.confirm.inside.torch_loaders import Loader, OwnPass, Torch, datasets, start_method
from auglint.confirm.inside.torch_tagging import Tag, Tagging
from auglint.confirm.observation import Draw, Fact, Instrument, Pass, Pipeline, Spot, Start

_BATCH = 8
_MANY_PIPELINES = 12
_MANY_ROUNDS = 2
_CHECKS = 24
_MANY_OF_STREAM = 1024
_SECONDS = 2.0
_LEAKED = 6
_TOOK = 6


class Exercise:
    """All passes over the loaders of one program."""

    def __init__(self, torch: Torch) -> None:
        self.torch = torch
        self.observer = torch.observer
        self.limits = torch.observer.limits
        self.ramp = Ramp()
        for role, value in self.observer.given:
            if hasattr(value, "batch_sampler") and hasattr(value, "dataset"):
                torch.add(value, role, "it was named so")
        self.groups = self._grouped()
        self.streams: list[Stream] = []
        self._data: list[Pass] = []
        self._broken: list[Group] = []
        self._bases: dict[int, int] = {}
        self._at_end = ExitStack()
        self._replaced: dict[int, Any] = {}
        self.facts: list[Fact] = []

    def run(self) -> None:
        """Ask of samples, draw, and tell; whatever happens, everything is as it was then."""
        self._at_end.callback(self._end_workers)
        with self._at_end:
            self._run()

    def _end_workers(self) -> None:
        for loader in self.torch.loaders.values():
            if getattr(loader.value, "_iterator", None) is not None:
                _end_workers_of(loader.value)

    def _tagging(self, collate: Any, **settings: Any) -> Tagging:
        """Tagging that is closed at the latest when all is done."""
        tagging = Tagging(collate, **settings)
        self._at_end.callback(tagging.close)
        return tagging

    def _run(self) -> None:
        for loader in self.torch.loaders.values():
            if loader.snapshot is None:
                self.torch.take(loader)
        self.streams = [*global_streams(), *own_streams(*[loader.snapshot for loader in self.torch.loaders.values()])]
        self.streams += [
            stream
            for each in self.torch.passes
            for generator, _ in each.generators.values()
            for stream in own_streams(generator)
        ]
        for number, group in enumerate(self.groups):
            self.observer.progress(f"looking at the samples of {self._told(number, group)}")
            with self._alone(group), preserved(self.streams):
                self._members(group)
                self._sampled(group)
        self._write_data()
        with ExitStack() as ramps:
            self._put_ramps(ramps)
            for group in self._sound():
                with self._alone(group), preserved(self.streams):
                    self._try_ramp(group)
            self._probed()
        self._passes(Instrument.REAL)

    def _probed(self) -> None:
        """What is seen while each source image is the ramp."""
        for group in self._sound():
            with self._alone(group), preserved(self.streams):
                group.took = self._took(group)
        for group in self.groups:
            self.observer.write(self._pipeline(group))
        for own in self.torch.passes:
            known = self._group_of(own.loader)
            if known is not None:
                seeds = tuple(call.seeding for call in own.calls)
                self.observer.write(Start(known.number, self._epoch(known, own), seeds, own.states))
        self._facts()  # they take no time, and are known also when that is up
        self._passes(Instrument.PROBE)

    @contextmanager
    def _alone(self, group: Group) -> Iterator[None]:
        """What goes wrong with one pipeline leaves the others alone."""
        try:
            yield
        except (Exception, SystemExit) as error:
            self._broken.append(group)
            group.notes.append(f"it raised {type(error).__name__}: {error}")
            self.observer.failed(error)

    def _sound(self) -> list[Group]:
        return [group for group in self.groups if group not in self._broken]

    # Which pipelines there are ----------------------------------------------------------------------------------------

    def _grouped(self) -> list[Group]:
        groups: list[Group] = []
        by_place: dict[tuple[Spot, ...], list[Group]] = {}
        used = {id(own.loader) for own in self.torch.passes}
        for loader in self.torch.loaders.values():
            alike = by_place.setdefault(loader.spots, [])
            again = next((group for group in alike if made_anew(group.loaders[-1], loader)), None)
            if again is not None and loader.spots:
                again.loaders.append(loader)
                continue
            if loader.spots and id(loader) not in used and any(id(each.loaders[0]) in used for each in alike):
                continue  # made after the run was cut short, and never used
            group = Group(-1, [loader])
            alike.append(group)
            groups.append(group)
        for group in groups:
            group.role, group.role_from = self._role(group)
        for alike in by_place.values():
            for role in {group.role for group in alike}:
                count_rounds([group for group in alike if group.role == role])
        place_between(groups)
        groups = [group for group in groups if (group.round or 0) < _MANY_ROUNDS][:_MANY_PIPELINES]
        for group in groups:
            group.number = self.observer.number()
        return groups

    def _role(self, group: Group) -> tuple[str, str]:
        loaders = group.loaders
        for loader in loaders:
            if loader.role:
                return loader.role, loader.role_from
        if any(loader.trained for loader in loaders):
            return "train", "its batches are trained on"
        said = self.observer.roles(loaders[0].spots)
        if said:
            return said, "the code says so"
        if any(loader.passes and not loader.graded for loader in loaders):
            return "evaluation", "its batches are used without gradients"
        if shuffles(group.value):
            return "train", "it is shuffled"
        return (
            ("evaluation", "another loader is shuffled")
            if any(shuffles(each.value) for each in self.torch.loaders.values())
            else ("", "")
        )

    def _group_of(self, loader: Loader) -> Group | None:
        return next((group for group in self.groups if loader in group.loaders), None)

    def _epoch(self, group: Group, own: OwnPass) -> int:
        return own.epoch + sum(each.passes for each in group.loaders[: group.loaders.index(own.loader)])

    def _told(self, number: int, group: Group) -> str:
        return f"pipeline {number + 1} of {len(self.groups)}" + (f" ({group.role})" if group.role else "")

    # What is asked of single samples ----------------------------------------------------------------------------------

    def _members(self, group: Group) -> None:
        """Tell which samples two epochs hold."""
        if group.streams_on:
            self._stream_members(group)
            return
        base, mapped = unwrapped(group.dataset)
        access = Access(base)
        group_indices: list[list[int]] = []
        for epoch in range(self.limits.epochs):
            loader = group.loader(epoch).value
            set_epoch(loader, self._own(group, epoch))
            order = list(islice(indices_of(loader), self.limits.members + 1))
            group_indices.append([index for index in order if isinstance(index, int)])
        wanted = [mapped(index) for order in group_indices for index in order]
        found = access.identities(wanted)
        name = self._base(base)
        shared = sum(unwrapped(other.dataset)[0] is base for other in self.groups) > 1
        if not any(found.values()) and not shared:
            found = self._made_without_chance(group, base, wanted)
        for epoch, order in enumerate(group_indices):
            names = [found.get(mapped(index)) for index in order]
            draws = tuple(
                Draw(sample=known or f"object:{name}:{mapped(index)}")
                for index, known in zip(order, names, strict=True)
                if known is not None
            )
            whole = len(draws) == len(order) <= self.limits.members
            self._data.append(Pass(group.number, epoch, self.observer.order(), Instrument.DATA, draws, whole))
        group.identities = {
            index: found.get(mapped(index)) or f"object:{name}:{mapped(index)}"
            for order in group_indices
            for index in order
        }

    def _made_without_chance(self, group: Group, base: Any, indices: Sequence[int]) -> dict[int, str]:
        """Names for samples that are made on the fly: what comes out when each is made from one random state."""
        tagging = self._tagging(None, fixed=True)
        fetcher = SimpleNamespace(dataset=base, collate_fn=tagging)
        found = in_time(
            list(dict.fromkeys(indices))[:MOST_READ],
            lambda index: f"fixed:{tagging.fetch(fetcher, [index])[0].output}",
            _SECONDS,
        )
        tagging.close()
        return found

    def _stream_members(self, group: Group) -> None:
        """Tell the samples of a stream: each is made from one random state, so its output says which it is."""
        for epoch in range(self.limits.epochs):
            tags, whole = self._draw(group, epoch, Instrument.DATA, None)
            draws = tuple(Draw(tag.file or f"fixed:{tag.output}", worker=tag.worker) for tag in tags)
            self._data.append(Pass(group.number, epoch, self.observer.order(), Instrument.DATA, draws, whole))

    def _write_data(self) -> None:
        """Tell which samples there are, with pictures of some that training and evaluation both hold."""
        train = {group.number for group in self.groups if group.role == "train"}
        held = [
            {draw.sample for each in self._data if (each.pipeline in train) is side for draw in each.draws}
            for side in (True, False)
        ]
        shown = sorted(held[0] & held[1])[:_LEAKED]
        for each in self._data:
            group = next(group for group in self.groups if group.number == each.pipeline)
            if each.epoch or not shown or group.streams_on:
                self.observer.write(each)
                continue
            places = {draw.sample: place for place, draw in enumerate(each.draws) if draw.sample in shown}
            with preserved(self.streams):
                pictures = {
                    places[sample]: picture for sample in places if (picture := self._picture_of(group, sample))
                }
            self.observer.write(replace(each, pictures=tuple(pictures.values()), pictured=tuple(pictures)))

    def _picture_of(self, group: Group, sample: str) -> str:
        index = next(index for index, name in group.identities.items() if name == sample)
        tagging = self._tagging(group.value.collate_fn, pictures=1)
        try:
            tag = tagging.fetch(SimpleNamespace(dataset=group.dataset, collate_fn=tagging), [index])[0]
        finally:
            tagging.close()
        return "" if tag.picture is None else png(tag.picture)

    def _base(self, base: Any) -> int:
        return self._bases.setdefault(id(base), len(self._bases))

    def _sampled(self, group: Group) -> None:
        """One sample made again and again: does it vary, and what is random about it?"""
        if group.streams_on:
            self._sampled_stream(group)
            return
        index = self._first(group)
        if index is None:
            return
        tagging = self._tagging(group.value.collate_fn, states=True)
        fetcher = SimpleNamespace(dataset=group.dataset, collate_fn=tagging)
        log = self.observer.seeds
        own = [*global_streams(), *own_streams(group.dataset, group.value.collate_fn)]
        outputs: list[str] = []
        after: list[list[str]] = []
        moved = drawn = False
        with watched_samples(log):
            for _ in range(_CHECKS):
                before = [stream.digest() for stream in own]
                seen = log.sample()
                outputs.append(tagging.fetch(fetcher, [index])[0].output)
                group.seedings += seen.seedings
                drawn |= seen.drawn()
                after.append([stream.digest() for stream in own])
                moved |= before != after[-1] and not seen.seedings
                group.streams |= {
                    stream.name
                    for stream, a, b in zip(own[: len(global_streams())], before, after[-1], strict=False)
                    if a != b
                }
        tagging.close()
        group.views = _views(group.dataset[index])
        group.varies = len(set(outputs)) > 1
        group.consumes = moved or drawn
        # The first sample brings the streams to where a seed inside puts them.
        group.resets = group.consumes and all(state == after[1] for state in after[1:])
        group.seedings = list(dict.fromkeys(group.seedings))
        if group.seedings:
            self._seeded(group)

    def _seeded(self, group: Group) -> None:
        """Whether what is seeded for each sample gets one and the same seed for all."""
        indices = list(dict.fromkeys(group.identities))[:_TOOK]
        tagging = Tagging(group.value.collate_fn)
        fetcher = SimpleNamespace(dataset=group.dataset, collate_fn=tagging)
        log = self.observer.seeds
        seeds: dict[tuple[str, Spot], list[str]] = {}
        drawn = True
        ends: set[tuple[str, ...]] = set()
        with watched_samples(log):
            for index in indices:
                seen = log.sample()
                tagging.fetch(fetcher, [index])
                drawn &= seen.drawn()
                ends.add(tuple(each.digest() for each, _ in seen.streams if each.name == "torch.Generator"))
                for what, spot in {(each.what, each.spot) for each in seen.seedings}:
                    own = [each.seed for each in seen.seedings if (each.what, each.spot) == (what, spot)]
                    seeds.setdefault((what, spot), []).append(", ".join(own))
        tagging.close()
        for (what, spot), own in seeds.items():
            if len(own) < len(indices) or len(own) < 4 or not drawn:
                continue
            one = len(set(own)) == 1
            if one and not _is_fixed(what, own[0]):
                continue
            if one and what == "torch.Generator" and len(ends) > 1:
                continue  # it was given a seed after it was made
            given = "" if own[0] == "''" else own[0]
            text = f"{what}({given}) is called for each sample: what is drawn from there is the same for all"
            text = text if one else f"{what} gets another seed for each sample"
            fact = Fact("CONSTANT", spot, text, (group.number,), one, len(own), len(own) if one else 0)
            self.facts.append(fact)

    def _sampled_stream(self, group: Group) -> None:
        """The first samples of a stream: what is random about them?"""
        own = [*global_streams(), *own_streams(group.dataset)]
        log = self.observer.seeds
        before = [stream.digest() for stream in own]
        with watched_samples(log):
            seen = log.sample()
            for _ in islice(iter(group.dataset), _CHECKS):
                pass
        after = [stream.digest() for stream in own]
        group.seedings += dict.fromkeys(seen.seedings)
        group.consumes = before != after or seen.drawn()
        group.streams |= {stream.name for stream, a, b in zip(global_streams(), before, after, strict=False) if a != b}

    def _took(self, group: Group) -> bool | None:
        """Whether different samples come out alike from equal random states."""
        if group.streams_on:
            return self._took_in_stream(group)
        indices = self._few(group)
        if len(indices) < 2:
            return None
        tagging = self._tagging(group.value.collate_fn, ramp=self._ramp_of(group))
        fetcher = SimpleNamespace(dataset=group.dataset, collate_fn=tagging)
        outputs = set()
        with no_entropy():
            for index in indices:
                with preserved(self.streams):
                    tag = tagging.fetch(fetcher, [index])[0]
                outputs.add(tag.output)
                group.sourced |= bool(tag.file)
        tagging.close()
        return len(outputs) == 1

    def _few(self, group: Group) -> list[int]:
        """Some indices from all over the data; none of a stream."""
        if group.streams_on:
            return []
        indices = list(dict.fromkeys(group.identities)) or list(range(min(_TOOK, len(group.dataset))))
        return indices[:: max(1, len(indices) // _TOOK)][:_TOOK]

    def _took_in_stream(self, group: Group) -> bool | None:
        tagging = self._tagging(group.value.collate_fn, ramp=self._ramp_of(group))
        try:
            fetcher = SimpleNamespace(dataset=group.dataset, dataset_iter=iter(group.dataset), collate_fn=tagging)
            outputs = []
            with no_entropy():
                for _ in range(_TOOK):
                    with preserved(self.streams):
                        outputs.append(tagging.fetch(fetcher, [None])[0].output)
        except StopIteration:
            return None
        finally:
            tagging.close()
        return len(set(outputs)) == 1

    def _first(self, group: Group) -> int | None:
        if group.streams_on:
            return None
        if group.identities:
            return next(iter(group.identities))
        return 0 if len(group.dataset) else None

    # The ramp ---------------------------------------------------------------------------------------------------------

    def _put_ramps(self, ramps: ExitStack) -> None:
        """Put the ramp into all arrays and lists of images that datasets read, until `ramps` is closed."""
        self._fix_size()
        done: dict[int, Any] = {}
        for group in self.groups:
            with preserved(self.streams):
                containers = self._image_containers(group)
            for value, holder in containers:
                if any(value is ramp for ramp in done.values()):
                    group.sourced = True  # another pipeline reads it, too
                    continue
                if id(value) not in done:
                    done[id(value)] = all_ramps(value, self.ramp)
                if done[id(value)] is not None and holder.put(done[id(value)]):
                    ramps.callback(holder.put, value)
                    self._replaced[id(done[id(value)])] = value
                    group.sourced = True

    def _try_ramp(self, group: Group) -> None:
        """Give back its own images to a dataset that cannot do with the ramp, such as one that looks up classes."""
        tagging = self._tagging(group.value.collate_fn, ramp=self.ramp)
        try:
            if group.streams_on:
                fetcher = SimpleNamespace(dataset=group.dataset, dataset_iter=iter(group.dataset), collate_fn=tagging)
                tagging.fetch(fetcher, [None])
            for index in self._few(group):
                tagging.fetch(SimpleNamespace(dataset=group.dataset, collate_fn=tagging), [index])
        except StopIteration:
            return
        except Exception:
            group.refuses, group.sourced = True, False
            group.notes.append("its samples cannot be made from the probe")
            for value, holder in list(reachable(group.dataset)):
                if id(value) in self._replaced:
                    holder.put(self._replaced[id(value)])
        finally:
            tagging.close()

    def _ramp_of(self, group: Group) -> Ramp | None:
        return None if group.refuses else self.ramp

    def _image_containers(self, group: Group) -> list[tuple[Any, Holder]]:
        return [(value, holder) for value, holder in reachable(group.dataset) if holds_images(value)]

    def _fix_size(self) -> None:
        """Take the size of the first image that any pipeline reads, before there are workers."""
        for group in self.groups:
            if self.ramp.height:
                return
            readers, patches = Readers(), Patches()
            readers.install(patches)
            try:
                with preserved(self.streams):
                    if group.streams_on:
                        next(iter(group.dataset), None)
                    elif (index := self._first(group)) is not None:
                        group.dataset[index]
            except Exception:
                continue
            finally:
                patches.undo()
            if readers.sizes:
                self.ramp.fix(*readers.sizes[0])
        self.ramp.fix(*USUAL)

    # Passes -----------------------------------------------------------------------------------------------------------

    def _passes(self, instrument: Instrument) -> None:
        for group, epoch, own in self._schedule():
            slow = ": its workers start anew, which takes seconds" if self._starts_slowly(group) else ""
            self.observer.progress(f"drawing epoch {epoch + 1} of {self._told(group.number, group)}{slow}")
            if own is not None:
                self.observer.seeds.again(own.calls)
                self._put_generators(group, epoch, own)
            shown = instrument
            only = None
            if instrument is Instrument.PROBE and group.took is not True and not group.streams_on:
                shown, only = Instrument.COLLAPSE, self._first(group)
            if group in self._broken or (instrument is Instrument.REAL and self._starts_slowly(group)):
                continue
            with self._alone(group):
                self._pass(group, epoch, shown, only)

    def _pass(self, group: Group, epoch: int, instrument: Instrument, only: int | None) -> None:
        tags, whole = self._draw(group, epoch, instrument, only)
        states = _moved(tags)
        draws = tuple(self._draw_of(group, tag, state) for tag, state in zip(tags, states, strict=True))
        pictured = self._pictured(tags)
        pictures = tuple(png(tags[place].picture) for place in pictured)
        order = self.observer.order()
        self.observer.write(Pass(group.number, epoch, order, instrument, draws, whole, pictures, pictured))

    def _pictured(self, tags: Sequence[Tag]) -> tuple[int, ...]:
        """Which pictures to keep: the first ones, and the first ones of two workers."""
        found = [place for place, tag in enumerate(tags) if tag.picture is not None]
        return tuple(
            place for number, place in enumerate(found) if number < self.limits.pictures or tags[place].worker < 2
        )

    def _schedule(self) -> Iterator[tuple[Group, int, OwnPass | None]]:
        """Passes in the order of the program's own; those that it did not make come last, epoch by epoch."""
        wanted = [(group, epoch) for group in self.groups for epoch in range(self._epochs(group))]
        for own in self.torch.passes:
            group = self._group_of(own.loader)
            if group is not None and (group, self._epoch(group, own)) in wanted:
                wanted.remove((group, self._epoch(group, own)))
                yield group, self._epoch(group, own), own
        yield from (
            (group, epoch, None)
            for group, epoch in sorted(wanted, key=lambda each: each[1])
            if epoch == 0 or not self._counts(group)
        )

    def _counts(self, group: Group) -> bool:
        """Whether the program tells the dataset which epoch it is: what it would have told it next is not known."""
        told = [own.numbers for own in self.torch.passes if own.loader in group.loaders]
        able = any(hasattr(inner, "set_epoch") for inner in datasets(group.dataset))
        return able or any(numbers != told[0] for numbers in told)

    def _epochs(self, group: Group) -> int:
        size = size_of(group.value)
        if size is not None and size < 40:
            return 4
        # Workers that persist start alike once; what repeats from then on shows from the second epoch.
        return self.limits.epochs + bool(group.value.persistent_workers)

    def _own(self, group: Group, epoch: int) -> OwnPass | None:
        return next(
            (own for own in self.torch.passes if own.loader in group.loaders and self._epoch(group, own) == epoch), None
        )

    def _put_generators(self, group: Group, epoch: int, own: OwnPass) -> None:
        """A generator that the program itself has set back for this pass is set back again; others run on."""
        first = self._own(group, 0)
        for name, (generator, state) in own.generators.items():
            if epoch == 0 or (first is not None and first.states.get(name) == own.states[name]):
                generator.set_state(state)

    def _draw(self, group: Group, epoch: int, instrument: Instrument, only: int | None) -> tuple[list[Tag], bool]:
        loader = group.loader(epoch).value
        ramp = self._ramp_of(group) if instrument in (Instrument.PROBE, Instrument.COLLAPSE) else None
        fixed = instrument is Instrument.DATA
        wanted = self._wanted(group, instrument)
        own = self._own(group, epoch)
        set_epoch(loader, own)
        for inner, known in zip(datasets(group.dataset), own.numbers if own is not None else (), strict=False):
            vars(inner).update(known)
        tags: list[Tag] = []
        with _prepared(loader, group.dataset) as original:
            collate = original if isinstance(original, Tagging) else loader.collate_fn
            tagging = self._tagging(
                collate, ramp=ramp, only=only, states=not fixed, fixed=fixed, pictures=self.limits.pictures
            )
            if loader._iterator is not None and not tagging.does_the_same(loader._iterator._collate_fn):
                _end_workers_of(loader)
            loader.collate_fn = tagging
            iterator = iter(loader)
            whole = True
            for batch in iterator:
                tags += batch
                if len(tags) >= wanted:
                    whole = next(iterator, None) is None if not loader.num_workers else False
                    break
            if loader.num_workers and not loader.persistent_workers:
                iterator._shutdown_workers()
            tagging.close()
            loader.collate_fn = original
        return tags[:wanted], whole

    def _wanted(self, group: Group, instrument: Instrument) -> int:
        wanted: int = self.limits.samples * max(1, group.value.num_workers // 2)
        if instrument is Instrument.DATA:
            return _MANY_OF_STREAM
        if instrument is Instrument.REAL and group.role == "train" and group.took and not group.streams_on:
            return 16
        return min(wanted, 4 * self.limits.samples)

    def _starts_slowly(self, group: Group) -> bool:
        return start_method(group.value) not in ("", "fork")

    def _draw_of(self, group: Group, tag: Tag, state: str) -> Draw:
        sample = tag.file
        if not group.streams_on and isinstance(tag.index, int):
            sample = group.identities.get(tag.index, sample) or f"index:{tag.index}"
        elif group.streams_on and not sample:
            sample = ""
        return Draw(sample, tag.output, state, tag.worker)

    # What is told -----------------------------------------------------------------------------------------------------

    def _pipeline(self, group: Group) -> Pipeline:
        loader = group.value
        base, _ = unwrapped(group.dataset)
        return Pipeline(
            number=group.number,
            kind="torch loader",
            spots=group.loaders[0].spots,
            role=group.role,
            role_from=group.role_from,
            workers=loader.num_workers,
            start=start_method(loader),
            persistent=loader.persistent_workers,
            size=size_of(loader),
            took=group.took,
            sourced=group.sourced,
            varies=group.varies,
            consumes=group.consumes,
            resets=group.resets,
            shuffles=shuffles(loader),
            indexed=not group.streams_on,
            streams=tuple(sorted(group.streams)),
            batch=min(loader.batch_size, _BATCH) if isinstance(loader.batch_size, int) else None,
            round=group.round,
            passes=sum(own.loader in group.loaders for own in self.torch.passes),
            seedings=tuple(group.seedings),
            views=group.views,
            base=(f"dataset {self._base(base)}",),
            notes=tuple(group.notes),
        )

    def _facts(self) -> None:
        """Seeds that are the same for all samples, and transforms that were set on parts of a dataset."""
        for fact in self.facts:
            self.observer.write(fact)
        kept = [(group, {id(value) for value, _ in reachable(group.value.dataset)}) for group in self.groups]
        subset = sys.modules["torch.utils.data"].Subset
        for name, spot, dataset in self.torch.assigned:
            users = [group for group, values in kept if id(dataset) in values]
            numbers = tuple(group.number for group in users)
            if isinstance(dataset, subset):
                ignored = name not in _names_of(type(dataset))
                text = (
                    f"nothing reads `{name}` of a {type(dataset).__name__}" if ignored else f"its class reads `{name}`"
                )
                self.observer.write(Fact("TRANSFORM_IGNORED", spot, text, numbers, ignored))
                continue
            shared = len({group.role == "train" for group in users if group.role}) > 1
            text = "training and evaluation read this one dataset" if shared else "only one split reads this dataset"
            self.observer.write(Fact("TRANSFORM_SHARED", spot, text, numbers, shared))


def _views(sample: Any) -> int:
    """How many images of one shape a sample has."""
    shapes = Counter(part.shape for part in torch_tagging.leaves(sample) if part.size >= LEAST)
    return max(shapes.values(), default=0)


def _is_fixed(what: str, seed: str) -> bool:
    """Whether a seed, as text, says where a generator starts: without one only torch's start alike."""
    return bool(re.search(r"\d", seed)) or (seed in ("", "''") and what == "torch.Generator")


def _names_of(kind: type) -> set[str]:
    """The names that the methods of a class use."""
    methods = [value for each in kind.__mro__ for value in vars(each).values() if hasattr(value, "__code__")]
    return {name for method in methods for name in method.__code__.co_names}


def exercise(torch: Torch) -> None:
    """Draw from all loaders of a program."""
    torch_tagging.install(torch.observer.patches)
    Exercise(torch).run()


@contextmanager
def _prepared(loader: Any, dataset: Any) -> Iterator[Any]:
    """A loader with small batches of the dataset as it was at first; its collate function is given."""
    kept = {name: loader.__dict__.get(name) for name in ("dataset", "collate_fn", "batch_size")}
    sampler = loader.batch_sampler
    size = getattr(sampler, "batch_size", None) if type(sampler).__name__ == "BatchSampler" else None
    loader.__dict__["dataset"] = dataset
    if isinstance(size, int):
        sampler.batch_size = min(size, _BATCH)
    try:
        yield kept["collate_fn"]
    finally:
        loader.__dict__.update(kept)
        if isinstance(size, int):
            sampler.batch_size = size


def _end_workers_of(loader: Any) -> None:
    """End workers that persist: they go on doing what they were told when they started."""
    loader._iterator._shutdown_workers()
    loader.__dict__["_iterator"] = None


def _moved(tags: Sequence[Tag]) -> list[str]:
    """The states of the streams that samples draw from, of each sample; those that stand still tell nothing.

    A generator of the dataset's own is what counts where there is one: workers have global states of their own.
    """
    states = [tag.state for tag in tags]
    if not all(states):
        return [""] * len(tags)
    moved: set[int] = set()
    last: dict[int, tuple[str, ...]] = {}
    for tag in tags:
        before = last.get(tag.worker)
        if before is not None:
            moved |= {number for number, (a, b) in enumerate(zip(before, tag.state, strict=False)) if a != b}
        last[tag.worker] = tag.state
    kept = sorted({number for number in moved if number >= len(global_streams())} or moved)
    return ["+".join(state[number] for number in kept) for state in states]
