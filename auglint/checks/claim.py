"""What a check says before it has positions and the catalogue's words."""

from dataclasses import dataclass

from auglint.finding import Severity
from auglint.pipeline import Place


@dataclass(frozen=True)
class Claim:
    """One defect: where, how sure, in what words, and the other places of the story in the order of the data flow.

    `subject`: the objects of the pipeline that the claim is about, as its check names them, for whoever mends it.
    """

    code: str
    severity: Severity
    message: str
    place: Place
    label: str = ""
    related: tuple[tuple[Place, str], ...] = ()
    why: str = ""  # the page's, unless the claim is of another kind than the page's main one
    help: str = ""
    subject: object = None
