"""`policydiff snapshots SOURCE...`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

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
from policydiff.cli.series import sources_argument

if TYPE_CHECKING:
    from policydiff.cli.screen import Canvas
    from policydiff.model import Axis, SeriesSummary, Undated
    from policydiff.output.records import Record
    from policydiff.output.terminal import Lines


@click.command(context_settings=CONTEXT, cls=SeriesCommand)
@sources_argument
@series_options
@source_options
@screen_options
def snapshots(
    sources: tuple[str, ...], paths: tuple[str, ...], git: bool | None, manifest: str | None,
    dates: tuple[str, ...], undated: Undated, series_name: str | None, date_by: Axis, max_size: int,
    screen: Screen,
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
        _show_series(listed, screen)
        return
    found = api.load_series(
        sources, paths=paths, git=git, manifest=manifest, dates=parse_dates(dates), by=date_by,
        undated="skip" if undated == "skip" else "order", max_size=max_size, name=series_name,
    )  # fmt: skip
    for series in found:
        warn(series.warnings)
    every = [snapshot for series in found for snapshot in series.snapshots]

    def record() -> Record:
        from policydiff.output.json import snapshots_record

        return snapshots_record(every, [api.summarise(series) for series in found])

    def render(canvas: Canvas) -> Iterator[Lines]:
        from policydiff.output.terminal import render_snapshots

        return render_snapshots(every, width=canvas.width, ascii_only=canvas.ascii_only)

    show(screen, record, render)


def _show_series(listed: Sequence[SeriesSummary], screen: Screen) -> None:
    from policydiff.cli.screen import show

    def record() -> Record:
        from policydiff.output.json import snapshots_record

        return snapshots_record([], listed)

    def render(canvas: Canvas) -> Iterator[Lines]:
        from policydiff.output.terminal import render_series

        return render_series(listed, width=canvas.width, ascii_only=canvas.ascii_only)

    show(screen, record, render)
