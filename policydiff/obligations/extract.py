"""From a document to its obligations: clauses in order, list items with their lead-ins."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest

from msgspec import Struct
from msgspec.structs import replace

from policydiff.digest import sha256
from policydiff.model import Clause, Document, Obligation, Section
from policydiff.obligations.audience import Audiences
from policydiff.obligations.clause import Said, points_back, read_clause
from policydiff.obligations.defined_ages import defined_ages, with_defined_ages
from policydiff.obligations.language import choose_lexicon
from policydiff.obligations.lexicon import Lexicon
from policydiff.obligations.lists import Lists
from policydiff.obligations.names import Learned, learn, learn_parties, share_names
from policydiff.obligations.parties import Parties
from policydiff.obligations.pointing import Spoken
from policydiff.patterns import regex
from policydiff.recall import Recall

_WORD = regex(r"\w+")


def extract_obligations(
    document: Document, *, lexicon: Lexicon | None = None, parties: Parties | None = None
) -> tuple[Obligation, ...]:
    """Every obligation of the document, in reading order; () in a language without a lexicon.

    The lexicon is that of the document's language; `lexicon` brings a user's words in. `parties` says
    who is who (see `parties_of`), where more than this document tells.
    Deterministic; ids are unique in the document. See `language_warning` for why () came back.
    """
    words = choose_lexicon(document, lexicon=lexicon)
    if words is None:
        return ()
    parties = parties or learn_parties(document, words)
    ids: dict[str, int] = {}
    audiences = Audiences(words)
    result: list[Obligation] = []
    for section in document.sections:
        read = _read_section(section.clauses, section.path, section.heading, parties, words)
        told = audiences.of_section(section)
        for at, (clause, said) in enumerate(read):
            audience = told[at] if told else None
            for one in said:
                name = _unique_id(one.key, ids)
                made = one.made
                if (
                    made is None
                    or made.id != name
                    or made.audience != audience
                    or made.section != section.id
                ):
                    made = one.made = _obligation(section, clause, one.said, audience, name)
                result.append(made)
    if ages := defined_ages(document, words):
        return tuple(with_defined_ages(one, ages) for one in result)
    return tuple(result)


def parties_of(
    documents: Sequence[Document], *, lexicon: Lexicon | None = None
) -> tuple[tuple[Parties, Parties], ...]:
    """Who is who in each version of one policy, and as far as that version alone tells.

    A name that one of them teaches holds for all.
    """
    nothing = Learned(*[frozenset[str]()] * 4)
    words = [choose_lexicon(document, lexicon=lexicon) for document in documents]
    return share_names(
        [
            learn(document, known) if known else nothing
            for document, known in zip(documents, words, strict=True)
        ]
    )


class _Told(Struct):
    """Something said in a section, with the obligation that was last made of it."""

    said: Said
    key: str
    made: Obligation | None = None


def _read_clauses(
    clauses: tuple[Clause, ...],
    path: tuple[str, ...],
    name: str | None,
    parties: Parties,
    words: Lexicon,
) -> list[tuple[Clause, list[_Told]]]:
    """What each clause of a section says. It depends on nothing outside the section but who is who."""
    heading = " > ".join(path) or (name or "")
    lists = Lists(name, parties, words)
    result = []
    last: Spoken | None = None  # what the sentence before was about
    for clause, following in zip_longest(clauses, clauses[1:]):
        opens, start, inherited = lists.taken_over(clause, following)
        back = last is not None and points_back(clause.text, start, last, words)
        spoken = last if back else None
        finding = read_clause(
            clause.text,
            start,
            opens,
            _heading_words(heading, clause.text[:start], clause.context),
            inherited,
            parties,
            words,
            spoken,
        )
        last = finding.spoken
        lists.note(clause, finding)
        result.append((clause, [_Told(said, _key(said, clause.text)) for said in finding.said]))
    return result


_read_section = Recall(_read_clauses, size=8_192)


def _heading_words(heading: str, label: str, context: tuple[str, ...]) -> str:
    return " ".join([heading, label, *context]).lower()


def _obligation(
    section: Section, clause: Clause, said: Said, audience: str | None, name: str
) -> Obligation:
    shift = len(_alone(said, ""))
    text = _alone(said, clause.text)
    values = said.values
    if shift:
        values = tuple(
            replace(value, span=(value.span[0] + shift, value.span[1] + shift)) for value in values
        )
    return Obligation(
        id=name,
        section=section.id,
        clause=clause.id,
        line=clause.line,
        text=text,
        span=(said.span[0], said.span[1] + shift),
        bearer=said.bearer,
        modality=said.modality,
        strength=said.strength,
        topic=said.topic,
        action=text if shift else said.action,
        conditions=said.conditions,
        exceptions=said.exceptions,
        rule=said.rule,
        cue=said.cue,
        values=values,
        audience=audience,
    )


def _alone(said: Said, text: str) -> str:
    """The clause as it is understood alone: "Identifiers / Sold: No", "Do you sell it? No."."""
    if not said.told:
        return text
    return f"{said.told} {text}" if said.told.endswith("?") else f"{said.told}: {text}"


def _key(said: Said, text: str) -> str:
    """Bearer, modality and words: what the id of an obligation is made of."""
    text = _alone(said, text) if said.told else text[said.span[0] : said.span[1]]
    words = " ".join(_WORD.findall(text.lower()))
    return f"{said.bearer}|{said.modality}|{words}"


def _unique_id(key: str, ids: dict[str, int]) -> str:
    """6 hex digits over `key`; a repeat is hashed again with its count."""
    found = _hash(key)
    count = ids.get(key, 1)  # where the last copy of these words ended
    while found in ids:
        count += 1
        found = sha256(f"{key}|{count}".encode()).hexdigest()[:6]
    ids[found] = 1
    ids[key] = count
    return found


@lru_cache(maxsize=50_000)
def _hash(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:6]
