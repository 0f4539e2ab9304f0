"""`policydiff log SOURCE...`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from policydiff.cli.options import (
    CONTEXT,
    HistoryCommand,
    Screen,
    event_options,
    filter_options,
    screen_options,
)
from policydiff.cli.series import Request, following_options, read_one_series

if TYPE_CHECKING:
    from policydiff.cli.screen import Canvas
    from policydiff.model import Log
    from policydiff.output.records import Record
    from policydiff.output.terminal import Lines
    from policydiff.timeline.filter import Filter


@click.command(cls=HistoryCommand, context_settings=CONTEXT)
@click.option("-n", "--max-count", "number", type=click.IntRange(1), help="Only the newest N.")
@click.option(
    "--stat", is_flag=True, help="Every section that changed, with words added and removed."
)
@click.option(
    "--top",
    type=click.IntRange(0),
    default=5,
    show_default=True,
    help="Events to tell of each snapshot, weightiest first; 0 tells all.",
)
@click.option("--reverse", is_flag=True, help="Oldest first.")
@click.option(
    "--show-ignored", is_flag=True, help="Tell each difference that was ignored, and why."
)
@filter_options
@event_options
@following_options
@screen_options
def log(
    number: int | None, stat: bool, top: int, reverse: bool, show_ignored: bool, wanted: Filter,
    asked: Request, screen: Screen,
) -> None:  # fmt: skip
    """Tell the history of a policy, newest snapshot first: what each changed, in plain sentences.

    SOURCEs are the policy's snapshots: files, folders, a git repository or a range REV..REV; PATH is
    the policy inside the repository. With --since or --until only snapshots of that time are told.
    """
    from msgspec.structs import replace

    from policydiff import api
    from policydiff.cli.screen import show
    from policydiff.timeline.filter import filter_timeline

    lexicon = asked.lexicon()
    series = read_one_series(asked, why="a log tells of one")
    full = api.log(series, denoise=asked.denoise(), lexicon=lexicon)
    logged = replace(full, timeline=filter_timeline(full.timeline, wanted))
    chosen = _chosen(logged, wanted, number)
    if reverse:
        chosen.reverse()

    def record() -> Record:
        from policydiff.output.json_history import log_record

        return log_record(logged, chosen)

    def render(canvas: Canvas) -> Iterator[Lines]:
        from policydiff.output.terminal import render_log

        return render_log(
            logged, width=canvas.width, chosen=chosen, top=top, stat=stat, show_ignored=show_ignored,
            ascii_only=canvas.ascii_only,
        )  # fmt: skip

    show(screen, record, render)


def _chosen(log: Log, wanted: Filter, number: int | None) -> list[int]:
    """Indices of the snapshots to tell of, newest first; where events are chosen, of those with any."""
    timeline = log.timeline
    told = {event.snapshot for history in timeline.histories for event in history.told}
    narrowed = (
        wanted.events
        or wanted.topics
        or wanted.bearers
        or wanted.modalities
        or wanted.audiences
        or wanted.grep
    )
    chosen = []
    for index in reversed(range(len(timeline.snapshots))):
        date = timeline.snapshots[index].date
        if wanted.since and date is not None and date < wanted.since[: len(date)]:
            continue
        if wanted.until and date is not None and date > wanted.until + "~":
            continue
        if narrowed and index not in told:
            continue
        chosen.append(index)
    return chosen[:number]
