"""Numbers, units and comparisons as one language writes them: the patterns that `values` looks for.

Every pattern is a choice of literal phrases, longest first, around bounded repeats: linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property, lru_cache

from policydiff.obligations.lexicon import Lexicon
from policydiff.obligations.tables import ValueWords


class Patterns:
    """What `values` searches a clause for, in one language; each is compiled when it is needed."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = self._words = lexicon.tables.values
        self._lexicon = lexicon
        # Spellings, lower case -> unit, ISO 4217 code.
        self.units = {
            spelling: unit for unit, spelled in words.units.items() for spelling in spelled
        }
        self.currencies = {spelling.lower(): code for spelling, code in words.currencies.items()}
        self._named = {spelling for spelling in self.currencies if spelling[-1].isalnum()}
        # One of these, or a digit, stands in every clause with a value.
        self.signals = frozenset(
            word
            for phrase in {*self.units, *self._named, *words.indefinite, *words.frequencies}
            for word in [*phrase.lower().split()[-1:], phrase.lower()]
        )

        self.age_marks = frozenset(phrase.split()[0] for phrase in words.age_leads)
        self.numbers = frozenset(words.numbers)
        # Without one of these there is no money before a number, no phrase in its place.
        self.money_marks = frozenset(
            mark for s in words.currencies if not s[-1].islower() for mark in (s[-1], s.lower())
        )
        self.indefinite_marks = frozenset(phrase.split()[-1] for phrase in words.indefinite)

    @cached_property
    def _parts(self) -> dict[str, str]:
        """Named parts of patterns."""
        words = self._words
        # "dollars 100" is not written, "USD 100" and "US$ 100" are.
        sign = rf"(?:{_choice(s.lower() for s in words.currencies if not s[-1].islower())})"
        digits = _digits(words)
        spelled = rf"(?:{_choice({**words.numbers, **words.scales})})"
        range_words = _choice(words.range_words | words.range_after_between)
        return {
            "sign": sign,
            "digits": digits,
            "spelled": spelled,
            "scale": _choice(words.scales),
            # What stands in brackets, or ends a range, is checked by `number_of`.
            "bracket": r"(?:\s*\((?P<%s>[\w.,-]{1,20}(?: [\w-]{1,20}){0,4})\))?",
            "far": rf"(?:\s*[-–—]\s*|\s+(?:{range_words})\s+)",
            "edge": r"(?<![\w.,/$€£¥§#–—-])",
        }

    @cached_property
    def quantity(self) -> re.Pattern[str]:
        """ "thirty business days", "10-15 %"."""
        words, p = self._words, self._parts
        join = rf"(?:\s+(?:{_choice(words.joins)}))?"
        half = rf"(?:\s+(?:{_choice([words.half])}))?" if words.half else ""
        halves = rf"|{_choice(words.halves)}" if words.halves else ""
        number = (
            rf"(?:{p['digits']}(?:\s(?:{p['scale']})\b)?"
            rf"|{p['spelled']}(?:{join}[\s-]+{p['spelled']}){{0,6}}\b{halves}){half}"
        )
        many = (
            rf"(?P<low>{number}){p['bracket'] % 'low2'}"
            rf"(?:(?P<join>{p['far']})(?P<high>{p['digits']}|[^\W\d_]+(?:-[^\W\d_]+)?)"
            rf"{p['bracket'] % 'high2'})?"
        )
        unit = rf"(?<![^\W\d_])(?P<unit>{_choice({*self.units, *self._named})})(?![\w$€£])"
        age_tail = rf"(?P<age>[\s-]+(?:{_choice(words.age_tails)})\b)?"
        article = rf"(?P<article>(?:{_choice(words.articles)})(?=\s))" if words.articles else "(?!)"
        adjectives = rf"(?:\s+(?:{_choice(words.adjectives)}))?"
        in_brackets = rf"(?:\s*\({p['sign']}?\s?{p['digits']}\s?{p['sign']}?\))?"
        return _compiled(
            rf"{p['edge']}(?:{many}|{article}){adjectives}[\s-]*{unit}{age_tail}{in_brackets}"
        )

    @cached_property
    def article_half(self) -> re.Pattern[str]:
        """What makes one and a half of "a year"."""
        return _compiled(rf"\s+(?:{_choice([self._words.half] if self._words.half else [])})(?!\w)")

    @cached_property
    def article_tail(self) -> re.Pattern[str]:
        """What makes a number of the article of "a month before"."""
        return _compiled(rf"\s+(?:{_choice(self._words.article_tails)})(?!\w)")

    @cached_property
    def joined_number(self) -> re.Pattern[str]:
        """A number without a unit that another one goes on: "6 and"."""
        p = self._parts
        return _compiled(
            rf"(?<![\w.,])(?P<low>{p['digits']}|{p['spelled']})\s*(?:,\s*)?(?:{_choice(self._words.joins)})\s+$"
        )

    @cached_property
    def money(self) -> re.Pattern[str]:
        """ "US$ 1.5 million"."""
        p = self._parts
        return _compiled(
            rf"(?<![\w$€£¥.,])(?P<unit>{p['sign']})\s?"
            rf"(?P<low>{p['digits']}(?:\s?(?:{p['scale']})\b)?)"
            rf"(?:(?P<join>{p['far']})(?:{p['sign']})?\s?(?P<high>{p['digits']}))?(?![\w$€£%])"
        )

    @cached_property
    def age(self) -> re.Pattern[str]:
        """A number that may be a bare age."""
        p = self._parts
        return _compiled(
            rf"{p['edge']}(?P<low>\d{{1,3}}|{p['spelled']}(?!\w)){p['bracket'] % 'low2'}"
            rf"(?:(?P<join>{p['far']})(?P<high>\d{{1,3}}))?(?P<plus>\+)?(?![\w%$€£/§]|[.,:-]\d)"
        )

    @cached_property
    def indefinite(self) -> re.Pattern[str]:
        return _phrases(self._words.indefinite)

    @cached_property
    def frequency(self) -> re.Pattern[str]:
        return _phrases(self._words.frequencies)

    @cached_property
    def idioms(self) -> re.Pattern[str]:
        return _phrases(self._words.idioms)

    @cached_property
    def before(self) -> re.Pattern[str]:
        """A comparison that ends where a number begins."""
        fillers = _choice(self._words.fillers)
        word = _choice(self._words.before)
        return _compiled(rf"(?<![\w-])(?P<word>{word})\s+(?:(?:{fillers})\s+)*\(?$")

    @cached_property
    def after(self) -> re.Pattern[str]:
        """A comparison that begins where a unit ends."""
        return _compiled(rf"[\s,(]*(?P<word>{_choice(self._words.after)})(?!\w|\s+\d)")

    @cached_property
    def negation(self) -> re.Pattern[str]:
        grammar, contracted = self._lexicon.tables.grammar, self._lexicon.tables.contractions.whole
        words = {*grammar.negations, *grammar.negative_determiners}
        words |= {one for one, parts in contracted.items() if set(parts) & grammar.negations}
        return _compiled(rf"(?:(?<!\w)(?:{_choice(words)})(?!\w)|n['’]t\b)")

    @cached_property
    def age_opener(self) -> re.Pattern[str]:
        people = self._words.age_openers | self._lexicon.tables.parties.user_nouns
        return _compiled(rf"(?<!\w)(?:{_choice(people)})\W{{0,3}}$")

    @cached_property
    def age_demand(self) -> re.Pattern[str]:
        return _compiled(rf"(?<!\w)(?:{_choice(self._words.age_demands)})\s+$")

    @cached_property
    def age_lead(self) -> re.Pattern[str]:
        return _compiled(rf"(?<!\w)(?:{_choice(self._words.age_leads)})\s+$")

    @cached_property
    def age_follower(self) -> re.Pattern[str]:
        words = _choice(self._words.age_followers)
        return _compiled(rf"\s*(?:$|[.,;:!?)\]”\"–—]|\([^()\d]{{0,30}}[“\"]|(?:{words})(?!\w))")

    @cached_property
    def notice_tail(self) -> re.Pattern[str]:
        tails = _choice(self._words.notice_tails)
        return _compiled(rf"['’]?s?[\s,]+(?:of\s+)?(?:{tails})(?!\w)")


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    return _compiled(rf"(?<!\w)(?:{_choice(phrases)})(?!\w)")


def _choice(phrases: Iterable[str]) -> str:
    """A choice of literal phrases, longest first; matches nothing when there are none."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered) or r"(?!)"


@lru_cache(maxsize=8)
def patterns_of(lexicon: Lexicon) -> Patterns:
    """The patterns of a lexicon."""
    return Patterns(lexicon)


def _digits(words: ValueWords) -> str:
    thousands, decimal = re.escape(words.thousands), re.escape(words.decimal)
    return rf"(?:\d{{1,3}}(?:{thousands}\d{{3}})+(?:{decimal}\d{{1,4}})?|\d{{1,12}}(?:{decimal}\d{{1,4}})?)(?![\d])"


def number_of(text: str, words: ValueWords) -> Fraction | None:
    """What "1,000.50", "one hundred and eighty" or "1.5 million" is; None for anything else."""
    text = " ".join(text.lower().split())
    extra = Fraction(0)
    if text in words.halves:
        return Fraction(1, 2)
    if words.half and text.endswith(f" {words.half}"):
        text, extra = text.removesuffix(f" {words.half}"), Fraction(1, 2)
    total = part = Fraction(0)
    if two_numbers(text, words):
        return None
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


def two_numbers(text: str, words: ValueWords) -> list[Fraction]:
    """Both of "two and five", which is no number as "a hundred and five" is; [] for anything else."""
    joins = "|".join(map(re.escape, words.joins))
    parts = re.split(rf"\s(?:{joins})\s", text) if joins else []
    single = [Fraction(words.numbers.get(part.strip().lower(), 0)) for part in parts]
    return single if len(parts) == 2 and all(0 < value < 10 for value in single) else []


def decimal_text(number: Fraction) -> str:
    """The number as a decimal, no more than four places, no trailing zeros."""
    text = f"{float(round(number, 4)):.4f}".rstrip("0").rstrip(".")
    return text or "0"
