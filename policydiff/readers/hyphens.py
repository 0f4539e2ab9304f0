"""What stands between two lines of one sentence: a blank, or nothing behind the hyphen of a word.

a third-                    "third-party"
party and a first-          "first- and second-hand": the hyphen stands for the rest of the word
and second-hand copy
"""

from __future__ import annotations

from policydiff.patterns import regex

_CUT = regex(r"[^\W\d_]-$")
_GOES_ON = regex(r"(?!(?:and|or|to|but|und|oder|bis|et|ou|y|o|e|og|och|en)\b(?!-))[^\W\d_A-Z]")


def line_joint(before: str, after: str) -> str:
    """ "" where a line ends inside a word that has a hyphen, else a blank."""
    return "" if ends_in_hyphen(before) and _GOES_ON.match(after[:8]) else " "


def stands_for_a_word(before: str, after: str) -> bool:
    """Whether the hyphen at the end of a line stands for the rest of a word: "first-", "and third"."""
    return ends_in_hyphen(before) and after[:1].islower() and not _GOES_ON.match(after[:8])


def ends_in_hyphen(line: str) -> bool:
    """Whether a line ends in a word that has its hyphen there."""
    return _CUT.search(line.rstrip()[-2:]) is not None
