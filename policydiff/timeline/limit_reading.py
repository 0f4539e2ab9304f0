"""The limits of one obligation as they are compared: its conditions, exceptions and what it lacks."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from policydiff.model import Obligation
from policydiff.patterns import regex
from policydiff.timeline.content import carrying_text, content_stems, stem, wording
from policydiff.timeline.lexicon import language_of, load_words

SIGNS = " ,;.:"
# Where another main clause begins inside a limit: "in line with the law and we only ...".
_NEXT_CLAUSE = regex(
    r",?\s+and\s+(?:we|you)\s+(?:also|only|never|always|do|will|shall|may|must|can|cannot)\b", re.I
)
# What an exception goes on with: further cases, up to the one behind "or".
_FURTHER = regex(r"(?::|,[^,.;:]{1,80}(?:,[^,.;:]{1,80}){0,8}?,?\s+(?:or|and)\s)[^.:]{1,300}")
_BINDING = regex(r"\b(?:will|may|must|shall|can|cannot|do|does)\b", re.I)
_LACKED = regex(r"\bwithout\s(?:(?!,\s(?:including|such as|for example)\b)[^.;:()])+", re.I)

Kind = Literal["condition", "exception", "concession"]
# How much the reader has a say in it, least freedom for the other side first: asked before, free to
# say no, merely told.
Say = Literal["asked", "may-object", "told"]


class Limit(Struct, frozen=True):
    """One condition or exception; a concession ("even if you object") looks like one and is none."""

    kind: Kind
    text: str
    stems: frozenset[str]
    say: Say | None  # what it leaves to the reader
    timed: bool  # "as long as we need it" measures time; values tell what became of that


def limits_of(obligation: Obligation) -> list[Limit]:
    language = language_of(obligation.text)
    words = load_words("limits", language)
    forbids = obligation.modality == "prohibition"
    parts: list[tuple[str, Kind]] = [
        (_NEXT_CLAUSE.split(part)[0], "condition") for part in obligation.conditions
    ]
    exceptions = [_whole_list(part, obligation) for part in obligation.exceptions]
    if forbids and not exceptions and (lacked := _LACKED.search(carrying_text(obligation))):
        exceptions = [lacked[0].rstrip(SIGNS)]
    parts += [(part, "exception") for part in exceptions]
    result = []
    conceded = None  # where the last concession ended
    for part, told in parts:
        said = wording(part)
        starts = obligation.text.find(part)
        if said.startswith(tuple(words["none"])) or any(
            said != wording(other) and said in wording(other) for other, _ in parts
        ):
            continue
        say = say_of(said, language)
        kind: Kind = told
        if said.startswith(tuple(words["concessions"])) or (
            # Nobody forbids something "without your consent" to say that he asks nobody.
            say and not forbids and said.startswith(tuple(words["lacking"]))
        ):
            kind = "concession"
        elif conceded is not None and _is_same_case(obligation.text[conceded:starts], words["or"]):
            kind = "concession"  # "even if you have no account, or if you use another"
        if kind == "concession":
            conceded = starts + len(part)
        counted = any(0 <= starts - value.span[1] <= 1 for value in obligation.values)
        timed = said.startswith(tuple(words["times"])) or (counted and told == "condition")
        result.append(Limit(kind, part, limit_stems(said, language), say, timed))
    return result


def _is_same_case(between: str, joins: frozenset[str]) -> bool:
    """Whether nothing but ", or" stands between two cases."""
    return wording(between.replace(",", " ") + " x").split()[:-1] in [[one] for one in joins]


def _whole_list(part: str, of: Obligation) -> str:
    """An exception with the further cases that follow it: "unless you ask[, we must, or it is lost]"."""
    before, _, rest = of.text.partition(part)
    if not before.strip():
        return part  # what follows is the sentence itself
    further = _FURTHER.match(rest)
    if further is None or _BINDING.search(further[0]):
        return part
    return part + further[0].rstrip(SIGNS)


def limit_stems(said: str, language: str) -> frozenset[str]:
    """Stems of the content of a limit; of all its words where every one is a function word."""
    return frozenset(content_stems(said)) or frozenset(stem(w, language) for w in said.split())


def say_of(said: str, language: str) -> Say | None:
    """ "Unless you agree", "if you do not object", "turn it on", "without notice"."""
    words, known = set(said.split()), load_words("limits", language)
    switched = words & known["switches"]
    if words & known["objection"] or (switched and words & known["away"]):
        return "may-object"
    if words & known["assent"] or switched:
        return "asked"
    return "told" if words & known["telling"] else None
