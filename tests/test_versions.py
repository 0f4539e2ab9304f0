"""Versions that differ only in where links lead: read and followed as if each stood alone."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from git_repository import GitRepository, needs_git

from policydiff import api
from policydiff.compare import documents
from policydiff.model import Block, RawSnapshot, Timeline
from policydiff.readers import decode as decoding, read_blocks
from policydiff.structure.versions import Versions
from policydiff.timeline import build, noise

TEXT = """\
[Overview](#overview{a}) [Rights](#rights{a}) [Contact](#contact{a})

# Privacy Policy

[Effective 1 May 2020](https://shop.example/?t={a}), [earlier version](https://shop.example/{version})

## Overview

We collect your name, see [our shop](https://shop.example/go?u=1&h={a}). We **never** sell it.

* we keep [orders](https://shop.example/orders?h={a}) for two years;
* we may share [payment data](https://pay.example/{a}).

## Rights

You may ask us to erase your data. Write to [our officer](mailto:{mail}).

## Contact

{last}
"""
PLAIN = {"a": "1", "version": "v", "mail": "privacy@shop.example", "last": "Example Shop Ltd."}
CHANGES = {
    "the same": {},
    "other tokens": {"a": "2"},
    "tokens again": {"a": "3"},
    "an earlier version has a date": {"a": "4", "version": "previous-20190203"},
    "and another one": {"a": "4", "version": "previous-20180203"},
    "an archive's address": {"a": "https://web.archive.org/web/20200607081500/x"},
    "other mail": {"a": "5", "mail": "dpo@shop.example"},
    "back": {},
    "another line": {"a": "6", "last": "We answer within a month."},
    "a line more": {"a": "7", "last": "We answer within a month.\n\nWe may change this policy."},
    "no line": {"a": "8", "last": ""},
    "back again": {"a": "9"},
}


def texts() -> list[str]:
    return [TEXT.format(**PLAIN | change) for change in CHANGES.values()]


def blocks_of(text: str) -> tuple[Block, ...]:
    return read_blocks(RawSnapshot(data=text.encode(), source="policy.md")).blocks


@pytest.mark.parametrize("order", [1, -1])
def test_structure_of_a_version_does_not_depend_on_those_before(order: int) -> None:
    together = Versions()
    for text in texts()[::order]:
        blocks = blocks_of(text)
        found, alone = together.read(blocks), Versions().read(blocks)
        assert (found.outline, found.dates) == (alone.outline, alone.dates)
        assert found.blocks == blocks


def test_versions_are_recognised() -> None:
    versions = Versions()
    read = [versions.read(blocks_of(text)) for text in texts()[:3]]
    assert read[1].outline.sections[0].clauses != read[2].outline.sections[0].clauses
    assert read[1].outline.decisions is read[2].outline.decisions
    assert read[0].outline.sections[-1] is read[2].outline.sections[-1]


def followed() -> tuple[object, ...]:
    documents = [
        api.load(text.encode(), date=f"2020-{at + 1:02}-01") for at, text in enumerate(texts())
    ]
    return (
        api.timeline(documents),
        api.log(documents),
        api.blame(documents),
        [api.diff(one, other) for one, other in pairwise(documents)],
    )


def test_what_stands_is_told_as_if_it_were_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    short = followed()
    for room in (documents, build, noise):
        monkeypatch.setattr(room, "stands_still", lambda *_: False)
    assert followed() == short


def test_events_come_where_something_changed() -> None:
    timeline = followed()[0]
    assert isinstance(timeline, Timeline)
    events = [(e.event, e.snapshot) for h in timeline.histories for e in h.events if not e.initial]
    assert ("appeared", 9) in events
    assert {at for _, at in events}.isdisjoint({1, 2, 3, 4, 5})


@needs_git
def test_a_text_that_comes_back_in_a_history_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = GitRepository(tmp_path / "r")
    for at, text in enumerate([texts()[0], texts()[8], texts()[0], texts()[8], texts()[0]]):
        repository.commit({"policy.md": text}, date=f"2020-0{at + 1}-01T12:00:00+00:00")
    read: list[bytes] = []
    decode = decoding.decode
    monkeypatch.setattr(
        decoding, "decode", lambda data, **rest: read.append(data) or decode(data, **rest)
    )
    (series,) = api.load_series([repository.folder])
    assert len(series.documents) == 5
    assert len(read) == 2
    one, other = series.documents[0], series.documents[2]
    assert one.sections == other.sections
    assert one.snapshot.revision != other.snapshot.revision
