"""What the words of one line say: a clause, a call for a list, a person, an address."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from policydiff.patterns import regex
from policydiff.structure.line_words import choice
from policydiff.structure.lines import SMALL_WORDS

# Words of a finite clause. A heading seldom has one, unless it is a question.
_FINITE = regex(
    r"\b(?:is|are|was|were|has|have|had|will|shall|must|may|might|can|could|should|would|do|does|did|agree|agrees|includes?|means?|applies|apply|includ(?:es|e)|contains?|provides?|reserves?|describes?|explains?)\b",
    re.I,
)
# The last word of what leads in to a list: "We use it to:", "including the following:".
_LEAD_IN = regex(lambda: rf"\b{choice('lead_ins')}\s*:\W*$", re.I)
_WHO = regex(r"(?:who|what|where|how)\s+\w+\s+(?:are|is)\W*$", re.I)
_QUESTION = regex(
    r"^(?:how|what|when|where|why|who|which|do|does|is|are|can|could|will|should|may|did|has|have)\b",
    re.I,
)
_ASKS = regex(lambda: rf"^{choice('asking')}\b", re.I)
_BREAK = regex(
    r"\s(?:and|or|and/or|the|of|to|may|must|shall|will|can|should|(?:may|must|shall|will|do|does|can|should)\s+not)\s*$",
    re.I,
)
_QUOTED = regex(r"[“\"][^“”\"]*[”\"]")
_SUBORDINATE = regex(lambda: rf"{choice('subordinators')}\b", re.I)
_LEAVE = regex(r"^(?:thank(?:s| you)|sincerely|yours (?:sincerely|faithfully)|(?:kind |best )?regards)\b", re.I)  # fmt: skip
_PERSON = regex(lambda: rf"^{choice('titles')}\b\.?\s+(?=[A-Z])")
# A house number before or behind a street, a postcode, a telephone: the lines of an address.
_ADDRESS_LINE = regex(
    r"^\d{1,5}[a-z]?\s+(?:[A-Z][\w.']*\s*){1,4}$|^(?:[A-Z][\w.ßäöü']*\s*){1,3}\d{1,4}[a-z]?$|"
    r"\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b|\b[A-Z]{2}\s\d{5}\b|^\d{5}\s[A-ZÄÖÜ]|"
    r"^(?:tel|telephone|phone|fax|telefon|e-?mail)\b\W*[\d+(]|^(?i:attn|attention|c/o|fao)\b(?:[.:]|\s+[A-Z])|@[\w-]+\.\w"
)


@lru_cache(maxsize=50_000)
def has_finite_verb(text: str) -> bool:
    """Whether there is a verb in it that makes a clause."""
    return _FINITE.search(text) is not None


@lru_cache(maxsize=50_000)
def states(text: str) -> bool:
    """Whether it is a main clause, "These are the ways": no question, no "If you are a consumer"."""
    unquoted = _QUOTED.sub("", text)
    return not _SUBORDINATE.match(text) and not opens_question(text) and has_finite_verb(unquoted)


@lru_cache(maxsize=50_000)
def asks(text: str) -> bool:
    """Whether it opens as a question does, mark or not: "How we share", "Who are you?"."""
    return _ASKS.match(text) is not None


@lru_cache(maxsize=50_000)
def breaks_off(text: str) -> bool:
    """Whether its last word calls for another: "You may not", "Fees and"; not "What we belong to"."""
    return _BREAK.search(text) is not None and not asks(text)


@lru_cache(maxsize=50_000)
def leads_in(text: str) -> bool:
    """Whether its last word calls for a list, before a colon; that of "Who we are:" does not."""
    return _LEAD_IN.search(text) is not None and _WHO.match(text) is None


@lru_cache(maxsize=50_000)
def opens_question(text: str) -> bool:
    """Whether it opens as any question does: "Do we share it?", "May I see it?"."""
    return _QUESTION.match(text) is not None


@lru_cache(maxsize=50_000)
def is_person(text: str) -> bool:
    """Whether it begins like a person's name: "Dr. Amelia Hargreave"."""
    return _PERSON.match(text) is not None


@lru_cache(maxsize=50_000)
def is_address_line(text: str) -> bool:
    """Whether it is a line of an address: street and number, postcode and town, telephone, "Attn:"."""
    return len(text) <= 80 and _ADDRESS_LINE.search(text) is not None


@lru_cache(maxsize=50_000)
def takes_leave(text: str) -> bool:
    """Whether it is what one says at the end: "Thank you for reading this"."""
    return _LEAVE.match(text) is not None


_OFFICE = 6  # words of a line that is the name of an office


@cache
def page_words(name: str) -> frozenset[str]:
    """A list of `page_words.toml`: "menu", "offices" or "columns"."""
    data = Path(__file__).with_name("page_words.toml").read_text("utf-8")
    return frozenset(tomllib.loads(data)[name])


@lru_cache(maxsize=50_000)
def speaks_as_menu(text: str) -> bool:
    """Whether at least half of its words that carry meaning are those of menus: "Skip to content"."""
    words = _telling_words(text)
    return bool(words) and sum(word in page_words("menu") for word in words) >= 0.5 * len(words)


def has_menu_word(text: str) -> bool:
    """Whether a word of menus is in it: beside a menu, it is one too."""
    return not page_words("menu").isdisjoint(_telling_words(text))


def _telling_words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.lower()) if word not in SMALL_WORDS]


@lru_cache(maxsize=50_000)
def names_somebody(text: str) -> bool:
    """Whether it names a person or an office, as a signature does: "Chief Executive Officer"."""
    words = re.findall(r"\w+", text)
    office = any(word[0].isupper() and word.lower() in page_words("offices") for word in words)
    return is_person(text) or (office and len(words) <= _OFFICE)
