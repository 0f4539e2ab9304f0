"""A series as a log, newest first: one block a snapshot, as `git log` has one a commit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from policydiff.compare.table_rows import count_rows
from policydiff.model import Event, Ignored, Log, Snapshot, Step, Timeline
from policydiff.output.beside import sentences_beside
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
from policydiff.output.terminal.header import caution_lines, date_runs, rule_line, source_name
from policydiff.output.terminal.phrases import snapshot_date
from policydiff.output.terminal.tally import count, count_changes, count_events, count_rows_changed
from policydiff.output.terminal.theme import Signs, signs
from policydiff.timeline.gravity import gravity

_BAR = 24  # cells of the longest bar of --stat, on a wide screen
_NAMED = 3  # sections that are named in one line
_LINES = 4  # of a headline at most, where only the gravest are told
_INDENT: Line = (("    ", ""),)


def render_log(
    log: Log,
    *,
    width: int,
    chosen: Sequence[int],
    top: int = 5,
    stat: bool = False,
    show_ignored: bool = False,
    ascii_only: bool = False,
) -> Iterator[Lines]:
    """One block for each snapshot whose index is `chosen`, in that order: where it comes from, what it
    changed, its `top` weightiest events in plain sentences (0: all). With `stat`, every section that
    changed with its words added and removed. Several in a row that changed nothing share a block.
    With `show_ignored`, each difference that was ignored there, and by which rule.
    """
    width = min(max(width, MIN_WIDTH), PROSE_WIDTH)
    drawn = signs(ascii_only=ascii_only)
    steps = {step.new: step for step in log.steps}
    by_snapshot: dict[int, list[Event]] = {}
    for history in log.timeline.histories:
        for event in history.told:
            by_snapshot.setdefault(event.snapshot, []).append(event)
    stepped_over = {one.snapshot: one for one in log.timeline.ignored}
    ignored_at: dict[int, list[Ignored]] = {}
    for one in log.timeline.ignored:
        ignored_at.setdefault(one.snapshot, []).append(one)

    def is_idle(index: int) -> bool:
        step = steps.get(index)
        if step is None:
            return index in stepped_over
        return not (
            step.sections or step.words_added or step.words_removed or by_snapshot.get(index)
        )

    for idle, group in groupby(chosen, key=is_idle):
        run = list(group)
        if idle and len(run) > 1 and not (show_ignored and any(at in ignored_at for at in run)):
            ignored = [stepped_over[at] for at in run if at not in steps]
            yield Lines(tuple(_idle(log.timeline, run, ignored, width, drawn)))
            continue
        for index in run:
            events = sorted(by_snapshot.get(index, ()), key=gravity)
            lines = _head(
                log.timeline.snapshots[index], index, len(log.timeline.snapshots), width, drawn
            )
            step = steps.get(index)
            if step is not None:
                lines += _told(step, events, top, width, drawn, stat=stat)
            elif index in stepped_over:
                one = stepped_over[index]
                text = f"stepped over, {safe(one.rule)}: {safe(one.detail)}"
                lines += hang(wrap([(text, "warning")], width - 4), _INDENT)
            else:
                text = f"first snapshot, {count(len(events), 'obligation')}"
                lines += hang(wrap([(text, "")], width - 4), _INDENT)
            if index in steps:
                lines += _ignored(ignored_at.get(index, ()), width, each=show_ignored)
            yield Lines((*lines, ()))


def _ignored(found: Sequence[Ignored], width: int, *, each: bool) -> list[Line]:
    lines: list[Line] = []
    told = [f"{safe(one.rule)}: {safe(one.detail)}" for one in found]
    if found and not each:
        rules = ", ".join(sorted({safe(one.rule) for one in found}))
        told = [f"{count(len(found), 'difference')}, {rules}; --show-ignored tells each"]
    for text in (f"ignored, {text}" for text in told):
        lines += hang(wrap([(text, "quiet")], width - 6), _INDENT, (("      ", ""),))
    return [(), *lines] if lines else []


def _told(
    step: Step, events: Sequence[Event], top: int, width: int, drawn: Signs, *, stat: bool
) -> list[Line]:
    lines: list[Line] = []
    for text in _changes(step, events, stat=stat):
        lines += hang(wrap([(text, "quiet")], width - 6), _INDENT, (("      ", ""),))
    if stat:
        lines += [(), *_stat(step, width, drawn)]
    return lines + _events(events, top, width, drawn) + _beside(step, events, top, width, drawn)


def _beside(step: Step, events: Sequence[Event], top: int, width: int, drawn: Signs) -> list[Line]:
    """What changed beside obligations: as many lines as for events."""
    marks = punctuation(drawn)
    told = sentences_beside(step, signs=marks)
    lines: list[Line] = [()] if told and not events else []
    for text in told[: top or None]:
        lines += hang(
            wrap([(safe(text), "")], width - 6), (*_INDENT, ("- ", "quiet")), (("      ", ""),)
        )
    if top and len(told) > top:
        lines.append((*_INDENT, (f"{drawn.ellipsis} and {len(told) - top:,} more", "quiet")))
    return lines


def _idle(
    timeline: Timeline, run: Sequence[int], ignored: Sequence[Ignored], width: int, drawn: Signs
) -> list[Line]:
    """Snapshots in a row that changed nothing that counts, as one block."""
    one, other = (snapshot_date(timeline.snapshots[at]) for at in (run[0], run[-1]))
    left: Line = ((f"{one} to {other}", "date"),)
    right: Line = ((f"{run[0] + 1} to {run[-1] + 1} of {len(timeline.snapshots)}", "quiet"),)
    text = f"{count(len(run), 'snapshot')}, no change that counts"
    if ignored:
        rules = Counter(one.rule for one in ignored)
        told = ", ".join(f"{safe(rule)} ({number})" for rule, number in sorted(rules.items()))
        text += f"; stepped over, {told}"
    lines = rule_line(left, right, width=width, signs=drawn)
    return [*lines, *hang(wrap([(text, "quiet")], width - 4), _INDENT), ()]


def _head(snapshot: Snapshot, index: int, total: int, width: int, drawn: Signs) -> list[Line]:
    left: Line = tuple(date_runs(snapshot))
    right: Line = ((f"{index + 1} of {total}", "quiet"),)
    lines = rule_line(left, right, width=width, signs=drawn)
    lines += hang(wrap([(source_name(snapshot), "source")], width - 4), _INDENT)
    return lines + hang(caution_lines(snapshot, width=width - 4, signs=drawn), _INDENT)


def _changes(step: Step, events: Sequence[Event], *, stat: bool) -> list[str]:
    """The step in counts; sections by name where they are few, and `stat` does not list them."""
    parts = []
    if step.sections:
        parts.append(f"sections: {_sections(step, named=not stat)}")
    if events:
        parts.append(f"obligations: {', '.join(count_events(events))}")
    if rows := count_rows_changed(count_rows(step.rows)):
        parts.append(f"table rows: {', '.join(rows)}")
    if step.words_added or step.words_removed:
        parts.append(f"words: {step.words_added:,} added, {step.words_removed:,} removed")
    if step.quiet and not (events or step.rows or step.unread):
        return [f"nothing of substance changes, only {step.quiet}", *parts]
    return parts or ["no change that counts"]


def _sections(step: Step, *, named: bool) -> str:
    """ "1 added (Korea), 2 edited": with names where sections are few; of more, of those that came or went."""
    names: dict[str, list[str]] = {}
    few = len(step.sections) <= _NAMED
    for one in step.sections:
        if few or one.changes in (("added",), ("removed",)):
            name = safe(one.heading) or "before the first heading"
            names.setdefault(one.changes[0], []).append(name)
    counts = count_changes(Counter(change for one in step.sections for change in one.changes))
    if not named or not 0 < sum(map(len, names.values())) <= _NAMED:
        return ", ".join(counts)
    if len(counts) == 1:
        told = ", ".join(*names.values())
        return f"{counts[0]}: {told}"
    return ", ".join(
        f"{told} ({', '.join(names[change])})" if (change := told.split()[-1]) in names else told
        for told in counts
    )


def _events(events: Sequence[Event], top: int, width: int, drawn: Signs) -> list[Line]:
    """The `top` gravest, like ones together and each on a few lines; all of them, in full, where it is 0."""
    if not events:
        return []
    runs = told_together(events) if top else [[event] for event in events]
    longest = _LINES * (width - 6) if top else 0
    lines: list[Line] = [()]
    for run in runs[: top or None]:
        text = safe(headline(run, signs=punctuation(drawn), longest=longest))
        sign: Line = (*_INDENT, (f"{drawn.events[run[0].event]} ", run[0].impact))
        lines += hang(wrap([(text, "")], width - 6), sign)
    if more := len(events) - sum(map(len, runs[: top or None])):
        lines.append((*_INDENT, (f"{drawn.ellipsis} and {more:,} more", "quiet")))
    return lines


def _stat(step: Step, width: int, drawn: Signs) -> list[Line]:
    """Like `git diff --stat`: a section a line, with a bar of words added and removed."""
    names = [safe(section.heading) or "(before the first heading)" for section in step.sections]
    most = max((s.words_added + s.words_removed for s in step.sections), default=0)
    longest = min(_BAR, width // 6)
    room = max(width - 4 - longest - 30, 16)
    label = min(max((line_cells(((name, ""),)) for name in names), default=0), room)
    lines: list[Line] = []
    for name, section in zip(names, step.sections, strict=True):
        text = clip(name, label, drawn.ellipsis)
        text += " " * (label - line_cells(((text, ""),)))
        words = section.words_added + section.words_removed
        scale = min(1.0, longest / most) if most else 0.0
        plus, minus = (
            -(-int(n * scale * 1000) // 1000) for n in (section.words_added, section.words_removed)
        )
        changes = ", ".join(section.changes)
        lines.append(
            (
                *_INDENT,
                (f"{text} {drawn.divider} ", ""),
                (f"{words:>5} ", ""),
                ("+" * plus, "added"),
                ("-" * minus, "removed"),
                (f" {changes}", "quiet"),
            )
        )
    return [_fit(line, width) for line in lines]


def _fit(line: Line, width: int) -> Line:
    """The line without its last run where that does not fit."""
    return line if line_cells(line) <= width else line[:-1]
