"""Which headings of a plain text stand below another, where all of them look alike.

Termination                  nothing under it but the next heading: it opens a group
Termination by You           in it
You may leave at any time.
Effect of Termination        in it, as it says a word of the opener
Your licence ends.
Governing Law                an article that stands by itself ends it
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from policydiff.patterns import regex
from policydiff.structure.lines import SMALL_WORDS, Line
from policydiff.structure.wording import has_finite_verb, page_words

_POINTS = regex(r"(?:\b(?:below|following|follows)\b[^.:]{0,20}[.:]?|:)$", re.I)
_ENDING = regex(r"(?:ions?|ing|ed|es|e|s)$")
_FEWEST = 2  # headings that begin alike
_NAMED = 3  # headings that the text above them names; two may be spoken of in passing
_LONGEST = 8  # words of the first heading, if it opens a group; a longer one is a call to read
_NAMING = 4  # lines of text that can name what is below
_SAME_START, _SAME_END = 2, 3  # words by which two headings are of one form
_NAME = 4  # words of a heading that only names, as "About" behind questions
_MOST = 8  # headings of a group, if nothing ends it
_LONE = 6  # the same, if it is the only one of a text
# Words that most headings of a policy could share.
_COMMON = frozenset(
    ["data", "information", "personal", "policy", "privacy", "service", "services", "terms"]
)


class _Group(Struct, frozen=True):
    """A group that is still open."""

    opener: Line
    rank: int  # of the opener, among the headings
    first: Line
    alike: str  # the word that its headings begin with, "" if they begin with several
    until: int  # rank of the first heading behind it, if that is known; else 0
    nests: bool  # its first heading opens a group, too


def opened_groups(lines: Sequence[Line], headings: Sequence[Line]) -> list[int]:
    """Of each heading, in how many groups it stands that headings above it open. O(headings * depth).

    A heading with nothing under it but the next heading opens a group. So does one whose text names
    the next headings, or points at what is below where that begins alike, and a question over
    phrases that ask nothing. No mark ends a group; what does is the next opener, an article that
    policies have by itself ("Governing Law"), a heading of the form of the opener ("How we share"
    behind "How we use"), or of another form than those in it: a name behind questions. Numbered and
    marked-up headings have levels of their own.
    """
    flat = [0] * len(headings)
    if any(heading.number or heading.block.kind == "heading" for heading in headings):
        return flat
    depths: list[int] = []
    open_: list[_Group] = []
    groups = ended = 0
    for rank in range(len(headings)):
        opened = _opened(lines, headings, rank)
        known = len(open_)
        if not _is_empty(headings, rank - 1):
            while open_ and _ends(open_[-1], headings, rank, opens=opened is not None):
                open_.pop()
        ended += known - len(open_)
        depths.append(len(open_))
        if opened is not None:
            open_.append(opened)
            groups += 1
    doubtful = groups == 1 and not ended and sum(map(bool, depths)) > _LONE
    return flat if doubtful else depths


def _is_empty(headings: Sequence[Line], rank: int) -> bool:
    """Whether nothing stands under the heading of this rank but the next one."""
    return 0 <= rank < len(headings) - 1 and headings[rank + 1].index == headings[rank].index + 1


def _opened(lines: Sequence[Line], headings: Sequence[Line], rank: int) -> _Group | None:
    """The group that the heading of this rank opens, if it does."""
    if rank + 1 >= len(headings):
        return None
    opener, first = headings[rank], headings[rank + 1]
    text = lines[opener.index + 1 : first.index]
    start = first.key.split(" ", 1)[0]
    end = rank + 1
    while end < len(headings) and headings[end].key.split(" ", 1)[0] == start:
        end += 1
    alike = end - rank > _FEWEST and opener.key.split(" ", 2)[:2] != first.key.split(" ", 2)[:2]
    until = 0
    if text:
        named = _named(text, headings, rank + 1)
        asked = opener.end == "?" and all(one.end != "?" for one in headings[rank + 1 : end])
        if named - rank > _NAMED:
            until = named
        elif alike and (asked or _POINTS.search(text[-1].text)):
            until = end
        else:
            return None
    elif not rank and opener.words > _LONGEST:
        return None
    return _Group(
        opener=opener,
        rank=rank,
        first=first,
        alike=start if alike else "",
        until=until,
        nests=not text and _is_empty(headings, rank + 1),
    )


def _named(text: Sequence[Line], headings: Sequence[Line], rank: int) -> int:
    """Rank of the first heading from `rank` on that the text does not name, in its order."""
    if len(text) > _NAMING:
        return rank
    said = " ".join(line.block.text for line in text)
    place = 0
    while (
        rank < len(headings)
        and headings[rank].words > 1
        and (at := said.find(headings[rank].text, place)) >= 0
    ):
        place = at + len(headings[rank].text)
        rank += 1
    return rank


def _ends(group: _Group, headings: Sequence[Line], rank: int, *, opens: bool) -> bool:
    """Whether the heading of this rank stands behind the group."""
    heading = headings[rank]
    if group.until:
        return rank >= group.until
    if group.alike and heading.key.split(" ", 1)[0] == group.alike:
        return False
    if _same_form(heading, group.opener) and not _same_form(group.first, group.opener):
        return not group.nests
    if opens:
        return not group.nests
    if _stems(heading) & _stems(group.opener):
        return False
    if group.alike or _other_form(heading, headings[group.rank + 1 : rank]):
        return True
    if group.first.end == "?":
        return False
    if rank > group.rank + _MOST:
        return True
    return _is_article(heading) and not _is_article(group.first)


def _other_form(heading: Line, members: Sequence[Line]) -> bool:
    """Whether it is a name behind questions, a question behind names, a phrase behind single words,
    or lacks the colon of the others."""
    first = members[0]
    if first.end == "?":
        names = heading.words <= _NAME and not has_finite_verb(heading.text)
        return heading.end != "?" and names
    words = len(members) >= _FEWEST and all(member.words == 1 for member in members)
    return (
        heading.end == "?"
        or (first.end == ":" and heading.end != ":")
        or (words and heading.words > _FEWEST)
    )


def _same_form(one: Line, other: Line) -> bool:
    mine, others = one.key.split(), other.key.split()
    return mine[:_SAME_START] == others[:_SAME_START] or mine[-_SAME_END:] == others[-_SAME_END:]


def _stems(line: Line) -> set[str]:
    """Its words that carry meaning, without their endings: "terminat" of "Termination by You"."""
    words = set(line.key.split()) - SMALL_WORDS - _COMMON
    return {_ENDING.sub("", word) for word in words}


def _is_article(line: Line) -> bool:
    """Whether it is an article that policies have by itself: "Governing Law", "Contact us"."""
    key = line.key_text()
    return any(
        key.startswith(entry[:-1]) if entry.endswith("*") else key == entry
        for entry in page_words("articles")
    )
