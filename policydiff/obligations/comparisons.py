"""How a quantity is compared: "at least", "within", and what a "not" makes of "more than"."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from policydiff.model import ValueComparison
from policydiff.obligations.lexicon import Lexicon
from policydiff.obligations.quantities import Patterns
from policydiff.obligations.rule_tables import Words
from policydiff.obligations.units import DAYS

# How far before a number its comparison may begin.
REACH = 70  # characters


class Quantity(NamedTuple):
    """A quantity where it stands, before its comparison and kind are known."""

    start: int
    end: int
    low: Fraction
    high: Fraction | None
    unit: str
    age: bool = False
    every: bool = False


def word_before(text: str, start: int, patterns: Patterns) -> str:
    """The words of comparison right before a number, folded; "" for none."""
    match = patterns.before.search(text[max(0, start - REACH) : start])
    return " ".join(match["word"].lower().split()) if match else ""


def comparison_of(
    text: str, found: Quantity, patterns: Patterns, lexicon: Lexicon
) -> ValueComparison:
    """What the words before and behind a quantity compare it by; "exactly" where none does."""
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
    word = word_before(text, found.start, patterns)
    comparison = words.before.get(word, "exactly")
    if comparison == "between":
        return "exactly"  # "from 30 days": no second end
    if found.age or found.unit not in DAYS:
        if comparison in ("within", "every"):
            comparison = "exactly"  # "in 5 accounts"
        if found.age:
            return comparison
    if word in words.awaited and is_denied(text, found.start, patterns, lexicon, words.awaited):
        return "at least"  # "not deleted until 30 days have passed"
    if comparison in ("more than", "less than") and is_denied(text, found.start, patterns, lexicon):
        return "at most" if comparison == "more than" else "at least"
    return comparison


def _stretch(text: str, start: int) -> str:
    """What stands before `start` in its statement."""
    begin = max((text.rfind(mark, 0, start) for mark in ".;:"), default=-1) + 1
    return text[begin:start]


def is_denied(
    text: str, start: int, patterns: Patterns, lexicon: Lexicon, passed: Words = frozenset()
) -> bool:
    """Is "more than 30 days" denied: "we will not keep it for more than 30 days"?

    A condition between the two takes the value out of the denial, unless it is one of `passed`.
    """
    stretch = _stretch(text, start)
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
    return (conditions - passed).isdisjoint(between)
