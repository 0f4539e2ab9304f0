"""What counts as the same words. For comparison only: what is shown is what the policy says."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NewType

from policydiff.model import Section
from policydiff.structure.numbering import parse_numbers

# Normalised text: tokens joined by single blanks. A type of its own, so that raw text cannot slip
# into a comparison.
Key = NewType("Key", str)

_QUOTES = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
        "⁄": "/",
    }
)
_TRACKING = re.compile(
    r"([?&])(?:utm_\w+|gclid|fbclid|mc_[ce]id|ref|ref_src|igshid|hsa_\w+)=[^&\s)]*", re.I
)
_MAILTO = re.compile(r"\bmailto:", re.I)
_EMAIL_WORD = re.compile(r"\b(e)-mail", re.I)
_TOKEN = re.compile(
    r"https?://[^\s)\]>\"']*[\w/]|(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,64}(?:\.[\w\-]{1,64})+|\d+(?:[.,:]\d+)+|\w+(?:'\w+)*|[^\w\s]"
)


@lru_cache(maxsize=200_000)
def normalise(text: str) -> Key:
    """Tokens of a text with quotes, dashes, white space, link tracking and "e-mail" made alike.

    Case, words, numbers and other punctuation stay: they can change what a clause says.
    """
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    if "=" in text:
        text = _clean_links(text)
    if ":" in text:
        text = _MAILTO.sub("", text)
    if "-" in text:
        text = _EMAIL_WORD.sub(r"\1mail", text)
    return Key(" ".join(_TOKEN.findall(text)))


def _clean_links(text: str) -> str:
    """Links without tracking parameters; the first parameter that stays gets the "?"."""
    cleaned = _TRACKING.sub(lambda m: m[1] if m[1] == "?" else "", text)
    if cleaned == text:  # then a "?" at the end of a word is a question
        return text
    return re.sub(r"\?&", "?", re.sub(r"\?(?=[\s)\"']|$)", "", cleaned))


@lru_cache(maxsize=50_000)
def heading_key(heading: str | None) -> Key:
    """A heading without number, case and punctuation; "" for the text before the first one."""
    if not heading:
        return Key("")
    numbers = parse_numbers(heading)
    rest = heading[numbers[0].length :] if numbers and not numbers[0].title else heading
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", rest or heading).casefold())
    return Key(" ".join(words))


def section_heading(section: Section) -> str:
    """Path of a section for a report: "Sharing > With advertisers"."""
    return " > ".join(section.path) or "(before the first heading)"
