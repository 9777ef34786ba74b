"""Every shape that torch programs have: workers, samplers, loops, sources and trainers, healthy and with a defect."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from test_api import run
from torch_asked import PARTS, Asked, ask

from auglint.confirm.observation import Instrument, Pipeline
from auglint.confirm.questions import Question

pytestmark = pytest.mark.frameworks("torch")

Q = Question


# Sources --------------------------------------------------------------------------------------------------------------

NOT_TAKEN = ("a reader that was taken along", "pictures that are checked", "rows")
BY_FILE = ("PIL files", "grey PIL files", "cv2 files", "npy files", "a reader that was taken along", "table of paths")
BY_CONTENT = (
    "memory map",
    "one memory map",
    "list of PIL",
    "tensors",
    "concatenated",
    "nested parts",
    "own wrapper",
    "masks",
    "pictures that are checked",
    "rows",
)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    done = run([str(PARTS.with_name("torch_sources.py"))], tmp_path_factory.mktemp("sources"))
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout.partition("TOLD")[2])
    assert set(found) == {*BY_FILE, *BY_CONTENT}
    return found


@pytest.mark.frameworks("torch", "cv2", "pandas", "datasets", "PIL")
@pytest.mark.parametrize("kind", [*BY_FILE, *BY_CONTENT])
def test_a_source_is_named_and_probed(kind: str, sources: dict[str, Any]) -> None:
    """Where the probe cannot be put in, it is noticed, and nothing is claimed by it."""
    seen = sources[kind]
    assert seen["took"] == [kind not in NOT_TAKEN] * 3
    assert seen["leak"] == [10]
    assert seen["named"] == ["file" if kind in BY_FILE else "row"]
    held = {question for question, holds in seen["answers"].items() if holds}
    assert held == {"SAME_DATA (0, 1)", "AUGMENTED (1,)", "AUGMENTED (2,)"}
    assert seen["answers"]["SAME_DATA (0, 2)"] is False


# Workers --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return ask(
        tmp_path_factory.mktemp("workers"),
        """
        from torch.utils.data import DataLoader, IterableDataset, get_worker_info
        from torch_parts import *

        class Stream(IterableDataset):
            def __init__(self, pictures, augment, sharded):
                self.pictures, self.augment, self.sharded = pictures, augment, sharded

            def __iter__(self):
                info = get_worker_info()
                step, first = (info.num_workers, info.id) if info and self.sharded else (1, 0)
                for picture in self.pictures[first::step]:
                    yield self.augment(picture)

        two = dict(batch_size=8, num_workers=2)
        lasting = DataLoader(Pictures(noise(64, 1), brighter), shuffle=True, persistent_workers=True, **two)
        lasting_val = DataLoader(Pictures(noise(64, 2), brighter), persistent_workers=True, **two)
        still_val = DataLoader(Pictures(noise(64, 3)), persistent_workers=True, **two)
        shared_out = DataLoader(Stream(noise(128, 4), brighter, True), **two)
        repeated = DataLoader(Stream(noise(64, 5), brighter, False), **two)
        lasting_stream = DataLoader(Stream(noise(128, 6), brighter, True), persistent_workers=True, **two)
        lonely = DataLoader(Stream(noise(64, 7), brighter, False), batch_size=8)
        copied_stream = DataLoader(Stream(noise(128, 8), Own(1), True), **two)
        fit((lasting, lasting_val), (shared_out, still_val), *((each, None) for each in (repeated, lasting_stream)))
        fit((lonely, None), (copied_stream, None))
        """,
    )


def test_persistent_workers_are_healthy(workers: Asked) -> None:
    assert workers.claims("lasting", "still_val") == set()
    assert workers.claims("lasting", "lasting_val") == {"AUGMENTED"}


def test_persistent_workers_give_real_pictures_after_the_probe(workers: Asked) -> None:
    """What a worker was given when it started must not be what it still does in another pass."""
    real = workers.named.passed("still_val", 0, Instrument.REAL).draws
    assert len({draw.output for draw in real}) == 64


def test_streams_that_are_shared_out_are_healthy(workers: Asked) -> None:
    for name in ("shared_out", "lasting_stream", "lonely"):
        assert workers.claims(name) == set(), name
    assert workers.holds(Q.REPEATED, "shared_out") is False
    assert workers.named.distinct("lasting_stream") == 64


def test_a_stream_that_every_worker_delivers(workers: Asked) -> None:
    assert workers.claims("repeated") == {"REPEATED"}


def test_workers_with_copies_of_one_generator_in_a_stream(workers: Asked) -> None:
    assert workers.holds(Q.DUPLICATED, "copied_stream") is True


@pytest.fixture(scope="module")
def started_anew(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Workers that import the program again; the program counts those that its own loop has started."""
    return ask(
        tmp_path_factory.mktemp("anew"),
        """
        import multiprocessing
        import os
        from pathlib import Path

        from torch.utils.data import DataLoader
        from torch_parts import *

        def count(worker):
            Path(f"worker {os.getpid()}").touch()

        def main():
            more = dict(batch_size=8, num_workers=2, worker_init_fn=count)
            spawned = DataLoader(Pictures(noise(64, 1), Own()), multiprocessing_context="spawn", **more)
            served = DataLoader(Pictures(noise(64, 2), brighter), multiprocessing_context="forkserver", **more)
            multiprocessing.set_start_method("spawn")
            usual = DataLoader(Pictures(noise(64, 3)), **more)
            fit((spawned, usual), (served, None))
            Path("own").write_text(str(len(list(Path().glob("worker *")))))

        if __name__ == "__main__":
            main()
        """,
    )


def test_workers_that_start_anew(started_anew: Asked) -> None:
    starts = {name: started_anew.named.pipelines[name].start for name in ("spawned", "served", "usual")}
    assert starts == {"spawned": "spawn", "served": "forkserver", "usual": "spawn"}
    assert started_anew.holds(Q.DUPLICATED, "spawned") is True
    assert started_anew.claims("served", "usual") == set()
    assert started_anew.holds(Q.DUPLICATED, "served") is False


def test_the_programs_own_passes_start_no_workers_anew(started_anew: Asked) -> None:
    """Each would import the program and torch again, which takes seconds."""
    folder = Path(started_anew.named.pipelines["usual"].spots[0].file).parent
    assert started_anew.named.observation.stopped == "it ended"
    assert {draw.worker for draw in started_anew.named.draws("spawned")} == {0, 1}
    assert (folder / "own").read_text(encoding="utf-8") == "0"


# Samplers and loaders -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def samplers(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return ask(
        tmp_path_factory.mktemp("samplers"),
        """
        from torch.utils.data import (
            BatchSampler, DataLoader, DistributedSampler, RandomSampler, SubsetRandomSampler, WeightedRandomSampler
        )
        from torch_parts import *

        class Mine(DataLoader):
            def __init__(self, dataset, **more):
                super().__init__(dataset, batch_size=8, **more)

        pictures = noise(160, 1)
        whole = Pictures(pictures, brighter)
        batches = BatchSampler(RandomSampler(whole), 20, drop_last=False)
        given = DataLoader(Pictures(noise(64, 2), brighter), batch_sampler=BatchSampler(range(64), 20, False))
        subset = DataLoader(whole, 8, sampler=SubsetRandomSampler(range(100)))
        subset_val = DataLoader(Pictures(pictures), 8, sampler=SubsetRandomSampler(range(90, 160)))
        weighted = DataLoader(whole, 8, sampler=WeightedRandomSampler(torch.rand(160), 64, replacement=True))
        replaced = DataLoader(whole, 8, sampler=RandomSampler(whole, replacement=True, num_samples=64))
        told = DataLoader(whole, 8, sampler=DistributedSampler(whole, num_replicas=1, rank=0))
        untold = DataLoader(whole, 8, sampler=DistributedSampler(whole, num_replicas=1, rank=0))
        mine = Mine(whole, shuffle=True)
        given_random = DataLoader(whole, batch_sampler=batches)
        two_of_one = DataLoader(whole, 8, sampler=DistributedSampler(whole, num_replicas=2, rank=0))
        fit((given, subset_val), *((each, None) for each in (subset, weighted, replaced, untold, mine, given_random)))
        for epoch in range(2):
            for loader in (told, two_of_one):
                loader.sampler.set_epoch(epoch)
                train(loader)
        """,
    )


@pytest.mark.parametrize(
    "name", ["given", "given_random", "subset", "weighted", "replaced", "told", "two_of_one", "mine"]
)
def test_samplers_are_healthy(name: str, samplers: Asked) -> None:
    assert samplers.named.pipelines[name].role == "train"
    assert samplers.claims(name) == set()
    assert samplers.holds(Q.FROZEN, name) is False


def test_rows_that_two_samplers_share(samplers: Asked) -> None:
    assert samplers.answer(Q.SAME_DATA, "subset", "subset_val").evidence.k == 10
    assert samplers.holds(Q.SAME_DATA, "given", "subset_val") is False


def test_a_sampler_that_is_not_told_the_epoch_repeats_its_order(samplers: Asked) -> None:
    found = samplers.answer(Q.FROZEN, "untold")
    assert (found.holds, found.evidence.compared) == (True, "the order of samples in two epochs")


@pytest.fixture(scope="module")
def made_anew(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Loaders that are made in the loop over epochs, and folds."""
    return ask(
        tmp_path_factory.mktemp("anew"),
        """
        from torch.utils.data import DataLoader, Subset
        from torch_parts import *

        whole, plain = Pictures(noise(90, 1), brighter), Pictures(noise(90, 1))
        for epoch in range(3):
            fixed = DataLoader(whole, 8, shuffle=True, generator=torch.Generator().manual_seed(1))
            train(fixed)
            moving = DataLoader(whole, 8, shuffle=True, generator=torch.Generator().manual_seed(epoch))
            train(moving)
            free = DataLoader(whole, 8, shuffle=True)
            train(free)
        for fold in range(3):
            held = set(range(fold, 90, 3))
            fold_train = DataLoader(Subset(whole, [each for each in range(90) if each not in held]), 8, shuffle=True)
            fold_val = DataLoader(Subset(plain, sorted(held)), 8)
            fit((fold_train, fold_val))
        """,
    )


def test_loaders_that_are_made_for_each_epoch(made_anew: Asked) -> None:
    assert made_anew.holds(Q.FROZEN, "fixed") is True
    assert made_anew.holds(Q.FROZEN, "moving") is False
    assert made_anew.holds(Q.FROZEN, "free") is False


def test_folds_are_no_leak(made_anew: Asked) -> None:
    """All folds are seen; each has its own training and validation samples."""
    folds = [each for each in made_anew.named.observation.pipelines if each.round is not None]
    assert {(each.round, each.role) for each in folds} >= {(0, "train"), (0, "evaluation"), (1, "train")}
    numbers = {each.number for each in folds}
    found = [each for each in made_anew.answers if each.question is Q.SAME_DATA and set(each.pipelines) <= numbers]
    assert found
    assert not [each for each in found if each.holds]


@pytest.fixture(scope="module")
def batches(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Functions that put batches together, and draw."""
    return ask(
        tmp_path_factory.mktemp("batches"),
        """
        from torch.utils.data import DataLoader, default_collate
        from torch_parts import *

        def drawing(samples):
            return torch.stack([torch.as_tensor(each).float() * (0.5 + torch.rand(1)) for each in samples])

        def seeding(samples):
            batch = drawing(samples)
            torch.manual_seed(3)
            return batch

        def flipping(samples):
            batch = default_collate(samples)
            return batch.flip(2) if torch.rand(1) < 0.5 else batch

        def mixing(samples):
            batch = default_collate(samples).float()
            share = float(torch.distributions.Beta(0.4, 0.4).sample())
            return share * batch + (1 - share) * batch[torch.randperm(len(batch))]

        def pictures(seed):
            return Pictures(noise(80, seed))

        draws = DataLoader(pictures(1), 8, shuffle=True, collate_fn=drawing)
        draws_val = DataLoader(pictures(2), 8)
        flips = DataLoader(pictures(3), 8, shuffle=True, collate_fn=flipping)
        flips_val = DataLoader(pictures(4), 8, collate_fn=flipping)
        flips_of_two = DataLoader(pictures(5), 8, shuffle=True, collate_fn=flipping, num_workers=2)
        mixed = DataLoader(pictures(6), 8, shuffle=True, collate_fn=mixing)
        fit((draws, draws_val), (flips, flips_val), (flips_of_two, None), (mixed, None))
        """,
    )


@pytest.mark.parametrize("name", ["draws", "flips", "flips_of_two", "mixed"])
def test_batches_that_draw_are_healthy(name: str, batches: Asked) -> None:
    assert batches.claims(name, "draws_val") == set()


def test_batches_that_are_flipped_as_a_whole_share_nothing(batches: Asked) -> None:
    assert batches.claims("flips", "flips_val") == {"AUGMENTED"}


def test_a_collate_function_that_seeds(tmp_path: Path) -> None:
    seen = ask(
        tmp_path,
        """
        from torch.utils.data import DataLoader
        from torch_parts import *

        def seeding(samples):
            torch.manual_seed(3)
            return torch.stack([torch.as_tensor(each).float() * (0.5 + torch.rand(1)) for each in samples])

        def seeding_late(samples):
            batch = torch.stack([torch.as_tensor(each).float() for each in samples])
            torch.manual_seed(3)
            return batch

        seeded = DataLoader(Pictures(noise(80, 1)), 8, shuffle=True, collate_fn=seeding)
        late = DataLoader(Pictures(noise(80, 2), brighter), 8, num_workers=2, collate_fn=seeding_late)
        fit((seeded, None), (late, None))
        """,
    )
    assert {"CONSTANT"} <= seen.claims("seeded") <= {"CONSTANT", "FROZEN"}
    assert seen.answer(Q.CONSTANT, "seeded").evidence.compared == "draws of a batch with those of the next"
    assert seen.holds(Q.CONSTANT, "late") is True


# Sizes ----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return ask(
        tmp_path_factory.mktemp("sizes"),
        """
        import threading

        from torch.utils.data import DataLoader
        from torch_parts import *

        class Counted(Dataset):
            def __len__(self):
                return 10**6

            def __getitem__(self, index):
                with open("reads", "a") as file:
                    file.write(".")
                return brighter(noise(1, index)[0])

        class Locked(Pictures):
            def __init__(self, *args):
                super().__init__(*args)
                self.lock = threading.Lock()
                self.log = open("log", "w")

            def __getitem__(self, index):
                with self.lock:
                    return super().__getitem__(index)

        empty = DataLoader(Pictures(noise(0, 1), brighter), 8)
        few = DataLoader(Pictures(noise(7, 2), brighter), 4, shuffle=True)
        few_val = DataLoader(Pictures(noise(5, 3)), 4)
        still_few = DataLoader(Pictures(noise(9, 8)), 4, shuffle=True)
        huge = DataLoader(Counted(), 8, shuffle=True)
        locked = DataLoader(Locked(noise(64, 4), Own(1)), 8)
        locked_val = DataLoader(Locked(noise(64, 5), brighter), 8, num_workers=2)
        grey = DataLoader(Pictures(noise(64, 6)[..., 0], brighter), 8, shuffle=True)
        fit((empty, few_val), (few, None), (still_few, None), (huge, None), (locked, locked_val), (grey, None))
        """,
    )


def test_nothing_is_said_of_an_empty_dataset(sizes: Asked) -> None:
    assert sizes.claims("empty", "few_val") == set()


def test_few_samples_are_drawn_more_often(sizes: Asked) -> None:
    assert sizes.claims("few", "few_val") == set()
    assert sizes.claims("still_few") == set()
    assert sizes.holds(Q.SAME_DATA, "few", "few_val") is False
    assert max(each.epoch for each in sizes.named.observation.passes) == 3


def test_of_a_million_samples_a_few_hundred_are_read(sizes: Asked) -> None:
    folder = Path(sizes.named.pipelines["huge"].spots[0].file).parent
    assert sizes.claims("huge") == set()
    assert sizes.holds(Q.FROZEN, "huge") is False
    assert len((folder / "reads").read_text(encoding="utf-8")) < 20_000


def test_what_cannot_be_copied_is_drawn_from_as_it_is(sizes: Asked) -> None:
    assert sizes.named.pipelines["locked"].took
    assert sizes.claims("locked", "locked_val") == {"AUGMENTED"}
    assert sizes.holds(Q.SAME_DATA, "locked", "locked_val") is False


def test_grey_pictures(sizes: Asked) -> None:
    assert sizes.named.pipelines["grey"].took
    assert sizes.holds(Q.FROZEN, "grey") is False
    assert sizes.claims("grey") == set()


# Loops ----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def loops(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return ask(
        tmp_path_factory.mktemp("loops"),
        """
        from pathlib import Path

        from torch.utils.data import DataLoader
        from torch_parts import *
        from tqdm import tqdm

        torch.save(torch.from_numpy(noise(80, 1)), "data.pt")
        kept = torch.load("data.pt").numpy()

        def loader(seed, **more):
            return DataLoader(Pictures(noise(80, seed), brighter), 8, **more)

        broken = DataLoader(Pictures(kept, brighter), 8, shuffle=True)
        looked = loader(2)
        plain = loader(3)
        barred = loader(4, shuffle=True)
        left, right = loader(5, shuffle=True), loader(6, shuffle=True)
        generated = loader(7, shuffle=True)
        scaled = loader(8, shuffle=True)

        def endless():
            for batch in generated:
                yield torch.as_tensor(batch).float()

        weight = nn.Parameter(torch.ones(1))
        closed = torch.optim.LBFGS([weight])
        plainly = torch.optim.SGD([weight], lr=0.1)
        scaler = torch.amp.GradScaler("cpu")

        def step(batch, optimizer):
            def closure():
                optimizer.zero_grad()
                loss = (torch.as_tensor(batch).float() * weight).mean()
                loss.backward()
                return loss

            optimizer.step(closure)

        pictures = next(iter(looked))
        for epoch in range(2):
            for number, batch in enumerate(broken):
                step(batch, plainly)
                if number == 0:
                    break
            for batch in tqdm(barred, leave=False):
                step(batch, closed)
            for number, (one, other) in enumerate(zip(left, right)):
                step(one, plainly)
                step(other, plainly)
            for batch in endless():
                step(batch, plainly)
            for batch in scaled:
                plainly.zero_grad()
                scaler.scale((torch.as_tensor(batch).float() * weight).mean()).backward()
                scaler.unscale_(plainly)
                scaler.step(plainly)
                scaler.update()
            with torch.inference_mode():
                for batch in plain:
                    pass
            torch.save(weight, f"epoch {epoch}.pt")
        """,
    )


def test_loops_say_what_is_trained_on(loops: Asked) -> None:
    roles = {name: loops.named.pipelines[name].role for name in loops.named.pipelines}
    trained = {"broken", "barred", "right", "generated", "scaled"}
    assert {name for name, role in roles.items() if role == "train"} >= trained
    assert roles["left"] == "train", "it is shuffled"
    assert roles["plain"] == "evaluation"


def test_loops_are_healthy(loops: Asked) -> None:
    for name in ("broken", "barred", "left", "right", "generated", "scaled"):
        assert loops.claims(name) == set(), name
        assert loops.holds(Q.FROZEN, name) is False, name


def test_data_that_is_saved_first_is_read_and_checkpoints_are_not_written(loops: Asked) -> None:
    folder = Path(loops.named.pipelines["broken"].spots[0].file).parent
    assert {each.name for each in folder.glob("*.pt")} == {"data.pt"}
    assert loops.named.pipelines["broken"].took


# Trainers and libraries -----------------------------------------------------------------------------------------------


def told(seen: Asked) -> list[Pipeline]:
    """The pipelines of a training and a validation split."""
    found = seen.named.observation.pipelines
    assert [each.role for each in found] == ["train", "validation"], seen.named.observation.stopped
    return list(found)


LIGHTNING = """
import torchvision_shim
import lightning as L
from torch.utils.data import DataLoader
from torch_parts import *

def train_loader():
    return DataLoader(Pictures(noise(80, 1), Own(3)), 8, num_workers=2, shuffle=True)

def val_loader():
    return DataLoader(Pictures(noise(80, 1)[60:]), 8)

class Model(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(1))

    def training_step(self, batch, number):
        return (batch.float() * self.weight).mean()

    def validation_step(self, batch, number):
        pass

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=0.1)

class WithHooks(Model):
    def train_dataloader(self):
        return train_loader()

    def val_dataloader(self):
        return val_loader()

class Data(L.LightningDataModule):
    def setup(self, stage):
        self.ready = True

    def train_dataloader(self):
        assert self.ready
        return train_loader()

    def val_dataloader(self):
        return [val_loader()]

trainer = L.Trainer(max_epochs=1, logger=False, enable_checkpointing=True)
{fit}
print("trained")
"""


@pytest.mark.frameworks("torch", "lightning")
@pytest.mark.parametrize(
    "fit",
    [
        "trainer.fit(WithHooks())",
        "trainer.fit(Model(), datamodule=Data())",
        "trainer.fit(Model(), train_loader(), val_dataloaders=val_loader())",
    ],
    ids=["hooks", "data module", "loaders"],
)
def test_lightning(fit: str, tmp_path: Path) -> None:
    seen = ask(tmp_path, LIGHTNING.replace("{fit}", fit))
    told(seen)
    assert seen.named.observation.stopped == "it called Trainer.fit"
    held = {each.question for each in seen.answers if each.holds}
    assert held == {Q.SAME_DATA, Q.DUPLICATED, Q.FROZEN}
    assert not list(tmp_path.rglob("*.ckpt"))


@pytest.mark.frameworks("torch", "transformers", "accelerate", "datasets")
def test_transformers_and_rows(tmp_path: Path) -> None:
    """The trainer makes its loaders itself, and wraps each in another: two pipelines, not four."""
    seen = ask(
        tmp_path,
        """
        import torchvision_shim
        from datasets import Dataset as Rows
        from torch_parts import *
        from transformers import Trainer, TrainingArguments

        class Model(nn.Module):
            def __init__(self):
                super().__init__()
                self.weight = nn.Parameter(torch.ones(1))

            def forward(self, image, labels=None):
                return {"loss": (image.float() * self.weight).mean()}

        augment = Own(3)

        def drawn(rows):
            return {"image": [augment(image) for image in rows["image"]]}

        rows = Rows.from_dict({"image": noise(64, 1).tolist()})
        args = TrainingArguments(
            "out", per_device_train_batch_size=8, dataloader_num_workers=2, report_to=[], remove_unused_columns=False,
            use_cpu=True,
        )
        trainer = Trainer(Model(), args, train_dataset=rows.with_transform(drawn), eval_dataset=rows.select(range(20)))
        trainer.train()
        """,
    )
    train, val = told(seen)
    assert (train.workers, val.workers) == (2, 2)
    held = {each.question for each in seen.answers if each.holds}
    assert held == {Q.SAME_DATA, Q.DUPLICATED, Q.FROZEN}


def test_a_class_in_another_file_is_the_users(loops: Asked) -> None:
    """Datasets, loops and augmentations of all these programs stand in a file next to them."""
    assert all(Path(each.spots[0].file).name == "train.py" for each in loops.named.observation.pipelines)
    assert sys.modules.get("torch_parts") is None
