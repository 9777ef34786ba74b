"""The style sheet of a page. Colours are named once for a light and once for a dark ground."""

LIGHT = {
    "ground": "#ffffff",
    "card": "#f6f7f9",
    "code": "#ffffff",
    "line": "#d5dae1",
    "text": "#1c2128",
    "dim": "#556070",
    "link": "#0b57b0",
    "bad": "#b3261e",
    "unsure": "#805400",
    "good": "#1b6b3a",
    "on": "#ffffff",
    "mark": "#ffe08a",
    "row": "#fff6da",
}
DARK = {
    "ground": "#0e1116",
    "card": "#171b22",
    "code": "#0e1116",
    "line": "#323a45",
    "text": "#e6eaf0",
    "dim": "#a3adba",
    "link": "#80b8ff",
    "bad": "#ff9a91",
    "unsure": "#f0c36a",
    "good": "#7fd79f",
    "on": "#0e1116",
    "mark": "#6b5200",
    "row": "#2a2514",
}

_RULES = """
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100% }
body { margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif }
body > * { max-width: 64rem; margin: 0 auto; padding: 0 1.25rem }
code, .source { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace }
code { font-size: .875em; overflow-wrap: anywhere }
a { color: var(--link) }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; overflow-wrap: anywhere }
h1 { font-size: 1.75rem; margin: .1rem 0 .4rem }
h2 { font-size: 1.25rem; margin: 2.75rem 0 .9rem }
h3 { font-size: 1.125rem; margin: 0 }
p { margin: .5rem 0; max-width: 46rem; overflow-wrap: anywhere }
header { padding-top: 2rem }
.kicker { margin: 0; font-size: .8rem; font-weight: 600; letter-spacing: .06em; text-transform: uppercase }
.kicker, .dim, figcaption, .label { color: var(--dim) }
.tally { display: flex; flex-wrap: wrap; gap: .75rem; list-style: none; padding: 0; margin: 1.25rem 0 }
.tally li { flex: 1 1 5.5rem; max-width: 13rem; padding: .6rem .9rem;
  border: 1px solid var(--line); border-radius: .6rem; border-left: .35rem solid var(--tone) }
.tally b { display: block; font-size: 1.6rem; line-height: 1.2; color: var(--tone) }
.holds { --tone: var(--bad) } .undecided { --tone: var(--unsure) } .not-so { --tone: var(--good) }
.contents { list-style: none; padding: 0; margin: 0 }
.contents li { padding: .35rem 0; border-top: 1px solid var(--line); display: flex; gap: .6rem }
.contents li:last-child { border-bottom: 1px solid var(--line) }
.contents .sign { color: var(--tone); font-weight: 700; flex: none; width: 1.1rem; text-align: center }
.claim { margin: 0 0 1.5rem; padding: 1.1rem 1.25rem 1.25rem; background: var(--card); border: 1px solid var(--line);
  border-radius: .75rem; border-top: .3rem solid var(--tone) }
.verdict { margin: 0 0 .35rem; display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; font-size: .85rem }
.badge { background: var(--tone); color: var(--on); font-weight: 700; border-radius: 1rem; padding: .05rem .7rem }
.word { color: var(--tone); font-weight: 600 }
.told { font-size: 1.02rem; font-weight: 500 }
.numbers { display: flex; flex-wrap: wrap; gap: .6rem 1.75rem; margin: .9rem 0; max-width: none }
.numbers dt { font-weight: 400; font-size: .82rem; color: var(--dim) }
.numbers dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
figure { margin: 1.1rem 0 0 }
figcaption { font-size: .88rem; max-width: 46rem; margin-bottom: .5rem; overflow-wrap: anywhere }
.band { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: .1rem .75rem; align-items: center }
.label { font-size: .82rem; line-height: 1.3; overflow-wrap: anywhere }
svg { display: block; width: 100% }
.strip { height: 1.5rem } .ticks { height: .5rem; margin: .15rem 0 } .member { height: 1.5rem; background: var(--line) }
.ticks rect, .member rect { fill: var(--tone, var(--text)) }
.workers { height: .3rem } .workers rect { fill: var(--dim) }
.images { display: grid; grid-template-columns: repeat(8, minmax(0, 5.5rem)); gap: .3rem; align-items: center;
  margin: .15rem 0 }
.images img, .blank { display: block; width: 100%; height: auto; border-radius: .2rem; background: var(--line) }
.blank { aspect-ratio: 1; background: none; border: 1px dashed var(--line) }
.small { image-rendering: pixelated }
.same { text-align: center; font-weight: 700; line-height: 1; color: var(--tone) }
.same.no { color: var(--dim); font-weight: 400 }
.source { background: var(--code); border: 1px solid var(--line); border-radius: .4rem; padding: .4rem 0;
  overflow-x: auto; font-size: .84rem; line-height: 1.5 }
.line { display: flex; width: max-content; min-width: 100%; padding-right: .75rem } .line.on { background: var(--row) }
.line code { font-size: 1em; white-space: pre; overflow-wrap: normal }
.line .row { flex: none; width: 3.2rem; padding-right: .8rem; text-align: right; color: var(--dim); user-select: none }
mark { background: var(--mark); color: inherit; border-radius: .15rem }
.said { padding: .05rem .75rem .25rem 3.2rem; font-family: system-ui, "DejaVu Sans", sans-serif; background: var(--row);
  color: var(--text); width: max-content; min-width: 100%; font-size: .8rem }
.said::before { content: "↑ "; color: var(--dim) }
.gap { padding-left: 2rem; color: var(--dim) }
.finding { border-left: .2rem solid var(--line); padding-left: .8rem; margin: .8rem 0 }
details > summary { cursor: pointer; padding: .15rem 0 }
.claim > details { margin-top: .8rem }
.pipeline { margin: 0 0 1.5rem }
.pipeline h3 { margin-bottom: .1rem }
.facts { margin: .1rem 0 .6rem; font-size: .92rem; color: var(--dim) }
.names { columns: 2 18rem; font-size: .88rem; margin: .4rem 0; padding-left: 1.2rem }
dl { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: .4rem .75rem; max-width: 54rem }
dt { font-weight: 600 } dd { margin: 0; overflow-wrap: anywhere }
footer { padding: 2.5rem 1.25rem; font-size: .85rem; color: var(--dim) }
@media (max-width: 36rem) {
  body > * { padding-left: .9rem; padding-right: .9rem }
  h1 { font-size: 1.45rem }
  .claim { padding: .9rem .9rem 1rem }
  .band, dl { grid-template-columns: minmax(0, 1fr) } .label { margin-top: .35rem } .band .empty { display: none }
  dd { margin-bottom: .6rem } .numbers dd { margin: 0 }
  .said { width: auto; min-width: 0; position: sticky; left: 0 }
  .images { grid-template-columns: repeat(5, minmax(0, 1fr)); gap: .25rem }
  .images > :nth-child(n + 6) { display: none } .tally { gap: .5rem } .tally li { padding: .45rem .6rem }
}
@media print { .claim { break-inside: avoid } body { font-size: 11pt } }
"""


def sheet() -> str:
    """The whole style sheet."""
    return f"{_named(':root', LIGHT)}\n@media (prefers-color-scheme: dark) {{ {_named(':root', DARK)} }}{_RULES}"


def _named(selector: str, colours: dict[str, str]) -> str:
    return f"{selector} {{ {'; '.join(f'--{name}: {value}' for name, value in colours.items())} }}"
