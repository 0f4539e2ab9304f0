"""Numbers that changed in clauses that bind nobody: "The trial lasts 14 days" still says something.

Rules look at events of obligations. A clause in which none was read has no events, and a gate that
passes "Requests are answered in 30 days" turned into 90 is none. Such a clause is told as a statement
whose value changed; who gains by it nobody can tell.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from policydiff.model import Clause, ClausePair, Comparison, Document, Event, Obligation, Value
from policydiff.obligations.language import choose_lexicon
from policydiff.obligations.lexicon import Lexicon
from policydiff.obligations.tokens import tokenise
from policydiff.obligations.values import values_of
from policydiff.patterns import regex
from policydiff.timeline.facets import find_facets
from policydiff.timeline.values import changed_values

_PASSING = regex(r"\bago\b|^vor\b|\bvor \w+ Tagen\b", re.IGNORECASE)  # "Updated 17 days ago"
RULE = "number"  # `Obligation.rule` of a clause told so


def number_events(
    comparison: Comparison, carrying: Collection[str], *, lexicon: Lexicon | None = None
) -> Iterator[Event]:
    """A "reworded" event for each edited clause whose numbers changed and that is not `carrying`.

    `carrying` are the ids of old clauses ("-s4.c1") and new ones ("+s4.c1") with obligations.
    """
    words = choose_lexicon(comparison.new, lexicon=lexicon)
    if words is None:
        return
    homes = {c.id: s.id for s in comparison.new.sections for c in s.clauses}
    paths = {s.id: " > ".join(s.path) for s in comparison.new.sections}
    for section in comparison.sections:
        for pair in section.clauses:
            if not _is_edited(pair) or pair.old is None or pair.new is None:
                continue
            if f"-{pair.old.id}" in carrying or f"+{pair.new.id}" in carrying:
                continue
            if _PASSING.search(pair.new.text):
                continue
            home = homes[pair.new.id]
            sides = ((pair.old, comparison.old), (pair.new, comparison.new))
            old, new = (_statement(c, home, words, row=_row_name(c, of)) for c, of in sides)
            both = [
                (a, b) for a, b in changed_values(old, new) if a and b and a.number and b.number
            ]
            if both:
                yield Event(
                    event="reworded", impact="neutral", snapshot=1, after=None, by=None, old=old,
                    new=new, section=paths[home], facets=find_facets(old, new),
                )  # fmt: skip


def _is_edited(pair: ClausePair) -> bool:
    return (
        pair.change == "edited" and pair.part == "whole" and any(c.isdigit() for c in _text(pair))
    )


def _text(pair: ClausePair) -> str:
    return "".join(text for op, text in pair.ops if op != "=") or ""


def _row_name(clause: Clause, document: Document) -> str:
    """What the row is called in which a cell stands: what its first cell says; "" for no cell."""
    if not clause.row:
        return ""
    home = next(s for s in document.sections if any(c.id == clause.id for c in s.clauses))
    first = next(c for c in home.clauses if c.row == clause.row)
    return first.text if first.id != clause.id else ""


def _statement(clause: Clause, section: str, lexicon: Lexicon, *, row: str = "") -> Obligation:
    text = f"{row}: {clause.text}" if row else clause.text
    return Obligation(
        id="", section=section, clause=clause.id, line=clause.line, text=text,
        span=(0, len(text)), bearer="company", modality="practice", strength="plain",
        topic="other", action=text, rule=RULE, values=read_values(text, lexicon),
    )  # fmt: skip


def read_values(text: str, lexicon: Lexicon) -> tuple[Value, ...]:
    """The numbers of any sentence, whether it binds somebody or not."""
    tokens = tokenise(text, 0, lexicon, frozenset())
    return values_of(tokens, 0, len(tokens), tuple(tokens.words), lexicon)
