"""A comparison on the screen: header, gravest changes, sections, obligations, summary.

Laid out section by section, so that a pager shows its first screen while the rest is still text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal

from msgspec.structs import replace

from policydiff.compare.joining import join_parts
from policydiff.compare.table_rows import changed_rows, count_rows
from policydiff.compare.word_count import count_words
from policydiff.model import ClausePair, Comparison, Event, Quote, RowChange, Script, Timeline
from policydiff.output.beside import row_sentences
from policydiff.output.safe import safe
from policydiff.output.terminal.clauses import (
    Frame,
)
from policydiff.output.terminal.columns import (
    MIN_WIDTH,
    PROSE_WIDTH,
    Line,
    Lines,
    beside,
    hang,
    line_cells,
    wrap,
)
from policydiff.output.terminal.event_block import event_block, event_lines, punctuation
from policydiff.output.terminal.header import rule_line, snapshot_lines
from policydiff.output.terminal.places import at
from policydiff.output.terminal.section_block import (
    Homes,
    folded_sections,
    is_same,
    section_lines,
)
from policydiff.output.terminal.tally import (
    count,
    count_events,
    count_rows_changed,
    count_sections,
)
from policydiff.output.terminal.theme import IMPACT_WORDS, signs
from policydiff.output.terminal.words import redline_runs
from policydiff.timeline.gravity import IMPACT_ORDER, gravity, since_first

SIDE_BY_SIDE_WIDTH = 100  # below it two columns leave fewer than six words a line
NUMBERED_WIDTH = 120  # from here on there is room for line numbers
_GRAVEST = 3  # events named at the top
_ROWS = 2  # of tables, beside them


def render_diff(
    comparison: Comparison,
    timeline: Timeline,
    *,
    unread: int,
    quotes: Collection[Quote] = (),
    width: int,
    layout: Literal["auto", "side-by-side", "unified"] = "auto",
    context: int = 0,
    show_all: bool = False,
    ascii_only: bool = False,
    marks: bool = False,
) -> Iterator[Lines]:
    """What changed between two documents, as blocks of lines of at most `width` cells.

    `timeline` holds the events between the same two snapshots, `quotes` how words of theirs were
    edited that are no clause pair, `unread` is the number of changed sentences of which nothing is
    told. `context` unchanged clauses are
    shown on either side of a change, all with `show_all`. With `marks`, changed words stand in
    [-...-] and {+...+}; pass it whenever colour will not be seen. Signs in the gutter: "~" edited,
    "-" removed, "+" added, ">" moved.
    """
    width = max(width, MIN_WIDTH)
    side = layout == "side-by-side" or (layout == "auto" and width >= SIDE_BY_SIDE_WIDTH)
    width = min(width, 2 * PROSE_WIDTH + 3 if side else PROSE_WIDTH)
    digits = _digits(comparison) if width >= NUMBERED_WIDTH else 0
    frame = Frame(
        width=width, side=side, digits=digits, marks=marks, signs=signs(ascii_only=ascii_only)
    )
    events = sorted(
        since_first(event for history in timeline.histories for event in history.told),
        key=gravity,
    )
    yield Lines(tuple(_header(comparison, frame)))
    if outside := _outside(comparison, frame):
        yield Lines((*outside, ()))
    if not events and _is_foreign(comparison):
        text = "Whether obligations changed cannot be told: they are not read in this language."
        yield Lines((*wrap([(text, "quiet")], frame.width), ()))
    else:
        rows = changed_rows(comparison)
        yield Lines(tuple(_gravest(events, unread, rows, frame)))
    homes = Homes(comparison)
    for same, run in groupby(comparison.sections, key=is_same):
        pairs = list(run)
        if same and not show_all:
            yield Lines(tuple(folded_sections(pairs, frame)))
            continue
        for pair in pairs:
            yield Lines(
                tuple(section_lines(pair, homes, frame, context=context, show_all=show_all))
            )
    if events:
        yield from _obligations(events, comparison, quotes, frame)
    yield Lines(tuple(_summary(comparison, events, frame)))


def _digits(comparison: Comparison) -> int:
    lines = [
        clause.line
        for document in (comparison.old, comparison.new)
        for section in document.sections[-1:]
        for clause in section.clauses[-1:]
    ]
    return max(3, len(str(max(lines, default=0))))


def _header(comparison: Comparison, frame: Frame) -> list[Line]:
    old, new = comparison.old.snapshot, comparison.new.snapshot
    rule: Line = ((frame.signs.rule * frame.width, "quiet"),)
    if frame.side:
        column = frame.column
        columns = beside(
            hang(
                snapshot_lines(old, width=column - 2, signs=frame.signs),
                (("- ", "removed-sign"),),
                (("  ", ""),),
            ),
            hang(
                snapshot_lines(new, width=column - 2, signs=frame.signs),
                (("+ ", "added-sign"),),
                (("  ", ""),),
            ),
            column=column,
            divider=(f" {frame.signs.divider} ", "quiet"),
        )
        return [*columns, rule]
    lines: list[Line] = []
    for sign, style, snapshot in (("- ", "removed-sign", old), ("+ ", "added-sign", new)):
        block = snapshot_lines(snapshot, width=frame.width - 2, signs=frame.signs)
        lines += hang(block, ((sign, style),), (("  ", ""),))
    return [*lines, rule]


def _outside(comparison: Comparison, frame: Frame) -> list[Line]:
    """What changed outside the sections: the title, and what was left out."""
    lines: list[Line] = []
    if change := comparison.title:
        runs = [("Title: ", "heading"), *redline_runs(change.ops, marks=frame.marks)]
        lines += hang(wrap(runs, frame.width - 2), (("~ ", "edited-sign"),), (("  ", ""),))
    for change in comparison.left_out:
        quoted = [
            f"{frame.signs.open_quote}{safe(text)}{frame.signs.close_quote}"
            for text in (change.old, change.new)
            if text
        ]
        what = "changed" if len(quoted) == 2 else "new" if change.new else "gone"
        where = f"{change.kind}, {at(change.new_line or change.old_line or 0)}"
        text = f"left out ({where}), and {what}: {f' {frame.signs.arrow} '.join(quoted)}"
        lines += hang(wrap([(text, "quiet")], frame.width - 2), (("! ", "quiet"),), (("  ", ""),))
    return lines


def _is_foreign(comparison: Comparison) -> bool:
    """Whether texts differ that are in a language which no lexicon reads."""
    if all(map(is_same, comparison.sections)):
        return False
    warnings = comparison.old.snapshot.warnings + comparison.new.snapshot.warnings
    return any(warning.code == "unsupported-language" for warning in warnings)


def _gravest(
    events: Sequence[Event], unread: int, rows: Sequence[RowChange], frame: Frame
) -> list[Line]:
    """What weighs most, or that nothing does: as far as the `unread` changed sentences, and the `rows` of
    tables, let that be said.
    """
    against = [event for event in events if event.impact == "against-user"]
    if not against:
        told = f" against the user ({', '.join(count_events(events))})" if events else ""
        text = f"No obligation changed{told}"
        if rows:
            text += f", but {count(len(rows), 'row')} of tables changed"
        if unread:
            holds = "holds" if unread == 1 else "hold"
            text += f"; {count(unread, 'changed sentence')} {holds} no obligation that was read"
        lines = wrap([(f"{text}.", "quiet")], frame.width)
        for told in row_sentences(rows, signs=punctuation(frame.signs))[:_GRAVEST]:
            lines += hang(
                wrap([(safe(told), "")], frame.width - 2), (("- ", "quiet"),), (("  ", ""),)
            )
        return [*lines, ()]
    head = f"{count(len(against), 'change')} against the user: {', '.join(count_events(against))}"
    lines = wrap([(head, "against-user")], frame.width)
    shown = against[:_GRAVEST]
    for event in shown:
        lines += event_lines(event, width=frame.width, signs=frame.signs)
    if len(against) > _GRAVEST:
        lines.append(((f"  and {len(against) - _GRAVEST} more, below", "quiet"),))
    # A number in a table may be as grave: it binds nobody by itself, so that no event tells it.
    edited = [row for row in rows if row.change == "edited"]
    for told in row_sentences(edited, signs=punctuation(frame.signs))[:_ROWS]:
        lines += hang(wrap([(safe(told), "")], frame.width - 4), (("  - ", "quiet"),))
    return [*lines, ()]


def _obligations(
    events: Sequence[Event], comparison: Comparison, quotes: Collection[Quote], frame: Frame
) -> Iterator[Lines]:
    scripts = {(quote.old, quote.new): quote.script for quote in quotes}
    pairs = {
        (pair.old.id, pair.new.id): pair
        for section in comparison.sections
        for pair in section.clauses
        if pair.old and pair.new and pair.ops
    }
    width = min(frame.width, PROSE_WIDTH)
    right: Line = ((", ".join(count_events(events)), "quiet"),)
    head = rule_line((("Obligations", "title"),), right, width=frame.width, signs=frame.signs)
    yield Lines((*head, ()))
    for impact in IMPACT_ORDER:
        group = [event for event in events if event.impact == impact]
        if not group:
            continue
        title = f"{IMPACT_WORDS[impact].capitalize()} ({len(group)})"
        yield Lines((((title, impact),), ()))
        for alike in _told_together(group, pairs):
            event = alike[0]
            pair: ClausePair | Script | None = pairs.get(_clauses(event))
            if isinstance(pair, ClausePair) and len(alike) > 1:
                pair = _whole(pair, comparison, frame)
            if pair is None and event.old and event.new:
                pair = scripts.get((event.old.text, event.new.text))
            block = event_block(
                event,
                width=width,
                signs=frame.signs,
                marks=frame.marks,
                script=pair,
                count=len(alike),
            )
            yield Lines((*block, ()))


def _told_together(
    events: Sequence[Event], pairs: Mapping[tuple[str, str], ClausePair]
) -> list[list[Event]]:
    """Events with the same to tell about the parts of one clause, a list that became it, in one run."""
    runs: dict[object, list[Event]] = {}
    for number, event in enumerate(events):
        pair = pairs.get(_clauses(event))
        side = event.new if pair and pair.part == "joined" else event.old
        in_parts = pair and pair.part != "whole" and side and event.why
        key = (event.event, event.why, side.clause) if in_parts and side else number
        runs.setdefault(key, []).append(event)
    return [
        [
            replace(run[0], facets=tuple(dict.fromkeys(f for one in run for f in one.facets))),
            *run[1:],
        ]
        for run in runs.values()
    ]


def _clauses(event: Event) -> tuple[str, str]:
    return (event.old.clause, event.new.clause) if event.old and event.new else ("", "")


def _whole(pair: ClausePair, comparison: Comparison, frame: Frame) -> ClausePair:
    """All parts of the clause that one pair is a part of, as one pair."""
    parts = [
        one
        for section in comparison.sections
        for one in section.clauses
        if one.part == pair.part
        and (one.new if pair.part == "joined" else one.old)
        == (pair.new if pair.part == "joined" else pair.old)
    ]
    return join_parts(parts, between=frame.signs.dot)[0]


def _summary(comparison: Comparison, events: Sequence[Event], frame: Frame) -> list[Line]:
    if not events and comparison.same and all(is_same(pair) for pair in comparison.sections):
        number = count(len(comparison.sections), "section")
        return [((f"No differences in {number}", ""),)]
    added, removed = count_words(comparison)
    parts = [f"Sections: {', '.join(count_sections(comparison)) or 'none'}"]
    if comparison.title:
        parts.append("Title: renamed")
    if comparison.left_out:
        parts.append(f"Left out: {len(comparison.left_out)} changed")
    if rows := count_rows_changed(count_rows(changed_rows(comparison))):
        parts.append(f"Table rows: {', '.join(rows)}")
    parts.append(f"Words: {added:,} added, {removed:,} removed")
    if events:
        parts.append(f"Obligations: {', '.join(count_events(events))}")
    rule: Line = ((frame.signs.rule * frame.width, "quiet"),)
    line: Line = ((f" {frame.signs.dot} ".join(parts), ""),)
    if line_cells(line) <= frame.width:
        return [rule, line]
    return [
        rule,
        *(wrapped for part in parts for wrapped in hang(wrap([(part, "")], frame.width), ())),
    ]
