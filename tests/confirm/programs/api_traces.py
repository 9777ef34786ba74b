"""Calls `confirm` on pairs of loaders, and writes what is not as it was before: a JSON object of lists."""

import json
import multiprocessing
import random
import sys
import threading

import numpy as np
import PIL.Image
import torch
from torch.utils.data import DataLoader, DistributedSampler
from torch.utils.data._utils import fetch
from torch_parts import Files, Own, Pictures, brighter, noise, write_pictures

from auglint.confirm import NotIndependentError, confirm

SHARED = noise(64, 5)


class Shared(Pictures):
    """Pictures of the module itself."""

    def __init__(self):
        super().__init__(range(64), brighter)

    def __getitem__(self, index):
        return self.augment(SHARED[index])


class Locked(Pictures):
    """Cannot be copied."""

    def __init__(self, *args):
        super().__init__(*args)
        self.lock = threading.Lock()


class Broken(Shared):
    """Fails in the midst of the probe's pass, when its pictures are none of its own."""

    def __getitem__(self, index):
        if index == 1 and not np.array_equal(SHARED[3], noise(64, 5)[3]):
            raise OSError("the disk is gone")
        return super().__getitem__(index)


def watched():
    return {
        "torch.manual_seed": torch.manual_seed,
        "torch.load": torch.load,
        "torch.save": torch.save,
        "torch.Tensor.backward": torch.Tensor.backward,
        "DataLoader.__init__": DataLoader.__init__,
        "DataLoader.__iter__": DataLoader.__iter__,
        "Dataset.__setattr__": torch.utils.data.Dataset.__setattr__,
        "Optimizer.__init__": torch.optim.Optimizer.__init__,
        "random.seed": random.seed,
        "random.Random.seed": random.Random.seed,
        "numpy.random.seed": np.random.seed,
        "numpy.random.default_rng": np.random.default_rng,
        "numpy.load": np.load,
        "PIL.Image.open": PIL.Image.open,
        "_MapDatasetFetcher.fetch": fetch._MapDatasetFetcher.fetch,
        "_IterableDatasetFetcher.fetch": fetch._IterableDatasetFetcher.fetch,
        **{f"sys.meta_path[{number}]": finder for number, finder in enumerate(sys.meta_path)},
        "len(sys.meta_path)": len(sys.meta_path),
        "SHARED": SHARED,
    }


def states(*loaders):
    found = {
        "random": random.getstate(),
        "numpy": [part.tolist() if hasattr(part, "tolist") else part for part in np.random.get_state()],
        "torch": torch.get_rng_state().tolist(),
    }
    for number, loader in enumerate(loaders):
        for name in ("generator", "collate_fn", "dataset", "sampler", "batch_sampler", "num_workers", "_iterator"):
            found[f"loader {number} {name}"] = id(getattr(loader, name))
        found[f"loader {number} batch_size"] = (loader.batch_size, getattr(loader.batch_sampler, "batch_size", 0))
        found[f"loader {number} epoch"] = getattr(loader.sampler, "epoch", 0)
        if loader.generator is not None:
            found[f"loader {number} state of its generator"] = loader.generator.get_state().tolist()
        rng = getattr(getattr(loader.dataset, "augment", None), "rng", None)
        if rng is not None:
            found[f"loader {number} state of its dataset"] = rng.bit_generator.state
        found[f"loader {number} pictures"] = id(getattr(loader.dataset, "pictures", None))
    return found


def changed(call, *loaders):
    functions, before = watched(), states(*loaders)
    try:
        outcome = call()
    except Exception as error:
        outcome = error
    after, now = states(*loaders), watched()
    wrong = [name for name in functions if now.get(name) is not functions[name]]
    wrong += [name for name in before if before[name] != after[name]]
    wrong += [f"process {each.name}" for each in multiprocessing.active_children() if each.name not in PROCESSES]
    return wrong, outcome


def make(seed=1, kind=Pictures, augment=brighter, **more):
    return lambda: DataLoader(kind(noise(64, seed), augment), batch_size=8, **more)


PROCESSES = set()
torch.manual_seed(1)
random.seed(2)
np.random.seed(3)
told = {}

told["functions"], outcome = changed(lambda: confirm(train=make(1, shuffle=True), val=make(2)))
told["functions: outcome"] = sorted({each.word for each in outcome.answers})

given = [
    DataLoader(Pictures(noise(64, 1), brighter), 16, shuffle=True, generator=torch.Generator().manual_seed(4)),
    DataLoader(Pictures(noise(64, 2), Own(5)), 16),
]
told["loaders"], outcome = changed(lambda: confirm(train=given[0], val=given[1]), *given)
told["loaders: outcome"] = sorted({each.word for each in outcome.answers})

given = [DataLoader(Locked(noise(64, 1), Own(5)), 16), DataLoader(Locked(noise(64, 2), Own(5)), 16)]
told["not copied"], outcome = changed(lambda: confirm(train=given[0], val=given[1]), *given)
told["not copied: outcome"] = sorted({each.word for each in outcome.answers})

sets = [Pictures(noise(64, seed), brighter) for seed in (1, 2)]
given = [DataLoader(each, 16, sampler=DistributedSampler(each, num_replicas=1, rank=0)) for each in sets]
given[0].sampler.set_epoch(7)
told["epoch of a sampler"], outcome = changed(lambda: confirm(train=given[0], val=given[1]), *given)

given = [DataLoader(each, 16, num_workers=1, persistent_workers=True) for each in sets]
for loader in given:
    next(iter(loader))
PROCESSES = {each.name for each in multiprocessing.active_children()}
told["running workers"], outcome = changed(lambda: confirm(train=given[0], val=given[1]), *given)
told["running workers: outcome"] = [len(list(loader)) for loader in given]
del given, loader
PROCESSES = set()

folders = [write_pictures(f"pictures {seed}", 32, seed) for seed in (1, 2)]
given = [DataLoader(Files(each, brighter), 8, num_workers=2) for each in folders]
told["workers and files"], outcome = changed(lambda: confirm(train=given[0], val=given[1]), *given)

told["no loader"], outcome = changed(lambda: confirm(train=[1, 2, 3], val=make()))
told["no loader: outcome"] = f"{type(outcome).__name__}: {outcome}"

told["a function that fails"], outcome = changed(lambda: confirm(train=make(), val=lambda: 1 / 0))
told["a function that fails: outcome"] = type(outcome).__name__

given = [DataLoader(Shared(), 8), DataLoader(Shared(), 8)]
told["pictures of a module"], outcome = changed(lambda: confirm(train=given[0], val=given[1]), *given)
told["pictures of a module: outcome"] = sorted({each.word for each in outcome.answers})

given = [DataLoader(Broken(), 8), DataLoader(Broken(), 8)]
told["a dataset that fails"], outcome = changed(lambda: confirm(train=given[0], val=given[1]), *given)
told["a dataset that fails: outcome"] = f"{type(outcome).__name__}: {outcome}"

torch.manual_seed(0)
first = confirm(train=make(1, shuffle=True), val=make(2))
torch.manual_seed(0)
second = confirm(train=make(1, shuffle=True), val=make(2))
told["twice in one process"] = [each.word for each in (*first.defects, *second.defects) if each.word != "augmented"]

try:
    confirm(train=make(1), val=make(1)).assert_independent()
    told["assert"] = ""
except NotIndependentError as error:
    told["assert"] = str(error)
confirm(train=make(1), val=make(2, augment=None)).assert_independent()
try:
    few = confirm(train=lambda: DataLoader(Pictures(noise(2, 1), brighter)))
    few.assert_independent()
    few.assert_independent(allow_undecided=False)
    told["assert undecided"] = ""
except NotIndependentError as error:
    told["assert undecided"] = str(error)
print("TOLD" + json.dumps(told))
