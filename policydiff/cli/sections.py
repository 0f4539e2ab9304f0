"""`policydiff sections FILE`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from policydiff.cli.options import CONTEXT, Screen, reading_options, screen_options

if TYPE_CHECKING:
    from policydiff.cli.screen import Canvas
    from policydiff.model import Axis
    from policydiff.output.records import Record
    from policydiff.output.terminal import Lines


@click.command(context_settings=CONTEXT)
@click.argument("file", type=click.Path())
@click.option(
    "--explain", is_flag=True, help="Say of each line why it became a heading or did not."
)
@reading_options
@screen_options
def sections(
    file: str, explain: bool, date_by: Axis, max_size: int, screen: Screen,
) -> None:  # fmt: skip
    """Show the headed sections that were found in FILE ("-" is standard input)."""
    from policydiff import api
    from policydiff.cli.screen import show

    document = api.load(file, by=date_by, max_size=max_size)
    if explain:
        document = api.explained(document)

    def record() -> Record:
        from policydiff.output.json import sections_record

        return sections_record(document, explain=explain)

    def render(canvas: Canvas) -> Iterator[Lines]:
        from policydiff.output.terminal import render_sections

        return render_sections(
            document, width=canvas.width, explain=explain, ascii_only=canvas.ascii_only
        )

    show(screen, record, render)
