"""Marks that converters to Markdown leave of how a page was laid out: edges of tables, rules below text.

|  **SHARING** We do not sell it.          a cell of a table that held the whole page
**Everything here is ... only.** / ---     a rule below sentences, no heading
"""

from __future__ import annotations

from policydiff.patterns import regex

_EDGES = 3  # pipes of a line; more are cells
# Whole sentences over a rule, which CommonMark takes for a heading.
_LONG_SETEXT = regex(r"(?m)^([^\n]{120,4000}[.!?][*_]{0,3}[ \t]*)\n {0,3}-{3,200}[ \t]*$")
# What is left of tables that only laid a page out: a row of nothing, and the edge of a cell of text.
_EMPTY_ROW = regex(r"^[ \t]*(?:\|[ \t]*)+$")
_EDGE = regex(r"^[ \t]*(?:\|[ \t]*)+(?=[^|\n]+$)|(?<=[^\s|])[ \t]*(?:\|[ \t]*)+$")
_DASHES = regex(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")


def without_layout(source: str) -> str:
    """A piece of Markdown without such marks; with as many lines as before."""
    if "\n---" in source:
        source = _LONG_SETEXT.sub(r"\1\n", source)
    return _without_edges(source) if "|" in source else source


def _without_edges(source: str) -> str:
    """A piece with no table in it without the pipes that a laid-out page left at the edges of its text."""
    lines = source.split("\n")
    for at, line in enumerate(lines):
        dashed = "|" in line and _DASHES.match(line)
        if dashed and at and "|" in lines[at - 1]:
            closed = line.lstrip().startswith("|")  # "|---|", as no converter leaves it behind
            if closed or not _EMPTY_ROW.match(lines[at - 1]):
                return source
    return "\n".join(
        ""
        if _EMPTY_ROW.match(line) or ("|" in line and _DASHES.match(line))
        else (_EDGE.sub("", line) if line.count("|") < _EDGES else line)
        for line in lines
    )
