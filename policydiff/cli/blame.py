"""`policydiff blame SOURCE...`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

import click

from policydiff import vocabulary
from policydiff.cli.options import CONTEXT, HistoryCommand, Screen, screen_options
from policydiff.cli.series import Request, following_options, read_one_series

if TYPE_CHECKING:
    from policydiff.cli.screen import Canvas
    from policydiff.model import Blame, ClauseLife, History, Timeline
    from policydiff.output.records import Record
    from policydiff.output.terminal import Lines


@click.command(cls=HistoryCommand, context_settings=CONTEXT)
@click.option(
    "--topic", "topics", multiple=True, type=click.Choice(get_args(vocabulary.Topic)),
    help="Only clauses with an obligation about this; may be repeated.",
)  # fmt: skip
@click.option("-L", "--line", "lines", metavar="N[,M]", help="Only clauses on these lines.")
@click.option(
    "--history", "history_id", metavar="ID", help="The whole life of one obligation instead."
)
@following_options
@screen_options
def blame(
    topics: tuple[str, ...], lines: str | None, history_id: str | None, asked: Request, screen: Screen
) -> None:  # fmt: skip
    """Tell since when each clause of the newest snapshot has stood, and since when in these words.

    SOURCE is a file among dated snapshots of its policy, a file that git knows, or a source as of
    `timeline`. The ids behind clauses are those of their obligations, for --history.
    """
    from msgspec.structs import replace

    from policydiff import api
    from policydiff.cli.screen import show

    span = _span(lines)
    lexicon = asked.lexicon()
    series = read_one_series(asked, why="blame tells of one")
    result = api.blame(series, denoise=asked.denoise(), lexicon=lexicon)
    if history_id is not None:
        history = find_history(result.timeline, history_id)
        alone = replace(result.timeline, histories=(history,))
    chosen = _choose(result, topics, span)

    def record() -> Record:
        from policydiff.output.json import timeline_record
        from policydiff.output.json_history import blame_record

        return timeline_record(alone) if history_id is not None else blame_record(result, chosen)

    def render(canvas: Canvas) -> Iterator[Lines]:
        from policydiff.output.terminal import render_blame, render_life

        if history_id is not None:
            return render_life(
                alone, history, width=canvas.width, ascii_only=canvas.ascii_only, marks=canvas.marks
            )
        return render_blame(result, chosen, width=canvas.width, ascii_only=canvas.ascii_only)

    show(screen, record, render)


def find_history(timeline: Timeline, wanted: str) -> History:
    """The history whose id begins with `wanted`. Raises click.BadParameter for none or several."""
    found = [history for history in timeline.histories if history.id.startswith(wanted.lower())]
    exact = [history for history in found if history.id == wanted.lower()]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        raise click.BadParameter(
            f'no obligation "{wanted}"; `policydiff blame` shows the ids', param_hint="--history"
        )
    names = ", ".join(history.id for history in found[:5])
    raise click.BadParameter(
        f'several obligations begin with "{wanted}": {names}', param_hint="--history"
    )


def _span(lines: str | None) -> tuple[int, int] | None:
    if lines is None:
        return None
    match = re.fullmatch(r"(\d{1,9})(?:[,-](\d{1,9}))?", lines.strip())
    if not match or int(match[2] or match[1]) < int(match[1]) or int(match[1]) == 0:
        raise click.BadParameter(f'"{lines}" is neither a line nor N,M', param_hint="--line")
    return int(match[1]), int(match[2] or match[1])


def _choose(
    blame: Blame, topics: tuple[str, ...], span: tuple[int, int] | None
) -> tuple[ClauseLife, ...]:
    topic_of = {history.id: history.latest.topic for history in blame.timeline.histories}
    return tuple(
        life
        for life in blame.lives
        if (span is None or span[0] <= life.clause.line <= span[1])
        and (not topics or any(topic_of[one] in topics for one in life.obligations))
    )
