"""What counts as the same words. For comparison only: what is shown is what the policy says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NewType

from policydiff.model import Clause, Document, Section
from policydiff.recall import Recall
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
_EMAIL_WORD = re.compile(r"\be-(?=mail)", re.I)
_TOKEN = re.compile(
    r"https?://[^\s)\]>\"']*[\w/]|(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,64}(?:\.[\w\-]{1,64})+|\d+(?:[.,:]\d+)+|\w+(?:'\w+)*|[^\w\s]"
)
_REFERENCE = re.compile(
    r"\b(?P<word>sections?|clauses?|articles?|paragraphs?|parts?|§+)\s*(?P<number>[\"'(]*(?:\d{1,3}(?:\.\d{1,3})*|[IVXL]{1,6}|[A-Z])\b[.)]?)",
    re.I,
)  # fmt: skip

References = Mapping[str, str]  # number, as "1.2" or "iv" -> key of the heading


@lru_cache(maxsize=200_000)
def normalise(text: str) -> Key:
    """Tokens of a text with quotes, dashes, white space, link tracking and "e-mail" made alike.

    Case, words, numbers and other punctuation stay: they can change what a clause says.
    """
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    if "=" in text:
        text = _clean_links(text)
    text = _EMAIL_WORD.sub("e", _MAILTO.sub("", text))
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


def references(document: Document) -> dict[str, str]:
    """Heading key by section number, where a number names one heading only."""
    found: dict[str, str] = {}
    for section in document.sections:
        if section.number and section.heading:
            number = _plain_number(section.number)
            found[number] = "" if number in found else heading_key(section.heading)
    return {number: key for number, key in found.items() if key}


def clause_key(text: str, known: References) -> Key:
    """`normalise`, with cross references by what they point to: renumbering alone is no change."""
    if not known or not _REFERENCE.search(text):
        return normalise(text)

    def resolve(match: re.Match[str]) -> str:
        target = known.get(_plain_number(match["number"]))
        return match[0] if target is None else f"{match['word']} →{target.replace(' ', '_')} "

    return normalise(_REFERENCE.sub(resolve, text))


def _referring(clauses: tuple[Clause, ...]) -> tuple[int, ...]:
    return tuple(i for i, clause in enumerate(clauses) if _REFERENCE.search(clause.text))


# Indexes of the clauses of a section that refer to some section.
referring = Recall(_referring, size=8_192)


def _plain_number(number: str) -> str:
    return number.strip("\"'(). :-–—").casefold().removeprefix("section").strip()


def section_heading(section: Section) -> str:
    """Path of a section for a report: "Sharing > With advertisers"."""
    return " > ".join(section.path) or "(before the first heading)"
