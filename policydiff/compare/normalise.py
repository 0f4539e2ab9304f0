"""What counts as the same words. For comparison only: what is shown is what the policy says."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import NewType

from msgspec import Struct

from policydiff.compare.tokens import LINK, MAIL, WRAPPED_MAIL
from policydiff.patterns import regex
from policydiff.structure.numbering import parse_numbers

# Normalised text: tokens joined by single blanks. A type of its own, so that raw text cannot slip
# into a comparison.
Key = NewType("Key", str)

_QUOTES = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("·‣◦▪▫▶►➢➤", "•"),
        "…": "...",
        "⁄": "/",
    }
)
# What may stand before an item, as it is spelled. Alone in a cell "●" and "○" say something.
GLYPHS = "•●○■□◆✓✔*- "
_MAIL = regex(MAIL)
_WRAPPED_MAIL = regex(WRAPPED_MAIL)
# "--" is how a dash is typed; not "--help".
_TYPED_DASH = regex(r"(?<!-)-{2,3}(?![\w-])|(?<=\w)-{2,3}(?=\w)")
_WRAPPED_LINK = regex(r"<(https?://[^\s<>]{1,2000})>")
# Before words only; "-5" is a number, and a mark alone is what the clause says.
_BULLETS = regex(rf"(?:(?!-\d)[{re.escape(GLYPHS)}])++(?=.*\w)", re.S)
_TOKEN = regex(
    rf"{LINK}|(?<![\w.+\-]){MAIL}|(?:(?<![^\s(])-)?\d+(?:[.,:]\d+)+|(?<![^\s(])-\d+|\w+(?:'\w+)*|[^\w\s]"
)


class _Spelling(Struct, frozen=True):
    solid: re.Pattern[str]
    apart: re.Pattern[str]
    tracking: re.Pattern[str]


@cache
def _spelling() -> _Spelling:
    import tomllib

    data = Path(__file__).with_name("spelling.toml").read_text("utf-8")
    table: dict[str, list[str]] = tomllib.loads(data)
    # Not inside an address or a link.
    words = "|".join(
        rf"(?<=(?<![\w/.@\-]){one})-({other})(?=[a-z]*(?![\w@]))"
        for one, _, other in (word.partition("-") for word in table["solid"])
    )
    apart = "|".join(one.replace(" ", r"[ \-]", 1) for one in table["apart"])
    ends = r"(?=[.,;:!?]{0,3}(?:[&\s)\]>\"'#]|$))"
    return _Spelling(
        re.compile(rf"(?i:{words})"),
        re.compile(rf"(?<![\w/.@\-])(?i:{apart})(?i:s)?(?![\w@/\-])"),
        re.compile(rf"([?&])(?:{'|'.join(table['tracking'])})=[^&\s)\]>\"'#]*?{ends}", re.I),
    )


@lru_cache(maxsize=200_000)
def normalise(text: str) -> Key:
    """Tokens of a text with quotes, dashes, white space, link tracking and "e-mail" made alike.

    Case, words, numbers and other punctuation stay: they can change what a clause says. The glyph
    before an item is none of its words.
    """
    spelled = spell(text)
    bullets = _BULLETS.match(spelled)
    return Key(" ".join(_TOKEN.findall(spelled, bullets.end() if bullets else 0)))


def spell(text: str) -> str:
    """A text, or one word of it, in the one spelling that is compared."""
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    if "=" in text:
        text = _clean_links(text)
    if "<" in text or ("@" in text and "mailto:" in text.casefold()):
        text = _WRAPPED_MAIL.sub(lambda m: _MAIL.findall(m[0])[0], text)
        text = _WRAPPED_LINK.sub(r"\1", text)
    if "--" in text:
        text = _TYPED_DASH.sub("-", text)
    if "-" in text:
        text = _spelling().solid.sub(_end, text)
    return _spelling().apart.sub(_solid, text) if "-" in text or " " in text else text


def in_two_words(text: str) -> list[tuple[int, int]]:
    """Where "web site" and its like stand, which are compared as one word."""
    return [match.span() for match in _spelling().apart.finditer(text)]


def _solid(match: re.Match[str]) -> str:
    one, _, end = match[0].replace("-", " ").partition(" ")
    return one + (end if one.isupper() else end.lower())


def _end(match: re.Match[str]) -> str:
    """The end of a word that had a hyphen, with no capital of its own."""
    end = match[match.lastindex or 0]
    return end if end.isupper() else end.lower()


def _clean_links(text: str) -> str:
    """Links without tracking parameters; the first parameter that stays gets the "?"."""
    cleaned = _spelling().tracking.sub(lambda m: m[1] if m[1] == "?" else "", text)
    if cleaned == text:  # then a "?" at the end of a word is a question
        return text
    return re.sub(r"\?&", "?", re.sub(r"\?(?=[.,;:!?]{0,3}(?:[\s)\]>\"'#]|$))", "", cleaned))


@lru_cache(maxsize=50_000)
def heading_key(heading: str | None) -> Key:
    """A heading without number, case and punctuation; "" for the text before the first one."""
    if not heading:
        return Key("")
    numbers = parse_numbers(heading)
    rest = heading[numbers[0].length :] if numbers and not numbers[0].title else heading
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", rest or heading).casefold())
    return Key(" ".join(words))
