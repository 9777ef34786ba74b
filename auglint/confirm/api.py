"""Confirmation from code and tests: draw from loaders that functions make, in this process, and leave it as it was."""

import copy
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from auglint.confirm.inside.observer import Limits, Observer
from auglint.confirm.inside.probe.streams import Stream, global_streams, own_streams
from auglint.confirm.observation import Observation, Pipeline, Writer, read
from auglint.confirm.questions import Answer, answers

Source = Any
"""A loader, a tf.data pipeline, a sequence …, or a function without arguments that makes one."""


class NotIndependentError(AssertionError):
    """Pipelines share, repeat or leak what they must not."""


@dataclass(frozen=True)
class Confirmation:
    """What was seen of pipelines, and what follows from it."""

    observation: Observation
    answers: tuple[Answer, ...]

    @property
    def defects(self) -> tuple[Answer, ...]:
        """The questions that hold."""
        return tuple(answer for answer in self.answers if answer.holds)

    @property
    def undecided(self) -> tuple[Answer, ...]:
        """The questions that the draws could not decide."""
        return tuple(answer for answer in self.answers if answer.holds is None)

    def assert_independent(self, *, allow_undecided: bool = True) -> None:
        """Raise NotIndependentError if any question holds; with `allow_undecided=False`, also if any is undecided."""
        wrong = self.defects if allow_undecided else (*self.defects, *self.undecided)
        if wrong:
            raise NotIndependentError("\n".join(self._line(answer) for answer in wrong))

    def __str__(self) -> str:
        return "\n".join(self._line(answer) for answer in self.answers)

    def _line(self, answer: Answer) -> str:
        named = {each.number: each for each in self.observation.pipelines}
        about = " and ".join(_named(named[number]) for number in answer.pipelines if number in named)
        return f"{answer.word}: {about}: {answer.evidence.text}"


def confirm(
    *,
    train: Source,
    val: Source = None,
    test: Source = None,
    samples: int = 64,
    epochs: int = 2,
) -> Confirmation:
    """Draw from real pipelines and ask what they share.

    `train`, `val`, `test`: loaders, or functions that make them; functions are called once each, in this order. Draws
    `epochs` passes of `samples` samples each. Random streams, loaders and watched functions are left as they were;
    workers are started and ended. Raises TypeError for what nothing can be drawn from, RuntimeError where drawing
    fails, ImportError where neither torch nor TensorFlow is installed.
    """
    if not any(map(find_spec, ("torch", "tensorflow"))):
        raise ImportError("there is nothing to draw from: install auglint[torch] or auglint[tensorflow]")
    stream = io.StringIO()
    observer = Observer(Writer(stream), Limits(samples=samples, epochs=epochs))
    with _restored(observer) as streams:
        for role, source in (("train", train), ("validation", val), ("test", test)):
            if source is not None:
                observer.given.append((role, _made(source)))
        streams += [(each, each.get()) for each in own_streams(*_in_memory(observer.given))]
        observer.watch()
        observer.stop("all that was given is there")
    if observer.failure is not None:
        error = observer.failure
        raise RuntimeError(f"these could not be drawn from: {type(error).__name__}: {error}") from error
    observation = read(stream.getvalue().splitlines())
    if len(observation.pipelines) < len(observer.given):
        kinds = ", ".join(type(value).__name__ for _, value in observer.given)
        raise TypeError(f"not all of these are loaders that can be drawn from: {kinds}")
    return Confirmation(observation, answers(observation))


def _made(source: Callable[[], Any] | Any) -> Any:
    """What a function makes, or a loader itself, copied, so that it stays as it is; its workers remain its own."""
    made = source() if callable(source) and not hasattr(source, "__iter__") else None
    if made is not None and not hasattr(made, "batch_sampler"):
        return made
    copied = copy.copy(source if made is None else made)
    if "_iterator" in getattr(copied, "__dict__", {}):
        vars(copied)["_iterator"] = None
    return copied


def _in_memory(given: list[tuple[str, Any]]) -> list[Any]:
    """What may hold random streams of Python's kind; a graph does not."""
    return [value for _, value in given if type(value).__module__.split(".")[0] not in ("tensorflow", "builtins")]


@contextmanager
def _restored(observer: Observer) -> Iterator[list[tuple[Stream, Any]]]:
    """Give everything back at the end, also the random streams that are added meanwhile."""
    streams = [(stream, stream.get()) for stream in global_streams()]
    tensorflow = sys.modules.get("tensorflow.python.eager.context")
    seed = tensorflow.context()._seed if tensorflow is not None else None
    try:
        yield streams
    finally:
        observer.patches.undo()
        for stream, state in streams:
            stream.put(state)
        if tensorflow is not None and seed is not None:
            tensorflow.context()._set_global_seed(seed)


def _named(pipeline: Pipeline) -> str:
    return pipeline.role or f"pipeline {pipeline.number}"
