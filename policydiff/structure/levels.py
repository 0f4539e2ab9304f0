"""Levels of headings: numbering first, markup next, the look of unnumbered lines last."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from rapidfuzz import fuzz, process

from policydiff.structure.lines import Line

_OPEN_RUNS = 8  # counts that a number may go on with
_SAME_ENTRY = 85  # 0 to 100; likeness of a heading and its entry, spelled differently
_ENTRIES = 20  # of a table that name no heading: more of them tell nothing
_FEWEST = 3  # headings that a table of contents names
_INTRODUCTION = 12  # words from which a paragraph can open a part of a page


def heading_levels(
    headings: Sequence[Line],
    run_in: Sequence[bool],
    parts: Sequence[int] = (),
    groups: Sequence[int] = (),
) -> list[int]:
    """Level of each heading, 1 for the outermost; a heading is at most one deeper than its parent.

    `parts`, from `page_parts`, is the part of the page that each heading stands in, if it has parts;
    `groups`, from `opened_groups` or `left_out_of_contents`, how many others stand above it.
    Both speak only where the headings are of one look and neither marked up nor numbered: the author's
    own count and marks say more than a gap or a table of contents with other words.
    Headings of one class (markup level, number style, look) have one rank; a heading's level is
    how many open headings rank above it. O(n * depth).
    """
    ranks = _ranks(headings, run_in)
    told = any(heading.number or heading.block.kind == "heading" for heading in headings)
    if told or len(set(ranks)) > 1:
        pass
    elif any(groups):
        ranks = [(*rank, 0.1 * inside) for rank, inside in zip(ranks, groups, strict=True)]
    elif parts:
        ranks = [
            (*rank, 0.5 if position and parts[position - 1] == part else 0.0)
            for position, (rank, part) in enumerate(zip(ranks, parts, strict=True))
        ]
    levels: list[int] = []
    open_ranks: list[tuple[float, ...]] = []
    for rank in ranks:
        while open_ranks and open_ranks[-1] >= rank:
            open_ranks.pop()
        open_ranks.append(rank)
        levels.append(len(open_ranks))
    return levels


def page_parts(lines: Sequence[Line], headings: Sequence[Line]) -> list[int]:
    """The part of each heading on a page whose parts stand further apart than its blocks; else [].

    Pages whose layout is lost keep its gaps: the first heading of a part is above the others in it.
    Where a wide gap stands right before a heading, gaps are how headings are set, and tell nothing;
    so does a single one.
    """
    gaps = sorted(line.block.gap_lines for line in lines)
    usual = gaps[len(gaps) // 2] if gaps else 0
    if usual != 1:
        return []
    wide = {
        line.index
        for line in lines
        if line.index and line.block.gap_lines > usual and line.block.kind == "paragraph"
    }
    starts = {index for index in wide if lines[index].words >= _INTRODUCTION}
    if len(starts) < 2 or wide & {heading.index for heading in headings}:
        return []
    return [sum(start <= heading.index for start in starts) for heading in headings]


def left_out_of_contents(headings: Sequence[Line], entries: frozenset[str]) -> list[bool]:
    """Of each heading, whether it stands below one that the table of contents names, by its absence there.

    `entries` are the words of the table's lines. An entry that names no heading means that headings
    were renamed: the table tells no levels then. A word more or less is the same name. Behind the last that is named nothing is known, unless
    others are left out before.
    """
    keys = [heading.key_text() for heading in headings]
    known = len(entries & set(keys))
    # "How you correct your data" for "How you correct data" in the table is no other heading.
    free = sorted(entries - set(keys))[:_ENTRIES]
    named = [
        key in entries
        or process.extractOne(key, free, scorer=fuzz.ratio, score_cutoff=_SAME_ENTRY) is not None
        for key in keys
    ]
    none = [False] * len(headings)
    if sum(named) < _FEWEST or len(entries) - known > 1:  # one may be its caption
        return none
    first = named.index(True)
    last = len(named) - named[::-1].index(True)
    if all(named[first:last]):
        return none
    return [rank > first and not there for rank, there in enumerate(named)]


def _ranks(headings: Sequence[Line], run_in: Sequence[bool]) -> list[tuple[float, ...]]:
    plain = _plain_ranks(headings)
    markup = 0
    ranks: list[tuple[float, ...]] = []
    for line, inside, fallback in zip(headings, run_in, plain, strict=True):
        dotted = len(line.number.values) - 1 if line.number else 0
        if line.block.kind == "heading":
            markup = line.block.level
            ranks.append((markup, dotted))
        elif inside:
            ranks.append((markup + 0.8, dotted))
        elif markup:
            # A bare or bold line between marked-up headings stands below them.
            ranks.append((markup + 0.5, fallback))
        else:
            ranks.append((0, fallback))
    return _numbering_beats_markup(headings, ranks)


def _plain_ranks(headings: Sequence[Line]) -> list[float]:
    """Ranks of headings without markup, by number style and place."""
    starts: dict[str, int] = {}  # how often each style starts to count
    order: list[str] = []
    last: dict[str, int] = {}
    for index, line in enumerate(headings):
        if line.number:
            style = line.number.style
            if style not in starts:
                starts[style] = 0
                order.append(style)
            if line.number.last == 1:
                starts[style] += 1
            last[style] = index
    order.sort(key=_word_rank)
    # A style that starts over stands inside one that does not: "1." under "I.", "II.", ...
    single = [style for style in order if starts[style] <= 1]
    nested = [style for style in order if starts[style] > 1]
    rank_of: dict[str, float] = {}
    # Annexes that are only appended do not push what stands before them a rank down.
    appended = [style for style in single if _is_appended(style, list(last))]
    single = [style for style in single if style not in appended]
    for position, style in enumerate([*single, *nested, *appended]):
        if _word_rank(style) < 0 and style not in nested:
            rank_of[style] = float(_word_rank(style))
            continue
        rank_of[style] = 0.0 if style in single and position == 0 else position
    for style in rank_of:
        if dots := style.count("/") and int(style.split("/")[1].split()[0]):
            # Below what it is a part of: "2.1" below "2.", even if an annex counts "1." anew.
            above = [rank_of[other] for other in order if other.startswith(style[0] + " ")]
            rank_of[style] = min(above) + 0.1 * dots if above and min(above) > 0 else dots
    top = (single or order or [""])[0]
    caps = [i for i, line in enumerate(headings) if not line.number and _capitals(line)]
    lower = [i for i, line in enumerate(headings) if not line.number and not _capitals(line)]
    # Capitals over ordinary case, when both kinds recur and capitals come first.
    tiers = len(caps) >= 2 and len(lower) >= 2 and caps[0] < lower[0]
    seen_top = False
    ranks: list[float] = []
    for index, line in enumerate(headings):
        if line.number:
            seen_top = seen_top or line.number.style == top
            ranks.append(rank_of[line.number.style])
        elif seen_top and index < last.get(top, -1):
            ranks.append(0.5 + (0.2 if tiers and not _capitals(line) else 0.0))
        else:
            ranks.append(0.3 if tiers and not _capitals(line) else 0.0)
    return ranks


_APPENDED = ("schedule ", "annex ", "appendix ", "exhibit ")
_ABOVE = ("part ", "chapter ", "teil ", *_APPENDED)


def _word_rank(style: str) -> int:
    """-1 for number styles whose word stands above bare numbers: "Part B", "Schedule 2"."""
    return -1 if style.startswith(_ABOVE) else 0


def _is_appended(style: str, met: Sequence[str]) -> bool:
    """Whether a style of annexes begins below another; `met` are the styles as they come first."""
    return style.startswith(_APPENDED) and met[0] != style


def _capitals(line: Line) -> bool:
    return line.text.upper() == line.text


class _Run(Struct):
    """Headings whose numbers count on, wherever their markup puts them."""

    rank: tuple[float, ...]  # of the outermost
    last: int
    members: list[int]


def _numbering_beats_markup(
    headings: Sequence[Line], ranks: list[tuple[float, ...]]
) -> list[tuple[float, ...]]:
    """Give headings whose numbers count on ("2." after "1.") the rank of the outermost of them.

    Of several counts that a number could go on with, that of the same rank, else the latest.
    """
    runs: dict[tuple[str, tuple[int, ...]], list[_Run]] = {}
    for index, (line, rank) in enumerate(zip(headings, ranks, strict=True)):
        number = line.number
        if number is None or line.block.kind != "heading":
            continue
        known = runs.setdefault((number.style, number.values[:-1]), [])
        fitting = [run for run in known[-_OPEN_RUNS:] if run.last == number.last - 1]
        run = next((run for run in reversed(fitting) if run.rank == rank), None)
        run = run or (fitting[-1] if fitting else known[-1] if known else None)
        if run is None or number.last == 1:
            known.append(_Run(rank, number.last, [index]))
        else:
            run.rank = min(run.rank, rank) if len(number.values) == 1 else run.rank
            run.last = number.last
            run.members.append(index)
    result = list(ranks)
    for known in runs.values():
        for run in known:
            for index in run.members:
                result[index] = run.rank
    return result
