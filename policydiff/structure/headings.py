"""Which blocks are headings: many weak signs weighed over the whole document.

Two passes of one linear model (logistic regression, weights in `heading_signs.toml`): the first
sees a line and its neighbours, the second also what the first thought of its neighbours and of the
lines in the same style. What a format marks up as a heading is taken as one.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from policydiff.model import Block, Decision
from policydiff.patterns import regex
from policydiff.structure.addresses import address_signs
from policydiff.structure.between import STANDING, between_signs, is_purpose, settled_by_place
from policydiff.structure.contents import find_contents
from policydiff.structure.east_asian import east_asian_headings, is_east_asian
from policydiff.structure.flattened import flattened_cells
from policydiff.structure.line_words import choice
from policydiff.structure.lines import LONGEST_HEADING, Line, is_bare_number, make_lines
from policydiff.structure.numbering import number_lines
from policydiff.structure.place_signs import place_signs
from policydiff.structure.siblings import (
    count_signs,
    ending_signs,
    is_prose,
    outnumbered,
    over_counts,
    rows_below_colons,
    settled_by_count,
    settled_by_ending,
    stacked_rows,
)
from policydiff.structure.signs import Siblings, has_letters, is_sentence, number_signs, own_signs
from policydiff.structure.wording import asks, states

# From so many marked-up headings on, the author's marks are the structure. Bold and bare lines are
# left as text then: judged by their neighbours, the same line would be a heading in one version and
# none in the next, which reads as a change that nobody made.
_MARKED = 3
_GOES_ON = regex(lambda: rf"[;,](?:\s*{choice('conjunctions')})?\s*$", re.IGNORECASE)
_SAID = regex(r"^(?:We|You|They|It)\s[a-z]|\bfollow(?:s|ing)\b")
_WANTS_MORE = regex(r"\w (?:is|are|includes?)$")  # "Our postal address is", above the address
_SENTENCE = 3  # words of a line that its stop makes a sentence
_OUTNUMBERED = -1.0  # score of a line whose count is one of clauses


@cache
def load_weights() -> Mapping[str, Mapping[str, float]]:
    """Weights by pass ("first", "second") and sign; those set by hand count in both."""
    data = Path(__file__).with_name("heading_signs.toml").read_text("utf-8")
    table: dict[str, dict[str, float]] = tomllib.loads(data)
    return {name: table["by hand"] | table[name] for name in ("first", "second")}


@cache
def _vocabulary() -> frozenset[str]:
    data = Path(__file__).with_name("heading_words.toml").read_text("utf-8")
    return frozenset(word for words in tomllib.loads(data).values() for word in words)


def judged_lines(blocks: Sequence[Block]) -> list[Line]:
    """Lines of some blocks, each with the reading of its number that fits the others."""
    numbers = number_lines([block.text if block.kind != "cell" else "" for block in blocks])
    return make_lines(blocks, numbers)


def without_contents(lines: Sequence[Line]) -> tuple[list[Line], list[int], frozenset[int]]:
    """The lines that are no entries of a table of contents, renumbered among themselves.

    With the index that each had in `lines`, and the new indices of those that the table names.
    """
    entries = find_contents(lines)
    if not entries:
        return list(lines), list(range(len(lines))), frozenset()
    kept = [line.index for line in lines if line.index not in entries]
    place = {index: position for position, index in enumerate(kept)}
    named = frozenset(place[index] for index in entries.values() if index in place)
    bare = judged_lines([lines[index].block for index in kept])
    found = [
        replace(line, ruled=lines[index].ruled, underlined=lines[index].underlined)
        for line, index in zip(bare, kept, strict=True)
    ]
    return found, kept, named


def candidate_signs(lines: Sequence[Line], named: Collection[int] = ()) -> list[list[str] | None]:
    """First-pass signs of every line that could be a heading; None for the others. O(lines).

    `named` are the indices of lines that a table of contents names.
    """
    seen = Counter(line.key for line in lines)
    gaps = sum(line.block.gap_lines > 0 for line in lines)
    wide = gaps > 0.5 * len(lines)
    words = _vocabulary()
    siblings: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.number:
            siblings[line.number.style].append(line)
    counted = {style: Siblings.of(found) for style, found in siblings.items()}
    possible = [
        _could_be(line)
        and not _opens_list(line, lines[line.index + 1 : line.index + 2])
        and not (line.index and _closes_list(line, lines[line.index - 1]))
        for line in lines
    ]
    endings = ending_signs(lines, possible)
    outer, rows, cells = over_counts(lines), stacked_rows(lines), flattened_cells(lines)
    below, places = rows_below_colons(lines), between_signs(lines)
    result: list[list[str] | None] = []
    for line in lines:
        if not possible[line.index]:
            result.append(None)
            continue
        signs = own_signs(line) + endings[line.index]
        if line.number:
            signs += number_signs(line, counted[line.number.style])
        if line.index in rows:
            signs.append("row of a stack")
        if line.index in cells:
            signs.append("cell of a table")
        if rows and _asks_by_itself(line, lines):
            signs.append("asks, by itself")
        if line.index in outer:
            signs.append("counts begin below")
        signs += place_signs(line, lines, seen, wide, cells)
        signs += places[line.index]
        if named:
            there = "in" if line.index in named else "not in"
            signs.append(f"{there} the table of contents")
        known = sum(word in words for word in line.key.split())
        signs.append("policy word" if known else "no policy word")
        if line.index in below and not known and _in_sentence_case(line.text):
            signs.append("row below a colon")
        if known and known >= 0.5 * max(1, line.words):
            signs.append("mostly policy words")
        signs += address_signs(line, lines, calls=bool(known) or asks(line.text))
        result.append(signs)
    return result


def _in_sentence_case(text: str) -> bool:
    return text[:1].isupper() and not any(word[0].isupper() for word in text.split()[1:])


def _asks_by_itself(line: Line, lines: Sequence[Line]) -> bool:
    """Whether blank lines part "When you contact us" from both neighbours."""
    below = lines[line.index + 1] if line.index + 1 < len(lines) else None
    return (
        asks(line.text)
        and line.end not in ".:?"
        and line.number is None
        and line.block.gap_lines > 0
        and below is not None
        and below.block.gap_lines > 0
    )


def _could_be(line: Line) -> bool:
    return (
        line.block.kind in ("paragraph", "item", "heading")
        and 0 < len(line.block.text) <= LONGEST_HEADING
        and line.end not in ";,"
        and "\n" not in line.block.text.strip()
        and (has_letters(line.text) or is_bare_number(line))
        and not is_sentence(line)
        and not (_WANTS_MORE.search(line.text) and not asks(line.text))
    )


def _opens_list(line: Line, below: Sequence[Line]) -> bool:
    """Whether it is "We collect the following:" over a list or a table, which completes it."""
    said = states(line.text) or _SAID.search(line.text) is not None
    return line.end == ":" and said and any(o.block.kind in ("item", "cell") for o in below)


def _closes_list(line: Line, above: Line) -> bool:
    """Whether it is "b) you pay." right below "a) you are 18;", whose sentence it ends."""
    return (
        line.number is not None
        and above.number is not None
        and line.number.style == above.number.style
        and line.number.last == above.number.last + 1
        # In a page every item is a paragraph, with blank lines around it.
        and (line.block.gap_lines == 0 or line.end == "." or line.text[:1].islower())
        and _GOES_ON.search(above.text) is not None
    )


def style_key(line: Line) -> str:
    """Lines that look alike: by number style, boldness, case and question mark."""
    text = line.text
    capitals = text.upper() == text
    case = "caps" if capitals else "lower" if text[:1].islower() else "plain"
    number = line.number.style if line.number else ""
    item = "item" if line.block.kind == "item" else ""
    end = line.end if line.end in "?.:" else ""
    # A question mark, bold and capitals make lines look alike, however they begin.
    asked = asks(text) and not capitals and not line.bold and end != "?"
    return f"{number}|{'bold' if line.bold else ''}|{case}|{end}|{item}|{asked}"


def context_signs(lines: Sequence[Line], first: Sequence[float | None]) -> list[list[str]]:
    """Second-pass signs: what the first pass thought of like and of neighbouring lines."""
    styles: dict[str, list[float]] = defaultdict(list)
    keys = [style_key(line) for line in lines]
    for index in stacked_rows(lines) | flattened_cells(lines):
        keys[index] += "|row"
    for key, score in zip(keys, first, strict=True):
        styles[key].append(-9.0 if score is None else score)
    likely = {key: sum(score > 0 for score in scores) for key, scores in styles.items()}
    over = [index + 1 < len(lines) and is_prose(lines[index + 1]) for index in range(len(lines))]
    over_prose: dict[str, list[bool]] = defaultdict(list)
    for key, score, above in zip(keys, first, over, strict=True):
        if above:
            over_prose[key].append(score is not None and score > 0)
    places = between_signs(lines)
    standing = [
        score is not None and score > 0
        for score, place in zip(first, places, strict=True)
        if STANDING.intersection(place)
    ]
    counts = count_signs(lines, first)
    result: list[list[str]] = []
    for line, key, score in zip(lines, keys, first, strict=True):
        if score is None:
            result.append([])
            continue
        signs = [f"first pass {_first_level(score)}", *counts[line.index]]
        others = len(styles[key]) - 1
        if others >= 2:
            signs.append(_style_sign((likely[key] - (score > 0)) / others))
        elif others == 1:
            signs.append("twin a heading" if likely[key] > (score > 0) else "twin of text")
        elif others == 0:
            signs.append("style of its own")
        if over[line.index] and len(alike := over_prose[key]) >= 3:
            share = (sum(alike) - (score > 0)) / (len(alike) - 1)
            signs.append(f"over prose, {_style_sign(share)}")
        pair = places[line.index]
        if STANDING.intersection(pair) and len(standing) >= 3:
            share = (sum(standing) - (score > 0)) / (len(standing) - 1)
            signs.append(f"stands so, {_style_sign(share)}")
        for name, index, place in (
            ("before", line.index - 1, "under a heading"),
            ("behind", line.index + 1, "over a heading"),
        ):
            if 0 <= index < len(lines) and (other := first[index]) is not None:
                signs.append(f"{name} it {_neighbour(lines[index], other, paired=place in pair)}")
        result.append(signs)
    return result


def _first_level(score: float) -> str:
    levels = ((-4.0, "--"), (-1.0, "-"), (1.0, "?"), (4.0, "+"))
    return next((level for bound, level in levels if score < bound), "++")


def _style_sign(share: float) -> str:
    if share >= 0.75:
        return "style of headings"
    return "style of text" if share <= 0.25 else "style of both"


def _neighbour(line: Line, score: float, *, paired: bool) -> str:
    """What a neighbour is; `paired`, if the two could be a heading without text and its first part."""
    if score <= 0 and (is_prose(line) or (line.end in ".!" and line.words >= _SENTENCE)):
        return "prose"
    if line.block.kind == "item" or is_purpose(line):
        return "an item"
    if score > 1:
        return "its own" if paired else "a likely heading"
    if paired and score > -2:
        return "perhaps its own"
    return "a doubtful line" if score > -2 else "a short text"


def _is_schedule(line: Line) -> bool:
    return line.bold and line.number is not None and line.number.title


def weigh(signs: Sequence[str], weights: Mapping[str, float]) -> float:
    """Log-odds that a line with these signs is a heading."""
    return weights["bias"] + sum(weights.get(sign, 0.0) for sign in signs)


_Told = tuple[tuple[str, float], ...]
_RULED = 9.0  # score of what a rule decides
_EAST: _Told = (("short, over text or another kind of heading", _RULED),)
_NO_EAST: _Told = (("over no text", -_RULED),)
_BESIDE: _Told = (("beside marked-up headings", -99.0),)


def _decision(line: Line, score: float, signs: _Told) -> Decision:
    return Decision(
        line=line.block.line,
        text=line.block.text,
        heading=score > 0,
        score=round(score, 2),
        signs=signs,
    )


def _weighed(lines: Sequence[Line]) -> dict[int, tuple[float, _Told]]:
    """Score and heaviest signs of every line that could be a heading, by index."""
    weights = load_weights()
    lines, places, named = without_contents(lines)
    signs = candidate_signs(lines, named)
    first = [None if s is None else weigh(s, weights["first"]) for s in signs]
    table = weights["second"]
    result = {}
    every = [
        None if own is None else [*own, *around]
        for own, around in zip(signs, context_signs(lines, first), strict=True)
    ]
    scores = [None if s is None else weigh(s, table) for s in every]
    by_ending = settled_by_ending(lines, scores)
    by_place = settled_by_place(lines, scores)
    added = settled_by_count(lines, scores)
    clauses = outnumbered(lines, scores)
    for line, shown, score in zip(lines, every, scores, strict=True):
        if shown is None or score is None:
            continue
        told = sorted(((s, table.get(s, 0.0)) for s in shown), key=lambda p: -abs(p[1]))[:6]
        if line.index in added:
            told = [("its count is one of headings", round(added[line.index], 2)), *told]
        elif line.index in by_ending:
            told = [("lines that end so are headings", round(by_ending[line.index], 2)), *told]
        elif line.index in by_place:
            told = [("stands where headings do", round(by_place[line.index], 2)), *told]
        more = (by_place | by_ending | added).get(line.index, 0.0)
        if line.index in clauses and score + more > 0:
            more = _OUTNUMBERED - score
            told = [("its count is one of clauses", round(more, 2)), *told]
        result[places[line.index]] = (score + more, tuple(told))
    return result


def decide_headings(blocks: Sequence[Block]) -> tuple[dict[int, Decision], list[Line]]:
    """Decisions on every block that could be a heading, by index into `lines`, and the lines.

    Marked-up headings score 99. Beside at least three of them only "Schedule 1" and its like, in
    bold, become headings too.
    """
    lines = judged_lines(blocks)
    marked = sum(line.block.kind == "heading" for line in lines)
    if marked >= _MARKED and not any(map(_is_schedule, lines)):
        weighed = {}
    elif is_east_asian(lines):
        weighed = {
            index: (_RULED, _EAST) if heading else (-_RULED, _NO_EAST)
            for index, heading in east_asian_headings(lines).items()
        }
    else:
        weighed = _weighed(lines)
    decisions: dict[int, Decision] = {}
    for line in lines:
        if line.block.kind == "heading":
            decisions[line.index] = _decision(line, 99.0, (("markup", 99.0),))
        elif marked >= _MARKED and not _is_schedule(line):
            if _could_be(line):
                decisions[line.index] = _decision(line, -99.0, _BESIDE)
        elif line.index in weighed:
            score, signs = weighed[line.index]
            decisions[line.index] = _decision(line, score, signs)
    return decisions, lines
