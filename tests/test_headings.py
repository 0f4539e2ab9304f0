"""Headings of unmarked text, kind by kind: documents whose headings are marked in their cases.

A line that starts with "@1 " is a heading of level 1, "@T " the title; in run-in cases the heading is
what stands before the first full stop or colon.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policydiff.model import RawSnapshot
from policydiff.structure import build_document

CASES = Path(__file__).parent / "cases" / "headings"
_MARK = re.compile(r"^@([T\d]) ", re.M)

Found = list[tuple[int, int]]  # line and level


def read_case(path: Path) -> tuple[bytes, Found]:
    """The text without marks, and its headings."""
    text = path.read_text()
    wanted = [
        (number, int(mark[1]))
        for number, line in enumerate(text.split("\n"), 1)
        if (mark := _MARK.match(line)) and mark[1] != "T"
    ]
    return _MARK.sub("", text).encode(), wanted


def headings(data: bytes) -> Found:
    """Line and level of what is found."""
    document = build_document(RawSnapshot(data=data, source="case.txt"))
    return [(section.line, section.level) for section in document.sections if section.heading]


# Known limits: what is wrong with them is said in docs/headings.md.
_LIMITS = frozenset(
    ["colon-shop", "count-inner-lists", "levels-under-empty", "lists-without-bullets",
     "toc-bare"]
)  # fmt: skip


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
@pytest.mark.parametrize("dense", [False, True], ids=["as it is", "dense"])
def test_cases(path: Path, dense: bool) -> None:
    if path.stem in _LIMITS:
        pytest.skip("a known limit")
    data, wanted = read_case(path)
    if dense:  # without blank lines
        lines = data.decode().split("\n")
        kept = [number for number, line in enumerate(lines, 1) if line.strip()]
        place = {number: position for position, number in enumerate(kept, 1)}
        data = "\n".join(lines[number - 1] for number in kept).encode()
        wanted = [(place[line], level) for line, level in wanted]
    assert headings(data) == wanted
