"""A fixture for pytest: `auglint_confirm`, so that a team can keep the proof in its own test suite."""

from collections.abc import Callable

import pytest

from auglint.confirm import Confirmation, confirm


@pytest.fixture
def auglint_confirm() -> Callable[..., Confirmation]:
    """Draws from pipelines and asserts that they are independent; gives what was seen.

    def test_splits(auglint_confirm):
        auglint_confirm(train=make_train_loader, val=make_val_loader)
    """

    def check(*, allow_undecided: bool = True, **sources: object) -> Confirmation:
        confirmation = confirm(**sources)  # type: ignore[arg-type]
        confirmation.assert_independent(allow_undecided=allow_undecided)
        return confirmation

    return check
