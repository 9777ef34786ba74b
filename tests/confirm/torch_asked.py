"""Torch programs of several pairs of loaders: what a real run says of each, asked by the names of its variables."""

from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

from tf_observed import Named, observe_named

from auglint.confirm.questions import Answer, Question, answers

PARTS = Path(__file__).parent / "programs" / "torch_parts.py"


@dataclass(frozen=True)
class Asked:
    """What was seen of a program, and what follows from it."""

    named: Named
    answers: tuple[Answer, ...]

    def answer(self, question: Question, *names: str) -> Answer:
        """The one answer about some pipelines, training first, that follows from what was drawn."""
        (found,) = [each for each in self._about(question, names) if each.fact is None]
        return found

    def facts(self, question: Question, *names: str) -> list[Answer]:
        """The answers that what happened gives at once."""
        return [each for each in self._about(question, names) if each.fact is not None]

    def holds(self, question: Question, *names: str) -> bool | None:
        """Whether it is so, by what was drawn."""
        return self.answer(question, *names).holds

    def _about(self, question: Question, names: tuple[str, ...]) -> list[Answer]:
        about = tuple(self.named.pipelines[name].number for name in names)
        return [each for each in self.answers if each.question is question and each.pipelines == about]

    def claims(self, *names: str) -> set[str]:
        """All that holds for some pipelines, alone or together."""
        about = {self.named.pipelines[name].number for name in names}
        return {each.question.name for each in self.answers if each.holds and set(each.pipelines) <= about}


def ask(folder: Path, program: str, *argv: str, **settings: Any) -> Asked:
    """Run a program that has the usual parts next to it."""
    (folder / "torch_parts.py").write_text(PARTS.read_text(encoding="utf-8"), encoding="utf-8")
    script = folder / "train.py"
    script.write_text(dedent(program), encoding="utf-8")
    named = observe_named(script, *argv, **settings)
    return Asked(named, answers(named.observation))
