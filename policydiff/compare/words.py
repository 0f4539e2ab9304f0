"""Edit scripts of two clauses, word by word, as a person would mark them up.

Google's diff-match-patch on one character a word, with no time-out: with its default of a second
the result depends on how busy the machine is. The input is bounded instead: above `_LONG` tokens
the script comes from rapidfuzz's Indel distance and only the clean-up from Google. Not its semantic
one: that takes four words between two long edits into them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import diff_match_patch

from policydiff.compare.normalise import GLYPHS, in_two_words, spell
from policydiff.compare.tokens import split_tokens
from policydiff.model import Op, Script
from policydiff.patterns import regex

_LONG = 600  # tokens a side; two unrelated runs of 600 cost about 60 ms
_MARK = "\ue000"  # opens what no text says
_MOST_MARKS = 200
_PEPPER = 0.4  # share of the longer side's words kept, below which a clause is replaced as a whole
_MOST_KEPT = 0.6  # share of the shorter side's from which it is not, however much came to it
_ISLAND_WORDS = 2  # common words between two edits that read better inside one
_PAUSES = ",;:("
_JOINS = ("or", "and", "oder", "und")
_ENUMERATOR = regex(r"\s*\(\w{1,5}\)\s*$")  # "(ii)" that became "(b)" is an edit by itself


Span = tuple[int, int]
Unit = tuple[str, str]  # as it is written, as it is compared


def diff_words(old: str, new: str) -> tuple[Op, ...]:
    """Edit script from `old` to `new`: "=" and "-" texts join to old, "=" and "+" to new, exactly."""
    return diff_clauses(old, new).ops


@lru_cache(maxsize=20_000)
def diff_clauses(
    old: str,
    new: str,
    same: tuple[tuple[Span, Span], ...] = (),
    openings: frozenset[str] = frozenset(),
) -> Script:
    """Edit script of two clauses, in which other spellings of the same words are no edits.

    `same` are the places in both texts, in order, of numbers that name the same target: each stands
    in for a word that both sides share. `openings` are words, case folded, whose case says only that
    an item or a cell starts with them.
    """
    units = (
        _units(old, [one for one, _ in same[:_MOST_MARKS]]),
        _units(new, [other for _, other in same[:_MOST_MARKS]]),
    )
    if openings:
        for side in units:
            side[:] = [(raw, w.casefold() if w.casefold() in openings else w) for raw, w in side]
    _without_glyphs(*units)
    codes: dict[str, str] = {}
    words: dict[str, str] = {}
    old_codes, new_codes = (_encode([word for _, word in side], codes, words) for side in units)
    engine = diff_match_patch.diff_match_patch()
    engine.Diff_Timeout = 0
    if max(len(old_codes), len(new_codes)) <= _LONG:
        diffs = engine.diff_main(old_codes, new_codes, False)
    else:
        diffs = _indel(old_codes, new_codes)
    engine.diff_cleanupMerge(diffs)
    engine.diff_cleanupSemanticLossless(diffs)
    _start_at_joins(diffs, {codes[word] for word in _JOINS if word in codes})
    steps = [(op, "".join(words[c] for c in part)) for op, part in diffs]
    return _spell_out(_with_brackets(_without_pepper(_join_islands(steps))), *units)


def _start_at_joins(diffs: list[tuple[int, str]], joins: set[str]) -> None:
    """Let what was put in behind a word start with its comma: "it{+, unless you object to it+}.".

    So with an "or", whose code is in `joins`: "messages{+ or commercial messages+}".
    """
    for at in range(1, len(diffs) - 1):
        (before, left), (op, edit), (behind, right) = diffs[at - 1 : at + 2]
        if before or behind or not op:
            continue
        alike = zip(edit, right, strict=False)
        shared = next((n for n, (a, b) in enumerate(alike) if a != b), min(len(edit), len(right)))
        behind_shared = edit[shared:].lstrip()[:1]
        if not edit[:shared].strip() or not behind_shared:
            continue
        paused = edit[shared] in _PAUSES and not right[shared : shared + 1].isspace()
        if paused or behind_shared in joins:
            kept = edit[:shared]
            diffs[at - 1 : at + 2] = [
                (0, left + kept),
                (op, edit[shared:] + kept),
                (0, right[shared:]),
            ]


def _units(text: str, marked: Sequence[Span]) -> list[Unit]:
    """Tokens of a text with what each is compared by, never empty; marked numbers are one each."""
    units: list[Unit] = []
    at = 0
    for number, (start, end) in enumerate(marked):
        units += _split(text[at:start])
        units.append((text[start:end], f"{_MARK}{number}"))
        at = end
    return [*units, *_split(text[at:])]


def _split(text: str) -> Iterator[Unit]:
    at = 0
    for start, end in (*in_two_words(text), (len(text), len(text))):
        yield from map(_unit, filter(None, (*split_tokens(text[at:start]), text[start:end])))
        at = end


def _without_glyphs(old: list[Unit], new: list[Unit]) -> None:
    """Make the marks before an item one on both sides, or a part of its first word on one."""
    glyphs = [0, 0]
    for side, units in enumerate((old, new)):
        while glyphs[side] + 1 < len(units) and units[glyphs[side]][1] in GLYPHS:
            glyphs[side] += 1
    for count, units in zip(glyphs, (old, new), strict=True):
        if all(glyphs):
            units[:count] = [("".join(raw for raw, _ in units[:count]), GLYPHS)]
        elif count:
            units[: count + 1] = [("".join(raw for raw, _ in units[: count + 1]), units[count][1])]


@lru_cache(maxsize=50_000)
def _unit(token: str) -> Unit:
    return token, " " if token.isspace() else spell(token) or token


def _spell_out(ops: Sequence[Op], old: Sequence[Unit], new: Sequence[Unit]) -> Script:
    """A script of compared words as one of written ones."""
    out: list[Op] = []
    quiet: dict[str, list[int]] = {"renumbered": [], "respelled": []}
    sides = iter(old), iter(new)
    for op, text in ops:
        if op != "=":
            out.append((op, "".join(raw for raw, _ in _take(sides[op == "+"], len(text)))))
            continue
        kept = ""
        for (one, word), (other, _) in zip(
            *(_take(side, len(text)) for side in sides), strict=True
        ):
            if one == other:
                kept += one
                continue
            out += [("=", kept)] if kept else []
            kept = ""
            quiet["renumbered" if word.startswith(_MARK) else "respelled"] += [
                len(out),
                len(out) + 1,
            ]
            out += [("-", one), ("+", other)]
        out += [("=", kept)] if kept else []
    return Script(tuple(out), tuple(quiet["renumbered"]), tuple(quiet["respelled"]))


def _take(units: Iterator[Unit], length: int) -> list[Unit]:
    """The next units, `length` compared characters long."""
    taken = []
    while length > 0:
        taken.append(next(units))
        length -= len(taken[-1][1])
    return taken


def _encode(tokens: list[str], codes: dict[str, str], words: dict[str, str]) -> str:
    """One character a token: words become letters, marks and blanks stay themselves.

    Google's clean-up looks at characters to find word boundaries, so kinds must be kept.
    """
    out = []
    for token in tokens:
        code = codes.get(token)
        if code is None:
            if len(token) == 1 and not token.isalnum() and token not in words:
                code = token
            else:
                # Letters from the CJK blocks on, clear of the surrogates.
                number = 0x4E00 + len(codes)
                code = chr(number if number < 0xD800 else number + 0x20000 - 0xD800)
            codes[token] = code
            words[code] = token
        out.append(code)
    return "".join(out)


def _indel(old: str, new: str) -> list[tuple[int, str]]:
    from rapidfuzz.distance import Indel  # dearer than all else here, and few clauses are so long

    diffs: list[tuple[int, str]] = []
    for code in Indel.opcodes(old, new):
        i1, i2, j1, j2 = code.src_start, code.src_end, code.dest_start, code.dest_end
        if code.tag == "equal":
            diffs.append((0, old[i1:i2]))
        else:
            if i2 > i1:
                diffs.append((-1, old[i1:i2]))
            if j2 > j1:
                diffs.append((1, new[j1:j2]))
    return diffs


class _Edit:
    """What stands in the place of what, in pieces; a long one is put together once."""

    def __init__(self) -> None:
        self.sides: tuple[list[str], list[str]] = ([], [])  # removed, added
        self.weight = 0  # words of both sides

    def take(self, side: int, text: str) -> None:
        self.sides[side].append(text)
        self.weight += sum(any(map(str.isalnum, word)) for word in text.split())

    def join(self, island: str, other: _Edit) -> None:
        for side, parts in zip(self.sides, other.sides, strict=True):
            side += [island, *parts]
        self.weight += other.weight + 2 * len(island.split())

    def texts(self) -> tuple[str, str]:
        removed, added = map("".join, self.sides)
        return removed, added


def _join_islands(steps: list[tuple[int, str]]) -> list[Op]:
    """Join edits between which only one or two common words stand, and order "-" before "+"."""
    groups: list[str | _Edit] = []
    for op, text in steps:
        if op == 0:
            groups.append(text)
            continue
        if not groups or isinstance(groups[-1], str):
            groups.append(_Edit())
        if isinstance(edit := groups[-1], _Edit):
            edit.take(op > 0, text)
    merged: list[str | _Edit] = []
    for group in groups:
        merged.append(group)
        while len(merged) > 2:
            before, island, after = merged[-3:]
            if not isinstance(before, _Edit) or not isinstance(island, str):
                break
            if not isinstance(after, _Edit) or not _is_island(before, island, after):
                break
            before.join(island, after)
            del merged[-2:]
    ops: list[Op] = []
    for group in merged:
        ops += [("=", group)] if isinstance(group, str) else _trim(*group.texts())
    return _merge_equal(ops)


def _trim(removed: str, added: str) -> list[Op]:
    """An edit without the blanks that both sides share at its ends."""
    head = _common(removed, added)
    tail = _common(removed[head:][::-1], added[head:][::-1])
    middle: list[Op] = [
        ("-", removed[head : len(removed) - tail]),
        ("+", added[head : len(added) - tail]),
    ]
    ends = removed[:head], removed[len(removed) - tail :]
    return [op for op in (("=", ends[0]), *middle, ("=", ends[1])) if op[1]]


def _without_pepper(ops: list[Op]) -> list[Op]:
    """One replacement where hardly a word was kept: scattered common words help nobody.

    What both sides begin and end with stays.
    """
    kept = sum(len(text.split()) for op, text in ops if op == "=")
    sizes = [sum(len(text.split()) for op, text in ops if op in side) for side in ("=-", "=+")]
    if len(ops) <= 4 or kept >= min(_PEPPER * max(sizes), _MOST_KEPT * min(sizes)):
        return ops
    first = ops[:1] if ops[0][0] == "=" else []
    last = ops[-1:] if ops[-1][0] == "=" else []
    middle = ops[len(first) : len(ops) - len(last)]
    sides = ("".join(text for op, text in middle if op in side) for side in ("=-", "=+"))
    return _merge_equal([*first, *_trim(*sides), *last])


def _with_brackets(ops: list[Op]) -> list[Op]:
    """The script, the bracket behind "12 (twelve" -> "6 (six" inside the edit on both sides."""
    out = list(ops)
    for at in range(2, len(out)):
        (one, removed), (two, added), (three, kept) = out[at - 2 : at + 1]
        torn = all(text.count("(") == text.count(")") + 1 for text in (removed, added))
        if (one, two, three) == ("-", "+", "=") and torn and kept.startswith(")"):
            out[at - 2 : at + 1] = [("-", f"{removed})"), ("+", f"{added})"), ("=", kept[1:])]
    return [op for op in out if op[1]]


def _is_island(before: _Edit, island: str, after: _Edit) -> bool:
    """Whether common words between two edits are too few to help the reader."""
    count = len(island.split())
    if count > _ISLAND_WORDS or "." in island or ";" in island:
        return False
    if before.weight <= 2 and _ENUMERATOR.match(before.texts()[0]):
        return False
    weight = before.weight + after.weight
    if not all(any(side) for side in zip(before.sides, after.sides, strict=True)):
        # A comma alone between two long ones.
        return count > 0 and weight > 4 and not any(map(str.isalnum, island))
    if not count or weight > 2 * count:
        return True
    # "March 13," that became "13 March": a word went round the island.
    return any(
        _words(one) & _words(other)
        for one, other in zip(before.texts(), after.texts()[::-1], strict=True)
    )


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def _common(one: str, other: str) -> int:
    """Length of the white space that both begin with."""
    length = 0
    while (
        length < min(len(one), len(other))
        and one[length] == other[length]
        and one[length].isspace()
    ):
        length += 1
    return length


def _merge_equal(ops: list[Op]) -> list[Op]:
    result: list[Op] = []
    for op, text in ops:
        if result and result[-1][0] == op:
            result[-1] = (op, result[-1][1] + text)
        else:
            result.append((op, text))
    return result
