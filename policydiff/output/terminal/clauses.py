"""One clause pair as lines: a gutter with the sign, then the words, hanging behind list markers."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from policydiff.model import Clause, ClausePair
from policydiff.output.safe import safe
from policydiff.output.terminal.columns import Line, Run, beside, hang, line_cells, wrap
from policydiff.output.terminal.theme import Signs
from policydiff.output.terminal.words import (
    is_mostly_equal,
    new_runs,
    old_runs,
    redline_runs,
    shown_ops,
)

SIGN_STYLES = {
    " ": "",
    "-": "removed-sign",
    "+": "added-sign",
    "~": "edited-sign",
    ">": "moved-sign",
}
_MOST_INDENT = 8  # deeper lists are not worth the cells that the text loses


class Frame(Struct, frozen=True, kw_only=True):
    """How clauses are set: the same for a whole diff."""

    width: int
    side: bool  # two columns, old on the left
    digits: int  # of the line numbers in the gutter; 0 for none
    marks: bool
    signs: Signs

    @property
    def column(self) -> int:
        """Cells of one of two columns, with " │ " between them."""
        return (self.width - 3) // 2


def unified_lines(pair: ClausePair, frame: Frame, *, note: str = "") -> list[Line]:
    """A clause pair in one column; an edited one as a redline, or as two texts if too different."""
    old, new = pair.old, pair.new
    width = frame.width
    if pair.change == "edited" and old and new:
        ops = shown_ops(pair)
        if is_mostly_equal(ops):
            runs = redline_runs(ops, marks=frame.marks)
            lines = _clause("~", runs, new, old.line, new.line, width, frame)
        else:
            before = old_runs(shown_ops(pair, new=False), marks=frame.marks)
            after = new_runs(ops, marks=frame.marks)
            lines = _clause("-", before, old, old.line, None, width, frame)
            lines += _clause("+", after, new, None, new.line, width, frame)
    elif pair.change == "removed" and old:
        lines = _clause("-", [(safe(old.text), "removed")], old, old.line, None, width, frame)
    elif pair.change == "added" and new:
        lines = _clause("+", [(safe(new.text), "added")], new, None, new.line, width, frame)
    else:
        shown = new or old
        if shown is None:
            return []
        sign = ">" if pair.change == "moved" else " "
        runs = [(safe(shown.text), "" if sign == ">" else "quiet")]
        numbers = (old.line if old else None, new.line if new else None)
        lines = _clause(sign, runs, shown, *numbers, width, frame)
    return lines + note_lines(note, frame) if note else lines


def side_by_side_lines(pair: ClausePair, frame: Frame, *, note: str = "") -> list[Line]:
    """A clause pair in two columns, old on the left."""
    old, new = pair.old, pair.new
    left: list[Line] = []
    right: list[Line] = []
    width = frame.column
    if pair.change == "edited" and old and new:
        ops = shown_ops(pair)
        before = shown_ops(pair, new=False)
        left = _side("~", old_runs(before, marks=frame.marks), old, width, frame)
        right = _side("~", new_runs(ops, marks=frame.marks), new, width, frame)
    elif pair.change == "moved":
        if old and new:
            left = _side(">", [(note or safe(old.text), "note" if note else "")], old, width, frame)
            right = _side(">", [(safe(new.text), "")], new, width, frame)
            note = ""
        elif old:
            left = _side(">", [(safe(old.text), "")], old, width, frame)
        elif new:
            right = _side(">", [(safe(new.text), "")], new, width, frame)
    else:
        sign_old, sign_new = ("-", "+") if pair.change in ("removed", "added") else (" ", " ")
        if old:
            style = "removed" if sign_old == "-" else "quiet"
            left = _side(sign_old, [(safe(old.text), style)], old, width, frame)
        if new:
            style = "added" if sign_new == "+" else "quiet"
            right = _side(sign_new, [(safe(new.text), style)], new, width, frame)
    if note:
        gutter = _side_gutter(" ", None, frame)
        left += hang(wrap([(note, "note")], width - line_cells(gutter)), gutter)
    return beside(left, right, column=width, divider=(f" {frame.signs.divider} ", "quiet"))


def note_lines(text: str, frame: Frame, *, style: str = "note", sign: str = " ") -> list[Line]:
    """A remark of ours between the clauses, at the indent of their text."""
    gutter = (_side_gutter if frame.side else _gutter)(sign, None, frame)
    return hang(wrap([(text, style)], frame.width - line_cells(gutter)), gutter)


def fold_lines(number: int, frame: Frame) -> list[Line]:
    """The line that stands for `number` unchanged clauses."""
    text = f"{frame.signs.ellipsis} {number:,} unchanged clause{'' if number == 1 else 's'}"
    if not frame.side:
        return note_lines(text, frame, style="quiet")
    gutter = _side_gutter(" ", None, frame)
    line: Line = (*gutter, (text, "quiet"))
    return beside(
        [line], [line], column=frame.column, divider=(f" {frame.signs.divider} ", "quiet")
    )


def _clause(
    sign: str,
    runs: Sequence[Run],
    clause: Clause,
    old_line: int | None,
    new_line: int | None,
    width: int,
    frame: Frame,
) -> list[Line]:
    first = _gutter(sign, old_line, frame, new_line)
    return _body(runs, clause, first, _gutter(" ", None, frame), width)


def _side(sign: str, runs: Sequence[Run], clause: Clause, width: int, frame: Frame) -> list[Line]:
    first = _side_gutter(sign, clause.line, frame)
    return _body(runs, clause, first, _side_gutter(" ", None, frame), width)


def _body(runs: Sequence[Run], clause: Clause, first: Line, rest: Line, width: int) -> list[Line]:
    marker = safe(clause.number)
    indent = min(2 * max(clause.depth - 1, 0), _MOST_INDENT)
    # A later sentence of an item hangs where a bullet would leave it.
    lead = " " * indent + (f"{marker} " if marker else "  " if clause.depth else "")
    if clause.context:
        runs = [(" / ".join(map(safe, clause.context)) + ": ", "quiet"), *runs]
    indent_cells = line_cells(((lead, ""),))
    room = max(width - line_cells(first) - indent_cells, 8)
    lines = wrap(runs, room)
    if not lead:
        return hang(lines, first, rest)
    return hang(lines, (*first, (lead, "")), (*rest, (" " * indent_cells, "")))


def _gutter(sign: str, old_line: int | None, frame: Frame, new_line: int | None = None) -> Line:
    if not frame.digits:
        return ((f"{sign} ", SIGN_STYLES[sign]),)
    digits = frame.digits
    numbers = f"{old_line or '':>{digits}} {new_line or '':>{digits}} "
    return (numbers, "quiet"), (f"{sign} ", SIGN_STYLES[sign])


def _side_gutter(sign: str, line: int | None, frame: Frame) -> Line:
    if not frame.digits:
        return ((f"{sign} ", SIGN_STYLES[sign]),)
    return (f"{line or '':>{frame.digits}} ", "quiet"), (f"{sign} ", SIGN_STYLES[sign])
