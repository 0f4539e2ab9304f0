"""Laws that hold for every document, made or met. The law is the docstring."""

from __future__ import annotations

import random
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import SAMPLES, SHARED, needs_shared
from generators import as_markdown, as_text, change_policy, make_policy, make_rubbish
from hypothesis import given, settings, strategies as st

from policydiff import api
from policydiff.compare.normalise import normalise
from policydiff.compare.words import diff_words
from policydiff.model import Document
from policydiff.readers.decode import decode

FOUND = sorted(
    path
    for pattern in ("seeds/*.txt", "corpus/markdown/*.md", "corpus/headings/*.txt", "corpus/series/*/*.md")
    for path in SHARED.glob(pattern)
)  # fmt: skip
SEEDS = range(60)

# What a reader of rendered Markdown does not see.
UNSEEN = re.compile(
    r"<!--.*?-->|<(del|s)\b[^>]*>.*?</\1>|(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\s*\)"
    r"|</?[a-zA-Z][^<>]*>|&\w+;",
    re.DOTALL,
)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def told(document: Document, source: str) -> list[str]:
    """Every text that the document shows: title, headings, clauses, and the lines left out."""
    lines = source.split("\n")
    parts = [document.snapshot.title or ""]
    for section in document.sections:
        parts += [section.number or "", section.heading or ""]
        parts += [part for clause in section.clauses for part in (clause.number, clause.text)]
    for dropped in document.dropped:
        parts += lines[dropped.first_line - 1 : dropped.last_line]
    return parts


STUCK = re.compile(r"[a-z\d][A-Z]")


def lost(data: bytes, document: Document) -> Counter[str]:
    """Words of a document that it does not show."""
    text = decode(data, source="x")[0]
    shown = words(" ".join(told(document, text)))
    # Words grow together where Markdown stands between them: "2025[Previous version](...)". What a page
    # stuck together is taken apart: "UsesWe want".
    shown_letters = "".join(shown)
    if document.snapshot.format == "text":
        missing = Counter(words(text)) - Counter(shown)
        stuck = {word for word in missing if STUCK.search(word) and word in shown_letters}
        return Counter({word: n for word, n in missing.items() if word not in stuck})
    # Numbers are counted by the reader ("1." for each item), and may be written otherwise.
    wanted = {word for word in words(UNSEEN.sub(" ", text)) if not word.isdigit()}
    return Counter(word for word in wanted if word not in shown_letters)


@needs_shared
@pytest.mark.parametrize("part", range(8))
def test_no_word_of_a_real_document_is_lost(part: int) -> None:
    """Every word of the input is in a heading, the title, a clause, or on a line left out."""
    assert len(FOUND) > 100
    for path in FOUND[part::8]:
        assert not lost(path.read_bytes(), api.load(path)), path.name


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/*.*")), ids=lambda path: path.name)
def test_no_word_of_a_sample_is_lost(path: Path) -> None:
    """Every word of the input is in a heading, the title, a clause, or on a line left out."""
    assert not lost(path.read_bytes(), api.load(path))


@pytest.mark.parametrize("write", [as_markdown, as_text])
def test_no_word_of_a_made_policy_is_lost(write: object) -> None:
    """Every word of the input is in a heading, the title, a clause, or on a line left out."""
    for seed in SEEDS:
        data = write(make_policy(random.Random(seed))).encode()  # type: ignore[operator]
        assert not lost(data, api.load(data)), seed


def test_rubbish_is_read_structured_and_compared() -> None:
    """No text is too odd: it is read, and a document against itself has no changes."""
    before = api.load(b"")
    for seed in range(150):
        document = api.load(make_rubbish(random.Random(seed)).encode())
        api.obligations(document)
        assert api.diff(document, document).same, seed
        check_comparison(before, document)
        before = document


def check_comparison(old: Document, new: Document) -> None:
    """Every section and clause stands in one place, and the scripts give both sides back."""
    pairs = api.diff(old, new).comparison.sections
    for side, document in (("old", old), ("new", new)):
        sections = [s.id for pair in pairs for s in getattr(pair, side)]
        assert sorted(sections) == sorted(s.id for s in document.sections)
        clauses = [
            (c.id, pair.part == ("split" if side == "old" else "joined"))
            for p in pairs
            for pair in p.clauses
            if (c := getattr(pair, side))
        ]
        # Only what was split, or was put together, stands beside each of its parts.
        once = [one for one, whole in clauses if not whole] + list({c for c, w in clauses if w})
        assert sorted(once) == sorted(c.id for c in document.clauses)
    for pair in pairs:
        assert 0.0 <= pair.similarity <= 1.0
        for clause in pair.clauses:
            assert bool(clause.ops) == (clause.change == "edited")
            if clause.change == "edited":
                assert clause.old
                assert clause.new
                assert "".join(t for op, t in clause.ops if op in "=-") == clause.old.text
                assert "".join(t for op, t in clause.ops if op in "=+") == clause.new.text


@pytest.mark.parametrize("write", [as_markdown, as_text])
def test_sections_and_clauses_stand_in_one_place(write: object) -> None:
    """Every section of both sides is in exactly one pair, and every clause too."""
    for seed in SEEDS:
        rng = random.Random(seed)
        policy = make_policy(rng)
        sides = [api.load(write(p).encode()) for p in (policy, change_policy(rng, policy))]  # type: ignore[operator]
        check_comparison(*sides)
        check_comparison(sides[1], sides[0])


@needs_shared
def test_real_neighbours_are_compared_without_loss() -> None:
    """Every section and clause of neighbouring real snapshots is in exactly one pair."""
    for series in sorted((SHARED / "corpus" / "series").iterdir()):
        paths = sorted(series.glob("*.md"))[:3]
        for old, new in pairwise(paths):
            check_comparison(api.load(old), api.load(new))


@pytest.mark.parametrize("seed", SEEDS)
def test_spans_slice_to_their_text(seed: int) -> None:
    """The span of an obligation lies in its clause, and its parts are words of the clause."""
    document = api.load(as_text(make_policy(random.Random(seed))).encode())
    clauses = {clause.id: clause for clause in document.clauses}
    ids = [o.id for o in api.obligations(document)]
    assert len(ids) == len(set(ids))
    for obligation in api.obligations(document):
        start, end = obligation.span
        assert obligation.text == clauses[obligation.clause].text
        assert 0 <= start < end <= len(obligation.text)
        assert obligation.text[start:end].strip()


MIXED = st.text(alphabet=st.sampled_from("aAbé中 \n.,-1“(\u0301\u200d\U0001f600"), max_size=60)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(old=MIXED, new=MIXED)
def test_edit_scripts_give_both_sides_back(old: str, new: str) -> None:
    """Joining "=" and "-" gives the old text to the letter, "=" and "+" the new one."""
    ops = diff_words(old, new)
    assert "".join(text for op, text in ops if op in "=-") == old
    assert "".join(text for op, text in ops if op in "=+") == new
    assert all(text for _, text in ops)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(text=st.text(max_size=80))
def test_normalising_twice_changes_nothing(text: str) -> None:
    """What has been normalised is normal."""
    assert normalise(normalise(text)) == normalise(text)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Any bytes give a text without controls, or one line that says why not."""
    from policydiff.errors import SourceError

    try:
        text = decode(data, source="x")[0]
    except SourceError as refused:
        text = str(refused)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    text.encode("utf-8")
