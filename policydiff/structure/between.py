"""What a line without a stop stands between: text that is closed, or another such line over text.

    Nobody else sees it.         closed
    I have a question            between texts, whatever its words say
    Write to the office.         closed
    Sharing                      over a heading
    With shops                   under a heading
    A shop learns your name.     closed

Rows of a list that has lost its bullets are no less open, but stand beside each other.
"""

from __future__ import annotations

from collections.abc import Sequence

from policydiff.patterns import regex
from policydiff.structure.lines import SMALL_WORDS, Line
from policydiff.structure.signs import is_sentence
from policydiff.structure.titles import names_document
from policydiff.structure.wording import breaks_off, is_address_line, leads_in, states

_LONGEST = 12  # words of an open line
_CONTAINER = 6  # words of a heading that opens a group right below the title
_SENTENCE = 3  # words of a sentence; "Yes." and "Ltd." are no text
_PARAGRAPH = 18  # words of a line that is text however it ends
_ROWS = 3  # of a list that has lost its bullets
_BACK = regex(r"(?:These|Those|They|All|Each|Both|Such|None|Neither)\b")
STANDING = frozenset(["between texts", "under a heading"])  # signs of a line over text
_FEWEST, _SHARE = 3, 0.75  # of the lines that stand so, as headings
_NEARLY = -1.5  # log-odds from which on a line is raised to
_PAIRED = -2.5  # the same right below a heading, which would stand over nothing
_RAISED = 0.25
_MARK = regex(r"[|;\t•]")  # of a row with several cells
_PURPOSE = regex(r"To [a-z]")


def between_signs(lines: Sequence[Line]) -> list[list[str]]:
    """Of every line, if it is open: whether closed text or an open line stands above and below. O(lines)."""
    opens = [_is_open(line) for line in lines]
    rows = _named_again(lines, opens)
    text = [index in rows or _is_text(lines, index) for index in range(len(lines))]
    text += [False, False]  # below the last line
    # The end of some text; so is the top of the document.
    closed = [yes and line.end != ":" for yes, line in zip(text, lines, strict=False)]
    closed += [True, True]  # above the first line: index -1 and -2
    closed[0] = closed[0] or _is_title_over_pair(lines, opens)
    result: list[list[str]] = [[] for _ in lines]
    for index, line in enumerate(lines):
        if not opens[index] or index + 1 == len(lines):
            continue
        if index in rows:
            result[index].append("row that the text points back to")
        elif closed[index - 1]:
            leads = line.end == ":" and lines[index + 1].block.kind == "item"
            if text[index + 1] and not leads:
                result[index].append("between texts")
            elif not text[index + 1] and opens[index + 1] and text[index + 2]:
                result[index].append("over a heading")
        elif opens[index - 1] and closed[index - 2] and text[index + 1]:
            result[index].append("under a heading")
    return result


def _is_title_over_pair(lines: Sequence[Line], opens: Sequence[bool]) -> bool:
    """Whether "Refund and Payment Policy" stands over "Refund Policy" and "Refund within 30 days".

    Below the name of a document come as well the house's, a date, and a call to read: a container is
    short and shares a word with its first part.
    """
    if opens[1:3] != [True, True] or lines[0].number or not names_document(lines[0].text):
        return False
    one, other = lines[1:3]
    shared = set(one.key.split()) & set(other.key.split()) - SMALL_WORDS
    return one.words <= _CONTAINER and not is_sentence(one) and bool(shared)


def _named_again(lines: Sequence[Line], opens: Sequence[bool]) -> frozenset[int]:
    """Indices of names that the text below points back to: "These companies have their own policies.".

    The first of at least three heads the others and is none of them.
    """
    found: set[int] = set()
    run: list[int] = []
    for line in lines:
        if opens[line.index] and line.end not in ":?":
            run.append(line.index)
            continue
        together = all(lines[index].block.gap_lines == 0 for index in run[2:])
        if len(run) >= _ROWS and together and _BACK.match(line.text):
            found |= set(run[1:])
        run = []
    return frozenset(found)


def _is_open(line: Line) -> bool:
    return (
        line.block.kind == "paragraph"
        and line.short
        and line.words <= _LONGEST
        and not (leads_in(line.text) or (line.end == ":" and states(line.text)))
        and not breaks_off(line.text)
        and not _MARK.search(line.text)
        and not is_address_line(line.text)
    )


def _is_text(lines: Sequence[Line], index: int) -> bool:
    """Whether text that a heading can stand over begins here: a sentence, an item, purposes in a row."""
    line = lines[index]
    if line.block.kind in ("item", "cell") or line.words >= _PARAGRAPH:
        return True
    if line.end in ".!:" and line.words >= _SENTENCE:
        return True
    below = lines[index + 1] if index + 1 < len(lines) else None
    if below is None:
        return False
    leads = breaks_off(line.text) and below.block.kind == "item"  # "You may not", without a colon
    return leads or (is_purpose(line) and is_purpose(below))


def is_purpose(line: Line) -> bool:
    """Whether it is a purpose, as rows of lists name them: "To send you a receipt"."""
    return line.number is None and _PURPOSE.match(line.text) is not None


def settled_by_place(lines: Sequence[Line], scores: Sequence[float | None]) -> dict[int, float]:
    """What is added to the score of lines that stand where this text has its headings.

    Where three in four of the lines between texts are headings, those that nearly are one are, too.
    A line over a heading that stands over text is its container, if next to nothing speaks against it.
    """
    places = between_signs(lines)
    standing = [
        (index, score)
        for index, (place, score) in enumerate(zip(places, scores, strict=True))
        if score is not None and STANDING.intersection(place)
    ]
    likely = sum(score > 0 for _, score in standing)
    added: dict[int, float] = {}
    if likely >= max(_FEWEST, _SHARE * len(standing)):
        added = {
            index: _RAISED - score
            for index, score in standing
            if score <= 0
            and score > (_PAIRED if index and (scores[index - 1] or -1.0) > 0 else _NEARLY)
        }
    for index, (place, score) in enumerate(zip(places, scores, strict=True)):
        if score is None or "over a heading" not in place or not _NEARLY < score <= 0:
            continue
        below = scores[index + 1]
        if below is not None and below + added.get(index + 1, 0.0) > 0:
            added[index] = _RAISED - score
    return added
