"""What changed inside an obligation: values, conditions, exceptions, recipients, data, places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policydiff.compare import diff_words
from policydiff.model import Facet, FacetKind, Obligation
from policydiff.timeline.content import carrying_text, content_stems, wording
from policydiff.timeline.lexicon import load_words

_UNITS = r"(?:business |working |calendar )?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|percent|per cent|dollars?|euros?|pounds?)"
_SPELLED = r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|eighteen|twenty|twenty-four|thirty|forty|forty-five|fifty|sixty|ninety|hundred"
_VALUE = re.compile(
    rf"(?:[$€£¥]\s?\d[\d,.]*\d|[$€£¥]\s?\d|\b(?:\d[\d,.]*|{_SPELLED})(?:\s*\(\d+\))?[\s-]+{_UNITS}\b(?:\s+(?:of age|old))?|\b\d[\d,.]*\s?%|\b(?:under|over|above|age|aged|than)\s+(?:\d{{1,3}}|{_SPELLED})\b|\b\d{{1,4}}\b)",
    re.I,
)
_LOOKED_AT = 2_000  # characters of a clause
_LONGEST_HUNK = 14  # words


def find_facets(old: Obligation, new: Obligation) -> tuple[Facet, ...]:
    """What differs between two wordings of one obligation, in the words of both. Deterministic."""
    facets = [*_values(old, new), *_parts(old, new)]
    told = " ".join(f.old + " " + f.new for f in facets)
    facets += [f for f in _hunks(old, new) if f.old not in told or f.new not in told]
    return tuple(dict.fromkeys(facets))


def _values(old: Obligation, new: Obligation) -> Iterator[Facet]:
    before, after = (_VALUE.findall(o.text[:_LOOKED_AT]) for o in (old, new))
    gone = [value for value in before if wording(value) not in {wording(v) for v in after}]
    come = [value for value in after if wording(value) not in {wording(v) for v in before}]
    for one, other in zip(gone, come, strict=False):
        yield Facet(kind="value", old=one, new=other)
    for one in gone[len(come) :]:
        yield Facet(kind="value", old=one, new="")
    for other in come[len(gone) :]:
        yield Facet(kind="value", old="", new=other)


def _parts(old: Obligation, new: Obligation) -> Iterator[Facet]:
    kinds: tuple[tuple[FacetKind, tuple[str, ...], tuple[str, ...]], ...] = (
        ("condition", old.conditions, new.conditions),
        ("exception", old.exceptions, new.exceptions),
    )
    for kind, before, after in kinds:
        gone = [part for part in before if not _stands_in(part, new, after)]
        come = [part for part in after if not _stands_in(part, old, before)]
        for index in range(max(len(gone), len(come))):
            yield Facet(
                kind=kind,
                old=gone[index] if index < len(gone) else "",
                new=come[index] if index < len(come) else "",
            )


def _stands_in(part: str, other: Obligation, parts: tuple[str, ...]) -> bool:
    """Whether the other wording has this condition, as one or somewhere in its words."""
    words = wording(part)
    if words in {wording(p) for p in parts} or words.startswith(
        tuple(load_words("limits")["none"])
    ):
        return True
    stems = set(content_stems(part))
    return not stems or len(stems & set(content_stems(other.text))) > 0.7 * len(stems)


def gained_and_lost(old: Obligation, new: Obligation) -> tuple[list[str], list[str]]:
    """Limits (conditions and exceptions) that only the new, only the old wording has."""
    gained = [
        p
        for p in (*new.exceptions, *new.conditions)
        if not _stands_in(p, old, (*old.exceptions, *old.conditions))
    ]
    lost = [
        p
        for p in (*old.exceptions, *old.conditions)
        if not _stands_in(p, new, (*new.exceptions, *new.conditions))
    ]
    return gained, lost


def _trim(text: str) -> str:
    """An edited stretch without the blanks and commas that hang on its edges."""
    return " ".join(text.split()).strip(" ,;.:")


def _hunks(old: Obligation, new: Obligation) -> Iterator[Facet]:
    """Edited stretches that name a recipient, data, a purpose or a place."""
    ops = diff_words(carrying_text(old)[:_LOOKED_AT], carrying_text(new)[:_LOOKED_AT])
    groups = load_words("facets")
    index = 0
    while index < len(ops):
        op, text = ops[index]
        if op == "=":
            index += 1
            continue
        removed = text if op == "-" else ""
        added = text if op == "+" else ""
        if op == "-" and index + 1 < len(ops) and ops[index + 1][0] == "+":
            added = ops[index + 1][1]
            index += 1
        index += 1
        if max(len(removed.split()), len(added.split())) > _LONGEST_HUNK:
            continue  # a clause written anew: no one thing changed
        words = set(re.findall(r"[\w\-]+", (removed + " " + added).casefold()))
        kinds: tuple[FacetKind, ...] = ("place", "recipient", "purpose", "data")
        for kind in kinds:
            if words & groups[kind]:
                yield Facet(kind=kind, old=_trim(removed), new=_trim(added))
                break
