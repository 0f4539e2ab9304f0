"""Word lists of the timeline, from `words/`, one file a language."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from policydiff.patterns import regex

# The languages that have word lists; the first is taken where nothing speaks for another.
LANGUAGES = ("en", "de")

# From this share of known function words on, no other language is asked.
_SURE = 0.2

_WORD = regex(r"[^\W\d_]+")
_TABLE = regex(r"^(?=\[[\w-]+\]$)", re.M)


@cache
def _tables(language: str) -> dict[str, str]:
    data = Path(__file__).with_name("words").joinpath(f"{language}.toml").read_text("utf-8")
    return {part[1 : part.index("]")]: part for part in _TABLE.split(data)[1:]}


@cache
def _load(table: str, language: str) -> dict[str, Any]:
    """One table alone: to tell of events that are known takes two of them."""
    found: dict[str, Any] = tomllib.loads(_tables(language).get(table, "")).get(table, {})
    return found


@cache
def load_words(table: str, language: str = LANGUAGES[0]) -> dict[str, frozenset[str]]:
    """Word groups of one table of a language; none where the language has no such table."""
    groups = _load(table, language)
    return {name: frozenset(words) for name, words in groups.items() if name != "rules"}


def load_rules(table: str, language: str = LANGUAGES[0]) -> list[dict[str, Any]]:
    """Rules of one table of a language, in order; none where the language has no such table."""
    rules: list[dict[str, Any]] = _load(table, language).get("rules", [])
    return rules


@cache
def stemmer_name(language: str) -> str:
    """Snowball's name for the stemmer of a language."""
    return str(_load("language", language)["stemmer"])


@cache
def verb_is_last(language: str) -> bool:
    """Whether an action ends in its verb ("Ihre Daten löschen")."""
    return bool(_load("language", language).get("verb_last", False))


@lru_cache(maxsize=200_000)
def language_of(text: str) -> str:
    """The language whose function words the text has most of; English where none speaks.

    Judged by the text alone, so that equal words are always compared alike.
    """
    words = _WORD.findall(text.casefold())
    best, most = LANGUAGES[0], -1
    for language in LANGUAGES:
        empty = load_words("content", language)["empty"]
        known = sum(word in empty for word in words)
        if known > most:
            best, most = language, known
        if known >= _SURE * len(words):
            break
    return best
