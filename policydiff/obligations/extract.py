"""From a document to its obligations: clauses in order, list items with their lead-ins.

What one clause says depends only on its words, what it inherits, and who is who; that part is a
cached pure function, because a timeline meets the same clause in hundreds of snapshots.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from policydiff.model import (
    Bearer,
    Clause,
    Document,
    Modality,
    Obligation,
    Section,
    Strength,
    Topic,
)
from policydiff.obligations.conditions import limits_of
from policydiff.obligations.language import language_warning
from policydiff.obligations.leadins import Inherited, heading_lead_in
from policydiff.obligations.lexicon import (
    ADVERB,
    BASE,
    CONJUNCTION,
    DETERMINER,
    ING,
    MODAL,
    NEGATION,
    NOUN,
    PREPOSITION,
    PRONOUN,
    Lexicon,
    default_lexicon,
)
from policydiff.obligations.modality import LEAD_IN, Reading, read_predication
from policydiff.obligations.names import learn_parties
from policydiff.obligations.parties import Parties
from policydiff.obligations.predications import analyse
from policydiff.obligations.strength import strength_of
from policydiff.obligations.tokens import Tokens, tokenise
from policydiff.obligations.topics import topic_of

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
    lends: dict[str, Inherited | None] = {}  # clause id -> what its items take over
    ids: set[str] = set()
    result: list[Obligation] = []
    for section in document.sections:
        heading = " > ".join(section.path) or (section.heading or "")
        commanded = heading_lead_in(section.heading, words)
        line, before = -1, commanded
        colon: str | None = None  # id of the clause whose colon opens the list that is read
        for clause, following in zip_longest(section.clauses, section.clauses[1:]):
            # Further sentences of an item stand on their own.
            opens = (clause.kind == "item" or clause.lead_in is not None) and clause.line != line
            line = clause.line
            if opens and following and _is_label(clause, following):
                line, opens = -1, False  # what comes next opens the item
            inherited = None
            lead_in = clause.lead_in or colon
            if opens:
                inherited = lends.get(lead_in, commanded) if lead_in else commanded
            finding = _read(
                clause.text,
                clause.label,
                opens,
                _heading_words(heading, clause),
                inherited,
                parties,
                words,
            )
            if finding.transparent and not finding.said:
                lends[clause.id] = lends.get(clause.lead_in or "") or before
            else:
                lends[clause.id] = finding.lends
            before = lends[clause.id] or commanded
            if clause.kind != "item":
                colon = clause.id if clause.text.rstrip().endswith(":") else None
            result.extend(_obligations(section, clause, finding, ids))
    return tuple(result)


def _opens_with_verb(tokens: Tokens, lexicon: Lexicon) -> bool:
    """Does an item begin with the verb that its lead-in lacks ("You must not: - Sell …")?"""
    index = 0
    while index < len(tokens) - 1 and tokens.flags[index] & (ADVERB | NEGATION):
        index += 1
    flag = tokens.flags[index]
    form = lexicon.forms.get(tokens.words[index], ("", 0))[1]
    if not form & (BASE | ING) or flag & (MODAL | PREPOSITION):
        return False
    following = tokens.flags[index + 1] if index + 1 < len(tokens) else 0
    if form & ING and tokens.words[index + 1 : index + 2] == ["of"]:
        return False  # "Sharing of data: we may …" is a label
    return not flag & NOUN or bool(following & (DETERMINER | PRONOUN | CONJUNCTION))


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
        if predication.introduces:
            continue  # "please note that we may …": the second half says it
        readings[:0] = read_predication(predication, tokens, lexicon, parties)
    handed = [r for r in readings if r.rule == LEAD_IN]
    readings = _merge([r for r in readings if r.rule != LEAD_IN])
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
    worded = any(word[0].isalnum() for word in tokens.words)
    completes = worded and inherited is not None and item and _opens_with_verb(tokens, lexicon)
    if inherited is not None and worded and (completes or not (readings or main)):
        said = [_inherit(tokens, text, heading, inherited, lexicon)]
    return Finding(
        tuple(said),
        _lends(tokens, said, handed, lexicon),
        _is_transparent(tokens, main, lexicon),
    )


def _inherit(
    tokens: Tokens, text: str, heading: str, inherited: Inherited, lexicon: Lexicon
) -> Said:
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
    tokens: Tokens, said: list[Said], handed: list[Reading], lexicon: Lexicon
) -> Inherited | None:
    """What items under this clause inherit: its last label; a permission after "except"."""
    if not said and handed:
        reading = handed[-1]
        strength = reading.strength or strength_of(
            tokens, 0, len(tokens), reading.modality, reading.cue, lexicon
        )
        return Inherited(reading.bearer, reading.modality, strength, "other", reading.cue)
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


def _is_transparent(tokens: Tokens, main: list[object] | object, lexicon: Lexicon) -> bool:
    """ "This includes using our products to:" enumerates what stands above it."""
    if not tokens.words:
        return True
    if tokens.phrase(0, 2) in lexicon.tables.periphrasis.example_openers:
        return True
    verb = tokens.words[1] if len(tokens) > 1 else ""
    return bool(tokens.flags[0] & PRONOUN) and (
        lexicon.forms.get(verb, (verb,))[0] in lexicon.tables.periphrasis.enumerating
    )


def _merge(readings: list[Reading]) -> list[Reading]:
    """One label for verb phrases that say the same of the same bearer about the same thing."""
    result: list[Reading] = []
    for reading in readings:
        same = [
            r
            for r in result
            if (r.bearer, r.modality, r.verbs[:1])
            == (reading.bearer, reading.modality, reading.verbs[:1])
        ]
        if not same:
            result.append(reading)
    return result


def _span(tokens: Tokens, start: int, end: int, text: str) -> tuple[int, int]:
    words = tokens.words
    while start < end - 1 and not words[start][0].isalnum():
        start += 1
    while end > start + 1 and (words[end - 1] in ",;:." or tokens.flags[end - 1] & CONJUNCTION):
        end -= 1
    return tokens.starts[start], tokens.ends[end - 1]


def _action(tokens: Tokens, verb: int, end: int) -> str:
    """The verb phrase from its main verb to the end of its span."""
    end = min(max(end, verb + 1), len(tokens))
    while verb and not tokens.words[verb][0].isalnum():
        verb -= 1  # a sentence that breaks off: "you have to:"
    return tokens.text[tokens.starts[verb] : tokens.ends[end - 1]].strip(" .;:,")


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
