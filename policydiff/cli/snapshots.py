"""`policydiff snapshots SOURCE...`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from policydiff.cli.options import (
    CONTEXT,
    Screen,
    SeriesCommand,
    parse_dates,
    screen_options,
    series_options,
    source_options,
)

if TYPE_CHECKING:
    from policydiff.model import SeriesSummary


@click.command(context_settings=CONTEXT, cls=SeriesCommand)
@click.argument(
    "sources", nargs=-1, required=True, metavar="SOURCE... [-- PATH...]", type=click.Path()
)
@series_options
@source_options
@screen_options
def snapshots(
    sources: tuple[str, ...], paths: tuple[str, ...], git: bool | None, manifest: str | None, dates: tuple[str, ...], undated: Any, series_name: str | None, date_by: Any,
    max_size: int, format_: Any, color: Any, width: int | None, pager: Any, ascii_only: bool,
) -> None:  # fmt: skip
    """List the snapshots found, the date of each, where it came from and why it was chosen.

    Snapshots without a date are listed too, unless --undated skip is given. Of a git repository
    with several documents the series are listed, each with the number of its snapshots and the first
    and last date; choose one with -- PATH or --series.
    """
    from policydiff import api
    from policydiff.cli.screen import show, warn

    listed = (
        api.list_series(sources, paths=paths, git=git)
        if series_name is None and manifest is None
        else []
    )
    if len(listed) > 1:
        _show_series(listed, Screen(format_, color, width, pager, ascii_only))
        return
    found = api.load_series(
        sources, paths=paths, git=git, manifest=manifest, dates=parse_dates(dates), by=date_by, undated="skip" if undated == "skip" else "order",
        max_size=max_size, name=series_name,
    )  # fmt: skip
    for series in found:
        warn(series.warnings)
    every = [snapshot for series in found for snapshot in series.snapshots]

    def record() -> Any:
        from policydiff.output.json import snapshots_record

        return snapshots_record(every, [api.summarise(series) for series in found])

    def render(page: Any) -> Any:
        from policydiff.output.terminal import render_snapshots

        return render_snapshots(every, width=page.width, ascii_only=page.ascii_only)

    show(Screen(format_, color, width, pager, ascii_only), record, render)


def _show_series(listed: Sequence[SeriesSummary], screen: Screen) -> None:
    from policydiff.cli.screen import show

    def record() -> Any:
        from policydiff.output.json import snapshots_record

        return snapshots_record([], listed)

    def render(page: Any) -> Any:
        from policydiff.output.terminal import render_series

        return render_series(listed, width=page.width, ascii_only=page.ascii_only)

    show(screen, record, render)
