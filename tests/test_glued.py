"""A page whose blocks were stuck together has its sections back, and nothing else is taken apart."""

from __future__ import annotations

import pytest

from policydiff import api
from policydiff.structure.sentences import split_sentences

FILLER = (
    "You may use the parcel lockers as these terms allow, and no one else may use them for you. "
    * 9
)
STUCK = (
    "These are the terms of Northwind Parcels.1. Lockers." + FILLER.strip() + "2\\. Fees and Taxes."
    "You pay what the price list says.2.1 Late Fees.We may charge 5 EUR a day.2.2 Refunds."
    "We refund you within 14 days under section 9.3 Consumer Law.3. Ending.You may leave at any "
    'time.As long as it says "Locker No.4 Closed", you cannot use the API.4. Law.Dutch law applies.'
)


def headings(text: str, tmp_path) -> list[str]:
    path = tmp_path / "terms.md"
    path.write_text(f"# Parcel Terms\n\n{text}\n", encoding="utf-8")
    return [f"{s.number} {s.heading}".strip() for s in api.load(path).sections if s.heading]


def test_numbered_titles_that_stick_to_sentences_are_headings(tmp_path) -> None:
    assert headings(STUCK, tmp_path) == [
        "1. Lockers", "2. Fees and Taxes", "2.1 Late Fees", "2.2 Refunds", "3. Ending", "4. Law"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        pytest.param("2\\. Fees", "7\\. Fees", id="numbers that do not follow on each other"),
        pytest.param(".2.1 Late Fees.We", ". See 2.1 Late Fees. We", id="only three are left"),
    ],
)
def test_a_paragraph_with_other_numbers_stays_whole(written, instead, tmp_path) -> None:
    assert written in STUCK
    text = STUCK.replace(written, instead).replace(".4. Law.", ". ")
    assert headings(text, tmp_path) == []


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("We keep it under these Terms.4.3 Retention. We erase it.", 3),
        ("We keep it as long as the law says we must (five years).2. Your rights follow here.", 2),
        ("No amendment shall apply before the change in Terms. 11.3 Termination of License.", 2),
        ("Prohibited UsesWe want everyone to use the lockers safely. We mean it.", 3),
        ("LinkedIn collects what you type into it, and YouTube the films that you watch.", 1),
        ("Ask in Rm. 12 of the house if you would like to see what we hold of you there.", 1),
        ("Acme Parcels v.2 Beta is what we call the version of this service that you use.", 1),
        ("The processing rests on Art.6 Para.1 Sent.1 GDPR, as the law of the Union has it.", 1),
    ],
)
def test_what_begins_a_sentence_though_it_sticks(text, sentences) -> None:
    assert len(split_sentences(text)) == sentences, split_sentences(text)


NUMBERED = """1. Accounts

1.1 You must keep your password secret.

1.2 You may close your account at any time.

2. Payment

2.1 You must pay within 14 days:

1. by card, or
2. by transfer.
"""


@pytest.mark.parametrize(
    "text",
    [
        NUMBERED,
        NUMBERED.replace("1. Acc", "1. **Acc").replace("Accounts", "Accounts**"),
        "## Rules\n\n" + NUMBERED,
    ],
)
def test_items_over_numbered_paragraphs_are_headings(text: str, tmp_path) -> None:
    found = headings(text, tmp_path)
    assert [one for one in found if "Rules" not in one] == ["1. Accounts", "2. Payment"]


@pytest.mark.parametrize("gone", ["1.1 ", "2.1 "])
def test_items_over_other_paragraphs_stay_items(gone: str, tmp_path) -> None:
    assert headings(NUMBERED.replace(gone, ""), tmp_path) == []
