"""What an obligation is about: its content words, stemmed, weighted by rarity."""

from __future__ import annotations

import importlib.util
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, cached_property, lru_cache
from itertools import chain
from types import ModuleType
from typing import Any

from policydiff.compare.normalise import Key, normalise
from policydiff.model import Clause, Document, Obligation
from policydiff.obligations.units import DAYS
from policydiff.patterns import regex
from policydiff.timeline.lexicon import LANGUAGES, language_of, load_rules, load_words, stemmer_name

_SLIPS = 3  # words with a slip of the pen in a sentence that is the same
_LONG_WORD = 6  # letters; in shorter words, two slips of the pen apart are two words

# A word for what is measured in a unit; other units stand for themselves.
TIME = "timespan"
_MEASURES = dict.fromkeys(DAYS, TIME)
_WORD = regex(r"[^\W_]+(?:'\w+)?")


@cache
def _stemmer(language: str) -> Any:
    # Porter 1980, in Snowball's revision: "responsible" and "responsibility" meet in "respons".
    name = stemmer_name(language)
    return getattr(_load_stemmer(name), f"{name.capitalize()}Stemmer")()


def _load_stemmer(name: str) -> ModuleType:
    """The module of one language. The package itself imports those of all 33: as long as a stem takes
    for every word of a policy. So it stands in `sys.modules` unexecuted while its part is imported."""
    package = "snowballstemmer"
    if package not in sys.modules and (spec := importlib.util.find_spec(package)):
        sys.modules[package] = importlib.util.module_from_spec(spec)
        try:
            return importlib.import_module(f"{package}.{name}_stemmer")
        finally:
            del sys.modules[package]
    return importlib.import_module(f"{package}.{name}_stemmer")


@lru_cache(maxsize=100_000)
def stem(word: str, language: str = LANGUAGES[0]) -> str:
    """Stem of one lower-case word, in one spelling."""
    for pattern, one in _spellings(language):
        word = pattern.sub(one, word)
    return str(_stemmer(language).stemWord(word))


@cache
def _spellings(language: str) -> list[tuple[re.Pattern[str], str]]:
    rules = load_rules("spelling", language)
    return [(re.compile(rf"\b(?:{rule['of']})\b"), rule["as"]) for rule in rules]


@lru_cache(maxsize=200_000)
def content_stems(text: str) -> tuple[str, ...]:
    """Stems of the words of a text that carry content, in order: no modals, pronouns, articles.

    Synonyms of the word lists have one stem: who is informed is notified.
    """
    language = language_of(text)
    empty = load_words("content", language)["empty"]
    words = _WORD.findall(_with_phrases(normalise(text).casefold(), language))
    one = _synonyms(language)
    stems = (stem(word, language) for word in words if word not in empty)
    return tuple(one.get(found, found) for found in stems)


def _with_phrases(said: str, language: str) -> str:
    """A text with each phrase that stands for one word as that word: "let you know" as "notify"."""
    pattern, one = _phrases(language)
    return pattern.sub(lambda match: one[match[0]], said) if one else said


@cache
def _phrases(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    groups = load_words("phrases", language)
    one = {
        phrase: "" if name == "none" else name
        for name, phrases in groups.items()
        for phrase in phrases
    }
    longest_first = sorted(one, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b"), one


@lru_cache(maxsize=50_000)
def _distinct(text: str) -> frozenset[str]:
    return frozenset(content_stems(text))


def one_of_synonyms(found: str, language: str) -> str:
    """The stem that a stem counts as: itself, or that of its synonyms."""
    return _synonyms(language).get(found, found)


@cache
def _synonyms(language: str) -> dict[str, str]:
    """What a stem counts as, for those that have synonyms."""
    groups = load_words("synonyms", language)
    return {
        stem(word, language): stem(name, language)
        for name, words in groups.items()
        for word in words
    }


def carrying_text(obligation: Obligation) -> str:
    """The part of the clause that carries the obligation."""
    start, end = obligation.span
    return obligation.text[start:end]


def about(obligation: Obligation) -> str:
    """The carrying text with each number and its unit as one word, whichever number it is.

    "Keep it for 90 days" and "keep it for 12 months" are about the same thing.
    """
    start, end = obligation.span
    parts, done = [], start
    for value in sorted(obligation.values, key=lambda value: value.span):
        first, last = value.span
        if first < done or last > end or (value.unit is None and value.number):
            continue
        unit = value.unit or "day"  # "within a reasonable time" stands for so many days
        parts += [obligation.text[done:first], _MEASURES.get(unit, unit)]
        done = last
    return "".join([*parts, obligation.text[done:end]])


def is_theirs(obligation: Obligation) -> bool:
    """Whether a right is the reader's alone: "Only you can see your messages"."""
    if obligation.bearer != "user" or obligation.modality != "permission":
        return False
    only = load_words("cues", language_of(obligation.text))["only"]
    before, found, _ = carrying_text(obligation).partition(obligation.action)
    return bool(found and only & set(wording(before).split()[:-1]))


def core(obligation: Obligation) -> str:
    """The action without its conditions and exceptions."""
    action = obligation.action
    for part in (*obligation.conditions, *obligation.exceptions):
        action = action.replace(part, " ")
    return action


_LABEL = regex(r"^[A-Z\d][^:.!?]{0,60}:\s+(?=\w)")

# A run-in heading without a sign at its end: names in title case before what can only open a sentence.
_OPENER = r"(?:We|You|Our|Your|The|This|These|If|When|By|BY|WE|YOU|OUR|YOUR|IF|THE|THIS)"
_DASHED = regex(rf"^(?!{_OPENER}\b)[A-Z][\w'’&/]*(?:\s[\w'’&/]+){{0,4}}\s[-–—]\s+(?=[A-Z])")
_TITLE = regex(
    rf"^(?!{_OPENER}\b)[A-Z][a-z]+(?:\s(?:(?!{_OPENER}\b)[A-Z][a-z]+|and|or|of|to|for|the)){{0,7}}"
    rf"\.?\s(?={_OPENER}\s\S+\s\S+\s)"
)


def without_label(obligation: Obligation) -> str:
    """The carrying text without a run-in label ("Account: ", "Our Fees We ..."), which a new layout drops or adds."""
    text = carrying_text(obligation)
    match = _LABEL.match(text) or _DASHED.match(text) or _TITLE.match(text)
    return text[match.end() :] if match and match[0].count(" ") <= 7 else text


_LIST_END = regex(r"[\s;,]+(?:and/or|and|or)\s*$", re.I)  # "; and" moves with the last item


@lru_cache(maxsize=200_000)
def wording(text: str) -> Key:
    """Words and numbers of a text, without case and punctuation: a changed capital is no rewording."""
    words = _WORD.findall(normalise(_LIST_END.sub("", text)).casefold())
    return Key(" ".join(words))


_WAY = regex(r"https?://([^/\s]{1,200})/(?:[^\s/]{0,200}/){0,20}")
_APART = regex(r"(?<=[^\W\d_]) (?=[^\W\d_])")


@lru_cache(maxsize=50_000)
def spelled(text: str) -> Key:
    """The words of a text in one spelling, run together: "jail-breaking", "organise", "anytime".

    Of a link, its host and the page: by which way a site leads there changes with the site.
    """
    said = str(wording(_WAY.sub(r"\1 ", text)))
    for pattern, one in _spellings(language_of(text)):
        said = pattern.sub(one, said)
    return Key(_APART.sub("", said))


def spelled_alike(one: str, other: str) -> bool:
    """Whether two texts are the same words in two spellings, or with a slip of the pen: "anwser"."""
    if spelled(one) == spelled(other):
        return True
    first, second = wording(one).split(), wording(other).split()
    if len(first) != len(second):
        return False
    apart = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
    return len(apart) <= _SLIPS and all(_is_slip(*pair) for pair in apart)


def _is_slip(one: str, other: str) -> bool:
    """Whether two letters side by side were exchanged, or one of a double letter was left out."""
    short, long = sorted((one, other), key=len)
    if len(short) < _LONG_WORD or not long.isalpha() or not long.isascii():
        return False
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) == len(long):
        turned = short[:at] + short[at : at + 2][::-1] + short[at + 2 :]
        return turned == long
    return len(long) == len(short) + 1 and long[at] == long[at - 1] and long[at + 1 :] == short[at:]


class Contents:
    """Weighted bags of stems over the obligations of two snapshots."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(texts)
        self._bags: dict[str, dict[str, float]] = {}

    @cached_property
    def _counts(self) -> Counter[str]:
        """In how many texts a stem stands. Counted when first asked for: most steps need no weights."""
        return Counter(chain.from_iterable(map(_distinct, self._texts)))

    @cached_property
    def _weights(self) -> dict[str, float]:
        total = len(self._texts)
        counts = self._counts
        return {s: math.log((total + 1) / (n + 0.5)) + 0.3 for s, n in counts.items()}

    def bag(self, text: str) -> dict[str, float]:
        """Weight by stem."""
        bag = self._bags.get(text)
        if bag is None:
            bag = {s: self._weights.get(s, 1.0) for s in content_stems(text)}
            self._bags[text] = bag
        return bag

    def similarity(self, one: str, other: str) -> float:
        """Weighted share of stems that both have, 0.0 to 1.0."""
        a, b = self.bag(one), self.bag(other)
        if len(b) < len(a):
            a, b = b, a
        total = sum(a.values()) + sum(b.values())
        return 2 * sum(w for s, w in a.items() if s in b) / total if total else 0.0

    def covered(self, one: str, other: str, *, least: int = 2) -> float:
        """Weighted share of the stems of the shorter text that the longer has; 0.0 below `least`."""
        a, b = self.bag(one), self.bag(other)
        if len(b) < len(a):
            a, b = b, a
        if len(a) < least:
            return 0.0
        return sum(w for s, w in a.items() if s in b) / sum(a.values())

    def share(self, part: str, whole: str, *, least: int) -> float:
        """Weighted share of the stems of `part` that `whole` has; 0.0 where it has under `least`."""
        a, b = self.bag(part), self.bag(whole)
        if len(a) < least:
            return 0.0
        return sum(w for s, w in a.items() if s in b) / sum(a.values())

    def candidates(self, old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
        """Index pairs that share one of their rarest stems; all pairs while they are few."""
        if len(old) * len(new) <= 4_000:
            return [(i, j) for i in range(len(old)) for j in range(len(new))]
        by_stem: dict[str, list[int]] = defaultdict(list)
        for j, text in enumerate(new):
            for s in self._rarest(text):
                by_stem[s].append(j)
        pairs: set[tuple[int, int]] = set()
        for i, text in enumerate(old):
            for s in self._rarest(text):
                if len(found := by_stem.get(s, ())) <= 60:
                    pairs.update((i, j) for j in found)
        return sorted(pairs)

    def _rarest(self, text: str) -> list[str]:
        return sorted(self.bag(text), key=lambda s: (self._counts.get(s, 0), s))[:10]


def lead_in_texts(document: Document) -> dict[str, str]:
    """Text of the lead-in by id of the clause that hangs on it."""
    by_id: dict[str, Clause] = {clause.id: clause for clause in document.clauses}
    return {
        clause.id: by_id[clause.lead_in].text
        for clause in document.clauses
        if clause.lead_in and clause.lead_in in by_id
    }
