"""What changed outside the sections: the title, and names and numbers in lines that were left out.

    © 2020 Fernhill Vets Ltd. Registered in Wales, 1234567.
    © 2021 Fernhill Pets Holdings Inc. Registered in Delaware, 7654321.      another company

A menu, a date or a year of copyright may change without a word; who the company is may not, nor may
a sentence, wherever it stood: in a banner, at the foot of a page.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from policydiff.compare.normalise import heading_key, normalise
from policydiff.compare.similarity import sequence_similarity
from policydiff.compare.words import diff_words
from policydiff.model import Document, DroppedKind, OutsideChange
from policydiff.patterns import regex
from policydiff.structure.date_values import find_written
from policydiff.structure.notices import says_something
from policydiff.structure.wording import page_words

_SAME_LINE = (
    0.2  # similarity from which two lines are one, changed: the name is half of such a line
)
_MOST_LINES = 400  # lines a side that are compared; a page of links has more, and nothing in them
_YEARS = regex(r"\b(?:19|20)\d\d(?:\s*[-/–—]\s*(?:(?:19|20)\d\d|\d\d|present|today))?\b")
_BANNER = regex(r"\bcookies?\b", re.I)
_MARK = regex(r"©|\(c\)", re.I)
_WORD = regex(r"[\w.+\-]+@[\w.\-]+\w|\w+(?:['’&.\-]\w+)*")
_TELLING_KINDS: tuple[DroppedKind, ...] = ("copyright", "navigation")
_SPEAKING_KINDS: tuple[DroppedKind, ...] = (*_TELLING_KINDS, "toc", "title")


def title_change(old: Document, new: Document) -> OutsideChange | None:
    """How the name of the document changed; None where it did not, or stands elsewhere in the other.

    Case, punctuation and a date in it do not count.
    """
    titles = [" ".join((side.title or "").split()) for side in (old, new)]
    keys = [heading_key(_undated(title)) for title in titles]
    if keys[0] == keys[1]:
        return None
    for title, other in ((titles[0], new), (titles[1], old)):
        # Named on one side only, where the other has the same words as a heading or a clause.
        if title and not other.title and _stands_in(title, other):
            return None
    return OutsideChange(kind="title", old=titles[0], new=titles[1], ops=diff_words(*titles))


def _stands_in(title: str, document: Document) -> bool:
    key = heading_key(title)
    return any(
        key in (heading_key(section.heading), *(heading_key(c.text) for c in section.clauses))
        for section in document.sections
    )


class _Line(Struct, frozen=True):
    kind: DroppedKind
    line: int
    text: str
    key: str
    letterhead: bool  # stands above the policy
    speaks: bool  # says something that may bind


def left_out_changes(old: Document, new: Document) -> tuple[OutsideChange, ...]:
    """Lines that were left out on both sides and tell another name, number or address now."""
    if old.dropped == new.dropped:
        return ()
    sides = [_lines(old), _lines(new)]
    counts = [Counter(line.key for line in lines) for lines in sides]
    kept = counts[0] & counts[1]
    left: list[list[_Line]] = []
    for lines in sides:
        same = kept.copy()
        free = []
        for line in lines:
            same[line.key] -= 1
            if same[line.key] < 0:
                free.append(line)
        left.append(free[:_MOST_LINES])
    pairs = _pair(*left)
    found = [
        (old_line, new_line)
        for old_line, new_line in pairs
        if old_line.speaks
        or new_line.speaks
        or (
            (_is_telling(old_line) or _is_telling(new_line)) and _names(old_line) ^ _names(new_line)
        )
    ]
    for lines, used, other in ((left[0], 0, new), (left[1], 1, old)):
        paired = {id(pair[used]) for pair in pairs}
        alone = [
            line for line in lines if id(line) not in paired and (line.speaks or _is_telling(line))
        ]
        known = _vocabulary(other) if alone else frozenset()
        for line in alone:
            # A banner that asks for cookies comes and goes with the way in which a page was saved.
            speaks = line.speaks and not _BANNER.search(line.text)
            if (speaks and not _stands_in(line.text, other)) or not _names(line) <= known:
                found.append((line, None) if used == 0 else (None, line))  # type: ignore[arg-type]
    return tuple(_change(*pair) for pair in sorted(found, key=_place))


def _place(pair: tuple[_Line | None, _Line | None]) -> tuple[int, str]:
    shown = pair[1] or pair[0]
    return (int(shown.line), shown.text) if shown else (0, "")


def _change(old: _Line | None, new: _Line | None) -> OutsideChange:
    shown = new or old
    assert shown is not None
    texts = old.text if old else "", new.text if new else ""
    return OutsideChange(
        kind=shown.kind, old=texts[0], new=texts[1], ops=diff_words(*texts),
        old_line=old.line if old else None, new_line=new.line if new else None,
    )  # fmt: skip


def _lines(document: Document) -> list[_Line]:
    first = document.sections[0].line if document.sections else 0
    found: list[_Line] = []
    for dropped in document.dropped:
        if dropped.kind not in _SPEAKING_KINDS:
            continue
        for line, text in dropped.texts:
            folded = " ".join(text.split())
            key = normalise(_timeless(folded, dropped.kind)).casefold()
            # What a table of contents says is told where it is a heading.
            speaks = says_something(folded) and not (
                dropped.kind not in _TELLING_KINDS and _stands_in(folded, document)
            )
            if key and (speaks or dropped.kind in _TELLING_KINDS):
                found.append(_Line(dropped.kind, line, folded, key, line < first, speaks))
    return found


def _pair(old: Sequence[_Line], new: Sequence[_Line]) -> list[tuple[_Line, _Line]]:
    """Lines that are one, changed: the most alike first; a lone line of its kind with its like."""
    scored = []
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            alike = sequence_similarity(one.key, other.key)
            if one.letterhead == other.letterhead and alike >= _SAME_LINE:
                scored.append((one.kind != other.kind, -round(alike, 3), abs(i - j), i, j))
    pairs: dict[int, int] = {}
    for _, _, _, i, j in sorted(scored):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    for kind in _TELLING_KINDS:
        olds = [i for i, line in enumerate(old) if i not in pairs and _is(line, kind)]
        news = [j for j, line in enumerate(new) if j not in pairs.values() and _is(line, kind)]
        if len(olds) == len(news) == 1:
            pairs[olds[0]] = news[0]
    return [(old[i], new[j]) for i, j in sorted(pairs.items())]


def _is(line: _Line, kind: DroppedKind) -> bool:
    return line.kind == kind and _is_telling(line)


def _is_telling(line: _Line) -> bool:
    """Whether a line says who or where somebody is; a menu, a slogan and a date do not."""
    words = _WORD.findall(line.text)
    if line.kind == "copyright":
        return True
    if any("@" in word or word in _words("forms") for word in words):
        return True
    if any(sum(char.isdigit() for char in word) >= 3 for word in _WORD.findall(line.key)):
        return True
    # A letterhead: two words or more, each with a capital, none of them a word of menus.
    names = [word for word in words if not word.isdigit()]
    return (
        line.letterhead
        and len(names) >= 2
        and all(word[0].isupper() and word.casefold() not in page_words("menu") for word in names)
    )


def _names(line: _Line) -> set[str]:
    """Names, numbers and addresses of a line, without dates, years and the words of any page."""
    return {
        word.casefold().strip(".")
        for word in _WORD.findall(_timeless(_MARK.sub(" ", line.text), line.kind))
        if (word[0].isupper() or any(char.isdigit() or char == "@" for char in word))
        and word.casefold() not in page_words("menu")
    }


def _vocabulary(document: Document) -> frozenset[str]:
    texts: Iterable[str] = (
        text
        for section in document.sections
        for text in (section.heading or "", *(clause.text for clause in section.clauses))
    )
    left_out = (text for dropped in document.dropped for _, text in dropped.texts)
    whole = " ".join((document.title or "", *texts, *left_out))
    return frozenset(word.casefold().strip(".") for word in _WORD.findall(whole))


def _timeless(text: str, kind: DroppedKind) -> str:
    """A line without dates, and without the years of a copyright; elsewhere one is part of a name."""
    bare = _undated(text)
    return _YEARS.sub(" ", bare) if kind == "copyright" else bare


def _undated(text: str) -> str:
    """A text without its written dates."""
    for found in reversed(find_written(text)):
        text = f"{text[: found.start]} {text[found.end :]}"
    return text


@cache
def _words(name: str) -> frozenset[str]:
    data = Path(__file__).with_name("left_out.toml").read_text("utf-8")
    return frozenset(tomllib.loads(data)[name])
