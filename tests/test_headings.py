"""Headings of unmarked text, kind by kind: documents whose headings are marked in their cases.

A line that starts with "@1 " is a heading of level 1, "@T " the title; in run-in cases the heading is
what stands before the first full stop or colon.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policydiff.api import explained, read_pair
from policydiff.model import Document, RawSnapshot
from policydiff.structure import build_document
from policydiff.structure.settling import settle_headings

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
_LIMITS = frozenset(["levels-under-empty", "lists-without-bullets", "toc-bare"])


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


def pair(old: bytes, new: bytes) -> tuple[Document, Document]:
    """Two versions, read together."""
    raws = [RawSnapshot(data=data, source=f"{at}.txt") for at, data in enumerate((old, new))]
    first, second = read_pair(*raws)
    assert first
    assert second
    return first, second


def named(document: Document) -> set[str]:
    return {section.heading for section in document.sections if section.heading}


_UNSTEADY = sorted(CASES.glob("[cnls]*.txt"))  # those without tables of contents


@pytest.mark.parametrize("path", _UNSTEADY, ids=lambda path: path.stem)
def test_an_edit_elsewhere_makes_no_heading(path: Path) -> None:
    """Swap two sections, or add a sentence: the lines that stand in both are decided alike."""
    data, wanted = read_case(path)
    lines = data.decode().rstrip("\n").split("\n")
    starts = [line - 1 for line, _ in wanted]
    parts = [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    top = lines[: starts[0]]
    for at in range(len(parts) - 1):
        if min(sum(map(bool, part)) for part in parts[at : at + 2]) < 2:
            continue  # a heading with nothing under it
        swapped = [*parts[:at], parts[at + 1], parts[at], *parts[at + 2 :]]
        last = max(rank for rank, line in enumerate(parts[at]) if line)
        added = [
            line + " Staff are told as well." * (rank == last)
            for rank, line in enumerate(parts[at])
        ]
        for edited in (swapped, [*parts[:at], added, *parts[at + 1 :]]):
            new = "\n".join([*top, *(line for part in edited for line in part)]).encode()
            first, second = pair(data, new)
            assert named(first) == named(second), at


def test_versions_decide_together_whatever_their_order() -> None:
    data, _ = read_case(CASES / "names-on-top.txt")
    other = data.replace(b"Wills are kept until they are needed.", b"")
    third = data.replace(b"What we learn\n", b"What we learn\nFrom you\nFrom the court\n")
    documents = [
        build_document(RawSnapshot(data=text, source="x.txt")) for text in (data, other, third)
    ]
    settled = settle_headings(documents)
    assert settle_headings(documents[::-1]) == settled[::-1]
    assert settle_headings([documents[0], *documents]) == [settled[0], *settled]
    assert settle_headings([documents[0]] * 3) == [{}, {}, {}]


def test_what_an_author_marked_up_is_not_decided_by_other_versions() -> None:
    """A line that becomes a heading by markup has changed."""
    rest = "\n\nWe keep it.\n\n# Uses\n\nWe use it.\n\n# Rights\n\nYou have some.\n"
    raws = [RawSnapshot(data=(f"# One\n\nText.\n\n{line}{rest}").encode(), source="p.md")
            for line in ("Storage", "# Storage")]  # fmt: skip
    first, second = read_pair(*raws)
    assert first
    assert second
    assert "Storage" in named(second) - named(first)


@pytest.mark.parametrize("name", ["run-in", "parts", "lists-without-bullets", "toc-leaders"])
def test_every_line_is_explained(name: str) -> None:
    data, _ = read_case(CASES / f"{name}.txt")
    document = explained(build_document(RawSnapshot(data=data, source="case.txt")))
    told = [decision.line for decision in document.decisions]
    lines = data.decode().split("\n")
    assert told == sorted(told)
    assert set(told) == {number for number, line in enumerate(lines, 1) if line.strip()}
    assert all(decision.signs for decision in document.decisions)
