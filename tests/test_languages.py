"""Another language is one more lexicon: German clauses with floors; no lexicon, no nonsense."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

import pytest
from conftest import CommandLine
from test_obligations import build

from policydiff import api
from policydiff.errors import PolicydiffError
from policydiff.obligations.extract import extract_obligations
from policydiff.obligations.language import choose_lexicon, language_warning
from policydiff.obligations.lexicon import LANGUAGES, load_lexicon, shipped_lexicon
from policydiff.timeline.build import build_timeline

CASES = Path(__file__).parent / "cases" / "obligations"
FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))["german"]
GERMAN = (
    "Wir verarbeiten Ihre Daten nur mit Ihrer Einwilligung und geben sie nicht an Dritte weiter.",
    "Sie können Ihre Einwilligung jederzeit widerrufen, ohne dass Ihnen Kosten entstehen.",
    "Die Daten werden in Deutschland gespeichert und nach zwei Jahren gelöscht.",
)
ENGLISH = (
    "We will not sell your personal information to anyone without your consent.",
    "You may ask us at any time for a copy of the data that we hold about you.",
)
FRENCH = (
    "Nous ne vendons pas vos données personnelles à des tiers sans votre consentement.",
    "Vous pouvez retirer votre consentement à tout moment en nous écrivant à cette adresse.",
)


def score(page: Path) -> tuple[float, float]:
    """(F1 of bearer and modality, share of right topics among them); a table is one document."""
    hits = wrong = missed = topics = 0
    for cases in tomllib.loads(page.read_text("utf-8")).values():
        found: dict[str, dict[str, str]] = {text: {} for text in cases}
        for o in extract_obligations(build(*cases)):
            found[o.text][f"{o.bearer} {o.modality}"] = o.topic
        for text, labels in cases.items():
            wanted = dict(label.rsplit(" ", 1) for label in labels)
            both = wanted.keys() & found[text].keys()
            hits += len(both)
            missed += len(wanted) - len(both)
            wrong += len(found[text]) - len(both)
            topics += sum(wanted[key] in ("*", found[text][key]) for key in both)
    return 2 * hits / (2 * hits + wrong + missed), topics / hits


@pytest.mark.parametrize("page", ["german", "german-second", "german-unseen", "german-fresh"])
def test_german_clauses(page: str) -> None:
    f1, topics = score(CASES / f"{page}.toml")
    assert f1 >= FLOORS[page]
    assert topics >= FLOORS["topics"]


def test_every_lexicon_file_is_registered() -> None:
    folder = resources.files("policydiff.obligations") / "lexicons"
    assert {f"{code}.toml" for code in LANGUAGES} == {file.name for file in folder.iterdir()}
    for code in LANGUAGES:
        assert shipped_lexicon(code).tables.language.code == code


def test_german_parts_of_an_obligation() -> None:
    text = (
        "Sofern Sie nicht widersprechen, dürfen wir die Daten, die Sie uns geben, höchstens "
        "dreißig Tage lang an Partner weitergeben."
    )
    (found,) = extract_obligations(build(*GERMAN, text))[-1:]
    assert (found.bearer, found.modality, found.topic) == ("company", "permission", "sharing")
    assert found.conditions == ("Sofern Sie nicht widersprechen",)
    (value,) = found.values
    assert (value.number, value.unit, value.comparison) == ("30", "day", "at most")


@pytest.mark.parametrize(
    "lines",
    [
        FRENCH,
        ("我们不会将您的个人信息出售给第三方。" * 30,),
        ("私たちはお客様の個人情報を第三者に販売しません。" * 20,),
        (
            "Wij verkopen uw persoonsgegevens niet aan derden en bewaren ze niet langer dan nodig is.",
            "U kunt uw toestemming te allen tijde intrekken door ons een bericht te sturen.",
        ),
    ],
    ids=["French", "Chinese", "Japanese", "Dutch"],
)
def test_a_language_without_lexicon_is_said_not_guessed(lines: tuple[str, ...]) -> None:
    document = build(*lines)
    warning = language_warning(document)
    assert warning is not None
    assert warning.code == "unsupported-language"
    assert "English or German" in warning.message
    assert extract_obligations(document) == ()


def test_of_a_language_that_is_not_read_no_diff_says_that_nothing_changed(
    policydiff: CommandLine, tmp_path: Path
) -> None:
    for name, days in (("old", 30), ("new", 90)):
        text = (
            "当社はお客様の個人情報を第三者に販売しません。\n\n" * 20
            + f"削除後{days}日以内に消去します。\n"
        )
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    old, new = str(tmp_path / "old.txt"), str(tmp_path / "new.txt")
    assert "obligations changed cannot be told" in policydiff("diff", old, new).out
    assert "Words: 1 added, 1 removed" in policydiff("diff", old, new).out
    assert "No obligation changed." in policydiff("diff", old, old).out


def test_three_short_sentences_without_blanks_are_enough_to_tell() -> None:
    lines = (
        "利用規約",
        "本規約は、利用者と当社との間の関係に適用されます。",
        "利用者は、以下の行為をしてはなりません。",
    )
    assert language_warning(build(*lines)) is not None
    assert language_warning(build("利用規約")) is None


def test_a_short_or_empty_text_proves_nothing() -> None:
    assert language_warning(build("We do not sell your data.")) is None
    assert language_warning(build()) is None


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (GERMAN, "de"),
        (ENGLISH, "en"),
        ((*GERMAN, *GERMAN, *ENGLISH), "de"),
        ((*GERMAN[:1], *ENGLISH, *ENGLISH), "en"),
        (("Wir verkaufen Ihre Daten nicht.",), "de"),
        ((), "en"),
    ],
    ids=["German", "English", "more German", "more English", "one sentence", "nothing"],
)
def test_the_language_of_most_of_the_document(lines: tuple[str, ...], code: str) -> None:
    lexicon = choose_lexicon(build(*lines))
    assert lexicon is not None
    assert lexicon.tables.language.code == code


def test_a_user_lexicon_for_german(tmp_path: Path) -> None:
    path = tmp_path / "mein.toml"
    path.write_text('language = "de"\n[verbs]\npractice = ["verblorpen"]\n', "utf-8")
    text = "Wir verblorpen Ihre Daten."
    before = extract_obligations(build(*GERMAN, text))
    after = extract_obligations(build(*GERMAN, text), lexicon=load_lexicon(path))
    assert text not in {o.text for o in before}
    assert ("company", "practice") in {(o.bearer, o.modality) for o in after if o.text == text}
    english = extract_obligations(build(*ENGLISH), lexicon=load_lexicon(path))
    assert english == extract_obligations(build(*ENGLISH))


def test_a_user_lexicon_for_no_language(tmp_path: Path) -> None:
    path = tmp_path / "mien.toml"
    path.write_text('language = "fr"\n', "utf-8")
    with pytest.raises(PolicydiffError, match="there are: en, de"):
        load_lexicon(path)


def test_german_on_the_command_line(policydiff: CommandLine, tmp_path: Path) -> None:
    page = tmp_path / "datenschutz.md"
    page.write_text("# Datenschutzerklärung\n\n" + "\n\n".join(GERMAN) + "\n", "utf-8")
    found = policydiff("obligations", page, "--format", "json").json
    assert [w["code"] for w in found["snapshot"]["warnings"]] == []
    assert {(o["bearer"], o["modality"]) for o in found["obligations"]} == {
        ("company", "practice"),
        ("company", "prohibition"),
        ("user", "permission"),
    }


def test_a_german_timeline() -> None:
    """Events, impact and rewording are told in German as in English."""
    both = ("Wir verkaufen Ihre Standortdaten nicht an Werbetreibende.", *GERMAN)
    first = build("Sie dürfen Ihr Passwort nicht weitergeben.", *both)
    second = build("Sie dürfen Ihr Passwort weitergeben.", *GERMAN)
    third = build("Sie dürfen Ihr Passwort weitergeben.", *both)
    timeline = build_timeline([first, second, third])
    told = {
        history.events[0].text: [f"{e.event}, {e.impact}" for e in history.events]
        for history in timeline.histories
    }
    assert told[both[0]] == ["appeared, for-user", "vanished, against-user", "returned, for-user"]
    assert told["Sie dürfen Ihr Passwort nicht weitergeben."] == [
        "appeared, against-user",
        "reversed, for-user",
    ]
    assert told["Die Daten werden in Deutschland gespeichert und nach zwei Jahren gelöscht."] == [
        "appeared, against-user"
    ]


def test_german_words_meet_in_their_stems() -> None:
    old = "Wir dürfen Ihre Nachricht an unseren Partner weitergeben."
    new = "Ihre Nachrichten dürfen von uns an Partner weitergegeben werden."
    (history,) = build_timeline([build(*GERMAN, old), build(*GERMAN, new)]).histories[-1:]
    assert [event.event for event in history.events] == ["appeared", "reworded"]


def test_numbers_are_in_no_language() -> None:
    text = (
        "# Tolls\n\nThe toll is £3.20 (0.8% of 400) between 6:30 and 22:00, and 1,150.75 a year. Phone "
        "020 7946 0011 or 020 7946 0012, box 7719, before 17:45 on any of the 252 days.\n"
    )
    assert language_warning(api.load(text.encode())) is None


def test_a_short_text_in_another_language_says_so() -> None:
    spanish = (
        b"Conservamos sus datos personales durante los meses siguientes. Podemos compartir su correo "
        b"con nuestros socios comerciales. Puede solicitar la baja de su cuenta en cualquier momento."
    )
    found = api.load(spanish)
    assert "unsupported-language" in {warning.code for warning in found.snapshot.warnings}
    short = api.load(b"We never sell your data. Staff cannot read your mail. Robots are forbidden.")
    assert "unsupported-language" not in {warning.code for warning in short.snapshot.warnings}
