"""From a document to its obligations: clauses in order, list items with their lead-ins.

What one clause says depends only on its words, what it inherits, and who is who; that part is a
cached pure function, because a timeline meets the same clause in hundreds of snapshots.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

from policydiff.model import (
    Bearer,
    Clause,
    Document,
    Modality,
    Obligation,
    Section,
    SnapshotWarning,
    Strength,
    Topic,
)
from policydiff.obligations.conditions import limits_of
from policydiff.obligations.leadins import Inherited, heading_lead_in
from policydiff.obligations.lexicon import Lexicon, default_lexicon
from policydiff.obligations.modality import Reading, read_predication
from policydiff.obligations.parties import Parties, learn_parties
from policydiff.obligations.predications import analyse
from policydiff.obligations.strength import strength_of
from policydiff.obligations.tokens import tokenise
from policydiff.obligations.topics import topic_of

# Language is judged on this many words at least: a shorter text proves nothing.
MIN_WORDS_FOR_LANGUAGE = 25
MAX_LABEL_WORDS = 8
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Said:
    """One obligation of a clause, in the clause's own offsets."""

    span: tuple[int, int]
    bearer: Bearer
    modality: Modality
    strength: Strength
    topic: Topic
    action: str
    conditions: tuple[str, ...]
    exceptions: tuple[str, ...]
    rule: str
    cue: str


@dataclass(frozen=True, slots=True)
class Finding:
    """All that one clause says, and what items below it inherit."""

    said: tuple[Said, ...]
    lends: Inherited | None
    transparent: bool  # "This includes:": its items look further up


def extract_obligations(
    document: Document, *, lexicon: Lexicon | None = None
) -> tuple[Obligation, ...]:
    """Every obligation of the document, in reading order; () in a language not the lexicon's.

    Deterministic; ids are unique in the document. See `language_warning` for why () came back.
    """
    words = lexicon or default_lexicon()
    if language_warning(document, lexicon=words) is not None:
        return ()
    parties = learn_parties(document, words)
    findings: dict[str, Finding] = {}
    ids: set[str] = set()
    result: list[Obligation] = []
    for section in document.sections:
        heading = " > ".join(section.path) or (section.heading or "")
        from_heading = heading_lead_in(section.heading, words)
        line = -1
        for position, clause in enumerate(section.clauses):
            # Further sentences of an item stand on their own.
            opens = (clause.kind == "item" or clause.lead_in is not None) and clause.line != line
            line = clause.line
            following = section.clauses[position + 1 : position + 2]
            if opens and following and _is_label(clause, following[0]):
                line = -1  # what comes next opens the item
                opens = False
            inherited = _inherited(clause, findings, from_heading) if opens else None
            finding = _read(
                clause.text,
                clause.label,
                opens,
                _heading_words(heading, clause),
                inherited,
                parties,
                words,
            )
            findings[clause.id] = finding
            result.extend(_obligations(section, clause, finding, ids))
    return tuple(result)


def language_warning(
    document: Document, *, lexicon: Lexicon | None = None
) -> SnapshotWarning | None:
    """A warning when the document is not in the lexicon's language, else None."""
    words = lexicon or default_lexicon()
    language = words.tables.language
    seen = known = 0
    letters = 0
    for clause in document.clauses:
        letters += len(clause.text)
        for word in _WORD.findall(clause.text[:1_000].lower()):
            seen += 1
            known += word in language.function_words
        if seen > 4_000:
            break
    # A text without blanks (Chinese) has few "words" and many letters.
    short = seen < MIN_WORDS_FOR_LANGUAGE and letters < MIN_WORDS_FOR_LANGUAGE * 12
    if short or known >= seen * language.min_share:
        return None
    return SnapshotWarning(
        code="unsupported-language",
        message=(
            f"obligations not extracted: the text does not look like {language.name} "
            f"({known} of {seen} words are its function words)"
        ),
    )


def _is_label(clause: Clause, following: Clause) -> bool:
    """ "Account data. We collect …": a short noun phrase before the item's own sentences."""
    return (
        clause.kind == "item"
        and following.kind == "item"
        and following.line == clause.line
        and not following.number
        and len(clause.text.split()) <= MAX_LABEL_WORDS
    )


def _heading_words(heading: str, clause: Clause) -> str:
    label = clause.text[: clause.label]
    return " ".join([heading, label, *clause.context]).lower()


def _inherited(
    clause: Clause,
    findings: dict[str, Finding],
    from_heading: Inherited | None,
) -> Inherited | None:
    """What an item takes from its lead-in, from the lead-in of that, or from the heading."""
    if clause.lead_in is not None and clause.lead_in in findings:
        above = findings[clause.lead_in]
        if above.lends is not None or not above.transparent:
            return above.lends
    return from_heading


@lru_cache(maxsize=65_536)
def _read(
    text: str,
    label: int,
    item: bool,
    heading: str,
    inherited: Inherited | None,
    parties: Parties,
    lexicon: Lexicon,
) -> Finding:
    """What one clause says. Pure, so cached: timelines repeat their clauses."""
    if text.rstrip(" \"”’')").endswith("?"):
        return Finding((), None, False)
    tokens = tokenise(text, label, lexicon, parties.company)
    analysis = analyse(tokens, lexicon, parties, imperatives=not item)
    readings: list[Reading] = []
    for predication in reversed(analysis.predications):
        if predication.introduces and (readings or predication.group.kind == "imperative"):
            continue  # "please note that we may …": the second half says it
        readings[:0] = read_predication(predication, tokens, lexicon, parties)
    readings = _merge(readings)
    said: list[Said] = []
    for reading in readings:
        whole = len(readings) == 1
        start, end = (0, len(tokens)) if whole else (reading.start, reading.end)
        topic = topic_of(
            tokens, start, end, reading.verbs, reading.bearer, lexicon, heading=heading,
            inherited=inherited.topic if inherited else None,
        )  # fmt: skip
        conditions, exceptions = limits_of(tokens, start, end, analysis.subordinates, lexicon)
        said.append(
            Said(
                span=(0, len(text)) if whole else _span(tokens, start, end, text),
                bearer=reading.bearer,
                modality=reading.modality,
                strength=reading.strength
                or strength_of(tokens, start, end, reading.modality, reading.cue, lexicon),
                topic=topic,
                action=_action(tokens, reading.verb, end),
                conditions=conditions,
                exceptions=exceptions,
                rule=reading.rule,
                cue=reading.cue,
            )
        )
    main = [p for p in analysis.predications if p.place in ("main", "mandate")]
    if not readings and inherited is not None and not main and len(tokens):
        said = [_inherit(tokens, text, heading, inherited, lexicon)]
    return Finding(
        tuple(said), _lends(tokens, said, inherited, lexicon), _is_transparent(tokens, main, lexicon)
    )


def _inherit(
    tokens: object, text: str, heading: str, inherited: Inherited, lexicon: Lexicon
) -> Said:
    from policydiff.obligations.tokens import Tokens

    assert isinstance(tokens, Tokens)
    form = lexicon.forms.get(tokens.words[0])
    topic = topic_of(
        tokens, 0, len(tokens), (form[0],) if form else (), inherited.bearer, lexicon, heading=heading,
        inherited=inherited.topic,
    )  # fmt: skip
    return Said(
        span=(0, len(text)),
        bearer=inherited.bearer,
        modality=inherited.modality,
        strength=inherited.strength,
        topic=topic,
        action=text[tokens.starts[0] :].strip(" ;.,"),
        conditions=(),
        exceptions=(),
        rule="inherited",
        cue=inherited.cue,
    )


def _lends(
    tokens: object, said: list[Said], inherited: Inherited | None, lexicon: Lexicon
) -> Inherited | None:
    """What items under this clause inherit: its last label; a permission after "except"."""
    from policydiff.obligations.tokens import Tokens

    assert isinstance(tokens, Tokens)
    if not said:
        return None
    last = said[-1]
    kinds = lexicon.tables.grammar.subordinators
    modality: Modality = last.modality
    strength = last.strength
    tail = tokens.words[-14:]
    opens = any(kinds.get(word) == "exception" for word in tail) and (
        last.modality in ("prohibition", "obligation", "practice")
    )
    if opens:
        modality, strength = "permission", "plain"
    return Inherited(last.bearer, modality, strength, last.topic, last.cue)


def _is_transparent(tokens: object, main: list[object] | object, lexicon: Lexicon) -> bool:
    """ "This includes using our products to:" enumerates what stands above it."""
    from policydiff.obligations.tokens import Tokens

    assert isinstance(tokens, Tokens)
    if not tokens.words:
        return True
    enumerating = lexicon.tables.periphrasis.enumerating
    lemmas = {lexicon.forms.get(w, (w,))[0] for w in tokens.words[:5]}
    return tokens.words[0] in ("this", "these", "that", "such", "for") and bool(
        lemmas & enumerating or tokens.words[0] == "for"
    )


def _merge(readings: list[Reading]) -> list[Reading]:
    """One label for verb phrases that say the same of the same bearer about the same thing."""
    result: list[Reading] = []
    for reading in readings:
        same = [
            r
            for r in result
            if (r.bearer, r.modality, r.verbs[:1]) == (reading.bearer, reading.modality, reading.verbs[:1])
        ]
        if not same:
            result.append(reading)
    return result


def _span(tokens: object, start: int, end: int, text: str) -> tuple[int, int]:
    from policydiff.obligations.tokens import Tokens

    assert isinstance(tokens, Tokens)
    words = tokens.words
    while start < end - 1 and not words[start][0].isalnum():
        start += 1
    while end > start + 1 and words[end - 1] in (",", "and", "or", "but", ";"):
        end -= 1
    return tokens.starts[start], tokens.ends[end - 1]


def _action(tokens: object, verb: int, end: int) -> str:
    """The verb phrase from its main verb to the end of its span."""
    from policydiff.obligations.tokens import Tokens

    assert isinstance(tokens, Tokens)
    end = max(end, verb + 1)
    return tokens.text[tokens.starts[verb] : tokens.ends[min(end, len(tokens)) - 1]].strip(" .;:,")


def _obligations(
    section: Section, clause: Clause, finding: Finding, ids: set[str]
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
        )
        for said in finding.said
    ]


def _unique_id(said: Said, text: str, ids: set[str]) -> str:
    """6 hex digits over bearer, modality and words; a repeat is hashed again with its count."""
    words = " ".join(_WORD.findall(text[said.span[0] : said.span[1]].lower()))
    key = f"{said.bearer}|{said.modality}|{words}"
    found = hashlib.sha256(key.encode()).hexdigest()[:6]
    count = 1
    while found in ids:
        count += 1
        found = hashlib.sha256(f"{key}|{count}".encode()).hexdigest()[:6]
    ids.add(found)
    return found
