"""One section of a diff: what became of it, then its clauses, the unchanged ones folded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from policydiff.compare.joining import join_parts, join_rows
from policydiff.model import Clause, ClausePair, Comparison, Section, SectionPair
from policydiff.output.safe import safe
from policydiff.output.terminal.clauses import (
    Frame,
    fold_lines,
    note_lines,
    side_by_side_lines,
    unified_lines,
)
from policydiff.output.terminal.columns import Line, clip
from policydiff.output.terminal.header import rule_line
from policydiff.output.terminal.phrases import numbered_heading
from policydiff.output.terminal.places import at, from_to
from policydiff.output.terminal.tally import count


class Homes:
    """Which section holds which clause, and which section is where, on either side."""

    def __init__(self, comparison: Comparison) -> None:
        self.old = _homes(comparison.old.sections)
        self.new = _homes(comparison.new.sections)
        self.old_place = {s.id: index for index, s in enumerate(comparison.old.sections, 1)}
        self.new_place = {s.id: index for index, s in enumerate(comparison.new.sections, 1)}
        self.moved_away: dict[str, list[tuple[Clause, Section]]] = {}
        for pair in comparison.sections:
            here = {section.id for section in pair.old}
            for clauses in pair.clauses:
                if clauses.old is None or clauses.new is None:
                    continue
                origin = self.old.get(clauses.old.id)
                target = self.new.get(clauses.new.id)
                if origin and target and origin.id not in here:
                    self.moved_away.setdefault(origin.id, []).append((clauses.new, target))


def _homes(sections: Sequence[Section]) -> dict[str, Section]:
    return {clause.id: section for section in sections for clause in section.clauses}


def is_same(pair: SectionPair) -> bool:
    """Whether there is nothing to tell about a section."""
    return not pair.changes and all(clauses.change == "same" for clauses in pair.clauses)


def folded_sections(pairs: Sequence[SectionPair], frame: Frame) -> list[Line]:
    """One line for a run of unchanged sections: how many, and their headings as far as they fit."""
    names = f" {frame.signs.dot} ".join(
        numbered_heading((pair.new or pair.old)[0]) for pair in pairs
    )
    text = f"{frame.signs.ellipsis} {count(len(pairs), 'unchanged section')}: {names}"
    return [((clip(text, frame.width, frame.signs.ellipsis), "quiet"),), ()]


_PART_NOTES: Final = {"split": "one clause split into several", "joined": "several clauses joined"}


def section_lines(
    pair: SectionPair, homes: Homes, frame: Frame, *, context: int, show_all: bool
) -> list[Line]:
    """A section with `context` unchanged clauses around each change, or with all of them.

    Clauses that moved in or out say where from, or where to.
    """
    lines = _section_head(pair, homes, frame)
    joined = join_rows(join_parts(pair.clauses, between=frame.signs.dot))
    shown = _shown(joined, len(joined) if show_all else context)
    layout = side_by_side_lines if frame.side else unified_lines
    here = {section.id for section in pair.old}
    fold = 0
    for clauses, show in zip(joined, shown, strict=True):
        if not show:
            fold += 1
            continue
        if fold:
            lines += fold_lines(fold, frame)
            fold = 0
        note = (
            _PART_NOTES.get(clauses.part)
            or _addressed(clauses, frame)
            or _origin(clauses, here, homes, frame)
        )
        lines += layout(clauses, frame, note=note)
    if fold:
        lines += fold_lines(fold, frame)
    return [*lines, *_departures(pair, homes, frame), ()]


def _addressed(pair: ClausePair, frame: Frame) -> str:
    """Where the links behind the words write to now, where that is another address."""
    old, new = (", ".join(map(safe, side)) for side in pair.addresses)
    return f"the link writes to {old} {frame.signs.arrow} {new}" if new else ""


def _section_head(pair: SectionPair, homes: Homes, frame: Frame) -> list[Line]:
    arrow = f" {frame.signs.arrow} "
    old = " + ".join(numbered_heading(section) for section in pair.old)
    new = " + ".join(numbered_heading(section) for section in pair.new)
    title = new or old
    if old and new and old != new:
        title = old + arrow + new
    sign, style = "", "heading"
    if pair.changes in (("added",), ("removed",)):
        sign, style = ("+ ", "added-sign") if pair.new else ("- ", "removed-sign")
    first = [sections[0].line for sections in (pair.old, pair.new) if sections]
    places = (
        from_to(first[0], first[-1], frame.signs) if len(first) == 2 else "".join(map(at, first))
    )
    words = [_change_words(change, pair, homes, frame) for change in pair.changes]
    notes = ", ".join(words) or "unchanged"
    right: Line = (
        (notes, "note" if pair.changes else "quiet"),
        (f"  {places}", "quiet"),
    )
    return rule_line(((sign + title, style),), right, width=frame.width, signs=frame.signs)


def _change_words(change: str, pair: SectionPair, homes: Homes, frame: Frame) -> str:
    if change == "moved" and pair.old and pair.new:
        before, after = homes.old_place[pair.old[0].id], homes.new_place[pair.new[0].id]
        if before != after:
            return f"moved {_ordinal(before)} {frame.signs.arrow} {_ordinal(after)}"
    if change == "split":
        return f"split into {len(pair.new)}"
    if change == "merged":
        return f"merged from {len(pair.old)}"
    return change


def _ordinal(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _quote(section: Section, frame: Frame) -> str:
    if section.heading is None:
        return "the text before the first heading"
    return f"{frame.signs.open_quote}{numbered_heading(section)}{frame.signs.close_quote}"


def _shown(clauses: Sequence[ClausePair], context: int) -> list[bool]:
    """Which clauses to show: the changed ones and `context` on either side."""
    changed = [index for index, pair in enumerate(clauses) if pair.change != "same"]
    if context >= len(clauses):
        return [True] * len(clauses)
    shown = [False] * len(clauses)
    for index in changed:
        for near in range(max(index - context, 0), min(index + context + 1, len(clauses))):
            shown[near] = True
    return shown


def _origin(clauses: ClausePair, here: set[str], homes: Homes, frame: Frame) -> str:
    """ "moved here from ..." for a clause that stood in another section before."""
    if clauses.old is None or clauses.new is None:
        return ""
    origin = homes.old.get(clauses.old.id)
    if origin is None or (origin.id in here and clauses.change != "moved"):
        return ""
    if origin.id in here:
        if clauses.old.row and clauses.new.row and clauses.old.column != clauses.new.column:
            return f"moved from column {clauses.old.column} to {clauses.new.column}"
        target = homes.new.get(clauses.new.id)
        if target is not None and clauses.old.line != clauses.new.line:
            return f"moved within the section, {from_to(clauses.old.line, clauses.new.line, frame.signs)}"
        return "moved within the section"
    return f"moved here from {_quote(origin, frame)}, {at(clauses.old.line)}"


def _departures(pair: SectionPair, homes: Homes, frame: Frame) -> list[Line]:
    """One line for each section that clauses of this one moved to."""
    targets: dict[str, list[tuple[Clause, Section]]] = {}
    for section in pair.old:
        for clause, target in homes.moved_away.get(section.id, ()):
            targets.setdefault(target.id, []).append((clause, target))
    lines: list[Line] = []
    for moves in targets.values():
        first, target = moves[0]
        text = f"{count(len(moves), 'clause')} moved to {_quote(target, frame)}, {at(first.line)}"
        lines += note_lines(text, frame, sign=">")
    return lines
