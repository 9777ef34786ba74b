"""From a source file to a libcst tree, or to the one line that says why not."""

from typing import TYPE_CHECKING

from auglint.source.text import SourceError, SourceFile, nesting_error, syntax_error

if TYPE_CHECKING:
    import libcst


def parse(source: SourceFile) -> "libcst.Module":
    """The tree of `source.code`. Raises SourceError, nothing else, and never ends the process."""
    problem = nesting_error(source)
    if problem is not None:
        raise problem
    import libcst

    try:
        return libcst.parse_module(source.code)
    except (libcst.ParserSyntaxError, libcst.CSTValidationError, RecursionError, ValueError):
        raise syntax_error(source) or SourceError(source.path, "this code cannot be parsed") from None
