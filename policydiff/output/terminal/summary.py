"""A series in ten lines, for somebody who will read no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from policydiff.model import Event, Impact, Step, Timeline
from policydiff.output.beside import beside_obligations
from policydiff.output.headlines import headline, told_together
from policydiff.output.safe import safe
from policydiff.output.terminal.columns import (
    MIN_WIDTH,
    PROSE_WIDTH,
    Line,
    Lines,
    clip,
    hang,
    line_cells,
    wrap,
)  # fmt: skip
from policydiff.output.terminal.event_block import punctuation
from policydiff.output.terminal.header import rule_line
from policydiff.output.terminal.phrases import span
from policydiff.output.terminal.tally import count
from policydiff.output.terminal.theme import IMPACT_WORDS, Signs, signs
from policydiff.timeline.gravity import IMPACT_ORDER, gravity
from policydiff.timeline.net import net_events

_MOST = 10  # lines
_EVENTS = 5  # told at most, or one less and a line on the rest; of no width, so that none changes what is told
_LINES = 2  # of a headline at most; one more where there are few
_LEAST = {"against-user": 3, "for-user": 1, "neutral": 1}  # of each, where there are so many
# Snapshots of which it cannot be said what they promise.
_UNREAD = ("unsupported-language", "not-a-policy", "error-page-inside", "empty")
_JUDGED = ("not-a-policy", "error-page-inside")  # of which it was looked for all the same
_BESIDE = 2  # lines on rows of tables and sections that came or went, where events are told as well


def render_summary(
    timeline: Timeline,
    *,
    width: int,
    ascii_only: bool = False,
    whole: str = "--changed in place of",
    step: Step | None = None,
) -> Iterator[Lines]:
    """At most ten lines: what is different in the end, against the user first, and how much is left out.

    `whole` is what to say before "--summary" to see the rest. `step` is what was compared at once, whose
    tables and sections are told as well.
    """
    width = min(max(width, MIN_WIDTH), PROSE_WIDTH)
    drawn = signs(ascii_only=ascii_only)
    events = net_events(timeline)
    lines = rule_line(
        ((safe(timeline.series or "Timeline"), "title"),), ((span(timeline), "quiet"),),
        width=width, signs=drawn,
    )[:2]  # fmt: skip
    unread, judged = _unread(timeline)
    if unread:
        lines.append((("! ", "warning"), (clip(unread, width - 2, drawn.ellipsis), "warning")))
    tally = Counter(event.impact for event in events)
    if events:
        parts = [f"{tally[impact]:,} {IMPACT_WORDS[impact]}" for impact in IMPACT_ORDER]
        text = f"{count(len(events), 'obligation')} changed in the end: {', '.join(parts)}"
        if cell_len(text) > width:
            text = text.replace(" obligations", "", 1)
        lines.append(((clip(text, width, drawn.ellipsis), ""),))
    beside = _beside(step, drawn, most=_BESIDE if events else _MOST - len(lines) - 1)
    if not events and (judged or not unread):
        text = "No obligation that was read differs between the first and the last snapshot."
        if beside:
            text = "No obligation that was read differs, but this does:"
        lines.append(((clip(text, width, drawn.ellipsis), ""),))
    most = _EVENTS - bool(unread) - (len(beside) > 1)
    runs = _weightiest(told_together(sorted(events, key=_weight)), most)
    left_out = len(events) - sum(map(len, runs))
    spare = _MOST - len(lines) - len(runs) - bool(left_out) - len(beside)
    # One day of all changes stands above them already.
    dated = len({event.by for event in events}) > 1
    for run in runs:
        most = _LINES + (len(runs) < _EVENTS - 1)
        event_lines = _told(run, width, drawn, lines=min(most, 1 + spare), dated=dated)
        spare -= len(event_lines) - 1
        lines += event_lines
    for told in beside:
        longest = width - 2 if spare < 1 else 2 * (width - 2) - 12
        text = clip(told, longest, drawn.ellipsis)
        wrapped = hang(wrap([(text, "")], width - 2)[:2], (("- ", "quiet"),))
        spare -= len(wrapped) - 1
        lines += wrapped
    if left_out:
        text = f"{drawn.ellipsis} and {left_out:,} more: {whole} --summary shows all"
        lines.append(((clip(text, width, drawn.ellipsis), "quiet"),))
    yield Lines(tuple(lines))


def _beside(step: Step | None, drawn: Signs, *, most: int) -> list[str]:
    """A text each, no more than `most`, of sections and rows of tables that came, went or changed."""
    if step is None:
        return []
    told = beside_obligations(step, signs=punctuation(drawn))
    if len(told) > most:
        more = count(len(told) - most + 1, "change")
        told[most - 1 :] = [f"{more} more in sections and tables"]
    return [safe(one) for one in told]


def _unread(timeline: Timeline) -> tuple[str, bool]:
    """Why little was found in some snapshots, where they were not stepped over; and was it looked for?"""
    ignored = {one.snapshot for one in timeline.ignored}
    found = [
        min(
            (_UNREAD.index(one.code), one.message)
            for one in snapshot.warnings
            if one.code in _UNREAD
        )
        for index, snapshot in enumerate(timeline.snapshots)
        if index not in ignored and any(one.code in _UNREAD for one in snapshot.warnings)
    ]
    if not found:
        return "", True
    text = f"{len(found):,} of {count(len(timeline.snapshots), 'snapshot')}: {safe(min(found)[1])}"
    return text, all(_UNREAD[rank] in _JUDGED for rank, _ in found)


def _weightiest(runs: Sequence[list[Event]], most: int) -> list[list[Event]]:
    """As many runs of events as `most`, or one less of more: some of each impact, then what weighs most."""
    if len(runs) > most:
        most -= 1
    telling = [run for run in runs if any(map(_tells, run))]
    if len(telling) <= most:
        # Other words tell little, but more than nothing.
        others = [run for run in runs if run not in telling and not all(map(_is_layout, run))]
        return [*telling, *others[: most - len(telling)]]
    first = [run for impact in IMPACT_ORDER for run in _of(impact, telling)[:1]]
    some = [run for impact in IMPACT_ORDER for run in _of(impact, telling)[1 : _LEAST[impact]]]
    rest = [run for run in telling if run not in first and run not in some]
    chosen = [*first, *some, *rest][:most]
    return [run for run in telling if run in chosen]


def _of(impact: Impact, runs: Sequence[list[Event]]) -> list[list[Event]]:
    return [run for run in runs if run[0].impact == impact]


def _tells(event: Event) -> bool:
    """Other words tell little, another number may tell much."""
    return event.impact != "neutral" or _has_value(event)


def _is_layout(event: Event) -> bool:
    """Whether the same is said in another layout, with nothing more or less."""
    return event.impact == "neutral" and bool(event.why) and not event.facets


def _has_value(event: Event) -> bool:
    return any(facet.kind == "value" for facet in event.facets)


def _weight(event: Event) -> tuple[int, ...]:
    impact, name, *rest = gravity(event)
    return impact, name, not _has_value(event), *rest


def _told(run: Sequence[Event], width: int, drawn: Signs, *, lines: int, dated: bool) -> list[Line]:
    """Like events on so many lines at most; where the end is cut off, the sign says what they did."""
    sign: Line = ((f"{drawn.events[run[0].event]} ", run[0].impact),)
    head: Line = (*sign, (f"{run[0].by or 'undated':<12}", "quiet")) if dated else sign
    room = width - line_cells(head)
    longest = room if lines == 1 else lines * room - 12
    text = safe(headline(run, signs=punctuation(drawn), longest=longest))
    text = clip(text, longest, drawn.ellipsis)
    return hang(wrap([(text, "")], room)[:lines], head)
