"""An overview as a Mermaid flowchart, which many forges and editors draw: a box for each split, and what is shared."""

from collections.abc import Iterator, Sequence

from auglint.facts.overview import Overview, Thing
from auglint.report.display import flat, place

_ENTITIES = str.maketrans({char: f"#{ord(char)};" for char in '#"<>&`\\'})


def render(programs: Sequence[Overview]) -> str:
    """One flowchart for all programs."""
    rows = ["flowchart LR"]
    for number, program in enumerate(programs, 1):
        rows.append(f'  subgraph p{number}["{_safe(str(program.path))}"]')
        rows.extend(f"    {row}" for row in _program(program, f"p{number}"))
        rows.append("  end")
    rows.append("  classDef shared fill:#fde68a,stroke:#b45309,color:#1f2937")
    return "\n".join(rows) + "\n"


def _program(program: Overview, prefix: str) -> Iterator[str]:
    drawn: set[int] = set()
    for thing in program.shared:
        drawn.add(thing.number)
        yield f"{_box(thing, prefix)}:::shared"
    for number, split in enumerate(program.splits, 1):
        yield f'subgraph {prefix}s{number}["{_safe(split.role)}: {_safe(split.reason)}"]'
        for thing in split.things:
            if thing.number not in drawn:
                drawn.add(thing.number)
                yield f"  {_box(thing, prefix)}"
        yield "end"
    for one, other in dict.fromkeys(pair for split in program.splits for pair in split.flow):
        yield f"{prefix}n{one} --> {prefix}n{other}"


def _box(thing: Thing, prefix: str) -> str:
    rows = [f"{thing.kind}: {thing.name}", thing.detail, place(thing.site) if thing.site else ""]
    return f'{prefix}n{thing.number}["{"<br/>".join(_safe(row) for row in rows if row)}"]'


def _safe(text: str) -> str:
    return flat(text).translate(_ENTITIES)
