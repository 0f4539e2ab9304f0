"""Lines that stand in several versions, decided together: what is no change must not look like one.

A line is judged by the whole text around it. An edit far away can tip the scales, and the same line
is then a heading in one version and none in the next. Where versions are compared, the version in
which more speaks for one side decides for all of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from policydiff.model import Decision, Document
from policydiff.structure.lines import WORD

# What was decided for a line: by its place and its words, as PDFs have many lines on one page.
Settled = Mapping[tuple[int, str], float]
_BY_MARKUP = 99.0  # log-odds from which on the author decided
_SEEN = 200  # characters of a line by which it is known again


class _Standing(Struct, frozen=True):
    """A line of one version that was weighed, and what stands around it."""

    version: int
    decision: Decision
    before: tuple[str, str]  # the words in front of it, and its own
    behind: tuple[str, str]  # its own words, and those behind it


def settle_headings(documents: Sequence[Document]) -> list[dict[tuple[int, str], float]]:
    """For each document the lines that other versions decide, with the log-odds they gave.

    The same line is one with the same words and the same neighbour above or below. What a format
    marks up, titles and dropped lines are left as they are. The order of versions does not matter,
    nor does one that is there twice. O(lines).
    """
    standing = [one for rank, document in enumerate(documents) for one in _standing(rank, document)]
    settled: list[dict[tuple[int, str], float]] = [{} for _ in documents]
    for group in _groups(standing):
        scores = [one.decision.score for one in group]
        if all(score > 0 for score in scores) or all(score <= 0 for score in scores):
            continue
        # Of equals the heading: what is lost in a section that is not seen is lost for good.
        winner = max(scores, key=lambda score: (abs(score), score))
        for one in group:
            if (one.decision.score > 0) != (winner > 0):
                settled[one.version][one.decision.line, one.decision.text] = winner
    return settled


def _standing(version: int, document: Document) -> list[_Standing]:
    weighed = [
        decision
        for decision in document.decisions
        if abs(decision.score) < _BY_MARKUP
        and decision.score != 0
        and decision.heading == (decision.score > 0)
    ]
    if not weighed:
        return []
    text: list[tuple[int, str]] = []
    for section in document.sections:
        if section.heading:
            text.append((section.line, _known(section.heading)))
        text += [(clause.line, _known(clause.text)) for clause in section.clauses]
    text.sort(key=lambda unit: unit[0])
    lines = [line for line, _ in text]
    found = []
    for decision in weighed:
        own = _known(decision.text)
        first, last = bisect_left(lines, decision.line), bisect_right(lines, decision.line)
        before = text[first - 1][1] if first else ""
        behind = text[last][1] if last < len(text) else ""
        found.append(_Standing(version, decision, (before, own), (own, behind)))
    return found


def _known(text: str) -> str:
    """Its words, a number in front left aside: that may be part of a heading or beside it."""
    words = WORD.findall(text[:_SEEN].lower())
    while len(words) > 1 and not any(char.isalpha() for char in words[0]):
        words = words[1:]
    return " ".join(words)


def _groups(standing: Sequence[_Standing]) -> list[list[_Standing]]:
    """Those that are the same line: linked by one neighbour, from version to version."""
    parent = list(range(len(standing)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for side in ("before", "behind"):
        first: dict[tuple[str, str], int] = {}
        for at, one in enumerate(standing):
            parent[root(at)] = root(first.setdefault(getattr(one, side), at))
    found: dict[int, list[_Standing]] = defaultdict(list)
    for at, one in enumerate(standing):
        found[root(at)].append(one)
    return list(found.values())
