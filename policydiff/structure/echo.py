"""Whether the text behind a line takes up its words: a heading names what follows, a strapline does not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policydiff.patterns import regex
from policydiff.structure.lines import SMALL_WORDS, WORD, Line

_LOOK_AHEAD = 5  # lines in which a heading's words are looked for


_ASKS = regex(r"(?:how|what|when|where|why|who|which|if)\b", re.I)  # headings, not slogans


def echo_signs(line: Line, lines: Sequence[Line]) -> list[str]:
    """Whether the text behind the line takes up its words: a heading names what follows."""
    share = _taken_up(line, lines)
    if share is None:
        return []
    level = "words" if share >= 0.5 else "some words" if share else "no words"
    signs = [f"{level} taken up"]
    if _is_over_strapline(line, share, lines):
        signs.append("over a strapline")
    elif line.index and _is_strapline(line, lines):
        above = lines[line.index - 1]
        if _is_over_strapline(above, _taken_up(above, lines) or 0.0, lines):
            signs.append("a strapline")
    return signs


def _is_over_strapline(line: Line, share: float, lines: Sequence[Line]) -> bool:
    return (
        share >= 0.5
        and line.end != ":"
        and line.short
        and _is_strapline(lines[line.index + 1], lines)
        and not _is_plain(line.text)
    )


def _taken_up(line: Line, lines: Sequence[Line]) -> float | None:
    """Share of the line's words (their first six letters) that the next lines say again."""
    words = {w[:6] for w in line.key.split() if w not in SMALL_WORDS and len(w) > 2}
    ahead = lines[line.index + 1 : line.index + 1 + _LOOK_AHEAD]
    behind = {w[:6] for other in ahead for w in other.key.split()}
    return len(words & behind) / len(words) if words and behind else None


def _is_strapline(line: Line, lines: Sequence[Line]) -> bool:
    """A short line in ordinary case between a title and its text that the text does not take up."""
    after = lines[line.index + 1 : line.index + 2]
    return (
        line.short
        and line.words >= 5
        and line.end not in ":?"
        and not _ASKS.match(line.text)
        and _is_plain(line.text)
        and bool(after)
        and after[0].words >= 12
        and _taken_up(line, lines) == 0
    )


def _is_plain(text: str) -> bool:
    """Ordinary case: at most half of the words that carry meaning begin with a capital or digit."""
    content = [w for w in WORD.findall(text) if w.lower() not in SMALL_WORDS]
    capital = sum(1 for w in content if w[0].isupper() or w[0].isdigit())
    return capital <= 0.5 * len(content)
