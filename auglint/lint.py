"""The run: discover, sieve, check each program, silence what comments silence, and report.

Every file asked for is read and parsed, also one that the tables' words cannot touch, for a file that cannot be decoded
or parsed is never "clean". The standard library's parser does for those: libcst takes ten times as long.
"""

import ast
import os
import re
import traceback
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard, TypeVar

from auglint import catalogue
from auglint.finding import Applicability, Finding, Fix, Severity, Verdict
from auglint.fixes import unused_suppression
from auglint.pipeline import Site
from auglint.report import Report
from auglint.settings import Settings, SettingsError, unknown_selector
from auglint.source.discovery import DEFAULT_EXCLUDE, Discovery, discover
from auglint.source.parse import parse
from auglint.source.suppression import Malformed, Suppression, applies_to, malformed, suppressions
from auglint.source.text import SourceError, SourceFile, read_bytes, shown, source_from_text, syntax_error

if TYPE_CHECKING:
    from auglint.checks.claim import Claim
    from auglint.facts import Facts
    from auglint.facts.overview import Overview
    from auglint.fixes.landing import Landing
    from auglint.report.overview import Traced
    from auglint.trace import Project

_UNUSED = "AUG901"
_SOURCES_KEPT = 8

_Read = Callable[[Path], SourceFile]
_Sources = Callable[[Path], SourceFile | None]
_Comments = Mapping[Path, tuple[Suppression | Malformed, ...]]
_Made = TypeVar("_Made")
_Used = set[tuple[Suppression, str]]


def discovered(paths: Sequence[Path], settings: Settings) -> Discovery:
    """The files that a run over these paths checks, and the paths that are none."""
    usual = DEFAULT_EXCLUDE if settings.exclude is None else settings.exclude
    return discover(
        paths,
        exclude=(*usual, *settings.extend_exclude),
        force_exclude=settings.force_exclude,
        root=settings.root,
        respect_gitignore=settings.respect_gitignore,
    )


def named(path: Path, settings: Settings) -> Discovery:
    """The one file to check under a name whose text comes from elsewhere; none when it is excluded by force."""
    found = discovered([path], settings)
    excluded = not found.files and not found.errors
    return found if excluded else Discovery((path,), ())


def check(
    found: Discovery,
    settings: Settings,
    *,
    texts: Mapping[Path, bytes] | None = None,
    step: Callable[[str], None] = lambda path: None,
) -> Report:
    """Check files and report on them; their project neighbours are read, too, but not reported on.

    `texts` holds what stands in for files on disk (standard input); `step` is told each file before it is checked.
    """
    return Session(found, settings, texts=texts, step=step).report()


def fix(session: "Session") -> "Landing":
    """Apply the fixes that the settings allow to the texts of a session, not to the files."""
    from auglint.fixes.landing import land

    session.watch()
    settings = session.settings
    fixable = settings.fixable_codes

    def choose(finding: Finding) -> Fix | None:
        best = finding.fix
        safe = best is not None and best.applicability is Applicability.SAFE
        return best if finding.code in fixable and (safe or settings.unsafe_fixes) else None

    return land(session, choose, _asked(session.found.files))


@dataclass(frozen=True)
class _Checked:
    """What came of one file. `read`: the files that it depends on; `counted`: 1 when it counts as checked."""

    findings: tuple[Finding, ...] = ()
    errors: tuple[SourceError, ...] = ()
    comments: tuple[Suppression | Malformed, ...] = ()
    shown: Path | None = None
    counted: int = 0
    read: frozenset[Path] = frozenset()
    gist: object = None


class Session:
    """Some files under check. After a text has changed, only the programs that read it are checked again."""

    def __init__(
        self,
        found: Discovery,
        settings: Settings,
        *,
        texts: Mapping[Path, bytes] | None = None,
        step: Callable[[str], None] = lambda path: None,
    ) -> None:
        self.found = found
        self.settings = settings
        self.step = step
        self.texts = {path.absolute(): data for path, data in (texts or {}).items()}
        self.original: dict[Path, bytes] = {}
        """The bytes of changed files as they were when they were read, by the path they are shown under."""
        self._checked: dict[Path, _Checked] = {}
        self._watching = False
        self._marks: dict[Path, int] = {}
        self._read = _reader(self.texts, self._marks)
        self._report: Report | None = None

    def look(self) -> tuple[Sequence[Finding], Sequence[SourceError]]:
        """The findings and errors now."""
        report = self.report()
        return report.findings, report.errors

    def watch(self) -> None:
        """From now on, know what each program does, so that a fix for another cannot change it unseen."""
        if not self._watching:
            self._watching, self._report = True, None
            self._checked.clear()

    def bystanders(self, findings: Iterable[Finding], files: Iterable[Path]) -> dict[Path, object]:
        """What programs do that read one of the files, and are no part of a program with one of the findings."""
        wanted = {(finding.code, finding.site) for finding in findings}
        edited = {path.absolute() for path in files}
        concerned = [one.read for one in self._checked.values() if wanted & {(f.code, f.site) for f in one.findings}]
        parts = frozenset().union(*concerned)
        return {
            path: one.gist
            for path, one in self._checked.items()
            if one.gist is not None and one.read & edited and path.absolute() not in parts
        }

    def text(self, path: Path) -> bytes:
        """What a file says now, in bytes. Raises SourceError when it has changed since it was read."""
        data = self.texts.get(path.absolute())
        if data is None:
            data = read_bytes(path)
            if self._marks.get(path.absolute()) != hash(data):
                raise SourceError(shown(path), "this file changed while it was being checked", is_source=False)
        return data

    def change(self, texts: Mapping[Path, bytes]) -> None:
        """Let files say something else; nothing is written."""
        for path, data in texts.items():
            self.original.setdefault(path, self.text(path))
            self.texts[path.absolute()] = data
        changed = {path.absolute() for path in texts}
        self._read = _reader(self.texts, self._marks)
        self._checked = {path: one for path, one in self._checked.items() if not one.read & changed}
        self._report = None

    def changes(self) -> dict[Path, tuple[bytes, bytes]]:
        """The files that say something else than at first: what they said, and what they say."""
        told = {path: (before, self.texts[path.absolute()]) for path, before in self.original.items()}
        return {path: pair for path, pair in sorted(told.items()) if pair[0] != pair[1]}

    def write(self, landing: "Landing") -> tuple["Landing", list[SourceError]]:
        """Write what was fixed: what has landed on disk, and what could not be written.

        Files that one fix changes are written together, all or none; where that fails, the session has the old texts.
        """
        from auglint.source.write import Change, WriteError, write_all

        errors: list[SourceError] = []
        landed = list(landing.landed)
        changes = self.changes()
        for group in _together(changes, landing):
            try:
                write_all([Change(path, *changes[path]) for path in group])
            except WriteError as error:
                errors.append(SourceError(shown(group[0]), str(error), is_source=False))
                self.change({path: changes[path][0] for path in group})
                landed = [one for one in landed if not any(edit.site.path in group for edit in one[1].edits)]
        return replace(landing, landed=tuple(landed)), errors

    def report(self) -> Report:
        """Check what is not known yet, and report on all."""
        if self._report is None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # parsers warn of string escapes in what they read
                self._check()
                self._report = self._made()
        return self._report

    def _check(self) -> None:
        left = Discovery(tuple(path for path in self.found.files if path not in self._checked), ())
        for path, made in _attempts(
            left, self.step, lambda: _checker(self._read, self.texts, self.settings, self._watching)
        ):
            if isinstance(made, SourceError):
                self._checked[path] = _Checked(errors=(made,), read=frozenset((path.absolute(),)))
                continue
            source = self._read(path)
            self._checked[path] = _Checked(
                made.findings,
                (*made.errors, *source.errors),
                (*suppressions(source), *malformed(source)),
                source.path,
                int(all(error.cell is not None for error in source.errors)),  # the other cells are read
                made.read,
                made.gist,
            )

    def _made(self) -> Report:
        files = [self._checked[path] for path in self.found.files]
        best: dict[tuple[str, Site], Finding] = {}
        for finding in (finding for one in files for finding in one.findings):
            key = finding.code, finding.site
            if key not in best or len(finding.related) > len(best[key].related):
                best[key] = finding
        comments: _Comments = {one.shown: one.comments for one in files if one.shown is not None and one.comments}
        errors = (*self.found.errors, *(error for one in files for error in one.errors))
        sources = _quietly(self._read)
        enabled = enabled_codes(self.settings)
        asked = _asked(self.found.files)
        elsewhere = {
            each.site.path
            for each in best.values()
            if not asked(each.site.path) and each.severity > Severity.INFO and each.code in enabled(each.site.path)
        }
        wanted = [each for each in best.values() if asked(each.site.path) and each.code in enabled(each.site.path)]
        kept, used = _silence(wanted, comments, sources)
        root = self.settings.root
        unused = list(_unused(comments, used, enabled, lambda path: _may_be_imported(path, asked, root), sources))
        said, _ = _silence(unused, comments, sources)
        return Report(
            findings=tuple(sorted((_told(each) for each in kept + said), key=order)),
            errors=tuple({(each.path, each.cell, each.row, each.message): each for each in errors}.values()),
            files=sum(one.counted for one in files),
            suppressed=len(wanted) - len(kept),
            sources=sources,
            elsewhere=tuple(sorted(elsewhere)),
        )


def _together(paths: Iterable[Path], landing: "Landing") -> list[list[Path]]:
    """The files in groups: those that one fix changes stand in one."""
    groups = [{path} for path in paths]
    for _, mended in landing.landed:
        files = {edit.site.path for edit in mended.edits}
        mine = [group for group in groups if group & files]
        groups = [group for group in groups if not group & files]
        groups += [set().union(*mine)] if mine else []
    return sorted(sorted(group) for group in groups)


def traced(found: Discovery, settings: Settings, *, step: Callable[[str], None] = lambda path: None) -> "Traced":
    """The pipelines that were understood in files; each file is taken for the start of a program."""
    from auglint.report.overview import Traced

    read = _reader({})
    errors = list(found.errors)
    programs: list[Overview] = []
    without = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for path, program in _attempts(found, step, lambda: _tracer(read, settings)):
            if isinstance(program, SourceError):
                errors.append(program)
                continue
            errors += read(path).errors
            if program is not None and program.splits:
                programs.append(program)
            else:
                without += 1
    return Traced(tuple(programs), tuple(errors), without)


def _attempts(
    found: Discovery, step: Callable[[str], None], start: Callable[[], Callable[[Path], _Made]]
) -> Iterator[tuple[Path, _Made | SourceError]]:
    """What is made of each file, or why nothing can be; after a fault of ours, all starts anew."""
    make = start()
    for path in found.files:
        step(str(path))
        made: _Made | SourceError
        try:
            made = make(path)
        except SourceError as error:
            made = error
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic in libcst's parser is no Exception
            made = _internal(path, error)
            make = start()
        yield path, made


def _tracer(read: _Read, settings: Settings) -> "Callable[[Path], Overview | None]":
    """The overview of the program that starts in a file, None when there is nothing to see. Raises SourceError."""
    from auglint.facts import Facts
    from auglint.facts.overview import overview
    from auglint.trace.interpreter import trace_program

    project = _project(read, settings)

    def overview_of(path: Path) -> "Overview | None":
        if not project.touches(path) or not project.matters(path):
            read(path)
            return None
        return overview(Facts(*trace_program(project, path)), path)

    return overview_of


def exit_status(report: Report, fail_on: Severity, *, exit_zero: bool = False) -> int:
    """0 clean, 1 findings at or above `fail_on` (0 under `exit_zero`), 2 when something could not be checked.

    What a real run has refuted does not count.
    """
    if report.errors:
        return 2
    standing = (finding for finding in report.findings if finding.verdict is not Verdict.REFUTED)
    return int(not exit_zero and any(finding.severity >= fail_on for finding in standing))


def _reader(texts: Mapping[Path, bytes], marks: dict[Path, int] | None = None) -> _Read:
    """Read files (or what is given for them, by absolute path), the last few only once.

    `marks` gets a mark of what each file said when it was first read.
    """

    @lru_cache(maxsize=_SOURCES_KEPT)
    def read(path: Path) -> SourceFile:
        data = texts.get(path.absolute())
        if data is None:
            data = read_bytes(path)
            if marks is not None:
                marks.setdefault(path.absolute(), hash(data))
        return source_from_text(path, data)

    return read


def _quietly(read: _Read) -> _Sources:
    def source(path: Path) -> SourceFile | None:
        try:
            return read(path)
        except SourceError:
            return None

    return source


@dataclass(frozen=True)
class _Program:
    """What a program is found to hold, what went wrong beside it, and the files that were read for it."""

    findings: tuple[Finding, ...]
    errors: tuple[SourceError, ...]
    read: frozenset[Path]
    gist: object = None


def _checker(
    read: _Read, texts: Collection[Path], settings: Settings, watching: bool = False
) -> Callable[[Path], _Program]:
    """The findings of the program that starts in a file, with their fixes, and its gist. Raises SourceError."""
    from auglint.checks import claims_of, to_findings

    project = _project(read, settings)
    codes = settings.codes

    def findings(path: Path) -> _Program:
        alone = frozenset((path.absolute(),))
        if path.absolute() in texts or project.touches(path):
            facts, claims = claims_of(project, path, codes)
            if facts is None:
                return _Program((), (), alone)
            errors: list[SourceError] = []
            fixes = _proposed(facts, claims, lambda error: errors.append(_internal(path, error))) if claims else ()
            files = frozenset(each.absolute() for each in facts.interpreter.modules)
            return _Program(tuple(to_findings(claims, fixes)), tuple(errors), files, _gist(facts, path, watching))
        source = read(path)
        if syntax_error(source):
            parse(source)  # code for a newer Python than this one is fine
        return _Program((), (), alone)

    return findings


def _gist(facts: "Facts", path: Path, watching: bool) -> object:
    if not watching:
        return None
    from auglint.facts.gist import gist

    return gist(facts, path)


def _proposed(
    facts: "Facts", claims: Sequence["Claim"], failed: Callable[[Exception], None]
) -> Sequence[tuple[Fix, ...]]:
    """The fixes of each claim; a codemod that fails is a fault of ours, and costs no finding."""
    from auglint.fixes import propose

    return propose(facts, claims, failed)


def _project(read: _Read, settings: Settings) -> "Project":
    """The files around programs, with what the settings declare. Raises SettingsError."""
    from auglint.trace import Project
    from auglint.trace.tables import TableError, Tables

    where = str(settings.file or "the settings")
    try:
        return Project(read, Tables(settings.tables, where), settings.versions)
    except TableError as error:
        raise SettingsError(str(error)) from None


def _internal(path: Path, error: BaseException) -> SourceError:
    if os.environ.get("AUGLINT_DEBUG"):
        traceback.print_exception(error)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return SourceError(
        path, f"internal error, please report it ({what}); AUGLINT_DEBUG=1 shows the traceback", is_source=False
    )


def _asked(files: Iterable[Path]) -> Callable[[Path], bool]:
    asked = set(files)
    whole = {path.absolute() for path in asked}
    return lambda path: path in asked or path.absolute() in whole


def enabled_codes(settings: Settings) -> Callable[[Path], frozenset[str]]:
    """The codes that are on for a file."""
    codes = settings.codes
    ignored = [(pattern, catalogue.select(some)) for pattern, some in settings.per_file_ignores.items()]

    @cache
    def enabled(path: Path) -> frozenset[str]:
        return codes.difference(*(some for pattern, some in ignored if _matches(path, pattern, settings.root)))

    return enabled


def _matches(path: Path, pattern: str, root: Path) -> bool:
    """Whether a pattern means this file: excluded by force, it leaves neither a file nor an error."""
    left = discover([path], exclude=[pattern], force_exclude=True, root=root, respect_gitignore=False)
    return not left.files and not left.errors


def _told(finding: Finding) -> Finding:
    """The finding with what its page says where it says nothing itself."""
    page = catalogue.rule(finding.code)
    return replace(finding, why=finding.why or page.why, help=finding.help or page.help) if page else finding


def order(finding: Finding) -> tuple[Path, int, int, int, str]:
    """Where a finding comes in a report."""
    site = finding.site
    return site.path, site.cell or 0, site.row, site.column, finding.code


# Suppressions --------------------------------------------------------------------------------------------------------


def unsilenced(findings: Sequence[Finding], sources: _Sources) -> list[Finding]:
    """The findings that no comment in their own files silences."""
    paths = {finding.site.path for finding in findings}
    read = {path: source for path in paths if (source := sources(path)) is not None}
    comments = {path: tuple(suppressions(source)) for path, source in read.items()}
    kept, _ = _silence(findings, comments, sources)
    return kept


def _silence(findings: Iterable[Finding], comments: _Comments, sources: _Sources) -> tuple[list[Finding], _Used]:
    """The findings that no comment silences, and which comments silenced which codes.

    A comment counts on any row of the primary site, and on the first row of the statement that holds it.
    """
    kept: list[Finding] = []
    used: _Used = set()
    first_row = lru_cache(maxsize=_SOURCES_KEPT)(lambda path: _statements(sources(path)))
    for finding in findings:
        site = finding.site
        speaking = [each for each in comments.get(site.path, ()) if _speaks_of(each, finding)]
        row = first_row(site.path)(site) if speaking else None
        matching = [each for each in speaking if applies_to(each, site, row)]
        used.update((each, finding.code) for each in matching)
        if not matching:
            kept.append(finding)
    return kept, used


def _speaks_of(comment: Suppression | Malformed, finding: Finding) -> TypeGuard[Suppression]:
    if isinstance(comment, Malformed) or (not comment.codes and finding.site == comment.site):
        return False  # a blanket does not silence what is said of itself
    return comment.covers(finding.code, finding.name)


def _unused(
    comments: _Comments,
    used: _Used,
    enabled: Callable[[Path], frozenset[str]],
    undecided: Callable[[Path], bool],
    sources: _Sources,
) -> Iterator[Finding]:
    """AUG901 for each comment with codes that were looked for and silenced nothing, or that do not exist."""
    for path, written in comments.items():
        on = enabled(path)
        for comment in written if _UNUSED in on else ():
            if isinstance(comment, Malformed):
                message = f"suppression comment: {comment.message}"
            else:
                faults = [unknown_selector(word) for word in comment.codes if not catalogue.code_of(word)]
                idle = _idle(comment, on, used) if not undecided(path) else ""
                if idle:
                    faults.append(f"{idle} is reported {'in this file' if comment.whole_file else 'here'}")
                message = f"unused suppression: {'; '.join(faults)}" if faults else ""
            if message:
                fixes: tuple[Fix, ...] = ()
                if isinstance(comment, Suppression) and (source := sources(path)):
                    codes = _idle_codes(comment, on, used) if idle else []
                    fixes = tuple(unused_suppression.fixes(source, comment, codes))
                yield Finding(_UNUSED, "unused-suppression", Severity.WARNING, message, comment.site, fixes=fixes)


def _idle(comment: Suppression, on: frozenset[str], used: _Used) -> str:
    """What a comment could have silenced and did not, among the codes that were looked for; "" when it did its work."""
    if comment.codes:
        codes = _idle_codes(comment, on, used)
        names = catalogue.names()
        return f"no {' or '.join(f'{code} ({names[code]})' for code in codes)}" if codes else ""
    looked_for_all = on == frozenset(catalogue.names())
    busy = any(each == comment for each, _ in used)
    return "" if busy or comment.kind == "noqa" or not looked_for_all else "nothing"


def _idle_codes(comment: Suppression, on: frozenset[str], used: _Used) -> list[str]:
    return [code for code in _codes(comment) if code in on and code != _UNUSED and (comment, code) not in used]


def _codes(comment: Suppression) -> list[str]:
    return [code for word in comment.codes if (code := catalogue.code_of(word))]


def _statements(source: SourceFile | None) -> Callable[[Site], int]:
    """Find the first row of the innermost simple statement, or header of a block, that covers a site's first row."""
    try:
        tree = ast.parse(source.code) if source else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tree = None
    if source is None or tree is None:
        return lambda site: site.row
    spans = [_span(node) for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    offsets = {cell.index: cell.first_line - 1 for cell in source.cells}

    def first_row(site: Site) -> int:
        offset = offsets.get(site.cell or 0, 0)
        line = site.row + offset
        return max((first for first, last in spans if first <= line <= last), default=line) - offset

    return first_row


def _span(node: ast.stmt) -> tuple[int, int]:
    """First and last line of a simple statement, or of the header of a block."""
    first, last = _first(node), node.end_lineno or node.lineno
    if isinstance(node, ast.Match):
        last = node.subject.end_lineno or first
    elif body := getattr(node, "body", None):
        last = max(node.lineno, _first(body[0]) - 1)
    return first, last


def _first(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorators)])


def _may_be_imported(path: Path, asked: Callable[[Path], bool], root: Path) -> bool:
    """Whether a program outside this run may use the file: then only a run with that program can judge its comments."""
    name = path.parent.name if path.stem == "__init__" else path.stem
    word = re.compile(rb"\b(?:from|import)\b.*\b" + re.escape(name).encode() + rb"\b")
    folder = path.absolute().parent
    folders = [folder, *folder.parents] if folder.is_relative_to(root) else [folder]
    for each in folders:
        if each != folder and not each.is_relative_to(root):
            return False
        for other in (*each.glob("*.py"), *each.glob("*.ipynb")):
            try:
                if not asked(other) and word.search(other.read_bytes()):
                    return True
            except OSError:
                continue
    return False
