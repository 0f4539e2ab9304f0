"""One clause cut up, and one obligation of it: what the readings of clauses are made of."""

from __future__ import annotations

from msgspec import Struct

from policydiff.model import Bearer, Modality, Strength, Topic, Value
from policydiff.obligations.conditions import limits_of
from policydiff.obligations.lexicon import (
    CONJUNCTION,
    MODAL,
    Lexicon,
)
from policydiff.obligations.predications import Analysis
from policydiff.obligations.tokens import Tokens

_Limits = tuple[tuple[str, ...], tuple[str, ...]]


class Said(Struct, frozen=True):
    """One obligation of a clause, in the clause's own offsets."""

    span: tuple[int, int]
    bearer: Bearer
    modality: Modality
    strength: Strength
    topic: Topic
    action: str
    conditions: tuple[str, ...]
    exceptions: tuple[str, ...]
    rule: str
    cue: str
    values: tuple[Value, ...] = ()
    told: str = ""  # headings that a value in a table needs in order to be understood alone


class Wording(Struct, frozen=True):
    """A clause cut up: its words, its verbs, and the headings above it in lower case."""

    text: str
    heading: str
    tokens: Tokens
    analysis: Analysis
    lexicon: Lexicon

    def limits(self, start: int, end: int, *, opens: int | None = None) -> _Limits:
        """The conditions and the exceptions that hold for a stretch of words."""
        parts = self.analysis.subordinates
        return limits_of(self.tokens, start, end, parts, self.lexicon, opens=opens)


def span_of(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    words = tokens.words
    while start < end - 1 and not words[start][0].isalnum():
        start += 1
    while end > start + 1 and (words[end - 1] in ",;:." or tokens.flags[end - 1] & CONJUNCTION):
        end -= 1
    return tokens.starts[start], tokens.ends[end - 1]


def action_of(tokens: Tokens, verb: int, end: int, lexicon: Lexicon) -> str:
    """The verb phrase from its main verb to the end of its span."""
    verb = min(verb, len(tokens) - 1)  # "Cookies are a way for us to" ends before its verb
    end = min(max(end, verb + 1), len(tokens))
    while verb and not tokens.words[verb][0].isalnum():
        verb -= 1  # a sentence that breaks off: "you have to:"
    if lexicon.tables.grammar.order == "verb-second":
        while tokens.flags[verb] & MODAL and verb + 1 < end:
            verb += 1  # the main verb stands last: the action begins behind the modal
    while end > verb + 1 and (
        tokens.flags[end - 1] & CONJUNCTION or tokens.words[end - 1] in (",", ";")
    ):
        end -= 1  # "store it for 30 days and" will be shared
    return tokens.text[tokens.starts[verb] : tokens.ends[end - 1]].strip(" .;:,")
