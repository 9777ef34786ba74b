"""Seeds that start again for each sample or each epoch, and one seed before both splits: what repeats?"""

import os

import numpy as np
import torch
import torchvision_shim  # noqa: F401
from bench import common, digests, equal, run_example, say, write_data
from torch.utils.data import DataLoader, Dataset, RandomSampler
from torch.utils.data.distributed import DistributedSampler
from watched_torch import orders, see, seen, watch

AUGMENTATION = "T.RandomResizedCrop(64), T.RandomHorizontalFlip(), T.ToTensor()"


def images(loader):
    return digests(image for batch, _ in loader for image in batch)


class Draws(Dataset):
    """Samples that are nothing but what a function of the index draws."""

    def __init__(self, draw):
        self.draw = draw

    def __len__(self):
        return 20

    def __getitem__(self, index):
        return self.draw(index)


def drawn(draw):
    """Distinct values in one epoch, and values in common with a second one."""
    first, second = ([value.item() for value in DataLoader(Draws(draw), batch_size=None)] for _ in range(2))
    return [len(set(first)), common(first, second)]


def per_sample(section, beginning):
    """Distinct draws of one epoch, and draws in common with a second one, of training images that are all alike."""
    loader = run_example("AUG103", section, beginning)["train_loader"]
    first, second = images(loader), images(loader)
    return [len(set(first)), common(first, second)]


def collated():
    """Distinct draws in collate_fn, and distinct batches of a dataset that draws, after a seed in collate_fn."""

    def collate(batch):
        torch.manual_seed(1337)
        return torch.rand(()).item(), tuple(batch)

    batches = list(DataLoader(Draws(lambda _: torch.rand(()).item()), batch_size=4, collate_fn=collate))
    return [len(batches), *(len({batch[part] for batch in batches}) for part in (0, 1))]


def epochs(section, beginning, change=str):
    """Between epochs 1 and 2, and 2 and 3: places with the same sample, and places with the same augmented image."""
    seen.clear()
    orders.clear()
    run_example("AUG106", section, beginning, change)
    size = len(seen) // 3
    shown = [seen[size * epoch : size * (epoch + 1)] for epoch in range(3)]
    return [[equal(rows[k], rows[k + 1]) for k in (0, 1)] for rows in (orders[-3:], shown)]


def with_workers(text):
    return text.replace("shuffle=True", "shuffle=True, num_workers=2")


def persistent(text):
    return text.replace("shuffle=True", "shuffle=True, num_workers=2, persistent_workers=True")


def numpy_draws(text):
    drawing = "T.CenterCrop(64), T.ToTensor(), T.Lambda(lambda image: image + float(np.random.rand()))"
    assert AUGMENTATION in text
    return "import numpy as np\n" + text.replace(AUGMENTATION, drawing)


def rebuilt(text):
    assert "generator=order" in text
    return text.replace("generator=order", "generator=torch.Generator().manual_seed(5)")


def seeded_at_the_top(seed):
    return lambda text: f"import torch\ntorch.manual_seed({seed})\n{text}"


def splits(seed):
    change = str if seed == 0 else lambda text: text.replace("torch.manual_seed(0)  #", f"torch.manual_seed({seed})  #")
    names = run_example("AUG102", "Bad", "torch", change)
    return equal(digests(names["train_images"]), digests(names["val_images"]))


watch(RandomSampler)
watch(DistributedSampler)
torch.nn.modules.module.register_module_forward_pre_hook(see)
os.environ |= {"WORLD_SIZE": "1", "RANK": "0"}
np.random.seed(3)

write_data(same=True)
in_getitem = per_sample("Bad", "A seed in __getitem__")
orders.clear()
again = run_example("AUG103", "Bad", "A seed in __getitem__")["train_loader"]
torch.manual_seed(7)
for _ in range(4):
    images(again)
figures = {
    "getitem": in_getitem,
    "getitem_orders_equal": [equal(orders[k], orders[k + 1]) for k in range(3)],
    "generator_in_call": per_sample("Bad", "A torch.Generator"),
    "numpy_constant": drawn(lambda _: torch.tensor(np.random.default_rng(42).random())),
    "numpy_fresh": drawn(lambda _: torch.tensor(np.random.default_rng().random())),
    "numpy_initial_seed": drawn(lambda _: torch.tensor(np.random.default_rng(torch.initial_seed()).random())),
    "numpy_index": drawn(lambda index: torch.tensor(np.random.default_rng(index).random())),
    "collated": collated(),
    "good_top": per_sample("Good", "One seed at the top"),
    "good_stream": per_sample("Good", "The transform draws"),
    "splits_same_seed": splits(0),
    "splits_other_seed": splits(1),
}
matched = run_example("AUG103", "Good", "Image and mask")["train_loader"].dataset
pairs = [digests(matched[index]) for index in range(20)]
figures |= {"good_pair": len({image for image, _ in pairs}), "good_pair_aligned": sum(a == b for a, b in pairs)}
noisy = run_example("AUG103", "Good", "Evaluation")["test_loader"].dataset
first, second = ([noisy[k] for k in range(64)] for _ in range(2))
figures |= {"good_evaluation": [len(set(digests(first))), equal(digests(first), digests(second))]}

write_data()
loop = "A seed in the epoch loop"
figures |= {
    "loop": epochs("Bad", loop),
    "loop_workers": epochs("Bad", loop, with_workers),
    "loop_persistent": epochs("Bad", loop, persistent),
    "loop_numpy": epochs("Bad", loop, numpy_draws),
    "rebuilt": epochs("Good", "A generator that is made once", rebuilt),
    "rebuilt_workers": epochs("Good", "A generator that is made once", lambda text: with_workers(rebuilt(text))),
    "sampler": epochs("Bad", "A distributed sampler", seeded_at_the_top(1)),
}
order = orders[-1]
figures |= {
    "sampler_other_seed": epochs("Bad", "A distributed sampler", seeded_at_the_top(2)),
    "sampler_seeds_equal": equal(order, orders[-1]),
    "good_sampler": epochs("Good", "The sampler is told"),
    "good_before": epochs("Good", "One seed before"),
    "good_epoch": epochs("Good", "A seed that depends"),
    "good_generator": epochs("Good", "A generator that is made once"),
    "good_fork": epochs("Good", "The same few random pictures"),
}
say(**figures)
