"""AUG105: a worker seeds from what the loader gives it."""

from pathlib import Path

import pytest
from fixed import fixed, is_safe
from mended import left_alone, mended, program

from auglint import lint
from auglint.finding import Applicability
from auglint.settings import Settings

HEAD = """\
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

SEED = 3


class Noisy(Dataset):
    def __len__(self):
        return 64

    def __getitem__(self, index):
        return np.random.random() + random.random() + torch.rand(())


"""
ANEW = "torch.initial_seed() % 2**32"


def worker(*lines: str, argument: str = "init") -> str:
    """A program whose loader runs a function with these lines in each worker."""
    body = "".join(f"    {line}\n" for line in lines)
    loader = f"train_loader = DataLoader(Noisy(), num_workers=4, worker_init_fn={argument})\n"
    return f"{HEAD}def init(worker_id):\n{body}\n\n{loader}"


@pytest.mark.parametrize(
    ("seed", "after"),
    [
        ("np.random.seed(0)  # for repeatability", f"np.random.seed({ANEW})  # for repeatability"),
        ("np.random.seed(seed=SEED + worker_id)", f"np.random.seed(seed={ANEW})"),
        ("np.random.seed(np.random.get_state()[1][0] + worker_id)", f"np.random.seed({ANEW})"),
        ("random.seed(SEED)", f"random.seed({ANEW})"),
    ],
)
def test_the_seed_is_the_workers_own(tmp_path: Path, seed: str, after: str) -> None:
    assert mended(tmp_path, worker(seed), "AUG105") == worker(after)


def test_the_fix_is_safe(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(worker("np.random.seed(0)"), encoding="utf-8")
    report = lint.check(lint.discovered([tmp_path], Settings(tmp_path)), Settings(tmp_path))
    assert is_safe(next(each for each in report.findings if each.code == "AUG105"))


def test_each_seed_of_a_function_is_mended(tmp_path: Path) -> None:
    text = worker("random.seed(SEED + worker_id)", "np.random.seed(SEED + worker_id)")
    assert mended(tmp_path, text, "AUG105") == worker(f"random.seed({ANEW})", f"np.random.seed({ANEW})")


def test_the_seed_of_torch_is_left_to_the_loader(tmp_path: Path) -> None:
    text = worker("print(worker_id)", "torch.manual_seed(SEED)")
    assert mended(tmp_path, text, "AUG105") == worker("print(worker_id)")


def test_a_function_that_only_seeds_torch_does_nothing_then(tmp_path: Path) -> None:
    assert mended(tmp_path, worker("torch.manual_seed(SEED)"), "AUG105") == worker("pass")


def test_after_a_seed_of_torch_its_first_seed_is_asked_of_the_loader(tmp_path: Path) -> None:
    text = worker("torch.manual_seed(SEED)", "np.random.seed(SEED)").replace(" + torch.rand(())", "")
    want = text.replace("np.random.seed(SEED)", "np.random.seed(get_worker_info().seed % 2**32)")
    assert mended(tmp_path, text, "AUG105") == want.replace("Dataset\n\n", "Dataset, get_worker_info\n\n", 1)


def test_a_lambda_becomes_a_function_that_can_be_pickled(tmp_path: Path) -> None:
    loader = "train_loader = DataLoader(Noisy(), num_workers=4, worker_init_fn={})  # four\n"
    text = HEAD + loader.format("lambda n: np.random.seed(SEED + n)")
    function = f"def seed_worker(worker_id):\n    np.random.seed({ANEW})\n\n\n"
    assert mended(tmp_path, text, "AUG105") == HEAD + function + loader.format("seed_worker")


def test_a_lambda_that_seeds_torch_goes(tmp_path: Path) -> None:
    text = HEAD + "train_loader = DataLoader(Noisy(), num_workers=4, worker_init_fn=lambda n: torch.manual_seed(n))\n"
    assert mended(tmp_path, text, "AUG105") == HEAD + "train_loader = DataLoader(Noisy(), num_workers=4)\n"


def test_a_lambda_with_a_name_or_with_several_seeds_stays_one(tmp_path: Path) -> None:
    text = HEAD + program(
        "init = lambda n: (np.random.seed(n), random.seed(n))",
        "train_loader = DataLoader(Noisy(), num_workers=4, worker_init_fn=init)",
    )
    want = text.replace("seed(n)", f"seed({ANEW})")
    assert mended(tmp_path, text, "AUG105") == want


def test_a_seed_that_was_called_on_the_spot_goes_on_seeding_the_main_process(tmp_path: Path) -> None:
    text = HEAD + program(
        "def loader(data):",
        "    # the training loader",
        "    return DataLoader(",
        "        data,",
        "        num_workers=4,",
        "        worker_init_fn=np.random.seed(1),  # seeds",
        "    )",
        "",
        "",
        "train_loader = loader(Noisy())",
    )
    want = HEAD + program(
        "def seed_worker(worker_id):",
        f"    np.random.seed({ANEW})",
        "",
        "",
        "def loader(data):",
        "    np.random.seed(1)",
        "    # the training loader",
        "    return DataLoader(",
        "        data,",
        "        num_workers=4,",
        "        worker_init_fn=seed_worker,  # seeds",
        "    )",
        "",
        "",
        "train_loader = loader(Noisy())",
    )
    assert mended(tmp_path, text, "AUG105") == want


HELPER = """\
def set_seed(seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def init(worker_id):
    set_seed(SEED + worker_id)


set_seed(SEED)
train_loader = DataLoader(Noisy(), num_workers=4, worker_init_fn=init)
"""


def test_a_helper_that_the_main_process_uses_too_is_given_another_seed(tmp_path: Path) -> None:
    want = HEAD + HELPER.replace("set_seed(SEED + worker_id)", f"set_seed({ANEW})")
    assert mended(tmp_path, HEAD + HELPER, "AUG105") == want


def test_a_seed_that_is_said_in_the_helper_is_left_alone(tmp_path: Path) -> None:
    helper = HELPER.replace("set_seed(seed):", "set_seed():").replace("(seed)", "(5)")
    helper = helper.replace("SEED + worker_id", "").replace("set_seed(SEED)", "set_seed()")
    assert left_alone(tmp_path, HEAD + helper, "AUG105")


def test_a_function_that_evaluation_draws_with_too_is_not_safe(tmp_path: Path) -> None:
    text = worker("np.random.seed(SEED)") + program(
        "val_loader = DataLoader(Noisy(), num_workers=4, worker_init_fn=init)",
        "model = torch.nn.Linear(1, 1)",
        "model.eval()",
        "with torch.no_grad():",
        "    for x in val_loader:",
        "        print(model(x))",
    )
    (tmp_path / "train.py").write_text(text, encoding="utf-8")
    report = lint.check(lint.discovered([tmp_path], Settings(tmp_path)), Settings(tmp_path))
    (found,) = [each for each in report.findings if each.code == "AUG105"]
    assert [fix.applicability for fix in found.fixes] == [Applicability.UNSAFE]


def test_a_function_in_another_file_is_mended_there(tmp_path: Path) -> None:
    (tmp_path / "workers.py").write_text("import numpy as np\n\n\ndef init(n, seed=0):\n    np.random.seed(seed)\n")
    text = HEAD.replace("import random\n", "import random\nfrom functools import partial\n") + program(
        "from workers import init",
        "",
        "train_loader = DataLoader(Noisy(), num_workers=4, worker_init_fn=partial(init, seed=SEED))",
    )
    (tmp_path / "train.py").write_text(text, encoding="utf-8")
    texts, landing = fixed(tmp_path, "AUG105")
    assert landing.settled and not landing.refused
    assert texts["train.py"] == text
    assert texts["workers.py"] == (
        f"import numpy as np\nimport torch\n\n\ndef init(n, seed=0):\n    np.random.seed({ANEW})\n"
    )


def test_a_function_that_seeds_the_main_process_too_is_left_alone(tmp_path: Path) -> None:
    text = worker("np.random.seed(SEED + worker_id)") + "init(0)\n"
    assert left_alone(tmp_path, text, "AUG105")
