"""Where sentences end: not behind ordinals, dates and shortened words, in whatever language."""

from __future__ import annotations

import pytest

from policydiff import api
from policydiff.structure.sentences import split_sentences

ONE = [
    "Wir bewahren Belege bis zum 30. September 2024 auf",
    "Die Frist endet am 2. Jänner",
    "Ab dem 4. Werktag dürfen Sie kündigen",
    "Nutzer müssen das 16. Lebensjahr vollendet haben",
    "Gültig bis 24. 12. 2023 in allen Filialen",
    "Es gilt Art. 6 Abs. 1 S. 1 lit. b DSGVO i. V. m. § 26 Nr. 2 BDSG",
    "Wir geben sie ggf. Dritten weiter, z. B. Banken, bspw. Sparkassen",
    "Nordwind Pakete e. K., Hafenstr. 12, 20457 Hamburg",
    "Nous agissons selon l'art. 6 al. 1 let. f du règlement et p. ex. Mme. Roux",
    "Ai sensi dell'art. 13 del D. Lgs. n. 196/2003 il Sig. Bruni risponde",
    "Según el art. 6 núm. 3 la Sra. Gil y los Sres. Paz responden",
    "Nos termos do art. 9 o Exmo. Silva e a Sra. Costa respondem",
    "Údaje smažeme do 31. prosince 2022",
    "40LAMPS.COM never sells what you told it",
    "Orders from HERON-BOOKS.CO.UK, GULL.ORG and WREN.COM.AU are kept by us for three years",
    "You may visit Heron-Books.Org as often as you like",
    "You may leave 1902 ehf. 20 days after you have told us that you want to",
    "A guest of Plover Pty. Ltd. or of Plover Ltd. 30 days before the trip may cancel it",
]
TWO = [
    "Siehe Abschnitt 5. Wir löschen die Daten sofort.",
    "Es gelten die Absätze 1 und 2. Wir widersprechen dem nicht.",
    "Wir nutzen Briefe, Anrufe usw. Wir nutzen keine Faxe.",
    "Our servers are state of the art. We encrypt what they hold.",
    "This ends in section 12. You may object at any time.",
    "Nous citons l'article 5. Nous vendons nos données.",
    "We rely on Article 6 (1) (f) GDPR. You may object at any time.",
    "WE KEEP YOUR DATA TO THE END.YOU MAY ASK FOR IT AT ANY TIME.",
    "This site belongs to WREN.COM. Combined data are kept for a year.",
    "The booking is made with 1902 ehf. We keep it for twenty days.",
    "You accept the rules of Plover Ltd. 2. We may change these rules.",
    "See § 7 (2) no. 3 of the act. A \ue000 is kept (1) as it is.",
]


@pytest.mark.parametrize("text", ONE)
def test_one_sentence_stays_one(text: str) -> None:
    assert split_sentences(f"{text}.") == (f"{text}.",)


@pytest.mark.parametrize("text", TWO)
def test_two_sentences_are_two(text: str) -> None:
    assert len(split_sentences(text)) == 2


def test_a_promise_behind_a_german_date_is_kept() -> None:
    """The date stands inside the clause, and the promise that it bounds is an obligation."""
    text = (
        "# Datenschutz\n\nStand: 1. Juni 2022\n\nDiese Erklärung gilt für alle, die unsere Pakete nutzen.\n\n"
        "## Löschung\n\nWir werden Ihre Anschrift bis zum 31. Dezember 2022 löschen. Sie können bis zum "
        "15. März widersprechen.\n"
    )
    document = api.load(text.encode())
    assert [clause.text for clause in document.clauses][-2:] == [
        "Wir werden Ihre Anschrift bis zum 31. Dezember 2022 löschen.",
        "Sie können bis zum 15. März widersprechen.",
    ]
    assert {"obligation", "permission"} <= {found.modality for found in api.obligations(document)}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (
            "(i) You should check the output. Do not use it for diagnosis. (ii) Our addendum applies.",
            3,
        ),
        ("(a) You must ask us. We may refuse. We will say why.", 3),
        (
            "EXCEPT FOR (A) EITHER PARTY'S (I) NEGLIGENCE OR (II) MISCONDUCT, LIABILITY IS LIMITED.",
            1,
        ),
        ("You may (1) use it and (2) Copy it, as Article 6 (1) says. We may not.", 2),
        ("xCorp may make data (“Plain Data”). xCorp may use Plain Data for any purpose.", 2),
        ("We sell it on eBay. iPads are sold there, i.e. iPads of ours.", 2),
    ],
)
def test_labels_and_small_letters_of_names_hide_no_end(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count
