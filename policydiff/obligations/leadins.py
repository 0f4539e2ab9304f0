"""What list items inherit: from the clause before them, or from a heading that commands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from policydiff.model import Bearer, Modality, Strength, Topic
from policydiff.obligations.lexicon import ADVERB, BASE, ING, PREPOSITION, Lexicon
from policydiff.patterns import regex

_WORD = regex(r"\w+")

# Topics of what the publisher does with data: the things named after it are data.
_OF_DATA = frozenset(("collection", "use", "sharing", "retention", "tracking", "transfer"))


class Inherited(Struct, frozen=True):
    """Bearer, modality and topic that an item without a verb of its own takes over."""

    bearer: Bearer
    modality: Modality
    strength: Strength
    topic: Topic
    cue: str
    conditional: bool = False  # "we may suspend you if:": items are what it depends on
    reply: bool = False  # "Yes, you can.": says it whatever its verb
    labelled: bool = False  # "Sold: No": the label is part of what is said
    told: str = ""  # "Identifiers / Sold": headings without which the value says nothing
    sentences: bool = False  # "you warrant that:": items are whole sentences, and warranted
    both: bool = False  # "each party shall:": items bind the publisher and the reader
    subject: bool = False  # "you agree that you": items begin with their verb
    occasional: bool = False  # "in these cases:": so are items that say nothing else
    stipulated: bool = False  # "under these conditions:": so are items that bind nobody else
    partial: bool = False  # "content that is:": items go on with a phrase, whatever verb they hold


@lru_cache(maxsize=4_096)
def heading_lead_in(heading: str | None, lexicon: Lexicon) -> Inherited | None:
    """What the list under a prohibiting heading inherits ("Do not abuse our platform")."""
    if not heading:
        return None
    text = " ".join(heading.lower().replace("’", "'").rstrip(" :").split())
    if text.split()[:1] and text.split()[0] in lexicon.tables.rules.conditional_openers:
        return None  # "If you do not know how to do this, see these links:"
    for suffix in lexicon.tables.rules.negative_suffixes:
        text = text.replace(suffix, f" {lexicon.tables.contractions.suffixes[suffix]}")
    for phrase in sorted(lexicon.tables.periphrasis.own_bans):
        if text.startswith(f"{phrase} "):
            return Inherited("user", "prohibition", "strong", "other", phrase)
    for phrase in sorted(lexicon.tables.periphrasis.prohibiting_headings):
        if (
            f" {phrase} " in f" {text} "
            and not text.endswith("?")
            and _addresses_reader(text, lexicon)
        ):
            return Inherited("user", "prohibition", "strong", "other", phrase)
    return None


def _addresses_reader(text: str, lexicon: Lexicon) -> bool:
    """ "Information we do not collect" is a heading about the publisher."""
    parties = lexicon.tables.parties
    ours = parties.company_pronouns | parties.company_possessives
    return ours.isdisjoint(text.split()) or text.startswith(
        tuple(lexicon.tables.rules.reader_headings)
    )


@lru_cache(maxsize=50_000)
def announces(text: str, lexicon: Lexicon) -> bool:
    """ "… for the following purposes.", "Below you find examples.": does a list come next?"""
    return not lexicon.tables.grammar.announcing.isdisjoint(_WORD.findall(text.lower()))


def completes(text: str, start: int, announced: bool, lexicon: Lexicon) -> bool:
    """Can an item without a lead-in of its own only be the end of the paragraph above it?

    "To keep in touch with you" cannot stand alone; "Cookies" can, unless a list was announced.
    """
    first = _WORD.search(text, start)
    if first is None:
        return False
    word = first.group().lower()
    flag = lexicon.flags.get(word, 0)
    opens_clause = word in lexicon.tables.grammar.subordinators
    return announced or bool(flag & PREPOSITION and not flag & ADVERB and not opens_clause)


def tells_aim(words: Sequence[str], lexicon: Lexicon) -> bool:
    """ "To alert you to new apps", not "To the extent that"."""
    aim = list(words[:1]) and words[0] in lexicon.tables.grammar.infinitive_marks
    return bool(aim) and any(lexicon.forms.get(w, ("", 0))[1] & BASE for w in words[1:2])


def carries_on(text: str, lexicon: Lexicon) -> bool:
    """ "Such as …", "Including by …": the end of the sentence before, behind a full stop."""
    words = _WORD.findall(text.lower()[:60])[:2]
    marks = lexicon.tables.topics.example_marks
    return bool(words) and (
        (words[0] in marks and bool(lexicon.flags.get(words[0], 0) & PREPOSITION))
        or " ".join(words) in lexicon.tables.grammar.example_words
    )


def instances(text: str, above: Inherited, lexicon: Lexicon) -> int:
    """Where the deeds begin in "This includes, for instance, creating malware"; 0 if it names none.

    Of the publisher's dealings with data also where the data begin: "This includes your name".
    """
    grammar, forms = lexicon.tables.grammar, lexicon.forms
    words = [(m.start(), m.group().lower()) for m in _WORD.finditer(text[:80])][:6]
    if len(words) < 3 or words[0][1] not in grammar.definite:
        return 0
    if forms.get(words[1][1], (words[1][1],))[0] not in lexicon.tables.periphrasis.enumerating:
        return 0
    done = next(
        (
            at
            for at, word in words[2:]
            if forms.get(word, ("", 0))[1] & ING and word not in grammar.announcing
        ),
        0,
    )
    if done or above.bearer != "company" or above.topic not in _OF_DATA:
        return done
    named = lexicon.data_signs | lexicon.tables.parties.data_nouns
    yours = lexicon.tables.parties.user_possessives
    return words[2][0] if any(word in named | yours for _, word in words[2:5]) else 0
