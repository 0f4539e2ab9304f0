"""`policydiff timeline SOURCE...`."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from policydiff.cli.blame import find_history
from policydiff.cli.options import (
    CONTEXT,
    Screen,
    SeriesCommand,
    event_options,
    filter_options,
    screen_options,
)
from policydiff.cli.series import Request, default_jobs, following_options, jobs_option, only_one
from policydiff.errors import SnapshotDateError, SourceError

if TYPE_CHECKING:
    from policydiff.cli.screen import Canvas
    from policydiff.model import Followed, Timeline
    from policydiff.output.records import Record
    from policydiff.output.terminal import Lines
    from policydiff.timeline.filter import Filter


@click.command(context_settings=CONTEXT, cls=SeriesCommand)
@click.option(
    "--layout",
    type=click.Choice(["grid", "list"]),
    default="grid",
    show_default=True,
    help="A grid of obligations by snapshots, or a dated list with quotes.",
)
@click.option(
    "--by",
    type=click.Choice(["snapshot", "month", "quarter", "year"]),
    help="Merge the grid's columns by this period  [default: the finest that fits]",
)
@click.option(
    "--changed/--all",
    "changed",
    default=None,
    help="Only obligations that changed after the first snapshot, or all  [default: changed ones, but all of a short series]",
)
@click.option("--summary", is_flag=True, help="Ten lines: what is different in the end.")
@click.option("--history", "history_id", metavar="ID", help="The whole life of one obligation.")
@click.option(
    "--show-ignored",
    is_flag=True,
    help="Tell each snapshot and difference that was ignored, and why.",
)
@filter_options
@event_options
@following_options
@jobs_option
@screen_options
def timeline(
    layout: Any, by: Any, changed: bool | None, summary: bool, history_id: str | None, show_ignored: bool,
    wanted: Filter, asked: Request, jobs: int | None, screen: Screen,
) -> None:  # fmt: skip
    """Show when each obligation of a policy appeared, changed, vanished or returned.

    SOURCEs are the policy's snapshots: files, folders, a git repository or a range REV..REV; PATH is
    the policy inside the repository. They are put in order by date.
    """
    from policydiff.cli.screen import note_filter, show, warn
    from policydiff.timeline.filter import filter_timeline

    followed = _follow(asked, jobs, alone=screen.format == "json")
    for one in followed:
        warn(one.warnings)
    full = [one.timeline for one in followed]
    if history_id is not None:
        _show_life(full, history_id, screen)
        return
    timelines = [filter_timeline(timeline, wanted) for timeline in full]
    note_filter(
        shown=sum(len(timeline.histories) for timeline in timelines),
        total=sum(len(timeline.histories) for timeline in full),
    )

    def record() -> Record:
        from policydiff.output.json import timeline_record

        return timeline_record(timelines[0])

    def render(canvas: Canvas) -> Iterator[Lines]:
        from policydiff.output.terminal import render_summary, render_timeline

        for one in timelines:
            if summary:
                yield from render_summary(one, width=canvas.width, ascii_only=canvas.ascii_only)
                continue
            yield from render_timeline(
                one, width=canvas.width, layout=layout, ascii_only=canvas.ascii_only, marks=canvas.marks,
                changed_only=changed, by=by, show_ignored=show_ignored, fold=not wanted.topics,
            )  # fmt: skip

    show(screen, record, render)


def _follow(asked: Request, jobs: int | None, *, alone: bool) -> list[Followed]:
    """The series that were asked for, followed; `alone`: several are refused."""
    from policydiff.cli.cache import opened_cache
    from policydiff.cli.options import parse_dates
    from policydiff.cli.screen import progress
    from policydiff.finding import find_series
    from policydiff.following import follow_series

    lexicon = asked.lexicon()
    found = find_series(
        asked.sources, paths=asked.paths, git=asked.git, manifest=asked.manifest,
        dates=parse_dates(asked.dates), max_size=asked.max_size, name=asked.series_name,
    )  # fmt: skip
    if alone:
        only_one(found, asked.sources[0], why="JSON holds one")
    with opened_cache(asked.no_cache) as cache, progress("Reading") as advance:
        try:
            return follow_series(
                found, by=asked.date_by, undated=asked.undated, denoise=asked.denoise(), lexicon=lexicon,
                cache=cache, jobs=jobs or default_jobs(found), progress=advance,
            )  # fmt: skip
        except SnapshotDateError as error:
            raise _with_history(error, asked.sources) from error


def _show_life(timelines: list[Timeline], history_id: str, screen: Screen) -> None:
    from msgspec.structs import replace

    from policydiff.cli.screen import show

    everything = replace(
        timelines[0], histories=tuple(h for timeline in timelines for h in timeline.histories)
    )
    history = find_history(everything, history_id)
    owner = next(t for t in timelines if history in t.histories)
    alone = replace(owner, histories=(history,))

    def record() -> Record:
        from policydiff.output.json import timeline_record

        return timeline_record(alone)

    def render(canvas: Canvas) -> Iterator[Lines]:
        from policydiff.output.terminal import render_life

        return render_life(
            alone, history, width=canvas.width, ascii_only=canvas.ascii_only, marks=canvas.marks
        )

    show(screen, record, render)


def _with_history(error: SnapshotDateError, sources: tuple[str, ...]) -> SnapshotDateError:
    """The same error, with the way to the versions of a lone file that git knows."""
    from policydiff.sources.git import GitName, list_git

    if len(sources) != 1 or not os.path.isfile(sources[0]):
        return error
    folder, name = os.path.split(os.path.realpath(sources[0]))
    try:
        list_git(GitName(repository=folder), [name])
    except SourceError:
        return error
    fix = f"policydiff timeline --git {shlex.quote(sources[0])} follows its versions in git; or {error.fix}"
    return SnapshotDateError(error.what, where=error.where, why=error.why, fix=fix)
