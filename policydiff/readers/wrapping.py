"""Hard-wrapped plain text: where a line ends because the next word did not fit any more.

A line is *full* when the first word of the line below would not have fitted into the width. Full
lines go on below; what ends short of the width ends its paragraph. The width is the text's own
where most of its lines are full, and else that of a single paragraph of which every line is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from policydiff.patterns import regex
from policydiff.readers.hyphens import ends_in_hyphen
from policydiff.readers.item_labels import (
    ADDRESS,
    BULLET,
    CITES,
    ENDS,
    HALF_NUMBER,
    LONGEST,
    NUMBER,
    PAREN_NUMBER,
    REFERENCE,
    SCAN,
    UNFINISHED,
    begins_item,
    next_labels,
    tight,
)

_NARROWEST, _WIDEST = 36, 140  # columns; nobody wraps narrower or wider
_USUAL = (60, 84)  # columns of mail programs and editors
_NEAR = 3  # lines that come near the width, to believe it
_PROSE = 10  # words of a line that is no heading and no entry of a list
_SHOUTED = 6  # words of a line in capitals that is no heading
_TAIL = 3  # words of a last line that is no sentence by itself: "Homes.", "United States."
_HEADING = 5  # words of a heading right below a list
_SMALL = 4  # letters of a word that stays small in a title: "with", "from"
_QUESTION = 4  # words of a question that takes a line of its own: "Why?" is part of what is said
_EVEN = 8  # percent of the width by which a line that was filled evenly may stay below it
_RAGGED = 20  # the same, where the line below goes on in lower case

# "3.1 We collect your name," and "We do not collect": sentences, which a heading or an item is not.
_SENTENCE_START = regex(
    r"(?:[\d.]{1,8}\s+|\([a-z\d]{1,3}\)\s+)?(?:We|You|They|It|Our|Your|The|This|If|When)\s+[a-z]"
)

# "2. Booking a stay ........ 14": an entry of a table of contents fills its line by its dots.
_LED = regex(r"(?:\.{3,}|…|(?:\s[.·]){3,})\s*\w{1,5}\s*$")
_CITED = regex(rf"{REFERENCE}\s+(?:[\d.]*\d|[IVXLC]+|[A-Z])(?:\s+[a-z(]|[.,;)]+(?:\s|$))", re.I)


# Behind these comes the noun, or whatever it is that a sentence is about.
_DETERMINED = regex(r"\b(?:the|an?|our|your|their|its|of|any|such)$", re.I)


# What a sentence has before its line is full, and a heading has not.
_VERB = regex(
    r"\b(?:is|are|was|were|has|have|had|will|shall|must|may|might|can|could|should|would|agrees?|"
    r"means?|includes?|provides?|applies|apply|not|please|if|that|which)\b|,",
    re.I,
)
_STOPPED = regex(r"[^\W\d_]{3}[.!?:;]\s")


def wrap_width(lines: Sequence[str]) -> int:
    """Column at which the text was wrapped by hand, or 0 where each line is a paragraph."""
    lines = ["" if _LED.search(line[-SCAN:]) else line for line in lines]
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    if len(lengths) < 8:
        return 0
    # A word longer than the width (an address) stands out on a line of its own.
    width = max((len(line.rstrip()) for line in lines if " " in line.strip()), default=0)
    width = min(width, lengths[int(0.97 * (len(lengths) - 1))] + 8)
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    full = broken = 0  # lines that fill the width, and those of them that end inside a sentence
    halves: list[int] = []  # columns that a line and the first word below, in lower case, take
    longest = 0  # of those lines
    for line, below in pairwise(lines):
        if not below.strip():
            continue
        inside = line.rstrip()[-1:] not in ENDS
        if len(line) >= 0.8 * width:
            full += 1
            broken += inside
        shouted = line.isupper() and below.isupper() and len(line.split()) >= _SHOUTED
        said = len(line.split()) > _TAIL  # no cell of a table that lost its lines
        if inside and said and (below[:1].islower() or shouted):
            halves.append(_together(line, below))
            longest = max(longest, len(line.rstrip()))
    mostly = full > 0.25 * len(lengths) and broken > 0.5 * full
    filled = sum(columns > width for columns in halves)
    if not mostly and not (len(halves) >= 4 and filled >= 0.9 * len(halves)):
        # A short text shows few sentences that go on: all must, and at a width that people use.
        near = sum(length >= 0.8 * width for length in lengths)
        usual = _USUAL[0] <= width <= _USUAL[1] and near >= _NEAR
        if not usual or not halves or filled < len(halves):
            return _width_between(longest, halves, lengths)
    # What surely goes on shows the width that was kept; a last line may be longer by a blank.
    kept = sorted(halves)[int(0.03 * len(halves))] - 1 if len(halves) >= 8 else width
    return min(width, max(kept, width - width * _EVEN // 100))


def _width_between(longest: int, halves: Sequence[int], lengths: Sequence[int]) -> int:
    """The width that every line which surely goes on kept, and would not have with a word more; or 0.

    Hardly a line may be longer: a heading that nobody wrapped, an address.
    """
    if len(halves) < _NEAR or longest >= min(halves):
        return 0
    width = min(halves) - 1
    over = sum(length > width for length in lengths)
    return width if over <= 0.1 * len(lengths) and _NARROWEST <= width <= _WIDEST else 0


def paragraph_width(lines: Sequence[str], index: int) -> int:
    """Width of the paragraph that begins at a line, or 0 where its lines are not full.

    At least three lines without a blank one between them, each but the last full, and one that
    stops inside a sentence which goes on in lower case.
    """
    end = index
    while end < len(lines) and lines[end].strip() and end - index < LONGEST:
        end += 1
    rows = lines[index:end]
    width = max(len(row.rstrip()) for row in rows)
    if len(rows) < 3 or not _NARROWEST <= width <= _WIDEST:
        return 0
    inside = any(
        (below[:1].islower() or (line + below).isupper()) and line.rstrip()[-1:] not in ENDS
        for line, below in pairwise(rows)
    )
    even = width - width * _EVEN // 100
    full = all(is_full(line, below, even) for line, below in pairwise(rows))
    return width if inside and full else 0


def is_full(line: str, below: str, width: int) -> bool:
    """Whether the first word of `below` would not have fitted on `line`."""
    return _together(line, below) > width


def _together(line: str, below: str) -> int:
    """Columns that a line takes together with the first word of the one below; 0 if there is none.

    Some programs count bytes and not characters: a line with curly quotes is full earlier.
    """
    word = below.split(None, 1)[:1]
    if not word:
        return 0
    together = f"{line.rstrip()} {word[0]}"
    return len(together) if together.isascii() else len(together.encode(errors="replace"))


def goes_on(lines: Sequence[str], index: int, width: int, labels: Sequence[str]) -> bool:
    """Whether the line below `index` belongs to the same paragraph; `labels` are of the lists that are open.

    Editors that fill lines evenly stay a little below the width: such a line goes on where it
    stops inside a sentence. What follows a full stop by chance at the width is a paragraph of its
    own where it is short and has no full stop itself: a heading.
    """
    line, below = lines[index], lines[index + 1]
    if not below.strip() or begins_item(lines, index, labels):
        return False
    if _LED.search(line[-SCAN:]) or _LED.search(below[-SCAN:]):
        return False
    after = lines[index + 2] if index + 2 < len(lines) else ""
    if labels and BULLET.match(f"{labels[-1]} x") and _ends_list(line, below, after):
        return False
    ends = line.rstrip()[-1:] in ENDS
    if not is_full(line, below, width):
        if ADDRESS.fullmatch(below.strip()):
            return False
        ends = ends and line.rstrip()[-1:] != ";"
        spare = _RAGGED if below[:1].islower() else _EVEN
        return not ends and is_full(line, below, width - width * spare // 100)
    if line.rstrip()[-1:] not in ".!?:" or below[:1].islower():
        return True
    if below.rstrip()[-1:] in ENDS:
        words = len(below.split())
        asked = below.rstrip()[-1:] == "?" and words >= _QUESTION and not below.isupper()
        called = below.rstrip()[-1:] == ":" and words < _QUESTION
        return not (asked or called) or _STOPPED.search(below) is not None
    return is_full(below, after, width)


def _ends_list(line: str, below: str, after: str) -> bool:
    """Whether an item without a stop, full by chance, ends above "Privacy and Data": a heading over text."""
    words = below.split()
    return (
        len(words) <= _HEADING
        and all(word[0].isupper() or len(word) <= _TAIL for word in words)
        and below.rstrip()[-1:].isalnum()
        and words[0][0].isupper()
        and line.split()[-1].isalpha()
        and line.split()[-1].islower()
        and not UNFINISHED.search(line.rstrip())
        and not CITES.search(line.rstrip())
        and after[:1].isupper()
    )


def heads_text(line: str, below: str) -> bool:
    """Whether a full line, the first of its paragraph, is a heading over the text that begins below.

    "Can I tune your models on data that is my own and nobody else's?" is a line of its own, and so is
    a phrase without a verb over "We use ..."; a sentence has its verb before it comes to the width.
    """
    if BULLET.match(line[:SCAN]) or not below[:1].isupper() or len(line) > _WIDEST:
        return False
    if line.rstrip().endswith("?"):
        return not _STOPPED.search(line)
    named = line[:1].isupper() or NUMBER.match(line)
    if _is_title(line) and _is_said(below):
        return True
    return bool(
        named
        and line.rstrip()[-1:].isalnum()
        and _SENTENCE_START.match(below)
        and not _STOPPED.search(line)
        and not _VERB.search(line)
        and not _DETERMINED.search(line)
        and not CITES.search(line)
    )


def _is_title(line: str) -> bool:
    """Whether a line is a name from end to end: "Interference with a Business Relationship"."""
    words = line.split()
    return (
        len(words) > _TAIL
        and all(word[0].isupper() or (len(word) <= _SMALL and word.isalpha()) for word in words)
        and not line.isupper()
        and words[-1][0].isupper()
        and line.rstrip()[-1:].isalpha()
        and not _VERB.search(line)
        and not CITES.search(line)
    )


def _is_said(line: str) -> bool:
    """Whether a line begins a text: most of its words are small, and it opens with a capital."""
    words = line.split()
    small = sum(word[0].islower() for word in words)
    return len(words) >= _HEADING and small >= 0.6 * len(words)


def breaks_off(first: str, line: str, below: str) -> bool:
    """Whether a sentence that began in `first` stops inside `line` and goes on below.

    However short the text: it goes on in lower case, with the label behind one inside the line, or in
    a word or two before the full stop ("at Orchard Care", "Homes.").
    """
    if HALF_NUMBER.match(below[:SCAN]):
        return False
    if _lacks_its_end(line, below) or (ends_in_hyphen(line) and below[:1].islower()):
        return True
    opening = BULLET.sub("", first[:SCAN])
    open_end = line.rstrip()[-1:].isalnum()
    full = len(line) >= _USUAL[0] and len(line.split()) >= _PROSE and open_end
    said = len(below.split()) >= 5 or opening[:1].isupper()
    if full and said and below[:1].islower() and below.rstrip()[-1:] in ".;":
        return True  # however it began
    if open_end and len(line.split()) >= 4 and _CITED.match(below[:SCAN]):
        return full or CITES.search(line.rstrip()[-SCAN:]) is not None
    if len(line.split()) < 4 or not _SENTENCE_START.match(opening):
        return False
    end = line.rstrip()[-1:]
    if below[:1].islower() and (word := below.split(None, 1)[0]) == word.lower():  # no "iPhone"
        return end.isalnum() or end in ',)”’"'
    match = PAREN_NUMBER.match(below[:SCAN])
    before = re.findall(r"(?<=\s)\(\w{1,6}\)", line.strip()[-SCAN:]) if match else []
    return bool(match and before and tight(match[2]) in next_labels(before[-1]))


def _lacks_its_end(line: str, below: str) -> bool:
    """Whether a line of prose lacks no more than the words of `below`, whatever their case."""
    words, rest = line.split(), below.split()
    if len(rest) > _TAIL or not 0 < len(below.strip()) < _NARROWEST or below.rstrip()[-1] != ".":
        return False
    if BULLET.match(below) or NUMBER.match(below) or PAREN_NUMBER.match(below):
        return False
    lower = sum(word[0].islower() for word in words)
    told = lower >= 0.5 * len(words) or (line.isupper() and below.isupper())
    if not told or not line.rstrip()[-1:].isalnum() or len(line) > _WIDEST:
        return False
    long = len(line) >= _USUAL[0] and len(words) >= _PROSE
    return long or (len(words) >= _SHOUTED and _DETERMINED.search(line.rstrip()) is not None)
