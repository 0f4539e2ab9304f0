"""A publisher or product with another name: told once, by the title or a sentence, not by every one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from policydiff.compare.normalise import Key
from policydiff.compare.words import diff_words
from policydiff.model import Comparison, Document, Op
from policydiff.timeline.content import wording

_LONGEST = 4  # words of a name
_OFTEN = 2  # clauses in which one name stands for another, from which it is one everywhere

Renamed = tuple[str, str]  # the name before and after, as `wording` spells it


def renamed_in_title(old: Document, new: Document) -> Renamed | None:
    """What the title calls otherwise: "Acme Terms of Use" -> "Apex Terms of Use"; None for nothing."""
    if not old.title or not new.title or old.title == new.title:
        return None
    ops = diff_words(old.title, new.title)
    stays = wording("".join(text for op, text in ops if op == "="))
    if not stays or len([op for op, _ in ops if op != "="]) != 2:
        return None
    gone, come = (" ".join(text for op, text in ops if op == sign) for sign in "-+")
    return _names(gone, come)


def renamed_in_text(old: Document, new: Document, comparison: Comparison) -> Renamed | None:
    """The name that stands for another in several clauses: "Twitter" -> "X"; None for nothing.

    The old name stands nowhere in the new text, and the new one nowhere in the old: "Google" that became
    "Stripe" in a list of two vendors is no new name.
    """
    exchanged = Counter(
        names
        for section in comparison.sections
        for pair in section.clauses
        if pair.change == "edited"
        for names in _exchanged(pair.ops)
    )
    for (gone, come), times in exchanged.most_common(3):
        if times >= _OFTEN and not (_stands(gone, new) or _stands(come, old)):
            return gone, come
    return None


def find_renamed(old: Document, new: Document, comparison: Comparison) -> Renamed | None:
    """The name before and after, by the title or by the text."""
    return renamed_in_title(old, new) or renamed_in_text(old, new, comparison)


def _exchanged(ops: Iterable[Op]) -> Iterator[Renamed]:
    before = ("", "")
    for op, text in ops:
        if op == "+" and before[0] == "-" and (names := _names(before[1], text)):
            yield names
        before = (op, text)


def _names(gone: str, come: str) -> Renamed | None:
    """Both as `wording` spells them, where each looks like a name."""
    named = all(text.strip()[:1].isupper() or any(map(str.isupper, text)) for text in (gone, come))
    one, other = wording(gone), wording(come)
    if not named or not one or not other:
        return None
    return (one, other) if max(len(one.split()), len(other.split())) <= _LONGEST else None


def _stands(name: str, document: Document) -> bool:
    return any(f" {name} " in f" {wording(clause.text)} " for clause in document.clauses)


def in_new_name(said: str, renamed: Renamed | None) -> Key:
    """Words as `wording` spells them, with the new name in the place of the old one."""
    if renamed is None:
        return Key(said)
    return Key(f" {said} ".replace(f" {renamed[0]} ", f" {renamed[1]} ")[1:-1])


def differ_in_name(old: str, new: str, renamed: Renamed | None) -> bool:
    """Whether two texts say the same but for the name."""
    one, other = wording(old), wording(new)
    return renamed is not None and one != other == in_new_name(one, renamed)
