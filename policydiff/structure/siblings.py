"""What lines have in common with lines of their kind all over the document.

A colon, a full stop or a number says little about one line. Whether all lines that end so stand over
prose, spread through the document, or whether a number belongs to the count that goes through it,
says much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from policydiff.patterns import regex
from policydiff.structure.lines import Line
from policydiff.structure.wording import is_address_line, leads_in, states

_STOPS_INSIDE = regex(r"[^\W\d_]{2}[.!]\s+[A-ZÄÖÜ]")  # "Yes. Write to us or to"
_ENDS = {":": "colons", ".": "stops", "?": "questions"}
_LONGEST = 14  # words of a line whose ending counts; a longer one is a sentence, whatever its end
_SENTENCE = 10  # words of a sentence that leads in to a list; fewer may be a heading with a colon
_FEWEST = 3  # lines of a kind that make a habit
_LONG = 4  # lines of a count that is sure to go on
_CLIP = 3.0  # log-odds: how much one line can say for or against a count
# Log-odds that a number left out costs a count: little while lines are looked at, and more than any
# line can cost once the count is decided as one.
_HOLE, _SETTLED_HOLE = 1.5, 4.0
_LOST = -6.0  # log-odds from which on down no company makes a line a heading


def is_prose(line: Line) -> bool:
    """Whether it reads as text that could stand under a heading: a sentence, no item of a list."""
    return (
        line.block.kind == "paragraph"
        and not line.text[:1].islower()
        and (
            (line.words >= 5 and line.end in ".!?")
            or (line.words >= _SENTENCE and line.end == ":")
            or line.words >= 18
            or (line.words >= 5 and _STOPS_INSIDE.search(line.text) is not None)
        )
    )


def ending_signs(lines: Sequence[Line], could_be: Sequence[bool]) -> list[list[str]]:
    """Of every line, what the lines that end as it does, or begin in lower case, stand over. O(lines).

    Headings that all end in a colon stand over prose; lines that lead in to lists do not.
    """
    kinds: dict[str, list[Line]] = defaultdict(list)
    for line, possible in zip(lines, could_be, strict=True):
        if (
            possible
            and line.words <= _LONGEST
            and line.block.kind != "item"
            and not leads_in(line.text)
            and (line.end != "." or not states(line.text))
        ):
            if line.end != "." or not line.text[:1].islower():  # no rest of a wrapped sentence
                kinds[_ENDS.get(line.end, "")].append(line)
            if line.text[:1].islower():
                kinds["lower case"].append(line)
            if line.bold:
                kinds["bold"].append(line)
    result: list[list[str]] = [[] for _ in lines]
    for kind, found in kinds.items():
        if not kind or len(found) < _FEWEST:
            continue
        over = [line.index + 1 < len(lines) and is_prose(lines[line.index + 1]) for line in found]
        share = sum(over) / len(found)
        spread = found[-1].index - found[0].index >= 0.4 * len(lines)
        level = "prose" if share >= 0.4 and spread else "lists"
        throughout = kind == "colons" and spread and share >= 0.75 and len(found) > _FEWEST
        for line in found:
            if kind != "bold" or _stands_over_text(lines, line.index):
                result[line.index].append(f"{kind} over {level}")
                if throughout:
                    result[line.index].append("all colons over prose")
    return result


def _stands_over_text(lines: Sequence[Line], index: int) -> bool:
    """Whether prose, a list, a table or an address stands below: the names of links do not count."""
    below = lines[index + 1] if index + 1 < len(lines) else None
    return below is not None and (
        is_prose(below)
        or below.block.kind in ("cell", "item")
        or below.end in ":.!?"
        or is_address_line(below.text)
    )


def count_signs(lines: Sequence[Line], first: Sequence[float | None]) -> list[list[str]]:
    """Of every numbered line, whether it is in the likeliest count of its number style.

    1-2-3 may be counted by headings and, under each of them, by clauses. The likeliest count is the
    one whose lines the first pass likes best together; a line that fills a place in it is a heading
    for the company it keeps. O(numbered lines).
    """
    result: list[list[str]] = [[] for _ in lines]
    for group, count in _counts(lines, first, _HOLE):
        likely = sum((first[index] or -9.0) > 0 for index in count)
        chosen = set(count)
        for line in group:
            own = (first[line.index] or -9.0) > 0
            if line.index in chosen:
                share = (likely - own) / (len(count) - 1)
                result[line.index].append(f"in a count of {_kind(share)}")
                if not own and share >= 0.6 and likely >= 2:
                    result[line.index].append("fills a hole in a count")
            elif likely >= 0.5 * len(count):
                result[line.index].append("beside a count of headings")
    return result


def over_counts(lines: Sequence[Line]) -> frozenset[int]:
    """Indices of the lines of a count, three or more, that each have "1." of their own style right below.

    "2. Your duties" over "1. You must pay.", "2. You must be there.": two counts are in each other,
    and only the outer one can be of headings. O(numbered lines).
    """
    groups: dict[str, list[Line]] = defaultdict(list)
    for line, below in pairwise(lines):
        one, other = line.number, below.number
        if one is None or other is None or other.last != 1 or line.end == ".":
            continue
        if one.style == other.style and one.values[:-1] == other.values[:-1]:
            groups[one.style].append(line)
    found: set[int] = set()
    for group in groups.values():
        count = [line.number.last for line in group if line.number]
        rising = all(0 < after - before <= 2 for before, after in pairwise(count))
        if len(count) >= _FEWEST and count[0] == 1 and rising:
            found |= {line.index for line in group}
    return frozenset(found)


def stacked_rows(lines: Sequence[Line]) -> frozenset[int]:
    """Indices of the short lines that stand in threes without a blank line, under another short line.

    Only where blank lines part the blocks: a list that has lost its bullets, or an address.
    """
    if 2 * sum(line.block.gap_lines > 0 for line in lines) <= len(lines):
        return frozenset()
    found: set[int] = set()
    stack: list[Line] = []
    for line in [*lines, None]:
        if line is not None and line.block.gap_lines == 0 and stack and line.short:
            stack.append(line)
            continue
        above = lines[stack[0].index - 1] if stack and stack[0].index else None
        if len(stack) >= _FEWEST and above is not None and above.short:
            found |= {row.index for row in stack}
        stack = [line] if line is not None and line.short else []
    return frozenset(found)


_ROW = 6  # words of a row of a list that has lost its bullets


def rows_below_colons(lines: Sequence[Line]) -> frozenset[int]:
    """Indices of short lines right below a line with a colon, no blank one between them; not the last.

    "You may bring:", "Ropes and oars", "Food you cooked", "Tents", "You may not bring ...": the last
    may be a heading over what follows, those above it are rows.
    """
    found: set[int] = set()
    run: list[int] = []
    open_list = False
    for line in [*lines, None]:
        row = line is not None and line.short and line.words <= _ROW and line.end not in ":?!"
        if (
            line is not None
            and open_list
            and row
            and line.number is None
            and not line.block.gap_lines
        ):
            run.append(line.index)
            continue
        if len(run) >= _FEWEST:
            found |= set(run)
        run = []
        open_list = line is not None and line.end == ":" and line.number is None
    return frozenset(found)


def settled_by_count(lines: Sequence[Line], scores: Sequence[float | None]) -> dict[int, float]:
    """What is added to the score of lines that are headings because the rest of their count is.

    "4. Things we do not promise" is one between "3. Stopping" and "5. Support", whatever it looks
    like by itself: a count is decided as one, by the sum of what is said for and against its lines.
    """
    added: dict[int, float] = {}
    for group, count in _counts(lines, scores, _SETTLED_HOLE):
        count += _last_of(group, count)
        known = [score for index in count if (score := scores[index]) is not None]
        said = [max(-_CLIP, min(_CLIP, score)) for score in known]
        said += [-_CLIP] * (len(count) - len(known))
        mean = sum(said) / len(count)
        if mean <= 0 or len(known) < 2:
            continue
        for index in count:
            score = scores[index]
            if score is not None and _LOST < score <= 0:
                added[index] = mean - score
    return added


def outnumbered(lines: Sequence[Line], scores: Sequence[float | None]) -> frozenset[int]:
    """Indices of lines with dotted numbers that are clauses because at least half of their count is.

    "I.2. Termination." over "I.2.a. Each party may", between "I.1. Term. These terms start" and "I.4. Upon
    termination, you": as a heading it would take the clauses that come after it into its section.
    """
    groups: dict[tuple[str, tuple[int, ...]], list[Line]] = defaultdict(list)
    for line in lines:
        if line.number and len(line.number.values) > 1:
            groups[line.number.style, line.number.values[:-1]].append(line)
    found: set[int] = set()
    for group in groups.values():
        prose = sum(scores[line.index] is None and is_prose(line) for line in group)
        if len(group) >= _FEWEST and 2 * prose >= len(group):
            found |= {line.index for line in group if scores[line.index] is not None}
    return frozenset(found)


def _last_of(group: Sequence[Line], count: Sequence[int]) -> list[int]:
    """The line that goes on with a long count behind its end: "10. Contact", over one line."""
    numbers = {line.index: line.number.last for line in group if line.number}
    after = next((line for line in group if line.index > count[-1]), None)
    if after is None or len(count) < _LONG or numbers[after.index] != numbers[count[-1]] + 1:
        return []
    return [after.index] if after.short and after.end != ":" else []  # a colon leads in to a list


def settled_by_ending(lines: Sequence[Line], scores: Sequence[float | None]) -> dict[int, float]:
    """What is added to the score of lines that end as headings do in this text.

    Lines that end in a colon or a full stop and stand over prose are decided as one, as a count is.
    """
    kinds: dict[str, list[int]] = defaultdict(list)
    for line, score in zip(lines, scores, strict=True):
        if (
            score is not None
            and line.end in ".:"
            and line.words <= _LONGEST
            and line.block.kind == "paragraph"
            and not leads_in(line.text)
            and (line.end == ":" or not states(line.text))
            and line.index + 1 < len(lines)
            and is_prose(lines[line.index + 1])
        ):
            kinds[line.end].append(line.index)
    added: dict[int, float] = {}
    for found in kinds.values():
        known = [score for index in found if (score := scores[index]) is not None]
        mean = sum(max(-_CLIP, min(_CLIP, score)) for score in known) / len(known)
        if len(found) >= _FEWEST and mean > 0:
            added |= {i: mean - s for i, s in zip(found, known, strict=True) if _LOST < s <= 0}
    return added


def _counts(
    lines: Sequence[Line], scores: Sequence[float | None], hole: float
) -> list[tuple[list[Line], list[int]]]:
    """All lines of every number style with the likeliest count among them, if it has two lines."""
    groups: dict[tuple[str, tuple[int, ...]], list[Line]] = defaultdict(list)
    for line in lines:
        if line.number:
            groups[line.number.style, line.number.values[:-1]].append(line)
    found = [(group, _likeliest(group, scores, hole)) for group in groups.values()]
    return [(group, count) for group, count in found if len(count) >= 2]


def _kind(share: float) -> str:
    return "headings" if share >= 0.6 else "text" if share <= 0.25 else "both"


def _likeliest(found: Sequence[Line], first: Sequence[float | None], hole: float) -> list[int]:
    """Indices of the lines of the best count among `found`: numbers go up by one, seldom by two."""
    start = min(line.number.last for line in found if line.number)
    best: dict[int, tuple[float, int]] = {}  # by number: sum of a count that ends there, its line
    before: dict[int, int | None] = {}
    for line in found:
        assert line.number is not None
        value = line.number.last
        score = first[line.index]
        own = max(-_CLIP, min(_CLIP, score if score is not None else -_CLIP))
        own += 0.01 * (score if score is not None else -10.0)  # of equals the likelier line
        options: list[tuple[float, int | None]] = [
            (best[value - step][0] - cost, best[value - step][1])
            for step, cost in ((1, 0.0), (2, hole))
            if value - step in best
        ]
        if value == start:
            options.append((0.0, None))
        if not options:
            continue
        # Of equals the one that goes on with a count.
        total, source = max(options, key=lambda option: (option[0], option[1] is not None))
        if value not in best or total + own > best[value][0]:
            best[value] = (total + own, line.index)
            before[line.index] = source
    if not best:
        return []
    _, at = max(best.values(), key=lambda end: (end[0], end[1]))
    count = [at]
    while (source := before[count[-1]]) is not None:
        count.append(source)
    return count[::-1]
