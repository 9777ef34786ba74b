"""AUG103: what samples start from is drawn, or goes on."""

from pathlib import Path

import pytest
from mended import left_alone, mended, program

from auglint import lint
from auglint.finding import Applicability, Finding
from auglint.settings import Settings

HEAD = """\
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms as T

turn = T.RandomRotation(30)


"""
END = """\


train_loader = DataLoader(Photos(torch.load("x.pt")), batch_size=8, shuffle=True)
"""


def photos(*lines: str, before: str = "", end: str = END) -> str:
    """A dataset with these lines in `__getitem__`."""
    return (
        HEAD
        + before
        + program(
            "class Photos(Dataset):",
            "    def __init__(self, photos, masks=None, train=True):",
            "        self.photos, self.masks, self.train = photos, masks, train",
            "",
            "    def __len__(self):",
            "        return len(self.photos)",
            "",
            "    def __getitem__(self, index):",
            *(f"        {line}" for line in lines),
        )
        + end
    )


def finding(folder: Path, text: str) -> Finding:
    (folder / "train.py").write_text(text, encoding="utf-8")
    report = lint.check(lint.discovered([folder], Settings(folder)), Settings(folder))
    (found,) = [each for each in report.findings if each.code == "AUG103"]
    return found


def test_a_seed_goes(tmp_path: Path) -> None:
    text = photos("torch.manual_seed(42)  # for repeatability", "return turn(self.photos[index])")
    assert [fix.applicability for fix in finding(tmp_path, text).fixes] == [Applicability.UNSAFE]
    assert mended(tmp_path, text, "AUG103") == photos("# for repeatability", "return turn(self.photos[index])")


def test_the_last_statement_of_a_block_leaves_something(tmp_path: Path) -> None:
    text = photos("if self.train:", "    torch.manual_seed(42)", "return turn(self.photos[index])")
    want = photos("if self.train:", "    pass", "return turn(self.photos[index])")
    assert mended(tmp_path, text, "AUG103") == want


def test_the_call_of_a_helper_that_only_seeds_goes(tmp_path: Path) -> None:
    seeds = "    random.seed(seed)\n    np.random.seed(seed)\n    torch.manual_seed(seed)\n"
    helper = f'def fix(seed):\n    """For all."""\n{seeds}\n\n'
    text = photos("fix(3)", "return turn(self.photos[index])", before=helper)
    assert mended(tmp_path, text, "AUG103") == photos("return turn(self.photos[index])", before=helper)


@pytest.mark.parametrize(
    ("made", "after", "draw"),
    [
        ("np.random.default_rng(42)", "np.random.default_rng(np.random.randint(2**31))", "rng.random()"),
        ("np.random.RandomState(seed=1)", "np.random.RandomState(seed=np.random.randint(2**31))", "rng.rand()"),
        ("random.Random(0)", "random.Random(random.getrandbits(32))", "rng.random()"),
        (
            "torch.Generator()",
            "torch.Generator().manual_seed(int(torch.randint(2**31, ())))",
            "torch.rand((), generator=rng)",
        ),
        (
            "torch.Generator().manual_seed(8)",
            "torch.Generator().manual_seed(int(torch.randint(2**31, ())))",
            "torch.rand((), generator=rng)",
        ),
    ],
)
def test_a_generator_starts_from_a_drawn_seed(tmp_path: Path, made: str, after: str, draw: str) -> None:
    lines = f"return self.photos[index] * {draw}"
    text = photos(f"rng = {made}  # own", lines)
    assert mended(tmp_path, text, "AUG103") == photos(f"rng = {after}  # own", lines)


def test_a_generator_that_is_seeded_in_another_row(tmp_path: Path) -> None:
    draw = "return self.photos[index] + torch.rand((), generator=rng)"
    want = photos("rng = torch.Generator()", "rng.manual_seed(int(torch.randint(2**31, ())))", draw)
    assert mended(tmp_path, photos("rng = torch.Generator()", "rng.manual_seed(3)", draw), "AUG103") == want


def test_a_transform_of_its_own_gets_another_seed(tmp_path: Path) -> None:
    text = program(
        "import albumentations as A",
        "import torch",
        "from torch.utils.data import DataLoader, Dataset",
        "",
        "",
        "class Photos(Dataset):",
        "    def __len__(self):",
        "        return 9",
        "",
        "    def __getitem__(self, i):",
        "        steps = A.Compose([A.HorizontalFlip(), A.RandomCrop(64, 64)], seed=1)",
        '        return steps(image=torch.load(f"{i}.pt"))["image"]',
        "",
        "",
        "train_loader = DataLoader(Photos())",
    )
    want = "import random\n\n" + text.replace("seed=1", "seed=random.getrandbits(32)")
    assert mended(tmp_path, text, "AUG103") == want


def test_a_generator_function_draws_a_seed_for_each_pass(tmp_path: Path) -> None:
    text = program(
        "import numpy as np",
        "import tensorflow as tf",
        "",
        "",
        "def images():",
        "    rng = np.random.default_rng(123)",
        '    for image in np.load("train.npy"):',
        "        yield image + rng.uniform(-0.1, 0.1)",
        "",
        "",
        "spec = tf.TensorSpec((64, 64, 3), tf.float32)",
        "train_ds = tf.data.Dataset.from_generator(images, output_signature=spec).batch(16)",
    )
    assert finding(tmp_path, text).fixes[0].title == "Draw a new seed for each pass"
    assert mended(tmp_path, text, "AUG103") == text.replace("123", "np.random.randint(2**31)")


STATELESS = """\
import tensorflow as tf

PAIR = (3, 4)


def augment(image):
    image = tf.image.stateless_random_hue(image, 0.2, seed=(1, 2))
    return tf.image.stateless_random_contrast(image, 0.5, 1.5, PAIR)


train_ds = tf.data.Dataset.from_tensor_slices(tf.zeros((9, 8, 8, 3))).map(augment)
"""


def test_stateless_ops_draw_their_seeds_from_one_generator(tmp_path: Path) -> None:
    want = (
        STATELESS.replace("def augment", "graph_rng = tf.random.Generator.from_seed(1)\n\n\ndef augment")
        .replace("seed=(1, 2)", "seed=graph_rng.make_seeds(1)[:, 0]")
        .replace("1.5, PAIR", "1.5, graph_rng.make_seeds(1)[:, 0]")
    )
    assert mended(tmp_path, STATELESS, "AUG103") == want


def test_stateless_ops_of_one_seed_may_be_alike_on_purpose(tmp_path: Path) -> None:
    assert left_alone(tmp_path, STATELESS.replace("(3, 4)", "(1, 2)"), "AUG103")


# what may be meant


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            (
                "torch.manual_seed(5)",
                "photo = turn(self.photos[index])",
                "torch.manual_seed(5)",
                "return photo, turn(self.masks[index])",
            ),
            id="seeded twice",
        ),
        pytest.param(
            (
                "both = []",
                "for x in (self.photos[index], self.masks[index]):",
                "    torch.manual_seed(5)",
                "    both.append(turn(x))",
                "return both",
            ),
            id="seeded in a loop",
        ),
        pytest.param(
            (
                "torch.manual_seed(5)",
                "state = torch.get_rng_state()",
                "photo = turn(self.photos[index])",
                "torch.set_rng_state(state)",
                "return photo, turn(self.masks[index])",
            ),
            id="the state is put back",
        ),
        pytest.param(
            ("with torch.random.fork_rng():", "    torch.manual_seed(5)", "    return turn(self.photos[index])"),
            id="seeded for a block",
        ),
        pytest.param(
            (
                "photo = self.photos[index] * np.random.default_rng(1).random()",
                "return photo, self.masks[index] * np.random.default_rng(1).random()",
            ),
            id="two equal generators",
        ),
        pytest.param(
            (
                "rng = torch.Generator().manual_seed(1)",
                "photo = self.photos[index] + torch.rand((), generator=rng)",
                "rng.manual_seed(1)",
                "return photo, self.masks[index] + torch.rand((), generator=rng)",
            ),
            id="a generator that is wound back",
        ),
        pytest.param(
            (
                "rng = np.random.default_rng(1)",
                "index = rng.permutation(len(self.photos))[index]",
                "return self.photos[index]",
            ),
            id="it is drawn which sample comes",
        ),
    ],
)
def test_images_and_masks_and_divisions_stay_as_they_are(tmp_path: Path, lines: tuple[str, ...]) -> None:
    text = photos(*lines, end=END.replace('"x.pt")', '"x.pt"), torch.load("y.pt")'))
    assert mended(tmp_path, text, "AUG103") == text


def test_a_transform_that_seeds_and_is_called_for_image_and_mask(tmp_path: Path) -> None:
    before = program(
        "class Turn:",
        "    def __call__(self, image):",
        "        torch.manual_seed(5)",
        "        return turn(image)",
        "",
        "",
        "same = Turn()",
        "",
        "",
    )
    text = photos("return same(self.photos[index]), same(self.masks[index])", before=before)
    assert left_alone(tmp_path, text, "AUG103")


def test_two_datasets_may_be_images_and_masks(tmp_path: Path) -> None:
    end = program(
        "",
        "",
        'photos = DataLoader(Photos(torch.load("x.pt")), batch_size=8)',
        'masks = DataLoader(Photos(torch.load("y.pt")), batch_size=8)',
        "for photo, mask in zip(photos, masks):",
        "    print(photo, mask)",
    )
    text = photos("torch.manual_seed(1)", "return turn(self.photos[index])", end=end)
    assert mended(tmp_path, text, "AUG103") == text


def test_a_helper_that_the_program_uses_too_is_left_alone(tmp_path: Path) -> None:
    helper = "def fix(seed):\n    torch.manual_seed(seed)\n    torch.backends.cudnn.benchmark = False\n\n\nfix(1)\n\n\n"
    assert left_alone(tmp_path, photos("fix(3)", "return turn(self.photos[index])", before=helper), "AUG103")


BOTH = """\


train_loader = DataLoader(Photos(torch.load("x.pt")), batch_size=8, shuffle=True, num_workers=2)
val_loader = DataLoader(Photos(torch.load("z.pt"), train=False), batch_size=8, num_workers=2)
"""


@pytest.mark.parametrize(
    ("lines", "old", "new"),
    [
        (("torch.manual_seed(42)", "return turn(self.photos[index])"), "(42)", "(42 + index)"),
        (("rng = random.Random(0)", "return self.photos[index] * rng.random()"), "Random(0)", "Random(index)"),
        (
            ("rng = torch.Generator()", "return self.photos[index] + torch.rand((), generator=rng)"),
            "Generator()",
            "Generator().manual_seed(index)",
        ),
    ],
)
def test_where_evaluation_draws_too_each_sample_keeps_its_draw(
    tmp_path: Path, lines: tuple[str, ...], old: str, new: str
) -> None:
    text = photos(*lines, end=BOTH)
    assert [fix.applicability for fix in finding(tmp_path, text).fixes] == [Applicability.SUGGESTION]
    assert mended(tmp_path, text, "AUG103") == text
    assert mended(tmp_path, text, "AUG103", suggestions=True) == text.replace(old, new)


def test_the_order_must_not_follow_from_the_index(tmp_path: Path) -> None:
    text = photos("torch.manual_seed(42)", "return turn(self.photos[index])", end=BOTH.replace(", num_workers=2", ""))
    assert left_alone(tmp_path, text, "AUG103")
    assert finding(tmp_path, text).fixes == ()


def test_the_functions_of_a_module_share_one_generator(tmp_path: Path) -> None:
    text = """\
import numpy as np
import tensorflow as tf


def flip(image):
    return tf.image.stateless_random_flip_left_right(image, seed=(1, 2))


def light(image):
    return tf.image.stateless_random_brightness(image, 0.3, seed=(1, 3))


train_ds = tf.data.Dataset.from_tensor_slices(np.load("train.npy")).map(flip).map(light)
"""
    after = mended(tmp_path, text, "AUG103")
    assert after.count("graph_rng = tf.random.Generator.from_seed(1)") == 1
    assert after.count("seed=graph_rng.make_seeds(1)[:, 0]") == 2
