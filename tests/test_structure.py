"""Structure: headings, clauses, what is left out. Pages in cases/structure show whole outlines."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest
from conftest import Page, read_pages, spell
from generators import as_markdown, as_text, make_policy

from policydiff import api
from policydiff.model import Document, RawSnapshot
from policydiff.structure.documents import build_document


def outline(document: Document) -> str:
    """A document as a page spells it: title, headings by level, clauses, lines left out."""
    rows = [f"title: {document.snapshot.title}"] if document.snapshot.title else []
    for section in document.sections:
        number = f"{section.number} " if section.number else ""
        rows.append(f"{'#' * section.level} {number}{section.heading or '-'} ({section.style})")
        for clause in section.clauses:
            number = f"[{clause.number}] " if clause.number else ""
            lead = f" <- {clause.lead_in}" if clause.lead_in else ""
            rows.append(f"{clause.line} {clause.kind}: {number}{clause.text}{lead}")
    rows += [f"left out: {d.kind} {d.first_line}-{d.last_line}" for d in document.dropped]
    return "".join(f"{row}\n" for row in rows)


@pytest.mark.parametrize("page", read_pages("structure"))
def test_pages(page: Page) -> None:
    raw = RawSnapshot(data=spell(page.given).encode(), source="page")
    page.check(outline(build_document(raw, format_=page.path.stem)))


@pytest.mark.parametrize("write", [as_markdown, as_text])
def test_headings_of_made_policies_are_found(write: object) -> None:
    """Of made policies nearly every heading is found, and hardly anything else is one."""
    found = wanted = right = 0
    for seed in range(60):
        policy = make_policy(random.Random(seed))
        document = api.load(write(policy).encode())  # type: ignore[operator]
        headings = {section.heading for section in document.sections if section.heading}
        names = {heading for heading, _ in policy}
        found, wanted, right = (
            found + len(headings), wanted + len(names), right + len(headings & names)
        )  # fmt: skip
    assert right / wanted > 0.97
    assert right / found > 0.97


def test_ids_are_in_order_and_unique() -> None:
    for seed in range(20):
        document = api.load(as_markdown(make_policy(random.Random(seed))).encode())
        assert [s.id for s in document.sections] == [
            f"s{n}" for n in range(1, len(document.sections) + 1)
        ]
        for section in document.sections:
            assert [c.id for c in section.clauses] == [
                f"{section.id}.c{n}" for n in range(1, len(section.clauses) + 1)
            ]


def test_paths_and_levels_agree() -> None:
    text = "# Policy\n\n## A\n\nOne.\n\n### B\n\nTwo.\n\n##### C\n\nThree.\n\n## D\n\nFour.\n"
    document = api.load(text.encode())
    assert [(s.level, s.path) for s in document.sections] == [
        (1, ("A",)), (2, ("A", "B")), (3, ("A", "B", "C")), (1, ("D",)),
    ]  # fmt: skip


def test_a_clause_says_on_which_line_it_stands() -> None:
    text = "# Policy\n\nOne stands here. Two stands here.\n\n- three,\n- four.\n"
    lines = text.split("\n")
    clauses = api.load(text.encode()).clauses
    assert len(clauses) == 4
    for clause in clauses:
        assert clause.text in lines[clause.line - 1]


def test_decisions_explain_every_heading() -> None:
    document = api.load(as_text(make_policy(random.Random(1))).encode())
    told = {d.line for d in document.decisions if d.heading}
    assert {s.line for s in document.sections if s.heading} <= told
    assert all(d.signs for d in document.decisions if d.heading)


SENTENCES = {
    "We share it, e.g. with shops. We keep it.": 2,
    "Acme Inc. is the controller. We keep it.": 2,
    "We keep it at Acme Inc. We share it.": 2,
    "Write to Mr. Smith at 10 a.m. on Friday.": 1,
    "See www.shop.example/privacy for more.": 1,
    "Version 1.2.3 applies. It is new!": 2,
    "Do we share it? Never. We do not.": 3,
    "We keep it (see Sec. 4.2). We share it.": 2,
    "(1) We keep it.": 1,
    "": 0,
}


@pytest.mark.parametrize(("text", "count"), SENTENCES.items())
def test_sentences(text: str, count: int) -> None:
    document = api.load(f"# Policy\n\n{text}\n".encode())
    assert len(document.clauses) == count, [clause.text for clause in document.clauses]


def test_sentences_joined_by_blanks_are_the_paragraph() -> None:
    rng = random.Random(5)
    words = [
        "We",
        "share",
        "it.",
        "e.g.",
        "Inc.",
        "(see",
        "4.2)",
        "“No.”",
        "why?",
        "1.",
        "U.S.",
        "a;",
        "…",
    ]
    for _ in range(200):
        text = "Policy text " + " ".join(rng.choice(words) for _ in range(rng.randint(1, 30)))
        document = api.load(f"# Policy\n\n{text}\n".encode())
        shown = " ".join(f"{c.number} {c.text}" if c.number else c.text for c in document.clauses)
        assert Counter(re.findall(r"\S+", shown)) == Counter(text.split())
