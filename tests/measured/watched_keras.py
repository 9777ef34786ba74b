"""What a Keras program gives its model, and how its two workers get as many batches."""

import multiprocessing
import threading
from typing import Any

import keras
from bench import digests

seen: list[str] = []
turns = multiprocessing.Barrier(2)


def in_turns() -> None:
    """Wait for the other worker, so that none gets a batch more; the first batches are also read without workers."""
    if multiprocessing.parent_process() or threading.current_thread() is not threading.main_thread():
        turns.wait(100)


shared = ("        images = self", "        __import__('watched_keras').in_turns()\n        images = self")


class Listener(keras.Model):  # type: ignore[misc]
    """Takes down the images it is given; stands in for `keras.Sequential`."""

    def __init__(self, layers: Any) -> None:
        super().__init__()
        self.layer = keras.layers.Dense(1)

    def call(self, x: Any) -> Any:
        return self.layer(x)

    def compile(self, *arguments: Any, **options: Any) -> None:
        super().compile(*arguments, run_eagerly=True, **options)

    def train_step(self, data: Any) -> dict[str, float]:
        seen.extend(digests(data[0].numpy()))
        return {"loss": 0.0}
