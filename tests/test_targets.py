"""References are compared by what they name: shifted, padded, as a range, as a part of a section."""

from __future__ import annotations

import re

import pytest
from alignment_fixtures import compare, told, warned
from test_check_rules import findings

CLUB = """\
1. Members

1. You may join if you are over 18.
2. A member pays as Section 2 says.

2. Fees

1. The fee is 20 euros a month.
2. We collect it on the first day of each month:
(a) by card, or
(b) by direct debit.
3. If you do not pay, Article 3.02 applies.

3. Ending

1. You may leave at any time.
2. We may end a membership with 30 days' notice.
3. Fees under clause 2.2(b) that were paid too early are returned within 14 days.
4. What was agreed under Article 3.03 stays in force.

4. Disputes

1. Write to us first, as paragraph 4 of Section 3 says.
2. The courts of Tromso decide. Articles 1.01 and 3.01 stay in force.
"""
BEFORE = "1. Who we are\n\n1. Fjordklubben is a club in Tromso.\n\n"
LAST = "4. What was agreed under Article 3.03 stays in force.\n"
ADDED = "2. We may end a membership with 30 days' notice.\n"


def shifted(text: str) -> str:
    """The text with its sections and what names them one further on."""
    text = re.sub(r"(?m)^(\d)(?=\. [A-Z]\w+$)", lambda m: str(int(m[1]) + 1), text)
    text = re.sub(r"(?<=Section )\d|(?<![\d.])\d(?=\.\d)", lambda m: str(int(m[0]) + 1), text)
    return BEFORE + text


@pytest.mark.parametrize("law", ["", "We follow the GDPR. "])
@pytest.mark.parametrize("padding", ["0", ""])
def test_items_that_are_counted_anew_in_each_section(law: str, padding: str) -> None:
    old = CLUB.replace(".0", f".{padding}").replace("The courts", f"{law}The courts")
    found = compare(old, shifted(old))
    assert warned(found) == []
    assert [line for line in told(found) if line[0] != "+"] == []


def test_a_part_of_a_section_that_another_one_was_put_before() -> None:
    more = "3. We may end it at once if you break these rules.\n"
    new = CLUB.replace(ADDED, ADDED + more).replace("3. Fees under", "4. Fees under")
    new = new.replace("4. What was", "5. What was")
    followed = new.replace("3.03", "3.04").replace("paragraph 4 of", "paragraph 5 of")
    assert [line[0] for line in told(compare(CLUB, followed))] == ["+"]
    assert warned(compare(CLUB, followed)) == []
    left = warned(compare(CLUB, new.replace("3.03", "3.04")))
    assert [(code, message.split(" points")[0]) for code, message in left] == [
        ("reference-elsewhere", "“paragraph 4 of Section 3”")
    ]
    gone = warned(compare(CLUB, CLUB.replace(LAST, "")))
    assert [(code, message.split(" points")[0]) for code, message in gone] == [
        ("dangling-reference", "“paragraph 4 of Section 3”")
    ]


def test_a_lettered_item_of_a_section() -> None:
    old = CLUB.replace("Section 2 says", "Section 2(2) says, and item (b) of clause 2.2")
    items = (
        "(a) by card, or\n(b) by direct debit.",
        "(a) by card,\n(b) in cash, or\n(c) by direct debit.",
    )
    put_in = old.replace(*items).replace("clause 2.2(b)", "clause 2.2(c)")
    followed = compare(old, put_in.replace("item (b) of", "item (c) of"))
    assert (told(followed), warned(followed)) == (["+ in cash, or"], [])
    assert [
        (code, message.split(" points")[0]) for code, message in warned(compare(old, put_in))
    ] == [("reference-elsewhere", "“(b) of clause 2.2”")]
    gone = old.replace(items[0], "(a) by card.").replace("clause 2.2(b)", "clause 2.2(a)")
    assert [
        (code, message.split(" points")[0]) for code, message in warned(compare(old, gone))
    ] == [("dangling-reference", "“(b) of clause 2.2”")]


def test_an_article_that_may_be_a_law_s_keeps_its_number_without_a_warning() -> None:
    law = "4. We follow the GDPR. You may object (Article 2.1)."
    old = CLUB.replace("4. What was agreed under Article 3.03 stays in force.", law)
    new = shifted(CLUB).replace("4. What was agreed under Article 4.03 stays in force.", law)
    assert warned(compare(old, new)) == []


def two_contracts(first: int) -> str:
    """A page with a contract and, below it, another that counts anew; `first` is the number of "Use"."""
    text = ""
    for name in ("Guests", "Hosts"):
        more = f"## 1. Words\n\n{name} are called so in this part.\n\n" if first > 1 else ""
        text += (
            f"{more}## {first}. Use\n\n{name} may use the kitchen as Section {first + 1} says.\n\n"
            f"## {first + 1}. Kitchen\n\n{name} leave the kitchen clean behind them each night.\n\n"
            f"## {first + 2}. Fees\n\nFEES OF {name.upper()} UNDER SECTION {first + 1} ARE DUE AT NOON.\n\n"
            f"Beyond what the SCCs say, {name.lower()} pay as Section {first + 1} wants it.\n\n"
        )
    return text


def test_a_number_that_stands_twice_is_the_one_of_its_own_part() -> None:
    found = compare(two_contracts(1), two_contracts(2))
    assert [line[0] for line in told(found)] == ["+", "+"]
    assert warned(found) == []
    other = two_contracts(2).replace("SECTION 3", "SECTION 4")
    assert [line[0] for line in told(compare(two_contracts(1), other))] == ["+", "~", "+", "~"]


KEPT = (
    "# Terms\n\n## {0}. Scope\n\nYou agree to {said}.\n\n{more}## {1}. Use\n\nWe use your number to send the "
    "opening code to it.\n\n## {2}. Fees\n\nThe fee is four dollars a month for everybody.\n\n## {3}. Ending"
    "\n\nYou may give back your locker at any time.\n\n## {4}. Law\n\nThe law of Malta applies.\n"
)
RANGES = [
    ("12345", "Sections 2, 3 and 4", "Sections 2 to 4"),
    ("12345", "Sections 2, 3 and 4", "Sections 2-4"),
    ("12345", "Sections 2 – 4", "Sections 2 through 4"),
    ("12345", "Sections 2, 3 and 4", "Sections 2, 3 & 4"),
    (["I", "II", "III", "IV", "V"], "Sections II, III and IV", "Sections II to IV"),
    ("ABCDE", "Sections B, C and D", "Sections B-D"),
]


@pytest.mark.parametrize(("numbers", "one", "other"), RANGES)
def test_a_range_is_what_lies_in_it(numbers: str | list[str], one: str, other: str) -> None:
    for before, now in ((one, other), (other, one)):
        old, new = (KEPT.format(*numbers, said=said, more="") for said in (before, now))
        assert compare(old, new).same


def test_a_range_is_followed_where_its_sections_went() -> None:
    more = "## 2. Children\n\nNobody under the age of thirteen may open a locker.\n\n"
    old = KEPT.format(*"12345", said="Sections 2, 3 and 4", more="")
    new = KEPT.format(*"13456", said="Sections 3 to 5", more=more)
    assert [line[0] for line in told(compare(old, new))] == ["+"]


def test_a_document_that_gives_itself_a_short_name() -> None:
    said = "what this Locker Renting Contract (the “LRC”) says in {} of the LRC"
    more = "## 2. Children\n\nNobody under the age of thirteen may open a locker.\n\n"
    old = KEPT.format(*"12345", said=said.format("Section 3"), more="")
    new = KEPT.format(*"13456", said=said.format("Section 4"), more=more)
    assert [line[0] for line in told(compare(old, new))] == ["+"]
    others = [text.replace("of the LRC", "of the Act") for text in (old, new)]
    assert [line[0] for line in told(compare(*others))] == ["~", "+"]


@pytest.mark.parametrize(
    ("before", "now"),
    [("Sections 2 and 4", "Sections 2-4"), ("Sections 2 to 4", "Sections 2 to 5"),
     ("Sections 2, 3 or 4", "Sections 2 to 4"), ("Sections 2 and 3", "Sections 2 or 3"),
     ("Sections 2, 3 and 4", "Paragraphs 2 to 4")],
)  # fmt: skip
def test_another_range_is_an_edit(before: str, now: str) -> None:
    old, new = (KEPT.format(*"12345", said=said, more="") for said in (before, now))
    assert [line[0] for line in told(compare(old, new))] == ["~"]


CONCERTS = (
    "# Scope\n\nThese terms apply to you and us. {0}\n\n# Refunds\n\nWe pay back what you paid within 14 days "
    "if the concert is called off.\n\n# Contact\n\nWrite to the box office in Cork.\n\n# Law\n\nThe law of "
    "Ireland applies to these terms.\n"
)
REFUNDS = CONCERTS.split("# Contact")[0].split("{0}\n\n")[1]
BY_NAME = [
    "How we pay you back, see “Refunds” below.", 'More is said under "Refunds".', "See Refunds.",
    "You get it back (see Refunds).", "Section 2 (“Refunds”) says more.", "See the Refunds section.", "It is explained in Refunds, too.",
]  # fmt: skip


@pytest.mark.parametrize("sentence", BY_NAME)
def test_a_section_that_is_called_by_its_name(sentence: str) -> None:
    old = CONCERTS.format(sentence)
    renamed = old.replace("# Refunds", "# Money back")
    gone = old.replace(REFUNDS, "")
    followed = compare(old, old.replace("Refunds", "Money back"))
    assert (told(followed), warned(followed)) == ([], [])
    assert told(compare(old, old.replace(sentence, sentence.replace("Refunds", "Contact"))))
    for new, now in (
        (renamed, "that section is “Money back” now"),
        (gone, "the section was removed"),
    ):
        assert warned(compare(old, new)) == [
            ("dangling-reference", f"“Refunds” points nowhere in this version: {now}")
        ]
        assert [f.code for f in findings(old, new) if f.code.startswith("PD50")] == ["PD501"]
    assert warned(compare(old, old.replace("# Refunds", "# Refunds and vouchers"))) == []


@pytest.mark.parametrize("sentence", ["Refunds are rare.", "We call it “Refunds” here."])
def test_a_word_that_a_heading_has_too_is_no_reference(sentence: str) -> None:
    old = CONCERTS.format(sentence)
    assert warned(compare(old, old.replace(REFUNDS, ""))) == []


@pytest.mark.parametrize(
    ("link", "heading", "code"),
    [("#refunds", "Refunds", None), ("#refunds", "Money back", "PD501"), ("#money-back", "Money back", None),
     ("#contact", "Refunds", "PD504"), ("#elsewhere", "Refunds", None)],
)  # fmt: skip
def test_a_link_into_the_page(link: str, heading: str, code: str | None) -> None:
    old = CONCERTS.format("How we pay back is told [there](#refunds).")
    new = old.replace("#refunds", link).replace("# Refunds", f"# {heading}")
    assert [f.code for f in findings(old, new) if f.code.startswith("PD50")] == [code] * bool(code)


def test_a_section_takes_what_stands_under_it_along() -> None:
    part = "## {0}\n\nThe words of this part, {0}, are its own and long enough to tell it from others.\n\n"
    data = ["# Data\n\n", *(part.format(name) for name in ("Names", "Places", "Times", "Cards"))]
    use, fees, end = (part.format(name)[1:] for name in ("Use", "Fees", "End"))
    found = compare("".join([*data, use, fees, end]), "".join([use, fees, *data, end]))
    assert [s.new[0].heading for s in found.sections if "moved" in s.changes] == ["Data"]
    inside = compare("".join([*data, use]), "".join([data[0], *reversed(data[1:]), use]))
    assert sum("moved" in s.changes for s in inside.sections) == 3


POOL = """\
Rules of the pool

What you may not do

You may not:

(a) run on the wet tiles around the basin;
(b) bring glasses and bottles to the water;
(c) push others from the blocks or the stairs.

{0}

What you may bring

You may bring:

(a) a towel and a book;
(b) fruit that makes no stains.
"""
SENT = "Who breaks paragraph (c) above leaves the pool at once and pays no less for that."


def relettered(text: str) -> str:
    glasses = "(b) bring glasses and bottles to the water;\n"
    return text.replace(glasses, "").replace("(c)", "(b)")


def test_a_reference_by_letter_goes_along_with_its_item() -> None:
    old = POOL.format(SENT)
    assert told(compare(old, relettered(old))) == ["- bring glasses and bottles to the water;"]
    assert told(compare(old, old.replace("paragraph (c)", "paragraph (b)")))


def test_a_letter_that_lost_its_item_or_got_another_is_told() -> None:
    old = POOL.format(SENT)
    gone = old.replace("(c) push others from the blocks or the stairs.\n", "")
    assert [code for code, _ in warned(compare(old, gone))] == ["dangling-reference"]
    swapped = relettered(old).replace("paragraph (b)", "paragraph (c)").replace(
        "the stairs.", "the stairs;\n(c) sleep on the benches where the guards sit."
    )  # fmt: skip
    assert [code for code, _ in warned(compare(old, swapped))] == ["reference-elsewhere"]
    assert warned(compare(gone, gone.replace("once", "length"))) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Point (c) of the bathing order of the town is told at the door to all who ask.",
        "We act on paragraph (c) above as the Bathing Waters Act says and as it says only.",
        "Those who swim in lanes (a) and (c) keep to the right, those in the others do not.",
    ],
)
def test_letters_of_another_text(sentence: str) -> None:
    old = POOL.format(sentence)
    gone = old.replace("(c) push others from the blocks or the stairs.\n", "")
    assert warned(compare(old, gone)) == []
    assert (
        len(told(compare(old, relettered(old).replace(sentence, sentence.replace("(c)", "(b)")))))
        == 2
    )
