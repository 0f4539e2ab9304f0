"""What stands around a verb in question: an infinitive that goes on, a finite verb still to come."""

from __future__ import annotations

from policydiff.obligations.frames import Sentence
from policydiff.obligations.lexicon import (
    BASE,
    BE,
    COMMA,
    DO,
    MASKED,
    MODAL,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    SUBORDINATOR,
)
from policydiff.obligations.verbs import after


def infinitive_goes_on(sentence: Sentence, last: int, index: int) -> bool:
    """ "We use it to monitor traffic and improve our site": is `index` a second infinitive?"""
    tokens, words, flags = sentence.tokens, sentence.tokens.words, sentence.tokens.flags
    marks = sentence.lexicon.tables.grammar.infinitive_marks
    for at in range(last + 1, index):
        if words[at] in marks and not flags[at] & MASKED:
            follower = after(tokens, at)
            if follower < index and (
                (not flags[follower] and words[follower] not in sentence.lexicon.roles)
                or sentence.lexicon.forms.get(words[follower], ("", 0))[1] & BASE
            ):
                return True
    return False


def verb_after_comma(sentence: Sentence, last: int) -> bool:
    """Is there another finite verb after a comma further on?"""
    flags = sentence.tokens.flags
    comma = False
    for index in range(last + 1, len(flags)):
        if flags[index] & MASKED:
            continue
        if flags[index] & COMMA:
            # "…, such as your address", "…, so that we may": no clause of its own
            examples = sentence.lexicon.tables.grammar.example_words
            opens = index + 1 < len(flags) and flags[index + 1] & (SUBORDINATOR | RELATIVE)
            comma = not opens and sentence.tokens.phrase(index + 1, index + 3) not in examples
        elif comma and flags[index] & (MODAL | BE | DO):
            return True
        elif comma and flags[index] & PRONOUN:
            definite = sentence.tokens.words[index] in sentence.lexicon.tables.grammar.definite
            if definite or not flags[index - 1] & PREPOSITION:
                return True  # but not in ", or what is done by it"
    return False
