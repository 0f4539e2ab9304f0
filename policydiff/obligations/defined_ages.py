"""Ages that a document gives a name: "individuals under 18 (“Minors”)", "“Child” means anyone under 13".

A promise about Minors is one about people under 18: where it stands for "children under 13" in the
next version, the age has changed and is not gone.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from policydiff.model import Document, Obligation, Value
from policydiff.obligations.lexicon import Lexicon
from policydiff.obligations.tokens import tokenise
from policydiff.obligations.values import values_of
from policydiff.patterns import regex

_NAMED = regex(
    r"\([^()“\"]{0,30}[“\"]([A-Z][A-Za-z]{2,20}(?: [A-Z][a-z]{2,20})?)[”\"][^()]{0,30}\)"
)
_QUOTED = regex(r"[“\"]([A-Z][A-Za-z]{2,20}(?: [A-Z][a-z]{2,20})?)[”\"],? +([a-zäöü]+)")
_BEHIND = 40  # characters between an age and its name
_DIGIT = regex(r"\d")


def defined_ages(document: Document, lexicon: Lexicon) -> dict[str, Value]:
    """The ages that have a name in a document, by that name in the singular, as it is spelled."""
    found: dict[str, Value] = {}
    definers = lexicon.tables.values.age_definers
    for section in document.sections:
        for clause in section.clauses:
            text = clause.text
            if ("“" not in text and '"' not in text) or not _DIGIT.search(text):
                continue
            ages = _ages(text, lexicon) if _NAMED.search(text) or _QUOTED.search(text) else []
            for age in ages:
                named = _NAMED.search(text, age.span[1])
                between = text[age.span[1] : named.start()] if named else "."
                if named and "." not in between and len(between) < _BEHIND:
                    found.setdefault(_singular(named[1]), age)
                elif (means := _QUOTED.search(text, 0, age.span[0])) and means[2] in definers:
                    found.setdefault(_singular(means[1]), age)
    return found


def with_defined_ages(obligation: Obligation, ages: Mapping[str, Value]) -> Obligation:
    """An obligation with the age that a name in it stands for, where it names no age itself."""
    if any(value.kind == "age" for value in obligation.values):
        return obligation
    start, end = obligation.span
    for name, age in ages.items():
        match = regex(rf"\b{name}(?:s|'s|’s)?\b").search(obligation.text, start, end)
        if match is None:
            continue
        value = replace(age, text=match[0], span=match.span())
        values = sorted((*obligation.values, value), key=lambda one: one.span)
        return replace(obligation, values=tuple(values))
    return obligation


def _ages(text: str, lexicon: Lexicon) -> list[Value]:
    tokens = tokenise(text, 0, lexicon, frozenset())
    found = values_of(tokens, 0, len(tokens), (), lexicon)
    return [value for value in found if value.kind == "age"]


def _singular(name: str) -> str:
    return name.removesuffix("s") if not name.endswith("ss") else name
