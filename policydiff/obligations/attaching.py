"""A verb joins an open clause: its subject, and whether the sentence itself says it."""

from __future__ import annotations

from msgspec.structs import replace

from policydiff.obligations.frames import Found, Frame, Place, Sentence
from policydiff.obligations.lexicon import (
    COMMA,
    NAME,
    PRONOUN,
)
from policydiff.obligations.parties import NounPhrase, role_of
from policydiff.obligations.pointing import resolved, trackers_of
from policydiff.obligations.subjects import antecedent_of, subject_of
from policydiff.obligations.verbs import (
    VerbGroup,
    after,
)


def silence(sentence: Sentence, group: VerbGroup, start: int, *, inner: bool = False) -> None:
    """Somebody else's verb. An `inner` one stands in a subject whose own verb is still to come."""
    sentence.found.append(Found(group, NounPhrase("other", start, start), "sub", start))
    if not inner:
        sentence.stack[-1].last_end = group.last


def attach(
    sentence: Sentence,
    group: VerbGroup,
    frame: Frame,
    low: int,
    *,
    shared: bool = False,
    imperative: bool = False,
) -> None:
    tokens = sentence.tokens
    if imperative:
        subject = NounPhrase("user", low, low, head="imperative")
    elif group.subject is not None:
        pronoun = tokens.flags[group.subject] & PRONOUN
        end = group.subject + 1 if pronoun else group.last
        subject = role_of(tokens, group.subject, end, sentence.lexicon, sentence.parties)
        if subject.head in sentence.lexicon.tables.grammar.plural_anaphors:
            party = _spoken_of(sentence, subject)  # "nor are they allowed to"
            subject = replace(subject, role=party.role) if party else subject
    elif shared and frame.subject is not None:
        subject = frame.subject
    elif frame.kind == "relative" and _subjectless(sentence, frame, group):
        subject = frame.subject or NounPhrase("other", low, low)
    else:
        subject = subject_of(tokens, low, group.first, sentence.lexicon, sentence.parties)
        if (
            subject.role == "other"
            and tokens.words[subject.start : subject.end]
            and subject.head in sentence.lexicon.tables.grammar.anaphors
            and (party := _spoken_of(sentence, subject)) is not None
        ):
            subject = NounPhrase(party.role, subject.start, subject.end, head=subject.head)
        elif frame.kind in ("main", "complement") and (
            party := _named_before(sentence, subject, group)
        ):
            subject = replace(party, start=subject.start, end=subject.end)
        if subject.head in sentence.lexicon.tables.rules.others and sentence.found:
            first = sentence.found[0].subject  # "Some services …, while others …"
            quantified = tokens.words[first.start] in sentence.lexicon.tables.grammar.quantifiers
            if quantified and first.role in ("service", "data"):
                subject = replace(subject, role=first.role)
        if subject.role == "data" and subject.head in sentence.lexicon.tables.rules.trackers:
            subject = trackers_of(subject, group, tokens, sentence.lexicon)
        if sentence.spoken is not None:
            subject = resolved(subject, sentence.spoken, group, tokens, sentence.lexicon)
        if subject.role in ("company", "user", "third-party"):
            sentence.last_party = subject
    frame.subject = subject
    place: Place = "sub"
    depth = sentence.stack.index(frame)
    kinds = [f.kind for f in sentence.stack[1 : depth + 1]]
    if not kinds or all(kind == "complement" for kind in kinds):
        place = "main"
    elif all(kind in ("complement", "mandate") for kind in kinds):
        place = "mandate"
    elif kinds[-1] == "relative" and all(k in ("complement", "mandate") for k in kinds[:-1]):
        place = "relative"
    frame.groups.append(len(sentence.found))
    frame.last_end = group.last
    sentence.found.append(Found(group, subject, place, low))


def _spoken_of(sentence: Sentence, subject: NounPhrase) -> NounPhrase | None:
    """Whom a pronoun stands for: the last party that acted, but "they" after "we give it to vendors"."""
    last, plural = sentence.last_party, sentence.lexicon.tables.grammar.plural_anaphors
    person = subject.head in sentence.lexicon.tables.rules.persons_spoken_of
    if person and last is not None and last.role == "company":
        return replace(last, role="user")  # "if a child registers, we ask that she"
    if last is None or subject.head not in plural:
        return last
    if last.head in sentence.lexicon.tables.parties.user_pronouns:
        return sentence.spoken.they if sentence.spoken else None  # "if you order, they may"
    if last.role != "company":
        return last
    found = antecedent_of(sentence.tokens, subject.start, sentence.lexicon, sentence.parties)
    return found if found.role in ("user", "third-party") else last


def _named_before(sentence: Sentence, subject: NounPhrase, group: VerbGroup) -> NounPhrase | None:
    """Who "it" is in "when Acme runs a contest, it will publish the rules"; None for a thing."""
    party, verbs = sentence.last_party, sentence.lexicon.tables.verbs
    grammar, words = sentence.lexicon.tables.grammar, sentence.tokens.words
    if (
        party is None
        or party.role not in ("company", "third-party")
        or subject.role != "other"
        or subject.head not in grammar.caseless_pronouns
        or not sentence.found
        or (sentence.found[0].place == "main" and not sentence.found[0].introduces)
        or group.passive
        or group.lemma not in verbs.practice - verbs.constitutive
    ):
        return None
    word, named = words[party.end - 1], sentence.tokens.flags[party.end - 1] & NAME
    plural = word in sentence.lexicon.tables.parties.company_pronouns or (
        word.endswith(grammar.plural_suffix) and not named
    )
    return None if plural else party


def _subjectless(sentence: Sentence, frame: Frame, group: VerbGroup) -> bool:
    """Is the relative pronoun itself the subject ("who share it"), not the object?"""
    following = after(sentence.tokens, frame.opened)
    return following >= group.first or bool(sentence.tokens.flags[following] & COMMA)
