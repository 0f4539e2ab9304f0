"""What a label says together with the value beside it, though neither is a sentence.

    Retention period: 12 months.       | Category    | Sold or shared | Kept for |
    Shared with: our couriers          | ----------- | -------------- | -------- |
                                       | Identifiers | No             | 90 days  |

Wanted: that the publisher keeps it for 12 months, shares it with couriers, does not sell
identifiers and keeps them for 90 days. A label says nothing without a value that fits it.
"""

from __future__ import annotations

from functools import lru_cache

from policydiff.model import Modality
from policydiff.obligations.leadins import Inherited
from policydiff.obligations.lexicon import Lexicon
from policydiff.obligations.tables import Label
from policydiff.patterns import regex

_LABEL = regex(r"([^:.!?;|]{3,60}?)(?:\?\s+|\s*:\s+|\s+[–—-]\s+)(?=\S)")
_WORD = regex(r"[\w’'/-]+")

_LONGEST_LABEL = 64  # characters, with its mark

# Words of a label besides the known phrase: "our typical retention period (months)".
_MORE_WORDS = {"period": 3, "yes": 4, "things": 0}

# A longer value is text, and speaks for itself.
_MAX_VALUE_WORDS = 30

# "No, we do not", "Yes, never".
_MAX_REPLY_WORDS = 5


def value_start(text: str, start: int) -> tuple[str, int]:
    """("Kept for", where "90 days" begins) of "Kept for: 90 days"; ("", start) without a label."""
    near = text[start : start + _LONGEST_LABEL]
    if (
        ":" not in near
        and "?" not in near
        and " –" not in near
        and " —" not in near
        and " -" not in near
    ):
        return "", start
    found = _LABEL.match(text, start)
    return (found.group(1), found.end()) if found else ("", start)


def label_lends(label: str, value: str, told: str, lexicon: Lexicon) -> Inherited | None:
    """What the value under `label` says of the publisher; None if it says nothing.

    `told` are the headings that the value needs in order to be understood alone.
    """
    kind = _label(label, lexicon)
    if kind is None:
        return None
    modality = _answer(kind, value, lexicon)
    if modality is None:
        return None
    return Inherited(
        "company", modality, "plain", kind.topic, label.strip(), labelled=True, told=told
    )


def opens_list(text: str, lexicon: Lexicon) -> bool:
    """ "Retention periods:": a label whose values are the items below."""
    if len(text) > _LONGEST_LABEL or not text.endswith(":"):
        return False
    return len(text.split()) < 6 and _label(text, lexicon) is not None


def names_period(heading: str, lexicon: Lexicon) -> bool:
    """Is "Retention period" the heading, so that "90 days" alone says something?"""
    kind = _label(heading, lexicon)
    return kind is not None and kind.answers == "period"


def asked(question: str, answer: str, lexicon: Lexicon) -> tuple[str, bool] | None:
    """("we sell your data", False) of "Do you sell my data? No."; None for anything else."""
    if not question.endswith("?") or len(answer) > _LONGEST_LABEL:
        return None
    grammar, turned = lexicon.tables.grammar, lexicon.tables.turned
    words = _WORD.findall(question.lower())
    reply = _WORD.findall(answer.lower())
    if not reply or len(reply) > _MAX_REPLY_WORDS:
        return None
    known = grammar.yeses | grammar.noes
    if reply[0] not in known or len(words) < 3 or words[0] not in grammar.questions:
        return None
    reader = words[1] in turned
    said = [turned.get(word, word) if reader else word for word in words]
    modal = [words[0]] if words[0] in lexicon.tables.modals else []
    return " ".join([said[1], *modal, *said[2:]]), reply[0] in grammar.yeses


@lru_cache(maxsize=4_096)
def _label(label: str, lexicon: Lexicon) -> Label | None:
    """The kind of label that these words are; the longest phrase in them decides."""
    words = _WORD.findall(label.lower().replace("’", "'"))
    if lexicon.label_words.isdisjoint(words) or len(words) > _MAX_VALUE_WORDS:
        return None
    said = f" {' '.join(words)} "
    found: tuple[int, Label] | None = None
    for kind in lexicon.tables.labels:
        for name in kind.names:
            fits = (
                f" {name} " in said and len(words) - len(name.split()) <= _MORE_WORDS[kind.answers]
            )
            if fits and (found is None or len(name) > found[0]):
                found = (len(name), kind)
    return found[1] if found else None


def _answer(kind: Label, value: str, lexicon: Lexicon) -> Modality | None:
    """Practice or prohibition; None for a value that does not answer the label."""
    words = _WORD.findall(value.lower().replace("’", "'"))
    grammar = lexicon.tables.grammar
    if len(words) > _MAX_VALUE_WORDS:
        return None
    if not words:
        return (
            "practice" if kind.answers == "yes" and set(value) & set(grammar.check_marks) else None
        )
    first = words[0]
    timed = kind.answers == "period" and any(word in lexicon.time_words for word in words)
    if timed:
        return "prohibition" if first in grammar.negations else "practice"
    if first in grammar.noes or (first in grammar.negations and len(words) < 4):
        return "prohibition" if kind.answers != "period" or first in grammar.negations else None
    if kind.answers == "period":
        return "practice" if first in grammar.period_openers else None
    named = first not in grammar.ticks | lexicon.tables.verbs.pointers
    if first in grammar.yeses or (kind.answers == "things" and named):
        return "practice"
    return None


__all__ = ["asked", "label_lends", "names_period", "opens_list", "value_start"]
