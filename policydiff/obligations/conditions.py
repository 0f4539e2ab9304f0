"""The "if", "when", "unless", "except" parts of a clause, as the document spells them."""

from __future__ import annotations

from policydiff.obligations.lexicon import COMMA, MASKED, Lexicon, PhraseIndex
from policydiff.obligations.predications import Subordinate
from policydiff.obligations.tokens import Tokens


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
        span = (sub.start, _trim(tokens, sub.start, stop))
        (conditions if sub.kind == "condition" else exceptions).append(span)
    conditions = [span for span in conditions if not _is_empty(tokens, span[0], lexicon)]
    _phrases(tokens, start, end, lexicon.exception_phrases, exceptions, conditions, opens)
    _phrases(tokens, start, end, lexicon.condition_phrases, conditions, exceptions, opens)
    exceptions = [span for span in exceptions if not _is_empty(tokens, span[0], lexicon)]
    return _texts(tokens, conditions), _texts(tokens, exceptions)


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
    into: list[tuple[int, int]],
    others: list[tuple[int, int]],
    opens: int | None,
) -> None:
    """Add the phrases that no span found so far holds; each runs to the next comma, or to `opens`."""
    at = start
    while at < end:
        for phrase_words in phrases.get(tokens.words[at], ()):
            if tuple(tokens.words[at : at + len(phrase_words)]) == phrase_words and not any(
                low <= at < high for low, high in into + others
            ):
                stop = at + len(phrase_words)
                while (
                    stop < end
                    and stop != opens
                    and not (tokens.flags[stop] & COMMA and not tokens.flags[stop] & MASKED)
                ):
                    stop += 1
                into.append((at, _trim(tokens, at, stop)))
                at = stop - 1
                break
        at += 1


def _trim(tokens: Tokens, start: int, end: int) -> int:
    """Drop closing punctuation."""
    while (
        end > start + 1
        and not tokens.words[end - 1][0].isalnum()
        and (tokens.words[end - 1] in ",;:.–—")
    ):
        end -= 1
    return end


def _texts(tokens: Tokens, spans: list[tuple[int, int]]) -> tuple[str, ...]:
    result: list[str] = []
    for start, end in sorted(spans):
        if end > start:
            result.append(tokens.text[tokens.starts[start] : tokens.ends[end - 1]])
    return tuple(result)


__all__ = ["limits_of"]
