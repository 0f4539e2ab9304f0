"""From a document to its obligations: clauses in order, list items with their lead-ins."""

from __future__ import annotations

import hashlib
import re
from itertools import zip_longest

from policydiff.model import Clause, Document, Obligation, Section
from policydiff.obligations.audience import Audiences
from policydiff.obligations.clause import Finding, Said, read_clause
from policydiff.obligations.language import choose_lexicon
from policydiff.obligations.lexicon import Lexicon
from policydiff.obligations.lists import Lists
from policydiff.obligations.names import learn_parties

_WORD = re.compile(r"\w+")


def extract_obligations(
    document: Document, *, lexicon: Lexicon | None = None
) -> tuple[Obligation, ...]:
    """Every obligation of the document, in reading order; () in a language without a lexicon.

    The lexicon is that of the document's language; `lexicon` brings a user's words in.
    Deterministic; ids are unique in the document. See `language_warning` for why () came back.
    """
    words = choose_lexicon(document, lexicon=lexicon)
    if words is None:
        return ()
    parties = learn_parties(document, words)
    ids: dict[str, int] = {}
    audiences = Audiences(words)
    result: list[Obligation] = []
    for section in document.sections:
        heading = " > ".join(section.path) or (section.heading or "")
        lists = Lists(section, parties, words)
        for clause, following in zip_longest(section.clauses, section.clauses[1:]):
            opens, start, inherited = lists.taken_over(clause, following)
            finding = read_clause(
                clause.text,
                start,
                opens,
                _heading_words(heading, clause.text[:start], clause.context),
                inherited,
                parties,
                words,
            )
            lists.note(clause, finding)
            audience = audiences.of(section, clause)
            result.extend(_obligations(section, clause, finding, audience, ids))
    return tuple(result)


def _heading_words(heading: str, label: str, context: tuple[str, ...]) -> str:
    return " ".join([heading, label, *context]).lower()


def _obligations(
    section: Section, clause: Clause, finding: Finding, audience: str | None, ids: dict[str, int]
) -> list[Obligation]:
    return [
        Obligation(
            id=_unique_id(said, clause.text, ids),
            section=section.id,
            clause=clause.id,
            line=clause.line,
            text=clause.text,
            span=said.span,
            bearer=said.bearer,
            modality=said.modality,
            strength=said.strength,
            topic=said.topic,
            action=said.action,
            conditions=said.conditions,
            exceptions=said.exceptions,
            rule=said.rule,
            cue=said.cue,
            values=said.values,
            audience=audience,
        )
        for said in finding.said
    ]


def _unique_id(said: Said, text: str, ids: dict[str, int]) -> str:
    """6 hex digits over bearer, modality and words; a repeat is hashed again with its count."""
    words = " ".join(_WORD.findall(text[said.span[0] : said.span[1]].lower()))
    key = f"{said.bearer}|{said.modality}|{words}"
    found = hashlib.sha256(key.encode()).hexdigest()[:6]
    count = ids.get(key, 1)  # where the last copy of these words ended
    while found in ids:
        count += 1
        found = hashlib.sha256(f"{key}|{count}".encode()).hexdigest()[:6]
    ids[found] = 1
    ids[key] = count
    return found
