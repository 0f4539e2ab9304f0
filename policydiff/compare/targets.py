"""What references point to: the same number may mean another section, another number the same one.

    See Section 3.     Section 3 was "How we use it"; a section was put in before, now it is "Children"

Judged when sections and clauses are paired, so that a target may be renamed, reworded, moved: a
reference says the same if its targets became each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise

from msgspec.structs import replace

from policydiff.compare.bodies import Group
from policydiff.compare.by_letter import cite_items
from policydiff.compare.by_name import cite_names
from policydiff.compare.cross_references import Citation, cite
from policydiff.compare.normalise import Key, normalise
from policydiff.compare.places import Places, Resolved, Target
from policydiff.compare.reference_words import is_choice, is_range, stem
from policydiff.model import Clause, Document


class Pointing:
    """Judges references of paired clauses by what became of their targets."""

    def __init__(
        self,
        old: Document,
        new: Document,
        groups: Sequence[Group],
        pairs: Mapping[int, int],
    ) -> None:
        self._cited = _all_cited(old), _all_cited(new)
        # Nothing to resolve where nothing is cited.
        self._old = Places(old if self._cited[0] else replace(old, sections=()))
        self._new = Places(new if self._cited[1] else replace(new, sections=()))
        self._group = (
            {i: at for at, group in enumerate(groups) for i in group.old},
            {j: at for at, group in enumerate(groups) for j in group.new},
        )
        self._homes = _homes(old), _homes(new)
        self._pairs = pairs
        self._taken = set(pairs.values())

    def says_the_same(self, i: int, j: int) -> bool:
        """Whether two clauses differ in nothing but the numbers by which they name the same targets."""
        old, new = self._gathered(i, j)
        if len(old) != len(new) or not any(one.target for one in old):
            return False
        if not all(map(self._same, old, new)):
            return False
        return _masked(self._old.clauses[i], old) == _masked(self._new.clauses[j], new)

    def renumbered(self, i: int, j: int) -> list[tuple[Citation, Citation]]:
        """References that a clause and its partner spell with different numbers for one target."""
        old, new = self._gathered(i, j)
        found, at = [], 0
        for one in old:
            for place in range(at, len(new)):
                other = new[place]
                if (
                    one.target
                    and self._same(one, other)
                    and one.citation.word == other.citation.word
                ):
                    if one.citation.spelled != other.citation.spelled:
                        found.append((one.citation, other.citation))
                    at = place + 1
                    break
        return found

    def elsewhere(self, i: int, j: int) -> list[tuple[Citation, str, str | None]]:
        """(reference, its target before, its target now) where equal words name another target.

        None where they name nothing any more.
        """
        old, new = (
            [one for one in side if one.citation.whose in ("own", "likely")]
            for side in self._resolved(i, j)
        )
        if [one.citation.words for one in old] != [one.citation.words for one in new]:
            # Some were updated: what still names its target is no other's target.
            waiting, left = list(new), []
            for one in old:
                kept = next((other for other in waiting if self._same(one, other)), None)
                if kept is None:
                    left.append(one)
                else:
                    waiting.remove(kept)
            old, new = left, waiting
        old, new = self._without_swapped(old, new)
        found = []
        for one in old:
            other = next((o for o in new if o.citation.words == one.citation.words), None)
            if other is None:
                continue
            new = [o for o in new if o is not other]
            if one.target and not other.several and not self._same(one, other):
                # Found by its section only, where it was a part of it before: it is gone.
                lost = not other.target or len(other.rest) > len(one.rest)
                now = None if lost or not other.target else self._new.name(other.target)
                if now != (before := self._old.name(one.target)):  # or the same, in another copy
                    found.append((other.citation, before, now))
        return found

    def _without_swapped(
        self, old: list[Resolved], new: list[Resolved]
    ) -> tuple[list[Resolved], list[Resolved]]:
        """Both without "Sections 2 and 3" where these two have changed places: it says what it said."""
        olds, news = _together(old), _together(new)
        if len(olds) != len(news):
            return old, new
        differing = [
            (some, others)
            for some, others in zip(olds, news, strict=True)
            if len(some) != len(others)
            or not all(any(self._same(one, other) for other in others) for one in some)
        ]
        return [one for some, _ in differing for one in some], [
            one for _, others in differing for one in others
        ]

    def lacking(self) -> list[tuple[int, Citation]]:
        """(new clause, reference) where a lettered part of a section is named that it does not have."""
        before = {one.words for cited in self._cited[0].values() for one in cited}
        return [
            (j, one)
            for j, cited in sorted(self._cited[1].items())
            for one in cited
            if one.words not in before and one.whose in ("own", "likely") and self._new.lacks(one)
        ]

    def _resolved(self, i: int, j: int) -> tuple[list[Resolved], list[Resolved]]:
        old, new = self._cited[0].get(i, ()), self._cited[1].get(j, ())
        if len(_names(old)) != len(_names(new)):  # of a section that is gone: a word like others
            old, new = (tuple(c for c in side if c.whose != "name") for side in (old, new))
        return [self._old.resolve(c, i) for c in old], [self._new.resolve(c, j) for c in new]

    def _gathered(self, i: int, j: int) -> tuple[list[Resolved], list[Resolved]]:
        """The same, with one number each where a list of them names what another way to write it names.

        "Sections 2-3" and "Section 7", where they were merged; "Sections 2, 3 and 4", "Sections 2 to 4".
        """
        old, new = self._resolved(i, j)
        runs = _together(old), _together(new)
        if len(runs[0]) != len(runs[1]):
            return old, new
        found: tuple[list[Resolved], list[Resolved]] = ([], [])
        for some, others in zip(*runs, strict=True):
            mine = self._distinct(_filled(some, self._old, i), 0)
            theirs = self._distinct(_filled(others, self._new, j), 1)
            if (
                _is_written_otherwise(some, others)
                and len(mine) == len(theirs)
                and all(map(self._same, mine, theirs))
            ):
                some, others = [_as_one(some)], [_as_one(others)]
            found[0].extend(some)
            found[1].extend(others)
        return found

    def _distinct(self, some: Sequence[Resolved], side: int) -> list[Resolved]:
        """Without the numbers that name what the one before them names: a section of the same group."""
        groups = [self._section_group(one, side) for one in some]
        return [
            one
            for at, one in enumerate(some)
            if not at or groups[at] is None or groups[at] != groups[at - 1]
        ]

    def _section_group(self, one: Resolved, side: int) -> int | None:
        if one.target is None or one.target.kind != "section" or one.rest:
            return None
        return self._group[side].get(one.target.index)

    def refers(self, i: int, j: int) -> bool:
        """Whether both clauses refer to anything."""
        return i in self._cited[0] and j in self._cited[1]

    def _same(self, one: Resolved, other: Resolved) -> bool:
        old, new = one.target, other.target
        if "perhaps" in (one.citation.whose, other.citation.whose) and (
            one.citation.spelled == other.citation.spelled
        ):
            return True  # of a law
        if one.rest != other.rest:
            return False
        if old is None or new is None:
            return old is new and one.citation.spelled == other.citation.spelled
        if old.kind == new.kind == "clause":
            partner = self._pairs.get(old.index)
            if partner is not None or new.index in self._taken:
                return partner == new.index
        if old.label is None or new.label is None:
            old, new = _labelled(old), _labelled(new)
        sections = (
            old.index if old.kind == "section" else self._homes[0][old.index],
            new.index if new.kind == "section" else self._homes[1][new.index],
        )
        return self._group[0].get(sections[0]) == self._group[1].get(sections[1])


def _all_cited(document: Document) -> dict[int, tuple[Citation, ...]]:
    """What each clause refers to by number, name or letter, in reading order; no place twice."""
    found = cite(document)
    more = *cite_names(document).items(), *cite_items(document).items()
    for index, names in more:
        numbers = found.get(index, ())
        apart = [n for n in names if not any(n.start < c.end and c.start < n.end for c in numbers)]
        found[index] = tuple(sorted((*numbers, *apart), key=lambda citation: citation.start))
    return found


def _names(citations: Sequence[Citation]) -> list[Citation]:
    return [citation for citation in citations if citation.whose == "name"]


def _labelled(target: Target) -> Target:
    return target if target.label is None else Target("section", target.label)


def _together(resolved: Sequence[Resolved]) -> list[list[Resolved]]:
    return [list(some) for _, some in groupby(resolved, key=lambda one: one.citation.together)]


def _filled(some: Sequence[Resolved], places: Places, clause: int) -> list[Resolved]:
    """With what lies inside a range: "Sections 2 to 4" name Section 3 too."""
    filled = list(some[:1])
    for before, one in pairwise(some):
        if is_range(one.citation.joint):
            filled += places.between(before.citation, one.citation, clause)
        filled.append(one)
    return filled


def _is_written_otherwise(some: Sequence[Resolved], others: Sequence[Resolved]) -> bool:
    """Whether two lists of numbers are put together in other words, or marks, that say the same."""
    joints = [[one.citation.joint for one in side[1:]] for side in (some, others)]
    if joints[0] == joints[1] or stem(some[0].citation.word) != stem(others[0].citation.word):
        return False
    return not all(joints) or any(map(is_choice, joints[0])) == any(map(is_choice, joints[1]))


def _as_one(some: Sequence[Resolved]) -> Resolved:
    """ "Sections 2, 3 and 5" with its word as one reference, to what it names first."""
    first, last = some[0].citation, some[-1].citation
    spelled = ", ".join(one.citation.spelled for one in some)
    citation = first._replace(start=first.together, end=last.end, spelled=spelled)
    return replace(some[0], citation=citation)


def _homes(document: Document) -> list[int]:
    return [at for at, section in enumerate(document.sections) for _ in section.clauses]


def _masked(clause: Clause, resolved: Sequence[Resolved]) -> Key:
    """The words of a clause with a mark in the place of each number that names a target."""
    text, at = "", 0
    for one in resolved:
        if one.target is not None:
            text += clause.text[at : one.citation.start] + "→"
            at = one.citation.end
    return normalise(text + clause.text[at:])
