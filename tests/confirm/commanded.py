"""Runs the `auglint` command as a user does, and also keeps what the run was judged by.

Called with a file for that, and the command's own arguments. The file gets one JSON object: the answers with the roles
of the pipelines they are about, the pipelines, and how long each part took.
"""

import json
import sys
from pathlib import Path
from typing import Any

from auglint import trial
from auglint.cli import main


def kept(done: trial.Trial) -> dict[str, Any]:
    """What there is to know of a run."""
    roles = {each.number: each.role for each in done.observation.pipelines}
    return {
        "answers": [
            {
                "question": answer.question.name,
                "roles": [roles[number] for number in answer.pipelines],
                "holds": answer.holds,
                "word": answer.word,
                "n": answer.evidence.n,
                "k": answer.evidence.k,
                "text": answer.evidence.text,
            }
            for answer in done.answers
        ],
        "pipelines": [
            {
                name: getattr(each, name)
                for name in ("kind", "role", "role_from", "workers", "took", "varies", "consumes")
            }
            for each in done.observation.pipelines
        ],
        "problem": done.run.problem,
        "stopped": done.observation.stopped,
        "seconds": {**done.observation.seconds, "all": done.run.seconds},
        "files": list(done.run.left_files),
    }


if __name__ == "__main__":
    confirm = trial.confirm

    def recorded(*args: Any, **kwargs: Any) -> trial.Trial:
        done = confirm(*args, **kwargs)
        Path(sys.argv[1]).write_text(json.dumps(kept(done)), encoding="utf-8")
        return done

    trial.confirm = recorded  # the command asks the module for it when it runs
    main(args=sys.argv[2:], prog_name="auglint")
