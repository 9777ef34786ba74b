"""What a name of a module means in a library, and how a library's name is said there."""

import libcst as cst

from auglint.fixes.editing.draft import CannotFix, Draft, imported
from auglint.fixes.editing.page import Page, plain_name


def meaning(draft: Draft, page: Page, node: cst.BaseExpression) -> str:
    """The library name that a plain name means by the imports of its module, as the tables spell it; "" for others."""
    written = plain_name(node)
    canonical = draft.facts.interpreter.project.tables.canonical
    imports: list[cst.Import | cst.ImportFrom] = [*page.find(cst.Import), *page.find(cst.ImportFrom)]
    for each in imports:
        for local, meant in imported(each):
            if written and (written == local or written.startswith(f"{local}.")) and not meant.startswith("."):
                return canonical(meant + written[len(local) :])
    return ""


def say(draft: Draft, page: Page, dotted: str, at: cst.CSTNode) -> str:
    """How to say a library's name at a node by what its module has imported. Raises CannotFix.

    Unlike `Draft.name` it goes through packages, so it is for libraries that load all they hold.
    """
    canonical = draft.facts.interpreter.project.tables.canonical
    wanted = canonical(dotted)
    found = ""
    for statement in page.tree.body:
        if not isinstance(statement, cst.SimpleStatementLine) or not page.before(statement, page.top(at)):
            continue
        imports = [each for each in statement.body if isinstance(each, cst.Import | cst.ImportFrom)]
        for each in imports:
            for local, meant in imported(each):
                head = canonical(meant)
                scope = page.scope(at)
                first = local.partition(".")[0]
                hidden = (scope is not page.tree and page.bound_in(first, scope)) or page.rebound(first)
                if (wanted == head or wanted.startswith(f"{head}.")) and not hidden:
                    spelled = local + wanted[len(head) :]
                    found = spelled if not found or len(spelled) < len(found) else found
    if not found:
        raise CannotFix(f"{dotted} is not imported")
    return found
