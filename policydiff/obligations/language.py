"""Which lexicon reads a document, and a warning when none does. Nonsense must be said, not shown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from policydiff.model import Clause, Document, Section, SnapshotWarning
from policydiff.obligations.lexicon import LANGUAGES, Lexicon, default_lexicon, shipped_lexicon
from policydiff.patterns import regex
from policydiff.recall import Recall

# Language is judged on this many words at least: a shorter text proves nothing.
MIN_WORDS_FOR_LANGUAGE = 25

# With so many words a text with hardly a function word among them is none of ours, however short.
MIN_WORDS_WITHOUT_ANY = 12

# A clause with fewer blanks may be a name or a label.
MIN_BLANKS = 6

# And on about this many at most: more change nothing.
ENOUGH_WORDS = 2_000

# From this share of function words on, no other language is asked: running text reaches 0.35.
SURE_SHARE = 0.3

_WORD = regex(r"[^\W\d]\w*")  # numbers are in no language
# Kana, Hangul and the signs of Chinese, which are written without blanks or name no word of ours.
_SIGN = regex(r"[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]")


def choose_lexicon(document: Document, *, lexicon: Lexicon | None = None) -> Lexicon | None:
    """The lexicon of the language that most of the document is in; None where there is none.

    `lexicon`, if given, and its siblings stand for the shipped ones of their languages. A text too
    short to tell is in the language that has more of its function words, the first of equals.
    """
    chosen, _, _ = _judge(document.sections, lexicon)
    return chosen


def language_warning(
    document: Document, *, lexicon: Lexicon | None = None
) -> SnapshotWarning | None:
    """A warning when the document is in no language that has a lexicon, else None."""
    chosen, seen, known = _judge(document.sections, lexicon)
    if chosen is not None:
        return None
    names = " or ".join(_lexicon(code, lexicon).tables.language.name for code in LANGUAGES)
    return SnapshotWarning(
        code="unsupported-language",
        message=(
            f"obligations not extracted: the text does not look like {names} "
            f"({known} of {seen} words are function words)"
        ),
    )


def other_language(old: Document, new: Document) -> SnapshotWarning | None:
    """A warning when two versions are in two languages, of which each has a lexicon, else None."""
    before, after = choose_lexicon(old), choose_lexicon(new)
    if before is None or after is None:
        return None
    one, other = before.tables.language, after.tables.language
    if one.code == other.code:
        return None
    message = (
        f"{one.name}, then {other.name}: what the one says cannot be held against the other; "
        "its obligations vanish and appear"
    )
    return SnapshotWarning(code="other-language", message=message)


def _lexicon(code: str, given: Lexicon | None) -> Lexicon:
    if given is None:
        return shipped_lexicon(code)
    if given.tables.language.code == code:
        return given
    return given.siblings.get(code) or shipped_lexicon(code)


def _judge_text(
    sections: tuple[Section, ...], given: Lexicon | None
) -> tuple[Lexicon | None, int, int]:
    """(lexicon, words looked at, function words of the nearest language among them)."""
    best: tuple[int, Lexicon] | None = None
    seen, signs = 0, 0
    for code in LANGUAGES:
        lexicon = _lexicon(code, given)
        seen, known, signs = _shares(sections, lexicon)
        if best is None or known > best[0]:
            best = known, lexicon
        if known >= seen * SURE_SHARE:
            break
    known, lexicon = best or (0, default_lexicon())
    # A text without blanks has few "words": what it has most of are signs of Chinese or Japanese.
    short = seen < MIN_WORDS_FOR_LANGUAGE and signs < MIN_WORDS_FOR_LANGUAGE
    short = short and (known * 10 > seen or seen < MIN_WORDS_WITHOUT_ANY)
    fits = short or known >= seen * lexicon.tables.language.min_share
    return (lexicon if fits else None), seen, known


_judge = Recall(_judge_text, size=64)  # asked when it is read, and when obligations are


def _shares(sections: tuple[Section, ...], lexicon: Lexicon) -> tuple[int, int, int]:
    """Words of the running text, function words among them, signs that stand for a word each."""
    seen = known = signs = 0
    for clause in _running_text(sections):
        signs += 0 if clause.text.isascii() else len(_SIGN.findall(clause.text[:1_000]))
        words_here, known_here = _count(clause.text[:1_000], lexicon)
        seen += words_here
        known += known_here
        if seen > ENOUGH_WORDS:
            break
    return seen, known, signs


def _running_text(sections: tuple[Section, ...]) -> Iterator[Clause]:
    """Clauses that read as sentences: tables of cookie names are in no language. Else all."""
    found = False
    for section in sections:
        for clause in section.clauses:
            if clause.kind != "cell" and clause.text.count(" ") >= MIN_BLANKS:
                found = True
                yield clause
    if not found:
        yield from chain.from_iterable(section.clauses for section in sections)


@lru_cache(maxsize=16_384)
def _count(text: str, lexicon: Lexicon) -> tuple[int, int]:
    """Words, and function words among them."""
    words = _WORD.findall(text.lower())
    known = lexicon.tables.language.function_words
    return len(words), sum(word in known for word in words)
