"""From a source file to a libcst tree, or to the one line that says why not."""

import gc
from typing import TYPE_CHECKING

from auglint.source.text import SourceError, SourceFile, nesting_error, syntax_error

if TYPE_CHECKING:
    import libcst


def parse(source: SourceFile) -> "libcst.Module":
    """The tree of `source.code`. Raises SourceError, nothing else; code that would end libcst's process is refused."""
    problem = nesting_error(source)
    if problem is not None:
        raise problem
    import libcst

    enabled = gc.isenabled()
    gc.disable()  # a fifth of the parse is the collector looking at nodes that all stay
    try:
        return libcst.parse_module(source.code)
    except (libcst.ParserSyntaxError, libcst.CSTValidationError, RecursionError, ValueError):
        raise syntax_error(source) or SourceError(source.path, "this code cannot be parsed") from None
    finally:
        if enabled:
            gc.enable()
