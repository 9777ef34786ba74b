"""The command line. Nothing but click is imported before a command runs, so that help and completion come at once."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from auglint import __version__

if TYPE_CHECKING:
    from auglint.source.text import SourceError

FORMATS = ("full", "concise", "json", "lsp")
PICTURES = ("tree", "json", "svg", "mermaid")
SEVERITIES = ("error", "warning", "info")
STDIN = Path("<stdin>")


class _Commands(click.Group):
    """The command group; what can go wrong in any command ends here in one clear line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Interrupted: 130; bad settings, a bad catalogue or a fault of auglint: 2."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")  # a file name may hold what the terminal cannot show
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            raise SystemExit(130) from None
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception as error:
            if type(error).__name__ in ("SettingsError", "CatalogueError"):
                _fail(str(error))
            if os.environ.get("AUGLINT_DEBUG"):
                import traceback

                traceback.print_exc()
            what = " ".join(f"{type(error).__name__}: {error}".split())
            _fail(f"internal error, please report it ({what}); AUGLINT_DEBUG=1 shows the traceback")


def _selectors(ctx: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...] | None:
    """Split at commas; an unknown code or name is a usage error."""
    if not given:
        return None
    from auglint.catalogue import codes_for
    from auglint.settings import unknown_selector

    words = [word.strip() for each in given for word in each.split(",") if word.strip()]
    unknown = [unknown_selector(word) for word in words if not codes_for(word)]
    if unknown:
        raise click.BadParameter("; ".join(unknown))
    return tuple(words)


def _patterns(ctx: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...] | None:
    return tuple(word.strip() for each in given for word in each.split(",") if word.strip()) or None


def _complete_rule(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from auglint.catalogue import names

    words = (*names(), *names().values())
    return [word for word in words if word.lower().startswith(incomplete.lower())]


def _complete_selector(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{word}" for word in _complete_rule(ctx, parameter, last)]


def _selector_option(name: str, help: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(
        name, multiple=True, metavar="CODES", help=help, callback=_selectors, shell_complete=_complete_selector
    )


_color_option = click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True
)


def _settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--config` and `--isolated`: which settings file a command reads."""
    config = click.option(
        "--config",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="Use this settings file instead of the closest one.",
    )
    return config(click.option("--isolated", is_flag=True, help="Use no settings file.")(command))


def _one_settings_file(config: Path | None, isolated: bool) -> None:
    if isolated and config:
        raise click.UsageError("--isolated and --config exclude each other")


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Find what training and validation pipelines share and must not share.

    \b
    auglint check .              check Python files and notebooks
    auglint explain AUG201       what a finding means, and what to do
    auglint rules                all rules
    auglint trace train.py       what was understood of a program's splits
    auglint confirm train.py     run it up to its first batches, and prove or refute the findings

    Shell completion: put eval "$(_AUGLINT_COMPLETE=bash_source auglint)" into ~/.bashrc (zsh_source for zsh; for fish,
    _AUGLINT_COMPLETE=fish_source auglint | source).
    """


@main.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path, allow_dash=True))
@_selector_option("--select", "Rules to run, by code, beginning (AUG2) or name; instead of those in the settings.")
@_selector_option("--ignore", "Rules to leave out.")
@_selector_option("--extend-select", "Rules to run besides those selected.")
@click.option("--fix/--no-fix", default=None, help="Apply the safe fixes, then report what is left.")
@click.option("--unsafe-fixes/--no-unsafe-fixes", default=None, help="Apply fixes that change what is drawn, too.")
@click.option("--fix-only", is_flag=True, help="Apply fixes and report nothing else; implies --fix.")
@click.option("--diff", is_flag=True, help="Print the fixes as a patch and write nothing.")
@click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 if anything was fixed.")
@click.option("--confirm", is_flag=True, help="Then run each file with findings, and judge them: see auglint confirm.")
@click.option("--fail-on", type=click.Choice(SEVERITIES), help="Exit with 1 from this severity on.  [default: warning]")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even when there are findings.")
@click.option("--output-format", type=click.Choice(FORMATS), help="How to show findings.  [default: full]")
@click.option(
    "--output-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the findings to a file, all at once, instead of standard output.",
)
@_color_option
@click.option("--quiet", "-q", is_flag=True, help="Show findings and errors only: no summary, no progress.")
@click.option(
    "--exclude",
    multiple=True,
    metavar="GLOB",
    callback=_patterns,
    help="Leave these out, instead of the usual (.venv, build, …).",
)
@click.option("--extend-exclude", multiple=True, metavar="GLOB", callback=_patterns, help="Leave these out as well.")
@click.option("--force-exclude/--no-force-exclude", default=None, help="Leave them out even when named as PATH.")
@click.option("--respect-gitignore/--no-respect-gitignore", default=None, help="Leave out what git ignores.")
@click.option("--stdin-filename", type=click.Path(path_type=Path), help="What standard input (PATH -) is to be called.")
@_settings_options
def check(
    paths: tuple[Path, ...],
    fix_only: bool,
    diff: bool,
    exit_non_zero_on_fix: bool,
    confirm: bool,
    exit_zero: bool,
    output_file: Path | None,
    color: str,
    quiet: bool,
    stdin_filename: Path | None,
    config: Path | None,
    isolated: bool,
    **overrides: Any,
) -> None:
    """Check Python files, notebooks and folders (default: the current one); - reads standard input.

    Findings go to standard output, everything else to standard error. Exit status: 0 nothing found, 1 findings at or
    above --fail-on, 2 something could not be done: bad usage or settings, a file that cannot be read or parsed.

    \b
    --fix                    apply safe fixes: they change nothing but the defect
    --fix --unsafe-fixes     apply all: they also change what is trained, drawn or measured
    --diff                   show as a patch what they would do

    A fix is applied only if the file still parses, the finding is gone and no other has come.

    \b
    --confirm                YOUR CODE IS EXECUTED, up to its first batches; confirmed warnings are errors then, and
                             what was refuted does not count
    """
    _one_settings_file(config, isolated)
    dashed = Path("-") in paths or (stdin_filename is not None and not paths)
    if dashed and len(paths) > 1:
        raise click.UsageError("standard input (-) cannot be checked together with other paths")
    if confirm and (dashed or fix_only or diff):
        raise click.UsageError("--confirm runs files as they are: it goes neither with standard input nor with fixes")
    if stdin_filename and not dashed:
        raise click.UsageError("--stdin-filename is for standard input: give - as the PATH")

    from auglint import lint
    from auglint.finding import Severity
    from auglint.report import error_line, render, summary
    from auglint.report.progress import Progress
    from auglint.settings import load_settings

    given = {key: value for key, value in overrides.items() if value is not None}
    if "fail_on" in given:
        given["fail_on"] = Severity(given["fail_on"])
    settings = load_settings(
        stdin_filename or (paths or (Path(),))[0], isolated=isolated, config=config, overrides=given
    )
    texts = {}
    if dashed:
        name = stdin_filename or STDIN
        found = lint.named(name, settings)
        texts[name] = sys.stdin.buffer.read() if sys.stdin else b""
    else:
        found = lint.discovered(paths or (Path(),), settings)
    for_people = settings.output_format in ("full", "concise")
    landing = None
    unwritten: list[SourceError] = []
    with Progress(len(found.files), sys.stderr, quiet=quiet or not for_people) as progress:
        session = lint.Session(found, settings, texts=texts, step=progress.step)
        if settings.fix or fix_only or diff:
            session.watch()
        report = session.report()
        if settings.fix or fix_only or diff:
            landing = lint.fix(session)
            if not diff and not dashed:
                landing, unwritten = session.write(landing)
            report = session.report()

    if confirm and report.findings:
        from auglint import trial

        if not quiet:
            count = len({finding.site.path for finding in report.findings})
            click.echo(
                f"Running {count} file(s) with findings: their code is executed up to its first batches.", err=True
            )
        with Progress(0, sys.stderr, quiet=quiet) as progress:
            report = trial.confirm_all(report, settings, step=progress.step)

    colour = _colour(color, sys.stderr)
    if diff:
        changed = _print_diff(session.changes(), _colour(color, sys.stdout))
        status = 2 if report.errors else int(changed and not exit_zero)
    else:
        if dashed and landing is not None:
            _print_bytes(session.text(name))
        to_stderr = dashed and landing is not None and output_file is None
        stream = sys.stderr if to_stderr else sys.stdout
        painted = _colour(color, stream) if output_file is None else color == "always"
        text = render(report, settings.output_format, painted)
        if fix_only:
            pass
        elif output_file is not None:
            _write(output_file, text)
        elif to_stderr:
            click.echo(text, err=True, nl=False, color=colour)
        else:
            _print(text)
        status = lint.exit_status(report, settings.fail_on, exit_zero=exit_zero or fix_only)
        if landing is not None and landing.landed and exit_non_zero_on_fix:
            status = max(status, 1)
    for error in (*report.errors, *unwritten):
        click.echo(error_line(error, colour), err=True, color=colour)
    if not quiet:
        from auglint.report.fixed import fixed_lines

        for line in fixed_lines(landing, would=diff, colour=colour) if landing is not None else ():
            click.echo(line, err=True, color=colour)
        if not fix_only and not diff:
            click.echo(summary(report, colour), err=True, color=colour)
    click.get_current_context().exit(2 if unwritten else status)


@main.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--output-format", type=click.Choice(PICTURES), default="tree", show_default=True)
@click.option(
    "--output-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to a file, all at once, instead of standard output.",
)
@_color_option
@click.option("--quiet", "-q", is_flag=True, help="No summary, no progress.")
@_settings_options
def trace(
    paths: tuple[Path, ...],
    output_format: str,
    output_file: Path | None,
    color: str,
    quiet: bool,
    config: Path | None,
    isolated: bool,
) -> None:
    """Show the pipeline that was understood: data, augmentation, randomness, loader and workers of each split.

    Nothing is run: this is what check goes by. Each file is taken for the start of a program; what training and
    evaluation share is marked. The pictures are an SVG file and a Mermaid flowchart.
    """
    _one_settings_file(config, isolated)

    from auglint import lint
    from auglint.report import error_line
    from auglint.report.colour import can_show
    from auglint.report.overview import render, summary
    from auglint.report.progress import Progress
    from auglint.settings import load_settings

    settings = load_settings((paths or (Path(),))[0], isolated=isolated, config=config)
    found = lint.discovered(paths or (Path(),), settings)
    with Progress(len(found.files), sys.stderr, quiet=quiet or output_format != "tree") as progress:
        traced = lint.traced(found, settings, step=progress.step)
    colour = _colour(color, sys.stdout) if output_file is None else color == "always"
    text = render(traced, output_format, colour, output_file is not None or can_show("├└│", sys.stdout))
    if output_file is None:
        _print(text)
    else:
        _write(output_file, text)
    colour = _colour(color, sys.stderr)
    for error in traced.errors:
        click.echo(error_line(error, colour), err=True, color=colour)
    if not quiet:
        click.echo(summary(traced), err=True)
    click.get_current_context().exit(2 if traced.errors else 0)


@main.command()
@click.option("--module", "-m", "as_module", is_flag=True, help="PROGRAM is a module's name: run it as python -m does.")
@click.argument("target", metavar="PROGRAM")
@click.argument("arguments", nargs=-1, metavar="[-- ARGUMENTS]...", type=click.UNPROCESSED)
@_selector_option("--select", "Rules to judge, by code, beginning (AUG2) or name; instead of those in the settings.")
@_selector_option("--ignore", "Rules to leave out.")
@click.option(
    "--time-limit", type=click.FloatRange(min=1), default=120, show_default=True, help="Seconds the run may take."
)
@click.option(
    "--samples", type=click.IntRange(min=16, max=4096), default=64, show_default=True, help="Samples of a pass."
)
@click.option(
    "--python", default=sys.executable, metavar="PATH", help="The interpreter to run it with.  [default: this one]"
)
@click.option("--fail-on", type=click.Choice(SEVERITIES), help="Exit with 1 from this severity on.  [default: warning]")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even when there are findings.")
@click.option("--output-format", type=click.Choice(("table", *FORMATS)), default="table", show_default=True)
@click.option(
    "--output-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the outcome to a file, all at once, instead of standard output.",
)
@click.option(
    "--report",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a page with the pictures, too: one HTML file.",
)
@_color_option
@click.option("--quiet", "-q", is_flag=True, help="No announcement, no progress, no summary.")
@_settings_options
def confirm(
    as_module: bool,
    target: str,
    arguments: tuple[str, ...],
    time_limit: float,
    samples: int,
    python: str,
    exit_zero: bool,
    output_format: str,
    output_file: Path | None,
    page: Path | None,
    color: str,
    quiet: bool,
    config: Path | None,
    isolated: bool,
    **overrides: Any,
) -> None:
    """Run a program up to its first batches, draw from its real pipelines, and prove or refute each finding.

    \b
    auglint confirm train.py -- --epochs 3            a script, with its own arguments
    auglint confirm -m package.train                  a module, as python -m runs it
    auglint confirm notebook.ipynb                    the code cells of a notebook
    auglint confirm package.module:make_loaders       functions that make loaders
    auglint confirm train.py::train_loader,val_loader objects of a file

    YOUR CODE IS EXECUTED, in a process of its own, until it has drawn its first batches; steps of training and writing
    of checkpoints do nothing. Exit status: 0 nothing found, 1 findings at or above --fail-on that were not refuted, 2
    the program could not be run, or made nothing to draw from.
    """
    _one_settings_file(config, isolated)

    from auglint import lint, trial
    from auglint.confirm import program
    from auglint.finding import Severity
    from auglint.report import error_line, render, summary
    from auglint.report.progress import Progress
    from auglint.settings import load_settings

    given = {key: value for key, value in overrides.items() if value is not None}
    if "fail_on" in given:
        given["fail_on"] = Severity(given["fail_on"])
    try:
        what = program.module_target(target, arguments) if as_module else program.target(target, arguments)
        settings = load_settings(what.path or Path(), isolated=isolated, config=config, overrides=given)
        if not quiet:
            click.echo(f"Running {target} with {python}: its code is executed up to its first batches.", err=True)
        with Progress(0, sys.stderr, quiet=quiet) as progress:
            done = trial.confirm(
                what, settings, seconds=time_limit, limits={"samples": samples}, python=python, step=progress.step
            )
    except program.ProgramError as error:
        _fail(str(error))
    painted = _colour(color, sys.stdout) if output_file is None else color == "always"
    if output_format == "table":
        text = _table(done, painted, output_file is None) if done.observation.pipelines else ""
    else:
        text = render(done.report, output_format, painted)
    if output_file is None:
        _print(text)
    else:
        _write(output_file, text)
    if page is not None:
        from auglint.report import page as pages

        _write(page, pages.render(done.observation, done.answers, done.report, target))
    colour = _colour(color, sys.stderr)
    for source_error in done.report.errors:
        click.echo(error_line(source_error, colour), err=True, color=colour)
    if done.run.problem:
        _told_problem(done.run.problem, done.run.output_tail)
    elif done.observation.problem:
        click.echo(f"auglint: not all was seen: {done.observation.problem}", err=True)
    if not done.run.problem and not quiet:
        click.echo(summary(done.report, colour), err=True, color=colour)
    failed = bool(done.run.problem or done.report.errors)
    status = lint.exit_status(done.report, settings.fail_on, exit_zero=exit_zero)
    click.get_current_context().exit(2 if failed else status)


def _table(done: Any, colour: bool, to_terminal: bool) -> str:
    """The claims of a run as a table, in the width of the terminal."""
    import shutil

    from auglint.report import confirmed
    from auglint.report.colour import can_show

    width = min(shutil.get_terminal_size((100, 24)).columns, 140) if to_terminal else 120
    symbols = not to_terminal or can_show(confirmed.SYMBOLS, sys.stdout)
    return confirmed.render(
        done.observation, done.answers, done.report.findings, colour=colour, width=width, symbols=symbols
    )


def _told_problem(problem: str, tail: str) -> None:
    """Why a run showed nothing, after the last that the program said itself."""
    for line in tail.splitlines():
        click.echo(f"  | {line}", err=True)
    click.echo(f"auglint: {problem}", err=True)


@main.command()
@click.argument("rule", metavar="CODE|NAME", shell_complete=_complete_rule)
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_color_option
def explain(rule: str, output_format: str, color: str) -> None:
    """Print the page of a rule: what it finds, why it matters, and what to do."""
    from auglint import catalogue
    from auglint.settings import unknown_selector

    page = catalogue.rule(rule)
    if page is None:
        raise click.BadParameter(unknown_selector(rule), param_hint="CODE|NAME")
    if output_format == "json":
        _print_json(page)
    else:
        _print(_page(page.text) if _colour(color, sys.stdout) else page.text)


@main.command()
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def rules(output_format: str) -> None:
    """List all rules: code, name, severity, and what each finds."""
    from auglint import catalogue

    pages = list(catalogue.rules().values())
    if output_format == "json":
        _print_json(pages)
        return
    names, severities = max(len(page.name) for page in pages), max(len(page.severity) for page in pages)
    _print(
        "".join(f"{page.code}  {page.name:{names}}  {page.severity:{severities}}  {page.summary}\n" for page in pages)
    )


def _colour(choice: Any, stream: Any) -> bool:
    from auglint.report.colour import use_colour

    return stream is not None and use_colour(choice, os.environ, stream)


def _page(text: str) -> str:
    """A page for a terminal: headings bold, code dim."""
    shown, fenced = [], False
    for line in text.splitlines():
        fence = line.startswith("```")
        heading = line.startswith("#") and not fenced
        shown.append(click.style(line, bold=heading or None, dim=(fence or fenced) or None))
        fenced ^= fence
    return "\n".join(shown) + "\n"


def _print_json(value: Any) -> None:
    import json
    from dataclasses import asdict

    _print(json.dumps([asdict(each) for each in value] if isinstance(value, list) else asdict(value), indent=2) + "\n")


def _print(text: str) -> None:
    """Write to standard output; a reader that has gone (`| head`) is no error."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        # What is left in the buffer would fail again, and loudly, when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            _fail(f"standard output cannot be written: {error.strerror}")


def _print_bytes(data: bytes) -> None:
    """Write to standard output as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _print_diff(changes: Mapping[Path, tuple[bytes, bytes]], colour: bool) -> bool:
    """Print a patch of all changes; whether there are any."""
    from auglint.report.patch import patch, shown

    whole = b"".join(patch(path, before, after) for path, (before, after) in changes.items())
    if colour:
        _print(shown(whole, colour))
    else:
        _print_bytes(whole)
    return bool(whole)


def _write(path: Path, text: str) -> None:
    """Write a file all at once: nobody sees half of it, and a failure leaves the old one."""
    from auglint.source.write import replace_file

    try:
        replace_file(path, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        _fail(f"{path} cannot be written: {error.strerror}")


def _fail(message: str) -> NoReturn:
    click.echo(f"auglint: {message}" if "\n" not in message else message, err=True)
    raise SystemExit(2)
