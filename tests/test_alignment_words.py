"""Words of aligned clauses by cases: where marks cut, what is a word, where a sentence ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from alignment_fixtures import compare, section, told
from conftest import CommandLine

from policydiff import api
from policydiff.compare.tokens import split_tokens
from policydiff.compare.word_count import count_words
from policydiff.compare.words import diff_words


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("Bristol BS1 6QA, or", "Bristol BS1 6QB, or", "Bristol BS1 [-6QA-][+6QB+], or"),
        ("to 5 p.m.; call", "to 5 a.m.; call", "to 5 [-p.m.-][+a.m.+]; call"),
        ("or 020-7946-0019.", "or 020-7946-0018.", "or [-020-7946-0019-][+020-7946-0018+]."),
        ("call +44 (0)20 7946 0018 or", "call +44 (0)20 7946 0017 or",
         "call [-+44 (0)20 7946 0018-][++44 (0)20 7946 0017+] or"),
        ("call (555) 010-0199 or", "call (555) 010-0198 or",
         "call [-(555) 010-0199-][+(555) 010-0198+] or"),
        ("call 1-800-555-0199 now", "call 1-800-555-0198 now",
         "call [-1-800-555-0199-][+1-800-555-0198+] now"),
        ("at -5 °C or", "at 5 °C or", "at [--5-][+5+] °C or"),
        ("at −5 °C or", "at −6 °C or", "at [-−5-][+−6+] °C or"),
        ("for 3½ weeks", "for 3 weeks", "for [-3½-][+3+] weeks"),
        ("by 2020-05-03 or", "by 2020-05-04 or", "by [-2020-05-03-][+2020-05-04+] or"),
        ("in 30-60 days", "in 30-90 days", "in 30-[-60-][+90+] days"),
        ("mail a.b@c.example now", "mail a.c@c.example now",
         "mail [-a.b@c.example-][+a.c@c.example+] now"),
        ("call 55 01 02 03 or", "call 55 01 02 04 or", "call [-55 01 02 03-][+55 01 02 04+] or"),
        ("We tell you of it.", "We tell you of it, unless a court forbids it.",
         "We tell you of it[+, unless a court forbids it+]."),
        ("in the U.S. only", "in the U.K. only", "in the [-U.S.-][+U.K.+] only"),
    ],
)  # fmt: skip
def test_what_a_mark_up_never_cuts(old: str, new: str, wanted: str) -> None:
    marks = {"=": "{}", "-": "[-{}-]", "+": "[+{}+]"}
    assert "".join(marks[op].format(text) for op, text in diff_words(old, new)) == wanted


@pytest.mark.parametrize(
    "text", ["+" + "1" * 50_000, "1-1." * 20_000, "(0) " * 20_000, "a." * 30_000, "-1" * 30_000]
)
def test_odd_numbers_are_cut_in_good_time(text: str) -> None:
    assert "".join(split_tokens(text)) == text


def test_a_comma_is_no_word() -> None:
    found = compare(
        section("We share names and sell them."), section("We share names, and sell them.")
    )
    assert count_words(found) == (0, 0)
    found = compare(section("We share names."), section("We share names – and addresses."))
    assert count_words(found) == (2, 0)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("[us](mailto:a@x.example)", "[us](mailto:b@x.example)", True),
        ("[a@x.example](mailto:a@x.example)", "[a@x.example](mailto:b@x.example)", True),
        ("[us](mailto:a@x.example)", "[us](mailto:A@X.example?subject=Hello)", False),
        ("[us](mailto:a@x.example)", "[us](<mailto:a%40x.example>)", False),
        ("a@x.example", "[a@x.example](mailto:a@x.example)", False),
        ("[us](mailto:a@x.example)", "us", False),
        ("[us](https://x.example/a)", "[us](https://x.example/b)", False),
    ],
)
def test_another_address_behind_the_same_words(
    old: str, new: str, wanted: bool, tmp_path: Path, policydiff: CommandLine
) -> None:
    paths = tmp_path / "old.md", tmp_path / "new.md"
    for path, link in zip(paths, (old, new), strict=True):
        path.write_text(section(f"If you want to know more, write to {link} at any time."), "utf-8")
    run = policydiff("diff", *paths, "--no-cache", "--color", "never")
    assert run.code == wanted
    assert ("the link writes to a@x.example → b@x.example" in run.out) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We are Acme Pte. Ltd. and run this site for you.", 1),
        ("We share it with Foo Sdn. Bhd. for storage only.", 1),
        ("We are Acme Pte. Ltd. We sell books to everybody who asks.", 2),
        ("Write to Acme, Kav. 52-53, Jakarta, or call us at any time of the day.", 1),
        ("Siehe Abs. 1 und Art. 6 Abs. 1 lit. f für die Verarbeitung der Daten.", 1),
        ("It stands in Bldg. 4, Rm. 12 of the house and has been there for years.", 1),
        ("This is done by Acme. 2. We may do it again and again until nobody is left.", 2),
        ("If anybody breaks Section B. We will close the account of whoever did so.", 1 + 1),
        ("This is Exhibit A. It forms part of the agreement between you and us.", 2),
        ("They are set out in Section V.F. We may change them whenever we like to.", 2),
        ("The rules of Section VI.D below apply to it. We may change them later.", 2),
        ("Write to John F. Kennedy about it, who will answer within thirty days.", 1),
        ("In accordance with Sections A. and B. above we may do it as we like to.", 1),
        ("A. We collect your name and address for the time being, as you know.", 1),
    ],
)  # fmt: skip
def test_where_a_sentence_ends(text: str, wanted: int) -> None:
    document = api.load(f"# Terms\n\n## Rules\n\nRead this first.\n\n> {text}\n".encode())
    found = [c.text for c in document.clauses if c.text != "Read this first."]
    assert len(found) == wanted, found
    assert " ".join(found).endswith(text.split(" ", 1)[1])


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("Ask us — at any time.", "Ask us -- at any time.", []),
        ("Bring a towel—or two.", "Bring a towel--or two.", []),
        ("Ask -- at any time.", "Ask — at all times.", ["~ Ask [----][+—+] at [-any time-][+all times+]."]),
        ("Call it with -help.", "Call it with --help.", ["~ Call it with [---][+--+]help."]),
    ],
)  # fmt: skip
def test_a_dash_may_be_typed(old: str, new: str, wanted: list[str]) -> None:
    assert told(compare(section(old), section(new))) == wanted
