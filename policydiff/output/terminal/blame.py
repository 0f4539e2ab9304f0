"""Every clause of the newest snapshot with the date it first stood there and the date it last changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from policydiff.model import Blame, ClauseLife, Snapshot
from policydiff.output.safe import safe
from policydiff.output.terminal.columns import MIN_WIDTH, PROSE_WIDTH, Line, Lines, hang, wrap
from policydiff.output.terminal.header import rule_line, snapshot_lines
from policydiff.output.terminal.phrases import numbered_heading, snapshot_date
from policydiff.output.terminal.places import at, unit
from policydiff.output.terminal.tally import count
from policydiff.output.terminal.theme import Signs, signs

_DATE_CELLS = 12
_LINE_CELLS = 5


def render_blame(
    blame: Blame, lives: Sequence[ClauseLife], *, width: int, ascii_only: bool = False
) -> Iterator[Lines]:
    """The clauses of `lives`, a choice of those of `blame`, under their headings.

    Columns: first seen, last changed (blank if never), line, the clause, and the ids of the
    obligations that it carries, for `--history`.
    """
    width = min(max(width, MIN_WIDTH), PROSE_WIDTH)
    drawn = signs(ascii_only=ascii_only)
    snapshots = blame.timeline.snapshots
    newest = snapshots[blame.newest]
    head = snapshot_lines(newest, width=width, signs=drawn)
    counted = unit(lives[0].clause.line) if lives else "line"
    columns = f"{'first':<{_DATE_CELLS}}{'changed':<{_DATE_CELLS}}{counted:>{_LINE_CELLS}}"
    yield Lines((*head, (), ((columns, "quiet"),)))
    for section, group in groupby(lives, key=lambda life: life.section):
        title: Line = ((numbered_heading(section), "heading"),)
        lines = rule_line(title, (), width=width, signs=drawn)
        for life in group:
            lines += _clause(life, blame, snapshots, width)
        yield Lines((*lines, ()))
    yield Lines(tuple(_foot(blame, lives, width, drawn)))


def _clause(
    life: ClauseLife, blame: Blame, snapshots: Sequence[Snapshot], width: int
) -> list[Line]:
    first = _since(snapshots[life.first])
    changed = "" if life.changed is None else _since(snapshots[life.changed])
    fresh = blame.newest in (life.changed, life.first) and blame.newest > 0
    prefix: Line = (
        (f"{first:<{_DATE_CELLS}}", "added" if fresh and life.changed is None else "quiet"),
        (f"{changed:<{_DATE_CELLS}}", "edited-sign" if fresh else "note"),
        (f"{life.clause.line:>{_LINE_CELLS}}  ", "quiet"),
    )
    number = f"{safe(life.clause.number)} " if life.clause.number else ""
    ids = f"  [{' '.join(life.obligations)}]" if life.obligations else ""
    runs = [(number + safe(life.clause.text), ""), (ids, "quiet")]
    cells = 2 * _DATE_CELLS + _LINE_CELLS + 2
    if width - cells < 30:  # a narrow screen: the dates above, the clause below
        short = ((f"{first} {changed}".rstrip(), "quiet"), (f"  {at(life.clause.line)}", "quiet"))
        return [short, *hang(wrap(runs, width - 2), (("  ", ""),))]
    return hang(wrap(runs, width - cells), prefix, ((" " * cells, ""),))


def _since(snapshot: Snapshot) -> str:
    return "uncommitted" if snapshot.uncommitted else snapshot_date(snapshot)


def _foot(blame: Blame, lives: Sequence[ClauseLife], width: int, drawn: Signs) -> list[Line]:
    total = len(blame.lives)
    original = sum(life.first == 0 and life.changed is None for life in blame.lives)
    since = snapshot_date(blame.timeline.snapshots[0])
    text = f"{count(total, 'clause')}, {original:,} as on {since}"
    if blame.timeline.ignored:
        text += f"; {count(len(blame.timeline.ignored), 'snapshot')} stepped over"
    if len(lives) < total:
        text += f"; {len(lives):,} shown"
    return [((drawn.rule * width, "quiet"),), *wrap([(text, "")], width)]
