"""A sentence cut at its commas, in a language where commas part clauses by rule: what each piece is."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from policydiff.obligations.brackets import is_finite, is_verbal
from policydiff.obligations.lexicon import (
    ADVERB,
    COMMA,
    CONJUNCTION,
    LINK,
    MASKED,
    PREPOSITION,
    RELATIVE,
    Lexicon,
)
from policydiff.obligations.tables import SubordinatorKind
from policydiff.obligations.tokens import Tokens

# How many segments an enumeration may part the opening of a clause from its verb.
_MAX_PARTS = 8

SegmentKind = Literal["main", "sub", "relative", "content", "infinitive"]


class Segment(Struct):
    """Token indexes between two commas, without remarks in brackets."""

    kind: SegmentKind
    words: list[int]
    sub_kind: SubordinatorKind = "other"
    opener: int = 0  # how many words open it
    apart: bool = False  # a semicolon stands before it


def cut_segments(tokens: Tokens) -> list[Segment]:
    segments: list[Segment] = []
    words: list[int] = []
    apart = False
    for index, flag in enumerate(tokens.flags):
        if flag & MASKED:
            continue
        if flag & COMMA:
            if words:
                segments.append(Segment("main", words, apart=apart))
            words, apart = [], bool(flag & LINK)
        elif tokens.words[index][0].isalnum():
            words.append(index)
    if words:
        segments.append(Segment("main", words, apart=apart))
    return segments


def join_segments(segments: list[Segment], tokens: Tokens, lexicon: Lexicon) -> list[Segment]:
    """Segments with their kinds; an enumeration inside a subordinate clause is made one with it."""
    result: list[Segment] = []
    position = 0
    while position < len(segments):
        segment = segments[position]
        position += 1
        kind, sub_kind, opener = _kind(segment, bool(result), tokens, lexicon)
        if kind == "main" and result and _is_inverted(segment, result[-1], tokens, lexicon):
            kind, sub_kind, opener = "sub", "condition", 1
        if kind in ("sub", "relative", "content"):
            bare = len(segment.words) == opener
            if not _ends_in_finite(segment.words, tokens, lexicon) or bare:
                for reach in range(position, min(position + _MAX_PARTS, len(segments))):
                    later = segments[reach]
                    if later.apart or _kind(later, True, tokens, lexicon)[0] != "main":
                        break
                    if not bare and is_finite(tokens, later.words[0], lexicon):
                        break  # "wenn Sie hier leben, können Sie": its verb was not known
                    if bare or _ends_in_finite(later.words, tokens, lexicon):
                        for part in segments[position : reach + 1]:
                            segment.words += part.words
                        position = reach + 1
                        break
                else:
                    kind = "main" if kind == "relative" else kind
            if kind == "relative" and not _ends_in_finite(segment.words, tokens, lexicon):
                kind = "main"
        segment.kind, segment.sub_kind, segment.opener = kind, sub_kind, opener
        result.append(segment)
    mains = [segment for segment in result if segment.kind == "main"]
    if (
        len(mains) > 1
        and mains[0] is result[0]
        and is_finite(tokens, mains[0].words[0], lexicon)
        and is_finite(tokens, mains[1].words[0], lexicon)
        and not tokens.flags[mains[0].words[0]] & CONJUNCTION
    ):
        mains[0].kind, mains[0].sub_kind = "sub", "condition"  # "Haben Sie Fragen, schreiben Sie"
    return result


def _is_inverted(segment: Segment, before: Segment, tokens: Tokens, lexicon: Lexicon) -> bool:
    """ "…, sollten Sie widersprechen, …" behind a main clause: a condition without its "wenn"."""
    first = segment.words[0]
    return (
        before.kind == "main"
        and not segment.apart
        and len(segment.words) > 2
        and tokens.words[first] in lexicon.tables.grammar.inverted_conditions
        and any(is_finite(tokens, at, lexicon) for at in before.words)
    )


def _kind(
    segment: Segment, later: bool, tokens: Tokens, lexicon: Lexicon
) -> tuple[SegmentKind, SubordinatorKind, int]:
    """What a segment is by its first words, with the kind and width of its subordinator."""
    words, flags, grammar = tokens.words, tokens.flags, lexicon.tables.grammar
    indexes = segment.words
    skip = 0
    while skip < min(2, len(indexes) - 1) and (
        flags[indexes[skip]] & (CONJUNCTION | ADVERB)
        and words[indexes[skip]] not in lexicon.subordinators
    ):
        skip += 1
    first = indexes[skip]
    for phrase, sub_kind in lexicon.subordinators.get(words[first], ()):
        width = len(phrase)
        if tuple(words[first : first + width]) != phrase:
            continue
        prepositional = width == 1 and flags[first] & PREPOSITION
        if prepositional and not _is_clausal(indexes, tokens, lexicon):
            break
        kind: SegmentKind = "content" if words[first] in grammar.complementisers else "sub"
        return kind, sub_kind, skip + width
    opener = first
    if flags[first] & PREPOSITION and skip + 1 < len(indexes):
        opener = indexes[skip + 1]
    if later and flags[opener] & RELATIVE and not segment.apart:
        return "relative", "other", skip + 1 + (opener != first)
    if later and _ends_in_infinitive(indexes, tokens, lexicon):
        return "infinitive", "other", 0
    return "main", "other", 0


def _ends_in_finite(indexes: list[int], tokens: Tokens, lexicon: Lexicon) -> bool:
    return is_finite(tokens, indexes[-1], lexicon)


def _is_clausal(indexes: list[int], tokens: Tokens, lexicon: Lexicon) -> bool:
    """ "um Ihre Daten zu schützen", "bis Sie kündigen", but not "ohne Grund geben wir nichts weiter"."""
    if len(indexes) < 2 or not is_verbal(tokens, indexes[-1], lexicon):
        return False
    if tokens.words[indexes[-1] - 1] in lexicon.tables.grammar.infinitive_marks:
        return True
    finite = is_finite(tokens, indexes[-1], lexicon)
    return finite and not any(is_finite(tokens, at, lexicon) for at in indexes[:-1])


def _ends_in_infinitive(indexes: list[int], tokens: Tokens, lexicon: Lexicon) -> bool:
    """ "…, Ihre Daten zu löschen", with no finite verb before it."""
    marks = lexicon.tables.grammar.infinitive_marks
    if len(indexes) < 2 or not is_verbal(tokens, indexes[-1], lexicon):
        return False
    last = indexes[-1]
    if not last or tokens.words[last - 1] not in marks:
        return False
    return not any(
        is_finite(tokens, at, lexicon) and tokens.words[at - 1] not in marks for at in indexes[:-2]
    )
