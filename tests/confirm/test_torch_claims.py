"""Healthy torch programs of which a run once claimed too much, each watched in a fresh process."""

import textwrap
from pathlib import Path

import pytest
from confirm.observed import observe

from auglint.confirm.questions import Answer, Question, answers

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
    assert len(data) == 3
    assert [answer.holds for answer in data] == [False] * 3


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
