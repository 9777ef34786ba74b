# case: class_level_registry_eval_random
# shape: a registry class with class-level dicts of pipelines and readers, looked up by classmethods; the entry for evaluation has a random step
# truth: by reason: RandomPerspective has p=0.5 in the "eval" entry
import torchvision.transforms as T
from torch.utils.data import DataLoader
from torchvision.datasets import GTSRB


class Zoo:
    PIPELINES = {
        "fit": T.Compose([T.Resize((48, 48)), T.RandomAffine(15, shear=5), T.ToTensor()]),
        "eval": T.Compose([T.Resize((48, 48)), T.RandomPerspective(0.2), T.ToTensor()]),
    }
    SPLITS = {"fit": "train", "eval": "test"}

    @classmethod
    def pipeline(cls, phase):
        try:
            return cls.PIPELINES[phase]
        except KeyError:
            raise ValueError(f"phase is one of {sorted(cls.PIPELINES)}, not {phase!r}") from None

    @classmethod
    def signs(cls, phase, root="~/datasets"):
        return GTSRB(root, split=cls.SPLITS[phase], transform=cls.pipeline(phase), download=True)


def batches(phase, size):
    return DataLoader(Zoo.signs(phase), size, shuffle=phase == "fit")


def experiment(learner, rounds=12):
    learning = batches("fit", 64)
    scoring = batches("eval", 256)  # expect: AUG202
    for r in range(rounds):
        learner.train_one_epoch(learning)
        print(r, learner.evaluate(scoring))
