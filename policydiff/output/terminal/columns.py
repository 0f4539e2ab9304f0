"""Styled lines: wrapping by terminal cells, hanging indents, two columns.

A rich Table costs up to five times as much as laying lines out, and cuts long words; here a line is
a tuple of (text, style name) runs. The console writes them as they are: without rich, whose import
costs as much as a short diff. A rich console can print them too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from rich.cells import cell_len, chop_cells, split_graphemes

from policydiff.output.terminal.theme import RESET, SEQUENCES, STYLES
from policydiff.output.workflow import without_commands

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions
    from rich.segment import Segment

Run = tuple[str, str]  # text, style name
Line = tuple[Run, ...]

MIN_WIDTH = 40  # narrower terminals are laid out as if they had this many cells
PROSE_WIDTH = 120  # a single column wider than this is hard to read

# No line of Chinese or Japanese starts with these, or ends with those.
_NOT_FIRST = frozenset(
    "。，、．：；！？）」』】》〉〕］｝’”…—・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ%,.:;!?)]}"
)
_NOT_LAST = frozenset("（「『【《〈〔［｛‘“([{")


class Lines(Struct, frozen=True):
    """Finished lines, for our console or rich's; they never wrap, so nothing is laid out twice."""

    lines: tuple[Line, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        from rich.segment import Segment
        from rich.style import Style

        for line in map(_harmless, self.lines):
            for text, style in line:
                yield Segment(text, Style.parse(STYLES[style]))
            yield Segment.line()

    def styled(self, link: Callable[[str], str | None]) -> str:
        """The text with the sequences of its styles; `link` may have an address for a source."""
        out: list[str] = []
        for line in map(_harmless, self.lines):
            for text, style in line:
                run = f"{SEQUENCES[style]}{text}{RESET}" if text and SEQUENCES[style] else text
                if style == "source" and text and (address := link(text)):
                    run = f"\x1b]8;{address}\x1b\\{run}\x1b]8;;\x1b\\"
                out.append(run)
            out.append("\n")
        return "".join(out)

    @property
    def plain(self) -> str:
        """The text without styles, one line break after each line."""
        lines = map(_harmless, self.lines)
        return "".join("".join(text for text, _ in line) + "\n" for line in lines)


def _harmless(line: Line) -> Line:
    """`line` without what the runner of a CI service would obey; known only when it is laid out."""
    text = line[0][0] if len(line) == 1 else "".join([text for text, _ in line])
    if "::" not in text and "##" not in text:
        return line
    harmless, runs, start = without_commands(text), [], 0
    for run, style in line:
        runs.append((harmless[start : start + len(run)], style))
        start += len(run)
    return tuple(runs)


def line_cells(line: Sequence[Run]) -> int:
    """How many terminal cells `line` takes."""
    return sum(cell_len(text) for text, _ in line)


def wrap(runs: Sequence[Run], width: int) -> list[Line]:
    """`runs` as lines of at most `width` cells (2 or more); at least one line.

    Breaks at spaces, between wide characters, and inside a word only where it fits no line.
    Nothing but the spaces at a break is lost.
    """
    text = runs[0][0] if len(runs) == 1 else "".join(text for text, _ in runs)
    cuts = _narrow_cuts(text, width) if _is_narrow(text) else _wide_cuts(text, runs, width)
    if len(runs) == 1:
        style = runs[0][1]
        return [((text[start:end], style),) for start, end in cuts]
    return _slice(runs, cuts)


def signed(sign: str, style: str, runs: Sequence[Run], width: int) -> list[Line]:
    """Runs wrapped behind a sign ("+", "-", "~") that stands alone in front of them."""
    return hang(wrap(runs, width - 2), ((f"{sign} ", style),), (("  ", ""),))


def hang(lines: Sequence[Line], first: Line, rest: Line | None = None) -> list[Line]:
    """`lines` behind `first` on the first line and `rest` (default: as many blanks) on the others."""
    if rest is None:
        rest = ((" " * line_cells(first), ""),)
    return [(first if index == 0 else rest) + line for index, line in enumerate(lines)]


def pad(line: Line, width: int) -> Line:
    """`line` with blanks up to `width` cells."""
    missing = width - line_cells(line)
    return (*line, (" " * missing, "")) if missing > 0 else line


def beside(old: Sequence[Line], new: Sequence[Line], *, column: int, divider: Run) -> list[Line]:
    """Two columns of `column` cells with `divider` between them, as high as the higher one."""
    out: list[Line] = []
    text, style = divider
    for index in range(max(len(old), len(new))):
        left = old[index] if index < len(old) else ()
        if index < len(new):
            out.append((*pad(left, column), divider, *new[index]))
        else:
            out.append((*pad(left, column), (text.rstrip(), style)))
    return out


def clip(text: str, width: int, ellipsis: str) -> str:
    """`text` in at most `width` cells, shortened at its end with `ellipsis` if need be."""
    if cell_len(text) <= width:
        return text
    room = width - cell_len(ellipsis)
    if room <= 0:
        return ellipsis[: max(width, 0)]
    return chop_cells(text, room)[0].rstrip(" ,;:") + ellipsis


def _is_narrow(text: str) -> bool:
    return text.isascii() or all(cell_len(character) == 1 for character in set(text))


def _narrow_cuts(text: str, width: int) -> list[tuple[int, int]]:
    cuts: list[tuple[int, int]] = []
    start, length = 0, len(text)
    while length - start > width:
        space = text.rfind(" ", start, start + width + 1)
        if space <= start:
            end = _fold(text, start, width)
            cuts.append((start, end))
            start = end
            continue
        end = space
        while end > start and text[end - 1] == " ":
            end -= 1
        if end > start:
            cuts.append((start, end))
        start = space + 1
        while start < length and text[start] == " ":
            start += 1
    if start < length or not cuts:
        cuts.append((start, length))
    return cuts


def _fold(text: str, start: int, width: int) -> int:
    """Where to break a word that fits no line: after a sign that parts addresses, or anywhere."""
    end = start + width
    best = max(text.rfind(sign, start + width // 2, end) for sign in "/?&=-_")
    return best + 1 if best >= 0 else end


def _wide_cuts(text: str, runs: Sequence[Run], width: int) -> list[tuple[int, int]]:
    cuts: list[tuple[int, int]] = []
    # Run by run, as `line_cells` will count: a joiner at the end of one does not reach the next.
    graphemes: list[tuple[int, int, int]] = []
    offset = 0
    for run, _ in runs:
        spans = split_graphemes(run)[0]
        graphemes += [(offset + start, offset + end, cells) for start, end, cells in spans]
        offset += len(run)
    first = 0  # of the line, as index into graphemes
    while first < len(graphemes):
        used, last, good = 0, first, -1
        while last < len(graphemes) and used + graphemes[last][2] <= width:
            used += graphemes[last][2]
            last += 1
            if last < len(graphemes) and _may_break(text, graphemes, last):
                good = last
        if last < len(graphemes):
            last = good if good > first else max(last, first + 1)
        start, end = graphemes[first][0], graphemes[last - 1][1]
        while end > start and text[end - 1] == " ":
            end -= 1
        if end > start:
            cuts.append((start, end))
        first = last
        while first < len(graphemes) and text[slice(*graphemes[first][:2])] == " ":
            first += 1
    return cuts or [(0, 0)]


def _may_break(text: str, graphemes: Sequence[tuple[int, int, int]], index: int) -> bool:
    """Whether a line may start with grapheme `index`."""
    before, after = text[graphemes[index - 1][0]], text[graphemes[index][0]]
    if before == " " or after == " ":
        return True
    if after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return graphemes[index - 1][2] == 2 or graphemes[index][2] == 2


def _slice(runs: Sequence[Run], cuts: Sequence[tuple[int, int]]) -> list[Line]:
    lines: list[Line] = []
    index, offset = 0, 0  # of the run that holds the start of the cut
    for start, end in cuts:
        while index < len(runs) - 1 and offset + len(runs[index][0]) <= start:
            offset += len(runs[index][0])
            index += 1
        line: list[Run] = []
        here, at = index, offset
        while here < len(runs) and at < end:
            text, style = runs[here]
            piece = text[max(start - at, 0) : end - at]
            if piece:
                line.append((piece, style))
            at += len(text)
            here += 1
        lines.append(tuple(line))
    return lines
