"""What a finding is known by: rule, policy and substance; never a line, a number or a heading.

A waiver must outlive a move, a renumbering and a retitling, and must not outlive a change of
strength or value. So an obligation counts by bearer, modality, strength, values and the stems of
its words on both sides, with the numbers of cross references left out.
"""

from __future__ import annotations

import re

from policydiff.digest import sha256
from policydiff.model import Event, Obligation
from policydiff.patterns import regex
from policydiff.timeline.content import carrying_text, content_stems, without_label

LENGTH = 16  # hex digits
_REFERENCE = regex(
    r"\b(?:sections?|clauses?|articles?|paragraphs?|parts?|§+)\s*[\"'(]*(?:\d{1,3}(?:\.\d{1,3})*|[IVXL]{1,6}|[A-Z])\b[.)]?",
    re.IGNORECASE,
)


def fingerprint(code: str, policy: str, identity: tuple[str, ...]) -> str:
    """16 hex digits of a finding; `identity` is its substance as the rule knows it."""
    joined = "\x1f".join((code, policy, *identity))
    return sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def event_identity(event: Event) -> tuple[str, ...]:
    """The substance of an event: what is bound on both sides, and by how much."""
    return (event.event, *_side(event.old), *_side(event.new))


def _side(obligation: Obligation | None) -> tuple[str, ...]:
    if obligation is None:
        return ("-",)
    values = sorted(
        f"{v.kind} {v.comparison} {v.quantity if v.quantity is not None else v.text.casefold()} {v.upper or ''}"
        for v in obligation.values
    )
    return (
        obligation.bearer,
        obligation.modality,
        obligation.strength,
        " ".join(values),
        " ".join(stems_of(obligation)),
    )


def stems_of(obligation: Obligation) -> tuple[str, ...]:
    """The content words of an obligation with its conditions, stemmed and sorted, each once.

    The verb phrase alone would do, but list items take theirs from a lead-in.
    """
    parts = (
        without_label(obligation),
        obligation.action,
        *obligation.conditions,
        *obligation.exceptions,
    )
    text = " ".join(parts) if carrying_text(obligation) else obligation.text
    for value in obligation.values:  # they count by what they measure: "90", "ninety (90)"
        text = text.replace(value.text, " ")
    return tuple(sorted(set(content_stems(_REFERENCE.sub(" ", text)))))
