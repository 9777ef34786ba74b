"""Runs a program plainly, with one picture in place of all, and takes down what its loaders and pipelines give.

Knows nothing of auglint: what the rows expect is measured here, not believed. Called with a program and a file for what
is seen: a JSON list of passes, each with its role (by whether gradients are wanted) and the hashes of its samples.
"""

import builtins
import hashlib
import json
import re
import runpy
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder
from pathlib import Path

PASSES = []


def main(program, out, same):
    text = Path(program).read_text(encoding="utf-8")
    if same == "same":
        text = one_picture(text)
    text = re.sub(r"\bin (train|val)_ds\b", r"in seen_by_measure('\1', \1_ds)", text)
    builtins.seen_by_measure = seen
    copy = Path(program).with_name("measured_" + Path(program).name)
    copy.write_text(text, encoding="utf-8")
    sys.meta_path.insert(0, After({"torch.utils.data.dataloader": watch_torch, "keras.src.models.model": watch_fit}))
    sys.argv = [str(copy)]
    error = ""
    try:
        runpy.run_path(str(copy), run_name="__main__")
    except BaseException as raised:
        error = f"{type(raised).__name__}: {raised}"
    Path(out).write_text(json.dumps({"passes": PASSES, "error": error}), encoding="utf-8")


def one_picture(text):
    """The program with one picture of noise in place of all."""
    start = text.index("def make_pictures(count, seed):")
    end = text.index("\n\n\n", start)
    made = text[start:end].replace("default_rng(seed)", "default_rng(0)").replace(", (count, ", ", (1, ")
    assert made.count("return rng.integers") == 1, made
    made = (
        made.replace("return rng.integers", "pictures = rng.integers")
        + "\n    return np.repeat(pictures, count, axis=0)"
    )
    return text[:start] + made + text[end:]


class After(MetaPathFinder):
    """Calls a function with a module just after it was imported."""

    def __init__(self, watched):
        self.watched = watched

    def find_spec(self, name, path=None, target=None):
        watch = self.watched.pop(name, None)
        if watch is None:
            return None
        spec = PathFinder.find_spec(name, path, target)
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            watch(module)

        spec.loader.exec_module = exec_module
        return spec


def watch_torch(module):
    """Take down every pass over a torch loader."""
    import torch

    begin = module.DataLoader.__iter__

    def watched(self):
        role = "train" if torch.is_grad_enabled() else "validation"
        seen = {"role": role, "workers": self.num_workers, "batches": []}
        PASSES.append(seen)
        for batch in begin(self):
            seen["batches"].append(digests(batch))
            yield batch

    module.DataLoader.__iter__ = watched


def watch_fit(module):
    """In place of training, take down the passes that `fit` makes over its data and its validation data."""

    def fit(self, x=None, y=None, epochs=1, validation_data=None, steps_per_epoch=None, **others):
        endless = iter(x) if steps_per_epoch else None
        adapters = {}
        for _ in range(epochs):
            for role, data in (("train", x), ("validation", validation_data)):
                if data is None:
                    continue
                steps = steps_per_epoch if endless and role == "train" else None
                batches = (next(endless) for _ in range(steps)) if steps else once(data, adapters)
                workers = getattr(data, "workers", 0) if getattr(data, "use_multiprocessing", False) else 0
                PASSES.append({"role": role, "workers": workers, "batches": [digests(batch) for batch in batches]})
                if id(data) in adapters:
                    adapters[id(data)].on_epoch_end()

    module.Model.fit = fit


def once(data, adapters):
    """One pass over what `fit` takes; sequences by way of Keras's own adapter, which starts their workers."""
    import keras

    if not isinstance(data, keras.utils.PyDataset):
        return data
    if id(data) not in adapters:
        from keras.src.trainers.data_adapters.py_dataset_adapter import PyDatasetAdapter

        adapters[id(data)] = PyDatasetAdapter(data, class_weight=None, shuffle=False)
    return adapters[id(data)].get_tf_dataset()


def seen(role, data):
    """Take down a pass of the program's own loop."""
    taken = {"role": "train" if role == "train" else "validation", "workers": 0, "batches": []}
    PASSES.append(taken)
    for batch in data:
        taken["batches"].append(digests(batch))
        yield batch


def digests(batch):
    """The hashes of the pictures of a batch."""
    pictures = batch
    while isinstance(pictures, (tuple, list, dict)):
        pictures = next(iter(pictures.values())) if isinstance(pictures, dict) else pictures[0]
    pictures = pictures.numpy() if hasattr(pictures, "numpy") else pictures
    return [hashlib.md5(picture.round(4).tobytes()).hexdigest()[:12] for picture in pictures]


if __name__ == "__main__":
    main(*sys.argv[1:])
