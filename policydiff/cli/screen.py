"""Writing a result: JSON or styled lines, whole, to standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import click

from policydiff.cli.options import Screen

if TYPE_CHECKING:
    from policydiff.model import SnapshotWarning
    from policydiff.output.records import Record
    from policydiff.output.terminal import Lines


class Canvas(NamedTuple):
    """What a renderer needs to know of the place where its lines will stand."""

    width: int
    marks: bool  # signs must carry what colour does not
    ascii_only: bool


def show(
    screen: Screen,
    record: Callable[[], Record] | None,
    render: Callable[[Canvas], Iterable[Lines]],
) -> None:
    """Print `record` as JSON or `render`ed lines, as `screen` says; only lines where it is None."""
    if record is not None and screen.format == "json":
        from policydiff.output.json import dumps

        write_text(dumps(record()))
        return
    from policydiff.cli.console import open_output, shows_ascii_only, write

    with open_output(
        color=screen.color, width=screen.width, pager=screen.pager, environ=os.environ
    ) as console:
        canvas = Canvas(
            width=console.width,
            marks=console.no_color,
            ascii_only=screen.ascii_only or shows_ascii_only(sys.stdout),
        )
        write(console, render(canvas))


def write_text(text: str) -> None:
    """Write UTF-8 with "\\n" line ends, whatever the locale says."""
    sys.stdout.flush()
    data = memoryview(text.encode("utf-8", "replace"))
    while data:  # unbuffered, a write may take only a part
        data = data[sys.stdout.buffer.write(data) :]
    sys.stdout.buffer.flush()


_NOTES = ("around",)  # codes of what is said for information only


def warn(warnings: Iterable[SnapshotWarning]) -> None:
    """Print what is odd about files and snapshots to standard error, a line each."""
    for warning in warnings:
        _say("note" if warning.code in _NOTES else "warning", warning.message)


def note(message: str) -> None:
    """Print one line of information to standard error."""
    _say("note", message)


def note_filter(*, shown: int, total: int) -> None:
    """Remind of a filter that hides obligations, so that they are not taken for gone."""
    if hidden := total - shown:
        note(f"the filter hides {hidden} of {total} obligations; counts leave them out")


def _say(kind: str, message: str) -> None:
    from policydiff.output.workflow import without_commands

    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in message)
    click.echo(f"policydiff: {kind}: {without_commands(text)}", err=True)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on standard error for `(done, total)`, if that is a terminal."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task(what, total=None, visible=False)
    with bar:
        # A few files are read before anybody would look at a bar.
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=total > 20)
