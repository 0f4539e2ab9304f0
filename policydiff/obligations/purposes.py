"""What a value is of: an age, an amount, or what a period is for (keeping, telling, answering)."""

from __future__ import annotations

from collections.abc import Iterator

from policydiff.model import Topic, ValueKind
from policydiff.obligations.comparisons import Quantity, word_before
from policydiff.obligations.lexicon import Lexicon
from policydiff.obligations.predications import Subordinate
from policydiff.obligations.quantities import Patterns
from policydiff.obligations.tokens import Tokens
from policydiff.obligations.units import DAYS

# How far behind a period the noun that it belongs to may stand.
_NEAR_WORDS = 4

# What a period is for when only the topic tells.
_KIND_OF_TOPIC: dict[Topic, ValueKind] = {"retention": "retention", "changes": "notice"}


def kind_of(
    text: str,
    found: Quantity,
    tokens: Tokens,
    verbs: tuple[str, ...],
    topic: Topic,
    subordinates: tuple[Subordinate, ...],
    patterns: Patterns,
    lexicon: Lexicon,
) -> ValueKind:
    """The kind of a quantity; of a period, what the bound verb or a word near it says it is for."""
    if found.age:
        return "age"
    if found.unit == "percent":
        return "percent"
    if found.unit not in DAYS:
        return "amount" if found.unit in lexicon.tables.values.currencies.values() else "count"
    word = word_before(text, found.start, patterns)
    if found.every or lexicon.tables.values.before.get(word) == "every":
        return "frequency"
    if patterns.notice_tail.match(text, found.end):
        return "notice"
    if text[found.start : found.end].lower().endswith(tuple(lexicon.tables.values.notice_tails)):
        return "notice"
    return _purpose(found, tokens, verbs, topic, subordinates, lexicon)


def _purpose(
    found: Quantity,
    tokens: Tokens,
    verbs: tuple[str, ...],
    topic: Topic,
    subordinates: tuple[Subordinate, ...],
    lexicon: Lexicon,
) -> ValueKind:
    """What a period is for: told by the bound verb, else by the nearest word before or after it."""
    kinds = lexicon.tables.values.kinds
    forms = lexicon.forms
    of = {word: kind for kind, words in kinds.items() for word in words}
    at = next((i for i, start in enumerate(tokens.starts) if start >= found.start), len(tokens))
    aside = next((s for s in subordinates if s.start < at < s.end), None)

    def nearest(order: Iterator[int] | range) -> ValueKind | None:
        for index in order:
            word = tokens.words[index]
            kind = of.get(word) or of.get(forms.get(word, ("",))[0])
            if kind is not None:
                return kind
        return None

    if aside is not None:
        inside = nearest(range(at - 1, aside.start - 1, -1))
        if inside is not None or any(
            forms.get(tokens.words[i]) for i in range(aside.start + 1, at)
        ):
            return inside or "period"
    bound = next((of[verb] for verb in verbs if verb in of), None)
    if bound is not None:
        return bound
    ahead = range(at, min(at + _NEAR_WORDS, len(tokens)))  # "a 30-day retention period"
    return nearest(range(at - 1, -1, -1)) or nearest(ahead) or _KIND_OF_TOPIC.get(topic, "period")
