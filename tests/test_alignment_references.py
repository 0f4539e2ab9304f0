"""Cross references by cases: what they point to now, and what they point to no more."""

from __future__ import annotations

from pathlib import Path

import pytest
from alignment_fixtures import compare, told, warned
from conftest import CommandLine


def numbered(*sections: tuple[str, str], first: int = 1, style: str = "{}.") -> str:
    parts = [
        f"## {style.format(number)} {heading}\n\n{body}\n"
        for number, (heading, body) in enumerate(sections, first)
    ]
    return "# Terms\n\n" + "\n".join(parts)


USE = ("Use", "We use your number to send the opening code to it.")


FEES = ("Fees", "3.1 Interest is paid every year.\n\n3.2 The fee is $4 a month for everybody.")


CHILDREN = ("Children", "Nobody under the age of thirteen may open a locker.")


def refers(text: str) -> tuple[str, str]:
    return ("Scope", f"These terms apply to you and us. {text}")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You may object, see Section 2.", "You may object, see Section 3."),
        ("You may object under Sections 1 and 2 then.", "You may object under Sections 1 and 3 then."),
        ("Fees are due under clause 3.2 of these terms.", "Fees are due under clause 4.2 of these terms."),
        ("Read paragraph 3.1 first, then section 2 again.",
         "Read paragraph 4.1 first, then section 3 again."),
    ],
)  # fmt: skip
def test_references_that_were_shifted_are_no_edit(old: str, new: str) -> None:
    moved_fees = ("Fees", FEES[1].replace("3.", "4."))
    found = compare(
        numbered(refers(old), USE, FEES), numbered(refers(new), CHILDREN, USE, moved_fees)
    )
    assert warned(found) == []
    assert [pair.changes for pair in found.sections if pair.new[0].heading == "Scope"] == [()]


def test_a_reference_that_keeps_its_number_and_points_elsewhere() -> None:
    scope = refers("You may object, see Section 2. Fees are set out in Section 3.2.")
    put_in = compare(numbered(scope, USE, FEES), numbered(scope, CHILDREN, USE))
    assert warned(put_in) == [
        ("dangling-reference", "“Section 3.2” points nowhere in this version"),
        ("reference-elsewhere", "“Section 2” points to “2. Children” now, to “2. Use” before"),
    ]
    swapped = (
        "Fees",
        "3.1 The fee is $4 a month for everybody.\n\n3.2 Interest is paid every year.",
    )
    assert warned(compare(numbered(scope, USE, FEES), numbered(scope, USE, swapped))) == [
        ("reference-elsewhere", "“Section 3.2” points to “3.2 Interest is paid every year.” now, to "
         "“3.2 The fee is $4 a month for everybody.” before"),
    ]  # fmt: skip


def test_references_updated_in_part() -> None:
    old = refers("Fines under Sections 2 and 3 apply.")
    new = refers("Fines under Sections 3 and 4 apply.")
    shifted = numbered(new, CHILDREN, USE, ("Fees", FEES[1].replace("3.", "4.")))
    assert warned(compare(numbered(old, USE, FEES), shifted)) == []
    left = numbered(old, CHILDREN, USE, ("Fees", FEES[1].replace("3.", "4.")))
    assert [message.split("”")[0] for _, message in warned(compare(numbered(old, USE, FEES), left))] == [
        "“Section 2", "“Section 3",
    ]  # fmt: skip


def test_another_number_of_the_same_target_is_no_part_of_an_edit(
    tmp_path: Path, policydiff: CommandLine
) -> None:
    old = numbered(refers("You may object at any time, as described in Section 2."), USE)
    new = numbered(
        refers("You may object at any time, as described in Section 3 above, and without reasons."),
        CHILDREN, USE,
    )  # fmt: skip
    found = compare(old, new)
    pair = next(p for s in found.sections for p in s.clauses if p.change == "edited")
    assert pair.renumbered
    assert "".join(text for op, text in pair.ops if op in "=-") == (
        pair.old.text if pair.old else ""
    )
    assert "".join(text for op, text in pair.ops if op in "=+") == (
        pair.new.text if pair.new else ""
    )
    assert [pair.ops[at] for at in pair.renumbered] == [("-", "2"), ("+", "3")]
    paths = tmp_path / "old.md", tmp_path / "new.md"
    for path, text in zip(paths, (old, new), strict=True):
        path.write_text(text, "utf-8")
    shown = policydiff("diff", *paths, "--no-cache", "--color", "never", "--layout", "unified")
    assert "described in Section 3 {+above, and without reasons+}." in " ".join(shown.out.split())


ANNEXED = (
    "# Boat hire\n\n## 1. Hire\n\nThe boats are listed in {w} {0}. {said}\n\n## 2. End\n\nEach of us may end "
    "the hire with a week of notice.\n\n## {w} {0}{dash}Boats\n\nOne rowing boat with two pairs of oars and "
    "four life vests in it.\n\n{more}## {w} {last}{dash}Prices\n\nAn hour costs nine pounds, and a day on "
    "the lake costs fifty.\n"
)


PIERS = (
    "## {w} {1}{dash}Piers\n\nYou may land at the west pier, and at the mill while it is open.\n\n"
)


@pytest.mark.parametrize(
    ("word", "dash", "numbers"),
    [
        ("Schedule", ": ", "123"), ("Annex", " - ", ("I", "II", "III")), ("Appendix", " – ", "ABC"),
        ("EXHIBIT", ". ", "ABC"), ("Attachment", " ", "123"), ("Part", " — ", "123"), ("Anlage", ": ", "123"),
    ],
)  # fmt: skip
def test_references_to_what_stands_behind_the_sections(
    word: str, dash: str, numbers: tuple[str, ...]
) -> None:
    def text(said: str, *, piers: bool = False) -> str:
        names = {"w": word, "dash": dash}
        more = PIERS.format(*numbers, **names) if piers else ""
        last = numbers[1 + piers]
        said = said.format(*numbers, w=word)
        return ANNEXED.format(*numbers, said=said, more=more, last=last, **names)

    before = text("You pay what {w} {1} says.")
    rightly = compare(before, text("You pay what {w} {2} says.", piers=True))
    assert warned(rightly) == []
    changes = {pair.new[0].heading: pair.changes for pair in rightly.sections}
    assert [change for change in changes.values() if change] == [("added",), ("renumbered",)]
    left = compare(before, text("You pay what {w} {1} says.", piers=True))
    assert [(code, message.split("”")[0]) for code, message in warned(left)] == [
        ("reference-elsewhere", f"“{word} {numbers[1]}")
    ]
    gone = compare(text("You pay what {w} {2} says.", piers=True), before)
    assert [code for code, _ in warned(gone)] == []
    law = "Read {w} {1} to the Boats Act 1990."
    assert warned(compare(text(law), text(law, piers=True))) == []


def test_an_annex_whose_name_stands_below_its_letter() -> None:
    text = (
        "MILL LICENCE\n\n1. GRANT\n\n1.1 You may use the mill that Schedule A describes.\n\n1.2 You pay the "
        "rent that Schedule {} lays down.\n\n2. END\n\n2.1 This licence ends on the last day of May.\n\n"
        "SCHEDULE A\n\nTHE MILL\n\nThe mill on the river with its wheel and with both of its stones.\n\n{}"
        "SCHEDULE {}\n\nTHE RENT\n\nThe rent is ninety pounds a month, payable on the first day of it.\n"
    )
    tools = "SCHEDULE B\n\nTHE TOOLS\n\nTwo picks for the stones, one crane, and a sack lift in good order.\n\n"
    old = text.format("B", "", "B")
    assert warned(compare(old, text.format("C", tools, "C"))) == []
    assert [code for code, _ in warned(compare(old, text.format("B", tools, "C")))] == [
        "reference-elsewhere"
    ]
    # Its name is a line of its text now; two schedules of one letter tell nothing.
    assert warned(compare(old, old.replace("\n\nTHE RENT\n\nThe", "\n\nThe"))) == []
    assert warned(compare(old, text.format("B", tools, "B"))) == []


@pytest.mark.parametrize("word", ["clause", "Section", "paragraph"])
def test_items_by_their_letter_where_the_text_speaks_of_a_law(word: str) -> None:
    text = (
        "RADIO TERMS\n\n1. SCOPE\n\n1.1 What is free is told in {} 2.1({}).\n\n2. USE\n\n2.1 You may:\n"
        "(a) listen at home;\n{}({}) record one hour for yourself.\n\n3. LAW\n\n3.1 Article 6 of the GDPR "
        "applies.\n3.2 Clause 2.1(b) of the Standard Contractual Clauses prevails.\n"
    )
    old = text.format(word, "b", "", "b")
    rightly = compare(old, text.format(word, "c", "(b) lend your radio to a friend;\n", "c"))
    assert [line[0] for line in told(rightly)] == ["+"]
    assert warned(rightly) == []
    left = compare(old, text.format(word, "b", "(b) lend your radio to a friend;\n", "c"))
    assert [message.split("”")[0] for _, message in warned(left)] == [f"“{word} 2.1(b)"]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("How a fine is fought, see ‘Appeals to us’.", 1),
        ('Fines are described in the section "Appeals To Us" below.', 1),
        ("Fines are open to what the section entitled “Appeals to us” says.", 1),
        ("Fines may be fought (see the Appeals to us section).", 1),
        ("Fines may be fought under the heading “Appeals to us”.", 1),
        ("Nobody makes appeals to us in vain, see below.", 0),
        ("We call these letters “Appeals to us” from here on.", 0),
        ("Fines are fought as in [“Appeals to us”](https://court.example/appeals).", 0),
        ("Fines are told, see ‘Use’.", 0),
        ("Appeals to us are told in the section “Appeals to us”.", 1),
        (
            "Fines are told under “Appeals to us”.\n\n**Appeals to us:** Write a letter to the office.",
            0,
        ),
    ],
)
def test_a_removed_section_that_is_still_named(sentence: str, wanted: int) -> None:
    appeals = ("Appeals to us", "Send an appeal within a month and say what it is that you fight.")
    scope = refers(sentence)
    gone = compare(numbered(scope, appeals, USE), numbered(scope, USE, CHILDREN))
    assert [code for code, _ in warned(gone)] == ["dangling-reference"] * wanted
    assert warned(compare(numbered(scope, USE), numbered(scope, USE, CHILDREN))) == []
    renamed = ("Appeals To Us:", appeals[1].replace("month", "year"))
    assert warned(compare(numbered(scope, appeals), numbered(scope, renamed))) == []


def test_sections_named_together_may_change_places() -> None:
    both, each = refers("Read Sections 2-3 first."), refers("Read Section 2, then read Section 3.")
    later = ("Fees", "Interest is paid every year on the whole of it.")
    for scope, count in ((both, 0), (each, 2)):
        swapped = compare(numbered(scope, USE, later), numbered(scope, later, USE))
        assert len(warned(swapped)) == count


@pytest.mark.parametrize(
    ("before", "now"),
    [("See Sections 2-3 there.", "See Section 2 there."),
     ("If you break sections 1, 2 and 3, you go.", "If you break sections 1 and 2, you go.")],
)  # fmt: skip
def test_sections_that_were_merged_have_one_number(before: str, now: str) -> None:
    both = ("Use and fees", f"{USE[1]}\n\nThe fee is $4 a month for everybody, without a discount.")
    fees = ("Fees", "The fee is $4 a month for everybody, without a discount.")
    old = numbered(refers(before), USE, fees, CHILDREN)
    found = compare(old, numbered(refers(now), both, CHILDREN))
    assert (told(found), warned(found)) == ([], [])
    assert told(compare(old, numbered(refers(now.replace("2", "3")), both, CHILDREN)))


def test_numbers_of_laws_and_of_nobody_stay_words() -> None:
    old = numbered(refers("Article 2 GDPR and Section 2 of the Data Protection Act apply."), USE)
    new = numbered(
        refers("Article 3 GDPR and Section 3 of the Data Protection Act apply."), CHILDREN, USE
    )
    assert "~" in {line[0] for line in told(compare(old, new))}


@pytest.mark.parametrize(("number", "wanted"), [("II.B", []), ("II.F", ["dangling-reference"])])
def test_a_lettered_part_that_a_section_does_not_have(number: str, wanted: list[str]) -> None:
    text = (
        "TERMS OF SERVICE\n\nI. SCOPE\n\nThese terms apply as described in Section {} below to all of us.\n\n"
        "II. ENDING\n\nA. Term\n\nThese terms last for one whole year from the day of signing.\n\n"
        "B. Effect\n\nWhen they end, the data of the customer are deleted by us at once.\n\n"
        "III. NOTICES\n\nNotices are sent by letter to the address that we were given last.\n"
    )
    found = compare(text.format("II.A"), text.format(number))
    assert [code for code, _ in warned(found)] == wanted


CAR = (
    "CAR SHARE TERMS\n\nARTICLE I - DRIVERS\n\nSection 1.01 Licence. A driver must hold a valid licence.\n\n"
    "Section 1.02 Age. A driver must be 21 or older.\n\nARTICLE II - MONEY\n\nSection 2.01 Fees. {}\n\n"
    "Section 2.02 Fines. A driver pays all fines.\n\nSchedule 1\n\nOne hour costs 9 dollars.\n\n"
    "Schedule 2\n\nOne day costs 60 dollars.\n"
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Fees are due, see Section 1.09.", ["Section 1.09"]),
        ("Fees are due, see Section 1.02.", []),
        ("Fees are listed in Schedule 4.", ["Schedule 4"]),
        ("Fees are listed in Schedules 1 and 3.", ["Schedule 3"]),
        ("Fees are listed in Schedule 2.", []),
        ("Fees are listed in Annex B.", []),  # there is no annex: another file
        ("Section 5 of the FTC Act and Article 6 GDPR apply.", []),
        ("Schedule 4 to the Data Protection Act 2018 applies.", []),
        ("Section 7.03 of the insurance contract applies.", []),
    ],
)
def test_paragraphs_and_annexes_that_are_not_there(text: str, wanted: list[str]) -> None:
    found = compare(CAR.format("Fees are due at once."), CAR.format(text))
    assert [message.split("”")[0][1:] for _, message in warned(found)] == wanted


TOOLS = (
    "TOOL LIBRARY TERMS\n\nMembers\n\n1.1 A member must be over 16.\n\n1.2 A member pays {}.\n\n"
    "Loans\n\n2.1 A loan ends after 14 days.\n\n2.2 A lost tool is paid for.\n\nEnd\n\n3.1 A member may leave.\n"
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the fee of clause 4.1", ["clause 4.1"]),  # no section bears a number of its own
        ("the fee of clause 2.3", ["clause 2.3"]),
        ("the fee of clause 2.02", []),  # as contracts write 2.2
        ("the fee that Section 40.12 of the Civil Code allows", []),
    ],
)
def test_numbers_that_only_paragraphs_bear(text: str, wanted: list[str]) -> None:
    found = compare(TOOLS.format("a fee"), TOOLS.format(text))
    assert [message.split("”")[0][1:] for _, message in warned(found)] == wanted
