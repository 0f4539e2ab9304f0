"""Ages, periods, notice, amounts: the numbers of a clause with unit and comparison.

Ugly: "We will not keep it for more than thirty (30) days under Section 7 of the Act 2018, 24/7."
Wanted: retention, at most 30 days; and nothing of the rest. A number counts only with a unit that
the lexicon knows, or, as an age, between a person and something that is no noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from policydiff.model import Topic, Value, ValueComparison, ValueKind
from policydiff.obligations.comparisons import (
    REACH,
    Quantity,
    comparison_of,
    is_denied,
    word_before,
)
from policydiff.obligations.lexicon import Lexicon
from policydiff.obligations.predications import Subordinate
from policydiff.obligations.purposes import kind_of
from policydiff.obligations.quantities import (
    Patterns,
    decimal_text,
    number_of,
    patterns_of,
    two_numbers,
)
from policydiff.obligations.tokens import MAX_CLAUSE_CHARS, Tokens
from policydiff.obligations.units import DAYS, YEARS_IN
from policydiff.patterns import regex

# Nobody is older; a larger number after "under" is no age.
_OLDEST = 120
_COMING_OF_AGE = range(10, 26)  # years at which readers are asked how old they are


_DIGIT = regex(r"\d")
_RANGE = ("between",)


def values_of(
    tokens: Tokens,
    start: int,
    end: int,
    verbs: tuple[str, ...],
    lexicon: Lexicon,
    *,
    topic: Topic = "other",
    subordinates: tuple[Subordinate, ...] = (),
) -> tuple[Value, ...]:
    """The values in the token range, in reading order; spans are into the clause.

    `verbs` are the bound ones: they decide what a period is for; where no verb explains it, the
    topic does.
    """
    patterns = patterns_of(lexicon)
    text = tokens.text[:MAX_CLAUSE_CHARS]
    if not (_DIGIT.search(text) or _signals(tokens, patterns)) or start >= end:
        return ()
    low, high = tokens.starts[start], tokens.ends[end - 1]
    if start == 0:
        low = 0
    if end == len(tokens):
        high = len(text)
    result: list[Value] = []
    shown = patterns.idioms.sub(lambda match: "\0" * len(match.group()), text)
    said = frozenset(tokens.words)
    for found in _quantities(shown, said, patterns, lexicon):
        if not low <= found.start < high:
            continue
        comparison = comparison_of(shown, found, patterns, lexicon)
        kind = kind_of(shown, found, tokens, verbs, topic, subordinates, patterns, lexicon)
        result.append(_value(text, found, kind, comparison))
    taken = [value.span for value in result]
    vague = patterns.indefinite if said & patterns.indefinite_marks else None
    for match in vague.finditer(shown, low, high) if vague else ():
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        place = Quantity(match.start(), match.end(), Fraction(0), None, "day")
        kind = kind_of(shown, place, tokens, verbs, topic, subordinates, patterns, lexicon)
        if kind == "period":
            continue  # "promptly" says something of keeping, telling and answering only
        words = " ".join(match.group().lower().split())
        comparison = lexicon.tables.values.indefinite[words]
        if comparison == "more than" and is_denied(shown, match.start(), patterns, lexicon):
            comparison = "at most"
        result.append(
            Value(
                kind=kind, comparison=comparison, number=None, upper=None, unit=None, quantity=None,
                text=text[match.start() : match.end()], span=match.span(),
            )
        )  # fmt: skip
    return tuple(sorted(result, key=lambda value: value.span))


def _signals(tokens: Tokens, patterns: Patterns) -> bool:
    """Could a spelled number stand here: does some unit, or phrase in its place?"""
    if not patterns.age_marks.isdisjoint(tokens.words) and not patterns.numbers.isdisjoint(
        tokens.words
    ):
        return True  # "under the age of sixteen"
    return not patterns.signals.isdisjoint(
        word.rpartition("-")[2] if "-" in word else word for word in tokens.words
    )


def _value(text: str, found: Quantity, kind: ValueKind, comparison: ValueComparison) -> Value:
    quantity = found.low * DAYS.get(found.unit, Fraction(1)) if kind != "age" else found.low
    return Value(
        kind=kind,
        comparison=comparison,
        number=decimal_text(found.low),
        upper=decimal_text(found.high) if found.high is not None else None,
        unit=found.unit,
        quantity=float(round(quantity, 4)),
        text=text[found.start : found.end],
        span=(found.start, found.end),
    )


def _quantities(
    text: str, said: frozenset[str], patterns: Patterns, lexicon: Lexicon
) -> Iterator[Quantity]:
    """Every quantity in `text` once, in reading order."""
    found = [
        *_compounds(text, list(_with_unit(text, patterns, lexicon)), lexicon),
        *(_money(text, patterns, lexicon) if said & patterns.money_marks else ()),
        *_frequencies(text, patterns, lexicon),
    ]
    found += [
        shared
        for one in found
        if (shared := _shared_unit(text, one, patterns, lexicon)) is not None
    ]
    taken = [(one.start, one.end) for one in found]
    rest = text
    for start, end in taken:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    if _DIGIT.search(rest) or said & lexicon.tables.values.numbers.keys():
        found += _bare_ages(text, patterns, lexicon, taken)
    end = 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= end:
            yield one
            end = one.end


def _with_unit(text: str, patterns: Patterns, lexicon: Lexicon) -> Iterator[Quantity]:
    words = lexicon.tables.values
    for match in patterns.quantity.finditer(text):
        spelling = " ".join(match["unit"].lower().split())
        unit = patterns.units.get(spelling) or patterns.currencies[spelling]
        if words.articles and match["article"]:
            # "within a month", but "a day of rest": the word before makes it a number
            # "a month before": so do some words behind it
            more = patterns.article_half.match(text, match.end())
            told = word_before(text, match.start(), patterns) or more
            if unit in DAYS and (told or patterns.article_tail.match(text, match.end())):
                end, some = (more.end(), Fraction(3, 2)) if more else (match.end(), Fraction(1))
                yield Quantity(match.start(), end, some, None, unit)
            continue
        start, low, high = _range(text, match, patterns, lexicon)
        if low is None:
            continue
        if _is_name(text, match) and low != 1:
            continue
        if _is_some_day(text, match, patterns):
            continue
        age = bool(match["age"]) and unit == "year"
        end = match.end() if age or not match["age"] else match.start("age")
        age = age or (unit == "year" and _is_age(text, start, patterns))
        yield Quantity(start, end, low, high, unit, age)


def _compounds(text: str, found: list[Quantity], lexicon: Lexicon) -> Iterator[Quantity]:
    """ "One year and six months" is one period, of 18 months."""
    joins = lexicon.tables.values.joins
    at = 0
    while at < len(found):
        one = found[at]
        other = found[at + 1] if at + 1 < len(found) else None
        parts = YEARS_IN.get(other.unit, 0) if other else 0
        joined = other and text[one.end : other.start].strip(" ,").lower() in joins
        whole = one.unit == "year" and one.high is None and not one.age
        if other and joined and whole and other.low < parts:
            low = one.low * parts + other.low
            yield Quantity(one.start, other.end, low, None, other.unit)
            at += 2
            continue
        yield one
        at += 1


def _shared_unit(
    text: str, found: Quantity, patterns: Patterns, lexicon: Lexicon
) -> Quantity | None:
    """The 6 of "a minimum of 6 and a maximum of 12 characters"."""
    begin = max(0, found.start - REACH)
    compared = patterns.before.search(text[begin : found.start])
    if compared is None:
        return None
    lead = text[begin : begin + compared.start()]
    number = patterns.joined_number.search(lead)
    if number is None or not patterns.before.search(lead[: number.start("low")]):
        return None
    low = number_of(number["low"], lexicon.tables.values)
    start, end = begin + number.start("low"), begin + number.end("low")
    if low is None:
        return None
    return Quantity(start, end, low, None, found.unit, found.age)


def _is_some_day(text: str, match: re.Match[str], patterns: Patterns) -> bool:
    """ "One day we may": no number, unless a word before it or a genitive behind it says so."""
    singular = match["low"].isalpha() and not match["high"]
    if not singular or (match.start() and word_before(text, match.start(), patterns)):
        return False
    clause = text[: match.start()].rstrip()
    opens = not clause or clause[-1] in ".;:,"
    return opens and text[match.end() : match.end() + 1] not in ("'", "’")


def _is_name(text: str, match: re.Match[str]) -> bool:
    """ "100 Hour Street": a singular unit with a capital before a word with a capital."""
    spelling = match["unit"]
    rest = text[match.end() : match.end() + 2].strip()
    return spelling[:1].isupper() and spelling[-1:] != "s" and rest[:1].isupper()


def _range(
    text: str, match: re.Match[str], patterns: Patterns, lexicon: Lexicon
) -> tuple[int, Fraction | None, Fraction | None]:
    """(where it begins, lower end, upper end). Digits in brackets win over the words before them."""
    words = lexicon.tables.values
    groups = match.groupdict()
    low = number_of(groups.get("low2") or match["low"], words)
    both = two_numbers(match["low"], words)
    if both and match["high"] is None and _opens_range(text, match.start(), patterns, lexicon):
        return match.start("low"), both[0], both[1]
    if match["high"] is None:
        return match.start("low"), low, None
    high = number_of(groups.get("high2") or match["high"], words)
    join = match["join"].strip().lower()
    joined = join not in words.range_after_between or _opens_range(
        text, match.start(), patterns, lexicon
    )
    if low is None or high is None or not joined or low >= high:
        return match.start("high"), high, None  # "Section 5 and 30 days"
    return match.start("low"), low, high


def _opens_range(text: str, start: int, patterns: Patterns, lexicon: Lexicon) -> bool:
    word = word_before(text, start, patterns)
    return lexicon.tables.values.before.get(word, "") in _RANGE


def _money(text: str, patterns: Patterns, lexicon: Lexicon) -> Iterator[Quantity]:
    words = lexicon.tables.values
    for match in patterns.money.finditer(text):
        unit = patterns.currencies[" ".join(match["unit"].lower().split())]
        low = number_of(re.sub(r"(?<=\d)(?=[a-z])", " ", match["low"].lower()), words)
        high = number_of(match["high"], words) if match["high"] else None
        joined = match["high"] and match["join"].strip().lower() not in words.range_after_between
        if low is None:
            continue
        if (
            high is not None
            and high > low
            and (joined or _opens_range(text, match.start(), patterns, lexicon))
        ):
            yield Quantity(match.start(), match.end(), low, high, unit)
        else:
            yield Quantity(match.start(), match.end("low"), low, None, unit)
            if high is not None:
                yield Quantity(match.start("high"), match.end(), high, None, unit)


def _frequencies(text: str, patterns: Patterns, lexicon: Lexicon) -> Iterator[Quantity]:
    """ "reviewed annually", but not "daily page views" or "a monthly fee": an adverb ends something."""
    known = lexicon.tables.values.frequencies
    for match in patterns.frequency.finditer(text):
        rest = text[match.end() :].lstrip()
        word = re.match(r"\w+", rest)
        follower = lexicon.flags.get(word.group().lower(), 0) if word else 0
        if word and not follower:
            continue
        if word and word.group().lower() in lexicon.roles:
            continue
        number, unit = known[" ".join(match.group().lower().split())]
        yield Quantity(match.start(), match.end(), Fraction(number), None, unit, every=True)


def _bare_ages(
    text: str, patterns: Patterns, lexicon: Lexicon, taken: Sequence[tuple[int, int]]
) -> Iterator[Quantity]:
    """ "under the age of 16", "children under 13", "if you are 18 or older": ages without "years"."""
    for match in patterns.age.finditer(text):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        start, low, high = _range(text, match, patterns, lexicon)
        if low is None or not 1 <= low <= _OLDEST or low.denominator != 1:
            continue
        if high is not None and high > _OLDEST:
            continue
        lead = text[max(0, start - REACH) : start]
        after = patterns.after.match(text, match.end())
        if not (patterns.age_follower.match(text, match.end()) or after):
            continue
        compared = patterns.before.search(lead)
        opener = lead[: compared.start()] if compared else lead
        word = " ".join(compared["word"].lower().split()) if compared else ""
        compared_so = after or match["plus"] or _limits_age(word, lexicon)
        asked = bool(patterns.age_opener.search(opener)) and low > 4 and compared_so
        demanded = _demands_age(lead, patterns) and low in _COMING_OF_AGE
        if patterns.age_lead.search(lead) or asked or demanded:
            yield Quantity(start, match.end(), low, high, "year", age=True)


def _demands_age(lead: str, patterns: Patterns) -> bool:
    """ "You must be 18 to": what a demand ends in, where the number may be an age."""
    return bool(patterns.age_demand.search(lead))


def _limits_age(word: str, lexicon: Lexicon) -> bool:
    """Can this comparison stand before an age: "under", "at least", but not "in" or "for"?"""
    return lexicon.tables.values.before.get(word, "exactly") in (
        "at least", "at most", "more than", "less than", "between",
    )  # fmt: skip


def _is_age(text: str, start: int, patterns: Patterns) -> bool:
    """ "children under 16 years", "you must be at least 18 years": a person or "be" before it."""
    lead = text[max(0, start - REACH) : start]
    compared = patterns.before.search(lead)
    if patterns.age_lead.search(lead):
        return True
    return compared is not None and bool(patterns.age_opener.search(lead[: compared.start()]))


__all__ = ["values_of"]
