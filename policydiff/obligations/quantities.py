"""Numbers, units and comparisons as one language writes them: the patterns that `values` looks for.

Every pattern is a choice of literal phrases, longest first, around bounded repeats: linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from policydiff.obligations.lexicon import Lexicon
from policydiff.obligations.tables import ValueWords

# Days of a unit of time; a month is a twelfth of 365, so that 24 months are two years.
DAYS = {
    "year": Fraction(365),
    "quarter": Fraction(365, 4),
    "month": Fraction(365, 12),
    "week": Fraction(7),
    "business-day": Fraction(7, 5),
    "day": Fraction(1),
    "hour": Fraction(1, 24),
    "minute": Fraction(1, 1_440),
    "second": Fraction(1, 86_400),
}


@dataclass(frozen=True, slots=True)
class Patterns:
    """What `values` searches a clause for, compiled on first use for one lexicon."""

    quantity: re.Pattern[str]  # "thirty (30) business days", "10-15 %"
    money: re.Pattern[str]  # "US$ 1.5 million"
    age: re.Pattern[str]  # a number that may be a bare age
    indefinite: re.Pattern[str]
    frequency: re.Pattern[str]
    idioms: re.Pattern[str]
    before: re.Pattern[str]  # comparison that ends where a number begins
    after: re.Pattern[str]  # comparison that begins where a unit ends
    negation: re.Pattern[str]
    age_opener: re.Pattern[str]
    age_lead: re.Pattern[str]
    age_follower: re.Pattern[str]
    notice_tail: re.Pattern[str]
    units: dict[str, str]  # spelling, lower case -> unit
    currencies: dict[str, str]  # spelling, lower case -> ISO 4217
    signals: frozenset[str]  # one of these, or a digit, stands in every clause with a value


def _choice(phrases: Iterable[str]) -> str:
    """A choice of literal phrases, longest first; matches nothing when there are none."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered) or r"(?!)"


@lru_cache(maxsize=8)
def patterns_of(lexicon: Lexicon) -> Patterns:
    """The patterns of a lexicon."""
    words, grammar = lexicon.tables.values, lexicon.tables.grammar
    units = {spelling: unit for unit, spelled in words.units.items() for spelling in spelled}
    currencies = {spelling.lower(): code for spelling, code in words.currencies.items()}
    named = {spelling for spelling in currencies if spelling[-1].isalnum()}
    # "dollars 100" is not written, "USD 100" and "US$ 100" are.
    sign = rf"(?:{_choice(s.lower() for s in words.currencies if not s[-1].islower())})"
    digits = _digits(words)
    spelled = rf"(?:{_choice({**words.numbers, **words.scales})})"
    join = rf"(?:\s+(?:{_choice(words.joins)}))?"
    half = rf"(?:\s+(?:{_choice([words.half])}))?" if words.half else ""
    number = rf"(?:{digits}(?:\s(?:{_choice(words.scales)})\b)?|{spelled}(?:{join}[\s-]+{spelled}){{0,6}}\b){half}"
    # What stands in brackets, or ends a range, is checked by `number_of`.
    bracket = r"(?:\s*\((?P<%s>[\w.,-]{1,20}(?: [\w-]{1,20}){0,4})\))?"
    range_words = _choice(words.range_words | words.range_after_between)
    far = rf"(?:\s*[-–—]\s*|\s+(?:{range_words})\s+)"
    many = (
        rf"(?P<low>{number}){bracket % 'low2'}"
        rf"(?:(?P<join>{far})(?P<high>{digits}|[^\W\d_]+(?:-[^\W\d_]+)?){bracket % 'high2'})?"
    )
    edge = r"(?<![\w.,/$€£¥§#–—-])"
    unit = rf"(?P<unit>{_choice({*units, *named})})(?![\w$€£])"
    age_tail = rf"(?P<age>[\s-]+(?:{_choice(words.age_tails)})\b)?"
    article = rf"(?P<article>(?:{_choice(words.articles)})(?=\s))" if words.articles else "(?!)"
    adjectives = rf"(?:\s+(?:{_choice(words.adjectives)}))?"
    in_brackets = rf"(?:\s*\({sign}?\s?{digits}\s?{sign}?\))?"
    flags = re.IGNORECASE
    negations = {*grammar.negations, *grammar.negative_determiners}
    negations |= {
        whole
        for whole, parts in lexicon.tables.contractions.whole.items()
        if set(parts) & grammar.negations
    }
    return Patterns(
        quantity=re.compile(
            rf"{edge}(?:{many}|{article}){adjectives}[\s-]*{unit}{age_tail}{in_brackets}", flags
        ),
        money=re.compile(
            rf"(?<![\w$€£¥.,])(?P<unit>{sign})\s?(?P<low>{digits}(?:\s?(?:{_choice(words.scales)})\b)?)"
            rf"(?:(?P<join>\s*[-–—]\s*|\s+(?:{range_words})\s+)(?:{sign})?\s?(?P<high>{digits}))?"
            r"(?![\w$€£%])",
            flags,
        ),
        age=re.compile(
            rf"{edge}(?P<low>\d{{1,3}}|{spelled}(?!\w)){bracket % 'low2'}"
            rf"(?:(?P<join>{far})(?P<high>\d{{1,3}}))?(?P<plus>\+)?(?![\w%$€£/§]|[.,:-]\d)",
            flags,
        ),
        indefinite=re.compile(rf"(?<!\w)(?:{_choice(words.indefinite)})(?!\w)", flags),
        frequency=re.compile(rf"(?<!\w)(?:{_choice(words.frequencies)})(?!\w)", flags),
        idioms=re.compile(rf"(?<!\w)(?:{_choice(words.idioms)})(?!\w)", flags),
        before=re.compile(
            rf"(?<![\w-])(?P<word>{_choice(words.before)})\s+(?:(?:{_choice(words.fillers)})\s+)*\(?$",
            flags,
        ),
        after=re.compile(rf"[\s,(]*(?P<word>{_choice(words.after)})(?!\w|\s+\d)", flags),
        negation=re.compile(rf"(?:(?<!\w)(?:{_choice(negations)})(?!\w)|n['’]t\b)", flags),
        age_opener=re.compile(
            rf"(?<!\w)(?:{_choice(words.age_openers | lexicon.tables.parties.user_nouns)})\W{{0,3}}$",
            flags,
        ),
        age_lead=re.compile(rf"(?<!\w)(?:{_choice(words.age_leads)})\s+$", flags),
        age_follower=re.compile(
            rf"\s*(?:$|[.,;:!?)\]”\"–—]|(?:{_choice(words.age_followers)})(?!\w))", flags
        ),
        notice_tail=re.compile(
            rf"['’]?s?[\s,]+(?:of\s+)?(?:{_choice(words.notice_tails)})(?!\w)", flags
        ),
        units=units,
        currencies=currencies,
        signals=frozenset(
            word
            for phrase in {*units, *named, *words.indefinite, *words.frequencies}
            for word in [*phrase.lower().split()[-1:], phrase.lower()]
        ),
    )


def _digits(words: ValueWords) -> str:
    thousands, decimal = re.escape(words.thousands), re.escape(words.decimal)
    return rf"(?:\d{{1,3}}(?:{thousands}\d{{3}})+(?:{decimal}\d{{1,4}})?|\d{{1,12}}(?:{decimal}\d{{1,4}})?)(?![\d])"


def number_of(text: str, words: ValueWords) -> Fraction | None:
    """What "1,000.50", "one hundred and eighty" or "1.5 million" is; None for anything else."""
    text = " ".join(text.lower().split())
    extra = Fraction(0)
    if words.half and text.endswith(f" {words.half}"):
        text, extra = text.removesuffix(f" {words.half}"), Fraction(1, 2)
    total = part = Fraction(0)
    for word in re.split(r"[\s-]+", text):
        scale = words.scales.get(word)
        if word in words.joins:
            continue
        if word in words.numbers:
            part += words.numbers[word]
        elif scale is not None:
            part = (part or Fraction(1)) * scale
            if scale > 100:
                total, part = total + part, Fraction(0)
        else:
            plain = word.replace(words.thousands, "").replace(words.decimal, ".")
            try:
                part += Fraction(plain)
            except (ValueError, ZeroDivisionError):
                return None
    return total + part + extra


def decimal_text(number: Fraction) -> str:
    """The number as a decimal, no more than four places, no trailing zeros."""
    text = f"{float(round(number, 4)):.4f}".rstrip("0").rstrip(".")
    return text or "0"
