"""AUG101, AUG103, AUG104, AUG105, AUG106 and AUG304 of torch before and after their fix: what do loaders draw?"""

import importlib
import os
import random
import sys
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
import torchvision_shim  # noqa: F401
from bench import common, digests, equal, replaced, run, run_example, run_fixed, say, write_data
from fixed import fixed
from page_examples import Example
from torch.utils.data import DataLoader, Dataset, RandomSampler, get_worker_info
from torch.utils.data.distributed import DistributedSampler
from watched_torch import orders, see, seen, watch

WORKERS = 4


def draws(loader):
    """One draw per image: all images are one image."""
    batches = (batch[0] if isinstance(batch, list) else batch for batch in loader)
    return digests(image for batch in batches for image in batch)


def seeded(seed, loader, count=2):
    """Some epochs after all global streams were seeded."""
    torch.manual_seed(seed)
    np.random.seed(seed)
    random.seed(seed)
    epochs = [draws(loader) for _ in range(count)]
    if loader.persistent_workers and loader._iterator is not None:
        loader._iterator._shutdown_workers()
        loader._iterator = None
    return epochs


def measure(loader):
    """Images and distinct draws of an epoch, those that epoch 2 has too, and whether seeds repeat and change them."""
    first, second = seeded(1, loader)
    again, (other,) = seeded(1, loader), seeded(2, loader, 1)
    return {
        "images": len(first),
        "distinct": len(set(first)),
        "epochs_common": common(first, second),
        "repeats": [first, second] == again,
        "seeds_common": common(first, other),
    }


def before(code, beginning, *pairs):
    return measure(run_example(code, "Bad", beginning, replaced(*pairs))["train_loader"])


def after(code, beginning, *pairs):
    return measure(run_fixed(code, beginning, replaced(*pairs))["train_loader"])


def both(code, beginning, *pairs):
    return {"bad": before(code, beginning, *pairs), "fixed": after(code, beginning, *pairs)}


def spawned():
    """Distinct draws of the fixed program with workers that are started by spawn: its function can be pickled."""
    run_fixed("AUG104", "A NumPy generator")
    sys.path.insert(0, ".")
    train = importlib.import_module("train")
    options = {"num_workers": 2, "worker_init_fn": train.seed_worker, "multiprocessing_context": "spawn"}
    return len(set(draws(DataLoader(train.train_loader.dataset, batch_size=1, **options))))


class Streams(Dataset):
    """Draws of a generator that is seeded by a worker, and of the global stream that the worker has."""

    def __init__(self, own):
        self.own = own

    def __len__(self):
        return WORKERS

    def __getitem__(self, index):
        if isinstance(self.own, torch.Generator):
            return torch.rand((), generator=self.own).item(), torch.rand(()).item()
        return self.own.random(), random.random()


def with_seed(worker_id):
    info = get_worker_info()
    (info.dataset.own.manual_seed if isinstance(info.dataset.own, torch.Generator) else info.dataset.own.seed)(
        info.seed
    )


def with_seed_and_workers(worker_id):
    info = get_worker_info()
    own = info.dataset.own
    (own.manual_seed if isinstance(own, torch.Generator) else own.seed)(info.seed + info.num_workers)


def beside_the_global_stream(function):
    """In how many of 8 workers an own generator draws what the global stream of its kind draws there, or in another."""
    found = 0
    for own in (torch.Generator(), random.Random(0)):
        pairs = [tuple(pair) for pair in DataLoader(Streams(own), None, num_workers=WORKERS, worker_init_fn=function)]
        globals_ = {theirs for _, theirs in pairs}
        found += sum(mine in globals_ for mine, _ in pairs)
    return found


def epochs():
    """Between epochs 1 and 2, and 2 and 3: places with the same sample and with the same image; all are shown."""
    size = len(seen) // 3
    shown = [seen[size * epoch : size * (epoch + 1)] for epoch in range(3)]
    last = orders[-3:]
    return {
        "orders_equal": [equal(last[k], last[k + 1]) for k in (0, 1)],
        "images_equal": [equal(shown[k], shown[k + 1]) for k in (0, 1)],
        "all_shown": all(sorted(order) == list(range(20)) for order in last),
        "order": last,
    }


def looped(code, beginning, *pairs):
    found = {}
    for name, program in (("bad", run_bad), ("fixed", run_fixed)):
        for turn in ("first", "again"):
            seen.clear()
            orders.clear()
            torch.manual_seed(11)
            program(code, beginning, replaced(*pairs))
            found[name, turn] = epochs()
    result = {name: dict(found[name, "first"]) for name in ("bad", "fixed")}
    result["fixed"]["repeats"] = found["fixed", "first"] == found["fixed", "again"]
    for each in result.values():
        del each["order"]
    return result


def run_bad(code, beginning, change=str):
    return run_example(code, "Bad", beginning, change)


REBUILT = (
    ("train_loader = ", "train_set = "),
    ("DataLoader(ImageFolder", "(ImageFolder"),
    (", batch_size=10, shuffle=True)", ")"),
    ("torch.manual_seed(0)", "model.train()"),
    (
        "in train_loader:",
        "in DataLoader(train_set, 10, True, num_workers=2, generator=torch.Generator().manual_seed(5)):",
    ),
)


def sharded():
    """Samples of an epoch, and whether each comes once, by the number of workers."""
    bad = run_example("AUG304", "Bad", "The stream")["train_loader"].dataset
    good = run_fixed("AUG304", "The stream")["train_loader"].dataset
    found = {}
    for name, stream in (("bad", bad), ("fixed", good)):
        for workers in (0, 1, 2, 4):
            loader = DataLoader(stream, 10, num_workers=workers)
            for _ in range(2):
                values = sorted(int(value) for batch in loader for value in batch)
            found[f"{name}_{workers}"] = [len(values), values == list(range(100))]
    return found


BUFFER = """\
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset


class Mixed(IterableDataset):
    def __init__(self, path):
        self.path = path

    def __iter__(self):
        held = []
        for value in np.load(self.path):
            held.append(value)
            if len(held) > 9:
                yield held.pop(random.randrange(len(held)))
        random.shuffle(held)
        yield from held


train_loader = DataLoader(Mixed("samples.npy"), batch_size=10, num_workers=4)
"""

SPLITS = """\
import torch
from torch.utils.data import DataLoader
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

torch.manual_seed(5)

random_tf = T.Compose([T.RandomCrop(64), T.RandomRotation(30), T.ToTensor()])
train_loader = DataLoader(ImageFolder("data/train", random_tf), batch_size=10, shuffle=True, num_workers=2)
val_loader = DataLoader(ImageFolder("data/val", random_tf), batch_size=10, num_workers=2)
"""

EVALUATED = """\
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __init__(self, path):
        self.images = np.load(path)

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        rng = np.random.default_rng(42)
        return torch.from_numpy(self.images[index] + rng.normal(0, 0.1, self.images[index].shape).astype("float32"))


train_loader = DataLoader(Noisy("train.npy"), batch_size=1, shuffle=True)
val_loader = DataLoader(Noisy("val.npy"), batch_size=1)
"""

SEVERAL = """\
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

rng = np.random.default_rng(0)
order = torch.Generator().manual_seed(3)


class Noisy(Dataset):
    def __init__(self, path, shift):
        self.images = np.load(path)
        self.shift = shift

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        three = [rng.random(), self.shift.random(), torch.rand((), generator=order).item()]
        return torch.from_numpy(self.images[index]) * 0 + torch.tensor([three[0], three[1], three[2]])


train_loader = DataLoader(Noisy("train.npy", np.random.default_rng(1)), batch_size=1, num_workers=4)
"""


def fixed_text(code, text, requirements=""):
    """The names of a program after its fix, in a project with these requirements."""
    with TemporaryDirectory() as folder:
        Path(folder, "train.py").write_text(text, encoding="utf-8")
        Path(folder, "requirements.txt").write_text(requirements, encoding="utf-8")
        texts, landing = fixed(Path(folder), code, suggestions=True)
    assert landing.landed, landing.refused
    return run(Example(code, "", "", texts))


COMPOSED = """\
import albumentations as A
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Photos(Dataset):
    def __init__(self, path, transform):
        self.images = np.load(path)
        self.transform = transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.transform(image=self.images[index])["image"]


train_tf = A.Compose([A.RandomCrop(48, 48), A.RandomBrightnessContrast(p=1.0)])
train_loader = DataLoader(Photos("train.npy", train_tf), batch_size=1, num_workers=4)
"""


def text_of(text):
    return run(Example("", "", "", {"train.py": text}))


def coupled(names):
    """Draws of training, by place, that are others when evaluation was iterated before each epoch."""
    train, held = names["train_loader"], names["val_loader"]
    if train.generator is not None:
        states = train.generator.get_state(), held.generator.get_state()

    def three(first):
        if train.generator is not None:
            train.generator.set_state(states[0])
            held.generator.set_state(states[1])
        torch.manual_seed(5)
        found = []
        for _ in range(3):
            if first:
                draws(held)
            found += draws(train)
        return found

    alone, after_evaluation = three(False), three(True)
    return [len(alone), len(alone) - equal(alone, after_evaluation), len(set(alone))]


def held_out():
    """By the index: distinct draws of an epoch, and places where epoch 2 draws the same."""
    names = fixed_text("AUG103", EVALUATED)
    found = {}
    for name in ("train_loader", "val_loader"):
        first, second = draws(names[name]), draws(names[name])
        found[name] = [len(set(first)), common(first, second)]
    return found


def columns(loader):
    """Distinct values of three generators together, in two epochs."""
    rows = [batch[0].reshape(-1, 3)[0].tolist() for _ in range(2) for batch in loader]
    return len({value for row in rows for value in row})


def workers():
    """AUG104 and AUG105: what workers draw."""
    write_data(same=True)
    persistent = ("num_workers=4", "num_workers=4, persistent_workers=True")
    return {
        "rng": both("AUG104", "A NumPy generator"),
        "rng_persistent": both("AUG104", "A NumPy generator", persistent),
        "rng_spawned": spawned(),
        "transform": both("AUG104", "A torch.Generator"),
        "several": [columns(text_of(SEVERAL)["train_loader"]), columns(fixed_text("AUG104", SEVERAL)["train_loader"])],
        "seed_alone": beside_the_global_stream(with_seed),
        "seed_and_workers": beside_the_global_stream(with_seed_and_workers),
        "composed": {
            "bad": measure(text_of(COMPOSED)["train_loader"]),
            "fixed": measure(fixed_text("AUG104", COMPOSED, "albumentations==2.0.8")["train_loader"]),
        },
        "worker_constant": both("AUG105", "A constant"),
        "worker_number": both("AUG105", "The number"),
        "worker_old_recipe": both("AUG105", "The old recipe"),
    }


def samples():
    """AUG103, AUG304 and AUG101: what samples draw, and which samples come."""
    write_data(same=True)
    two = ("shuffle=True)", "shuffle=True, num_workers=2)")
    mixed = fixed_text("AUG304", BUFFER)["train_loader"]
    return {
        "getitem": both("AUG103", "A seed in __getitem__"),
        "getitem_workers": both("AUG103", "A seed in __getitem__", two),
        "call": both("AUG103", "A torch.Generator"),
        "call_workers": both("AUG103", "A torch.Generator", two),
        "by_index": held_out(),
        "sharded": sharded(),
        "sharded_buffer": [sorted(int(v) for batch in mixed for v in batch) == list(range(100)) for _ in range(2)],
        "coupled": coupled(text_of(SPLITS)),
        "uncoupled": coupled(fixed_text("AUG101", SPLITS)),
    }


def loops():
    """AUG106: what epochs see."""
    write_data()
    watch(RandomSampler)
    watch(DistributedSampler)
    torch.nn.modules.module.register_module_forward_pre_hook(see)
    seed = "A seed in the epoch loop"
    return {
        "loop": looped("AUG106", seed),
        "loop_workers": looped("AUG106", seed, ("shuffle=True)", "shuffle=True, num_workers=2)")),
        "rebuilt": looped("AUG106", seed, *REBUILT),
        "sampler": looped("AUG106", "A distributed sampler"),
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    os.environ |= {"WORLD_SIZE": "1", "RANK": "0"}
    say(**{"workers": workers, "samples": samples, "loops": loops}[sys.argv[1]]())
