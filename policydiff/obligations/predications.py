"""A sentence cut into predications: who, which verb, and whether the sentence itself says it.

Ugly: "If you ask, we will delete the data that you gave us and, unless the law forbids it, may
tell our partners, who must delete it too." Wanted: we/will delete (main), we/may tell (main),
partners/must delete (relative); "you ask", "you gave" and "the law forbids" are somebody else's
verbs. A stack of frames (main, subordinate, relative, complement) does it in one pass; what
decides is the word before each verb and the comma before each conjunction.
"""

from __future__ import annotations

from policydiff.obligations.agreement import is_bare_relative
from policydiff.obligations.conduct import commands_unlisted
from policydiff.obligations.finite import finite_verb
from policydiff.obligations.frames import Analysis, Found, Predication, Sentence, Subordinate
from policydiff.obligations.lexicon import (
    ADVERB,
    BASE,
    BE,
    COMMA,
    CONJUNCTION,
    DO,
    HAVE,
    MASKED,
    MODAL,
    NAME,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    SUBORDINATOR,
    THAT,
    VERB,
    Lexicon,
)
from policydiff.obligations.openers import (
    inverted_condition,
    is_place_of_choice,
    match_subordinator,
    open_that,
    pass_comma,
)
from policydiff.obligations.parties import Parties
from policydiff.obligations.placing import place
from policydiff.obligations.pointing import Spoken
from policydiff.obligations.tokens import Tokens
from policydiff.obligations.verbs import VerbGroup, before

# Classes that a finite verb can have; an unknown word can be one only after one of the first.
_SUBJECT = PRONOUN | RELATIVE | THAT | NAME | ADVERB
_MAY_BE_VERB = MODAL | BE | HAVE | DO | VERB


def analyse(
    tokens: Tokens,
    lexicon: Lexicon,
    parties: Parties,
    *,
    imperatives: bool,
    spoken: Spoken | None = None,
) -> Analysis:
    """The predications and subordinate clauses of one clause, in reading order.

    `imperatives` says whether a verb at the start commands ("Contact us"); in a list item it does
    not, because there it completes the lead-in. `spoken` is what the sentence before was about. Nearly O(n) in the words.
    """
    if lexicon.tables.grammar.order == "verb-second":
        # Here, because English documents never need it and every start would pay for it.
        from policydiff.obligations.verb_second import analyse_verb_second

        return analyse_verb_second(tokens, lexicon, parties, imperatives=imperatives)
    sentence = Sentence(tokens, lexicon, parties, imperatives=imperatives)
    if spoken is not None:
        sentence.spoken = spoken
        sentence.last_party = spoken.they
    flags = tokens.flags
    index, count = 0, len(tokens)
    while index < count:
        flag = flags[index]
        if flag & MASKED:
            index += 1
            continue
        if flag & COMMA:
            pass_comma(sentence, index)
            index += 1
            continue
        if flag & (MODAL | HAVE | BE) and (end := inverted_condition(sentence, index)):
            sentence.subordinates.append(Subordinate("condition", index, end))
            index = end
            continue
        if flag & SUBORDINATOR:
            if is_place_of_choice(sentence, index):
                sentence.open_frame("relative", index, "other")
                index += 1
                continue
            width, kind = match_subordinator(sentence, index)
            if width:
                sentence.open_frame("sub", index, kind)
                index += width
                continue
        if flag & RELATIVE:
            sentence.open_frame("relative", index, "other")
            index += 1
            continue
        if flag & THAT:
            opened = open_that(sentence, index)
            if opened:
                index += 1
                continue
        if not index and imperatives and commands_unlisted(tokens, lexicon):
            place(
                sentence, VerbGroup("imperative", 0, 0, tokens.words[0], (tokens.words[0],), BASE)
            )
            index += 1
            continue
        if not flag & _MAY_BE_VERB and (flag or not index or not flags[index - 1] & _SUBJECT):
            index += 1
            continue
        group = finite_verb(sentence, index)
        if group is not None:
            place(sentence, group)
            index = max(index, group.last) + 1
            continue
        index += 1
    sentence.close_to(0, count)
    return _finish(sentence)


def _finish(sentence: Sentence) -> Analysis:
    """What the sentence itself says, each predication with its stretch of words."""
    count = len(sentence.tokens)
    if len(sentence.main.groups) == 1:
        only = sentence.found[sentence.main.groups[0]]
        if (
            only.group.kind == "simple"
            and is_bare_relative(sentence, only)
            and not (sentence.tokens.flags[0] & (PREPOSITION | ADVERB | SUBORDINATOR | CONJUNCTION))
        ):
            only.place = "sub"  # "Information we collect from others": no sentence
    elif len(sentence.main.groups) > 0:
        first = sentence.found[sentence.main.groups[0]]
        if first is sentence.found[0] and _is_subject_with_relative(sentence, first):
            first.place = "sub"
    for found in sentence.found[: _only_named(sentence)]:
        found.place = "sub"
    said = [f for f in sentence.found if f.place != "sub"]
    result: list[Predication] = []
    host = asked = ""
    for position, found in enumerate(said):
        start = 0 if position == 0 else min(found.start, found.group.first)
        end = said[position + 1].start if position + 1 < len(said) else count
        host = host if found.place == "relative" else found.group.lemma
        handing = found.place == "mandate" and position and said[position - 1].hands_over
        request = said[position - 1].group if handing else None
        asked = request.lemma if request else asked if found.place == "mandate" else ""
        result.append(
            Predication(
                found.group,
                found.subject,
                found.place,
                start,
                max(end, found.group.last + 1),
                found.hands_over,
                found.introduces,
                host,
                asked if request is not None and request.negated else "",
                asked,
            )
        )
    return Analysis(
        tuple(result), tuple(sorted(sentence.subordinates, key=lambda s: (s.start, s.end)))
    )


def _only_named(sentence: Sentence) -> int:
    """How many verbs "For more information about the data we share, please see" holds before its comma."""
    tokens, phrases = sentence.tokens, sentence.lexicon.tables.verbs.pointer_phrases
    if not tokens.flags[:1] or not tokens.flags[0] & PREPOSITION:
        return 0
    if phrases.isdisjoint((tokens.phrase(0, 2), tokens.phrase(0, 3), tokens.phrase(1, 3))):
        return 0
    asked = next((f.group.first for f in sentence.found if f.group.kind == "imperative"), None)
    comma = next((at for at, flag in enumerate(tokens.flags) if flag & COMMA), 0)
    end = comma if asked is None else asked
    return sum(found.group.first < end for found in sentence.found)


def _is_subject_with_relative(sentence: Sentence, found: Found) -> bool:
    """ "The data we may collect, and how we use it, are described below": no "we may collect"."""
    tokens = sentence.tokens
    noun = before(tokens, found.group.first) - 1
    return (
        is_bare_relative(sentence, found)
        and tokens.words[noun] in sentence.lexicon.roles
        and not any(tokens.flags[at] & (COMMA | SUBORDINATOR) for at in range(noun))
        and not tokens.flags[0] & (PREPOSITION | ADVERB | CONJUNCTION)
        and found.group.last + 1 < len(tokens)
        and bool(tokens.flags[found.group.last + 1] & COMMA)
    )


__all__ = ["Analysis", "Predication", "Subordinate", "analyse"]
