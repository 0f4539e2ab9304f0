"""`--output NAME[=FILE]`, several at once: which there are, and writing them all or none."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import click

from policydiff.cli.options import Screen
from policydiff.errors import PolicydiffError

if TYPE_CHECKING:
    from policydiff.model import Report
    from policydiff.output.reports import Rules

F = TypeVar("F")
# The keys of output.reports.REPORTS, for --help, which loads none of them; a test compares.
NAMES: Final = ("terminal", "json", "sarif", "github", "github-summary", "gitlab", "junit", "rdjson", "markdown")  # fmt: skip
_DOCUMENTS: Final = ("json", "sarif", "gitlab", "junit", "rdjson")  # one alone makes a valid file
_SUMMARY_LIMIT: Final = 1_048_576  # bytes that GitHub takes of one step


class OutputError(PolicydiffError):
    """An output cannot be written."""


class Output(NamedTuple):
    """One output that was asked for."""

    name: str  # one of NAMES
    file: str  # "" is standard output


class OutputType(click.ParamType[Output]):
    """NAME or NAME=FILE."""

    name = "NAME[=FILE]"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Output:
        """The output that "sarif=policy.sarif" asks for."""
        if isinstance(value, Output):
            return value
        name, mark, file = str(value).partition("=")
        if name not in NAMES:
            self.fail(f'"{name}" is no output; there are: {", ".join(NAMES)}', param, ctx)
        if mark and not file:
            self.fail(f'no file behind "{name}="', param, ctx)
        return Output(name, "" if file == "-" else file)


def output_option(function: F) -> F:
    """--output, as the parameter `outputs`."""
    option: Any = click.option(
        "--output", "outputs", multiple=True, type=OutputType(),
        help=f"What to write, and where; may be repeated. One of {', '.join(NAMES)}  [default: terminal]",
    )  # fmt: skip
    decorated: F = option(function)
    return decorated


def write_outputs(
    report: Report, rules: Rules, outputs: Sequence[Output], *, screen: Screen, environ: Mapping[str, str]
) -> None:  # fmt: skip
    """Write every output that was asked for (none: the terminal's); files all or none.

    With "github", the summary is appended to the file that GITHUB_STEP_SUMMARY names.
    Raises OutputError, click.UsageError.
    """
    from policydiff.output.reports import REPORTS

    chosen = list(dict.fromkeys(outputs)) or [Output(screen.format, "")]
    _check(chosen)
    files = {
        one.file: REPORTS[one.name](report, rules).encode("utf-8", "replace")
        for one in chosen
        if one.file
    }
    _write_files(files)
    summary = environ.get("GITHUB_STEP_SUMMARY")
    if summary and any(one.name == "github" for one in chosen):
        _append_summary(summary, REPORTS["github-summary"](report, rules))
    for one in chosen:
        if not one.file:
            _print(one.name, report, rules, screen, alone=len(chosen) == 1)


def _check(chosen: Sequence[Output]) -> None:
    printed = [one.name for one in chosen if not one.file]
    documents = [name for name in printed if name in _DOCUMENTS]
    if documents and len(printed) > 1:
        raise click.UsageError(
            f"{documents[0]} needs standard output for itself; name a file: --output {documents[0]}=FILE"
        )
    files = [one.file for one in chosen if one.file]
    for file in files:
        if files.count(file) > 1:
            raise click.UsageError(f"two outputs for one file: {file}")


def _print(name: str, report: Report, rules: Rules, screen: Screen, *, alone: bool) -> None:
    from policydiff.cli.screen import show, write_text
    from policydiff.output.reports import REPORTS

    if name != "terminal":
        write_text(REPORTS[name](report, rules))
        return

    def render(page: Any) -> Any:
        from policydiff.output.terminal import render_check

        return render_check(
            report, width=page.width, marks=page.marks, ascii_only=page.ascii_only
        )  # fmt: skip

    def record() -> Any:
        raise NotImplementedError  # JSON is an output of its own

    pager = screen.pager if alone else "never"
    show(screen._replace(format="terminal", pager=pager), record, render)


def _write_files(files: Mapping[str, bytes]) -> None:
    """Write all, each beside its place first, so that a failure leaves the old files as they were."""
    written: list[tuple[str, str]] = []
    try:
        for file, data in files.items():
            target = os.path.realpath(file)
            if os.path.exists(target) and not os.path.isfile(target):  # a pipe, /dev/null, a folder
                Path(target).write_bytes(data)
                continue
            draft = f"{target}.{os.getpid()}.tmp"
            with open(draft, "xb") as stream:
                written.append((draft, target))
                stream.write(data)
        for draft, target in written:
            os.replace(draft, target)
        written.clear()
    except OSError as error:
        raise OutputError(
            "cannot be written", where=error.filename or "output", why=error.strerror or "",
            fix="name a file in a folder that exists",
        ) from error  # fmt: skip
    finally:
        for draft, _ in written:
            Path(draft).unlink(missing_ok=True)


def _append_summary(file: str, text: str) -> None:
    try:
        size = os.path.getsize(file) if os.path.exists(file) else 0
        if size + len(text.encode()) > _SUMMARY_LIMIT:
            text = f"{text.partition(chr(10))[0]}\n\nThis summary has no room for the findings.\n"
        with open(file, "a", encoding="utf-8", newline="\n") as stream:
            stream.write(f"{text}\n")
    except OSError as error:
        raise OutputError(
            "the summary cannot be written", where=file, why=error.strerror or "",
            fix="GITHUB_STEP_SUMMARY names it",
        ) from error  # fmt: skip
