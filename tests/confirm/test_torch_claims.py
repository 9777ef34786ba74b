"""Healthy torch programs of which a run once claimed too much, each watched in a fresh process."""

import textwrap
from pathlib import Path

import pytest
from confirm.observed import observe

from auglint.confirm.program import run, target
from auglint.confirm.questions import Answer, Question, answers
from auglint.confirm.verdicts import settle

pytest.importorskip("torch", reason="torch is not installed")


def asked(folder: Path, text: str) -> list[Answer]:
    """The answers of a run of a program."""
    script = folder / "train.py"
    script.write_text(textwrap.dedent(text), encoding="utf-8")
    return list(answers(observe(script)))


def test_folds_that_are_made_in_a_loop_meet_only_their_own(tmp_path: Path) -> None:
    found = asked(
        tmp_path,
        """
        import torch
        from torch.utils.data import DataLoader, Subset, TensorDataset

        data = TensorDataset(torch.rand(60, 3, 8, 8))

        def loaders(fold):
            held_out = range(fold * 20, fold * 20 + 20)
            kept = [i for i in range(60) if i not in held_out]
            return DataLoader(Subset(data, kept), 8, shuffle=True), DataLoader(Subset(data, list(held_out)), 8)

        folds = []
        for fold in range(3):
            train_loader, val_loader = loaders(fold)
            folds.append((train_loader, val_loader))
        """,
    )
    data = [answer for answer in found if answer.question is Question.SAME_DATA]
    assert [answer.holds for answer in data] == [False, False]  # the other folds are like the first ones


def test_splits_that_one_line_makes_are_no_folds(tmp_path: Path) -> None:
    found = asked(
        tmp_path,
        """
        import torch
        from torch.utils.data import DataLoader, TensorDataset

        data = TensorDataset(torch.rand(40, 3, 8, 8))
        loaders = {name: DataLoader(data, 8, shuffle=name == "train") for name in ("train", "val")}
        for name in ("train", "val"):
            for images in loaders[name]:
                pass
        """,
    )
    assert [answer.holds for answer in found if answer.question is Question.SAME_DATA] == [True]


def test_draws_that_change_nothing_are_no_defect(tmp_path: Path) -> None:
    found = asked(
        tmp_path,
        """
        import random

        import torch
        from torch.utils.data import DataLoader, Dataset

        class Pictures(Dataset):
            def __init__(self, probability):
                self.images = torch.rand(64, 3, 8, 8)
                self.rng = random.Random(3)
                self.probability = probability

            def __len__(self):
                return 64

            def __getitem__(self, index):
                gain = self.rng.random()
                return self.images[index] * (gain if gain < self.probability else 1)

        train_loader = DataLoader(Pictures(1.0), 8, shuffle=True, num_workers=2)
        val_loader = DataLoader(Pictures(0.0), 8, num_workers=2)
        for images in train_loader:
            images.requires_grad_().sum().backward()
        with torch.no_grad():
            for images in val_loader:
                pass
        """,
    )
    duplicated = {answer.pipelines: answer.holds for answer in found if answer.question is Question.DUPLICATED}
    assert duplicated == {(0,): True, (1,): None}
    shared = [answer for answer in found if answer.question is Question.SHARED_DRAWS]
    assert [answer.holds for answer in shared] == [None]
    assert "no effect" in shared[0].evidence.text


CONSTANT_PART = """
    import random

    import torch
    from torch.utils.data import DataLoader, Dataset

    class Pictures(Dataset):
        def __init__(self):
            self.images = torch.rand(64, 3, 8, 8)

        def __len__(self):
            return 64

        def __getitem__(self, index):
            image = self.images[index] * random.random()
            generator = torch.Generator(){more}
            return image + torch.rand(3, 1, 1, generator=generator)

    for images in DataLoader(Pictures(), 8, shuffle=True):
        images.requires_grad_().sum().backward()
"""


@pytest.mark.parametrize(("more", "holds"), [("", True), (".manual_seed(index)", None)])
def test_one_constant_generator_is_seen_beside_other_draws(tmp_path: Path, more: str, holds: bool | None) -> None:
    found = asked(tmp_path, CONSTANT_PART.format(more=more))
    facts = [answer for answer in found if answer.question is Question.CONSTANT and answer.fact]
    assert [answer.holds for answer in facts] == ([True] if holds else [])
    assert not any(answer.holds for answer in found if answer.question is Question.CONSTANT and not answer.fact)


def test_a_seed_inside_the_last_transform_makes_all_but_the_first_draw_one(tmp_path: Path) -> None:
    found = asked(
        tmp_path,
        """
        import torch
        from torch.utils.data import DataLoader, Dataset

        class Pictures(Dataset):
            def __init__(self):
                self.images = torch.rand(64, 3, 8, 8)

            def __len__(self):
                return 64

            def __getitem__(self, index):
                image = self.images[index] * torch.rand(3, 1, 1)
                torch.manual_seed(7)
                return image

        for images in DataLoader(Pictures(), 8, num_workers=2):
            images.requires_grad_().sum().backward()
        """,
    )
    constant = [answer for answer in found if answer.question is Question.CONSTANT and not answer.fact]
    assert [answer.holds for answer in constant] == [True]
    assert "62 of 64" in constant[0].evidence.text


PURPOSE = """
    import torch
    from torch.utils.data import DataLoader, Dataset

    class Pictures(Dataset):
        def __init__(self, views):
            self.images = torch.rand(32, 3, 8, 8)
            self.views = views

        def __len__(self):
            return 32

        def __getitem__(self, index):
            views = [self.images[index] * torch.rand(1) for _ in range(self.views)]
            return views if self.views > 1 else views[0]

    train_loader = DataLoader(Pictures({views}), 8, shuffle=True)
    val_loader = DataLoader(Pictures({views}), 8)
    for epoch in range(2):
        for batch in train_loader:
            torch.stack(list(batch)).requires_grad_().sum().backward()
        with torch.no_grad():
            for _ in range({passes}):
                total = [batch for batch in val_loader]
"""


@pytest.mark.parametrize(("views", "passes", "codes"), [(1, 1, ["AUG202"]), (2, 1, []), (1, 4, [])])
def test_views_that_are_compared_or_averaged_are_no_defect(
    tmp_path: Path, views: int, passes: int, codes: list[str]
) -> None:
    script = tmp_path / "train.py"
    script.write_text(textwrap.dedent(PURPOSE.format(views=views, passes=passes)), encoding="utf-8")
    seen = observe(script)
    assert [finding.code for finding in settle([], answers(seen), seen).added] == codes


def test_a_sampler_inside_batches_of_indices_is_set_back(tmp_path: Path) -> None:
    found = asked(
        tmp_path,
        """
        import torch
        from torch.utils.data import BatchSampler, DataLoader, RandomSampler, TensorDataset

        data = TensorDataset(torch.rand(60, 3, 8, 8))
        generator = torch.Generator()
        batches = BatchSampler(RandomSampler(data, generator=generator), batch_size=8, drop_last=False)
        loader = DataLoader(data, batch_sampler=batches)
        for epoch in range(3):
            generator.manual_seed(42)
            for (images,) in loader:
                images.requires_grad_().sum().backward()
        """,
    )
    (frozen,) = [answer for answer in found if answer.question is Question.FROZEN]
    assert frozen.holds
    assert "same order" in frozen.evidence.text


def test_a_fold_that_is_not_whole_when_the_run_is_cut_meets_no_other(tmp_path: Path) -> None:
    found = asked(
        tmp_path,
        """
        import torch
        from torch.utils.data import DataLoader, Subset, TensorDataset

        data = TensorDataset(torch.rand(60, 3, 8, 8))
        for fold in range(3):
            held_out = range(fold * 20, fold * 20 + 20)
            train_loader = DataLoader(Subset(data, [i for i in range(60) if i not in held_out]), 8, shuffle=True)
            for (images,) in train_loader:
                images.requires_grad_().sum().backward()
            if fold == 1:
                raise SystemExit
            val_loader = DataLoader(Subset(data, list(held_out)), 8)
            with torch.no_grad():
                for (images,) in val_loader:
                    pass
        """,
    )
    assert [answer.holds for answer in found if answer.question is Question.SAME_DATA] == [False]


def test_a_pipeline_that_raises_is_told_by_what_it_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = """
        from torch.utils.data import DataLoader, Dataset

        class Broken(Dataset):
            def __len__(self):
                return 20

            def __getitem__(self, index):
                raise ValueError("no such picture")

        loader = DataLoader(Broken(), 4, shuffle=True)
    """
    Path("train.py").write_text(textwrap.dedent(text), encoding="utf-8")
    assert "no such picture" in run(target("train.py")).problem


def test_evaluation_that_is_made_after_all_training_is_seen(tmp_path: Path) -> None:
    found = asked(
        tmp_path,
        """
        import torch
        from torch.utils.data import DataLoader, TensorDataset

        data = TensorDataset(torch.rand(40, 3, 8, 8))
        train_loader = DataLoader(data, 8, shuffle=True)
        for epoch in range(4):
            for (images,) in train_loader:
                images.requires_grad_().sum().backward()
        with torch.no_grad():
            for (images,) in DataLoader(data, 8):
                pass
        """,
    )
    assert [answer.holds for answer in found if answer.question is Question.SAME_DATA] == [True]


@pytest.mark.parametrize(("told", "holds"), [("epoch", None), ("0", True)])
def test_a_dataset_that_is_told_the_epoch_draws_by_it(tmp_path: Path, told: str, holds: bool | None) -> None:
    found = asked(
        tmp_path,
        f"""
        import numpy as np
        import torch
        from torch.utils.data import DataLoader, Dataset

        class Pictures(Dataset):
            def __init__(self):
                self.images = torch.rand(32, 3, 8, 8)
                self.epoch = 0

            def __len__(self):
                return 32

            def __getitem__(self, index):
                rng = np.random.default_rng([5, self.epoch, index])
                return self.images[index] + rng.normal()

        data = Pictures()
        for epoch in range(3):
            data.epoch = {told}
            for images in DataLoader(data, 8, shuffle=True, num_workers=2):
                images.requires_grad_().sum().backward()
        """,
    )
    (frozen,) = [answer for answer in found if answer.question is Question.FROZEN]
    assert (frozen.holds or None) is holds


def test_a_dataset_that_raises_leaves_the_others_alone() -> None:
    script = Path(__file__).with_name("programs") / "torch_broken.py"
    observation = run(target(str(script)), folder=script.parent).observation
    assert "this file is truncated" in observation.problem
    train, validation, test = observation.pipelines
    assert any("this file is truncated" in note for note in test.notes)
    found = {(answer.question, answer.pipelines): answer.holds for answer in answers(observation)}
    assert found[Question.AUGMENTED, (validation.number,)] is True
    assert found[Question.SAME_DATA, (train.number, validation.number)] is False
    assert found[Question.SAME_DATA, (train.number, test.number)] is None
