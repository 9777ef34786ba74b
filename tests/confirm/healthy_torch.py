"""Writes random torch programs, as untidy as people's own: healthy ones, and the same with one defect planted."""
# ruff: noqa: E501 : the text of programs is not broken

import random
from collections.abc import Callable
from dataclasses import dataclass, field

DEFECTS: dict[str, tuple[str, ...]] = {
    "leak by path": ("leak",),
    "leak by index": ("leak",),
    "validation augmented": ("augmented",),
    "constant seed in __getitem__": ("constant",),
    "own generator with workers": ("duplicated",),
    "constant worker_init_fn": ("duplicated",),
    "reseeded every epoch": ("frozen",),
    "mismatched split calls": ("leak",),
    "stream not divided": ("repeated",),
    "transform on a part": ("ignored", "transform"),
}
"""By defect: the claims of which one at least must be made."""

LIBRARIES = {
    "torch": ("torch.rand(1).item()", "torch.manual_seed({})"),
    "numpy": ("np.random.rand()", "np.random.seed({})"),
    "random": ("random.random()", "random.seed({})"),
}


@dataclass
class Choices:
    """What a program is made of, drawn once; a planted defect settles some of it."""

    rng: random.Random
    defect: str = ""
    style: str = ""
    source: str = ""
    augmentation: str = ""
    library: str = ""
    workers: int = 0
    persistent: bool = False
    sampler: str = ""
    divided: bool = False
    names: dict[str, str] = field(default_factory=dict)
    train: int = 64
    val: int = 64
    batch: int = 8


def choose(rng: random.Random, defect: str) -> Choices:
    """Draw what a program is made of, so that the defect can be in it."""
    made = Choices(rng, defect)
    made.style = rng.choices(("functions", "module", "class", "lightning"), (4, 3, 3, 2))[0]
    made.source = rng.choice(("folder", "imagefolder", "ndarray", "tensor", "list", "npy"))
    made.augmentation = rng.choices(("v1", "v2", "own", "flip", "rare", "grey"), (3, 3, 4, 1, 1, 1))[0]
    made.library = rng.choice(tuple(LIBRARIES))
    made.workers = rng.choice((0, 0, 2, 2, 3))
    made.sampler = rng.choice(("shuffle", "shuffle", "none", "replacement", "weighted"))
    made.divided = rng.random() < 0.4
    made.batch = rng.choice((4, 8, 16))
    made.train, made.val = rng.choice((64, 96, 120)), rng.choice((64, 72, 96))
    _plant(made)
    made.persistent = made.workers > 0 and rng.random() < 0.4 and defect != "reseeded every epoch"
    if made.source == "tensor" and made.augmentation == "v1":
        made.augmentation = "v2"
    made.names = {
        "data": rng.choice(("Pets", "ImageData", "PlantImages", "MyDataset", "Cells")),
        "train": rng.choice(("train_loader", "trainloader", "train_dl", "loader_train")),
        "val": rng.choice(("val_loader", "valid_loader", "val_dl", "loader_val")),
        "train_set": rng.choice(("train_set", "train_ds", "train_dataset", "training_data")),
        "val_set": rng.choice(("val_set", "val_ds", "valid_dataset", "validation_data")),
        "build": rng.choice(("get_loaders", "build_loaders", "make_dataloaders", "prepare_data")),
        "root": rng.choice(("data", "images", "datasets/small", "input")),
    }
    return made


def _plant(made: Choices) -> None:
    rng, defect = made.rng, made.defect
    if defect == "leak by path":
        made.source, made.divided = rng.choice(("folder", "imagefolder", "npy")), False
    if defect in ("leak by index", "mismatched split calls"):
        made.divided = True
    if defect == "constant seed in __getitem__":
        made.source = rng.choice(("folder", "ndarray", "tensor", "list", "npy"))
        if made.augmentation not in ("own",):
            made.library = "torch"
    if defect in ("own generator with workers", "constant worker_init_fn"):
        made.augmentation, made.workers = "own", rng.choice((2, 3))
        made.train, made.batch = max(made.train, 96), 8
    if defect == "reseeded every epoch":
        made.style = rng.choice(("functions", "module", "class"))
        if made.augmentation == "own" and not made.workers:
            made.library = "torch"
    if defect == "stream not divided":
        made.workers, made.augmentation = rng.choice((2, 3)), "own"
    if defect == "transform on a part":
        made.divided, made.style, made.source = (
            True,
            rng.choice(("functions", "module", "class")),
            rng.choice(("ndarray", "list", "folder", "npy")),
        )


def write(rng: random.Random, defect: str = "") -> tuple[str, str]:
    """A program and, in a few words, what it is made of."""
    made = choose(rng, defect)
    text = _stream_program(made) if defect == "stream not divided" else _program(made)
    words = f"torch {made.style} {made.source} {made.augmentation}/{made.library} w{made.workers}{'p' * made.persistent} {made.sampler} {'divided' * made.divided}"
    return text, words.strip()


# Parts ----------------------------------------------------------------------------------------------------------------


def _maybe(rng: random.Random, share: float, text: str, other: str = "") -> str:
    return text if rng.random() < share else other


def _imports(made: Choices) -> str:
    lightning = "import lightning as L\n" if made.style == "lightning" else ""
    sklearn = (
        "from sklearn.model_selection import train_test_split\n" if made.defect == "mismatched split calls" else ""
    )
    return (
        "import argparse\nimport os\nimport random\nfrom pathlib import Path\n\n"
        f"{lightning}import numpy as np\nimport torch\nimport torch.nn.functional as F\nfrom PIL import Image\n{sklearn}from torch import nn\n"
        "from torch.utils.data import DataLoader, Dataset, IterableDataset, RandomSampler, Subset, WeightedRandomSampler, random_split\n"
        "from torchvision import datasets, transforms\nfrom torchvision.transforms import v2\n"
    )


def _pictures(made: Choices) -> str:
    """The functions that make the data, and write it where it is read from."""
    root, classes = made.names["root"], made.rng.choice((("cat", "dog"), ("a", "b"), ("healthy", "sick")))
    text = (
        f'ROOT = Path("{root}")\nCLASSES = {classes}\n\n\n'
        "def fake_images(n, seed):\n    r = np.random.default_rng(seed)\n"
        '    return r.integers(0, 256, (n, 32, 32, 3), dtype="uint8")\n'
    )
    if made.source in ("folder", "imagefolder"):
        text += (
            "\n\ndef write_images(where, n, seed):\n    for i, image in enumerate(fake_images(n, seed)):\n"
            "        target = ROOT / where / CLASSES[i % 2]\n        target.mkdir(parents=True, exist_ok=True)\n"
            '        Image.fromarray(image).save(target / f"{i:04d}.png", compress_level=1)\n'
        )
    if made.source == "npy":
        text += (
            "\n\ndef write_images(where, n, seed):\n    for i, image in enumerate(fake_images(n, seed)):\n"
            "        target = ROOT / where / CLASSES[i % 2]\n        target.mkdir(parents=True, exist_ok=True)\n"
            '        np.save(target / f"{i:04d}.npy", image)\n'
        )
    return text


def _augmentation(made: Choices) -> str:
    """Functions `train_transform()` and `eval_transform()`."""
    rng, tensor = made.rng, made.source == "tensor"
    kind = "v2" if made.augmentation == "v2" or tensor else "transforms"
    to_tensor = (
        ""
        if tensor
        else f"        {kind}.ToTensor(),\n"
        if kind == "transforms"
        else ("        v2.ToImage(),\n        v2.ToDtype(torch.float32, scale=True),\n")
    )
    start = f"        {kind}.ToPILImage(),\n" if made.source in ("ndarray", "npy") else ""
    own = ""
    if made.augmentation in ("v1", "v2"):
        steps = rng.sample(
            (
                f"        {kind}.RandomHorizontalFlip(),\n",
                f"        {kind}.RandomRotation({rng.choice((10, 25, 45))}),\n",
                f"        {kind}.ColorJitter(brightness=0.3, contrast=0.3),\n",
                f"        {kind}.RandomVerticalFlip(p=0.3),\n",
                f"        {kind}.RandomGrayscale(p=0.2),\n",
            ),
            rng.randint(1, 4),
        )
        body = f"        {kind}.RandomResizedCrop(24, scale=(0.4, 1.0)),\n" + "".join(steps) + to_tensor
        if rng.random() < 0.3:
            body += f"        {kind}.RandomErasing(p=0.5),\n"
    elif made.augmentation == "own":
        own = _own(made)
        body = f"        {kind}.CenterCrop(24),\n{to_tensor}        Jitter({rng.choice((0.2, 0.3, 0.5))}),\n"
    else:
        step = {
            "flip": "RandomHorizontalFlip(p=0.5)",
            "rare": "RandomHorizontalFlip(0.02)",
            "grey": "RandomGrayscale(p=0.1)",
        }[made.augmentation]
        body = f"        {kind}.CenterCrop(24),\n        {kind}.{step},\n{to_tensor}"
    normal = _maybe(rng, 0.4, f"        {kind}.Normalize((0.5, 0.5, 0.5), (0.25, 0.25, 0.25)),\n")
    plain = f"        {kind}.CenterCrop(24),\n{to_tensor}"
    return (
        f"{own}def train_transform():\n    return {kind}.Compose([\n{start}{body}{normal}    ])\n\n\n"
        f"def eval_transform():\n    return {kind}.Compose([\n{start}{plain}{normal}    ])\n"
    )


def _own(made: Choices) -> str:
    """A transform that draws from a global stream, or, when that is planted, from a generator of its own."""
    draw = LIBRARIES[made.library][0]
    init = "        self.strength = strength\n"
    if made.defect == "own generator with workers":
        kind = made.rng.choice(("np.random.default_rng({})", "np.random.RandomState({})", "random.Random({})"))
        init += f"        self.rng = {kind.format(made.rng.choice(('', '0', '1234')))}\n"
        draw = "self.rng.random()" if "State" not in kind else "self.rng.rand()"
    return (
        f"class Jitter:\n    def __init__(self, strength):\n{init}\n    def __call__(self, x):\n"
        f"        factor = 1 + self.strength * (2 * {draw} - 1)\n        return x * factor\n\n\n"
    )


def _dataset(made: Choices) -> str:
    """The class of datasets; nothing for ImageFolder."""
    name, defect = made.names["data"], made.defect
    seed = ""
    if defect == "constant seed in __getitem__":
        seed = f"        {LIBRARIES[made.library][1].format(made.rng.choice((0, 42, 1337)))}\n"
    image = {
        "folder": '        image = Image.open(self.files[idx]).convert("RGB")\n        label = CLASSES.index(self.files[idx].parent.name)\n',
        "npy": "        image = np.load(self.files[idx])\n        label = CLASSES.index(self.files[idx].parent.name)\n",
        "ndarray": "        image = self.images[idx]\n        label = int(self.labels[idx])\n",
        "tensor": "        image = self.images[idx]\n        label = self.labels[idx]\n",
        "list": "        image, label = self.items[idx]\n",
    }.get(made.source)
    if image is None:
        return ""
    init = {
        "folder": '        self.files = sorted(Path(root).glob("*/*.png"))\n',
        "npy": '        self.files = sorted(Path(root).glob("*/*.npy"))\n',
        "ndarray": "        self.images = root\n        self.labels = np.arange(len(root)) % 2\n",
        "tensor": "        self.images = torch.from_numpy(root).permute(0, 3, 1, 2).float() / 255\n        self.labels = torch.arange(len(root)) % 2\n",
        "list": "        self.items = [(Image.fromarray(x), i % 2) for i, x in enumerate(root)]\n",
    }[made.source]
    length = {"folder": "files", "npy": "files", "list": "items"}.get(made.source, "images")
    return (
        f"class {name}(Dataset):\n    def __init__(self, root, transform=None):\n{init}        self.transform = transform\n\n"
        f"    def __len__(self):\n        return len(self.{length})\n\n    def __getitem__(self, idx):\n{seed}{image}"
        "        if self.transform:\n            image = self.transform(image)\n        return image, label\n"
    )


def _make(made: Choices, data: str, transform: str) -> str:
    kind = "datasets.ImageFolder" if made.source == "imagefolder" else made.names["data"]
    return f"{kind}({data}, transform={transform})"


def _data(made: Choices, part: str, count: int, seed: int) -> tuple[str, str]:
    """What makes the data of a part, and the expression for it."""
    if made.source in ("folder", "imagefolder", "npy"):
        return f'    write_images("{part}", {count}, {seed})\n', f'ROOT / "{part}"'
    return f"    {part}_images = fake_images({count}, {seed})\n", f"{part}_images"


def _sets(made: Choices) -> str:
    """Statements that make both datasets."""
    rng, names, defect = made.rng, made.names, made.defect
    train, val = names["train_set"], names["val_set"]
    evaluation = "train_transform()" if defect == "validation augmented" else "eval_transform()"
    if not made.divided:
        write_train, where_train = _data(made, "train", made.train, 1)
        write_val, where_val = _data(made, "val", made.val, 2)
        if defect == "leak by path":
            where_val = rng.choice((where_train, 'ROOT / "val" / ".." / "train"', 'os.path.join(ROOT, "train") + "/"'))
        return (
            f"{write_train}{write_val}    {train} = {_make(made, where_train, 'train_transform()')}\n"
            f"    {val} = {_make(made, where_val, evaluation)}\n"
        )
    total = made.train + made.val
    write_all, where = _data(made, "all", total, 1)
    text = write_all
    if defect == "transform on a part":
        text += f"    full = {_make(made, where, 'train_transform()')}\n"
        text += f"    {train}, {val} = random_split(full, [{made.train}, {made.val}])\n"
        return text + f"    {val}.{rng.choice(('transform', 'dataset.transform'))} = eval_transform()\n"
    text += f"    full = {_make(made, where, 'train_transform()')}\n    clean = {_make(made, where, evaluation)}\n"
    seed = rng.randint(0, 99)
    if defect == "mismatched split calls":
        return text + rng.choice(
            (
                f"    {train}, _ = random_split(full, [{made.train}, {made.val}])\n    _, {val} = random_split(clean, [{made.train}, {made.val}])\n",
                f"    {train}, _ = random_split(full, [{made.train}, {made.val}], generator=torch.Generator().manual_seed({seed}))\n"
                f"    _, {val} = random_split(clean, [{made.train}, {made.val}], generator=torch.Generator().manual_seed({seed + 1}))\n",
                f"    {train} = Subset(full, train_test_split(range({total}), test_size={made.val})[0])\n"
                f"    {val} = Subset(clean, train_test_split(range({total}), test_size={made.val})[1])\n",
                f"    {train} = Subset(full, np.random.permutation({total})[:{made.train}])\n"
                f"    {val} = Subset(clean, np.random.permutation({total})[{made.train}:])\n",
            )
        )
    overlap = rng.choice((3, 5, 10, 20)) if defect == "leak by index" else 0
    return text + rng.choice(
        (
            f"    order = torch.randperm({total}, generator=torch.Generator().manual_seed({seed})).tolist()\n"
            f"    {train} = Subset(full, order[:{made.train}])\n    {val} = Subset(clean, order[{made.train - overlap}:])\n",
            f"    indices = list(range({total}))\n    random.Random({seed}).shuffle(indices)\n"
            f"    {train} = Subset(full, indices[:{made.train}])\n    {val} = Subset(clean, indices[{made.train - overlap}:])\n",
            *(
                ()
                if overlap
                else (
                    f"    {train}, _ = random_split(full, [{made.train}, {made.val}], generator=torch.Generator().manual_seed({seed}))\n"
                    f"    _, {val} = random_split(clean, [{made.train}, {made.val}], generator=torch.Generator().manual_seed({seed}))\n",
                )
            ),
        )
    )


def _loaders(made: Choices) -> tuple[str, str]:
    """Functions and classes that loaders need, and the statements that make both."""
    rng, names = made.rng, made.names
    before, kind = "", "DataLoader"
    if rng.random() < 0.15:
        kind = rng.choice(("FastLoader", "Loader"))
        before += f"class {kind}(DataLoader):\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)\n        self.made = True\n\n\n"
    options = f", num_workers={rng.choice(('args.workers', str(made.workers)))}"
    if made.persistent:
        options += ", persistent_workers=True"
    if rng.random() < 0.3:
        before += "def collate(batch):\n    images, labels = zip(*batch)\n    return torch.stack(images), torch.as_tensor(labels)\n\n\n"
        options += ", collate_fn=collate"
    if made.defect == "constant worker_init_fn":
        seed = rng.choice((0, 7, 42))
        statements = {made.library, *rng.sample(tuple(LIBRARIES), rng.randint(0, 2))}
        body = "".join(f"    {LIBRARIES[name][1].format(seed)}\n" for name in sorted(statements))
        before += f"def {names.setdefault('init', 'worker_init_fn')}(worker_id):\n{body}\n\n"
        options += f", worker_init_fn={names['init']}"
    elif made.workers and rng.random() < 0.2:
        before += "def seed_worker(worker_id):\n    s = torch.initial_seed() % 2**32\n    np.random.seed(s)\n    random.seed(s)\n\n\n"
        options += ", worker_init_fn=seed_worker"
    train = names["train_set"]
    order = {
        "shuffle": ", shuffle=True",
        "none": "",
        "replacement": f", sampler=RandomSampler({train}, replacement=True, num_samples=len({train}))",
        "weighted": f", sampler=WeightedRandomSampler([1.0 + (i % 2) for i in range(len({train}))], len({train}))",
    }[made.sampler]
    last = _maybe(rng, 0.3, ", drop_last=True")
    size = rng.choice(("args.batch_size", str(made.batch)))
    text = f"    {names['train']} = {kind}({train}, batch_size={size}{order}{options}{last})\n"
    return (
        before,
        text + f"    {names['val']} = {kind}({names['val_set']}, batch_size={size}, shuffle=False{options})\n",
    )


MODEL = """class Net(nn.Module):
    def __init__(self, classes=2):
        super().__init__()
        self.body = nn.Sequential(nn.AvgPool2d(2), nn.Flatten(), nn.LazyLinear(16), nn.ReLU(){})
        self.head = nn.Linear(16, classes)

    def forward(self, x):
        return self.head(self.body(x))
"""


def _arguments(made: Choices) -> str:
    return (
        "def parse_args(argv=None):\n    parser = argparse.ArgumentParser()\n"
        f'    parser.add_argument("--epochs", type=int, default={made.rng.choice((2, 3))})\n'
        f'    parser.add_argument("--batch-size", type=int, default={made.batch})\n'
        f'    parser.add_argument("--workers", type=int, default={made.workers})\n'
        '    parser.add_argument("--lr", type=float, default=1e-2)\n    return parser.parse_args(argv)\n'
    )


def _seeds(made: Choices) -> tuple[str, str]:
    """A function that sets all seeds, and its call at the top, in a third of the programs."""
    if made.rng.random() < 1 / 3:
        name = made.rng.choice(("set_seed", "seed_everything", "fix_seeds"))
        text = f"def {name}(seed):\n    random.seed(seed)\n    np.random.seed(seed)\n    torch.manual_seed(seed)\n"
        return text, f"    {name}({made.rng.choice((0, 42, 2024))})\n"
    return "", ""


LOOP = """def train_epoch(model, {train}, optimizer):
    model.train()
    total = 0.0
    for step, (images, labels) in enumerate({train}):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / max(1, len({train}))


{decorator}def evaluate(model, {val}):
    model.eval()
    hits = seen = 0
{body}    return hits / max(1, seen)
"""
BODY = """{0}for images, labels in {val}:
{0}    hits += (model(images).argmax(dim=1) == labels).sum().item()
{0}    seen += len(labels)
"""


def _functions(made: Choices) -> tuple[str, str]:
    """Training by functions: their definitions, and the statements that call them."""
    rng, names = made.rng, made.names
    graded = rng.random() < 0.5
    body = BODY.format("        " if graded else "    ", val=names["val"])
    text = LOOP.format(
        decorator="" if graded else "@torch.no_grad()\n",
        body=("    with torch.no_grad():\n" if graded else "") + body,
        **{k: names[k] for k in ("train", "val")},
    )
    reseed = f"        torch.manual_seed({rng.choice((0, 42))})\n" if made.defect == "reseeded every epoch" else ""
    best = _maybe(
        rng,
        0.4,
        '        if score > best:\n            best = score\n            torch.save(model.state_dict(), "best.pt")\n',
    )
    run = (
        f"    model = Net()\n    model(torch.zeros(1, 3, 24, 24))\n    optimizer = torch.optim.{rng.choice(('SGD', 'Adam'))}(model.parameters(), lr=args.lr)\n    best = 0.0\n"
        f"    for epoch in range(args.epochs):\n{reseed}        loss = train_epoch(model, {names['train']}, optimizer)\n"
        f'        score = evaluate(model, {names["val"]})\n{best}        print(f"epoch {{epoch}} loss {{loss:.3f}} score {{score:.3f}}", best)\n'
    )
    return text, run


def _trainer(made: Choices) -> tuple[str, str]:
    """Training by a class."""
    rng, names = made.rng, made.names
    reseed = f"            torch.manual_seed({rng.choice((0, 42))})\n" if made.defect == "reseeded every epoch" else ""
    text = (
        "class Trainer:\n    def __init__(self, model, train_data, val_data, args):\n        self.model = model\n        self.train_data = train_data\n"
        "        self.val_data = val_data\n        self.optimizer = torch.optim.SGD(model.parameters(), lr=args.lr)\n        self.history = []\n\n"
        f"    def fit(self, epochs):\n        for epoch in range(epochs):\n{reseed}            self.train_one()\n            self.history.append(self.validate())\n"
        '            print("epoch", epoch, self.history[-1])\n\n'
        "    def train_one(self):\n        self.model.train()\n        for images, labels in self.train_data:\n            loss = F.cross_entropy(self.model(images), labels)\n"
        "            self.optimizer.zero_grad()\n            loss.backward()\n            self.optimizer.step()\n\n"
        f"    @torch.{rng.choice(('no_grad', 'inference_mode'))}()\n    def validate(self):\n        self.model.eval()\n        losses = []\n"
        "        for images, labels in self.val_data:\n            losses.append(F.cross_entropy(self.model(images), labels).item())\n        return sum(losses) / len(losses)\n"
    )
    return text, (
        f"    model = Net()\n    model(torch.zeros(1, 3, 24, 24))\n    trainer = Trainer(model, {names['train']}, {names['val']}, args)\n    trainer.fit(args.epochs)\n"
    )


def _lightning(made: Choices) -> tuple[str, str]:
    names = made.names
    text = (
        "class Classifier(L.LightningModule):\n    def __init__(self, lr):\n        super().__init__()\n        self.net = Net()\n"
        "        self.net(torch.zeros(1, 3, 24, 24))\n        self.lr = lr\n\n    def training_step(self, batch, batch_idx):\n        x, y = batch\n"
        "        return F.cross_entropy(self.net(x), y)\n\n    def validation_step(self, batch, batch_idx):\n        x, y = batch\n"
        '        self.log("val_loss", F.cross_entropy(self.net(x), y))\n\n    def configure_optimizers(self):\n'
        "        return torch.optim.Adam(self.parameters(), lr=self.lr)\n"
    )
    return text, (
        '    trainer = L.Trainer(max_epochs=args.epochs, logger=False, enable_checkpointing=False, enable_progress_bar=False, accelerator="cpu")\n'
        f"    trainer.fit(Classifier(args.lr), {names['train']}, {names['val']})\n"
    )


def _program(made: Choices) -> str:
    rng, names = made.rng, made.names
    before, loaders = _loaders(made)
    seed_function, seed_call = _seeds(made)
    ways: dict[str, Callable[[Choices], tuple[str, str]]] = {"class": _trainer, "lightning": _lightning}
    train_functions, run = ways.get(made.style, _functions)(made)
    look = ""
    if rng.random() < 0.25 and made.defect != "reseeded every epoch":
        look = f"    images, labels = next(iter({names['train']}))\n    print(images.shape, labels[:4])\n"
    body = f"{_sets(made)}{loaders}"
    if made.style == "module":
        main = f"args = parse_args()\n{_dedent(seed_call + body + look + run)}"
        guarded = main if not made.workers or rng.random() < 0.5 else f'if __name__ == "__main__":\n{_indent(main)}'
    else:
        build = f"def {names['build']}(args):\n{body}    return {names['train']}, {names['val']}\n"
        call = f"    {names['train']}, {names['val']} = {names['build']}(args)\n"
        guarded = f'{build}\n\ndef main():\n    args = parse_args()\n{seed_call}{call}{look}{run}\n\nif __name__ == "__main__":\n    main()\n'
    parts = [
        _imports(made),
        _pictures(made),
        _augmentation(made),
        _dataset(made),
        seed_function,
        before.rstrip() + "\n" if before else "",
        MODEL.format(_maybe(rng, 0.3, ", nn.Dropout(0.2)")),
        train_functions,
        _arguments(made),
        guarded,
    ]
    title = (
        '"""'
        + rng.choice(("Train a small classifier.", "Baseline for the small image task.", "training script, v2"))
        + '"""\n'
    )
    return title + "\n\n".join(part for part in parts if part)


def _dedent(text: str) -> str:
    return "".join(line.removeprefix("    ") for line in text.splitlines(keepends=True))


def _indent(text: str) -> str:
    return "".join(f"    {line}" if line.strip() else line for line in text.splitlines(keepends=True))


def _stream_program(made: Choices) -> str:
    """A stream that each worker reads whole; validation is a plain dataset."""
    rng, names = made.rng, made.names
    made.source = "ndarray"
    made.style = "functions"
    stream = (
        f"class {names['data']}Stream(IterableDataset):\n    def __init__(self, images, transform):\n        self.images = images\n        self.transform = transform\n\n"
        "    def __iter__(self):\n        for i, image in enumerate(self.images):\n            yield self.transform(image), i % 2\n"
    )
    train_functions, run = _functions(made)
    train_functions = train_functions.replace(f"max(1, len({names['train']}))", "(step + 1)")
    build = (
        f"def {names['build']}(args):\n    {names['train_set']} = {names['data']}Stream(fake_images({made.train}, 1), train_transform())\n"
        f"    {names['val_set']} = {names['data']}(fake_images({made.val}, 2), transform=eval_transform())\n"
        f"    {names['train']} = DataLoader({names['train_set']}, batch_size={made.batch}, num_workers={made.workers})\n"
        f"    {names['val']} = DataLoader({names['val_set']}, batch_size={made.batch}, num_workers={rng.choice((0, 2))})\n    return {names['train']}, {names['val']}\n"
    )
    main = f'def main():\n    args = parse_args()\n    {names["train"]}, {names["val"]} = {names["build"]}(args)\n{run}\n\nif __name__ == "__main__":\n    main()\n'
    return "\n\n".join(
        (
            _imports(made),
            _pictures(made),
            _augmentation(made),
            _dataset(made),
            stream,
            MODEL.format(""),
            train_functions,
            _arguments(made),
            build,
            main,
        )
    )
