"""The signs by which a line is weighed as a heading: its own shape, its neighbours, its siblings.

No sign decides alone. Each is a name that `sections --explain` prints and `heading_signs.toml`
gives a weight to (log-odds, fitted by `benchmarks/fit_headings.py` on policies whose headings are
known). A sign speaks of form and place, never of a company or a document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from policydiff.patterns import regex
from policydiff.structure.line_words import choice
from policydiff.structure.lines import SMALL_WORDS, WORD, Line, is_bare_number, is_company
from policydiff.structure.wording import (
    breaks_off,
    has_finite_verb,
    is_person,
    leads_in,
    opens_question,
    states,
)

_PRONOUN = regex(r"\b(?:we|you|they|it|I|he|she)\b")
_GERUND = regex(r"^(?:[A-Z][a-z]+ing)\b")
ADDRESS = regex(
    r"@|https?://|www\.|\b\d{3,}[- ]\d{3,}|\b(?:street|road|avenue|floor|suite|p\.?o\.? box)\b",
    re.I,
)
_DATE = regex(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b(?:updated|effective|last (?:updated|modified|revised))\b",
    re.I,
)
_MARKETING = regex(
    r"^(?:learn more|read more|see (?:more|all)|sign (?:up|in)|unsubscribe|log ?in|back to top|print|download|share|click here|skip to|menu|home|search|view |go to )",
    re.I,
)


_SUBJECT = regex(r"^(?:We|You|They|It|I|He|She|This|These|Our|Your)\s+(?=[a-z])")


_TWO_SENTENCES = regex(r"[^\W\d_]{3}[.!?]\s+[A-ZÄÖÜ]")
_STATES = regex(r"(?<!\S)[a-zäöüß]{2,}\.\s+[A-ZÄÖÜ]")  # no "Corp. Terms"
_DATE_LINE = regex(
    r"^\(?(?:last\s+|date\s+|version\s+(?:[\d.]+\W+)?|policy\s+)*(?:updated?|modified|revised|amended|effective|published|issued|released?)\b"
    r"[^.!?]{0,30}\d|"
    # "This policy is effective as of 2022-07-23", "Privacy notice last updated 3 May 2021"
    r"^(?:[\w'’-]+\s){1,6}(?:(?:is|are|was|were|be|been)\s(?:last\s)?|last\s)(?:updated|modified|revised|amended|effective|published|issued|released)\b"
    r"[^.!?]{0,30}\d|"
    # "Planboard, June 2021" below a title
    r"^(?:[^.!?]{0,30},\s)?(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\s(?:\d{1,2},\s)?(?:19|20)\d\d$", re.I
)  # fmt: skip


_SAYS = regex(r"(?:We|You|They|It|I)\s+[a-z]")
_LONGEST_SAID = 12  # words of a heading that is a whole sentence
# "“Guest” means a person who eats with us." is read as a sentence however short it is.
_DEFINES = regex(
    lambda: r"^(?:(?:an?|the)\s)?[“\"][^“”\"]{1,80}[”\"]\s(?:(?:or|and)\s[“\"][^“”\"]{1,80}[”\"]\s)?"
    rf"(?:(?:shall|will)\s)?{choice('defining')}\s", re.I,
)  # fmt: skip
_RIGHTS = regex(r"^\W*(?:copyright\W{1,3}(?:©|\(c\))|©)|\ball rights reserved\W*$", re.I)
# "and", "between": what stands between the names of two parties.
_JOINS = regex(lambda: rf"{choice('joining')}$")
_DIGIT = regex(r"\d(?![^\W\d_]{2})")  # not that of "7seas"
_LENGTHS = ((1, "1"), (3, "2-3"), (6, "4-6"), (9, "7-9"), (14, "10-14"))  # words, up to
_ENDS = {
    ".": "with full stop",
    ":": "with colon",
    "?": "with question mark",
    ";": "with semicolon",
    ",": "with comma",
    "!": "with exclamation mark",
}
_DISTINCT = 0.6  # share of different words in a line from which on down it repeats itself


@lru_cache(maxsize=50_000)
def has_letters(text: str) -> bool:
    """Whether there is a letter in it."""
    return any(c.isalpha() for c in text)


def is_sentence(line: Line) -> bool:
    """Whether the line is a sentence or a date beyond doubt: no sign could make it a heading.

    "We share it with shops." and "Your data may be kept." are; "How we share" and "Your rights" are
    not, nor is "We keep your data safe" without a stop: that is a sign against it.
    """
    if line.end == ":" and not line.bold and line.words >= 4 and _SAYS.match(line.text):
        return True  # "We use cookies for several reasons:", whatever its items look like
    return _is_sentence(line.text, line.words, line.end)


@lru_cache(maxsize=50_000)
def _is_sentence(text: str, words: int, end: str) -> bool:
    if _DATE_LINE.match(text) or _DEFINES.match(text) or _JOINS.match(text):
        return True
    if _RIGHTS.search(text):
        return True
    if _STATES.search(text):
        return True
    if words < 4 or end == "?" or opens_question(text):
        return False
    if _SAYS.match(text) and (end == "." or words > _LONGEST_SAID):
        return True
    if end != ".":
        return False
    if _TWO_SENTENCES.search(text) or (words >= 8 and has_finite_verb(text)):
        return True
    subject = _PRONOUN.search(text) or _SUBJECT.match(text)
    return bool(subject and has_finite_verb(text))


def own_signs(line: Line) -> list[str]:
    """What the line itself shows."""
    text, words = line.text, line.words
    end = line.end
    signs = [
        f"words {next((name for most, name in _LENGTHS if words <= most), '15+')}",
        f"ends {_ENDS.get(end, 'open')}",
    ]
    if breaks_off(text):
        signs.append("ends in the middle")
    if text[:1].islower():
        signs.append("starts in lower case")
    return [*signs, *_letter_signs(line), *_clause_signs(line), *_mark_signs(line)]


def _letter_signs(line: Line) -> list[str]:
    """How it is written: capitals, and words said twice."""
    text, signs = line.text, []
    found = WORD.findall(text)
    content = [w for w in found if w.lower() not in SMALL_WORDS]
    capital = sum(w[0].isupper() or w[0].isdigit() for w in content)
    if content and text.upper() == text and any(c.isalpha() for c in text):
        signs.append("all capitals" if len(found) > 1 else "one word in capitals")
    elif len(found) >= 2 and len(content) >= 1 and capital == len(content):
        signs.append("title case")
    elif len(found) >= 2 and text[:1].isupper() and capital <= 0.5 * len(content):
        signs.append("sentence case")
    if line.words >= 6 and len({w.lower() for w in content}) <= _DISTINCT * len(content):
        signs.append("says its words again")
    return signs


def _clause_signs(line: Line) -> list[str]:
    """What it says: a question, a clause, a name, a date."""
    text, end = line.text, line.end
    signs: list[str] = []
    question = opens_question(text)
    if question:
        signs.append("question form, asked" if end == "?" else "question form")
    elif _SAYS.match(text):
        signs.append("says a sentence")
    elif has_finite_verb(text):
        signs.append("finite verb")
    if end == ":" and line.number is None and not text.isupper() and states(text):
        signs.append("a clause with a colon")
    if _PRONOUN.search(text) and not question:
        signs.append("pronoun")
    if _GERUND.match(text):
        signs.append("gerund")
    if ADDRESS.search(text):
        signs.append("address")
    if is_company(text):
        signs.append("company name")
    if is_person(text):
        signs.append("person")
    if leads_in(text):
        signs.append("leads in")
    if _DATE.search(text):
        signs.append("date")
    if _MARKETING.match(text):
        signs.append("link text")
    return signs


def _mark_signs(line: Line) -> list[str]:
    """The marks and figures in it, and how its block is marked up."""
    text, signs = line.text, []
    if any(c in text for c in '“"') and not line.bold:
        signs.append("quoted term")
    if "," in text:
        signs.append("comma")
    if ":" in text[:-1]:
        signs.append("colon inside")
    if "(" in text:
        signs.append("bracket")
    if re.search(r"\d{3}", text):
        signs.append("long number")
    elif _DIGIT.search(text):
        signs.append("digit")
    if "|" in text or "\t" in text:
        signs.append("column mark")
    if line.block.kind == "item":
        signs.append("list item")
    if line.bold:
        signs.append("bold")
    return signs


class Siblings(Struct, frozen=True):
    """All lines of one number style, counted once."""

    values: frozenset[tuple[int, ...]]
    count: int
    short: float  # share of them that could be headings by length and end
    apart: float  # share of neighbours among them with other lines in between

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Siblings:
        """Count the lines of one style, in document order."""
        apart = sum(after.index - before.index > 1 for before, after in pairwise(lines))
        return cls(
            values=frozenset(line.number.values for line in lines if line.number),
            count=len(lines),
            short=sum(line.short for line in lines) / len(lines),
            apart=apart / max(1, len(lines) - 1),
        )


def number_signs(line: Line, siblings: Siblings) -> list[str]:
    """What its number says, given all lines of the same number style."""
    number = line.number
    if number is None:
        return []
    signs = ["numbered"]
    if number.named:
        signs.append("number with word")
        if number.title and line.end not in ".:;," and not has_finite_verb(line.text):
            signs.append("names a schedule")
    elif "paren" in number.style:
        signs.append("number in brackets")
    else:
        signs.append("dotted number" if len(number.values) > 1 else "plain number")
    neighbours = {(*number.values[:-1], number.last + step) for step in (-1, 1)}
    signs.append("number goes on" if neighbours & siblings.values else "number alone")
    if is_bare_number(line) and not number.title and neighbours & siblings.values:
        signs.append("a number and no more")
    if siblings.count >= 3:
        shares = ((0.8, "siblings short"), (0.3, "siblings mixed"), (-1.0, "siblings long"))
        signs.append(_band(siblings.short, shares))
        gaps = ((0.7, "siblings apart"), (0.3, "siblings loose"), (-1.0, "siblings in a row"))
        signs.append(_band(siblings.apart, gaps))
    return signs


def _band(value: float, bands: Sequence[tuple[float, str]]) -> str:
    """Name of the first band whose lower bound `value` exceeds, or reaches at the top one."""
    for rank, (bound, name) in enumerate(bands):
        if value > bound or (rank == 0 and value >= bound):
            return name
    return bands[-1][1]
