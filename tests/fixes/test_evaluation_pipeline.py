"""AUG201 and AUG202: what evaluation gets instead, in the shapes that real code has."""

from pathlib import Path

import pytest
from fixed import fixed, write

from auglint import lint
from auglint.checks import CODES
from auglint.settings import Settings

HEAD = """\
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

"""


def mended(folder: Path, text: str = "", /, **files: str) -> dict[str, str]:
    """The files after the fix, without what stays the same."""
    given = {f"{name}.py": body for name, body in files.items()} | ({"train.py": text} if text else {})
    write(given, folder)
    texts, _ = fixed(folder, "AUG201", "AUG202")
    once = {name: body for name, body in texts.items() if body != given[name]}
    write(texts, folder)
    assert fixed(folder, "AUG201", "AUG202")[0] == texts, "fixing the fixed program changes it again"
    return once


def changed(before: str, after: str) -> list[str]:
    """The rows that were added or changed."""
    old = before.splitlines()
    return [row for row in after.splitlines() if row not in old]


def rows(folder: Path, text: str) -> list[str]:
    return changed(text, mended(folder, text).get("train.py", text))


def test_the_rows_of_the_original_are_copied_and_its_comments_stay(tmp_path: Path) -> None:
    text = HEAD + (
        "train_tf = T.Compose([\n"
        "    T.RandomResizedCrop(size=(192, 256), antialias=True),  # as in the paper\n"
        "    T.RandomApply([T.ColorJitter(0.4, 0.4)], p=0.8),\n"
        "    T.ToTensor(),\n"
        "])  # for both\n"
        'train_set = ImageFolder("train", train_tf)\n'
        'val_set = ImageFolder("val", train_tf)  # and here\n'
    )
    after = mended(tmp_path, text)["train.py"]
    assert changed(text, after) == [
        "eval_tf = T.Compose([",
        "    T.Resize((219, 293), antialias=True),",
        "    T.CenterCrop((192, 256)),",
        "])",
        'val_set = ImageFolder("val", eval_tf)  # and here',
    ]
    assert [row.partition("#")[2] for row in after.splitlines() if "#" in row] == [
        " as in the paper", " for both", " and here",
    ]  # fmt: skip


def test_steps_are_taken_out_in_place_where_only_evaluation_has_them(tmp_path: Path) -> None:
    text = HEAD + (
        "train_tf = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])\n"
        "val_tf = T.Compose([\n"
        "    T.Resize(256),\n"
        "    T.RandomCrop(224),  # keep the size\n"
        "    T.RandomRotation(10),  # robustness?\n"
        "    T.ColorJitter(0.1),\n"
        "    T.ToTensor(),\n"
        "])\n"
        'train_set = ImageFolder("train", train_tf)\n'
        'val_set = ImageFolder("val", val_tf)\n'
    )
    assert mended(tmp_path, text)["train.py"] == text.replace("T.RandomCrop(224)", "T.CenterCrop(224)").replace(
        "T.RandomRotation(10),  # robustness?", "# robustness?"
    ).replace("    T.ColorJitter(0.1),\n", "")


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        ("T.RandomHorizontalFlip(), T.RandomVerticalFlip(), T.ToTensor()", "T.ToTensor()"),
        ("T.ToTensor(), T.RandomErasing(), T.RandomErasing(0.1)", "T.ToTensor()"),
        ("T.ToTensor(), T.RandomErasing(),", "T.ToTensor(), "),
        ("T.Compose([T.RandomRotation(3), T.Resize(8)]), T.ToTensor()", "T.Compose([T.Resize(8)]), T.ToTensor()"),
        ("T.RandomChoice([T.RandomRotation(3), T.GaussianBlur(3)]), T.ToTensor()", "T.ToTensor()"),
    ],
)
def test_what_is_left_of_a_row_of_steps(tmp_path: Path, steps: str, left: str) -> None:
    text = (
        HEAD + f'train_set = ImageFolder("train", T.ToTensor())\nval_set = ImageFolder("val", T.Compose([{steps}]))\n'
    )
    assert mended(tmp_path, text)["train.py"] == text.replace(steps, left)


def test_an_attribute_gets_a_sibling(tmp_path: Path) -> None:
    text = HEAD + (
        "class Trainer:\n"
        "    def __init__(self, root):\n"
        "        self.root = root\n"
        "        self.transform_train = T.Compose([T.RandomCrop(32, padding=4), T.ToTensor()])\n"
        "\n"
        "    def data(self):\n"
        '        train = ImageFolder(self.root / "train", self.transform_train)\n'
        '        valid = ImageFolder(self.root / "valid", self.transform_train)\n'
        "        return train, valid\n"
    )
    assert rows(tmp_path, text) == [
        "        self.transform_eval = T.Compose([T.CenterCrop(32), T.ToTensor()])",
        '        valid = ImageFolder(self.root / "valid", self.transform_eval)',
    ]


def test_a_helper_chooses_by_the_parameter_that_tells_the_splits_apart(tmp_path: Path) -> None:
    text = HEAD + (
        "def make(split, size=64):\n"
        "    tf = T.Compose([T.RandomResizedCrop(size), T.ToTensor()])\n"
        "    return ImageFolder(split, tf)\n"
        "\n\n"
        'train_set = make("train")\nval_set = make("val")\n'
    )
    assert rows(tmp_path, text) == [
        "    eval_tf = T.Compose([T.Resize(round(size / 0.875)), T.CenterCrop(size), T.ToTensor()])",
        '    return ImageFolder(split, tf if split == "train" else eval_tf)',
    ]


def test_a_helper_with_a_flag_chooses_by_it(tmp_path: Path) -> None:
    text = HEAD + (
        "def make(root, train=False):\n"
        "    return ImageFolder(root, transform=T.Compose([T.RandomHorizontalFlip(), T.ToTensor()]))\n"
        "\n\n"
        'train_set = make("a", train=True)\nval_set = make("b")\n'
    )
    (row,) = rows(tmp_path, text)
    assert row.endswith("T.ToTensor()]) if train else T.Compose([T.ToTensor()]))")


def test_the_argument_of_a_helper_is_replaced_where_it_is_called(tmp_path: Path) -> None:
    text = HEAD + (
        "augment = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])\n\n\n"
        "def make(root, tf=augment):\n"
        "    return ImageFolder(root, tf)\n\n\n"
        'train_set = make("train", augment)\nval_set = make("val", tf=augment)\n'
    )
    assert rows(tmp_path, text)[-1] == 'val_set = make("val", tf=eval_augment)'


def test_dictionary_entries_of_evaluation_are_replaced(tmp_path: Path) -> None:
    text = HEAD + (
        "tf = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])\n"
        'tfs = {"train": tf, "val": tf, "test": tf}\n'
        "sets = {name: ImageFolder(name, tfs[name]) for name in tfs}\n"
    )
    assert rows(tmp_path, text) == [
        "eval_tf = T.Compose([T.ToTensor()])",
        'tfs = {"train": tf, "val": eval_tf, "test": eval_tf}',
    ]


def test_validation_and_test_get_one_pipeline(tmp_path: Path) -> None:
    text = HEAD + (
        "augment = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])\n"
        'train_set = ImageFolder("train", augment)\nval_set = ImageFolder("val", augment)\n'
        'test_set = ImageFolder("test", augment)\n'
    )
    assert rows(tmp_path, text) == [
        "eval_augment = T.Compose([T.ToTensor()])",
        'val_set = ImageFolder("val", eval_augment)',
        'test_set = ImageFolder("test", eval_augment)',
    ]


def test_names_that_are_taken_are_left_alone(tmp_path: Path) -> None:
    text = HEAD + (
        "augment = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])\neval_augment = None\n"
        'train_set = ImageFolder("train", augment)\nval_set = ImageFolder("val", augment)\n'
    )
    assert rows(tmp_path, text)[-1] == 'val_set = ImageFolder("val", eval_augment_2)'


def test_stand_ins_are_imported_as_their_originals_are(tmp_path: Path) -> None:
    text = (
        "from torchvision.datasets import ImageFolder\n"
        "from torchvision.transforms.v2 import (\n    Compose,\n    RandomResizedCrop,\n    ToImage,\n)\n\n"
        "tf = Compose([RandomResizedCrop(224), ToImage()])\n"
        'train_set = ImageFolder("train", tf)\nval_set = ImageFolder("val", tf)\n'
    )
    assert rows(tmp_path, text) == [
        "    Resize,",
        "    CenterCrop,",
        "eval_tf = Compose([Resize(256), CenterCrop(224), ToImage()])",
        'val_set = ImageFolder("val", eval_tf)',
    ]


def test_a_mapped_function_gets_a_twin(tmp_path: Path) -> None:
    text = (
        "import tensorflow as tf\n\n\n"
        "def augment(image, label):\n"
        '    """Flip and scale."""\n'
        "    image = tf.image.random_flip_left_right(image)\n"
        "    image = tf.image.resize(tf.image.random_crop(image, (28, 28, 3)), [32, 32])\n"
        "    return image / 255, label\n\n\n"
        "train_ds = tf.data.Dataset.from_tensor_slices(([1.0], [0])).map(augment)\n"
        "val_ds = tf.data.Dataset.from_tensor_slices(([2.0], [1])).map(augment).batch(2)\n"
    )
    after = mended(tmp_path, text)["train.py"]
    assert (
        "\n\n\ndef eval_augment(image, label):\n"
        '    """Flip and scale."""\n'
        "    image = tf.image.resize(tf.image.resize_with_crop_or_pad(image, 28, 28), [32, 32])\n"
        "    return image / 255, label\n\n\n"
    ) in after
    assert after.endswith(".map(eval_augment).batch(2)\n")


def test_a_function_that_would_do_nothing_is_not_mapped(tmp_path: Path) -> None:
    text = (
        "import tensorflow as tf\n\n\n"
        "def augment(image, label):\n"
        "    image = tf.image.random_flip_left_right(image)\n"
        "    return image, label\n\n\n"
        "train_ds = tf.data.Dataset.from_tensor_slices(([1.0], [0])).map(augment)\n"
        "val_ds = tf.data.Dataset.from_tensor_slices(([2.0], [1])).map(augment).batch(2)\n"
    )
    assert rows(tmp_path, text) == ["val_ds = tf.data.Dataset.from_tensor_slices(([2.0], [1])).batch(2)"]


def test_a_function_that_only_renames_does_nothing(tmp_path: Path) -> None:
    text = (
        "import tensorflow as tf\n\n\n"
        "def augment(image, label):\n"
        "    img = tf.image.random_flip_left_right(image)\n"
        "    img = tf.image.random_hue(img, 0.1)\n"
        "    return img, label\n\n\n"
        "train_ds = tf.data.Dataset.from_tensor_slices(([1.0], [0])).map(augment)\n"
        "val_ds = tf.data.Dataset.from_tensor_slices(([2.0], [1])).map(augment).batch(2)\n"
    )
    assert rows(tmp_path, text) == ["val_ds = tf.data.Dataset.from_tensor_slices(([2.0], [1])).batch(2)"]


def test_what_is_left_of_a_seed_for_both_is_mended_for_training(tmp_path: Path) -> None:
    """Evaluation is mended first: then only training needs a generator of its own."""
    text = (
        "import tensorflow as tf\n\n"
        "tf.random.set_seed(1)\n\n\n"
        "def augment(image):\n    return tf.image.random_flip_left_right(image)\n\n\n"
        "train_ds = tf.data.Dataset.from_tensor_slices([1.0]).map(augment)\n"
        "val_ds = tf.data.Dataset.from_tensor_slices([2.0]).map(augment)\n"
        "for epoch in range(2):\n    for x in train_ds:\n        print(x)\n    for x in val_ds:\n        print(x)\n"
    )
    write({"train.py": text}, tmp_path)
    texts, landing = fixed(tmp_path, *CODES)
    assert landing.landed[0][0].code in ("AUG201", "AUG202")
    assert landing.refused == ()
    assert "val_ds = tf.data.Dataset.from_tensor_slices([2.0])\n" in texts["train.py"]
    assert "eval_rng" not in texts["train.py"]
    assert "tf.random.set_seed(1)\n" in texts["train.py"]


def test_a_module_is_named_where_it_is_imported_by_name(tmp_path: Path) -> None:
    augment = "from torchvision import transforms as T\n\ntf = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])\n"
    train = (
        "import augment\nfrom torchvision.datasets import ImageFolder\n\n"
        'train_set = ImageFolder("train", augment.tf)\nval_set = ImageFolder("val", augment.tf)\n'
    )
    after = mended(tmp_path, train=train, augment=augment)
    assert changed(train, after["train.py"]) == ['val_set = ImageFolder("val", augment.eval_tf)']
    assert changed(augment, after["augment.py"]) == ["eval_tf = T.Compose([T.ToTensor()])"]


def test_a_function_that_makes_the_pipeline_gets_a_sibling(tmp_path: Path) -> None:
    text = HEAD + (
        "def get_transform(size):\n"
        "    return T.Compose(\n"
        "        [\n"
        "            T.RandomCrop(size),\n"
        "            T.ToTensor(),\n"
        "        ]\n"
        "    )\n"
        "\n\n"
        'train_set = ImageFolder("train", get_transform(64))\nval_set = ImageFolder("val", get_transform(64))\n'
    )
    after = mended(tmp_path, text)["train.py"]
    assert (
        "\n\n\ndef get_eval_transform(size):\n"
        "    return T.Compose(\n"
        "        [\n"
        "            T.CenterCrop(size),\n"
        "            T.ToTensor(),\n"
        "        ]\n"
        "    )\n\n\n"
    ) in after
    assert after.endswith('val_set = ImageFolder("val", get_eval_transform(64))\n')


def test_an_attribute_of_a_class_gets_a_sibling(tmp_path: Path) -> None:
    text = HEAD + (
        "class Config:\n    aug = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])\n\n\n"
        'train_set = ImageFolder("train", Config.aug)\nval_set = ImageFolder("val", Config.aug)\n'
    )
    assert rows(tmp_path, text) == [
        "    eval_aug = T.Compose([T.ToTensor()])",
        'val_set = ImageFolder("val", Config.eval_aug)',
    ]


MAPPED = (
    "import tensorflow as tf\n\n\n"
    "def augment(image):\n    return {}\n\n\n"
    "def build(images, training):\n"
    "    ds = tf.data.Dataset.from_tensor_slices(images)\n"
    "    ds = ds.map(augment)  # both\n"
    "    return ds.batch(2)\n\n\n"
    "train_ds = build([1.0], training=True)\nval_ds = build([2.0], training=False)\n"
)


def test_a_method_that_is_mapped_is_one_callable_for_all_objects(tmp_path: Path) -> None:
    text = (
        "import tensorflow as tf\n\n\n"
        "class Data:\n"
        "    def augment(self, image):\n        return tf.image.random_flip_left_right(image)\n\n"
        "    def build(self, images, training):\n"
        "        ds = tf.data.Dataset.from_tensor_slices(images)\n"
        "        ds = ds.map(self.augment)\n"
        "        return ds.batch(2)\n\n\n"
        "train_ds = Data().build([1.0], training=True)\nval_ds = Data().build([2.0], training=False)\n"
    )
    write({"train.py": "import tensorflow as tf\n\ntf.random.set_seed(1)\n" + text}, tmp_path)
    texts, landing = fixed(tmp_path, "AUG101")
    assert [finding.code for finding, _ in landing.landed] == ["AUG101"]
    assert "ds.map(lambda *x: self.augment(*x, rng=train_rng if training else eval_rng))" in texts["train.py"]


def test_a_helper_maps_for_training_only(tmp_path: Path) -> None:
    text = MAPPED.format("tf.image.random_flip_left_right(image)")
    assert rows(tmp_path, text) == ["    if training:", "        ds = ds.map(augment)  # both"]


def test_a_helper_maps_a_twin_for_evaluation(tmp_path: Path) -> None:
    text = MAPPED.format("tf.image.random_flip_left_right(image) / 255")
    assert rows(tmp_path, text) == [
        "def eval_augment(image):",
        "    return image / 255",
        "    ds = ds.map(augment if training else eval_augment)  # both",
    ]


NOT_SURE = {
    "the pipeline is made under a condition": (
        "import sys\n\n"
        "if sys.argv:\n    tf = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])\nelse:\n    tf = T.ToTensor()\n"
        'train_set = ImageFolder("train", tf)\nval_set = ImageFolder("val", tf)\n'
    ),
    "a class of the project draws": (
        "import random\n\n\nclass Noise:\n    def __call__(self, x):\n        return x * random.random()\n\n\n"
        "tf = T.Compose([Noise(), T.ToTensor()])\n"
        'train_set = ImageFolder("train", tf)\nval_set = ImageFolder("val", tf)\n'
    ),
    "the steps come from elsewhere": (
        "steps = [T.RandomHorizontalFlip(), T.ToTensor()]\ntf = T.Compose(steps)\n"
        'train_set = ImageFolder("train", tf)\nval_set = ImageFolder("val", tf)\n'
    ),
    "a choice among steps of different sizes": (
        "tf = T.Compose([T.RandomChoice([T.RandomCrop(8), T.RandomResizedCrop(8)]), T.ToTensor()])\n"
        'train_set = ImageFolder("train", tf)\nval_set = ImageFolder("val", tf)\n'
    ),
    "comments stand in the mapped function": (
        "import tensorflow as tf\n\n\ndef augment(x):\n    # flip\n    x = tf.image.random_flip_left_right(x)\n"
        "    return x / 255\n\n\n"
        "train_ds = tf.data.Dataset.from_tensor_slices([1.0]).map(augment)\n"
        "val_ds = tf.data.Dataset.from_tensor_slices([2.0]).map(augment)\n"
    ),
    "two helpers deep, and nothing tells the splits apart": (
        "tf = T.Compose([T.RandomHorizontalFlip(), T.ToTensor()])\n\n\n"
        "def make(root):\n    return ImageFolder(root, tf)\n\n\n"
        'train_set = make("a")\nval_set = make("b")\n'
    ),
}


@pytest.mark.parametrize("shape", NOT_SURE)
def test_where_it_is_not_sure_nothing_is_written(tmp_path: Path, shape: str) -> None:
    assert mended(tmp_path, HEAD + NOT_SURE[shape]) == {}


PAIR = 'train_set = ImageFolder("a", tf)\nval_set = ImageFolder("b", tf)\n'


@pytest.mark.parametrize(
    "later",
    [
        "test_tf = T.Compose([T.CenterCrop(8), T.ToTensor()])\n",
        "test_tf = T.Compose([T.CenterCrop(8), T.ToTensor()])\ntest_tf = T.ToTensor()\n",
        "test_tf = T.Compose([T.CenterCrop(8), T.ToTensor()])\ntest_tf.transforms.append(T.RandomErasing())\n",
    ],
)
def test_an_equal_pipeline_that_is_not_there_yet_or_not_for_long_is_not_used(tmp_path: Path, later: str) -> None:
    text = HEAD + "tf = T.Compose([T.RandomCrop(8), T.ToTensor()])\n" + PAIR + later
    assert rows(tmp_path, text) == [
        "eval_tf = T.Compose([T.CenterCrop(8), T.ToTensor()])",
        'val_set = ImageFolder("b", eval_tf)',
    ]


def test_a_function_with_a_space_behind_its_name_gets_another_name_too(tmp_path: Path) -> None:
    make = "def make (size):\n    return T.Compose([T.RandomCrop(size), T.ToTensor()])\n\n\n"
    text = HEAD + make + 'train_set = ImageFolder("a", make(8))\nval_set = ImageFolder("b", make(8))\n'
    assert rows(tmp_path, text)[0] == "def eval_make (size):"


def test_a_pipeline_that_is_called_by_hand_keeps_its_random_steps(tmp_path: Path) -> None:
    text = HEAD + (
        "tf = T.Compose([T.RandomCrop(8), T.ToTensor()])\n"
        'val_set = ImageFolder("b", tf)\n'
        'train_set = ImageFolder("a")\nfor image, _ in train_set:\n    print(tf(image))\n'
    )
    assert rows(tmp_path, text) == [
        "eval_tf = T.Compose([T.CenterCrop(8), T.ToTensor()])",
        'val_set = ImageFolder("b", eval_tf)',
    ]


def test_what_else_a_helper_makes_is_not_taken_for_evaluation(tmp_path: Path) -> None:
    text = HEAD + (
        "def make(split):\n    tf = T.Compose([T.RandomCrop(8), T.ToTensor()])\n    return ImageFolder(split, tf)\n\n\n"
        'train_set = make("train")\nval_set = make("val")\n'
    )
    assert '    return ImageFolder(split, tf if split == "train" else eval_tf)' in rows(tmp_path, text)
    assert mended(tmp_path, text + 'more = make("extra")\n') == {}


def test_the_parameter_that_says_the_split_decides(tmp_path: Path) -> None:
    text = HEAD + (
        "tf = T.Compose([T.RandomCrop(8), T.ToTensor()])\n\n\n"
        "def make(root, *, train):\n    return ImageFolder(root, tf), train\n\n\n"
        'train_set, _ = make("data/train", train=True)\nval_set, _ = make("data/val", train=False)\n'
    )
    assert "    return ImageFolder(root, tf if train else eval_tf), train" in rows(tmp_path, text)


def test_an_instance_of_its_own_is_not_offered_without_what_is_added_later(tmp_path: Path) -> None:
    text = HEAD + "tf = T.Compose([T.RandomCrop(8), T.ToTensor()])\n"
    for more, count in (("", 1), ("tf.transforms.append(T.Normalize((0.5,), (0.5,)))\n", 0)):
        write({"train.py": text + more + PAIR}, tmp_path)
        settings = Settings(tmp_path)
        report = lint.check(lint.discovered([tmp_path], settings), settings)
        titles = [fix.title for finding in report.findings for fix in finding.fixes]
        assert titles.count("Give validation an augmentation of its own, still at random") == count


@pytest.mark.parametrize(
    "change", ['split, root = "data/" + split, "x"', "for split in [split.upper()]: pass", "split = [split]"]
)
def test_a_parameter_that_gets_another_value_tells_nothing(tmp_path: Path, change: str) -> None:
    text = HEAD + (
        "tf = T.Compose([T.RandomCrop(8), T.ToTensor()])\n\n\n"
        f"def make(split, root='data'):\n    {change}\n    return ImageFolder(root, tf)\n\n\n"
        'train_set = make("train")\nval_set = make("val")\n'
    )
    assert mended(tmp_path, text) == {}


TF = """\
import numpy as np
import tensorflow as tf


def flip(image):
    return tf.image.random_flip_left_right(image)


def load(images, function, is_train=True):
    ds = tf.data.Dataset.from_tensor_slices(images)
    {}
    return ds.batch(8)


"""


def test_a_helper_of_both_splits_goes_on_applying_what_it_is_given(tmp_path: Path) -> None:
    text = (
        TF.format("ds = ds.map(function)")
        + 'train_ds = load(np.load("train.npy"), flip)\nval_ds = load(np.load("val.npy"), flip)\n'
    )
    assert not mended(tmp_path, text)


def test_rows_are_indented_with_the_statement(tmp_path: Path) -> None:
    mapped = "ds = ds.map(\n        function,  # once\n        num_parallel_calls=4,\n    )"
    text = TF.format(mapped) + 'train_ds = load(np.load("train.npy"), flip)\n'
    text += 'val_ds = load(np.load("val.npy"), flip, is_train=False)\n'
    deeper = "if is_train:\n        " + mapped.replace("\n", "\n    ")
    assert mended(tmp_path, text)["train.py"] == text.replace(mapped, deeper)


def test_a_step_of_a_chain_that_is_a_statement(tmp_path: Path) -> None:
    text = TF.format("pass") + 'train_ds = load(np.load("train.npy"), flip).map(flip)\n'
    text += 'val_ds = load(np.load("val.npy"), flip)\nval_ds = val_ds.map(flip)\n'
    assert mended(tmp_path, text)["train.py"] == text.removesuffix("val_ds = val_ds.map(flip)\n")


def test_a_keras_crop_that_is_turned_off_would_not_crop(tmp_path: Path) -> None:
    text = """\
import numpy as np
import tensorflow as tf

crop = tf.keras.Sequential([tf.keras.layers.RandomCrop(24, 24), tf.keras.layers.RandomFlip()])
train_ds = tf.data.Dataset.from_tensor_slices(np.load("train.npy")).map(lambda x: crop(x, training=True))
val_ds = tf.data.Dataset.from_tensor_slices(np.load("val.npy")).map(lambda x: crop(x, training=True))
"""
    assert not mended(tmp_path, text)
    other = text.replace("tf.keras.layers.RandomCrop(24, 24), ", "")
    assert mended(tmp_path, other)["train.py"].count("training=False") == 1


def test_a_default_of_a_dataset_class_is_not_passed_elsewhere(tmp_path: Path) -> None:
    head = "import torch\nfrom torch.utils.data import DataLoader, Dataset\n" + HEAD
    text = head + (
        "TF = T.Compose([T.RandomCrop(8), T.RandomHorizontalFlip()])\n\n\n"
        "class Images(Dataset):\n    def __init__(self, path, tf=TF):\n"
        "        self.images, self.tf = torch.load(path), tf\n\n"
        "    def __len__(self):\n        return len(self.images)\n\n"
        "    def __getitem__(self, index):\n        return self.tf(self.images[index])\n\n\n"
        'train_loader = DataLoader(Images("a"), shuffle=True)\nval_loader = DataLoader(Images("b"))\n'
    )
    write({"train.py": text}, tmp_path)
    settings = Settings(tmp_path)
    report = lint.check(lint.discovered([tmp_path], settings), settings)
    assert [finding.fixes for finding in report.findings] == [()]


def test_a_step_with_unpacked_arguments_may_draw(tmp_path: Path) -> None:
    text = (
        HEAD + "import sys\n\ntf = T.Compose([T.RandomCrop(8), T.ColorJitter(*map(float, sys.argv)), T.ToTensor()])\n"
    )
    assert mended(tmp_path, text + PAIR) == {}


def test_a_helper_that_is_given_something_else_by_others(tmp_path: Path) -> None:
    text = """\
import numpy as np
import tensorflow as tf


def flip(image):
    return tf.cast(tf.image.random_flip_left_right(image), tf.float32)


def half(image):
    return image / 2


def evaluated(function=flip):
    return tf.data.Dataset.from_tensor_slices(np.load("val.npy")).map(function)


train_ds = tf.data.Dataset.from_tensor_slices(np.load("train.npy")).map(flip)
val_ds = evaluated()
"""
    assert mended(tmp_path, text)
    assert not mended(tmp_path, text + "test_ds = evaluated(half)\n")


def test_a_helper_that_is_told_the_split_and_given_something_else_by_others(tmp_path: Path) -> None:
    text = TF.format("ds = ds.map(function)")
    text += "def half(image):\n    return image / 2\n\n\n"
    text += 'train_ds = load(np.load("train.npy"), flip)\nval_ds = load(np.load("val.npy"), flip, is_train=False)\n'
    assert mended(tmp_path, text)
    assert not mended(tmp_path, text + 'test_ds = load(np.load("test.npy"), half, is_train=False)\n')


def test_a_generator_that_is_fitted(tmp_path: Path) -> None:
    text = """\
import keras
import numpy as np
from tensorflow.keras.preprocessing.image import ImageDataGenerator

x = np.load("train.npy")
generator = ImageDataGenerator(featurewise_center=True, horizontal_flip=True)
generator.fit(x)
train_generator = generator.flow(x, batch_size=8)
val_generator = generator.flow(np.load("val.npy"), batch_size=8)
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(5)])
model.compile("adam", "mse")
model.fit(train_generator, validation_data=val_generator)
"""
    assert not mended(tmp_path, text)
    assert mended(tmp_path, text.replace("generator.fit(x)\n", ""))
