"""What may stand inside a verb group: negations, adverbs, remarks, an inverted subject."""

from __future__ import annotations

from msgspec import Struct

from policydiff.obligations.inversion import verb_behind
from policydiff.obligations.lexicon import (
    ADVERB,
    BE,
    COMMA,
    CONJUNCTION,
    HAVE,
    LINK,
    MASKED,
    MODAL,
    NEGATION,
    NO,
    PREPOSITION,
    PRONOUN,
    VERB,
    Lexicon,
)
from policydiff.obligations.tokens import Tokens
from policydiff.obligations.verbs import (
    affirms,
)

# "will, after obtaining your consent, share": how far a remark may part a modal from its verb.
MAX_REMARK_WORDS = 15


class Gap(Struct):
    """What stood between two parts of a group."""

    index: int
    negated: bool = False
    limited: bool = False
    subject: int | None = None


def skip_gap(tokens: Tokens, index: int, lexicon: Lexicon, *, inverted: bool = False) -> Gap:
    """Pass negations, adverbs, remarks and, where `inverted`, a pronoun subject."""
    words, flags = tokens.words, tokens.flags
    grammar = lexicon.tables.grammar
    gap = Gap(index)
    while gap.index < len(flags):
        flag = flags[gap.index]
        if flag & NEGATION:
            if affirms(tokens, gap.index, lexicon):
                gap.index += 1
            else:
                gap.negated = True
        elif flag & MASKED:
            pass
        elif inverted and flag & PRONOUN and gap.subject is None:
            gap.subject = gap.index
        elif inverted and gap.subject is None and (verb := verb_behind(tokens, gap.index, lexicon)):
            gap.subject, gap.index = gap.index, verb
            continue
        elif flag & ADVERB and not flag & (PREPOSITION | PRONOUN | NO):
            gap.limited |= words[gap.index] in grammar.limiters
        elif flag & CONJUNCTION and _joins_adverbs(flags, gap.index):
            pass  # "solely and independently responsible"
        elif flag & COMMA and not flag & LINK:
            end = _remark_end(tokens, gap.index)
            if end is None:
                break
            gap.index = end
        else:
            break
        gap.index += 1
    return gap


def _joins_adverbs(flags: list[int], index: int) -> bool:
    following = flags[index + 1] if index + 1 < len(flags) else 0
    return bool(flags[index - 1] & following & ADVERB) and not following & (PREPOSITION | PRONOUN)


def _remark_end(tokens: Tokens, comma: int) -> int | None:
    """Index of the comma that closes a remark inside a verb group, if a verb follows it."""
    flags = tokens.flags
    for index in range(comma + 1, min(comma + MAX_REMARK_WORDS, len(flags) - 1)):
        if flags[index] & (MODAL | LINK):
            return None
        if flags[index] & COMMA:
            return index if flags[index + 1] & (VERB | BE | HAVE | ADVERB | NEGATION) else None
    return None
