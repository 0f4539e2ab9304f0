"""What a sentence was about, for "they", "it" and "these sites" at the beginning of the next one.

"Advertisers may set cookies. They may use them …": the advertisers, as its subject. "We share it
with vendors. They must …": the vendors, as the only ones there. "We link to other sites. These sites
may …": sites of others.
"""

from __future__ import annotations

from policydiff.obligations.frames import Analysis
from policydiff.obligations.lexicon import (
    COMMA,
    CONJUNCTION,
    DETERMINER,
    FOREIGN,
    MASKED,
    NOUN,
    POSSESSIVE,
    PREPOSITION,
    VERB,
    Lexicon,
)
from policydiff.obligations.parties import NounPhrase, Parties, Role, noun_role, role_of
from policydiff.obligations.pointing import Spoken
from policydiff.obligations.tokens import Tokens

_NEAR = 4  # words before a noun that may say whose it is: "third party's web site"
_ENDS = PREPOSITION | COMMA | CONJUNCTION | VERB  # what no phrase of a noun goes beyond
_NOTHING = Spoken()


def spoken_of(
    tokens: Tokens, analysis: Analysis, lexicon: Lexicon, parties: Parties
) -> Spoken | None:
    """Who and what a sentence was about; None where there is nothing to point back at."""
    if not lexicon.tables.grammar.plural_anaphors or len(tokens) == 0:
        return None
    told = next((p for p in analysis.predications if p.place == "main"), None)
    subject = told.subject if told is not None and told.subject.end > told.subject.start else None
    theirs, ours, others = _things(tokens, subject, analysis, lexicon, parties)
    found = Spoken(
        _they(tokens, subject, lexicon, parties),
        _it(tokens, subject, lexicon, parties) if others else None,
        theirs,
        ours,
        others,
    )
    return None if found == _NOTHING else found


def _they(
    tokens: Tokens, subject: NounPhrase | None, lexicon: Lexicon, parties: Parties
) -> NounPhrase | None:
    """The party or thing that "they" in the next sentence stands for; None where several could be."""
    trackers = lexicon.tables.rules.trackers
    if subject is not None:
        if subject.head in lexicon.tables.grammar.plural_anaphors and subject.role != "other":
            return NounPhrase(subject.role, 0, 1, head=subject.head)
        head = next((w for w in (subject.head, tokens.words[subject.end - 1]) if w), "")
        who: Role = "third-party" if subject.theirs else subject.role
        if who in ("third-party", "user") and _is_plural(head, lexicon):
            return NounPhrase(who, 0, 1, head=head)
        if head in trackers:
            return NounPhrase("data", 0, 1, head=head)
    found: dict[str, NounPhrase] = {}
    firm: NounPhrase | None = None
    for at, (word, flag) in enumerate(zip(tokens.words, tokens.flags, strict=True)):
        if flag & (MASKED | POSSESSIVE | FOREIGN | COMMA):
            continue
        role = "data" if word in trackers else noun_role(word, flag, lexicon, parties)
        if not _is_plural(word, lexicon):
            if role in ("third-party", "company"):
                whose = role_of(tokens, _start(tokens, at, lexicon), at + 1, lexicon, parties)
                firm = whose if whose.role == "third-party" else firm
            continue
        if role in ("third-party", "user") or (role == "data" and word in trackers):
            found[role] = NounPhrase(role, 0, 1, head=word)
        elif role == "company" and word in lexicon.tables.parties.company_nouns:
            found[role] = NounPhrase(role, 0, 1, head=word)  # "our employees. They …"
    if not found and firm is not None:
        return NounPhrase("third-party", 0, 1, head=firm.head)  # "an outside company. They …"
    return next(iter(found.values())) if len(found) == 1 else None


def _it(
    tokens: Tokens, subject: NounPhrase | None, lexicon: Lexicon, parties: Parties
) -> NounPhrase | None:
    """The one firm, service or program of a third party that a sentence was about."""
    known = lexicon.tables.parties
    if subject is not None and subject.head not in known.company_pronouns | known.user_pronouns:
        head = tokens.words[subject.end - 1]
        alone = (subject.role == "third-party" or subject.theirs) and not _is_plural(head, lexicon)
        return NounPhrase("third-party", 0, 1, head=head) if alone else None
    firm = any(
        flag & FOREIGN or (not flag and word in known.firms)
        for word, flag in zip(tokens.words, tokens.flags, strict=True)
    )
    return NounPhrase("third-party", 0, 1) if firm and subject is not None else None


def _things(
    tokens: Tokens,
    subject: NounPhrase | None,
    analysis: Analysis,
    lexicon: Lexicon,
    parties: Parties,
) -> tuple[frozenset[str], frozenset[str], bool]:
    """The things of third parties and of others, and whether a third party is named."""
    tables, words, flags = lexicon.tables, tokens.words, tokens.flags
    kinds = tables.grammar.pointed_at | tables.rules.trackers | tables.parties.service_nouns
    owners = tables.parties.third_nouns | tables.parties.firms | tables.parties.outside
    marks = tables.grammar.genitive_marks | tables.grammar.agent_marks
    theirs, ours, others = set[str](), set[str](), False
    # "which places a cookie".
    doing = {
        at
        for p in analysis.predications
        if (p.subject.role == "third-party" or p.subject.theirs) and not p.group.passive
        for at in range(p.group.first, p.end)
    }
    doing |= set(range(len(tokens))) if subject is not None and subject.theirs else set()
    for at, (word, flag) in enumerate(zip(words, flags, strict=True)):
        if flag & (MASKED | COMMA):
            continue
        other = bool(flag & FOREIGN) or (not flag and word in tables.parties.firms)
        other = other or noun_role(word, flag, lexicon, parties) == "third-party"
        others |= other
        if word not in kinds or (flag & VERB and at and flags[at - 1] & PREPOSITION):
            continue
        low = _start(tokens, at, lexicon)
        near = role_of(tokens, low, at + 1, lexicon, parties)
        named = {w.partition("'")[0] for w in words[low:at]}
        modified = named & tables.parties.third_modifiers and word not in tables.rules.trackers
        foreign = near.role == "third-party" or bool(modified) or not named.isdisjoint(owners)
        behind = next((i for i in range(at + 1, min(at + 3, len(words))) if words[i] in marks), 0)
        if not foreign and behind:  # "sites of partners", "a tool provided by Google"
            whose = role_of(tokens, behind + 1, behind + _NEAR, lexicon, parties)
            foreign = whose.role == "third-party"
        foreign = foreign or (at in doing and not near.owned)
        (theirs if foreign and not near.yours else ours).add(word)
    return frozenset(theirs - ours), frozenset(ours), others or bool(doing or theirs)


def _start(tokens: Tokens, noun: int, lexicon: Lexicon) -> int:
    """Where the phrase of a noun begins: its determiner, or the words before it in small number."""
    flags, low = tokens.flags, noun
    while low and noun - low < _NEAR and not flags[low] & (DETERMINER | POSSESSIVE):
        modifies = tokens.words[low - 1] in lexicon.tables.parties.third_modifiers  # "outside"
        if flags[low - 1] & _ENDS and not (modifies or flags[low - 1] & (DETERMINER | NOUN)):
            break
        low -= 1
    return low


def _is_plural(word: str, lexicon: Lexicon) -> bool:
    grammar = lexicon.tables.grammar
    return word in grammar.plurals or word.endswith(grammar.plural_suffix)
