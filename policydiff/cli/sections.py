"""`policydiff sections FILE`."""

from __future__ import annotations

from typing import Any

import click

from policydiff.cli.options import CONTEXT, Screen, reading_options, screen_options


@click.command(context_settings=CONTEXT)
@click.argument("file", type=click.Path())
@click.option(
    "--explain", is_flag=True, help="Say of each line why it became a heading or did not."
)
@reading_options
@screen_options
def sections(
    file: str, explain: bool, date_by: Any, max_size: int, format_: Any, color: Any, width: int | None,
    pager: Any, ascii_only: bool,
) -> None:  # fmt: skip
    """Show the headed sections that were found in FILE ("-" is standard input)."""
    from policydiff import api
    from policydiff.cli.screen import show

    document = api.load(file, by=date_by, max_size=max_size)
    if explain:
        document = api.explained(document)

    def record() -> Any:
        from policydiff.output.json import sections_record

        return sections_record(document, explain=explain)

    def render(page: Any) -> Any:
        from policydiff.output.terminal import render_sections

        return render_sections(
            document, width=page.width, explain=explain, ascii_only=page.ascii_only
        )

    show(Screen(format_, color, width, pager, ascii_only), record, render)
