"""The series of a repository: how many snapshots each has, from when to when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policydiff.model import SeriesSummary
from policydiff.output.safe import safe
from policydiff.output.terminal.columns import MIN_WIDTH, PROSE_WIDTH, Line, Lines, hang, wrap
from policydiff.output.terminal.tally import count
from policydiff.output.terminal.theme import signs

_UNKNOWN = "?"
_DATE_CELLS = 10
_COUNT_CELLS = 6


def render_series(
    series: Sequence[SeriesSummary], *, width: int, ascii_only: bool = False
) -> Iterator[Lines]:
    """A line for each series: count, first date, last date, name; then what is odd about it."""
    width = min(max(width, MIN_WIDTH), PROSE_WIDTH)
    drawn = signs(ascii_only=ascii_only)
    dash = "-" if ascii_only else "–"
    for one in series:
        first, last = (f"{date or _UNKNOWN:<{_DATE_CELLS}}" for date in (one.first, one.last))
        head = f"{one.snapshots:>{_COUNT_CELLS}}  "
        span = f"{first} {dash} {last}  " if one.first != one.last else f"{first:<{23}}  "
        opening: Line = ((head, ""), (span, "date"))
        indent: Line = ((" " * (len(head) + len(span)), ""),)
        room = max(width - len(head) - len(span), 20)
        yield Lines(tuple(hang(wrap([(safe(one.name), "")], room), opening, indent)))
        for warning in one.warnings:
            told = warning.message.removeprefix(f"{one.source}: ")
            text = f"{safe(told)} [{safe(warning.code)}]"
            yield Lines(
                tuple(
                    hang(
                        wrap([(text, "warning")], room - 2),
                        (*indent, ("! ", "warning")),
                        (*indent, ("  ", "")),
                    )
                )
            )
    total = sum(one.snapshots for one in series)
    rule: Line = ((drawn.rule * width, "quiet"),)
    told = f"{len(series)} series, {count(total, 'snapshot')}"
    yield Lines((rule, *wrap([(told, "")], width)))
