"""The bullets, numbers and letters that begin the items of a plain text's lists, and what may come after each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policydiff.patterns import regex

_STOPPED_NUMBER = regex(r"\s*\d{1,3}(?:[.)]|(?:\.\d{1,3}){1,3}[.)]?)\s+[^\W\d_a-zäöü]")
# "§" is what is left of a bullet of Word, but before a number.
BULLET = regex(r"^(\s*)([•·●○◦▪■□◆‣►▸▶➢➤✓✔*\-–—›»o¤\uf0b7]|§(?!\s+\d))\s+(?=\S)")
NUMBER = regex(r"^\s*(\d{1,3}(?:\.\d{1,3}){0,4})[.)]?\s+(?=\S)")
# "( a )", with blanks inside, is "(a)".
PAREN_NUMBER = regex(r"^(\s*)(\(\s?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,6})\s?\))\s*(?=\S)")
# "a) name" and "iv) address": a label with half a bracket; "1)" is a number as any.
HALF_NUMBER = regex(r"^\s*((?:[a-zA-Z]|[ivx]{2,5})\))\s+(?=\S)")
_ALONE = frozenset("•·●○◦▪■□◆‣►▸▶➢➤\uf0b7")  # no row of a drawing, no "o" and no dash
SCAN = 400  # characters of a line that decide what it is
_OPEN = 6  # labels that are remembered: lists inside lists are not deeper
LONGEST = 200  # lines of one paragraph that are looked at
_PROSE_GLYPHS = frozenset("-–—o§»›")  # they also stand inside a sentence
ENDS = ".!?:;"
FIRST_LABELS = frozenset({"(a)", "(i)", "(1)", "a)", "i)"})
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")  # fmt: skip
REFERENCE = r"(?:sections?|articles?|clauses?|schedules?|annex|appendix|exhibit|paragraphs?|parts?|chapters?)"
CITES = regex(
    rf"\b(?:{REFERENCE}|see|in|under|of|to|with|by|and|or|per|from|than|breaks?|violates?)$", re.I
)
# An e-mail or web address on a line of its own.
ADDRESS = regex(r"\S{1,200}@\S{1,100}|(?:https?://|www\.)\S{1,200}")
# Words behind which a name may come: "... with", "... called".
UNFINISHED = regex(
    r"\b(?:an?|the|our|your|their|its|of|in|on|at|by|for|from|to|into|with|via|as|like|than|and|or|but|if|"
    r"called|named|under|is|are|visit|use|through|using|including)$"
)


def open_labels(labels: Sequence[str], line: str) -> list[str]:
    """Markers and numbers of the lists that are open behind the first line of a block.

    A paragraph without one ends the list, but not the numbering of the sections.
    """
    head = line[:SCAN]
    if match := BULLET.match(head) or PAREN_NUMBER.match(head):
        label = tight(match[2])
        again = labels[-1:] == [label]  # a long list hides no number of the sections
        return list(labels) if again else [*labels, label][-_OPEN:]
    if match := HALF_NUMBER.match(head):
        return [*labels, match[1]][-_OPEN:]
    numbers = [label for label in labels if label[0].isdigit()]
    match = NUMBER.match(head)
    return [*numbers, match[1]][-_OPEN:] if match else numbers


def tight(label: str) -> str:
    """A label without the blanks inside its brackets: "(a)" of "( a )"."""
    return "".join(label.split())


def with_bullets(lines: list[str]) -> list[str]:
    """The lines, a bullet alone on its line before the words below it: so lists are copied from pages.

    Where no words stand right below it, it is none.
    """
    if not any(line.strip() in _ALONE for line in lines if len(line) <= SCAN and line.strip()):
        return lines
    result = list(lines)
    for index, line in enumerate(lines):
        if len(line) > SCAN or not (glyph := line.strip()) or glyph not in _ALONE:
            continue
        below = lines[index + 1] if index + 1 < len(lines) else ""
        result[index] = ""
        if below.strip() and below.strip() not in _ALONE and not BULLET.match(below[:SCAN]):
            result[index + 1] = f"{line[: line.index(glyph)]}{glyph} {below.lstrip()}"
    return result


def begins_item(lines: Sequence[str], index: int, labels: Sequence[str]) -> bool:
    """Whether the line below `index` begins an item of a list although that line is full.

    Any word may come first on a line: "(ii)" of an enumeration inside a sentence, or a dash. An
    item it is where the line above ends with a stop, or where it goes on with a list; "(a)" only
    if "(b)" does not come inside a line.
    """
    end, head = lines[index].rstrip()[-1:], lines[index + 1][:SCAN]
    if match := BULLET.match(head):
        glyph = match[2]
        return glyph not in _PROSE_GLYPHS or end in ENDS + "," or glyph in labels[-1:]
    if match := NUMBER.match(head):
        above = NUMBER.match(lines[index][:SCAN])
        if above and match[1] == f"{above[1]}.1":
            return True
        if end in ".!?:" and re.match(r"\s*1[.)]\s", head):
            return True
        if labels and _ends_count(lines, index, match[1], labels):
            return True
        stands = end in ENDS or _ends_in_address(lines[index])
        return stands and any(match[1] in next_labels(label) for label in labels)
    if match := HALF_NUMBER.match(head):
        if any(match[1] in next_labels(label) for label in labels):
            return True
        return end in ".!?:" and match[1].lower() in FIRST_LABELS
    if match := PAREN_NUMBER.match(head):
        own = tight(match[2])
        if any(own in next_labels(label) for label in labels):
            return True
        return end in ".!?:" and own.lower() in FIRST_LABELS and not _inline(lines, index + 1)
    return False


def _ends_count(lines: Sequence[str], index: int, number: str, labels: Sequence[str]) -> bool:
    """Whether "5. Location" below a full item without a stop is the next of the sections.

    The item is one of bullets, and the words before the number cite no section; or "5.1" follows.
    """
    line, below = lines[index].rstrip(), lines[index + 1]
    counted = any(number in next_labels(label) for label in labels if label[0].isdigit())
    if not counted or not _STOPPED_NUMBER.match(below[:SCAN]):
        return False
    after = NUMBER.match(lines[index + 2][:SCAN]) if index + 2 < len(lines) else None
    if after and after[1] == f"{number}.1":
        return True
    bullet = BULLET.match(f"{labels[-1]} x") is not None
    return bullet and not (
        CITES.search(line) or UNFINISHED.search(line) or below.rstrip()[-1:] == "."
    )


def _ends_in_address(line: str) -> bool:
    """Whether an e-mail or web address ends a line: a sentence sets its stop behind one, an item need not."""
    words = line[-SCAN:].split()[-1:]
    return bool(words and ADDRESS.fullmatch(words[0]))


def _inline(lines: Sequence[str], index: int) -> bool:
    """Whether the label behind the one that begins a line stands inside a line of the paragraph."""
    match = PAREN_NUMBER.match(lines[index][:SCAN])
    after = next_labels(tight(match[2])) if match else ()
    for line in lines[index : index + LONGEST]:
        if not line.strip():
            return False
        places = [line.find(label) for label in after if label in line]
        if places:
            return bool(line[: min(places)].strip())
    return False


def next_labels(label: str) -> tuple[str, ...]:
    """Labels that may come after one: "(v)" after "(u)" and "(iv)", "2.4" and "3" after "2.3"."""
    inner = label.strip("()")
    if label[0].isdigit():
        parts = [int(part) for part in label.split(".")]
        heads = (parts[:depth] for depth in range(len(parts) + 1))
        return tuple(".".join(map(str, [*head[:-1], head[-1] + 1])) for head in heads if head)
    if not label.endswith(")"):
        return ()
    if inner.isdigit():
        return (f"({int(inner) + 1})",)
    after = []
    if len(inner) == 1 and inner.isalpha() and inner not in "zZ":
        after.append(chr(ord(inner) + 1))
    if inner.lower() in _ROMANS[:-1]:
        roman = _ROMANS[_ROMANS.index(inner.lower()) + 1]
        after.append(roman if inner.islower() else roman.upper())
    return tuple(f"({one})" if label[0] == "(" else f"{one})" for one in after)
