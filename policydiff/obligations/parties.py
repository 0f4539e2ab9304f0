"""Who is who: the publisher's names learned from a document, and the party of a noun phrase."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from msgspec import Struct

from policydiff.obligations.lexicon import (
    ADVERB,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    FOREIGN,
    MASKED,
    NAME,
    NEGATION,
    NO,
    NOUN,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    RELATIVE,
    SUBORDINATOR,
    THAT,
    VERB,
    Lexicon,
)
from policydiff.obligations.tables import PartyWords
from policydiff.obligations.tokens import Tokens

# The three parties, and the things that stand where a party could: what is the publisher's and
# acts for it ("our site"), what is done to ("your data"), texts, protective measures, the rest.
# "Both" is "neither party", "the parties": the publisher and the reader.
Role = Literal[
    "company", "user", "third-party", "service", "data", "document", "measure", "other", "both"
]


class Parties(Struct, frozen=True):
    """Words, lower case, that stand for a party in one document, besides the lexicon's."""

    company: frozenset[str] = frozenset()  # first and further words of names: "acme", "taobao"
    user: frozenset[str] = frozenset()  # defined terms for the reader: "customer"
    foreign: frozenset[str] = frozenset()  # names of other firms: "stripe"


class NounPhrase(Struct, frozen=True):
    """What a subject or object refers to."""

    role: Role
    start: int  # token indexes, half-open
    end: int
    negated: bool = False  # "no information", "none of our staff"
    head: str = ""  # the noun that decided the role
    owned: bool = False  # "our", the publisher's, or "the" one just spoken of
    yours: bool = False  # "your app"
    mutual: bool = False  # one side of "both"
    theirs: bool = False  # "these sites", after a sentence on sites of others
    beside: bool = False  # "we and our partners": another party does it too


class _Head(Struct):
    """The noun phrase read so far: its head, and who is named before it."""

    role: Role = "other"
    word: str = ""  # the noun that decided the role
    unknown: str = ""  # the last noun that no list holds
    ours: bool = False
    yours: bool = False
    named: bool = False
    foreign: bool = False  # "third-party", "external"
    definite: bool = False
    ours_by_name: bool = False  # "Acme entities": the name stands before the noun
    theirs: bool = False  # "workspace admins": of the reader's organisation
    single: bool = False  # "each seller"

    def reset(self) -> None:
        self.role, self.word, self.unknown = "other", "", ""


def role_of(tokens: Tokens, start: int, end: int, lexicon: Lexicon, parties: Parties) -> NounPhrase:
    """The noun phrase in [start, end): its head decides, its possessor says whose.

    "our trusted service providers that help us" is a third party, "our service" the company's.
    """
    words, flags = tokens.words, tokens.flags
    grammar, known = lexicon.tables.grammar, lexicon.tables.parties
    end = min(end, len(tokens))  # rules ask for the next few words: "You are required to:" has none
    low, start = start, _skip_lead(tokens, start, end, lexicon)
    negated = start < end and bool(flags[start] & NO)
    if low < start < end and flags[start - 1] & NEGATION and words[start] in grammar.single:
        negated = True  # "not a single record"
    if (
        start + 1 < end
        and words[start] in grammar.quantifiers
        and words[start + 1] in grammar.genitive_marks
    ):
        inner = role_of(tokens, start + 2, end, lexicon, parties)
        mutual = words[start] in lexicon.tables.rules.mutual_determiners
        if mutual and inner.head in known.company_pronouns:
            return NounPhrase("both", start, inner.end, negated, inner.head)  # "neither of us"
        denied = negated or inner.negated
        return NounPhrase(
            inner.role, start, inner.end, denied, inner.head, inner.owned, inner.yours
        )  # "many of our pages"
    head = _Head(single=words[start : start + 1] != [] and words[start] in grammar.distributive)
    index = start
    while index < end:
        word, flag = words[index], flags[index]
        if flag & MASKED:
            index += 1
            continue
        if flag & PRONOUN and not flag & DETERMINER:
            unnamed = head.unknown and start == index - 2 and flags[start] & DETERMINER
            if head.word or unnamed or (head.definite and start < index - 1 and index < end - 1):
                break  # "the documents you upload"
            who: Role = "other"
            if word in known.company_pronouns or flag & NAME:
                who = "company"
            elif word in known.user_pronouns:
                who = "user"
            return NounPhrase(who, start, index + 1, negated, word)
        if _goes_on_with_name(tokens, index, start, known):
            index += 1
            continue
        if not _extend(head, word, flag, index > start, lexicon, parties):
            break
        index += 1
    owned = head.ours or head.named or head.definite
    if head.role in ("service", "other") and _is_department(tokens, start, index, known):
        return NounPhrase("company", start, index, negated, head.word, True)
    if _is_mutual(tokens, start, index, end, lexicon):
        return NounPhrase("both", start, index, negated, head.word, owned)
    if head.foreign and head.role == "service" and index < end:
        kind = words[index] in grammar.genitive_marks and not head.ours
        head.role = "other" if kind else head.role  # "any other form of hatred"
    role = _owned(head, lexicon)
    if role == "service" and words[index - 1] in lexicon.tables.rules.doings:
        role = "other"  # "our use of a cookie is not linked to your name"
    behind = (
        words[index + 1 : index + 2]
        if index < end and words[index] in grammar.genitive_marks
        else []
    )
    if (
        head.word in known.institution_nouns
        and not (head.ours or head.named)
        and not grammar.single.isdisjoint(behind)
    ):
        role = "third-party"  # "the publisher of an app"
    if role == "user" and index - 2 > start and words[index - 2] in known.clientele:
        role = "third-party"  # "an Analytics customer"
    if role == "user" and head.word in known.overseers and not head.ours:
        whose = head.yours or any(flag & POSSESSIVE for flag in tokens.flags[start:index])
        role = "third-party" if whose else role  # "your organisation's administrator"
    if _runs_the_site(tokens, start, index, end, lexicon, parties):
        return NounPhrase("company", start, index, negated, head.word, True)
    staff = index - start > 1 and words[index - 1] in known.members
    if staff and words[index - 2] in known.company_nouns and not (head.foreign or head.yours):
        return NounPhrase("company", start, index, negated, head.word, True)  # "staff members"
    hired = start < index < end - 2 and words[index] in known.employed
    if hired and (words[index + 2] in known.company_pronouns or tokens.flags[index + 2] & NAME):
        return NounPhrase("company", start, index + 3, negated, head.word, True)
    if start < index and words[index - 1] in known.members:
        ours = _belongs_to_us(tokens, index, end, lexicon, parties)
        if ours is not None:
            return NounPhrase("company", start, ours, negated, head.word, True)
        pointed = words[start] in grammar.anaphoric or head.ours
        if head.word in known.spokespeople and pointed:
            role = "company"  # "our representative", "that representative"
    if role == "other" and index - start > 1 and words[index - 1] in known.name_suffixes:
        raised = all(tokens.text[tokens.starts[at]].isupper() for at in (index - 2, index - 1))
        if raised and not any(flag & NAME for flag in tokens.flags[start:index]):
            role = "third-party"  # "Northern Web Limited"
    others = start < index and words[start] in known.indefinite
    if others and not grammar.excepting.isdisjoint(words[start + 1 : index + 1]):
        role = "third-party"  # "anyone else", "everybody else who"
    return NounPhrase(role, start, index, negated, head.word, owned, head.yours)


def _goes_on_with_name(tokens: Tokens, index: int, start: int, known: PartyWords) -> bool:
    """ "Northern Airlines", "Kiel University": a kind of publisher as part of its name."""
    word = tokens.words[index]
    kinds = known.institution_nouns | known.name_nouns
    kind = word in kinds or word[:-1] in kinds
    named = index > start and tokens.flags[index - 1] & NAME
    return bool(kind and named and tokens.text[tokens.starts[index]].isupper())


def _is_department(tokens: Tokens, start: int, end: int, known: PartyWords) -> bool:
    """ "IT Services", "the Admissions Office", "Customer Support": part of the publisher by its name."""
    words, starts = tokens.words, tokens.starts
    start += start < end and words[start] in known.department_leads
    if not 1 < end - start <= LONGEST_NAME or words[end - 1] not in known.departments:
        return False
    if words[end - 1] in known.service_nouns and words[end - 2] not in known.department_kinds:
        return False  # "Bundled Services": what is sold
    flags = tokens.flags
    return known.third_modifiers.isdisjoint(words[start:end]) and all(
        tokens.text[starts[at]].isupper() and not flags[at] & DETERMINER for at in range(start, end)
    )


def _runs_the_site(
    tokens: Tokens, start: int, index: int, end: int, lexicon: Lexicon, parties: Parties
) -> bool:
    """ "The owners of this site", "the operator of the app", "the site administrator"."""
    known, grammar = lexicon.tables.parties, lexicon.tables.grammar
    words = tokens.words
    if not start < index - 1 or words[index - 1] not in known.proprietors:
        return False
    pointed = grammar.definite | known.company_possessives
    if words[start] not in pointed or not known.third_modifiers.isdisjoint(words[start:index]):
        return False
    if index - start == len(("the", "site", "owner")) and words[start + 1] in known.service_nouns:
        return True
    if index + 2 >= end or words[index] not in grammar.genitive_marks:
        return False
    inner = words[index + 1 : index + 4]
    site = not known.service_nouns.isdisjoint(inner[1:])
    if inner[:1] != [] and inner[0] in grammar.demonstratives:
        site = site and not inner[1].endswith(grammar.plural_suffix)  # not "of these sites"
    return site and inner[0] in pointed and known.third_modifiers.isdisjoint(inner)


def _belongs_to_us(
    tokens: Tokens, index: int, end: int, lexicon: Lexicon, parties: Parties
) -> int | None:
    """The end of "on our team", "of Acme's staff" at `index`: whoever it is, it is the publisher."""
    if index + 1 >= end or not tokens.flags[index] & PREPOSITION:
        return None
    inner = role_of(tokens, index + 1, end, lexicon, parties)
    known = lexicon.tables.parties
    ours = known.company_possessives | known.company_nouns | parties.company
    if ours.isdisjoint(tokens.words[index + 1 : inner.end]):
        return None  # "a member of the club": a reader
    return inner.end if inner.role == "company" and inner.owned else None


def _is_mutual(tokens: Tokens, start: int, index: int, end: int, lexicon: Lexicon) -> bool:
    """ "Neither party", "the parties", "the other party", "the party raising it", "Recipient".

    No other word between, no relative clause behind.
    """
    rules, grammar = lexicon.tables.rules, lexicon.tables.grammar
    words = tokens.words[start:index]
    if len(words) == 1:
        return words[0] in rules.mutual_terms and index == end
    determiners = rules.mutual_determiners | rules.mutual_roles
    if not 1 < len(words) <= 3 or words[-1] not in rules.mutual or words[0] not in determiners:
        return False
    if not (rules.mutual | determiners).issuperset(words):
        return False
    plural = words[-1].endswith(grammar.plural_suffix)
    if not rules.mutual_roles.isdisjoint(words):
        return words[0] in grammar.definite and not plural and index == end
    if words[0] in grammar.definite and not plural:  # "the party raising it", no other one
        behind = tokens.words[index] if index < end else ""
        return behind.endswith(grammar.gerund_suffixes)
    return index == end


def _extend(
    head: _Head, word: str, flag: int, inside: bool, lexicon: Lexicon, parties: Parties
) -> bool:
    """Take one more word into the noun phrase; False where it has ended."""
    known = lexicon.tables.parties
    genitive = lexicon.tables.grammar.order == "verb-second" and flag & (DETERMINER | POSSESSIVE)
    if genitive and head.word:
        return False  # "Nutzer unserer Seite": whose they are stands behind them
    if (
        word in known.company_possessives
        or (flag & NAME and flag & POSSESSIVE)
        or (flag & POSSESSIVE and head.named and head.role == "company")  # "Acme Games' request"
    ):
        head.reset()
        head.ours = True
        return True
    if word in known.user_possessives:
        head.reset()
        head.yours = True
        return True
    if flag & NAME:
        head.role, head.word, head.named = "company", word, True
        return True
    found = noun_role(word, flag, lexicon, parties)
    if found is not None:
        head.foreign |= head.word in known.third_modifiers
        head.ours_by_name = head.role == "company"
        head.role, head.word, head.unknown = found, word, ""
        return True
    pointing = flag & DETERMINER and word in lexicon.tables.grammar.demonstratives
    if pointing and not head.word and not flag & THAT:
        head.definite = True  # "any such user"
        return True
    ends = inside and bool(flag & (PREPOSITION | RELATIVE | SUBORDINATOR))
    if head.word:
        ends = ends or bool(flag & (THAT | COMMA | PRONOUN | CONJUNCTION))
        ends = ends or bool(flag & VERB and not flag & NOUN)
        if ends:
            return False
        if flag & NOUN:
            head.role, head.word = "other", word  # "page views", "account requests"
        return True
    if ends and not (flag & PREPOSITION and word in known.third_modifiers):
        return False  # but "an outside company"
    if word in known.third_modifiers:
        head.foreign = True
    elif word in known.user_modifiers:
        head.theirs = True
    elif flag & DETERMINER:
        head.definite |= word in lexicon.tables.grammar.definite
    elif not flag:
        head.unknown = word
    return True


def noun_role(word: str, flag: int, lexicon: Lexicon, parties: Parties) -> Role | None:
    if flag & POSSESSIVE:
        return None  # "users' data", "the user's device": the possessor is not the head
    if flag & FOREIGN:
        return "third-party"
    if word in parties.user:
        return "user"
    role = lexicon.roles.get(word)
    if role is None and not flag and word in lexicon.tables.parties.firms:
        return "third-party"
    if role is None and not flag and lexicon.tables.grammar.compounds:
        return compound_role(word, lexicon)
    return role


# "You and Acme Parcels Northern Limited": no longer name is looked for.
LONGEST_NAME = 5

# The shortest end of a compound that is taken for its head: "-app" in "Handyapp" is too short.
_SHORTEST_HEAD = 4


@lru_cache(maxsize=16_384)
def compound_role(word: str, lexicon: Lexicon) -> Role | None:
    """The role of the longest known noun that a compound ends in ("Vertragspartner")."""
    for start in range(2, len(word) - _SHORTEST_HEAD + 1):
        role = lexicon.roles.get(word[start:])
        if role is not None:
            return role
    return None


def _owned(head: _Head, lexicon: Lexicon) -> Role:
    """The role of a head noun under its possessor and modifiers."""
    known = lexicon.tables.parties
    if head.foreign and head.role in ("company", "service") and not head.ours:
        return "third-party"
    if head.ours_by_name and head.word in known.grouping and not head.foreign:
        return "company"
    if head.role == "company":
        if head.yours or (head.theirs and not head.ours):
            return "user"
        if head.word in known.institution_nouns and not (head.ours or head.named or head.definite):
            return "third-party"
    if head.yours and head.role == "service":
        return "data"
    if head.role == "other" and (head.ours or head.single) and not head.word:
        if head.unknown.endswith(known.agent_suffixes) and head.unknown not in known.not_agents:
            return "third-party"  # "our couriers", "each franchisee"
        return "service" if head.ours else "other"
    return head.role


def _skip_lead(tokens: Tokens, start: int, end: int, lexicon: Lexicon) -> int:
    """Past conjunctions, adverbs and an opening prepositional phrase without a comma."""
    words, flags = tokens.words, tokens.flags
    quantifiers = lexicon.tables.grammar.quantifiers
    while start < end and (
        flags[start] & (CONJUNCTION | PUNCTUATION | MASKED)
        or (
            flags[start] & ADVERB
            and not flags[start] & (DETERMINER | PRONOUN)
            and words[start] not in quantifiers
        )
    ):
        start += 1
    if start < end and flags[start] & PREPOSITION and not flags[start] & DETERMINER:
        # "At that time some of our services may": the last determiner opens the subject.
        for index in range(end - 1, start, -1):
            if flags[index] & (DETERMINER | NAME) and not flags[index] & THAT:
                if (
                    index > start + 1
                    and words[index - 1] in lexicon.tables.grammar.genitive_marks
                    and (words[index - 2] in quantifiers)
                ):
                    return index - 2
                return index
    return start


__all__ = [
    "NounPhrase",
    "Parties",
    "Role",
    "role_of",
]
