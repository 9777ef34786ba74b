"""Run-time confirmation: real batches are drawn from real pipelines, and findings are confirmed or refuted.

from auglint.confirm import confirm

report = confirm(train=make_train_loader, val=make_val_loader)
report.assert_independent()
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from auglint.confirm.api import Confirmation, NotIndependentError, confirm

__all__ = ["Confirmation", "NotIndependentError", "confirm"]


def __getattr__(name: str) -> Any:
    """Public names come on use: an observed program shall not import what it does not need."""
    if name in __all__:
        from auglint.confirm import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
