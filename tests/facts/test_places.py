"""Where to report what sets the evaluation side apart: a helper's call, the argument in question, a loop's call."""

import textwrap
from pathlib import Path

import pytest
from traced import check

HEAD = """
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms as T
from torchvision.datasets import ImageFolder
augment = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])
"""

# `<<here>>` surrounds the text that is reported.
SHAPES = {
    "two calls": """
        train_set = ImageFolder("a", transform=augment)
        val_set = ImageFolder("b", <<transform=augment>>)
        """,
    "two calls, by place": """
        train_set = ImageFolder("a", augment)
        val_set = ImageFolder("b", <<augment>>)
        """,
    "two calls of a helper": """
        def build(folder):
            return ImageFolder(folder, transform=augment)
        train_set = build("a")
        val_set = <<build("b")>>
        """,
    "two calls of a helper of a helper": """
        def read(folder):
            return ImageFolder(folder, transform=augment)
        def build(folder):
            return read(folder)
        train_set = build("a")
        val_set = <<build("b")>>
        """,
    "one helper calls another twice": """
        def read(folder):
            return ImageFolder(folder, transform=augment)
        def build():
            train_set = read("a")
            val_set = <<read("b")>>
            return train_set, val_set
        build()
        """,
    "two helpers": """
        def build_train():
            return ImageFolder("a", transform=augment)
        def build_val():
            return ImageFolder("b", <<transform=augment>>)
        train_set, val_set = build_train(), build_val()
        """,
    "a helper that is given the transform": """
        def build(folder, transform):
            return ImageFolder(folder, transform=transform)
        train_set = build("a", augment)
        val_set = <<build("b", augment)>>
        """,
    "a loop": """
        sets = {}
        for part in ("train", "val"):
            sets[part] = <<ImageFolder(part, transform=augment)>>
        """,
    "a comprehension": """
        sets = {part: <<ImageFolder(part, transform=augment)>> for part in ("train", "val")}
        """,
    "a helper in a loop": """
        def build(part):
            return <<ImageFolder(part, transform=augment)>>
        sets = {part: build(part) for part in ("train", "val")}
        """,
    "two methods": """
        class Data:
            def train(self):
                train_set = ImageFolder("a", transform=augment)
                return train_set
            def val(self):
                val_set = ImageFolder("b", <<transform=augment>>)
                return val_set
        data = Data()
        data.train(), data.val()
        """,
    "a class of one's own": """
        class Own(Dataset):
            def __init__(self, folder, transform):
                self.files, self.transform = list(folder), transform
            def __len__(self):
                return len(self.files)
            def __getitem__(self, n):
                return self.transform(load(self.files[n]))
        train_set = Own("a", augment)
        val_set = Own("b", transform=<<x>>)
        """.replace("transform=<<x>>", "<<transform=augment>>"),
    "a call over several rows": """
        train_set = ImageFolder("a", transform=augment)
        val_set = ImageFolder(
            "b",
            <<transform=augment>>,
        )
        """,
    "arguments in a mapping": """
        common = {"transform": augment}
        train_set = ImageFolder("a", **common)
        val_set = ImageFolder("b", <<**common>>)
        """,
    "set later": """
        train_set = ImageFolder("a")
        val_set = ImageFolder("b")
        train_set.transform = augment
        <<val_set.transform = augment>>
        """,
}


def marked(text: str) -> tuple[str, tuple[int, int, int, int]]:
    """The program without marks, and the span they surround as rows and columns."""
    code = HEAD + textwrap.dedent(text)
    before, _, rest = code.partition("<<")
    inside, _, after = rest.partition(">>")

    def place(part: str) -> tuple[int, int]:
        return part.count("\n") + 1, len(part) - part.rfind("\n")

    return before + inside + after, (*place(before), *place(before + inside))


@pytest.mark.parametrize("name", SHAPES)
def test_where_shared_augmentation_is_reported(name: str, tmp_path: Path) -> None:
    code, span = marked(SHAPES[name])
    (finding,) = check(tmp_path, code, "AUG201", "AUG202")
    site = finding.site
    assert (finding.code, site.row, site.column, site.end_row, site.end_column) == ("AUG201", *span)


@pytest.mark.parametrize("name", SHAPES)
def test_every_other_place_of_the_story_is_another_place(name: str, tmp_path: Path) -> None:
    code, _ = marked(SHAPES[name])
    (finding,) = check(tmp_path, code, "AUG201", "AUG202")
    sites = [related.site for related in finding.related]
    assert sites and finding.site not in sites and len(set(sites)) == len(sites)
    rows = code.splitlines()
    made = next(number for number, row in enumerate(rows, 1) if row.startswith("augment ="))
    assert made in [site.row for site in sites]


SAME = {
    "two calls": """
        train_set = ImageFolder("a")
        val_set = ImageFolder(<<"a">>)
        """,
    "a keyword": """
        train_set = ImageFolder(root="a")
        val_set = ImageFolder(<<root="a">>)
        """,
    "a helper": """
        def build():
            return ImageFolder("a")
        train_set = build()
        val_set = <<build()>>
        """,
    "a loop that forgets its variable": """
        sets = {part: <<ImageFolder("a")>> for part in ("train", "val")}
        """,
    "one object, two loaders": """
        data = ImageFolder("a")
        train_loader = DataLoader(data, shuffle=True)
        val_loader = DataLoader(<<data>>)
        """,
}


@pytest.mark.parametrize("name", SAME)
def test_where_identical_data_is_reported(name: str, tmp_path: Path) -> None:
    code, span = marked(SAME[name])
    (finding,) = check(tmp_path, code, "AUG301")
    site = finding.site
    assert (site.row, site.column, site.end_row, site.end_column) == span


def test_a_story_over_several_files(tmp_path: Path) -> None:
    from traced import write

    write(
        tmp_path,
        {
            "augment.py": HEAD,
            "data.py": "from torchvision.datasets import ImageFolder\nfrom augment import augment\n"
            "def build(part):\n    return ImageFolder(part, transform=augment)\n",
        },
    )
    (finding,) = check(tmp_path, "from data import build\ntrain_set = build('a')\nval_set = build('b')\n", "AUG201")
    assert (finding.site.path.name, finding.site.row, finding.site.column) == ("train.py", 3, 11)
    assert {related.site.path.name for related in finding.related} == {"train.py", "data.py", "augment.py"}
