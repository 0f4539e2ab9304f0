"""Obligations of small documents: edge rules, lead-ins, names, limits, ids, hostile input."""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

from policydiff import api
from policydiff.errors import PolicydiffError
from policydiff.model import Clause, Document, Obligation, Section, Snapshot
from policydiff.obligations.extract import extract_obligations
from policydiff.obligations.language import language_warning
from policydiff.obligations.lexicon import default_lexicon, load_lexicon
from policydiff.obligations.tokens import MAX_CLAUSE_CHARS, tokenise

CASES = Path(__file__).parent / "cases" / "obligations"

SNAPSHOT = Snapshot(
    source="case",
    revision=None,
    series=None,
    title=None,
    format="text",
    encoding="utf-8",
    sha256="",
    date=None,
    precision=None,
    date_kind=None,
    ambiguous=False,
    dates=(),
    warnings=(),
)


def build(*lines: str) -> Document:
    """A document of one clause a line; "# " opens a section, "- " is an item."""
    sections: list[Section] = []
    heading: str | None = None
    clauses: list[Clause] = []
    lead_in: str | None = None

    def close() -> None:
        if heading or clauses:
            sections.append(
                Section(
                    id=f"s{len(sections) + 1}",
                    heading=heading,
                    number=None,
                    level=1,
                    path=(heading,) if heading else (),
                    style="line",
                    line=0,
                    clauses=tuple(clauses),
                )
            )

    for number, line in enumerate(lines, start=1):
        if line.startswith("# "):
            close()
            heading, clauses, lead_in = line[2:], [], None
            continue
        item = line.startswith("- ")
        text = line[2:] if item else line
        clause = Clause(
            id=f"c{number}",
            text=text,
            kind="item" if item else "sentence",
            line=number,
            number="-" if item else "",
            lead_in=lead_in if item else None,
            depth=int(item),
        )
        clauses.append(clause)
        if not item:
            lead_in = clause.id if text.endswith(":") else None
    close()
    return Document(snapshot=SNAPSHOT, sections=tuple(sections), dropped=())


def load(name: str) -> list[Any]:
    cases = tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]
    return [pytest.param(case, id=case.get("title", case.get("text"))) for case in cases]


def said(obligation: Obligation, wanted: str) -> str:
    """ "bearer modality topic", with the topic left open where the case leaves it open."""
    topic = "*" if wanted.endswith("*") else obligation.topic
    return f"{obligation.bearer} {obligation.modality} {topic}"


@pytest.mark.parametrize("case", load("rules.toml"))
def test_edge_rules(case: dict[str, Any]) -> None:
    document = build(*case["lines"])
    found = extract_obligations(document)
    lines = document.clauses
    assert len(lines) == len(case["expected"])
    for clause, expected in zip(lines, case["expected"], strict=True):
        own = [o for o in found if o.clause == clause.id]
        wanted = expected + ["nothing nothing nothing"] * (len(own) - len(expected))
        got = [said(o, w) for o, w in zip(own, wanted, strict=False)]
        assert got == expected, clause.text
    if "strength" in case:
        assert [o.strength for o in found] == case["strength"]


@pytest.mark.parametrize("case", load("limits.toml"))
def test_limits_and_action(case: dict[str, Any]) -> None:
    (found,) = extract_obligations(build(case["text"]))
    assert list(found.conditions) == case["conditions"]
    assert list(found.exceptions) == case["exceptions"]
    assert found.action == case["action"]


def test_spans_cut_a_sentence_into_its_obligations() -> None:
    text = "We collect your name, may keep it for a year and will never sell it."
    found = extract_obligations(build(text))
    assert [text[slice(*o.span)] for o in found] == [
        "We collect your name",
        "may keep it for a year",
        "will never sell it",
    ]


def test_span_of_a_lone_obligation_is_the_clause() -> None:
    text = "If you ask, we will delete it."
    (found,) = extract_obligations(build(text))
    assert found.span == (0, len(text))


def test_a_run_in_label_is_not_read() -> None:
    document = build("We may share: a word about tea.")
    clause = replace(document.clauses[0], label=len("We may share: "))
    section = replace(document.sections[0], clauses=(clause,))
    assert extract_obligations(replace(document, sections=(section,))) == ()


def test_ids_are_unique_stable_and_short() -> None:
    lines = ["We do not sell your data."] * 3 + ["We may sell your data."]
    first = [o.id for o in extract_obligations(build(*lines))]
    assert len(set(first)) == len(first) == 4
    assert first == [o.id for o in extract_obligations(build(*lines))]
    assert all(len(i) == 6 and int(i, 16) >= 0 for i in first)
    moved = extract_obligations(build("# Elsewhere", "We like tea.", lines[0]))
    assert moved[0].id == first[0]


def test_order_is_reading_order() -> None:
    found = extract_obligations(build("We sell tea data.", "We may sell data.", "We sell no data."))
    assert [o.line for o in found] == sorted(o.line for o in found)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000_000,
        "a.b-c'd/" * 200_000,
        "(" * 100_000,
        "we may " * 50_000,
        "if you, " * 50_000,
        "and share, " * 50_000,
        "that which who " * 30_000,
        "x@" * 100_000,
        "“" * 100_000 + "we",
        "",
        ":",
        "not not not may may may",
        "to be or not to be",
    ],
    ids=lambda text: text[:12] or "empty",
)
def test_hostile_input_is_bounded(text: str) -> None:
    clause = build("We share your data with the bank.", text).clauses[1]
    extract_obligations(build("We share your data with the bank.", text))
    lexicon = default_lexicon()
    assert len(tokenise(clause.text, 0, lexicon, frozenset())) <= MAX_CLAUSE_CHARS


def test_any_words_in_any_order_are_read(tmp_path: Path) -> None:
    """No clause, however odd, raises; every span slices to part of its own text."""
    chooser = Random(20_180_525)
    path = tmp_path / "any.toml"
    path.write_text("[language]\nmin_share = 0.0\n")
    lexicon = load_lexicon(path)
    vocabulary = sorted(lexicon.flags) + sorted(lexicon.roles) + list(",;:()—.'’“”?!-") * 20
    lines = [" ".join(chooser.choices(vocabulary, k=chooser.randint(1, 14))) for _ in range(4_000)]
    common = ["we", "you", "they", "may", "not", "will", "be", "to", "that", "if", "and", ",", "or"]
    lines += [
        " ".join(
            chooser.choice(common if chooser.random() < 0.6 else vocabulary)
            for _ in range(chooser.randint(1, 25))
        )
        for _ in range(4_000)
    ]
    found = extract_obligations(build(*[f"- {line}" for line in lines], *lines), lexicon=lexicon)
    assert len(found) > 1_000
    for obligation in found:
        start, end = obligation.span
        assert 0 <= start < end <= len(obligation.text)
        assert obligation.action


def test_a_table_of_cookie_names_is_in_no_language() -> None:
    document = build("You can send any question about this list of cookies to our desk.")
    cells = tuple(
        replace(document.clauses[0], id=f"t{n}", kind="cell", text=f"_ga_{n} Vendor GmbH HTTP 2y")
        for n in range(300)
    )
    section = replace(document.sections[0], clauses=(*document.clauses, *cells))
    document = replace(document, sections=(section,))
    assert language_warning(document) is None
    assert [o.bearer for o in extract_obligations(document)] == ["user"]


def test_a_user_lexicon_adds_words(tmp_path: Path) -> None:
    text = "The guild blorps your nickname."
    assert extract_obligations(build(text)) == ()
    path = tmp_path / "mine.toml"
    path.write_text('[verbs]\npractice = ["blorp"]\n[parties]\ncompany_nouns = ["guild"]\n')
    (found,) = extract_obligations(build(text), lexicon=load_lexicon(path))
    assert (found.bearer, found.modality) == ("company", "practice")


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("[verbs\n", "not a TOML file"),
        ("[verbs]\nnosuch = ['x']\n", "nosuch"),
        ("[verbs]\npractice = 'x'\n", "verbs.practice"),
        ("[modals]\nmay = 'perhaps'\n", "perhaps"),
        ("verbs = 3\n", "verbs"),
    ],
)
def test_a_bad_lexicon_is_one_line(tmp_path: Path, content: str, part: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(content)
    with pytest.raises(PolicydiffError) as caught:
        load_lexicon(path)
    message = str(caught.value)
    assert part in message
    assert str(path) in message
    assert "\n" not in message


def test_a_missing_lexicon_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PolicydiffError, match="cannot read lexicon"):
        load_lexicon(tmp_path / "none.toml")


def test_a_cell_takes_over_the_heading_of_its_column() -> None:
    """Rule 20: the heading of a column gives context like a lead-in, a mere name does not."""
    cells = [
        ("To send you parcels.", ("How we use it", "Address")),
        ("Two years", ("How long we keep it", "Address")),
        ("Couriers", ("With whom we may share it", "Address")),
        ("Lend it to others", ("What you must not do", "Card")),
        ("n/a", ("With whom we may share it", "Card")),
        ("Contract", ("Legal basis", "Card")),
        ("We delete it after a week.", ("How long we keep it", "Card")),
    ]
    clauses = [
        Clause(id=f"c{line}", text=text, kind="cell", line=line, context=context)
        for line, (text, context) in enumerate(cells, start=1)
    ]
    document = build("We keep your address.")
    section = replace(document.sections[0], clauses=(*document.clauses, *clauses))
    found = extract_obligations(replace(document, sections=(section,)))
    assert [(o.clause, o.bearer, o.modality, o.topic) for o in found[1:]] == [
        ("c1", "company", "practice", "use"),
        ("c2", "company", "practice", "retention"),
        ("c3", "company", "permission", "sharing"),
        ("c4", "user", "prohibition", "other"),
        ("c7", "company", "practice", "retention"),
    ]


INTRODUCTION = (
    "# Terms of Service\n\nApps are sold by Apple and Apple’s shops. These terms are between you and "
    'Acme Labs Ltd. ("Acme", "we", the "Company"). "Customer" means you.\n\n## Rules\n\n'
)


GERMAN = (
    "# Datenschutz\n\nWir speichern die Daten, die Sie uns geben, und löschen sie.\n\n## Regeln\n\n"
)
PAGES = {
    "constructions.toml": INTRODUCTION,
    "consumer.toml": INTRODUCTION,
    "notices.toml": INTRODUCTION,
    "publishers.toml": INTRODUCTION,
    "wordings.toml": INTRODUCTION,
    "consumer-german.toml": GERMAN,
}


@pytest.mark.parametrize(
    ("introduction", "sentence", "expected"),
    [
        pytest.param(introduction, sentence, expected, id=f"{group}: {sentence}")
        for page, introduction in PAGES.items()
        for group, cases in tomllib.loads((CASES / page).read_text(encoding="utf-8")).items()
        for sentence, expected in cases.items()
    ],
)
def test_constructions(introduction: str, sentence: str, expected: list[str]) -> None:
    document = api.load((introduction + sentence + "\n").encode())
    rules = document.sections[-1].id
    found = {f"{o.bearer} {o.modality}" for o in api.obligations(document) if o.section == rules}
    assert found == set(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(text, expected, id=f"{group}: {text[:60]}")
        for group, cases in tomllib.loads(
            (CASES / "conduct.toml").read_text(encoding="utf-8")
        ).items()
        for text, expected in cases.items()
    ],
)
def test_rules_of_conduct(text: str, expected: list[str]) -> None:
    document = api.load((INTRODUCTION + text + "\n").encode())
    rules = document.sections[-1].id
    found = [f"{o.bearer} {o.modality}" for o in api.obligations(document) if o.section == rules]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I do not collect your data. You must be 13. My app never sends me your name.", "company"),
        ("We sell hats. I must pay for hats, as I do not collect them.", "user"),
    ],
)
def test_one_person_may_be_the_publisher(text: str, expected: str) -> None:
    document = api.load(f"# Privacy\n\n{text}\n".encode())
    first = next(o for o in api.obligations(document) if "I " in o.text)
    assert first.bearer == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "- Do not mislead anybody. This includes\n    - Frauds or scams.\n    - Lying.\n- You must be kind.",
            ["user prohibition"] * 3 + ["user obligation"],
            id="an item that breaks off, and the deeper list below it",
        ),
        pytest.param(
            "We may use your details to:\n\nDeliver the goods; bill you.\n\nWe sell tea.",
            ["company permission"] * 2,
            id="a paragraph that goes on behind a colon",
        ),
        pytest.param(
            "We use your data in the following ways:\n\n- To write to you. You can opt out.\n"
            "- To find out about and help prevent abuse.",
            ["company practice", "company practice", "user permission", "company practice"],
            id="purposes with sentences behind them, or verbs within",
        ),
        pytest.param(
            "We keep your data no longer than needed. You will find the periods below:\n\n"
            "- **Letters:** for 3 years after you wrote them.",
            ["company practice"] * 2,
            id="a sentence between what is said and its list",
        ),
    ],
)
def test_lists_of_documents(tmp_path: Path, text: str, expected: list[str]) -> None:
    path = tmp_path / "terms.md"
    path.write_text(f"# Terms of Acme\n\n{text}\n", encoding="utf-8")
    document = api.load(path)
    assert [f"{o.bearer} {o.modality}" for o in api.obligations(document)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Northern Parcels (NP) wishes you to know it. NP makes use of cookies.",
            ["company practice"],
        ),
        ("The NPA respects the privacy of guests. The NPA sells no data.", ["company prohibition"]),
        (
            "acme gladly collects names. acme may sell them. We like acme. Does acme sell?",
            ["company practice", "company permission"],
        ),
        (
            "acme! collects names. acme! will never sell names. acme! may share names.",
            ["company practice", "company prohibition", "company permission"],
        ),
        ("NP Ltd. (“NP” or “we”) sells tea. NP will keep your address.", ["company obligation"]),
        (
            "Time Ltd. (“Time”, “we”) sells clocks. From time to time you may call.",
            ["user permission"],
        ),
        (
            "Garden Social may collect names. Garden Social never sells names.",
            ["company permission", "company prohibition"],
        ),
        (
            "Effective Date may change. Beta Features may include it. Third Parties may collect it.",
            ["third-party permission"],
        ),
        ("The Trade Commission (TC) may ask us. We like the TC.", ["third-party permission"]),
        (
            "We at O’Brien Motors know it. O’Brien Motors may share names. O'Brien keeps names.",
            ["company permission", "company practice"],
        ),
        (
            "BlueSky Tours respects privacy. BlueSky Tours (“BST”) is old. BST may share names.",
            ["company permission"],
        ),
        (
            "This statement tells how Orbit Airways handles data. Orbit Airways may share names.",
            ["company permission"],
        ),
        (
            "These terms apply between you and Quill Labs GmbH (hereinafter referred to as the "
            "Operator). The Operator may share names.",
            ["company permission"],
        ),
        (
            "Alpine Bank respects privacy. Alpine Bank keeps your name. The bank may ask for your name.",
            ["company practice", "third-party permission"],
        ),
    ],
)
def test_a_publisher_by_how_it_writes_its_name(text: str, expected: list[str]) -> None:
    document = api.load(f"# Privacy Policy\n\n{text}\n".encode())
    assert [f"{o.bearer} {o.modality}" for o in api.obligations(document)] == expected


def test_an_address_that_acts_is_the_publisher() -> None:
    text = (
        "# Privacy Statement\n\nwww.northwind.example collects your name.\n\n"
        "Write to help@northwind.example with questions.\n"
    )
    found = api.obligations(api.load(text.encode()))
    assert [one.bearer for one in found if "collects" in one.text] == ["company"]
