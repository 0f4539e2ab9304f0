"""Snapshots that are no state of the policy: outages, captures cut short, pages that flap.

Archives store what a server sent. An error page reads as a policy from which every promise
vanished, and the next capture as one in which all returned. Such a snapshot is stepped over: what
stood before it is taken to stand, and the rule that did so is told, never silently.

    good, error page, good          -> outage, also of one page of several
    good, a tenth of it, good       -> collapse
    good, another policy, good      -> other-policy
    good, another layout, good      -> blink
    the same clauses go and come    -> flapping (see flapping.py)

Others are about differences: the snapshot counts, but some of what is new in it is no change of the
policy. `technical-upgrade`: the archive says that from here on it reads the page in another way;
`appended`: another document was stored behind this one (see appended.py).

Limits: a good snapshot must follow, but for an outage. If it follows later than `SOON_DAYS`, as in an
archive that looks in once a month, days tell nothing, and the snapshot must show by itself that it is
no state of the policy: it has next to nothing of it, or one stretch, while the policy stands before and
after it almost to the letter. Whatever else was taken back later than that is a change. A snapshot that
differs in a few clauses, once, is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from policydiff.compare.normalise import Key, normalise
from policydiff.compare.standstill import stands_still
from policydiff.model import Clause, Document, Ignored, Section, Snapshot
from policydiff.recall import Recall
from policydiff.structure.policyhood import ERROR_INSIDE
from policydiff.timeline.flapping import find_flapping
from policydiff.timeline.rules import FLAPPING

SOON_DAYS = 21  # between the good snapshots around a bad one; archives look in once or twice a day
_SAME_DATE_DAYS = (
    93  # the same, where all of them give the policy the same date, or where the same two texts
    # alternate; some look in once a month
)
_SHRUNK = 0.35  # share of words left, below which a capture was cut short
_OTHER = 0.05  # share of words in common, below which it is another document
_LAYOUT = 0.9  # share in common, below which a page that comes back as it was has blinked
_AS_BEFORE = 0.97  # share in common from which a page is as it was
_RECOVERED = 0.6
_RECOVERED_LATE = 0.9  # share in common with the one before, where the good one follows after weeks
_AHEAD = 4  # snapshots that a bad spell may last
_AHEAD_LATE = 2
_SAME_RUNS = 0.15  # share of runs of three words from which it may be the policy in new words

_Bag = tuple[Counter[Key], int]


class Noise(NamedTuple):
    """What is no state of the policy in a series."""

    ignored: dict[int, Ignored]  # what to step over, by index, with the rule and what was seen
    flapping: Mapping[Key, int] = MappingProxyType(
        {}
    )  # clauses that alternate: how often they came back


def find_noise(documents: Sequence[Document], *, rules: Collection[str]) -> Noise:
    """Which snapshots to step over, and which clauses alternate. O(snapshots * clauses)."""
    bags: list[_Bag] = []
    for index, document in enumerate(documents):
        still = index > 0 and stands_still(documents[index - 1], document)
        bags.append(bags[-1] if still else _bag(document.sections))
    ignored: dict[int, Ignored] = {}
    good: int | None = None
    for index, document in enumerate(documents):
        rule, detail = "", ""
        if "outage" in rules and _is_outage(index, documents, bags):
            rule, detail = "outage", _reason(document)
        elif "outage" in rules and good is not None and _is_partly_out(index, documents):
            rule, detail = "outage", _reason(document, ERROR_INSIDE)
        elif good is not None:
            for name, test in _RULES.items():
                if name in rules and (detail := test(good, index, documents, bags)):
                    rule = name
                    break
        if rule:
            ignored[index] = Ignored(rule=rule, snapshot=index, detail=detail)
        else:
            good = index
    if FLAPPING in rules:
        left = [index for index in range(len(documents)) if index not in ignored]
        days = {index: day_number(documents[index].snapshot) for index in left}
        counts = {index: bags[index][0] for index in left}
        flapping, clauses = find_flapping(counts, days=days, within=SOON_DAYS, late=_SAME_DATE_DAYS)
        for index, detail in flapping.items():
            ignored[index] = Ignored(rule=FLAPPING, snapshot=index, detail=detail)
        return Noise(ignored, clauses)
    return Noise(ignored)


def day_number(snapshot: Snapshot) -> int | None:
    """The day of capture, or else of the date, as a number that counts days."""
    found = _day(snapshot)
    return found.toordinal() if found else None


def _count_words(sections: tuple[Section, ...]) -> _Bag:
    counts: Counter[Key] = Counter()
    for section in sections:
        for key, words in _weigh(section.clauses):
            counts[key] += words
    return counts, counts.total()


def _weigh_clauses(clauses: tuple[Clause, ...]) -> tuple[tuple[Key, int], ...]:
    keys = [normalise(clause.text) for clause in clauses]
    return tuple((key, key.count(" ") + 1) for key in keys)


_weigh = Recall(_weigh_clauses, size=8_192)
_bag = Recall(_count_words, size=256)


def _common(one: _Bag, other: _Bag) -> float:
    """Share of words in clauses that both have, 0.0 to 1.0."""
    total = one[1] + other[1]
    return 2 * (one[0] & other[0]).total() / total if total else 1.0


def _is_outage(index: int, documents: Sequence[Document], bags: Sequence[_Bag]) -> bool:
    """A page that is no policy among pages that are, and much shorter than they."""
    if not _no_policy(documents[index]):
        return False
    sizes = sorted(
        bag[1] for document, bag in zip(documents, bags, strict=True) if not _no_policy(document)
    )
    return bool(sizes) and bags[index][1] < 0.5 * sizes[len(sizes) // 2]


def _no_policy(document: Document) -> bool:
    return any(w.code in ("not-a-policy", "empty") for w in document.snapshot.warnings)


def _is_partly_out(index: int, documents: Sequence[Document]) -> bool:
    """An error page in the place of one page of several, that is gone again soon, or has come last."""
    if not _has_error(documents[index]):
        return False
    first = last = index
    while first > 0 and _has_error(documents[first - 1]):
        first -= 1
    while last + 1 < len(documents) and _has_error(documents[last + 1]):
        last += 1
    if last - first < _AHEAD:
        return True
    back = documents[last + 1].snapshot if last + 1 < len(documents) else None
    good = documents[first - 1].snapshot if first else None
    return back is not None and good is not None and _soon(good, back, SOON_DAYS)


def _has_error(document: Document) -> bool:
    return any(w.code == ERROR_INSIDE for w in document.snapshot.warnings)


def _reason(document: Document, *codes: str) -> str:
    known = codes or ("not-a-policy", "empty")
    return next(w.message for w in document.snapshot.warnings if w.code in known)


def _recovery(
    good: int,
    index: int,
    documents: Sequence[Document],
    bags: Sequence[_Bag],
    least: float,
    *,
    within: int = SOON_DAYS,
) -> int | None:
    """The next snapshot that is as the good one was, if it comes soon; None if none does.

    "As it was" is that they have `least` in common.
    """
    for later in range(index + 1, min(len(documents), index + 1 + _AHEAD)):
        if not _soon(documents[good].snapshot, documents[later].snapshot, within):
            return None
        if _common(bags[good], bags[later]) >= least:
            return later
    return None


def _is_back_later(
    good: int, index: int, documents: Sequence[Document], bags: Sequence[_Bag]
) -> bool:
    """Whether the policy stands there again, almost to the letter, after whatever time.

    The snapshots between must be as little of it as the one at `index`: another text or a stretch of it.
    """
    for later in range(index + 1, min(len(documents), index + 1 + _AHEAD_LATE)):
        if _common(bags[good], bags[later]) >= _RECOVERED_LATE:
            return True
        if not (
            (
                _is_foreign(bags[good], bags[later])
                and _has_other_words(documents[good], documents[later])
            )
            or _is_cut(documents[good], documents[later], bags[good], bags[later])
        ):
            return False
    return False


def _has_other_words(good: Document, other: Document) -> bool:
    """Whether a text has hardly a run of three words of the other: one in new words has many."""
    runs, known = _runs(other), _runs(good)
    return len(runs & known) < _SAME_RUNS * min(len(runs), len(known))


def _runs(document: Document) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for clause in document.clauses:
        words = normalise(clause.text).casefold().split()
        found.update(zip(words, words[1:], words[2:], strict=False))
    return found


def _is_foreign(good: _Bag, other: _Bag) -> bool:
    return _common(good, other) < _OTHER


def _is_cut(good: Document, other: Document, whole: _Bag, part: _Bag) -> bool:
    """Whether a text is one short stretch of the other: its last clause may be cut off, too."""
    if part[1] >= _SHRUNK * whole[1]:
        return False
    stretch = [normalise(clause.text) for clause in other.clauses][:-1]
    every = "\n".join(["", *(normalise(clause.text) for clause in good.clauses), ""])
    return bool(stretch) and "\n".join(["", *stretch, ""]) in every


def _have_one_date(documents: Sequence[Document]) -> bool:
    """Whether each of the texts dates itself, and all alike."""
    dates = {frozenset(stated_dates(document)) for document in documents}
    return len(dates) == 1 and any(dates)


def stated_dates(document: Document) -> set[str]:
    """The dates that the text gives for itself: when it was updated, published, takes effect."""
    return {
        date.value
        for date in document.snapshot.dates
        if date.kind in ("effective", "updated", "published") and date.line
    }


def _soon(one: Snapshot, other: Snapshot, within: int) -> bool:
    """Whether two snapshots were captured, or else dated, `within` so many days of each other."""
    days = [_day(snapshot) for snapshot in (one, other)]
    if days[0] is None or days[1] is None:
        return False
    return abs((days[1] - days[0]).days) <= within


def _day(snapshot: Snapshot) -> date | None:
    for kind in ("captured", "filename"):
        for candidate in snapshot.dates:
            if candidate.kind == kind and candidate.precision == "day" and not candidate.ambiguous:
                return date.fromisoformat(candidate.value)
    if snapshot.date and snapshot.precision == "day":
        return date.fromisoformat(snapshot.date)
    return None


def _collapse(good: int, index: int, documents: Sequence[Document], bags: Sequence[_Bag]) -> str:
    before, now = bags[good][1], bags[index][1]
    if now >= _SHRUNK * before:
        return ""
    if _recovery(good, index, documents, bags, _RECOVERED) is None:
        is_cut = _is_cut(documents[good], documents[index], bags[good], bags[index])
        if not is_cut or not _is_back_later(good, index, documents, bags):
            return ""
    return f"{now} words between {before} and as many again"


def _other_policy(
    good: int, index: int, documents: Sequence[Document], bags: Sequence[_Bag]
) -> str:
    share = _common(bags[good], bags[index])
    if not _is_foreign(bags[good], bags[index]):
        return ""
    if _recovery(good, index, documents, bags, _RECOVERED) is None:
        has_other_words = _has_other_words(documents[good], documents[index])
        if not has_other_words or not _is_back_later(good, index, documents, bags):
            return ""
    return f"{share:.0%} in common with the snapshots around it"


def _blink(good: int, index: int, documents: Sequence[Document], bags: Sequence[_Bag]) -> str:
    share = _common(bags[good], bags[index])
    if share >= _LAYOUT:
        return ""
    later = _recovery(good, index, documents, bags, _AS_BEFORE)
    if later is None:
        later = _recovery(good, index, documents, bags, _AS_BEFORE, within=_SAME_DATE_DAYS)
        # A policy that was changed and changed back does not keep its date.
        if later is None or not _have_one_date(documents[good : later + 1]):
            return ""
    return f"{share:.0%} in common; snapshot {later + 1} is as snapshot {good + 1} was"


_Test = Callable[[int, int, Sequence[Document], Sequence[_Bag]], str]
_RULES: dict[str, _Test] = {"collapse": _collapse, "other-policy": _other_policy, "blink": _blink}
