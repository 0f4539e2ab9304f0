"""`policydiff timeline SOURCE...`."""

from __future__ import annotations

from typing import Any

import click

from policydiff.cli.options import (
    CONTEXT,
    Screen,
    SourceCommand,
    event_options,
    filter_options,
    lexicon_option,
    make_filter,
    parse_dates,
    read_lexicons,
    screen_options,
    series_options,
    source_options,
)


@click.command(context_settings=CONTEXT, cls=SourceCommand)
@click.argument(
    "sources", nargs=-1, required=True, metavar="SOURCE... [-- PATH...]", type=click.Path()
)
@click.option(
    "--layout",
    type=click.Choice(["grid", "list"]),
    default="grid",
    show_default=True,
    help="A grid of obligations by snapshots, or a dated list with quotes.",
)
@click.option(
    "--changed", is_flag=True, help="Only obligations that changed after the first snapshot."
)
@click.option(
    "--no-denoise",
    "noise",
    multiple=True,
    type=click.Choice(["outage", "collapse", "other-policy", "blink", "technical-upgrade", "all"]),
    help="Do not step over snapshots by this rule; may be repeated.",
)
@lexicon_option
@filter_options
@event_options
@series_options
@source_options
@screen_options
def timeline(
    sources: tuple[str, ...], paths: tuple[str, ...], git: bool | None, manifest: str | None, lexicons: tuple[str, ...], noise: tuple[str, ...], layout: Any, changed: bool, dates: tuple[str, ...], undated: Any,
    series_name: str | None, date_by: Any, max_size: int, format_: Any, color: Any, width: int | None,
    pager: Any, ascii_only: bool, topics: tuple[str, ...], bearers: tuple[str, ...],
    modalities: tuple[str, ...], grep: str | None, events: tuple[str, ...], since: str | None, until: str | None,
) -> None:  # fmt: skip
    """Show when each obligation of a policy appeared, changed, vanished or returned.

    SOURCE are the policy's snapshots: files, folders, a git repository or a range REV..REV; PATH is
    the policy inside the repository. They are put in order by date.
    """
    from policydiff import api
    from policydiff.cli.screen import filter_note, progress, show, warn
    from policydiff.errors import SourceError
    from policydiff.timeline import RULES
    from policydiff.timeline.filter import filter_timeline

    wanted = make_filter(
        topics=topics, bearers=bearers, modalities=modalities, grep=grep, events=events, since=since, until=until
    )  # fmt: skip
    words = read_lexicons(lexicons)
    with progress("Reading") as advance:
        found = api.load_series(
            sources, paths=paths, git=git, manifest=manifest, dates=parse_dates(dates), by=date_by, undated=undated, max_size=max_size,
            name=series_name, progress=advance,
        )  # fmt: skip
    for series in found:
        warn(series.warnings)
    if len(found) > 1 and format_ == "json":
        names = ", ".join(series.name for series in found[:6])
        raise SourceError(
            f"{len(found)} series", where=sources[0], why=names, fix="choose one with --series NAME"
        )
    rules = [rule for rule in RULES if rule not in noise and "all" not in noise]
    full = [api.timeline(series, denoise=rules, lexicon=words) for series in found]
    timelines = [filter_timeline(timeline, wanted) for timeline in full]
    total = sum(len(timeline.histories) for timeline in full)
    if hidden := total - sum(len(timeline.histories) for timeline in timelines):
        warn([filter_note(hidden, total)])

    def record() -> Any:
        from policydiff.output.json import timeline_record

        return timeline_record(timelines[0])

    def render(page: Any) -> Any:
        from policydiff.output.terminal import render_timeline

        for one in timelines:
            yield from render_timeline(
                one, width=page.width, layout=layout, ascii_only=page.ascii_only, marks=page.marks,
                changed_only=changed,
            )  # fmt: skip

    show(Screen(format_, color, width, pager, ascii_only), record, render)
