"""Whose section a reference names: this document's own, a law's, or another document's."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal

from policydiff.compare.reference_words import reference_words, stem
from policydiff.patterns import regex

_LETTERS = regex(r"[A-ZÄÖÜ][\w-]*[A-ZÄÖÜ]\w*(?!\w)")  # "TMG", "DSGVO": the name of a law, mostly
_PARTS = regex(r"\s*,?\s*(?:(?:Abs(?:atz|\.)|lit\.|Satz|S\.|Nr\.|para(?:graph|\.)|point)\s*\w{1,3}\b\.?\s*)+", re.I)  # fmt: skip
_OF_NAMED = regex(r"\s+(?:of|in|under|to) (?:the|this) ((?-i:[A-Z])\w*)(?!\w)", re.I)
REACH = 90  # characters before a reference in which a law is its owner
# "likely" is no law's if the document has that very number; "perhaps", which may be a law's, is its own
# where its number went along with what it names; "name" is by heading.
Whose = Literal["own", "likely", "perhaps", "name"]


def dotted_stem(match: re.Match[str]) -> str:
    return stem(match["word"]) + "." * ("." in match["numbers"])


def whose_reference(
    text: str, match: re.Match[str], lawful: bool, named: frozenset[str]
) -> Whose | None:
    """Whose section a reference names; None for another document's."""
    words = reference_words()
    if _is_itself(text, match, named):
        return "own"
    if _is_another_s(text, match):
        return None
    called_own = {stem(match["word"]), dotted_stem(match)} & named
    likely = lawful and not called_own and "." in match["numbers"]
    if likely and words.dotted.fullmatch(match["word"]):
        return "perhaps" if _may_be_a_law_s(text, match, False, named) else "likely"
    return "perhaps" if _may_be_a_law_s(text, match, lawful, named) else "own"


def is_foreign(text: str, match: re.Match[str], *, lawful: bool, named: Collection[str]) -> bool:
    """Whether a reference is to a section of a law, or of another document."""
    if _is_itself(text, match, named):
        return False
    return _is_another_s(text, match) or _may_be_a_law_s(text, match, lawful, named)


def _is_itself(text: str, match: re.Match[str], named: Collection[str]) -> bool:
    """Whether what stands behind a reference is this document: "hereof", "of these Terms", "of the DPA"."""
    behind = _OF_NAMED.match(text, match.end())
    return bool(reference_words().itself.match(text, match.end())) or bool(
        behind and f"={behind[1].casefold()}" in named
    )


def _is_another_s(text: str, match: re.Match[str]) -> bool:
    """Whether its owner stands behind it: "Article 6 GDPR", "Section 5 of the Act"."""
    behind = text[match.end() :]
    behind = behind[part.end() :] if (part := _PARTS.match(behind)) else behind
    return bool(reference_words().owner.match(behind)) or _opens_a_name(behind)


def _may_be_a_law_s(text: str, match: re.Match[str], lawful: bool, named: Collection[str]) -> bool:
    """Whether its word is one of laws in a text that speaks of them, or a law stands before it."""
    words = reference_words()
    before = text[max(0, match.start() - REACH) : match.start()]
    word = match["word"].casefold()
    if (
        words.shared.fullmatch(word)
        and lawful
        and not {stem(word), dotted_stem(match)} & set(named)
    ):
        return True
    if words.pointing.search(before):
        return False
    # "47 U.S.C. § 230", "GDPR, Article 6"; and a law named earlier in the sentence.
    beside = re.search(r"(?:\b[A-Z]{2,}|\b[A-Z]\.)[\s,:(]*$", before)
    loud = before[-30:].isupper()  # then capitals tell nothing
    law = words.law.search(re.split(r"[.;]\s", before)[-1])
    return bool((beside and not loud) or law)


def _opens_a_name(behind: str) -> bool:
    """Whether what stands behind a number names its owner: "GDPR", "(BDSG)", "Communications Act"."""
    words = reference_words()
    head = behind.lstrip(" ,\"'”’")
    loud = behind[:30].isupper()  # then capitals tell nothing
    if not behind[:1].isspace() and not behind.startswith((",", "(", '"', "”", "’")):
        return False  # the end of a sentence
    if head.startswith("("):
        inside = head[1:].partition(")")[0]
        return bool(words.law.search(inside) or (not loud and _LETTERS.match(inside)))
    if words.law.match(head) or (not loud and _LETTERS.match(head)):
        return True
    # English gives capitals to names only; German to every noun.
    return bool(re.match(r"[A-Z]\w+ (?:[A-Z]\w+ )*[A-Z]\w+", head)) and bool(
        words.law.search(head[:80])
    )
