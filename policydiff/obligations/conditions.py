"""The "if", "when", "unless", "except" parts of a clause, as the document spells them."""

from __future__ import annotations

import re

from policydiff.obligations.lexicon import (
    ADVERB,
    BE,
    COMMA,
    CONJUNCTION,
    DETERMINER,
    HAVE,
    LINK,
    MASKED,
    MODAL,
    NEGATION,
    NOUN,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    SUBORDINATOR,
    VERB,
    Lexicon,
    PhraseIndex,
)
from policydiff.obligations.predications import Subordinate
from policydiff.obligations.tokens import Tokens
from policydiff.patterns import regex

# The next item of a list in a sentence: ", and (ii) ", "; (b) ".
_NEXT_ITEM = regex(r"[,;]?\s+(?:\w{1,3}\s+)?\((?:[b-z]|[ivx]{2,4}|[2-9])\)\s")
_LONG_LIST = 2  # further commas; what a limit lists inside itself is shorter
_LAST_ITEM = regex(
    r"[;,]\s*(?:and/or|or|and)\s+\((?:[b-z]|[ivx]{2,4}|[2-9])\)\s(?!(?:we|you)\s)[^.;:()]{3,200}",
    re.I,
)
_FIRST_ITEM = regex(r"\((?:[ai]|1)\)\s")


def limits_of(
    tokens: Tokens,
    start: int,
    end: int,
    subordinates: tuple[Subordinate, ...],
    lexicon: Lexicon,
    *,
    opens: int | None = None,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(conditions, exceptions) within the token range, in reading order.

    `opens` is the token where the subject of the first verb begins, which ends what stands before
    it without a comma: "without your consent we may".
    """
    begins = _openings(tokens, start, end, subordinates, lexicon)
    conditions: list[tuple[int, int]] = []
    exceptions: list[tuple[int, int]] = []
    for sub in subordinates:
        if sub.kind == "other" or not (start <= sub.start < end):
            continue
        stop = min(
            [other.start for other in subordinates if sub.start < other.start < sub.end
             and other.kind == "exception" and tokens.flags[other.start - 1] & COMMA]
            + [sub.end, end]
        )  # fmt: skip
        if sub.kind == "exception":
            stop = _with_grounds(tokens, stop, end, lexicon)
        stop = _apart(tokens, sub.start, stop, begins)
        if sub.kind == "condition" and sub.start > start:
            stop = _before_next_thing(tokens, sub.start, stop)
        if sub.kind == "exception":
            beside = [(one.start, one.end) for one in subordinates if one.kind != "other"]
            stop = _listed_before(tokens, sub.start, stop, opens, begins, beside) or stop
        span = (sub.start, _trim(tokens, sub.start, stop, lexicon))
        (conditions if sub.kind == "condition" else exceptions).append(span)
    conditions = [span for span in conditions if not _is_empty(tokens, span[0], lexicon)]
    _phrases(
        tokens,
        start,
        end,
        lexicon.exception_phrases,
        lexicon,
        exceptions,
        conditions,
        opens,
        begins,
    )
    _phrases(
        tokens,
        start,
        end,
        lexicon.condition_phrases,
        lexicon,
        conditions,
        exceptions,
        opens,
        begins,
    )
    exceptions = [span for span in exceptions if not _is_empty(tokens, span[0], lexicon)]
    return _texts(tokens, conditions), _texts(tokens, exceptions)


def _openings(
    tokens: Tokens,
    start: int,
    end: int,
    subordinates: tuple[Subordinate, ...],
    lexicon: Lexicon,
) -> frozenset[int]:
    """Where limits begin that stand beside the one before: "…, and if", "… or where", "… except"."""
    flags = tokens.flags
    kinds = lexicon.tables.grammar.subordinators
    joined = {sub.start for sub in subordinates if sub.kind != "other"}
    for at in range(start + 2, end):
        for phrases in (lexicon.exception_phrases, lexicon.condition_phrases):
            for phrase in phrases.get(tokens.words[at], ()):
                same = tuple(tokens.words[at : at + len(phrase)]) == phrase
                if same and not flags[at - 2] & PREPOSITION:  # "subject to and in accordance with"
                    joined.add(at)
    return frozenset(
        at
        for at in joined
        if at > start
        and (flags[at - 1] & CONJUNCTION or kinds.get(tokens.words[at]) == "exception")
    )


def _apart(tokens: Tokens, low: int, high: int, begins: frozenset[int]) -> int:
    """Where the limit in [low, high) ends if another begins in it; not after "if" of "if and to"."""
    said = next((at for at in range(low + 1, high) if tokens.words[at][0].isalnum()), high)
    return min([high, *(at for at in begins if said + 1 < at < high)])


def _before_next_thing(tokens: Tokens, low: int, high: int) -> int:
    """Where a limit ends behind which the list goes on that it stands in.

    "We collect your age when you sign up, [your location, and your contacts]", but not "when you use
    our site, the app, or the shop".
    """
    flags = tokens.flags
    comma = next((at for at in range(low, high) if flags[at] & COMMA), high)
    if tokens.words[min(comma, high - 1)] != ",":
        return high
    at = comma + 1
    joined = at < high and bool(flags[at] & CONJUNCTION)
    at += joined
    if at >= high or not flags[at] & DETERMINER or flags[at] & PRONOUN & ~DETERMINER:
        return high
    things = any(flags[i] & DETERMINER for i in range(low + 1, comma))
    more = sum(bool(flags[i] & COMMA and tokens.words[i] == ",") for i in range(at, high))
    if (things and not joined and more < _LONG_LIST) or flags[comma - 1] & PRONOUN:
        return high  # "our site, the app": they are listed inside the limit
    for i in range(at, high):
        if flags[i] & (RELATIVE | SUBORDINATOR):
            break
        if flags[i] & (MODAL | BE | HAVE) or (flags[i] & VERB and not flags[i] & NOUN):
            return high  # "when you pay, and the order is sent"
    return comma


def _with_grounds(tokens: Tokens, stop: int, end: int, lexicon: Lexicon) -> int:
    """Where an exception ends that goes on behind a comma: "..., or is reasonably necessary to ..."."""
    flags = tokens.flags
    at = stop + (stop < end and bool(flags[stop] & COMMA) and not flags[stop] & LINK)
    if at + 2 >= end or not flags[at - 1] & COMMA or not flags[at] & CONJUNCTION:
        return stop
    if not flags[at + 1] & BE:
        return stop
    at += 2
    at += bool(flags[at] & ADVERB) and at + 1 < end
    if tokens.words[at] not in lexicon.tables.conditions.grounds:
        return stop
    while at < end and not flags[at] & COMMA:
        at += 1
    return at


def _is_empty(tokens: Tokens, at: int, lexicon: Lexicon) -> bool:
    """ "if any", "but not limited to": in the form of a limit, and none."""
    return any(
        tuple(tokens.words[at : at + len(phrase)]) == phrase
        for phrase in lexicon.empty_limits.get(tokens.words[at], ())
    )


def _phrases(
    tokens: Tokens,
    start: int,
    end: int,
    phrases: PhraseIndex,
    lexicon: Lexicon,
    into: list[tuple[int, int]],
    others: list[tuple[int, int]],
    opens: int | None,
    begins: frozenset[int],
) -> None:
    """Add the phrases that no span found so far holds; each runs to the next comma, or to `opens`."""
    at = start
    ends = (
        (VERB | MODAL | BE | HAVE | NEGATION)
        if lexicon.tables.grammar.order == "verb-second"
        else 0
    )
    while at < end:
        for phrase_words in phrases.get(tokens.words[at], ()):
            if tuple(tokens.words[at : at + len(phrase_words)]) == phrase_words and not any(
                low <= at < high for low, high in into + others
            ):
                stop = at + len(phrase_words)
                while (
                    stop < end
                    and stop != opens
                    and stop not in begins
                    and not (tokens.flags[stop] & ends and not tokens.flags[stop] & NOUN)
                    and not (tokens.flags[stop] & COMMA and not tokens.flags[stop] & MASKED)
                ):
                    stop += 1
                if lists := _listed_before(tokens, at, stop, opens, begins, others):
                    stop = lists
                into.append((at, _trim(tokens, at, stop, lexicon)))
                at = stop - 1
                break
        at += 1


def _listed_before(
    tokens: Tokens,
    start: int,
    stop: int,
    opens: int | None,
    begins: frozenset[int],
    others: list[tuple[int, int]],
) -> int | None:
    """Where a limit before the subject ends that lists: "Except for fraud, death or injury, we"."""
    flags = tokens.flags
    if opens is None or not stop < opens - 1 or not flags[opens - 1] & COMMA:
        return None
    between = range(stop, opens - 1)
    if any(flags[at] & (MODAL | BE | HAVE | SUBORDINATOR) for at in between):
        return None
    if any(flags[at] & PRONOUN and not flags[at] & DETERMINER for at in between):
        return None
    if not any(flags[at] & CONJUNCTION for at in between) or not begins.isdisjoint(between):
        return None
    apart = any(start < low < opens for low, _ in others)
    first = all(flags[at] & (CONJUNCTION | ADVERB | MASKED) for at in range(start))
    if not first and flags[start - 1] & COMMA:  # "To the extent permitted, except for …, we"
        first = not any(flags[at] & (MODAL | BE | HAVE | PRONOUN) for at in range(start))
    return opens - 1 if first and not apart else None


def _trim(tokens: Tokens, start: int, end: int, lexicon: Lexicon) -> int:
    """Drop closing punctuation, the "and" before what comes next, and its "please"."""
    polite = lexicon.tables.grammar.polite
    while end > start + 1 and (
        tokens.words[end - 1] in ",;:.–—"
        or tokens.flags[end - 1] & CONJUNCTION
        or (tokens.words[end - 1] in polite and tokens.flags[end - 2] & COMMA)
    ):
        end -= 1
    return end


def _texts(tokens: Tokens, spans: list[tuple[int, int]]) -> tuple[str, ...]:
    result: list[str] = []
    for start, end in sorted(spans):
        if end > start:
            first = tokens.starts[start]
            text = tokens.text[first : tokens.ends[end - 1]]
            if _FIRST_ITEM.search(text):  # "unless (a) you agree; or (b) the law requires it"
                further = _LAST_ITEM.match(tokens.text, tokens.ends[end - 1])
                text += further[0].rstrip(" ,;") if further else ""
            result.append(_own(text, tokens.text[:first]))
    return tuple(result)


def _own(text: str, before: str) -> str:
    """A limit without the bracket that closes around it, and without the next item of its list."""
    if _FIRST_ITEM.search(before) and not _FIRST_ITEM.search(text):
        item = _NEXT_ITEM.search(text)
        text = text[: item.start()] if item and item.start() else text
    depth = 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return text[:at].rstrip(" ,;")
    return text


__all__ = ["limits_of"]
