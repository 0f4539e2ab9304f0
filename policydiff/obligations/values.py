"""Ages, periods, notice, amounts: the numbers of a clause with unit and comparison.

Ugly: "We will not keep it for more than thirty (30) days under Section 7 of the Act 2018, 24/7."
Wanted: retention, at most 30 days; and nothing of the rest. A number counts only with a unit that
the lexicon knows, or, as an age, between a person and something that is no noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from policydiff.model import Topic, Value, ValueComparison, ValueKind
from policydiff.obligations.lexicon import Lexicon
from policydiff.obligations.predications import Subordinate
from policydiff.obligations.quantities import DAYS, Patterns, decimal_text, number_of, patterns_of
from policydiff.obligations.tokens import MAX_CLAUSE_CHARS, Tokens

# How far before a number its comparison may begin.
_REACH = 70  # characters

# Nobody is older; a larger number after "under" is no age.
_OLDEST = 120

# How far behind a period the noun that it belongs to may stand.
_NEAR_WORDS = 4

# What a period is for when only the topic tells.
_KIND_OF_TOPIC: dict[Topic, ValueKind] = {"retention": "retention", "changes": "notice"}

_DIGIT = re.compile(r"\d")
_RANGE = ("between",)


@dataclass(frozen=True, slots=True)
class _Found:
    """A quantity where it stands, before its comparison and kind are known."""

    start: int
    end: int
    low: Fraction
    high: Fraction | None
    unit: str
    age: bool = False
    every: bool = False


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
    for found in _quantities(shown, patterns, lexicon):
        if not low <= found.start < high:
            continue
        comparison = _comparison(shown, found, patterns, lexicon)
        kind = _kind(shown, found, tokens, verbs, topic, subordinates, patterns, lexicon)
        result.append(_value(text, found, kind, comparison))
    taken = [value.span for value in result]
    for match in patterns.indefinite.finditer(shown, low, high):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        place = _Found(match.start(), match.end(), Fraction(0), None, "day")
        kind = _kind(shown, place, tokens, verbs, topic, subordinates, patterns, lexicon)
        if kind == "period":
            continue  # "promptly" says something of keeping, telling and answering only
        words = " ".join(match.group().lower().split())
        comparison = lexicon.tables.values.indefinite[words]
        if comparison == "more than" and _denied(shown, match.start(), patterns, lexicon):
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
    return not patterns.signals.isdisjoint(
        word.rpartition("-")[2] if "-" in word else word for word in tokens.words
    )


def _value(text: str, found: _Found, kind: ValueKind, comparison: ValueComparison) -> Value:
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


def _quantities(text: str, patterns: Patterns, lexicon: Lexicon) -> Iterator[_Found]:
    """Every quantity in `text` once, in reading order."""
    found = [
        *_with_unit(text, patterns, lexicon),
        *_money(text, patterns, lexicon),
        *_frequencies(text, patterns, lexicon),
    ]
    found += _bare_ages(text, patterns, lexicon, [(one.start, one.end) for one in found])
    end = 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= end:
            yield one
            end = one.end


def _with_unit(text: str, patterns: Patterns, lexicon: Lexicon) -> Iterator[_Found]:
    words = lexicon.tables.values
    for match in patterns.quantity.finditer(text):
        spelling = " ".join(match["unit"].lower().split())
        unit = patterns.units.get(spelling) or patterns.currencies[spelling]
        if words.articles and match["article"]:
            # "within a month", but "a day of rest": the word before makes it a number
            if unit in DAYS and _word_before(text, match.start(), patterns):
                yield _Found(match.start(), match.end(), Fraction(1), None, unit)
            continue
        start, low, high = _range(text, match, patterns, lexicon)
        if low is None:
            continue
        if _is_name(text, match) and low != 1:
            continue
        age = bool(match["age"]) and unit == "year"
        end = match.end() if age or not match["age"] else match.start("age")
        age = age or (unit == "year" and _is_age(text, start, patterns))
        yield _Found(start, end, low, high, unit, age)


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
    word = _word_before(text, start, patterns)
    return lexicon.tables.values.before.get(word, "") in _RANGE


def _word_before(text: str, start: int, patterns: Patterns) -> str:
    """The words of comparison right before a number, folded; "" for none."""
    match = patterns.before.search(text[max(0, start - _REACH) : start])
    return " ".join(match["word"].lower().split()) if match else ""


def _money(text: str, patterns: Patterns, lexicon: Lexicon) -> Iterator[_Found]:
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
            yield _Found(match.start(), match.end(), low, high, unit)
        else:
            yield _Found(match.start(), match.end("low"), low, None, unit)
            if high is not None:
                yield _Found(match.start("high"), match.end(), high, None, unit)


def _frequencies(text: str, patterns: Patterns, lexicon: Lexicon) -> Iterator[_Found]:
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
        yield _Found(match.start(), match.end(), Fraction(number), None, unit, every=True)


def _bare_ages(
    text: str, patterns: Patterns, lexicon: Lexicon, taken: Sequence[tuple[int, int]]
) -> Iterator[_Found]:
    """ "under the age of 16", "children under 13", "if you are 18 or older": ages without "years"."""
    for match in patterns.age.finditer(text):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        start, low, high = _range(text, match, patterns, lexicon)
        if low is None or not 1 <= low <= _OLDEST or low.denominator != 1:
            continue
        if high is not None and high > _OLDEST:
            continue
        lead = text[max(0, start - _REACH) : start]
        after = patterns.after.match(text, match.end())
        if not (patterns.age_follower.match(text, match.end()) or after):
            continue
        compared = patterns.before.search(lead)
        opener = lead[: compared.start()] if compared else lead
        word = " ".join(compared["word"].lower().split()) if compared else ""
        if patterns.age_lead.search(lead) or (
            patterns.age_opener.search(opener)
            and low > 4
            and (after or match["plus"] or _limits_age(word, lexicon))
        ):
            yield _Found(start, match.end(), low, high, "year", age=True)


def _limits_age(word: str, lexicon: Lexicon) -> bool:
    """Can this comparison stand before an age: "under", "at least", but not "in" or "for"?"""
    return lexicon.tables.values.before.get(word, "exactly") in (
        "at least", "at most", "more than", "less than", "between",
    )  # fmt: skip


def _comparison(text: str, found: _Found, patterns: Patterns, lexicon: Lexicon) -> ValueComparison:
    if found.every:
        return "every"
    words = lexicon.tables.values
    behind = patterns.after.match(text, found.end)
    if behind:
        return words.after[" ".join(behind["word"].lower().split())]
    if text[found.end - 1 : found.end] == "+":
        return "at least"
    if found.high is not None:
        return "between"
    word = _word_before(text, found.start, patterns)
    comparison = words.before.get(word, "exactly")
    if comparison == "between":
        return "exactly"  # "from 30 days": no second end
    if found.age or found.unit not in DAYS:
        if comparison in ("within", "every"):
            comparison = "exactly"  # "in 5 accounts"
        if found.age:
            return comparison
    if comparison in ("more than", "less than") and _denied(text, found.start, patterns, lexicon):
        return "at most" if comparison == "more than" else "at least"
    return comparison


def _denied(text: str, start: int, patterns: Patterns, lexicon: Lexicon) -> bool:
    """Is "more than 30 days" denied: "we will not keep it for more than 30 days"?

    A condition between the two takes the value out of the denial.
    """
    begin = max((text.rfind(mark, 0, start) for mark in ".;:"), default=-1) + 1
    stretch = text[begin:start]
    negations = list(patterns.negation.finditer(stretch))
    if not negations:
        return False
    last = negations[-1]
    conditions = lexicon.tables.values.conditions
    before = re.findall(r"\w+", stretch[: last.start()].lower())
    between = re.findall(r"\w+", stretch[last.end() :].lower())
    inside = next((word for word in reversed(before) if word in conditions), None)
    comma = stretch.rfind(",", 0, last.start())
    if inside is not None and comma < stretch.lower().rfind(inside, 0, last.start()):
        return False  # "if you have not logged in for more than 12 months"
    return conditions.isdisjoint(between)


def _kind(
    text: str,
    found: _Found,
    tokens: Tokens,
    verbs: tuple[str, ...],
    topic: Topic,
    subordinates: tuple[Subordinate, ...],
    patterns: Patterns,
    lexicon: Lexicon,
) -> ValueKind:
    if found.age:
        return "age"
    if found.unit == "percent":
        return "percent"
    if found.unit not in DAYS:
        return "amount" if found.unit in lexicon.tables.values.currencies.values() else "count"
    word = _word_before(text, found.start, patterns)
    if found.every or lexicon.tables.values.before.get(word) == "every":
        return "frequency"
    if patterns.notice_tail.match(text, found.end):
        return "notice"
    if text[found.start : found.end].lower().endswith(tuple(lexicon.tables.values.notice_tails)):
        return "notice"
    return _purpose(found, tokens, verbs, topic, subordinates, lexicon)


def _is_age(text: str, start: int, patterns: Patterns) -> bool:
    """ "children under 16 years", "you must be at least 18 years": a person or "be" before it."""
    lead = text[max(0, start - _REACH) : start]
    compared = patterns.before.search(lead)
    if patterns.age_lead.search(lead):
        return True
    return compared is not None and bool(patterns.age_opener.search(lead[: compared.start()]))


def _purpose(
    found: _Found,
    tokens: Tokens,
    verbs: tuple[str, ...],
    topic: Topic,
    subordinates: tuple[Subordinate, ...],
    lexicon: Lexicon,
) -> ValueKind:
    """What a period is for: told by the bound verb, else by the nearest word before or after it."""
    kinds = lexicon.tables.values.kinds
    forms = lexicon.forms
    of = {word: kind for kind, words in kinds.items() for word in words}
    at = next((i for i, start in enumerate(tokens.starts) if start >= found.start), len(tokens))
    aside = next((s for s in subordinates if s.start < at < s.end), None)

    def nearest(order: Iterator[int] | range) -> ValueKind | None:
        for index in order:
            word = tokens.words[index]
            kind = of.get(word) or of.get(forms.get(word, ("",))[0])
            if kind is not None:
                return kind
        return None

    if aside is not None:
        inside = nearest(range(at - 1, aside.start - 1, -1))
        if inside is not None or any(
            forms.get(tokens.words[i]) for i in range(aside.start + 1, at)
        ):
            return inside or "period"
    bound = next((of[verb] for verb in verbs if verb in of), None)
    if bound is not None:
        return bound
    ahead = range(at, min(at + _NEAR_WORDS, len(tokens)))  # "a 30-day retention period"
    return nearest(range(at - 1, -1, -1)) or nearest(ahead) or _KIND_OF_TOPIC.get(topic, "period")


__all__ = ["values_of"]
