"""To be written."""

from collections.abc import Iterator

from auglint.checks.claim import Claim
from auglint.finding import Fix
from auglint.fixes.draft import Code


def fixes(claim: Claim, code: Code) -> Iterator[Fix]:
    """No fix yet."""
    yield from ()
