"""Structure: blocks to a dated document of ordered, headed sections of clauses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from msgspec.structs import replace

from policydiff.digest import sha256
from policydiff.model import Axis, DateCandidate, Document, RawSnapshot, Snapshot, SnapshotWarning
from policydiff.readers import read_blocks
from policydiff.recall import Recall
from policydiff.structure.date_choice import states_a_date
from policydiff.structure.date_pages import page_dates
from policydiff.structure.dates import choose_date, settle_dates
from policydiff.structure.impossible_dates import impossible_dates
from policydiff.structure.policyhood import judge_policyhood
from policydiff.structure.settling import Settled
from policydiff.structure.versions import Versions

_versions = Versions()
_doubt = Recall(judge_policyhood, size=16)


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
    reading = _versions.read(read.blocks, settled)
    outline, written = reading.outline, reading.dates
    title = raw.title or outline.title
    warnings = [*raw.warnings, *read.warnings, *impossible_dates(read.blocks, raw.source)]
    if not read.text.strip():
        warnings.append(SnapshotWarning(code="empty", message="there is no text in it"))
    elif doubt := _doubt(read.text, title or PurePath(raw.source).stem):
        warnings.append(doubt)
    snapshot = Snapshot(
        source=raw.source,
        revision=raw.revision,
        series=raw.series,
        title=title,
        format=read.format,
        encoding=read.encoding,
        sha256=sha256(raw.data).hexdigest(),
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
        title_lines=outline.title_lines,
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
