"""Tables 6 to 10, 14 to 16: torch loaders, their seeds, workers, generators and transforms."""
# ruff: noqa: E501 : the text of programs is not broken

from table import row

WORKERS = {"WORKERS = 0": "WORKERS = 2"}
PERSISTENT = {
    "shuffle=True, num_workers=WORKERS)": "shuffle=True, num_workers=WORKERS, persistent_workers=True)",
    "batch_size=8, num_workers=WORKERS)": "batch_size=8, num_workers=WORKERS, persistent_workers=True)",
}
UNSHUFFLED = {"shuffle=True": "shuffle=False"}
SHUFFLED = {"batch_size=8, num_workers=WORKERS)": "batch_size=8, shuffle=True, num_workers=WORKERS)"}
MORE_EPOCHS = {"EPOCHS = 2": "EPOCHS = 4"}

LIBRARIES = {
    "numpy": ("np.random.rand()", "np.random.seed({})"),
    "random": ("random.random()", "random.seed({})"),
    "torch": ("torch.rand(1).item()", "torch.manual_seed({})"),
}


def drawn(library, before=""):
    """The dataset draws from one of the global streams; `before` is done just before it."""
    changes = {"        gain = 0.5 + torch.rand(1).item()": f"{before}        gain = 0.5 + {LIBRARIES[library][0]}"}
    if library == "random":
        changes["import numpy as np\n"] = "import random\n\nimport numpy as np\n"
    return changes


def seeded(library, seed="0", indent=8):
    """A statement that seeds one of the global streams."""
    return f"{' ' * indent}{LIBRARIES[library][1].format(seed)}\n"


def loader_argument(argument):
    """An argument for both loaders."""
    return {
        "shuffle=True, num_workers=WORKERS)": f"shuffle=True, num_workers=WORKERS, {argument})",
        "batch_size=8, num_workers=WORKERS)": f"batch_size=8, num_workers=WORKERS, {argument})",
    }


def helper(text):
    """A function before the training loop's."""
    return {"def train_one_epoch(": f"{text}\n\n\ndef train_one_epoch("}


MAIN = "def main():\n"
EPOCH = "    for epoch in range(EPOCHS):\n"
TRAIN, EVAL = "    model.train()\n    for", "    correct = 0\n"
SEEDED_EPOCH = {EPOCH: f"{EPOCH}        torch.manual_seed(0)\n"}
SEEDED_PASSES = {TRAIN: f"    torch.manual_seed(0)\n{TRAIN}", EVAL: f"    torch.manual_seed(0)\n{EVAL}"}
SEED_OF_EPOCH = {
    "def train_one_epoch(model, loader, optimizer):\n": "def train_one_epoch(model, loader, optimizer, seed):\n    torch.manual_seed(seed)\n",
    "def evaluate(model, loader):\n": "def evaluate(model, loader, seed):\n    torch.manual_seed(seed)\n",
    "train_one_epoch(model, train_loader, optimizer)\n": "train_one_epoch(model, train_loader, optimizer, epoch)\n",
    "accuracy = evaluate(model, val_loader)": "accuracy = evaluate(model, val_loader, epoch)",
}

SEEDS = [
    row(
        "6a",
        "manual_seed once at the top",
        "torch_arrays",
        {MAIN: f"{MAIN}    torch.manual_seed(0)\n"},
        holds="augmented",
    ),
    row(
        "6a-workers",
        "the same with two workers",
        "torch_arrays",
        {MAIN: f"{MAIN}    torch.manual_seed(0)\n"} | WORKERS,
        holds="augmented",
    ),
    row(
        "6a-folder",
        "manual_seed once at the top, torchvision on files, two workers",
        "torch_folder",
        {"augment = transforms": "torch.manual_seed(0)\nnp.random.seed(0)\naugment = transforms"} | WORKERS,
        holds="augmented",
    ),
    row(
        "6b",
        "manual_seed before each construction of a loader",
        "torch_arrays",
        {
            "    train_loader =": "    torch.manual_seed(0)\n    train_loader =",
            "    val_loader =": "    torch.manual_seed(0)\n    val_loader =",
        },
        holds="augmented",
    ),
    row(
        "6b-workers",
        "the same with two workers",
        "torch_arrays",
        {
            "    train_loader =": "    torch.manual_seed(0)\n    train_loader =",
            "    val_loader =": "    torch.manual_seed(0)\n    val_loader =",
        }
        | WORKERS,
        holds="augmented",
    ),
    row(
        "6c",
        "manual_seed(0) before each pass, neither shuffled",
        "torch_arrays",
        SEEDED_PASSES | UNSHUFFLED,
        holds="shared frozen augmented",
    ),
    row(
        "6c-shuffled",
        "manual_seed(0) before each pass, both shuffled",
        "torch_arrays",
        SEEDED_PASSES | SHUFFLED,
        holds="shared frozen augmented",
    ),
    row(
        "6c-epoch",
        "manual_seed(epoch) before each pass, neither shuffled",
        "torch_arrays",
        SEED_OF_EPOCH | UNSHUFFLED,
        holds="shared augmented",
    ),
    row(
        "6c-workers",
        "manual_seed(epoch) before each pass, both shuffled, two workers",
        "torch_arrays",
        SEED_OF_EPOCH | SHUFFLED | WORKERS,
        holds="shared augmented",
    ),
    row(
        "6d",
        "manual_seed(epoch) before each pass, only training shuffled: two places behind",
        "torch_arrays",
        SEED_OF_EPOCH,
        holds="shared augmented",
    ),
    row(
        "6d-workers",
        "the same with two workers: place by place",
        "torch_arrays",
        SEED_OF_EPOCH | WORKERS,
        holds="shared augmented",
    ),
    row("6e", "manual_seed(0) before each epoch", "torch_arrays", SEEDED_EPOCH, holds="frozen augmented"),
    row("6e-workers", "the same with two workers", "torch_arrays", SEEDED_EPOCH | WORKERS, holds="frozen augmented"),
    row(
        "6e-persistent",
        "the same with persistent workers: the order repeats, the draws do not",
        "torch_arrays",
        SEEDED_EPOCH | WORKERS | PERSISTENT | MORE_EPOCHS,
        holds="augmented",
        may="frozen",
    ),
    row(
        "6e-folder",
        "manual_seed(0) before each epoch, torchvision on files",
        "torch_folder",
        {"    model.train()\n": "    torch.manual_seed(0)\n    model.train()\n"},
        holds="frozen augmented",
    ),
    row(
        "6f-numpy",
        "manual_seed(0) before each epoch, draws from NumPy: only the order repeats",
        "torch_arrays",
        SEEDED_EPOCH | drawn("numpy"),
        holds="augmented",
        may="frozen",
    ),
    row(
        "6f-numpy-workers",
        "the same with two workers, whose NumPy is seeded from torch",
        "torch_arrays",
        SEEDED_EPOCH | drawn("numpy") | WORKERS,
        holds="frozen augmented",
    ),
    row(
        "6f-random-workers",
        "the same with draws from random",
        "torch_arrays",
        SEEDED_EPOCH | drawn("random") | WORKERS,
        holds="frozen augmented",
    ),
    row(
        "6g",
        "validation's draws depend on how many training took: no defect of the data",
        "torch_arrays",
        {MAIN: f"{MAIN}    torch.manual_seed(3)\n"} | SHUFFLED,
        holds="augmented",
    ),
]

CONSEQUENCES = "shared frozen duplicated"

IN_THE_DATA_PATH = [
    *(
        row(
            f"7a-{library}{'-workers' * bool(workers)}",
            f"a constant {library} seed in __getitem__, {2 if workers else 0} workers",
            "torch_arrays",
            drawn(library, seeded(library)) | workers,
            holds="constant",
            may=CONSEQUENCES,
        )
        for library in LIBRARIES
        for workers in ({}, WORKERS)
    ),
    row(
        "7b",
        "the index as seed in __getitem__",
        "torch_arrays",
        drawn("torch", seeded("torch", "index")),
        holds="frozen",
        may="shared",
    ),
    row(
        "7b-numpy-workers",
        "the same with NumPy and two workers",
        "torch_arrays",
        drawn("numpy", seeded("numpy", "index")) | WORKERS,
        holds="frozen",
        may="shared",
    ),
    row(
        "7b-validation",
        "the index as seed for validation only: a steady evaluation",
        "torch_arrays",
        {
            "    def __init__(self, pictures):\n        self.pictures = pictures\n": "    def __init__(self, pictures, steady=False):\n        self.pictures = pictures\n        self.steady = steady\n",
            "        gain = ": "        if self.steady:\n            np.random.seed(index)\n        gain = ",
            "torch.rand(1).item()": "np.random.rand()",
            "Pictures(make_pictures(64, 2))": "Pictures(make_pictures(64, 2), steady=True)",
        }
        | WORKERS,
    ),
    row(
        "7c",
        "a constant torch seed in __getitem__, training shuffled: the order freezes too",
        "torch_arrays",
        drawn("torch", seeded("torch")) | MORE_EPOCHS,
        holds="constant",
        may=CONSEQUENCES,
    ),
    row(
        "7d",
        "a constant torch seed before the random transforms",
        "torch_folder",
        {
            "augment = transforms.Compose(\n    [\n": "class Fixed:\n    def __call__(self, picture):\n        torch.manual_seed(7)\n        return picture\n\n\n"
            "augment = transforms.Compose(\n    [\n        Fixed(),\n",
        },
        holds="constant",
        may=CONSEQUENCES,
    ),
    row(
        "7d-last",
        "a constant torch seed after the random transforms",
        "torch_folder",
        {
            "augment = transforms.Compose(\n    [\n": "class Fixed:\n    def __call__(self, picture):\n        torch.manual_seed(7)\n        return picture\n\n\n"
            "augment = transforms.Compose(\n    [\n",
            "        transforms.ToTensor(),\n": "        transforms.ToTensor(),\n        Fixed(),\n",
        },
        one_of="constant frozen shared",
        may=CONSEQUENCES + " augmented",
    ),
    row(
        "7e",
        "a seed in each dataset's __init__, both built first: only the last counts",
        "torch_arrays",
        {
            "    def __init__(self, pictures):\n": "    def __init__(self, pictures, seed):\n        torch.manual_seed(seed)\n",
            "make_pictures(64, 1))": "make_pictures(64, 1), 11)",
            "make_pictures(64, 2))": "make_pictures(64, 2), 12)",
        },
        holds="augmented",
    ),
    *(
        row(
            f"7f{'-workers' * bool(workers)}",
            f"the same seed in __init__, validation built after training, {2 if workers else 0} workers",
            "torch_arrays",
            {
                "    def __init__(self, pictures):\n": "    def __init__(self, pictures):\n        torch.manual_seed(11)\n",
                "    val_data = Pictures(make_pictures(64, 2))\n": "",
                "    val_loader = DataLoader(val_data, batch_size=8, num_workers=WORKERS)\n": "",
                '        accuracy = evaluate(model, val_loader)\n        print(f"epoch {epoch}: accuracy {accuracy:.3f}")\n': "    val_data = Pictures(make_pictures(64, 2))\n"
                "    val_loader = DataLoader(val_data, batch_size=8, num_workers=WORKERS)\n"
                '    print(f"accuracy {evaluate(model, val_loader):.3f}")\n',
                "    train_data = Pictures(make_pictures(64, 1))\n": "",
                "    train_loader = DataLoader(train_data, batch_size=8, shuffle=True, num_workers=WORKERS)\n": "",
                "    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)\n": "    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)\n"
                "    train_data = Pictures(make_pictures(64, 1))\n"
                "    train_loader = DataLoader(train_data, batch_size=8, num_workers=WORKERS)\n",
            }
            | workers,
            holds="shared augmented",
        )
        for workers in ({}, WORKERS)
    ),
    row(
        "7g",
        "a constant seed in collate_fn",
        "torch_arrays",
        helper(
            "def collate(samples):\n    torch.manual_seed(0)\n    pictures, labels = zip(*samples, strict=True)\n"
            "    return torch.stack(pictures), torch.tensor(labels)"
        )
        | loader_argument("collate_fn=collate"),
        one_of="constant frozen shared",
        may=CONSEQUENCES + " augmented",
    ),
    row(
        "7h",
        "a constant seed in collate_fn, two workers",
        "torch_arrays",
        helper(
            "def collate(samples):\n    torch.manual_seed(0)\n    pictures, labels = zip(*samples, strict=True)\n"
            "    return torch.stack(pictures), torch.tensor(labels)"
        )
        | loader_argument("collate_fn=collate")
        | WORKERS,
        one_of="constant frozen shared duplicated",
        may=CONSEQUENCES + " augmented",
    ),
    row(
        "7i-numpy",
        "default_rng(0) made in __getitem__",
        "torch_arrays",
        {"0.5 + torch.rand(1).item()": "0.5 + np.random.default_rng(0).random()"},
        holds="constant",
        may=CONSEQUENCES,
    ),
    row(
        "7i-numpy-workers",
        "the same with two workers",
        "torch_arrays",
        {"0.5 + torch.rand(1).item()": "0.5 + np.random.default_rng(0).random()"} | WORKERS,
        holds="constant",
        may=CONSEQUENCES,
    ),
    row(
        "7i-torch",
        "torch.Generator() made in __getitem__: without a seed it is a constant",
        "torch_arrays",
        {"torch.rand(1).item()": "torch.rand(1, generator=torch.Generator()).item()"},
        holds="constant",
        may=CONSEQUENCES,
    ),
    row(
        "7i-unseeded",
        "default_rng() made in __getitem__",
        "torch_arrays",
        {"0.5 + torch.rand(1).item()": "0.5 + np.random.default_rng().random()"},
        holds="augmented",
    ),
    row(
        "7j",
        "random.Random(index) made in __getitem__",
        "torch_arrays",
        {
            "0.5 + torch.rand(1).item()": "0.5 + random.Random(index).random()",
            "import numpy as np\n": "import random\n\nimport numpy as np\n",
        },
        holds="frozen",
        may="shared",
    ),
    row(
        "7j-torch-workers",
        "Generator().manual_seed(index) made in __getitem__, two workers",
        "torch_arrays",
        {"torch.rand(1).item()": "torch.rand(1, generator=torch.Generator().manual_seed(index)).item()"} | WORKERS,
        holds="frozen",
        may="shared",
    ),
    row(
        "7k",
        "default_rng(torch.initial_seed()) made in __getitem__",
        "torch_arrays",
        {"0.5 + torch.rand(1).item()": "0.5 + np.random.default_rng(torch.initial_seed()).random()"},
        holds="constant",
        may=CONSEQUENCES,
    ),
    row(
        "7k-workers",
        "the same with two workers: one draw for each worker",
        "torch_arrays",
        {"0.5 + torch.rand(1).item()": "0.5 + np.random.default_rng(torch.initial_seed()).random()"} | WORKERS,
        holds="constant",
        may=CONSEQUENCES + " augmented",
    ),
    row(
        "7l",
        "default_rng([torch.initial_seed(), index]) made in __getitem__",
        "torch_arrays",
        {"0.5 + torch.rand(1).item()": "0.5 + np.random.default_rng([torch.initial_seed(), index]).random()"},
        holds="frozen",
        may="shared",
    ),
    row(
        "7l-workers",
        "the same with two workers: another seed for each epoch",
        "torch_arrays",
        {"0.5 + torch.rand(1).item()": "0.5 + np.random.default_rng([torch.initial_seed(), index]).random()"} | WORKERS,
        holds="augmented",
    ),
    row(
        "7m",
        "default_rng(np.random.randint(2**31)) made in __getitem__",
        "torch_arrays",
        {"0.5 + torch.rand(1).item()": "0.5 + np.random.default_rng(np.random.randint(2**31)).random()"},
        holds="augmented",
    ),
    row(
        "7m-workers",
        "the same with two workers",
        "torch_arrays",
        {"0.5 + torch.rand(1).item()": "0.5 + np.random.default_rng(np.random.randint(2**31)).random()"} | WORKERS,
        holds="augmented",
    ),
    *(
        row(
            f"7n-{library}",
            f"worker_init_fn with a constant {library} seed",
            "torch_arrays",
            drawn(library)
            | helper(f"def set_up(worker_id):\n{seeded(library, indent=4).rstrip()}")
            | loader_argument("worker_init_fn=set_up")
            | WORKERS,
            holds="duplicated",
            may="shared frozen augmented",
        )
        for library in LIBRARIES
    ),
    row(
        "7n-persistent",
        "the same with persistent workers: epochs differ",
        "torch_arrays",
        drawn("numpy")
        | helper("def set_up(worker_id):\n    np.random.seed(0)")
        | loader_argument("worker_init_fn=set_up, persistent_workers=True")
        | WORKERS,
        holds="duplicated",
        may="shared augmented",
    ),
    row(
        "7n-harmless",
        "worker_init_fn with a constant NumPy seed, draws from torch",
        "torch_arrays",
        helper("def set_up(worker_id):\n    np.random.seed(0)") | loader_argument("worker_init_fn=set_up") | WORKERS,
        holds="augmented",
    ),
    row(
        "7o",
        "worker_init_fn with np.random.seed(worker_id)",
        "torch_arrays",
        drawn("numpy")
        | helper("def set_up(worker_id):\n    np.random.seed(worker_id)")
        | loader_argument("worker_init_fn=set_up")
        | WORKERS,
        holds="frozen shared",
        may="augmented",
    ),
    row(
        "7o-persistent",
        "the same with persistent workers: epochs differ",
        "torch_arrays",
        drawn("numpy")
        | helper("def set_up(worker_id):\n    np.random.seed(worker_id)")
        | loader_argument("worker_init_fn=set_up, persistent_workers=True")
        | WORKERS,
        holds="shared augmented",
    ),
    row(
        "7p",
        "the old recipe: np.random.get_state()[1][0] + worker_id",
        "torch_arrays",
        drawn("numpy")
        | helper("def set_up(worker_id):\n    np.random.seed(np.random.get_state()[1][0] + worker_id)")
        | loader_argument("worker_init_fn=set_up")
        | WORKERS,
        holds="frozen shared",
        may="augmented",
    ),
    row(
        "7q",
        "worker_init_fn with torch.initial_seed() % 2**32",
        "torch_arrays",
        drawn("numpy")
        | helper("def set_up(worker_id):\n    np.random.seed(torch.initial_seed() % 2**32)")
        | loader_argument("worker_init_fn=set_up")
        | WORKERS,
        holds="augmented",
    ),
]

NO_WORKERS = "num_workers=0"
OWN = {
    "default_rng": ("np.random.default_rng(42)", "np.random.default_rng(43)"),
    "unseeded": ("np.random.default_rng()", "np.random.default_rng()"),
    "RandomState": ("np.random.RandomState(42)", "np.random.RandomState(43)"),
    "Random": ("random.Random(42)", "random.Random(43)"),
}


def own(kind="default_rng", workers=0, more="", start=""):
    """Each dataset has a generator of its own."""
    train, val = OWN[kind]
    changes = {NO_WORKERS: f"num_workers={workers}{more}"}
    if kind != "default_rng":
        changes |= {"np.random.default_rng(42)": train, "np.random.default_rng(43)": val}
    if kind == "Random":
        changes["import numpy as np\n"] = "import random\n\nimport numpy as np\n"
    if start:
        changes[NO_WORKERS] = f'num_workers={workers}, multiprocessing_context="{start}"{more}'
    return changes


TORCH_RNG = {
    "np.random.default_rng(42)": "torch.Generator().manual_seed(42)",
    "np.random.default_rng(43)": "torch.Generator().manual_seed(43)",
    "self.rng.uniform(0.5, 1.5)": "(0.5 + torch.rand(1, generator=self.rng).item())",
}
IN_TURN = {"default_rng(43)": "default_rng(42)"}

WORKER_STREAMS = [
    *(
        row(
            f"8a-{library}{'-persistent' * bool(persistent)}",
            f"global {library} draws in __getitem__, {workers} {'persistent ' * bool(persistent)}workers",
            "torch_arrays",
            drawn(library) | {"WORKERS = 0": f"WORKERS = {workers}"} | persistent,
            holds="augmented",
        )
        for library, workers, persistent in (
            ("numpy", 4, {}),
            ("random", 2, {}),
            ("torch", 4, {}),
            ("numpy", 2, PERSISTENT),
        )
    ),
    row("8c", "a seeded generator of the dataset's own, no workers", "torch_own_rng", own(), holds="augmented"),
    *(
        row(
            f"8c-{kind}",
            f"a dataset's own generator ({kind}), two workers",
            "torch_own_rng",
            own(kind, 2),
            holds="duplicated",
            may="frozen augmented",
        )
        for kind in OWN
    ),
    row(
        "8c-torch",
        "a dataset's own torch.Generator, two workers",
        "torch_own_rng",
        own(workers=2) | TORCH_RNG,
        holds="duplicated",
        may="frozen augmented",
    ),
    row(
        "8c-four",
        "a dataset's own generator, four workers",
        "torch_own_rng",
        own(workers=4),
        holds="duplicated",
        may="frozen augmented",
    ),
    row(
        "8c-persistent",
        "a dataset's own generator, two persistent workers: epochs differ",
        "torch_own_rng",
        own(workers=2, more=", persistent_workers=True"),
        holds="duplicated",
        may="augmented",
    ),
    row(
        "8c-spawn",
        "a dataset's own generator, two spawned workers",
        "torch_own_rng",
        own(workers=2, start="spawn"),
        holds="duplicated",
        may="frozen augmented",
    ),
    row(
        "8c-forkserver",
        "a dataset's own generator, two workers of a fork server",
        "torch_own_rng",
        own(workers=2, start="forkserver"),
        holds="duplicated",
        may="frozen augmented",
    ),
    row(
        "8d",
        "equally seeded generators in both datasets, no workers",
        "torch_own_rng",
        IN_TURN,
        holds="shared augmented",
    ),
    row(
        "8d-workers",
        "equally seeded generators in both datasets, two workers",
        "torch_own_rng",
        own(workers=2) | IN_TURN,
        holds="shared duplicated",
        may="frozen augmented",
    ),
    row("8e", "unseeded generators in both datasets, no workers", "torch_own_rng", own("unseeded"), holds="augmented"),
    row(
        "8f",
        "one generator object in both datasets, no workers",
        "torch_own_rng",
        {
            "    train_set =": "    rng = np.random.default_rng(42)\n    train_set =",
            "2), np.random.default_rng(43)": "2), rng",
            "1), np.random.default_rng(42)": "1), rng",
        },
        holds="augmented",
    ),
    row(
        "8f-workers",
        "one generator object in both datasets, two workers",
        "torch_own_rng",
        {
            "    train_set =": "    rng = np.random.default_rng(42)\n    train_set =",
            "2), np.random.default_rng(43)": "2), rng",
            "1), np.random.default_rng(42)": "1), rng",
            NO_WORKERS: "num_workers=2",
        },
        holds="shared duplicated",
        may="frozen augmented",
    ),
    row(
        "8g",
        "worker_init_fn makes the generator anew from the worker's seed",
        "torch_own_rng",
        own(workers=2, more=", worker_init_fn=set_up")
        | {
            "def make_loader(": "def set_up(worker_id):\n    info = torch.utils.data.get_worker_info()\n"
            "    info.dataset.rng = np.random.default_rng(info.seed)\n\n\ndef make_loader(",
        },
        holds="augmented",
    ),
    row(
        "8h-module",
        "a generator of the module, two workers",
        "torch_own_rng",
        {
            "EPOCHS = 2\n": "EPOCHS = 2\nRNG = np.random.default_rng(42)\n",
            "self.rng.uniform": "RNG.uniform",
            NO_WORKERS: "num_workers=2",
        },
        holds="duplicated shared",
        may="frozen augmented",
    ),
    row(
        "8h-default",
        "a generator as default argument, two workers",
        "torch_own_rng",
        {
            "pictures, rng):": "pictures, rng=np.random.default_rng(42)):",
            "1), np.random.default_rng(42))": "1))",
            "2), np.random.default_rng(43))": "2))",
            NO_WORKERS: "num_workers=2",
        },
        holds="duplicated shared",
        may="frozen augmented",
    ),
    row(
        "8i",
        "an iterable dataset that is not divided among its workers",
        "torch_stream",
        {
            "(info.id, info.num_workers) if info else (0, 1)": "0, 1",
            "        info = get_worker_info()\n": "",
            ", get_worker_info\n": "\n",
        },
        holds="repeated augmented",
    ),
    row("8i-divided", "an iterable dataset that is divided among its workers", "torch_stream", holds="augmented"),
    row(
        "8j",
        "Random(0) in the __iter__ of a divided iterable dataset, two workers",
        "torch_stream",
        {"rng = random\n": "rng = random.Random(0)\n"},
        holds="duplicated",
        may="frozen shared augmented",
    ),
    row(
        "8j-alone",
        "Random(0) in the __iter__ of an iterable dataset, no workers",
        "torch_stream",
        {"rng = random\n": "rng = random.Random(0)\n", "WORKERS = 2": "WORKERS = 0"},
        holds="frozen shared",
        may="augmented",
    ),
]

GENERATORS = [
    row(
        "9a",
        "one torch.Generator object in two loaders",
        "torch_arrays",
        {MAIN: f"{MAIN}    generator = torch.Generator().manual_seed(0)\n"} | loader_argument("generator=generator"),
        holds="augmented",
    ),
    row(
        "9b",
        "equally seeded generators in two shuffled loaders, no workers",
        "torch_arrays",
        {
            "shuffle=True, num_workers=WORKERS)": "shuffle=True, num_workers=WORKERS, generator=torch.Generator().manual_seed(5))",
            "batch_size=8, num_workers=WORKERS)": "batch_size=8, shuffle=True, num_workers=WORKERS, generator=torch.Generator().manual_seed(5))",
        },
        holds="augmented",
    ),
    row(
        "9b-workers",
        "the same with two workers: their seeds come from the generator",
        "torch_arrays",
        {
            "shuffle=True, num_workers=WORKERS)": "shuffle=True, num_workers=WORKERS, generator=torch.Generator().manual_seed(5))",
            "batch_size=8, num_workers=WORKERS)": "batch_size=8, shuffle=True, num_workers=WORKERS, generator=torch.Generator().manual_seed(5))",
        }
        | WORKERS,
        holds="shared augmented",
    ),
    row(
        "9b-unshuffled-workers",
        "the same, validation not shuffled",
        "torch_arrays",
        loader_argument("generator=torch.Generator().manual_seed(5)") | WORKERS,
        holds="shared augmented",
    ),
]

ALBUMENTATIONS = "torch_albumentations"
ONE_COMPOSE = {
    "train_set =": "transform = build_transforms()\ntrain_set =",
    "1), build_transforms())": "1), transform)",
    "2), build_transforms())": "2), transform)",
}

TRANSFORMS = [
    row("10a", "one torchvision Compose for both splits", "torch_folder", holds="augmented"),
    row(
        "10a-workers",
        "one torchvision Compose for both splits, two workers",
        "torch_folder",
        WORKERS,
        holds="augmented",
    ),
    row(
        "10a-two",
        "a Compose for each split, two workers",
        "torch_folder",
        {
            "augment = transforms.Compose(": "def build():\n    return transforms.Compose(",
            "transforms.ToTensor(),\n    ]\n)": "transforms.ToTensor(),\n    ]\n)\n\n",
            'Folder("data/train", transform=augment)': 'Folder("data/train", transform=build())',
            'Folder("data/val", transform=augment)': 'Folder("data/val", transform=build())',
        }
        | WORKERS,
        holds="augmented",
    ),
    row(
        "10a-clean",
        "random transforms for training only",
        "torch_folder",
        {
            'Folder("data/val", transform=augment)': 'Folder("data/val", transform=transforms.Compose([transforms.CenterCrop(24), transforms.ToTensor()]))',
        }
        | WORKERS,
    ),
    row("10d", "albumentations 2.0.8, no workers", ALBUMENTATIONS, holds="augmented"),
    row(
        "10d-workers",
        "albumentations 2.0.8, a Compose for each split, two workers",
        ALBUMENTATIONS,
        WORKERS,
        holds="duplicated",
        may="frozen augmented",
    ),
    row(
        "10d-persistent",
        "the same with persistent workers: epochs differ",
        ALBUMENTATIONS,
        WORKERS | PERSISTENT,
        holds="duplicated",
        may="augmented",
    ),
    row("10d-shared", "one Compose object for both splits, no workers", ALBUMENTATIONS, ONE_COMPOSE, holds="augmented"),
    row(
        "10d-shared-workers",
        "one Compose object for both splits, two workers",
        ALBUMENTATIONS,
        ONE_COMPOSE | WORKERS,
        holds="duplicated shared",
        may="frozen augmented",
    ),
    row(
        "10e",
        "Compose(seed=42) for each split, no workers",
        ALBUMENTATIONS,
        {"ToTensorV2(),\n        ]\n": "ToTensorV2(),\n        ],\n        seed=42,\n"},
        holds="shared augmented",
    ),
    row(
        "10f",
        "worker_init_fn seeds the Compose from the worker's seed",
        ALBUMENTATIONS,
        {
            "train_set =": "def set_up(worker_id):\n    info = torch.utils.data.get_worker_info()\n"
            "    info.dataset.transform.set_random_seed(info.seed % 2**32)\n\n\ntrain_set =",
        }
        | loader_argument("worker_init_fn=set_up")
        | WORKERS,
        holds="augmented",
    ),
]

ROWS = [*SEEDS, *IN_THE_DATA_PATH, *WORKER_STREAMS, *GENERATORS, *TRANSFORMS]
