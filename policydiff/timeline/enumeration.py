"""One promise about several things, said once or once for each: the same, in another layout.

    "We use cookies. We use pixels."            "We use cookies and pixels."
    "We share it with:" banks, insurers         "We share it with banks and insurers."

The sentence is the whole, the others are its parts; which side is the older one makes no difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from policydiff.compare.normalise import normalise
from policydiff.model import Obligation
from policydiff.patterns import regex
from policydiff.timeline.content import carrying_text, content_stems, wording
from policydiff.timeline.cues import is_only
from policydiff.timeline.lexicon import language_of, load_words

_COVERED = 0.6  # share of the whole's content words that its parts must say between them
_LONGEST = 120  # content words of a whole; a longer one lists more than one promise
_WORD = regex(r"[^\W_]+(?:['-][^\W_]+)*")


class Told(Struct, frozen=True):
    """An obligation as an enumeration sees it: with the words of the lead-in that it hangs on."""

    obligation: Obligation
    text: str
    clauses: frozenset[str] = frozenset()  # ids
    lead_ins: frozenset[str] = frozenset()  # ids of the clauses that those hang on


class Enumeration(Struct, frozen=True, kw_only=True):
    """A whole and its parts, by their indices, the part that says most first."""

    whole: int
    parts: tuple[int, ...]
    changed: frozenset[int]  # parts that differ from the whole in modality, strength or limits
    same_limits: bool  # for the others, it is as clear as before what each limit belongs to
    rest: str  # words of the whole that no part says; "" where they say the same

    def unless_changed(self, part: int) -> Enumeration | None:
        """Itself for a part that is only listed in another way, else None."""
        return None if part in self.changed else self


def find_enumerations(
    wholes: Mapping[int, Told], parts: Mapping[int, Told]
) -> tuple[Enumeration, ...]:
    """Wholes of one snapshot whose parts stand in the other, fullest first; each part once.

    A part says nothing that the whole does not say, and either all parts share some words ("We use"),
    which are said of each thing, or each stands together in the whole. A lead-in without content of
    its own ("You may:") goes with its items. O(words * parts that share their rarest word).
    """
    by_rarest = _by_rarest_stem(parts)
    ranked: list[tuple[float, int, list[int]]] = []
    for index, whole in wholes.items():
        stems = frozenset(content_stems(whole.text))
        if not 2 <= len(stems) <= _LONGEST or _denies_some(whole.obligation):
            continue
        within = sorted(
            at
            for one in stems
            for at in by_rarest.get(one, ())
            if _is_part(parts[at], whole, stems)
        )
        if len(within) > 1 and (share := _share(within, parts, stems)) >= _COVERED:
            ranked.append((-share, index, within))
    empty = [at for at, part in parts.items() if not content_stems(part.text)]
    found, taken = [], set[int]()
    for _, index, within in sorted(ranked):
        free = _adding([at for at in within if at not in taken], parts, wholes[index])
        stems = frozenset(content_stems(wholes[index].text))
        frame = stems.intersection(*(content_stems(parts[at].text) for at in free))
        if len(free) < 2 or _share(free, parts, stems) < _COVERED:
            continue
        if not frame and not _stand_together(free, parts, wholes[index], frame):
            continue
        lead_ins = frozenset[str]().union(*(parts[at].lead_ins for at in free))
        free = sorted([*free, *(at for at in empty if parts[at].clauses & lead_ins)])
        taken.update(free)
        found.append(_describe(index, wholes[index], free, parts, frame))
    return tuple(found)


def _denies_some(one: Obligation) -> bool:
    """ "We share it with banks but never with brokers": its parts do not bind the same way."""
    if one.modality in ("prohibition", "disclaimer"):
        return False
    denials = load_words("acts", language_of(one.text)).get("denials", frozenset())
    return not (denials - {"without"}).isdisjoint(wording(carrying_text(one)).split())


def _by_rarest_stem(parts: Mapping[int, Told]) -> dict[str, list[int]]:
    counts: dict[str, int] = defaultdict(int)
    for part in parts.values():
        for one in set(content_stems(part.text)):
            counts[one] += 1
    found: dict[str, list[int]] = defaultdict(list)
    for at, part in parts.items():
        if stems := set(content_stems(part.text)):
            found[min(stems, key=lambda one: (counts[one], one))].append(at)
    return found


def _is_part(part: Told, whole: Told, stems: frozenset[str]) -> bool:
    one, other = part.obligation, whole.obligation
    return (
        (one.bearer, one.audience) == (other.bearer, other.audience)
        and (one.modality == "prohibition") == (other.modality == "prohibition")
        and stems.issuperset(content_stems(part.text))
        and (one.modality == "disclaimer") == (other.modality == "disclaimer")
    )


def _adding(within: Sequence[int], parts: Mapping[int, Told], whole: Told) -> list[int]:
    """The parts that say something no other part says, and the lead-ins that those hang on.

    "We use data." is no part of "We use data to improve maps." beside a part that says just that. One
    item and its lead-in are a sentence only between them: "We use:" and "maps" are "We use maps".
    """
    stems = {at: frozenset(content_stems(parts[at].text)) for at in within}
    first = {said: at for at, said in reversed(stems.items())}
    adding = [at for at in first.values() if not any(stems[at] < said for said in first)]
    lead_ins = frozenset[str]().union(*(parts[at].lead_ins for at in adding))
    leading = [at for at in within if at not in adding and parts[at].clauses & lead_ins]
    if len(adding) == 1:
        own = set(content_stems(carrying_text(parts[adding[0]].obligation)))
        apart = not whole.lead_ins
        leading = [at for at in leading if apart and not (stems[at] <= own or own <= stems[at])]
    return sorted([*adding, *leading])


def _share(within: Sequence[int], parts: Mapping[int, Told], stems: frozenset[str]) -> float:
    said = {one for at in within for one in content_stems(parts[at].text)}
    return len(said & stems) / len(stems)


def _describe(
    index: int, whole: Told, within: list[int], parts: Mapping[int, Told], frame: frozenset[str]
) -> Enumeration:
    told = [parts[at] for at in within]
    said = {one for part in told for one in content_stems(part.text)}
    forced = [at for at in within if _force(parts[at].obligation) != _force(whole.obligation)]
    # "Only if you agree" said of one thing in the list is still said of that one in the sentence.
    bounds = frozenset[str]().union(*(_bounds(part.obligation) for part in told))
    if bounds != _bounds(whole.obligation):
        own = _bounds(whole.obligation)
        forced = [at for at in within if at in forced or _bounds(parts[at].obligation) != own]
    limits = {at: _limits(parts[at].obligation) for at in within}
    wanted = _limits(whole.obligation)
    for at in within:  # what limits a lead-in limits its items
        for lead in within:
            free = not any(limits[at]) and parts[lead].clauses & parts[at].lead_ins
            if free and limits[lead] == wanted:
                limits[at] = wanted
    limited = [at for at in within if limits[at] != wanted]
    same = not limited and _stand_together(within, parts, whole, frame)
    rest = _words_outside(whole.text, said)
    if not (_limits_stand(told, [whole]) and _limits_stand([whole], told)):
        forced += limited
    if not rest:
        same = same and _small_words(told) == _small_words([whole])
    return Enumeration(
        whole=index,
        parts=tuple(sorted(within, key=lambda at: (-len(set(content_stems(parts[at].text))), at))),
        changed=frozenset(forced),
        same_limits=same,
        rest=rest,
    )


def _force(one: Obligation) -> tuple[object, ...]:
    return one.modality, one.strength, is_only(one)


def _bounds(one: Obligation) -> frozenset[str]:
    """The words that tell how far it reaches: "only", "at any time"."""
    limits = load_words("limits", language_of(one.text))
    words = f" {wording(one.text)} "
    return frozenset(p for p in limits["narrow"] | limits["wide"] if f" {p} " in words)


def _limits(one: Obligation) -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(wording(text) for text in texts)
        for texts in (one.conditions, one.exceptions, [value.phrase for value in one.values])
    )


def _limits_stand(told: Sequence[Told], others: Sequence[Told]) -> bool:
    """Whether the words of all limits stand somewhere on the other side: none came or went."""
    said = {word for other in others for word in wording(other.text).split()}
    joins = load_words("scope", language_of(told[0].text))["joins"]
    return all(
        said.issuperset(set(limit.split()) - joins)
        for one in told
        for limits in _limits(one.obligation)
        for limit in limits
    )


def _stand_together(
    within: Sequence[int], parts: Mapping[int, Told], whole: Told, frame: frozenset[str]
) -> bool:
    """Whether the words of each part, but for those of all, stand side by side in the whole.

    "Names with banks, emails with couriers" does not hold "names with couriers".
    """
    order = [one for one in content_stems(whole.text) if one not in frame]
    apart = (frozenset(content_stems(parts[at].text)) - frame for at in within)
    return all(stands_together(one, order) for one in apart)


def stands_together(stems: frozenset[str], order: Sequence[str]) -> bool:
    """Whether stems stand side by side, in whatever order, somewhere in the stems of a text."""
    seen: set[str] = set()
    for one in order:
        seen = {*seen, one} if one in stems else set()
        if seen == stems:
            return True
    return not stems


def _small_words(told: Sequence[Told]) -> frozenset[str]:
    """Words without content that may still bear on a promise: "all", "before"; without its cue."""
    found: set[str] = set()
    for one in told:
        language = language_of(one.text)
        scope = load_words("scope", language)
        words = set(_WORD.findall(normalise(one.text).casefold()))
        words -= set(_WORD.findall(normalise(one.obligation.cue).casefold()))
        words -= scope.get("pointing", frozenset())
        found |= words & (load_words("content", language)["empty"] - scope["empty"])
        found |= words & (scope["some"] | scope["all"])
    return frozenset(found)


def _words_outside(text: str, said: set[str]) -> str:
    """The stretches of a text whose content words are not among the stems `said`."""
    joins = load_words("scope", language_of(text))["joins"]
    runs: list[list[str]] = [[]]
    for word in text.split():
        stems = content_stems(word)
        if stems and said.isdisjoint(stems):
            runs[-1].append(word)
        elif stems and runs[-1]:
            runs.append([])
        elif runs[-1]:
            runs[-1].append(word)
    told = []
    for run in runs:
        while run and not (set(content_stems(run[-1])) - said):
            run.pop()
        while run and run[0].casefold().strip(",;") in joins:
            run.pop(0)
        if run:
            told.append(" ".join(run).strip(" ,;.:"))
    return ", ".join(told)
