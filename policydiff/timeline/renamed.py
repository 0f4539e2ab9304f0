"""A publisher or product with another name: told once, by the title, and not again by every sentence."""

from __future__ import annotations

from policydiff.compare.normalise import Key
from policydiff.compare.words import diff_words
from policydiff.model import Document
from policydiff.timeline.content import wording

_LONGEST = 4  # words of a name

Renamed = tuple[str, str]  # the name before and after, as `wording` spells it


def find_renamed(old: Document, new: Document) -> Renamed | None:
    """What the title calls otherwise: "Acme Terms of Use" -> "Apex Terms of Use"; None for nothing."""
    if not old.title or not new.title or old.title == new.title:
        return None
    ops = diff_words(old.title, new.title)
    gone, come = (wording(" ".join(text for op, text in ops if op == sign)) for sign in "-+")
    stays = wording("".join(text for op, text in ops if op == "="))
    if not gone or not come or not stays or len([op for op, _ in ops if op != "="]) != 2:
        return None
    named = all(
        text.strip()[:1].isupper() or any(map(str.isupper, text)) for op, text in ops if op != "="
    )
    if not named or max(len(gone.split()), len(come.split())) > _LONGEST:
        return None
    return gone, come


def in_new_name(said: str, renamed: Renamed | None) -> Key:
    """Words as `wording` spells them, with the new name in the place of the old one."""
    if renamed is None:
        return Key(said)
    return Key(f" {said} ".replace(f" {renamed[0]} ", f" {renamed[1]} ")[1:-1])


def differ_in_name(old: str, new: str, renamed: Renamed | None) -> bool:
    """Whether two texts say the same but for the name."""
    return renamed is not None and in_new_name(wording(old), renamed) == wording(new)
