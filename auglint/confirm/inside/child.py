"""The entry of the observed process: run the user's program as Python would, and watch what it gives its data to.

Called by path, with one argument: a JSON file that says what to run (`Plan`). Events go to the file it names; the
program's own output goes where it always goes.
"""

import json
import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if __name__ == "__main__":  # called by path: the first entry of sys.path is this folder, and auglint may not be on it
    sys.path.pop(0)
    _root = str(Path(__file__).resolve().parents[3])
    try:
        import auglint.confirm  # noqa: F401
    except ImportError:
        sys.path.append(_root)

if TYPE_CHECKING:
    from auglint.confirm.inside.observer import Observer


@dataclass(frozen=True)
class Plan:
    """What to run. `events`: the file for what is seen.

    `target`: a script, a notebook, or a module (its dotted name). `names`: functions or objects of it to draw from, by
    role ("train" -> "make_train"); without them the program's own loop is watched. `roles`: roles the code itself
    says, by "file:row:column". `limits`: fields of Limits that differ from the usual.
    """

    target: str
    events: str
    kind: str = "script"
    argv: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    roles: dict[str, str] = field(default_factory=dict)
    limits: dict[str, Any] = field(default_factory=dict)


def main(plan_file: str) -> None:
    """Run a plan and end the process: nothing of the program runs after its pipelines were looked at."""
    from auglint.confirm.inside.observer import Limits, Observer
    from auglint.confirm.observation import Writer

    plan = Plan(**json.loads(Path(plan_file).read_text(encoding="utf-8")))
    stream = Path(plan.events).open("a", encoding="utf-8")  # noqa: SIM115
    observer = Observer(Writer(stream), Limits(**plan.limits))
    observer.on_end = lambda: os._exit(0)
    observer.roles = lambda spots: _role(plan.roles, spots)
    observer.watch()
    began = time.monotonic()
    observer.writer.line("progress", text="running the program up to its first batches")
    why = _run(plan, observer)
    observer.writer.line("time", part="run", seconds=time.monotonic() - began)
    observer.stop(why)
    os._exit(0)


def _role(roles: dict[str, str], spots: Any) -> str:
    for spot in spots:
        role = roles.get(f"{spot.file}:{spot.cell or ''}:{spot.row}:{spot.column}")
        if role:
            return role
    return ""


def _run(plan: Plan, observer: "Observer") -> str:
    """Run the program; why it ended, if it did so by itself."""
    try:
        execute(plan)
    except SystemExit as error:
        return f"it called sys.exit({error.code if error.code is not None else ''})"
    except BaseException as error:
        import traceback

        traceback.print_exc()
        return f"it ended with {type(error).__name__}: {error}"
    return "it ended"


def execute(plan: Plan) -> None:
    """Run a script as `__main__`, under its own name, with its own arguments and folder."""
    script = Path(plan.target).resolve()
    sys.path.insert(0, str(script.parent))
    sys.argv = [plan.target, *plan.argv]
    module = ModuleType("__main__")
    module.__dict__.update(__file__=plan.target, __builtins__=__builtins__, __spec__=None)
    sys.modules["__main__"] = module
    exec(compile(script.read_bytes(), str(script), "exec"), module.__dict__)


if __name__ == "__main__":
    # Under its own name, so that there is one of it: workers that start anew import it again.
    from auglint.confirm.inside.child import main as run

    run(sys.argv[1])
