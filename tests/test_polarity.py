"""The published table of minimal pairs: what a "not", "only" or "may" does to who is bound."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from policydiff.model import Clause, Document, Section, Snapshot
from policydiff.obligations.extract import extract_obligations

TABLE = Path(__file__).parent / "cases" / "obligations" / "polarity.toml"
PAIRS = [
    pytest.param(sentence, expected, id=f"{group}: {sentence}")
    for group, cases in tomllib.loads(TABLE.read_text(encoding="utf-8")).items()
    for sentence, expected in cases.items()
]


def one_clause(text: str) -> Document:
    """A document that says just this."""
    snapshot = Snapshot(
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
    clause = Clause(id="s1.c1", text=text, kind="sentence", line=1)
    section = Section(
        id="s1",
        heading=None,
        number=None,
        level=1,
        path=(),
        style="none",
        line=1,
        clauses=(clause,),
    )
    return Document(snapshot=snapshot, sections=(section,), dropped=())


def test_the_table_is_as_large_as_promised() -> None:
    assert len(PAIRS) >= 560


@pytest.mark.parametrize(("sentence", "expected"), PAIRS)
def test_polarity(sentence: str, expected: list[str]) -> None:
    found = extract_obligations(one_clause(sentence))
    assert {f"{o.bearer} {o.modality}" for o in found} == set(expected)


def test_actions_that_share_a_subject_end_before_the_next() -> None:
    sentence = "We collect your address, store it for 30 days and will share it, but may delete it."
    assert [o.action for o in extract_obligations(one_clause(sentence))] == [
        "collect your address",
        "store it for 30 days",
        "share it",
        "delete it",
    ]
