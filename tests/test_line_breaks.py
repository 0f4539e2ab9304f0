"""Breaks inside a paragraph: a sentence goes on over them, an address and a list do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydiff import api
from policydiff.model import RawSnapshot
from policydiff.structure.documents import build_document

TOGETHER = [
    [
        "We never lend, sell or otherwise",
        "hand over the parcels of any",
        "customer without an order.",
    ],
    ["We tell you", "of every delay."],
    ["We deliver on behalf of the", "Northwind Group and of others."],
    ["Wir geben Ihre", "Anschrift an Zusteller weiter."],
    [
        "We keep the receipts of your parcels in the",
        "archive of our depot at the harbour, where the",
        "Customs Office may see them, and nobody else in",
        "Northport may.",
    ],
]
APART = [
    ["Northwind Parcels Ltd,", "12 Quay Street,", "Northport NP1 2QS"],
    ["Northwind Parcels Ltd", "c/o Legal", "desk@parcels.example"],
    ["We collect:", "your name", "your address", "your telephone number."],
    ["First and last name", "postal address", "telephone number"],
    ["You may object at any time.", "please write to us."],
    ["Cookies", "we use them to keep you signed in."],
    ["• parcels that you send to us", "• letters that you send."],
]


def clauses(text: str, format_: str) -> list[str]:
    document = build_document(RawSnapshot(data=text.encode(), source="page"), format_=format_)
    return [clause.text for clause in document.clauses]


def in_html(lines: list[str]) -> list[str]:
    return clauses(f"<html><body><h1>Parcel Policy</h1><p>{'<br>'.join(lines)}</p>", "html")


def in_markdown(lines: list[str]) -> list[str]:
    return clauses("# Parcel Policy\n\n" + "  \n".join(lines) + "\n", "markdown")


@pytest.mark.parametrize("lines", TOGETHER)
def test_a_sentence_goes_on(lines: list[str]) -> None:
    assert in_html(lines) == in_markdown(lines) == [" ".join(lines)]


@pytest.mark.parametrize("lines", APART)
def test_lines_stay_apart(lines: list[str]) -> None:
    assert in_html(lines) == [line.removeprefix("• ") for line in lines]


def test_two_sentences_keep_their_lines() -> None:
    page = b"<html><body><h1>Parcels</h1>\n<p>We never sell your\n<br>\ndata. You may\n<br>\nobject to it.</p></body></html>"
    found = [(clause.text, clause.line) for clause in api.load(page).clauses]
    assert [text for text, _ in found] == ["We never sell your data.", "You may object to it."]
    assert found[0][1] < found[1][1] <= 6


def test_shift_enter_in_a_word_file(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("Parcel Policy", 0)
    run = document.add_paragraph().add_run("We never sell the names of")
    run.add_break()
    run.add_text("our customers to anybody.")
    document.save(str(tmp_path / "policy.docx"))
    found = api.load(tmp_path / "policy.docx").clauses
    assert [clause.text for clause in found] == [
        "We never sell the names of our customers to anybody."
    ]
