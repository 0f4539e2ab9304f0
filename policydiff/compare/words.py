"""Edit scripts of two clauses, word by word, as a person would mark them up.

Google's diff-match-patch on one character a word, with no time-out: with its default of a second
the result depends on how busy the machine is. The input is bounded instead: above `_LONG` tokens
the script comes from rapidfuzz's Indel distance and only the semantic clean-up from Google.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

import diff_match_patch
from rapidfuzz.distance import Indel

from policydiff.compare.tokens import split_tokens
from policydiff.model import Op

_LONG = 600  # tokens a side; two unrelated runs of 600 cost about 60 ms
_PRIVATE = 0xE000  # characters that no text means anything by
_MOST_MARKS = 200
_PEPPER = 0.4  # share of the longer side's words kept, below which a clause is replaced as a whole
_ISLAND_WORDS = 2  # common words between two edits that read better inside one


@lru_cache(maxsize=20_000)
def diff_words(old: str, new: str) -> tuple[Op, ...]:
    """Edit script from `old` to `new`: "=" and "-" texts join to old, "=" and "+" to new, exactly."""
    codes: dict[str, str] = {}
    words: dict[str, str] = {}
    old_codes = _encode(split_tokens(old), codes, words)
    new_codes = _encode(split_tokens(new), codes, words)
    engine = diff_match_patch.diff_match_patch()
    engine.Diff_Timeout = 0
    if max(len(old_codes), len(new_codes)) <= _LONG:
        diffs = engine.diff_main(old_codes, new_codes, False)
    else:
        diffs = _indel(old_codes, new_codes)
    engine.diff_cleanupSemantic(diffs)
    steps = [(op, "".join(words[c] for c in part)) for op, part in diffs]
    return tuple(_without_pepper(_join_islands(steps)))


Span = tuple[int, int]


def diff_but_numbers(
    old: str, new: str, same: Sequence[tuple[Span, Span]]
) -> tuple[tuple[Op, ...], tuple[int, ...]]:
    """`diff_words`, and the indexes of its steps that only spell another number of the same target.

    `same` are the places of such numbers in both texts, in order. Each stands in for a word that both
    sides share, so that it is no part of the edits around it.
    """
    marks = [chr(_PRIVATE + number) for number in range(len(same))]
    if not same or len(same) > _MOST_MARKS or any(mark in old or mark in new for mark in marks):
        return diff_words(old, new), ()
    sides = []
    for text, spans in ((old, [one for one, _ in same]), (new, [other for _, other in same])):
        for mark, (start, end) in reversed(list(zip(marks, spans, strict=True))):
            text = f"{text[:start]}{mark}{text[end:]}"
        sides.append(text)
    spelled = {
        mark: (old[one[0] : one[1]], new[other[0] : other[1]])
        for mark, (one, other) in zip(marks, same, strict=True)
    }
    ops: list[Op] = []
    places: list[int] = []
    for op, text in diff_words(*sides):
        for piece in _pieces(text, spelled):
            if piece not in spelled:
                ops.append((op, piece))
            elif op == "=":
                places += [len(ops), len(ops) + 1]
                ops += [("-", spelled[piece][0]), ("+", spelled[piece][1])]
            else:
                ops.append((op, spelled[piece][op == "+"]))
    return tuple(ops), tuple(places)


def _pieces(text: str, marks: Collection[str]) -> list[str]:
    pieces = [""]
    for char in text:
        if char in marks:
            pieces += [char, ""]
        else:
            pieces[-1] += char
    return [piece for piece in pieces if piece]


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


def _join_islands(steps: list[tuple[int, str]]) -> list[Op]:
    """Join edits between which only one or two common words stand, and order "-" before "+"."""
    groups: list[list[str]] = []  # runs of [kept] or [removed, added]
    for op, text in steps:
        if op == 0:
            groups.append([text])
            continue
        if not groups or len(groups[-1]) == 1:
            groups.append(["", ""])
        groups[-1][0 if op < 0 else 1] += text
    merged: list[list[str]] = []
    for group in groups:
        if (
            len(group) == 2
            and len(merged) >= 2
            and len(merged[-1]) == 1
            and _is_island(merged[-2], merged[-1][0], group)
        ):
            island = merged.pop()[0]
            merged[-1] = [merged[-1][0] + island + group[0], merged[-1][1] + island + group[1]]
        else:
            merged.append(group)
    ops: list[Op] = []
    for group in merged:
        if len(group) == 1:
            ops.append(("=", group[0]))
            continue
        removed, added = group
        # A blank or word that both sides share at an edge is no edit.
        head = _common(removed, added)
        if head:
            ops.append(("=", removed[:head]))
            removed, added = removed[head:], added[head:]
        tail = _common(removed[::-1], added[::-1])
        end = removed[len(removed) - tail :] if tail else ""
        removed, added = removed[: len(removed) - tail], added[: len(added) - tail]
        if removed:
            ops.append(("-", removed))
        if added:
            ops.append(("+", added))
        if end:
            ops.append(("=", end))
    return _merge_equal(ops)


def _without_pepper(ops: list[Op]) -> list[Op]:
    """One replacement where hardly a word was kept: scattered common words help nobody.

    What both sides begin and end with stays.
    """
    kept = sum(len(text.split()) for op, text in ops if op == "=")
    sizes = [sum(len(text.split()) for op, text in ops if op in side) for side in ("=-", "=+")]
    if len(ops) <= 4 or kept >= _PEPPER * max(sizes):
        return ops
    first = ops[0] if ops[0][0] == "=" else None
    last = ops[-1] if ops[-1][0] == "=" else None
    middle = ops[1 if first else 0 : -1 if last else None]
    removed = "".join(text for op, text in middle if op in "=-")
    added = "".join(text for op, text in middle if op in "=+")
    joined: list[Op] = [first] if first else []
    joined += [("-", removed)] if removed else []
    joined += [("+", added)] if added else []
    return joined + ([last] if last else [])


def _is_island(before: list[str], island: str, after: list[str]) -> bool:
    """Whether common words between two edits are too few to help the reader."""
    count = len(island.split())
    if count > _ISLAND_WORDS or "." in island or ";" in island:
        return False
    both = all(any(side) for side in zip(before, after, strict=True))
    weight = sum(len(text.split()) for text in (*before, *after))
    return (both and weight > 2 * count and count > 0) or (not island.strip() and both)


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
