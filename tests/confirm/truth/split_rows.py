"""Tables 9c to 16: divisions, the same data twice, transforms of parts, Hugging Face and Lightning."""
# ruff: noqa: E501 : the text of programs is not broken

from table import row
from torch_rows import WORKERS, helper, loader_argument

SPLIT = "train_set, val_set = random_split(dataset, [80, 20])\n"
PERMUTED = "train_set = Subset(dataset, {})\nval_set = Subset(dataset, {})\n"
SKLEARN = {"from torch import nn\n": "from sklearn.model_selection import train_test_split\nfrom torch import nn\n"}


def split(text, **others):
    """Another division than the one by random_split."""
    return {SPLIT: text} | others


def divided_twice(first, second, lengths="[80, 20]", other=None):
    return split(
        f"train_set, _ = random_split(dataset, {lengths}{first})\n_, val_set = random_split(dataset, {other or lengths}{second})\n"
    )


SEEDED = ", generator=torch.Generator().manual_seed({})"

DIVISIONS = [
    row(
        "9c",
        "random_split twice with one generator object, a part of each",
        "torch_split",
        split(
            "generator = torch.Generator().manual_seed(0)\ntrain_set, _ = random_split(dataset, [80, 20], generator=generator)\n"
            "_, val_set = random_split(dataset, [80, 20], generator=generator)\n"
        ),
        holds="leak",
    ),
    row(
        "9d",
        "random_split twice, each with an equally seeded generator",
        "torch_split",
        divided_twice(SEEDED.format(4), SEEDED.format(4)),
    ),
    row("12", "random_split once", "torch_split"),
    row(
        "12a",
        "random_split twice without a generator, a part of each",
        "torch_split",
        divided_twice("", ""),
        holds="leak",
    ),
    row(
        "12b", "random_split twice with the same seed", "torch_split", divided_twice(SEEDED.format(7), SEEDED.format(7))
    ),
    row(
        "12b-seeds",
        "random_split twice with different seeds",
        "torch_split",
        divided_twice(SEEDED.format(7), SEEDED.format(8)),
        holds="leak",
    ),
    row(
        "12b-lengths",
        "random_split twice with the same seed and other lengths",
        "torch_split",
        divided_twice(SEEDED.format(7), SEEDED.format(7), other="[70, 30]"),
        holds="leak",
    ),
    row(
        "12c",
        "a permutation for each part",
        "torch_split",
        split(PERMUTED.format("np.random.permutation(100)[:80]", "np.random.permutation(100)[80:]")),
        holds="leak",
    ),
    row(
        "12c-shuffle",
        "indices shuffled again before the second part is taken",
        "torch_split",
        split(
            "indices = list(range(100))\nnp.random.shuffle(indices)\ntrain_set = Subset(dataset, indices[:80])\n"
            "np.random.shuffle(indices)\nval_set = Subset(dataset, indices[80:])\n"
        ),
        holds="leak",
    ),
    row(
        "12c-reseeded",
        "a permutation for each part, the same seed set before each",
        "torch_split",
        split(
            "np.random.seed(1)\ntrain_set = Subset(dataset, np.random.permutation(100)[:80])\n"
            "np.random.seed(1)\nval_set = Subset(dataset, np.random.permutation(100)[80:])\n"
        ),
    ),
    *(
        row(
            f"12d{name}",
            f"train_test_split twice, {words}",
            "torch_split",
            split(
                f"train_part, _ = train_test_split(range(100), test_size=20{one})\n_, val_part = train_test_split(range(100), test_size=20{other})\n"
                "train_set, val_set = Subset(dataset, train_part), Subset(dataset, val_part)\n"
            )
            | SKLEARN,
            holds=holds,
        )
        for name, words, one, other, holds in (
            ("", "other random_state", ", random_state=1", ", random_state=2", "leak"),
            ("-none", "no random_state", "", "", "leak"),
            ("-same", "the same random_state", ", random_state=1", ", random_state=1", ""),
        )
    ),
    row(
        "12f",
        "SubsetRandomSampler over ranges that overlap",
        "torch_split",
        {
            SPLIT: "train_set = val_set = dataset\n",
            "DataLoader(train_set, batch_size=10, shuffle=True)": "DataLoader(train_set, batch_size=10, sampler=SubsetRandomSampler(range(0, 80)))",
            "DataLoader(val_set, batch_size=10)": "DataLoader(val_set, batch_size=10, sampler=SubsetRandomSampler(range(70, 100)))",
        },
        holds="leak",
    ),
    row(
        "12f-apart",
        "SubsetRandomSampler over ranges that do not",
        "torch_split",
        {
            SPLIT: "train_set = val_set = dataset\n",
            "DataLoader(train_set, batch_size=10, shuffle=True)": "DataLoader(train_set, batch_size=10, sampler=SubsetRandomSampler(range(0, 80)))",
            "DataLoader(val_set, batch_size=10)": "DataLoader(val_set, batch_size=10, sampler=SubsetRandomSampler(range(80, 100)))",
        },
    ),
    row(
        "12g",
        "indices[:-20] and indices[20:]",
        "torch_split",
        split(
            "indices = torch.randperm(100).tolist()\ntrain_set, val_set = Subset(dataset, indices[:-20]), Subset(dataset, indices[20:])\n"
        ),
        holds="leak",
    ),
    row(
        "12g-apart",
        "indices[:-20] and indices[-20:]",
        "torch_split",
        split(
            "indices = torch.randperm(100).tolist()\ntrain_set, val_set = Subset(dataset, indices[:-20]), Subset(dataset, indices[-20:])\n"
        ),
    ),
]

HF_SPLIT = "parts = rows.train_test_split(test_size=20, seed=1)\n"
HF_TRAIN, HF_VAL = 'train_set = parts["train"]\n', 'val_set = parts["test"]\n'


def hf_split(first, second, before=""):
    return {
        HF_SPLIT: "",
        HF_TRAIN: f'{before}train_set = rows.train_test_split(test_size=20{first})["train"]\n',
        HF_VAL: f'{before}val_set = rows.train_test_split(test_size=20{second})["test"]\n',
    }


HUGGING_FACE = [
    row("12h-once", "Hugging Face train_test_split once", "hf_split"),
    row("12h", "Hugging Face train_test_split twice without a seed", "hf_split", hf_split("", ""), holds="leak"),
    row(
        "12h-same",
        "Hugging Face train_test_split twice with the same seed",
        "hf_split",
        hf_split(", seed=1", ", seed=1"),
    ),
    row(
        "12h-other",
        "Hugging Face train_test_split twice with other seeds",
        "hf_split",
        hf_split(", seed=1", ", seed=2"),
        holds="leak",
    ),
    row(
        "12h-numpy",
        "Hugging Face train_test_split twice, NumPy seeded before each",
        "hf_split",
        hf_split("", "", "np.random.seed(5)\n"),
    ),
    row(
        "12h-order",
        "Hugging Face train_test_split twice without shuffling",
        "hf_split",
        hf_split(", shuffle=False", ", shuffle=False"),
    ),
    row(
        "12i",
        "Hugging Face shuffle().select(...) twice without a seed",
        "hf_split",
        {
            HF_SPLIT: "",
            HF_TRAIN: "train_set = rows.shuffle().select(range(80))\n",
            HF_VAL: "val_set = rows.shuffle().select(range(80, 100))\n",
        },
        holds="leak",
    ),
    row(
        "12j",
        "a random function given to Hugging Face map",
        "hf_transform",
        {
            "with_transform(brighten)": 'map(brighten, batched=True).with_format("torch")',
        },
        holds="frozen",
    ),
    row("12j-fresh", "a random function given to with_transform", "hf_transform"),
]

SAME_DATA = [
    row("13", "two folders", "torch_folders"),
    *(
        row(
            f"13a{name}",
            f"the same folder twice: {words}",
            "torch_folders",
            {'VAL = "pictures/val"': f"VAL = {path}"},
            holds="leak",
        )
        for name, words, path in (
            ("", "same path", '"pictures/train"'),
            ("-slash", "a slash at the end", '"pictures/train/"'),
            ("-dot", "by way of ./", '"./pictures/./train"'),
            ("-up", "by way of ..", '"pictures/val/../train"'),
            ("-absolute", "its absolute path", 'os.path.abspath("pictures/train")'),
        )
    ),
    row(
        "13b",
        "a symbolic link to the folder",
        "torch_folders",
        {
            'VAL = "pictures/val"': 'VAL = "pictures/held_out"\nif not os.path.islink(VAL):\n    os.symlink("train", VAL)',
        },
        holds="leak",
    ),
    row(
        "13b-files",
        "symbolic links to files",
        "torch_folders",
        {
            'VAL = "pictures/val"': 'VAL = "pictures/val"\nfor path in sorted(Path(TRAIN, "a").iterdir())[:3]:\n'
            '    os.symlink(os.path.abspath(path), Path(VAL, "b", f"linked_{path.name}"))',
        },
        holds="leak",
    ),
    row(
        "13b-hard",
        "hard links to files",
        "torch_folders",
        {
            'VAL = "pictures/val"': 'VAL = "pictures/val"\nfor path in sorted(Path(TRAIN, "a").iterdir())[:3]:\n'
            '    os.link(path, Path(VAL, "b", f"linked_{path.name}"))',
        },
        holds="leak",
    ),
    row(
        "13c",
        "the folder with other letter case",
        "torch_folders",
        {'VAL = "pictures/val"': 'VAL = "pictures/Train"'},
        raises="FileNotFoundError",
    ),
    row("13d", "train=True for both parts", "torch_cifar", {"train=False": "train=True"}, holds="leak"),
    row(
        "13d-omitted",
        "train= left out for both parts",
        "torch_cifar",
        {'"small", train=False': '"small"', '"small", train=True': '"small"'},
        holds="leak",
    ),
    row("13d-apart", "train=True and train=False", "torch_cifar"),
    row(
        "13e",
        "FakeData twice with its usual offset",
        "torch_folders",
        {
            "datasets.ImageFolder(TRAIN, transform=to_tensor)": "datasets.FakeData(20, (3, 24, 24), 2, transform=to_tensor)",
            "datasets.ImageFolder(VAL, transform=to_tensor)": "datasets.FakeData(20, (3, 24, 24), 2, transform=to_tensor)",
        },
        holds="leak",
    ),
    row(
        "13e-offset",
        "FakeData with another offset",
        "torch_folders",
        {
            "datasets.ImageFolder(TRAIN, transform=to_tensor)": "datasets.FakeData(20, (3, 24, 24), 2, transform=to_tensor)",
            "datasets.ImageFolder(VAL, transform=to_tensor)": "datasets.FakeData(20, (3, 24, 24), 2, transform=to_tensor, random_offset=1000)",
        },
    ),
]

PARTS = "val_set.dataset = copy.copy(dataset)\n"
LOOP = "for epoch in range(2):\n"

TRANSFORMS = [
    row(
        "11a",
        "val_set.dataset.transform after random_split: training gets it too",
        "torch_two_transforms",
        {PARTS: ""},
        holds="transform",
    ),
    row("11b", "copy.copy of the dataset first", "torch_two_transforms"),
    row(
        "11c",
        "val_set.transform after random_split: nothing reads it",
        "torch_two_transforms",
        {PARTS: "", "val_set.dataset.transform": "val_set.transform"},
        holds="ignored augmented",
    ),
    row(
        "11d",
        "the transform changed after persistent workers have started",
        "torch_two_transforms",
        {
            PARTS: "",
            "val_set.dataset.transform = plain\n": "",
            "shuffle=True)": "shuffle=True, num_workers=2, persistent_workers=True)",
            LOOP: f"{LOOP}    if epoch == 1:\n        dataset.transform = plain\n",
        },
        holds="augmented",
        may="ignored transform",
    ),
]

FIT = 'if __name__ == "__main__":\n'
SEED_EVERYTHING = "    L.seed_everything(42, workers=True)\n"

REST = [
    *(
        row(f"14-{name}", f"Lightning, {words}, {library} draws", "lightning_module", seed | draws, holds="augmented")
        for name, words, library, seed, draws in (
            ("workers", "seed_everything(workers=True)", "NumPy", {}, {}),
            ("plain", "seed_everything(workers=False)", "NumPy", {"workers=True": "workers=False"}, {}),
            (
                "torch",
                "seed_everything(workers=True)",
                "torch",
                {},
                {"np.random.uniform(0.5, 1.5)": "(0.5 + torch.rand(1))"},
            ),
            (
                "random",
                "seed_everything(workers=True)",
                "random",
                {},
                {"np.random.uniform(0.5, 1.5)": "random.uniform(0.5, 1.5)"},
            ),
        )
    ),
    row(
        "15a",
        "a draw under fork_rng in __getitem__: one for each pass",
        "torch_arrays",
        {
            "        gain = 0.5 + torch.rand(1).item()": "        with torch.random.fork_rng():\n            gain = 0.5 + torch.rand(1).item()",
        },
        holds="constant",
        may="shared frozen duplicated augmented",
    ),
    row(
        "15a-seeded",
        "a draw under fork_rng with a seed in __getitem__",
        "torch_arrays",
        {
            "        gain = 0.5 + torch.rand(1).item()": "        with torch.random.fork_rng():\n            torch.manual_seed(3)\n            gain = 0.5 + torch.rand(1).item()",
        }
        | WORKERS,
        holds="constant",
        may="shared frozen duplicated",
    ),
    row(
        "15c",
        "the draw is made once, in __init__",
        "torch_arrays",
        {
            "        self.pictures = pictures\n": "        self.pictures = pictures\n        self.gain = 0.5 + torch.rand(1).item()\n",
            "        gain = 0.5 + torch.rand(1).item()\n": "",
            "picture * gain": "picture * self.gain",
        },
        may="constant",
    ),
    row(
        "15e",
        "one random transform for a whole batch, in collate_fn",
        "torch_arrays",
        {
            "        gain = 0.5 + torch.rand(1).item()\n": "",
            "picture * gain": "picture",
        }
        | helper(
            "def collate(samples):\n    pictures, labels = zip(*samples, strict=True)\n"
            "    return torch.stack(pictures) * (0.5 + torch.rand(1)), torch.tensor(labels)"
        )
        | loader_argument("collate_fn=collate"),
        holds="augmented",
        may="constant",
    ),
    row(
        "15f",
        "torchvision's RandomChoice, which draws from random",
        "torch_folder",
        {
            "    transforms.RandomHorizontalFlip(),\n": "    transforms.RandomChoice([transforms.RandomHorizontalFlip(1.0), transforms.RandomVerticalFlip(1.0)]),\n",
        }
        | WORKERS,
        holds="augmented",
    ),
    row(
        "16a",
        "validation with drop_last=True",
        "torch_arrays",
        {
            "make_pictures(64, 2)": "make_pictures(71, 2)",
            "batch_size=8, num_workers=WORKERS)": "batch_size=8, num_workers=WORKERS, drop_last=True)",
        },
        holds="augmented",
    ),
    row(
        "16a-nothing",
        "validation with drop_last=True and less than a batch",
        "torch_arrays",
        {
            "make_pictures(64, 2)": "make_pictures(7, 2)",
            "batch_size=8, num_workers=WORKERS)": "batch_size=8, num_workers=WORKERS, drop_last=True)",
        },
        may="augmented",
    ),
    row(
        "16b",
        "validation shuffled",
        "torch_arrays",
        {"batch_size=8, num_workers=WORKERS)": "batch_size=8, shuffle=True, num_workers=WORKERS)"},
        holds="augmented",
    ),
]

ROWS = [*DIVISIONS, *HUGGING_FACE, *SAME_DATA, *TRANSFORMS, *REST]
