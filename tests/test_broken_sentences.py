"""Sentences that break off, begin in the middle or go on in a list are read or not, and stop nothing."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from policydiff import api

CASES = sorted((Path(__file__).parent / "cases" / "obligations").glob("*.toml"))
EVERY = 9  # sentences of which one is taken: all of them would take half a minute


def sentences(value: object) -> set[str]:
    """The texts of three words and more in a table of cases, also where they are keys."""
    if isinstance(value, dict):
        return set().union(*(sentences(key) | sentences(one) for key, one in value.items()))
    if isinstance(value, list):
        return set().union(*map(sentences, value))
    return {value} if isinstance(value, str) and len(value.split()) > 2 else set()


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_sentence_may_break_off_anywhere(file: Path) -> None:
    for text in sorted(sentences(tomllib.loads(file.read_text("utf-8"))))[::EVERY]:
        words = text.split()
        for at in range(1, len(words) + 1):
            before, behind = " ".join(words[:at]), " ".join(words[at:])
            for broken in (before, behind, f"{before}:\n\n- {behind}\n- {behind}"):
                document = api.load(f"# Terms\n\n{broken}\n".encode())
                for one in api.obligations(document):
                    assert one.bearer
                    assert one.action.strip() == one.action


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("You are required to:\n\n- pay us\n- wait", [("user", "obligation", "pay us"), ("user", "obligation", "wait")]),
        ("They are expected to.", []),
        ("You should expect to", [("user", "obligation", "expect to")]),
        ("Acme remains liable to you", []),
        ("Cookies are a way for us to", [("company", "practice", "to")]),  # shown as it breaks off
    ],
)  # fmt: skip
def test_sentences_that_end_in_their_infinitive_mark(
    text: str, wanted: list[tuple[str, str, str]]
) -> None:
    found = api.obligations(api.load(f"# Terms\n\n{text}\n".encode()))
    assert [(one.bearer, one.modality, one.action) for one in found] == wanted
