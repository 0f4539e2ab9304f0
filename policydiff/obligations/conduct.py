"""Rules of conduct: commands whose verb no list holds, and bans without any verb.

    ## House rules
    - Mind your language.      - No spam, no trolling.      - Be kind.

Wanted: two commands and a ban for the reader. Elsewhere "No tracking, no ads." is a promise of the
publisher, and "No login required." nothing.
"""

from __future__ import annotations

from functools import lru_cache

from policydiff.model import Bearer
from policydiff.obligations.lexicon import (
    ADVERB,
    BE,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    DO,
    HAVE,
    MODAL,
    NEGATION,
    NO,
    NOUN,
    POSSESSIVE,
    PREPOSITION,
    RELATIVE,
    SUBORDINATOR,
    THAT,
    VERB,
    Lexicon,
)
from policydiff.obligations.tokens import Tokens

_LONGEST_BAN = 16  # words: what is longer and has no verb was not understood


@lru_cache(maxsize=4_096)
def about_conduct(heading: str, lexicon: Lexicon) -> bool:
    """Do the headings over a clause, in lower case, announce rules for readers?"""
    words, known = heading.split(), lexicon.tables.conduct
    return not known.headings.isdisjoint(words) and known.other_headings.isdisjoint(words)


def commands_unlisted(tokens: Tokens, lexicon: Lexicon) -> bool:
    """ "Mind your language", "Credit the author": is the first word a verb that no list holds?

    No other verb may stand in the sentence outside of what "if", "that" or "who" open.
    """
    words, flags = tokens.words, tokens.flags
    if len(words) < 2 or flags[0] & (ADVERB | PREPOSITION | DETERMINER | SUBORDINATOR):
        return False
    if words[0] in lexicon.tables.conduct.verbs:
        closed = MODAL | BE | HAVE | COMMA | CONJUNCTION | (PREPOSITION if flags[0] & NOUN else 0)
        if flags[1] & closed or (flags[1] & VERB and not flags[1] & NOUN):
            return False  # "Respect for others is"
        other = any(f & (MODAL | BE | HAVE) or (f & VERB and not f & NOUN) for f in flags[1:])
        return not (flags[0] & NOUN and (other or _is_label(words, lexicon)))
    grammar, roles = lexicon.tables.grammar, lexicon.roles
    suffixes = (*grammar.gerund_suffixes, *grammar.adverb_suffixes, *grammar.participle_suffixes)
    if flags[0] or words[0] in roles or words[0].endswith((*suffixes, grammar.plural_suffix)):
        return False
    if not flags[1] & POSSESSIVE and words[1] not in grammar.single | grammar.definite:
        return False
    if flags[1] & POSSESSIVE and not flags[1] & DETERMINER:
        return False
    for flag in flags[2:]:
        if flag & (MODAL | BE | HAVE | DO) or (flag & VERB and not flag & NOUN):
            return False
        if flag & (SUBORDINATOR | THAT | RELATIVE):
            break
    return True


def _is_label(words: list[str], lexicon: Lexicon) -> bool:
    """ "Use cases.": too short for a command of a verb that is a noun as often."""
    return len(words) < 4 and words[0] in lexicon.tables.rules.using


def bare_ban(tokens: Tokens, conduct: bool, lexicon: Lexicon) -> Bearer | None:
    """Whom "No spam, no trolling.", "No tracking." forbid it; None where they forbid nothing."""
    words, flags, rules = tokens.words, tokens.flags, lexicon.tables.rules
    if len(words) < 2 or not (flags[0] & NO and flags[0] & DETERMINER):
        return None
    if len(words) > _LONGEST_BAN or flags[1] & (PREPOSITION | COMMA | NEGATION):
        return None
    grammar, known = lexicon.tables.grammar, lexicon.tables.conduct
    if words[1] in grammar.comparatives or not (rules.requisite | known.idle).isdisjoint(words):
        return None
    ending = next((word for word in reversed(words) if word[0].isalnum()), "")
    if ending in rules.allowed:
        return "user"  # "No spam allowed!"
    if not rules.refunds.isdisjoint(words[1:3]):
        return "company"
    if conduct:
        return "user"
    if any(tokens.text[at].isupper() for at in tokens.starts[1:]):
        return None  # "No Sale, Sharing, or Targeted Advertising.": a heading
    return "company" if not (rules.acts | rules.trackers).isdisjoint(words[1:3]) else None
