"""A clause as words with their classes: what every later step reads instead of raw text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policydiff.obligations.lexicon import (
    ADVERB,
    CLOSE,
    COMMA,
    LINK,
    MASKED,
    NAME,
    OPEN,
    POSSESSIVE,
    PUNCTUATION,
    Lexicon,
)

# A clause longer than this is analysed up to here only (the text kept is whole). Real clauses
# reach about 1,500 characters; what is longer is a table or a machine's output, and a policy must
# not be able to stall its reader.
MAX_CLAUSE_CHARS = 5_000

# A word with its inner apostrophes, hyphens and slashes is one token ("don't", "opt-out",
# "and/or"), as are addresses; every other sign is a token of its own, so that "services,we" needs
# no space. Every quantifier runs over a class that the next part cannot match: linear time.
_TOKEN = re.compile(
    r"(?:https?://|www\.)[^\s)\]”\"]{1,500}"
    r"|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}"
    r"|\w+(?:[’'/-]\w+)*(?:(?<=s)[’'](?=\s))?"
    r"|[^\s\w“”\"‘’«»*_]"
)
_CONTRACTED = {"ll": "will", "re": "are", "ve": "have", "d": "would", "m": "am"}
_IRREGULAR = {"won": "will", "ca": "can", "sha": "shall"}  # what stands before "n't"
_IS_AFTER = frozenset({"it", "that", "there", "here", "he", "she", "what", "who", "let"})
_BRACKETS = {"(": OPEN, "[": OPEN, ")": CLOSE, "]": CLOSE}


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel lists, one entry a word or sign; offsets are into the clause's text."""

    text: str
    words: list[str]  # lower case, straight apostrophes, contractions split
    starts: list[int]
    ends: list[int]
    flags: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def phrase(self, start: int, end: int) -> str:
        """The words of a token range, lower case, joined by blanks."""
        return " ".join(self.words[start:end])


def tokenise(text: str, start: int, lexicon: Lexicon, names: frozenset[str]) -> Tokens:
    """Tokens of `text` from offset `start`; words in `names` are marked as the publisher's."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    flags: list[int] = []
    known = lexicon.flags
    grammar = lexicon.tables.grammar

    def add(word: str, begin: int, end: int, extra: int = 0) -> None:
        words.append(word)
        starts.append(begin)
        ends.append(end)
        flags.append(known.get(word, 0) | extra)

    for match in _TOKEN.finditer(text, start, start + MAX_CLAUSE_CHARS):
        begin, end = match.span()
        word = match.group().lower()
        flag = known.get(word)
        if flag is not None:
            words.append(word)
            starts.append(begin)
            ends.append(end)
            flags.append(flag | NAME if word in names else flag)
            continue
        if not word[0].isalnum():
            if word in ",;:—–":
                extra = COMMA | PUNCTUATION if word != ";" else COMMA | LINK | PUNCTUATION
            else:
                extra = _BRACKETS.get(word, 0) | PUNCTUATION
            add(word, begin, end, extra)
            continue
        if word[-1] in "’'":
            add(word[:-1], begin, end - 1, POSSESSIVE)
        elif "’" in word or "'" in word:
            head, _, tail = word.replace("’", "'").rpartition("'")
            if tail == "t" and head.endswith("n"):
                stem = _IRREGULAR.get(head[:-1], head[:-1])
                add(stem, begin, end - 3)
                add("not", end - 3, end)
            elif tail in _CONTRACTED:
                add(head, begin, begin + len(head), NAME if head in names else 0)
                add(_CONTRACTED[tail], begin + len(head), end)
            elif tail == "s" and head in _IS_AFTER:
                add(head, begin, begin + len(head))
                add("is", begin + len(head), end)
            elif tail == "s":
                add(head, begin, end, POSSESSIVE | (NAME if head in names else 0))
            else:
                add(word.replace("’", "'"), begin, end)
        if "’" in word or "'" in word:
            continue
        if word == "cannot":
            add("can", begin, begin + 3)
            add("not", begin + 3, end)
            continue
        extra = NAME if word in names else 0
        if word.endswith(grammar.adverb_suffixes) and word not in grammar.not_adverbs:
            extra |= ADVERB
        add(word, begin, end, extra)
    _mask_brackets(flags)
    return Tokens(text, words, starts, ends, flags)


def _mask_brackets(flags: list[int]) -> None:
    """Mark what stands in brackets: remarks, whose verbs are not the sentence's.

    A bracket that never closes, or that holds everything, hides nothing.
    """
    opened: int | None = None
    depth = 0
    spans: list[tuple[int, int]] = []
    for index, flag in enumerate(flags):
        if flag & OPEN:
            if depth == 0:
                opened = index
            depth += 1
        elif flag & CLOSE and depth:
            depth -= 1
            if depth == 0 and opened is not None:
                spans.append((opened, index))
    if spans and sum(end - begin + 1 for begin, end in spans) * 10 < len(flags) * 9:
        for begin, end in spans:
            for index in range(begin, end + 1):
                flags[index] = MASKED
