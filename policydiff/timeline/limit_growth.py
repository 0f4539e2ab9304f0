"""Whether one limit is another with more cases, more demands, or a word put in."""

from __future__ import annotations

import re

from policydiff.patterns import regex
from policydiff.timeline.content import content_stems, wording
from policydiff.timeline.lexicon import language_of, load_words
from policydiff.timeline.limit_reading import Limit, say_of

_SHARED = 0.6  # of the stems of the shorter limit, for two limits to be one that changed
_NUMBER = regex(r"\((?:[a-z]|[ivx]{1,5}|\d{1,2})\)", re.I)  # of an item: "(iii)"
_QUALIFIER = 2  # words that can only narrow what they stand in


def _put_in(one: Limit, other: Limit) -> tuple[list[str], list[str]]:
    """The words that `other` has more than `one`, in one place, and those behind; none where it lacks any."""
    before, after = wording(one.text).split(), wording(other.text).split()
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    if len(after) <= len(before) or head + tail < len(before):
        return [], []
    return after[head : len(after) - tail], after[len(after) - tail :]


def growth(one: Limit, other: Limit) -> int:
    """1 where `other` is `one` with more cases ("... or if we wish"), -1 with more demands, else 0."""
    added, rest = _put_in(one, other)
    language = language_of(other.text)
    words = load_words("limits", language)
    joins = words["or"] | words["and"]
    lacking = wording(other.text).startswith(tuple(words["lacking"]))
    if items := _more_items(one, other, joins, words["lacking"]):
        # "without A or B" asks for one of them or for both.
        alternative = lacking and words["or"] & set(wording(other.text).split())
        return 0 if alternative else -items if lacking else items
    joined = next((word for word in added if word in joins), None)
    if lacking and joined:
        return -(joined in words["and"])  # "without A or B" asks for one or for both
    if joined is None and not added:
        return int(_has_further_case(one, other, words["or"]))
    more = joined is None and (added[0] in words["demands"] or say_of(" ".join(added), language))
    if more and not lacking and other.kind == "condition":
        return -1  # "if you ask, [where the law allows it]", "... [with your consent]"
    if joined is None:
        listed = re.search(r"[,/]", other.text) and not re.search(r"[,/]", one.text)
        return 1 if added and listed else 0
    if joined in words["or"]:
        return 1
    behind = [*added[added.index(joined) + 1 :], *rest][:1] or [""]
    # "if you agree and have paid" asks for both; "except auditors and advertisers" names more.
    demands = behind[0] in load_words("content", language)["empty"] - words["articles"]
    return -1 if demands and not wording(other.text).startswith(tuple(words["nouns"])) else 1


def _more_items(one: Limit, other: Limit, joins: frozenset[str], lacking: frozenset[str]) -> int:
    """1 where a list got one item more, by whatever signs it is joined: "A or B" -> "A, B or C"."""
    texts = [_NUMBER.sub(" ", limit.text) for limit in (one, other)]
    before, after = ([w for w in wording(text).split() if w not in joins] for text in texts)
    if other.kind != "exception" or not set(before) < set(after):
        return 0
    rest = iter(after)
    in_order = all(word in rest for word in before)  # a subsequence: each is looked for further on
    signs = rf"[,;/]|\b(?:{'|'.join(sorted(joins))})\b"
    first, then = (len(re.findall(signs, limit.text, re.I)) for limit in (one, other))
    listed = first or wording(one.text).startswith(tuple(lacking))
    return int(bool(in_order and listed and then > first))


def _has_further_case(one: Limit, other: Limit, joins: frozenset[str]) -> bool:
    """Whether `other` says `one` in other words, and behind ", or" a case that `one` does not know."""
    cases = re.split(rf",\s+(?:{'|'.join(sorted(joins))})\s+", other.text, flags=re.I)
    if len(cases) != 2 or "," in one.text:
        return False
    first, further = (frozenset(content_stems(case)) for case in cases)
    known = len(first & one.stems) >= _SHARED * min(len(first), len(one.stems) or 1)
    return known and len(further) > 1 and not further & one.stems


def is_qualified(one: Limit, other: Limit) -> bool:
    """Whether `other` asks for more by a word put in: "if you ask in writing", "may greatly affect".

    Longer stretches may say the opposite: "if [we believe in good faith that] the law requires it".
    """
    added, _ = _put_in(one, other)
    if (
        len(added) > _QUALIFIER
        or growth(one, other)
        or not any(found.isalpha() for found in content_stems(" ".join(added)))
    ):
        return False
    language = language_of(other.text)
    words, scope = load_words("limits", language), load_words("scope", language)
    said = f" {' '.join(added)} "
    if set(added) & (scope["all"] | words["denials"] | words["idle"] | _names(other)):
        return False
    return not any(f" {phrase} " in said for phrase in words["wide"] | scope["examples"])


def _names(limit: Limit) -> set[str]:
    """Words with a capital inside a limit: another name of a thing is no other demand."""
    words = [] if limit.text.isupper() else limit.text.split()[1:]
    return {part for word in words if word[:1].isupper() for part in wording(word).split()}
