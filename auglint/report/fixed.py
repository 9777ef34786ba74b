"""What became of fixes, in lines for people: what landed, and what did not, and why."""

from collections import Counter
from collections.abc import Iterator

from auglint.fixes.landing import Landing
from auglint.report.colour import paint
from auglint.report.display import counted, flat, place


def fixed_lines(landing: Landing, *, would: bool, colour: bool) -> Iterator[str]:
    """One line for each refused fix, and one that counts what landed (or, with `would`, what would land)."""
    for one in landing.refused:
        where = paint(place(one.finding.site), "strong", colour)
        yield f"{where}: {one.finding.code} not fixed: {flat(one.reason)} ({flat(one.fix.title)})"
    codes = Counter(finding.code for finding, _ in landing.landed)
    kinds = ", ".join(f"{number} {code}" for code, number in sorted(codes.items()))
    files = {edit.site.path for _, fix in landing.landed for edit in fix.edits}
    if landing.landed:
        verb = "Would fix" if would else "Fixed"
        number = counted(len(landing.landed), "finding")
        yield f"{paint(f'{verb} {number}', 'good', colour)} ({kinds}) in {counted(len(files), 'file')}."
    else:
        yield "Nothing to fix." if not landing.refused else "Nothing was fixed."
    if not landing.settled:
        yield "There is more to fix: run it again."
