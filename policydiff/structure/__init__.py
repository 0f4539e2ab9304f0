"""Structure: blocks to a dated document of ordered, headed sections of clauses."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import PurePath
from typing import Literal

from msgspec.structs import replace

from policydiff.model import Block, DateCandidate, Document, RawSnapshot, Snapshot, SnapshotWarning
from policydiff.readers import read_blocks
from policydiff.structure.date_choice import states_a_date
from policydiff.structure.date_notes import archive_note
from policydiff.structure.date_pages import page_dates
from policydiff.structure.dates import choose_date, find_dates, settle_dates
from policydiff.structure.first_page import of_first_page
from policydiff.structure.policyhood import judge_policyhood
from policydiff.structure.sections import build_sections
from policydiff.structure.settling import Settled

Axis = Literal["effective", "captured"]


def build_document(
    raw: RawSnapshot,
    *,
    format_: str | None = None,
    by: Axis = "effective",
    settled: Settled | None = None,
) -> Document:
    """Read one snapshot, give it structure, and date it by itself.

    `settled`, from `settle_headings`, are lines that other versions decide.
    Raises SourceError for data that is no text.
    """
    read = read_blocks(raw, format_=format_)
    outline = build_sections(read.blocks, settled)
    title = raw.title or outline.title
    warnings = [*raw.warnings, *read.warnings]
    if not read.text.strip():
        warnings.append(SnapshotWarning(code="empty", message="there is no text in it"))
    elif doubt := judge_policyhood(read.text, title or PurePath(raw.source).stem):
        warnings.append(doubt)
    written = _written_dates(read.blocks)
    snapshot = Snapshot(
        source=raw.source,
        revision=raw.revision,
        series=raw.series,
        title=title,
        format=read.format,
        encoding=read.encoding,
        sha256=hashlib.sha256(raw.data).hexdigest(),
        date=None,
        precision=None,
        date_kind=None,
        ambiguous=False,
        dates=raw.dates + _hidden_dates(raw, written) + written,
        warnings=tuple(warnings),
        technical=raw.technical,
        uncommitted=raw.uncommitted,
    )
    document = Document(
        snapshot=snapshot,
        sections=outline.sections,
        dropped=outline.dropped,
        decisions=outline.decisions,
        title=outline.title,
    )
    return date_documents([document], by=by)[0]


def _hidden_dates(
    raw: RawSnapshot, written: tuple[DateCandidate, ...]
) -> tuple[DateCandidate, ...]:
    """Dates in comments and meta tags of a page that its text does not give as well."""
    known = {(date.kind, date.value) for date in written}
    found = page_dates(raw.data, stated=states_a_date(written))
    return tuple(date for date in found if (date.kind, date.value) not in known)


def date_documents(documents: Sequence[Document], *, by: Axis = "effective") -> list[Document]:
    """Date the snapshots of one series, each in the light of the others; order is kept."""
    settled = settle_dates([document.snapshot.dates for document in documents])
    return [
        _dated(document, candidates, by)
        for document, candidates in zip(documents, settled, strict=True)
    ]


_DATE_WARNINGS = {"date-after-capture", "ambiguous-date", "date-conflict", "weak-date"}


def _dated(document: Document, candidates: Sequence[DateCandidate], by: Axis) -> Document:
    chosen = choose_date(candidates, by=by)
    kept = tuple(w for w in document.snapshot.warnings if w.code not in _DATE_WARNINGS)
    snapshot = replace(
        document.snapshot,
        date=chosen.date,
        precision=chosen.precision,
        date_kind=chosen.kind,
        ambiguous=chosen.ambiguous,
        dates=chosen.candidates,
        warnings=kept + chosen.warnings,
    )
    return replace(document, snapshot=snapshot)


def _written_dates(blocks: Sequence[Block]) -> tuple[DateCandidate, ...]:
    lines = [
        (min(block.line + offset, block.end_line), part)
        for block in blocks
        if block.kind != "rule" and not _of_the_archive(block)
        for offset, part in enumerate(block.text.split("\n"))
    ]
    links = [(block.line, target) for block in blocks for _, target in block.links]
    return of_first_page(find_dates(lines, links=links), blocks)


def _of_the_archive(block: Block) -> bool:
    """Whether a block is the bar that an archive puts above a page: its dates are other captures'."""
    return block.furniture == "archive-note" and archive_note(block.text) is None
