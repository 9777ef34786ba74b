"""The loop that lands fixes: hand-made fixes, good and bad, on real programs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fixed import fixed

from auglint import lint
from auglint.finding import Applicability, Edit, Finding, Fix
from auglint.fixes.landing import Landing, land
from auglint.pipeline import Site
from auglint.settings import Settings

# Two findings of one code, in one file; each is mended by one word.
TWICE = """\
import tensorflow as tf

train = tf.data.Dataset.from_tensor_slices([8.0])
train.map(lambda x: x + 1)
test = tf.data.Dataset.from_tensor_slices([4.0])
test.map(lambda x: x + 1)
"""

Make = Callable[[Finding], Fix | None]


def session_of(folder: Path, **texts: str) -> lint.Session:
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    settings = Settings(folder, respect_gitignore=False)
    return lint.Session(lint.discovered([folder], settings), settings)


def landed(session: lint.Session, make: Make, path: Path, may_change: Callable[[Path], bool] = Path.exists) -> Landing:
    return land(session, make, may_change)


def insertion(site: Site, row: int, column: int, text: str) -> Edit:
    return Edit(Site(site.path, row, column, row, column, site.cell), text)


def keep(finding: Finding) -> Fix:
    """The right fix: give the result the name of what it was called on."""
    row = finding.site.row
    name = {4: "train", 6: "test"}.get(row, "train")
    return Fix(f"keep {name}", Applicability.SAFE, (insertion(finding.site, row, 1, f"{name} = "),))


def test_all_land_in_one_round(tmp_path: Path) -> None:
    session = session_of(tmp_path, lost=TWICE)
    landing = landed(session, keep, tmp_path)
    assert [fix.title for _, fix in landing.landed] == ["keep train", "keep test"]
    assert landing.refused == ()
    assert landing.settled
    (before, after) = session.changes()[tmp_path / "lost.py"]
    assert before.decode() == TWICE
    assert after.decode() == TWICE.replace("train.map", "train = train.map").replace("\ntest.map", "\ntest = test.map")
    assert (tmp_path / "lost.py").read_text() == TWICE, "nothing is written"


def test_a_bad_fix_does_not_hold_up_a_good_one(tmp_path: Path) -> None:
    def make(finding: Finding) -> Fix:
        if finding.site.row == 4:
            return Fix("break it", Applicability.SAFE, (insertion(finding.site, 4, 1, "train = ("),))
        return keep(finding)

    session = session_of(tmp_path, lost=TWICE)
    landing = landed(session, make, tmp_path)
    assert [fix.title for _, fix in landing.landed] == ["keep test"]
    (refused,) = landing.refused
    assert refused.reason.startswith("it does not fit here: ")
    assert session.changes()[tmp_path / "lost.py"][1].decode() == TWICE.replace("\ntest.map", "\ntest = test.map")


def test_a_fix_that_leaves_its_finding_is_taken_back(tmp_path: Path) -> None:
    def make(finding: Finding) -> Fix:
        return Fix("comment it", Applicability.SAFE, (insertion(finding.site, finding.site.row, 1, "0; "),))

    session = session_of(tmp_path, lost=TWICE)
    landing = landed(session, make, tmp_path)
    assert landing.landed == ()
    assert {refusal.reason for refusal in landing.refused} == {"the finding would still be there"}
    assert session.changes() == {}


def test_a_fix_that_brings_another_finding_is_taken_back(tmp_path: Path) -> None:
    def make(finding: Finding) -> Fix:
        text = "train = train.map(tf.image.random_flip_left_right).cache()\n"
        row = finding.site.row
        edit = Edit(Site(finding.site.path, row, 1, row + 1, 1), text)
        return Fix("freeze it", Applicability.SAFE, (edit,))

    session = session_of(tmp_path, lost=TWICE.partition("test =")[0] + "for x in train:\n    pass\n")
    landing = landed(session, make, tmp_path)
    assert landing.landed == ()
    assert [refusal.reason[:21] for refusal in landing.refused] == ["it would bring AUG108"]
    assert session.changes() == {}


def test_a_suppression_that_has_done_its_work_is_no_obstacle(tmp_path: Path) -> None:
    """The fix of one finding may leave a comment with nothing to silence: that is told, and may be mended in turn."""
    text = TWICE.replace("import tensorflow as tf\n", "import tensorflow as tf  # auglint: ignore-file[AUG303]\n")
    landing = landed(session_of(tmp_path, lost=text), lambda f: keep(f) if f.code == "AUG205" else None, tmp_path)
    assert len(landing.landed) == 2


def test_edits_that_touch_wait_for_the_next_round(tmp_path: Path) -> None:
    def make(finding: Finding) -> Fix:
        row = finding.site.row
        name = "train" if "train" in session.text(finding.site.path).decode().splitlines()[row - 1] else "test"
        head = insertion(finding.site, 1, 1, f"# {name}\n")
        return Fix(f"keep {name}", Applicability.SAFE, (head, insertion(finding.site, row, 1, f"{name} = ")))

    session = session_of(tmp_path, lost=TWICE)
    landing = landed(session, make, tmp_path)
    assert len(landing.landed) == 2
    assert session.changes()[tmp_path / "lost.py"][1].decode().startswith("# test\n# train\nimport")


def test_all_edits_of_a_fix_land_or_none(tmp_path: Path) -> None:
    """One file may not be changed, so the other is not changed either."""

    def make(finding: Finding) -> Fix:
        other = Site(tmp_path / "other.py", 1, 1, 1, 1)
        return Fix("two files", Applicability.SAFE, (*keep(finding).edits, Edit(other, "x = 1\n")))

    session = session_of(tmp_path, lost=TWICE, other="y = 2\n")
    landing = land(session, make, lambda path: path.name == "lost.py")
    assert landing.landed == ()
    assert len(landing.refused) == 2
    assert "which this run was not asked to check" in landing.refused[0].reason
    assert session.changes() == {}


def test_what_was_refused_is_tried_again_after_others_have_landed(tmp_path: Path) -> None:
    """A fix that fits only once another has landed lands in the same run: a second run would change nothing."""

    def make(finding: Finding) -> Fix | None:
        text = session.text(finding.site.path).decode()
        if finding.site.row == 4:  # first in the file, and right only once `test` keeps its result
            good = "\ntest = test.map" in text
            edit = insertion(finding.site, 4, 1, "train = " if good else "train = (")
            return Fix("late", Applicability.SAFE, (edit,))
        return keep(finding)

    session = session_of(tmp_path, lost=TWICE)
    landing = landed(session, make, tmp_path)
    assert sorted(fix.title for _, fix in landing.landed) == ["keep test", "late"]
    assert landing.refused == ()


def test_it_ends_when_each_fix_makes_work_for_the_next(tmp_path: Path) -> None:
    """A fix that leaves another finding behind, again and again, stops after ten rounds, and says so."""
    idle = "x = 1  # auglint: ignore[AUG303]\n"

    def make(finding: Finding) -> Fix | None:
        row = finding.site.row
        if finding.code != "AUG901":
            return None
        old = Edit(Site(finding.site.path, row, 1, row + 1, 1), "x = 1\n")
        return Fix("put it off", Applicability.SAFE, (old, insertion(finding.site, row + 2, 1, idle)))

    session = session_of(tmp_path, lost=TWICE + idle + "y = 2\n" * 40)
    landing = landed(session, make, tmp_path)
    assert len(landing.landed) == 10
    assert not landing.settled
    assert landing.refused == ()


def test_only_programs_that_read_a_changed_file_are_checked_again(tmp_path: Path) -> None:
    looked: list[str] = []
    for name in ("lost", "other"):
        (tmp_path / f"{name}.py").write_text(TWICE, encoding="utf-8")
    settings = Settings(tmp_path, respect_gitignore=False)
    session = lint.Session(
        lint.discovered([tmp_path], settings), settings, step=lambda path: looked.append(Path(path).stem)
    )
    session.report()
    assert sorted(looked) == ["lost", "other"]
    session.change({tmp_path / "lost.py": TWICE.replace("train.map", "train = train.map").encode()})
    assert [finding.site.row for finding in session.report().findings] == [6, 4, 6]
    assert sorted(looked) == ["lost", "lost", "other"]


NOISY = """\
import numpy as np
import torch
from torch.utils.data import Dataset


class Noisy(Dataset):
    def __init__(self, path):
        self.x = np.load(path)

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
{body}
"""
TRAIN = "from torch.utils.data import DataLoader\n\nfrom shared import {name}\n\n"
SHARED_WITH_ANOTHER = {
    "evaluation keeps its fixed noise": (
        "AUG103",
        NOISY.format(body="        np.random.seed(0)\n        return torch.from_numpy(self.x[i]) + np.random.rand()"),
        TRAIN.format(name="Noisy") + 'train_loader = DataLoader(Noisy("train.npy"), 1, shuffle=True)\n',
        TRAIN.format(name="Noisy") + 'test_loader = DataLoader(Noisy("val.npy"), 1)\n',
    ),
    "a stream that another program divides itself is not divided twice": (
        "AUG304",
        "import numpy as np\nfrom torch.utils.data import IterableDataset\n\n\n"
        "class Stream(IterableDataset):\n"
        "    def __init__(self, path):\n        self.data = np.load(path)\n\n"
        "    def __iter__(self):\n        for value in self.data:\n            yield value\n",
        TRAIN.format(name="Stream") + 'train_loader = DataLoader(Stream("a.npy"), 10, num_workers=2)\n',
        "import torch\n" + TRAIN.format(name="Stream") + "\n"
        "def split(worker_id):\n    info = torch.utils.data.get_worker_info()\n"
        "    info.dataset.data = info.dataset.data[info.id :: info.num_workers]\n\n\n"
        'train_loader = DataLoader(Stream("a.npy"), 10, num_workers=2, worker_init_fn=split)\n',
    ),
    "another program still seeds itself": (
        "AUG105",
        NOISY.format(body="        return torch.from_numpy(self.x[i]) + np.random.rand()")
        + "\n\ndef seed_fn(i):\n    np.random.seed(100 + i)\n",
        TRAIN.format(name="Noisy, seed_fn")
        + 'train_loader = DataLoader(Noisy("train.npy"), 1, num_workers=2, worker_init_fn=seed_fn)\n',
        "import numpy as np\n\nfrom shared import seed_fn\n\nseed_fn(3)\nprint(np.random.rand())\n",
    ),
    "another program trains on what a helper makes": (
        "AUG202",
        "from torchvision import transforms as T\nfrom torchvision.datasets import ImageFolder\n\n\n"
        "def load(name):\n"
        "    tf = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])\n"
        "    return ImageFolder(name, tf)\n",
        TRAIN.format(name="load") + 'train_set = load("train")\nval_set = load("val")\n',
        TRAIN.format(name="load") + 'train_loader = DataLoader(load("extra"), 8, shuffle=True)\n',
    ),
}


@pytest.mark.parametrize("shape", SHARED_WITH_ANOTHER)
def test_a_program_that_shares_a_module_stays_as_it_is(tmp_path: Path, shape: str) -> None:
    """A fix is written for the programs with the finding; it must not change another one unseen."""
    code, shared, train, other = SHARED_WITH_ANOTHER[shape]
    for name, text in {"shared": shared, "train": train}.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    texts, alone = fixed(tmp_path, "AUG201", code)
    assert texts != {"shared.py": shared, "train.py": train}, "without the other program there is a fix"
    (tmp_path / "other.py").write_text(other, encoding="utf-8")
    texts, landing = fixed(tmp_path, "AUG201", code)
    assert texts == {"shared.py": shared, "train.py": train, "other.py": other}
    assert landing.landed == ()
    (refused,) = landing.refused
    assert refused.reason == f"it would change what {tmp_path / 'other.py'} does, which has no such finding"
    assert alone.landed


def test_a_program_that_is_not_concerned_is_no_obstacle(tmp_path: Path) -> None:
    """The new pipeline stands in a module that another program reads, too; nothing changes for it."""
    (tmp_path / "shared.py").write_text(
        "from torchvision import transforms as T\n\ntf = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])\n"
    )
    sets = 'train_set = ImageFolder("train", tf)\nval_set = ImageFolder("val", tf)\n'
    head = "from torchvision.datasets import ImageFolder\n\nfrom shared import tf\n\n"
    (tmp_path / "train.py").write_text(head + sets)
    (tmp_path / "other.py").write_text(head + sets.partition("\n")[0] + "\n")
    texts, landing = fixed(tmp_path, "AUG201")
    assert landing.refused == ()
    assert 'val_set = ImageFolder("val", eval_tf)' in texts["train.py"]
