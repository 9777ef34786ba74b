"""What has fooled a prototype, and whoever compares outputs by eye: each trap once, on real torch.

Five warnings, the false claims that were once made of healthy pipelines, and eight traps of such measurements.
What is about statistics alone is in test_statistics.py and test_questions.py; about processes, in test_program.py.
"""

from pathlib import Path

import pytest
from torch_asked import Asked, ask

from auglint.confirm.observation import Instrument
from auglint.confirm.questions import Question

pytestmark = pytest.mark.frameworks("torch")


@pytest.fixture(scope="module")
def unseeded(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Pairs of loaders without workers, and no seed."""
    return ask(
        tmp_path_factory.mktemp("unseeded"),
        """
        import torch
        from torch.utils.data import DataLoader
        from torch_parts import *

        def flip(p):
            return lambda picture: picture[:, ::-1].copy() if torch.rand(1) < p else picture

        def standardised(picture):
            picture = brighter(picture)
            return (picture - picture.mean()) / picture.std()

        def brighter_if_dark(picture):
            return brighter(picture) if picture.mean() < 127.5 else np.float32(picture)

        def sets(one, other):
            return Pictures(noise(80, 1), one), Pictures(noise(64, 2), other)

        def loaders(train_set, val_set):
            return DataLoader(train_set, batch_size=16), DataLoader(val_set, batch_size=4)

        fair, fair_val = loaders(*sets(flip(0.5), flip(0.5)))
        seldom, seldom_val = loaders(*sets(flip(0.02), flip(0.02)))
        still, still_val = loaders(*sets(None, None))
        own, own_val = loaders(*sets(Own(0), Own(0)))
        content, content_val = loaders(*sets(brighter_if_dark, standardised))
        fit((fair, fair_val), (seldom, seldom_val), (still, still_val), (own, own_val), (content, content_val))
        """,
    )


@pytest.fixture(scope="module")
def constant(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """A seed in `__getitem__`, set back for each sample."""
    return ask(
        tmp_path_factory.mktemp("constant"),
        """
        import torch
        from torch.utils.data import DataLoader
        from torch_parts import *

        class Constant(Pictures):
            def __getitem__(self, index):
                torch.manual_seed(5)
                return super().__getitem__(index)

        class ByIndex(Pictures):
            def __getitem__(self, index):
                return super().__getitem__(index) * np.random.default_rng(index).uniform(0.5, 1.5)

        one = DataLoader(Constant(noise(80, 1), brighter), batch_size=16)
        one_val = DataLoader(Constant(noise(64, 2), brighter), batch_size=16)
        indexed = DataLoader(
            ByIndex(noise(80, 1)), batch_size=16, shuffle=True, generator=torch.Generator().manual_seed(3)
        )
        fit((one, one_val), (indexed, None))
        """,
    )


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Folders with pictures of several sizes, and workers."""
    return ask(
        tmp_path_factory.mktemp("sizes"),
        """
        import os
        from torch.utils.data import DataLoader
        from torch_parts import *

        def number(worker):
            Path(f"worker {os.getpid()}").touch()

        made = (20, 31, 16, 44, 25, 18, 33)
        train_folder, val_folder = write_pictures("train", 80, 1, made), write_pictures("val", 66, 2, made[::-1])
        healthy = DataLoader(Files(train_folder, brighter), batch_size=8, shuffle=True, num_workers=2)
        steady = DataLoader(Files(val_folder), batch_size=8, num_workers=2, worker_init_fn=number)
        copied = DataLoader(Files(train_folder, Own(3)), batch_size=8, num_workers=2)
        lasting = DataLoader(Files(train_folder, Own()), batch_size=8, num_workers=2, persistent_workers=True)
        fit((healthy, steady), (copied, None), (lasting, None))
        """,
    )


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """One seed at the top, and then a split that both loaders draw from."""
    return ask(
        tmp_path_factory.mktemp("seeded"),
        """
        import torch
        from torch.utils.data import DataLoader, random_split
        from torch_parts import *

        torch.manual_seed(0)
        whole = Pictures(noise(150, 1), brighter)
        train_set, val_set = random_split(whole, [90, 60])
        train_loader = DataLoader(train_set, batch_size=8, shuffle=True)
        val_loader = DataLoader(val_set, batch_size=8)
        fit((train_loader, val_loader))
        """,
    )


@pytest.fixture(scope="module")
def reseeded(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """A seed before each pass, and torchvision, which wraps the function that sets it."""
    return ask(
        tmp_path_factory.mktemp("reseeded"),
        """
        import torch
        import torchvision_shim
        from torch.utils.data import DataLoader
        from torch_parts import *
        import torchvision

        train_loader = DataLoader(Pictures(noise(80, 1), brighter), batch_size=8, shuffle=True)
        val_loader = DataLoader(Pictures(noise(80, 2), brighter), batch_size=8)
        fit((train_loader, val_loader), before=lambda epoch: torch.manual_seed(0))
        """,
    )


# The five warnings ----------------------------------------------------------------------------------------------------


def test_warning_1_the_probe_is_decided_once(sizes: Asked) -> None:
    """A ramp of another size in each worker made a healthy validation split "frozen" and hid equal workers."""
    assert sizes.named.pipelines["steady"].took
    assert sizes.claims("healthy", "steady") == set()
    assert sizes.holds(Question.AUGMENTED, "steady") is False
    assert sizes.holds(Question.DUPLICATED, "copied") is True


def test_warning_2_seeds_are_replayed_and_not_states(seeded: Asked, reseeded: Asked) -> None:
    """The states of passes that were cut off overlap: windows of one stream looked like one shared stream."""
    assert seeded.holds(Question.SHARED_DRAWS, "train_loader", "val_loader") is False
    assert seeded.holds(Question.FROZEN, "train_loader") is False
    assert reseeded.holds(Question.FROZEN, "train_loader") is True


def test_warning_2_datasets_are_as_before_their_first_draw(unseeded: Asked) -> None:
    """The program's own passes have moved the two generators by 2 × 16 and 2 × 4 draws."""
    found = unseeded.answer(Question.SHARED_DRAWS, "own", "own_val")
    assert (found.holds, found.evidence.lag, found.evidence.agreement) == (True, 0, 1.0)


def test_warning_3_somebody_wraps_what_is_watched(reseeded: Asked) -> None:
    """torchvision brings a wrapper around torch.manual_seed: its caller is not one frame up."""
    starts = [start for start in reseeded.named.observation.starts if start.seeds]
    assert len(starts) == 4
    assert {seeding.what for start in starts for seeding in start.seeds} == {"torch.random.manual_seed"}
    assert {Path(seeding.spot.file).name for start in starts for seeding in start.seeds} == {"train.py"}


def test_warning_3_one_loader_is_one_pipeline(unseeded: Asked) -> None:
    """Two loaders made on one line are two; one that is used again and again is one."""
    assert len(unseeded.named.observation.pipelines) == 10


def test_warning_4_no_worker_is_left(sizes: Asked, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = Path(sizes.named.pipelines["steady"].spots[0].file).parent
    workers = [int(each.name.split()[1]) for each in folder.glob("worker *")]
    assert len(workers) >= 2
    assert not [each for each in workers if Path(f"/proc/{each}").exists()]


def test_warning_5_no_agreement_is_no_acquittal_and_agreement_no_verdict(unseeded: Asked) -> None:
    """A flip of one in fifty: all draws may agree, and that may well be chance."""
    assert unseeded.named.pipelines["seldom"].took
    assert unseeded.claims("seldom", "seldom_val") <= {"AUGMENTED"}
    assert unseeded.answer(Question.SHARED_DRAWS, "seldom", "seldom_val").evidence.chance < 0.1, "not by outputs"


# False claims that were met -------------------------------------------------------------------------------------------


def test_false_claim_frozen_or_augmented_validation(sizes: Asked) -> None:
    assert sizes.claims("steady") == set()
    assert sizes.answer(Question.AUGMENTED, "steady").word == "deterministic"


def test_false_claim_shared_stream_some_places_apart(seeded: Asked) -> None:
    found = seeded.answer(Question.SHARED_DRAWS, "train_loader", "val_loader")
    assert (found.holds, found.word) == (False, "independent")


def test_false_claim_constant_for_a_rare_flip(unseeded: Asked) -> None:
    assert unseeded.holds(Question.CONSTANT, "seldom") is not True
    assert unseeded.holds(Question.CONSTANT, "seldom_val") is not True


def test_false_claim_frozen_by_an_earlier_seed(tmp_path: Path) -> None:
    """Each program has a process of its own: what this one, or another program, has seeded is not there."""
    program = """
        from torch.utils.data import DataLoader
        from torch_parts import *

        train_loader = DataLoader(Pictures(noise(80, 1), brighter), batch_size=8, shuffle=True)
        fit((train_loader, None))
        """
    outputs = [ask(tmp_path, program).named.outputs("train_loader") for _ in range(2)]
    assert not set(outputs[0]) & set(outputs[1])


# The eight traps ------------------------------------------------------------------------------------------------------


def test_trap_1_fair_flips_agree_half_the_time(unseeded: Asked) -> None:
    assert unseeded.named.pipelines["fair"].took
    assert unseeded.named.distinct("fair") == 2
    assert unseeded.holds(Question.SHARED_DRAWS, "fair", "fair_val") is False
    assert unseeded.holds(Question.FROZEN, "fair") is False


def test_trap_2_one_output_is_a_constant_draw_or_none_at_all(unseeded: Asked, constant: Asked) -> None:
    assert unseeded.named.distinct("still") == constant.named.distinct("one") == 1
    assert unseeded.answer(Question.CONSTANT, "still").word == "deterministic"
    assert constant.answer(Question.CONSTANT, "one").word == "constant"


def test_trap_3_a_shared_stream_may_be_behind(reseeded: Asked) -> None:
    """Training shuffles, which takes two draws before its first sample."""
    found = reseeded.answer(Question.SHARED_DRAWS, "train_loader", "val_loader")
    assert (found.holds, abs(found.evidence.lag)) == (True, 2)


def test_trap_4_frozen_by_sample_and_not_by_place(constant: Asked) -> None:
    """Shuffled epochs differ place by place, and each sample is as it was."""
    found = constant.answer(Question.FROZEN, "indexed")
    assert (found.holds, found.evidence.compared) == (True, "the same samples in two epochs")
    samples = [constant.named.samples("indexed", epoch) for epoch in (0, 1)]
    assert samples[0] != samples[1]
    assert set(samples[0]) == set(samples[1])
    assert constant.holds(Question.CONSTANT, "indexed") is not True


def test_trap_5_persistent_workers_repeat_each_other_but_no_epoch(sizes: Asked) -> None:
    assert sizes.holds(Question.DUPLICATED, "lasting") is True
    assert sizes.holds(Question.FROZEN, "lasting") is False
    assert sizes.holds(Question.FROZEN, "copied") is True
    assert {draw.worker for draw in sizes.named.draws("lasting")} == {0, 1}


def test_trap_6_asking_samples_takes_no_draw_from_the_program(reseeded: Asked) -> None:
    """What is asked before a pass leaves its random states alone: two equal programs draw the same."""
    first, second = reseeded.named.outputs("train_loader"), reseeded.named.outputs("train_loader", 1)
    assert first == second


def test_trap_7_what_depends_on_content_is_never_accused(unseeded: Asked) -> None:
    assert unseeded.claims("content", "content_val") <= {"AUGMENTED"}


def test_trap_8_the_source_is_replaced_and_nothing_else(unseeded: Asked) -> None:
    """The probe's outputs do not tell one picture from another, and real ones do."""
    assert unseeded.named.distinct("still") == 1
    real = unseeded.named.passed("still_val", 0, Instrument.REAL).draws
    assert len({draw.output for draw in real}) == 64
    assert len(set(unseeded.named.samples("still_val"))) == 64


def test_outputs_of_real_pictures_show_no_shared_stream(unseeded: Asked) -> None:
    """Both splits draw alike, and no picture comes out like another: comparing outputs by eye misses it."""
    one, other = (
        {draw.output for draw in unseeded.named.passed(name, 0, Instrument.REAL).draws} for name in ("own", "own_val")
    )
    assert not one & other
