"""One event as lines: what happened, in whose words, where; shared by the diff and the list."""

from __future__ import annotations

from policydiff.model import ClausePair, Event, Script
from policydiff.output.quoting import Punctuation
from policydiff.output.safe import safe
from policydiff.output.sentences import event_sentence, modal
from policydiff.output.terminal.columns import Line, Run, clip, hang, line_cells, signed, wrap
from policydiff.output.terminal.phrases import place, statement
from policydiff.output.terminal.places import at
from policydiff.output.terminal.theme import IMPACT_WORDS, Signs
from policydiff.output.terminal.words import (
    is_mostly_equal,
    new_runs,
    old_runs,
    redline_runs,
    shown_ops,
)

_NAME_CELLS = 12  # "strengthened", the longest name of an event
_DATE_CELLS = 12
_INDENT = "  "


def event_line(event: Event, *, width: int, signs: Signs, with_date: bool = False) -> Line:
    """An event on one line of at most `width` cells, shortened at its end."""
    shown = event.new or event.old
    glyph = signs.events[event.event]
    date = f"{event.by or 'undated':<{_DATE_CELLS}}" if with_date else ""
    head: Line = (
        (f"{_INDENT}{glyph} {event.event:<{_NAME_CELLS}}  ", event.impact),
        (date, "quiet"),
    )
    text = statement(shown, event.old if event.new else None, signs) if shown else ""
    room = width - line_cells(head)
    section = f"  {safe(event.section)}" if event.section else ""
    if len(section) * 3 > room:
        section = ""
    return (
        *head,
        (clip(text, room - line_cells(((section, ""),)), signs.ellipsis), ""),
        (section, "quiet"),
    )


def event_lines(event: Event, *, width: int, signs: Signs) -> list[Line]:
    """An event as its sentence on two lines at most, shortened where the policy is quoted."""
    head: Line = (
        (f"{_INDENT}{signs.events[event.event]} {event.event:<{_NAME_CELLS}}  ", event.impact),
    )
    room = width - line_cells(head)
    longest = 2 * room - 12
    text = safe(event_sentence(event, signs=punctuation(signs), longest=longest))
    return hang(wrap([(clip(text, longest, signs.ellipsis), "")], room)[:2], head)


def punctuation(drawn: Signs) -> Punctuation:
    """The signs of sentences that the terminal can show."""
    return Punctuation(drawn.arrow, drawn.open_quote, drawn.close_quote, drawn.ellipsis)


def event_entry(event: Event, *, width: int, signs: Signs) -> list[Line]:
    """An event as its sentence and its place only, for the many that nobody asked about."""
    shown = event.new or event.old
    if shown is None:
        return []
    head: Line = ((f"{signs.events[event.event]} ", "neutral"),)
    section = f"{safe(event.section)}, " if event.section else ""
    runs: list[Run] = [
        (statement(shown, None, signs), ""),
        (f"  {section}{place(event, signs)}", "quiet"),
    ]
    return hang(wrap(runs, width - 2), head)


def event_block(
    event: Event,
    *,
    width: int,
    signs: Signs,
    marks: bool,
    script: ClausePair | Script | None = None,
    with_impact: bool = False,
    count: int = 1,
) -> list[Line]:
    """An event in full: name and place, a plain sentence, the quotes, facets, nearest sentence.

    `script` is the edit script from the old quote to the new one where somebody has it. `count` says of
    how many obligations the same is told.
    """
    glyph = signs.events[event.event]
    times = f", {count} obligations" if count > 1 else ""
    left: list[Run] = [(f"{glyph} {event.event}{times}", event.impact)]
    if with_impact and event.impact != "neutral":
        left.append((f", {IMPACT_WORDS[event.impact]}", event.impact))
    where = safe(event.section).replace(" > ", f" {signs.path} ")
    right = f"{where}, {place(event, signs)}" if where else place(event, signs)
    lines = _head(tuple(left), right, width)
    body = _sentence(event, signs, width - 2)
    body += _quotes(event, width=width - 2, marks=marks, script=script)
    for facet in event.facets:
        old = _quote(facet.old, signs) if facet.old else "none"
        new = _quote(facet.new, signs) if facet.new else "none"
        text = f"{facet.kind}: {old} {signs.arrow} {new}"
        body += hang(wrap([(text, "")], width - 4), (("  ", ""),))
    if event.nearest is not None:
        near = event.nearest
        head = f"nearest sentence now, {near.similarity:.0%} alike, {at(near.line)}: "
        runs = [(head, "quiet"), (_quote(near.text, signs), "quiet")]
        body += hang(wrap(runs, width - 4), (("  ", ""),))
    return lines + hang(body, ((_INDENT, ""),), ((_INDENT, ""),))


def _head(left: Line, right: str, width: int) -> list[Line]:
    room = width - line_cells(left)
    if line_cells(((right, ""),)) + 3 <= room:
        gap = " " * (room - line_cells(((right, ""),)))
        return [(*left, (gap + right, "quiet"))]
    return [left, *hang(wrap([(right, "quiet")], width - 2), ((_INDENT, ""),))]


def _sentence(event: Event, signs: Signs, width: int) -> list[Line]:
    shown = event.new or event.old
    if shown is None:
        return []
    before = event.old if event.new is not None else None
    why = safe(event.why).replace("->", "→").replace("→", signs.arrow)
    runs: list[Run] = [(statement(shown, before, signs), "")]
    if why and not (before and why == f"{modal(before)} {signs.arrow} {modal(shown)}"):
        runs.append((f" ({why})", "note"))
    return wrap(runs, width)


def _quotes(
    event: Event, *, width: int, marks: bool, script: ClausePair | Script | None
) -> list[Line]:
    old = event.old.text if event.old and event.event not in ("appeared", "returned") else ""
    new = event.new.text if event.new else ""
    if old and new and old != new:
        if script is None:
            from policydiff.compare.words import diff_clauses

            script = diff_clauses(old, new)
        ops = shown_ops(script)
        if is_mostly_equal(ops):
            return signed("~", "edited-sign", redline_runs(ops, marks=marks), width)
        lines = signed(
            "-", "removed-sign", old_runs(shown_ops(script, new=False), marks=marks), width
        )
        return lines + signed("+", "added-sign", new_runs(ops, marks=marks), width)
    if new:
        sign, style = ("+", "added") if not old else (">", "")
        return signed(sign, "added-sign" if not old else "moved-sign", [(safe(new), style)], width)
    return signed("-", "removed-sign", [(safe(old), "removed")], width) if old else []


def _quote(text: str, signs: Signs) -> str:
    return f"{signs.open_quote}{safe(text)}{signs.close_quote}"
