"""`policydiff obligations FILE`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from policydiff.cli.options import (
    CONTEXT,
    Screen,
    filter_options,
    lexicon_option,
    read_lexicons,
    reading_options,
    screen_options,
)

if TYPE_CHECKING:
    from policydiff.cli.screen import Canvas
    from policydiff.model import Axis
    from policydiff.output.records import Record
    from policydiff.output.terminal import Lines
    from policydiff.timeline.filter import Filter


@click.command(context_settings=CONTEXT)
@click.argument("file", type=click.Path())
@lexicon_option
@filter_options
@reading_options
@screen_options
def obligations(
    file: str, lexicons: tuple[str, ...], wanted: Filter,
    date_by: Axis, max_size: int, screen: Screen,
) -> None:  # fmt: skip
    """Show what FILE binds, forbids, allows, declares or disclaims, clause by clause."""
    from policydiff import api
    from policydiff.cli.screen import show

    document = api.load(file, by=date_by, max_size=max_size)
    found = [
        o
        for o in api.obligations(document, lexicon=read_lexicons(lexicons))
        if wanted.keeps_obligation(o)
    ]

    def record() -> Record:
        from policydiff.output.json import obligations_record

        return obligations_record(document, found)

    def render(canvas: Canvas) -> Iterator[Lines]:
        from policydiff.output.terminal import render_obligations

        return render_obligations(document, found, width=canvas.width, ascii_only=canvas.ascii_only)

    show(screen, record, render)
