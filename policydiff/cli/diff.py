"""`policydiff diff OLD NEW`."""

from __future__ import annotations

from typing import Any

import click

from policydiff.cli import exit_codes
from policydiff.cli.options import (
    CONTEXT,
    Screen,
    SourceCommand,
    cache_option,
    filter_options,
    lexicon_option,
    make_filter,
    read_lexicons,
    reading_options,
    screen_options,
)


@click.command(context_settings=CONTEXT, cls=SourceCommand)
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path(), required=False, metavar="NEW [-- PATH]")
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
@click.option(
    "--date", "dates", multiple=True, metavar="FILE=DATE", help="Date of one snapshot, YYYY-MM-DD."
)
@lexicon_option
@filter_options
@reading_options
@cache_option
@screen_options
def diff(
    old: str, new: str | None, paths: tuple[str, ...], layout: Any, context: int, show_all: bool, dates: tuple[str, ...], date_by: Any,
    max_size: int, no_cache: bool, format_: Any, color: Any, width: int | None, pager: Any, ascii_only: bool,
    lexicons: tuple[str, ...], topics: tuple[str, ...], bearers: tuple[str, ...], modalities: tuple[str, ...], grep: str | None,
) -> int:  # fmt: skip
    """Show what changed from snapshot OLD to snapshot NEW ("-" is standard input).

    A snapshot is a file, or in git REV:PATH or REPO@REV:PATH. OLD..NEW -- PATH and OLD NEW -- PATH
    compare a file between two revisions, also where it was renamed on the way.

    Sections are paired also where they were renamed, moved, renumbered, split or merged; then what
    became of each obligation. --topic, --bearer, --modality and --grep choose among the obligations.

    Exit code 0: the same; 1: different; 2: trouble.
    """
    from policydiff import api
    from policydiff.cli.cache import opened_cache
    from policydiff.cli.options import parse_dates
    from policydiff.cli.screen import filter_note, show, warn
    from policydiff.timeline.filter import filter_timeline

    wanted = make_filter(topics=topics, bearers=bearers, modalities=modalities, grep=grep)
    words = read_lexicons(lexicons)
    with opened_cache(no_cache) as cache:
        documents = api.load_pair(
            old, new, paths=paths, dates=parse_dates(dates), by=date_by, max_size=max_size,
            cache=cache,
        )  # fmt: skip
    found = api.diff(*documents, lexicon=words)
    shown = filter_timeline(found.timeline, wanted)
    warn(found.warnings)
    if hidden := len(found.timeline.histories) - len(shown.histories):
        warn([filter_note(hidden, len(found.timeline.histories))])

    def record() -> Any:
        from policydiff.output.json import diff_record

        return diff_record(found.comparison, shown)

    def render(page: Any) -> Any:
        from policydiff.output.terminal import render_diff

        return render_diff(
            found.comparison, shown, width=page.width, layout=layout, context=context,
            show_all=show_all, ascii_only=page.ascii_only, marks=page.marks,
        )  # fmt: skip

    show(Screen(format_, color, width, pager, ascii_only), record, render)
    return exit_codes.SAME if found.same else exit_codes.DIFFERENT
