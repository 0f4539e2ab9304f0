"""`policydiff diff OLD NEW`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from policydiff.cli import exit_codes
from policydiff.cli.options import (
    CONTEXT,
    Screen,
    SourceCommand,
    cache_option,
    filter_options,
    lexicon_option,
    read_lexicons,
    reading_options,
    screen_options,
)

if TYPE_CHECKING:
    from policydiff.cli.screen import Canvas
    from policydiff.comparing import Diff
    from policydiff.model import Axis, RawSnapshot, Timeline
    from policydiff.output.records import Record
    from policydiff.output.terminal import Lines
    from policydiff.timeline.filter import Filter


@click.command(context_settings=CONTEXT, cls=SourceCommand)
@click.argument("old", type=click.Path(), required=False)
@click.argument("new", type=click.Path(), required=False, metavar="NEW [-- PATH...]")
@click.option(
    "--staged",
    is_flag=True,
    help="Compare HEAD, or the revision OLD, with what is staged for commit.",
)
@click.option(
    "--layout",
    type=click.Choice(["auto", "side-by-side", "unified"]),
    default="auto",
    show_default=True,
    help="auto: side by side from 100 columns on.",
)
@click.option(
    "--context",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Unchanged clauses to show around a change.",
)
@click.option("--all", "show_all", is_flag=True, help="Show unchanged sections and clauses too.")
@click.option("--summary", is_flag=True, help="Ten lines: the weightiest of what changed.")
@click.option(
    "--date", "dates", multiple=True, metavar="FILE=DATE", help="Date of one snapshot, YYYY-MM-DD."
)
@lexicon_option
@filter_options
@reading_options
@cache_option
@screen_options
def diff(
    old: str | None, new: str | None, paths: tuple[str, ...], staged: bool, layout: Any, context: int,
    show_all: bool, summary: bool, dates: tuple[str, ...], date_by: Axis, max_size: int, no_cache: bool,
    lexicons: tuple[str, ...], wanted: Filter, screen: Screen,
) -> int:  # fmt: skip
    """Show what changed from snapshot OLD to snapshot NEW ("-" is standard input).

    A snapshot is a file, or in git REV:PATH or REPO@REV:PATH. OLD..NEW -- PATH and OLD NEW -- PATH
    compare files and folders between two revisions, also where they were renamed on the way. REV --
    PATH compares a revision with the work tree, a PATH alone the index with it, --staged HEAD with
    the index.

    Sections are paired also where they were renamed, moved, renumbered, split or merged; then what
    became of each obligation. --topic, --bearer, --modality and --grep choose among the obligations.

    Exit code 0: the same; 1: different; 2: trouble.
    """
    from policydiff.cli.cache import opened_cache
    from policydiff.cli.options import parse_dates
    from policydiff.cli.screen import show
    from policydiff.comparing import diff_pairs
    from policydiff.finding import find_pairs

    lexicon = read_lexicons(lexicons)
    names = [name for name in (old, new) if name is not None]
    if not names and not staged:
        raise click.UsageError(
            "Missing argument 'OLD': name two snapshots, or a file of a work tree."
        )
    with opened_cache(no_cache) as cache:
        pairs = find_pairs(
            names, paths=paths, staged=staged, dates=parse_dates(dates), max_size=max_size
        )
        if screen.format == "json":
            _refuse_several(pairs)
        found = diff_pairs(pairs, by=date_by, lexicon=lexicon, cache=cache)
        _replay(names, pairs)
    shown = _filtered(found, wanted)
    if not found:
        return exit_codes.SAME

    def record() -> Record:
        from policydiff.output.json import diff_record

        return diff_record(found[0].comparison, shown[0])

    def render(canvas: Canvas) -> Iterator[Lines]:
        from policydiff.output.terminal import render_diff

        for number, (one, timeline) in enumerate(zip(found, shown, strict=True)):
            if len(found) > 1:
                yield from _file_head(pairs[number], canvas, first=number == 0)
            if summary:
                from policydiff.output.terminal import render_summary  # it ranks, which loads much
                from policydiff.timeline.steps import summarise_step

                yield from render_summary(
                    timeline, width=canvas.width, ascii_only=canvas.ascii_only, whole="without",
                    step=summarise_step(0, 1, one.comparison),
                )  # fmt: skip
                continue
            yield from render_diff(
                one.comparison, timeline, unread=one.unread, quotes=one.quotes,
                width=canvas.width, layout=layout, context=context, show_all=show_all,
                ascii_only=canvas.ascii_only, marks=canvas.marks,
            )  # fmt: skip

    show(screen, record, render)
    return exit_codes.SAME if all(one.same for one in found) else exit_codes.DIFFERENT


def _replay(names: Sequence[str], pairs: Sequence[tuple[RawSnapshot, RawSnapshot]]) -> None:
    """Two files that are named may be compared again without being read: nothing else shows."""
    from policydiff.cache import replay

    if [raw.source for pair in pairs for raw in pair] == names and all(map(os.path.isfile, names)):
        replay.keep()


def _file_head(
    pair: tuple[RawSnapshot, RawSnapshot], canvas: Canvas, *, first: bool
) -> Iterator[Lines]:
    from policydiff.output.terminal import Lines
    from policydiff.output.terminal.file_head import render_file_head

    if not first:
        yield Lines(((),))
    old, new = (None if raw.source == "/dev/null" else raw.source for raw in pair)
    yield render_file_head(old=old, new=new, width=canvas.width)


def _refuse_several(pairs: Sequence[object]) -> None:
    """Raise SourceError where more than one file differs."""
    from policydiff.errors import SourceError

    if len(pairs) > 1:
        raise SourceError(
            f"{len(pairs)} files differ, and JSON takes one", where="--format", fix="name one behind --"
        )  # fmt: skip


def _filtered(found: Sequence[Diff], wanted: Filter) -> list[Timeline]:
    """What is shown of the timelines; on standard error, what is hidden and what may be a mistake."""
    from policydiff.cli.screen import note, note_filter, warn
    from policydiff.timeline.filter import filter_timeline

    shown = []
    for one in found:
        shown.append(filter_timeline(one.timeline, wanted))
        warn(one.warnings)
        note_filter(shown=len(shown[-1].histories), total=len(one.timeline.histories))
    if not found:
        note("no policy differs")
    return shown
