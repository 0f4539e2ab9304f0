"""Is a document in the lexicon's language at all? Nonsense must be said, not shown."""

from __future__ import annotations

import re
from functools import lru_cache

from policydiff.model import Clause, Document, SnapshotWarning
from policydiff.obligations.lexicon import Lexicon, default_lexicon

# Language is judged on this many words at least: a shorter text proves nothing.
MIN_WORDS_FOR_LANGUAGE = 25

# A clause with fewer blanks may be a name or a label.
MIN_BLANKS = 6

# And on about this many at most: more change nothing.
ENOUGH_WORDS = 2_000

_WORD = re.compile(r"\w+")


def language_warning(
    document: Document, *, lexicon: Lexicon | None = None
) -> SnapshotWarning | None:
    """A warning when the document is not in the lexicon's language, else None."""
    words = lexicon or default_lexicon()
    language = words.tables.language
    seen = known = letters = 0
    for clause in _running_text(document):
        letters += len(clause.text)
        words_here, known_here = _count(clause.text[:1_000], words)
        seen += words_here
        known += known_here
        if seen > ENOUGH_WORDS:
            break
    # A text without blanks (Chinese) has few "words" and many letters.
    short = seen < MIN_WORDS_FOR_LANGUAGE and letters < MIN_WORDS_FOR_LANGUAGE * 12
    if short or known >= seen * language.min_share:
        return None
    return SnapshotWarning(
        code="unsupported-language",
        message=(
            f"obligations not extracted: the text does not look like {language.name} "
            f"({known} of {seen} words are its function words)"
        ),
    )


def _running_text(document: Document) -> tuple[Clause, ...]:
    """Clauses that read as sentences: tables of cookie names are in no language."""
    clauses = document.clauses
    running = tuple(c for c in clauses if c.kind != "cell" and c.text.count(" ") >= MIN_BLANKS)
    return running or clauses


@lru_cache(maxsize=16_384)
def _count(text: str, lexicon: Lexicon) -> tuple[int, int]:
    """Words, and function words among them."""
    words = _WORD.findall(text.lower())
    known = lexicon.tables.language.function_words
    return len(words), sum(word in known for word in words)
