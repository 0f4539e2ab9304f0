"""`policydiff snapshots SOURCE...`."""

from __future__ import annotations

from typing import Any

import click

from policydiff.cli.options import CONTEXT, Screen, parse_dates, screen_options, series_options


@click.command(context_settings=CONTEXT)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=click.Path())
@series_options
@screen_options
def snapshots(
    sources: tuple[str, ...], dates: tuple[str, ...], undated: Any, series_name: str | None, date_by: Any,
    max_size: int, format_: Any, color: Any, width: int | None, pager: Any, ascii_only: bool,
) -> None:  # fmt: skip
    """List the snapshots found, the date of each, where it came from and why it was chosen.

    Snapshots without a date are listed too, unless --undated skip is given.
    """
    from policydiff import api
    from policydiff.cli.screen import show, warn

    found = api.load_series(
        sources, dates=parse_dates(dates), by=date_by, undated="skip" if undated == "skip" else "order",
        max_size=max_size, name=series_name,
    )  # fmt: skip
    for series in found:
        warn(series.warnings)
    every = [snapshot for series in found for snapshot in series.snapshots]

    def record() -> Any:
        from policydiff.output.json import snapshots_record

        return snapshots_record(every)

    def render(page: Any) -> Any:
        from policydiff.output.terminal import render_snapshots

        return render_snapshots(every, width=page.width, ascii_only=page.ascii_only)

    show(Screen(format_, color, width, pager, ascii_only), record, render)
