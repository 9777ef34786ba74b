"""AUG106: epochs differ: samplers are told of them, and seeds depend on them."""

from pathlib import Path

import pytest
from fixed import is_safe
from mended import left_alone, mended, program

from auglint import lint
from auglint.finding import Finding
from auglint.settings import Settings

HEAD = """\
import torch
from torch.utils.data import DataLoader, DistributedSampler
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

SEED = 7
train_set = ImageFolder("data/train", T.Compose([T.RandomHorizontalFlip(), T.ToTensor()]))
model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.LazyLinear(2))


def step(images, labels):
    torch.nn.functional.cross_entropy(model(images), labels).backward()


"""
LOADER = "loader = DataLoader(train_set, batch_size=10, shuffle=True)"
TOLD = program(
    "sampler = DistributedSampler(train_set)",
    "loader = DataLoader(train_set, batch_size=10, sampler=sampler)",
)


def findings(folder: Path, text: str) -> list[Finding]:
    (folder / "train.py").write_text(text, encoding="utf-8")
    report = lint.check(lint.discovered([folder], Settings(folder)), Settings(folder))
    return [each for each in report.findings if each.code == "AUG106"]


def epochs(*lines: str, over: str = "for epoch in range(3):", data: str = "loader") -> str:
    """A loop over epochs that begins with these lines."""
    body = [f"    {line}" for line in lines]
    return program(over, *body, f"    for images, labels in {data}:", "        step(images, labels)")


@pytest.mark.parametrize(
    ("seed", "after"),
    [
        ("torch.manual_seed(0)  # again", "torch.manual_seed(epoch)  # again"),
        ("torch.manual_seed(SEED)", "torch.manual_seed(SEED + epoch)"),
        ("torch.manual_seed(SEED * 2)", "torch.manual_seed(SEED * 2 + epoch)"),
        ("torch.manual_seed(seed=5)", "torch.manual_seed(seed=5 + epoch)"),
        ("torch.manual_seed(SEED if train_set else 1)", "torch.manual_seed((SEED if train_set else 1) + epoch)"),
    ],
)
def test_a_seed_depends_on_the_epoch(tmp_path: Path, seed: str, after: str) -> None:
    text = HEAD + LOADER + "\n" + epochs("model.train()", seed)
    assert mended(tmp_path, text, "AUG106") == HEAD + LOADER + "\n" + epochs("model.train()", after)


def test_the_loop_may_count_in_another_way(tmp_path: Path) -> None:
    for over, name in (
        ("for _ in range(3):", ""),
        ("for e in tqdm(range(len(train_set))):", "e"),
        ("for number in trange(1, 4):", "number"),
    ):
        text = "from tqdm import tqdm, trange\n\n" + HEAD + LOADER + "\n" + epochs("torch.manual_seed(SEED)", over=over)
        want = text.replace("for _ in", "for epoch in").replace("(SEED)", f"(SEED + {name or 'epoch'})")
        assert mended(tmp_path, text, "AUG106") == want


def test_a_while_loop_counts_too(tmp_path: Path) -> None:
    loop = epochs("torch.manual_seed(SEED)", over="epoch = 0\nwhile epoch < 3:") + "    epoch += 1\n"
    text = HEAD + LOADER + "\n" + loop
    assert mended(tmp_path, text, "AUG106") == text.replace("(SEED)", "(SEED + epoch)")


def test_to_seed_once_is_offered_too(tmp_path: Path) -> None:
    text = HEAD + LOADER + "\n" + epochs("torch.manual_seed(SEED)  # again")
    (finding,) = findings(tmp_path, text)
    unsafe, offered = finding.fixes
    assert [edit.text for edit in offered.edits] == ["torch.manual_seed(SEED)\n", ""]
    assert unsafe.title == "Let the seed depend on the epoch"


def test_the_number_is_handed_on_to_the_function_that_seeds(tmp_path: Path) -> None:
    text = HEAD + program(
        "def train_one_epoch(loader):",
        "    torch.manual_seed(SEED)",
        "    for images, labels in loader:",
        "        step(images, labels)",
        "",
        "",
        "def main():",
        f"    {LOADER}",
        "    for epoch in range(3):",
        "        train_one_epoch(loader)",
        "",
        "",
        "main()",
    )
    want = (
        text.replace("train_one_epoch(loader):", "train_one_epoch(loader, epoch=0):")
        .replace("(SEED)", "(SEED + epoch)")
        .replace("  train_one_epoch(loader)", "  train_one_epoch(loader, epoch=epoch)")
    )
    assert mended(tmp_path, text, "AUG106") == want


def test_a_decorated_function_keeps_its_parameters(tmp_path: Path) -> None:
    text = HEAD + program(
        "@torch.enable_grad()",
        "def train_one_epoch(loader):",
        "    torch.manual_seed(SEED)",
        "    for images, labels in loader:",
        "        step(images, labels)",
        "",
        "",
        LOADER,
        "for epoch in range(3):",
        "    train_one_epoch(loader)",
    )
    assert left_alone(tmp_path, text, "AUG106")


def test_a_parameter_that_has_the_number_is_used(tmp_path: Path) -> None:
    text = HEAD + program(
        "class Trainer:",
        "    def __init__(self):",
        f"        self.{LOADER}",
        "",
        "    def epoch(self, number):",
        "        torch.manual_seed(0)",
        "        for images, labels in self.loader:",
        "            step(images, labels)",
        "",
        "    def fit(self):",
        "        for epoch in range(3):",
        "            self.epoch(epoch)",
        "",
        "",
        "Trainer().fit()",
    )
    assert mended(tmp_path, text, "AUG106") == text.replace("manual_seed(0)", "manual_seed(number)")


def test_a_seeding_helper_is_given_another_seed(tmp_path: Path) -> None:
    helper = "def fix(seed):\n    torch.manual_seed(seed)\n\n\n"
    text = HEAD + helper + LOADER + "\nfix(SEED)\n" + epochs("fix(SEED)")
    assert mended(tmp_path, text, "AUG106") == HEAD + helper + LOADER + "\nfix(SEED)\n" + epochs("fix(SEED + epoch)")


def test_a_loader_that_is_made_anew_gets_another_order(tmp_path: Path) -> None:
    text = HEAD + program(
        "def shuffled():",
        "    order = torch.Generator().manual_seed(5)",
        "    return DataLoader(train_set, batch_size=10, shuffle=True, generator=order)",
        "",
        "",
    )
    text += epochs(data="shuffled()")
    want = text.replace("shuffled():\n    order", "shuffled(epoch=0):\n    order").replace("(5)", "(5 + epoch)")
    want = want.replace("in shuffled()", "in shuffled(epoch=epoch)")
    assert mended(tmp_path, text, "AUG106") == want


@pytest.mark.parametrize(
    ("over", "seed"),
    [
        ("for epoch in map(int, '123'):", "torch.manual_seed(0)"),
        ("for epoch, rate in zip(range(3), '123'):", "torch.manual_seed(0)"),
        ("for epoch in range(3):", "epoch += 1; torch.manual_seed(0)"),
        ("for _ in range(3):", "print(_); torch.manual_seed(0)"),
    ],
)
def test_without_a_number_nothing_is_counted(tmp_path: Path, over: str, seed: str) -> None:
    assert left_alone(tmp_path, HEAD + LOADER + "\n" + epochs(seed, over=over), "AUG106")


# samplers


def test_the_sampler_is_told_by_its_name(tmp_path: Path) -> None:
    text = HEAD + TOLD + epochs("# go", "model.train()")
    (finding,) = findings(tmp_path, text)
    assert is_safe(finding)
    assert mended(tmp_path, text, "AUG106") == HEAD + TOLD + epochs("sampler.set_epoch(epoch)", "# go", "model.train()")


def test_a_loop_elsewhere_asks_the_loader_for_it(tmp_path: Path) -> None:
    text = HEAD + program(
        "def run(data):",
        "    for _ in range(3):",
        "        for images, labels in enumerate(data):",
        "            step(images, labels)",
        "",
        "",
        "def main():",
        "    run(DataLoader(train_set, batch_size=10, sampler=DistributedSampler(train_set)))",
        "",
        "",
        "main()",
    )
    want = text.replace("for _ in range(3):\n", "for epoch in range(3):\n        data.sampler.set_epoch(epoch)\n")
    assert mended(tmp_path, text, "AUG106") == want


def test_a_sampler_in_a_batch_sampler_is_found(tmp_path: Path) -> None:
    text = HEAD.replace("import DataLoader", "import BatchSampler, DataLoader") + program(
        "def run(data):",
        "    for epoch in range(3):",
        "        for images, labels in data:",
        "            step(images, labels)",
        "",
        "",
        "batches = BatchSampler(DistributedSampler(train_set), 10, drop_last=True)",
        "run(DataLoader(train_set, batch_sampler=batches))",
    )
    want = text.replace("range(3):\n", "range(3):\n        data.batch_sampler.sampler.set_epoch(epoch)\n")
    assert mended(tmp_path, text, "AUG106") == want


CHOSEN = """\
def load(ranks):
    sampler = DistributedSampler(train_set, ranks, 0) if ranks > 1 else None
    return DataLoader(train_set, batch_size=10, shuffle=sampler is None, sampler=sampler)


def main(ranks):
    loader = load(ranks)
    for epoch in range(3):
        for images, labels in loader:
            step(images, labels)
"""


def test_where_there_may_be_none_it_is_asked(tmp_path: Path) -> None:
    text = HEAD + CHOSEN
    test = "        if isinstance(loader.sampler, DistributedSampler):\n            loader.sampler.set_epoch(epoch)\n"
    assert mended(tmp_path, text, "AUG106") == text.replace("range(3):\n", f"range(3):\n{test}")


def test_a_name_that_may_be_none_is_asked(tmp_path: Path) -> None:
    text = HEAD + program(
        "def main(ranks):",
        "    sampler = None",
        "    if ranks > 1:",
        "        sampler = DistributedSampler(train_set, ranks, 0)",
        "    loader = DataLoader(train_set, batch_size=10, shuffle=sampler is None, sampler=sampler)",
        "    for epoch in range(3):",
        "        for images, labels in loader:",
        "            step(images, labels)",
    )
    test = "        if sampler is not None:\n            sampler.set_epoch(epoch)\n"
    assert mended(tmp_path, text, "AUG106") == text.replace("range(3):\n", f"range(3):\n{test}")


def test_a_loader_made_in_the_loop_is_told_after_it_is_made(tmp_path: Path) -> None:
    text = HEAD + "sampler = DistributedSampler(train_set)\n"
    text += epochs("loader = DataLoader(train_set, batch_size=10, sampler=sampler)")
    assert "    sampler.set_epoch(epoch)\n    loader = " in mended(tmp_path, text, "AUG106")


def test_a_loader_without_a_name_is_left_alone(tmp_path: Path) -> None:
    text = HEAD + program(
        "def load():",
        "    return DataLoader(train_set, batch_size=10, sampler=DistributedSampler(train_set))",
        "",
        "",
        "loaders = {'train': load()}",
    )
    text += epochs(data="loaders['train']")
    assert left_alone(tmp_path, text, "AUG106")


@pytest.mark.parametrize("suggestions", [False, True])
def test_a_seed_behind_the_training_pass_is_left_to_the_evaluation_that_follows(
    tmp_path: Path, suggestions: bool
) -> None:
    text = HEAD + LOADER + "\n" + epochs() + "    torch.manual_seed(0)\n    print(model(torch.randn(2, 3)))\n"
    assert [finding.fixes for finding in findings(tmp_path, text)] == [()]
    assert mended(tmp_path, text, "AUG106", suggestions=suggestions) == text
