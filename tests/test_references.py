"""PD501: references into this document by number, in whatever words; never those to a law."""

from __future__ import annotations

import pytest
from test_check_rules import codes, findings

TEXT = """\
# Terms of Service

## 1. Data

### 1.1 What you give us

We collect your name and your address when you create an account with us.

### 1.2 What we find out

We collect log data of your device.

## 2. Use

We may use it to run the service.

## 3. Sharing

We may share it with our partners.

## 4. Contact

You may write to us.
"""
USE = "We may use it to run the service."


def told(sentence: str, text: str = TEXT) -> list[str]:
    """What PD501 says of a new sentence in section 2."""
    new = text.replace(USE, f"{USE} {sentence}")
    return [
        f.new_text for f in findings(text, new) if f.code == "PD501"
    ]  # fmt: skip


OWN = {
    "We share it as section 9 describes.": ["section 9"],
    "We share it as described in section 9. We tell nobody else.": ["section 9"],
    "We share it as described in sections 3 and 9.": ["section 9"],
    "We share it as described in Sections 3, 8 and 9.": ["Section 8", "Section 9"],
    "See sections 2 to 7.": ["section 7"],
    "See sections 8(a) and 3(b).": ["section 8"],
    "We share it (see § 9).": ["§ 9"],
    "We share it (see §§ 3, 9).": ["§ 9"],
    "Clause 9 says more.": ["Clause 9"],
    "As set out in paragraph 9, we share it.": ["paragraph 9"],
    "As set out in article 9, we share it.": ["article 9"],
    "Art. 9 says more.": ["Art. 9"],
    "We share it, see sec. 9.": ["sec. 9"],
    "We share it under Section 2.3.": ["Section 2.3"],
    "We share it under Section 1.4.": ["Section 1.4"],
    "Subsection 1.7(c) says more.": ["Subsection 1.7"],
    "We share it as described in section 9 (Partners).": ["section 9"],
    "We share it as described in section 9 of this policy.": ["section 9"],
    "We share it as described in section 9 below.": ["section 9"],
    "WE SHARE IT AS DESCRIBED IN SECTION 9 ABOVE.": ["SECTION 9"],
    "Section 9 survives the end of this contract.": ["Section 9"],
    "We share it, see section 42.": ["section 42"],
    "Under the GDPR you may object, as described in section 9.": ["section 9"],
    "Mehr dazu, siehe Abschnitt 9.": ["Abschnitt 9"],
    "Näheres steht in Ziffer 9 dieser Bedingungen.": ["Ziffer 9"],
}
FOREIGN = [
    "We share it as section 3 describes, and sections 1 and 4.",
    "We share it under Section 1.1 and Section 1.2(a).",
    "We share it (sections 2-4).",
    "You may object under Article 21 GDPR.",
    "You may object (Art. 21 GDPR).",
    "You may object under Article 6(1)(f) of the GDPR.",
    "You may object under Art. 6 Abs. 1 lit. f DSGVO.",
    "Under the GDPR you have a right of access (Article 15) and to object (Articles 9 and 21).",
    "You may object under Section 9 of the Data Protection Act.",
    "You may object under the Data Protection Act, section 9.",
    "You may object under section 9 Data Protection Act 2018.",
    "You may object under section 9 (DPA 2018).",
    "We obey 16 C.F.R. § 312.",
    "We obey 47 U.S.C. § 9.",
    "We obey Cal. Civ. Code § 1798.100 and Section 160.103.",
    "We obey § 9 TMG and § 7 Abs. 2 UWG.",
    "We obey section 9 of our Cookie Policy.",
    "We obey Section 9 of Regulation (EU) 2016/679.",
    "Clause 9 of the Standard Contractual Clauses applies.",
    "The Standard Contractual Clauses apply; in Clause 9, option 2 holds.",
    "See section 3 or 30 days of logs.",
    "We changed section 3, 9 May 2024.",
    "We name it in Annex B, part 9 and chapter IV.",
    "Gemäß Abschnitt 9 des Datenschutzgesetzes.",
]


@pytest.mark.parametrize(("sentence", "wanted"), OWN.items(), ids=lambda one: str(one)[:50])
def test_own_sections_that_are_not_there(sentence: str, wanted: list[str]) -> None:
    assert told(sentence) == wanted


@pytest.mark.parametrize("sentence", FOREIGN)
def test_what_is_there_and_what_is_a_law_s(sentence: str) -> None:
    assert told(sentence) == []


def test_a_text_that_speaks_of_a_law_means_its_articles_unless_it_numbers_so() -> None:
    law = TEXT.replace("You may write to us.", "You have rights under the GDPR. Write to us.")
    assert told("We rely on Article 9.", law) == []
    assert told("We rely on Section 9.", law) == ["Section 9"]
    articles = law
    for number in range(1, 5):
        articles = articles.replace(f"## {number}. ", f"## Article {number}: ")
    assert told("We rely on Article 9.", articles) == ["Article 9"]


def test_numbered_paragraphs_and_items_are_places_too() -> None:
    text = "# Terms\n\n## 1. Use\n\n1.1 You may use it.\n\n1.2 You must not resell it.\n\n## 2. Fees\n\n(a) You must pay.\n\n(b) We may remind you.\n\n## 3. End\n\nYou may leave.\n"
    new = text.replace("You may leave.", "You may leave, but section 1.2, section 2(b) and section 2 stay. Section {} too.")  # fmt: skip
    for number, wanted in (("1.1", []), ("1.3", ["PD501"]), ("3", []), ("7", ["PD501"])):
        assert [c for c in codes(text, new.format(number)) if c == "PD501"] == wanted


def test_paragraphs_may_be_counted_by_the_page() -> None:
    """CSS and word processors number paragraphs without a digit in the text."""
    text = "# Terms\n\n## 1. Use\n\nYou may use it.\n\nYou must not resell it.\n\n## 2. Fees\n\nYou must pay.\n\n## 3. End\n\nYou may leave.\n"
    for number, wanted in (("1.2", []), ("1.3", ["PD501"]), ("9.1", ["PD501"])):
        new = text.replace("You must pay.", f"You must pay as section {number} says.")
        assert [c for c in codes(text, new) if c == "PD501"] == wanted


@pytest.mark.parametrize(
    ("old", "new"),
    [("### 1.1 What you give us\n\n", ""), ("### 1.1 What you give us", "### What you give us")],
    ids=["heading gone", "number gone"],
)
def test_a_number_that_is_gone_breaks_what_points_to_it(old: str, new: str) -> None:
    text = TEXT.replace("our partners.", "our partners, as described in section 1.1.")
    found = findings(text, text.replace(old, new))
    assert {f.code: f.message for f in found if f.code in ("PD501", "PD503")} == {
        "PD501": "“section 1.1” points nowhere in this version",
        "PD503": "Section 1.2 is the first of its kind: the ones before it are missing",
    }
    gone = [f.message for f in found if f.code in ("PD301", "PD302", "PD303")]
    assert (
        gone == []
        if new
        else gone == ["Section “What you give us” is gone; what stood in it stands under “Data”"]
    )


def test_a_heading_that_comes_above_a_text_splits_it() -> None:
    without = TEXT.replace("### 1.1 What you give us\n\n", "")
    told = [f.message for f in findings(without, TEXT) if f.code in ("PD302", "PD303", "PD503")]
    assert told == []
