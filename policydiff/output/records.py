"""The JSON documents that policydiff prints, as types: encoder and JSON Schema come from these.

Field order is key order. Keys are only ever added within a version.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from policydiff.model import (
    Bearer,
    ClauseChange,
    ClauseKind,
    ClausePart,
    DateKind,
    DroppedKind,
    EventName,
    FacetKind,
    HeadingStyle,
    Impact,
    Modality,
    Precision,
    SectionChange,
    Severity,
    Strength,
    Topic,
    ValueComparison,
    ValueKind,
)


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all records."""


class DateRecord(Record, frozen=True, kw_only=True):
    kind: DateKind
    value: str
    precision: Precision
    text: str
    line: int | msgspec.UnsetType | None = msgspec.UNSET
    page: int | msgspec.UnsetType = msgspec.UNSET
    ambiguous: bool
    chosen: bool
    why: str


class WarningRecord(Record, frozen=True, kw_only=True):
    code: str
    message: str
    line: int | msgspec.UnsetType | None = msgspec.UNSET
    page: int | msgspec.UnsetType = msgspec.UNSET


class SnapshotRecord(Record, frozen=True, kw_only=True):
    source: str
    revision: str | None
    series: str | None
    title: str | None
    format: str
    encoding: str
    sha256: str
    date: str | None
    precision: Precision | None
    date_kind: DateKind | None
    ambiguous: bool
    dates: tuple[DateRecord, ...]
    warnings: tuple[WarningRecord, ...]
    technical: bool = False
    uncommitted: bool = False


class ClauseRecord(Record, frozen=True, kw_only=True):
    id: str
    text: str
    kind: ClauseKind
    line: int | msgspec.UnsetType = msgspec.UNSET  # of PDFs: `page`
    page: int | msgspec.UnsetType = msgspec.UNSET
    number: str
    lead_in: str | None
    links: tuple[str, ...]


class SectionRecord(Record, frozen=True, kw_only=True):
    id: str
    heading: str | None
    number: str | None
    level: int
    path: tuple[str, ...]
    style: HeadingStyle
    line: int | msgspec.UnsetType = msgspec.UNSET  # of PDFs: `page`
    page: int | msgspec.UnsetType = msgspec.UNSET
    clauses: tuple[ClauseRecord, ...]


class DroppedRecord(Record, frozen=True, kw_only=True):
    kind: DroppedKind
    lines: tuple[int, int] | msgspec.UnsetType = msgspec.UNSET
    pages: tuple[int, int] | msgspec.UnsetType = msgspec.UNSET


class TitleRecord(Record, frozen=True, kw_only=True):
    """The line that the document gives itself as a title, where that is no section's heading."""

    text: str
    lines: tuple[int, int] | msgspec.UnsetType = msgspec.UNSET
    pages: tuple[int, int] | msgspec.UnsetType = msgspec.UNSET


class DecisionRecord(Record, frozen=True, kw_only=True):
    line: int | msgspec.UnsetType = msgspec.UNSET  # of PDFs: `page`
    page: int | msgspec.UnsetType = msgspec.UNSET
    text: str
    heading: bool
    score: float
    signs: tuple[tuple[str, float], ...]


class SectionsRecord(Record, frozen=True, kw_only=True):
    schema: Literal["policydiff.sections/1"] = "policydiff.sections/1"
    snapshot: SnapshotRecord
    sections: tuple[SectionRecord, ...]
    dropped: tuple[DroppedRecord, ...]
    title: TitleRecord | None
    decisions: tuple[DecisionRecord, ...] | None = None


class ValueRecord(Record, frozen=True, kw_only=True):
    kind: ValueKind
    comparison: ValueComparison
    number: str | None
    upper: str | None
    unit: str | None
    quantity: float | None
    text: str
    span: tuple[int, int]


class ObligationRecord(Record, frozen=True, kw_only=True):
    id: str
    section: str
    clause: str
    line: int | msgspec.UnsetType = msgspec.UNSET  # of PDFs: `page`
    page: int | msgspec.UnsetType = msgspec.UNSET
    text: str
    bearer: Bearer
    modality: Modality
    strength: Strength
    topic: Topic
    action: str
    conditions: tuple[str, ...]
    exceptions: tuple[str, ...]
    span: tuple[int, int]
    rule: str
    cue: str
    values: tuple[ValueRecord, ...]
    audience: str | None


class ObligationsRecord(Record, frozen=True, kw_only=True):
    schema: Literal["policydiff.obligations/1"] = "policydiff.obligations/1"
    snapshot: SnapshotRecord
    obligations: tuple[ObligationRecord, ...]


class ClausePairRecord(Record, frozen=True, kw_only=True):
    change: ClauseChange
    old: str | None
    new: str | None
    ops: tuple[tuple[Literal["=", "-", "+"], str], ...]
    part: ClausePart
    renumbered: tuple[int, ...]
    respelled: tuple[int, ...]
    addresses: tuple[tuple[str, ...], tuple[str, ...]]


class SectionPairRecord(Record, frozen=True, kw_only=True):
    changes: tuple[SectionChange, ...]
    old: tuple[str, ...]
    new: tuple[str, ...]
    similarity: float
    clauses: tuple[ClausePairRecord, ...]


class FacetRecord(Record, frozen=True, kw_only=True):
    kind: FacetKind
    old: str
    new: str


class NearestRecord(Record, frozen=True, kw_only=True):
    text: str
    similarity: float
    line: int | msgspec.UnsetType = msgspec.UNSET  # of PDFs: `page`
    page: int | msgspec.UnsetType = msgspec.UNSET


class ObligationChangeRecord(Record, frozen=True, kw_only=True):
    event: EventName
    impact: Impact
    old: ObligationRecord | None
    new: ObligationRecord | None
    why: str
    facets: tuple[FacetRecord, ...]
    nearest: NearestRecord | None


class SummaryRecord(Record, frozen=True, kw_only=True):
    sections: dict[str, int]
    obligations: dict[str, int]
    table_rows: dict[str, int]
    words_added: int
    words_removed: int


class TitleChangeRecord(Record, frozen=True, kw_only=True):
    old: str
    new: str
    ops: tuple[tuple[Literal["=", "-", "+"], str], ...]


class LeftOutChangeRecord(Record, frozen=True, kw_only=True):
    kind: DroppedKind
    line: int | msgspec.UnsetType | None = msgspec.UNSET  # of PDFs: `page`
    page: int | msgspec.UnsetType = msgspec.UNSET
    old: str
    new: str
    ops: tuple[tuple[Literal["=", "-", "+"], str], ...]


class DiffRecord(Record, frozen=True, kw_only=True):
    schema: Literal["policydiff.diff/1"] = "policydiff.diff/1"
    old: SnapshotRecord
    new: SnapshotRecord
    sections: tuple[SectionPairRecord, ...]
    obligations: tuple[ObligationChangeRecord, ...]
    summary: SummaryRecord
    title: TitleChangeRecord | None
    left_out: tuple[LeftOutChangeRecord, ...]


class EventRecord(Record, frozen=True, kw_only=True):
    event: EventName
    impact: Impact
    snapshot: int
    after: str | None
    by: str | None
    text: str
    section: str
    line: int | msgspec.UnsetType | None = msgspec.UNSET
    page: int | msgspec.UnsetType = msgspec.UNSET
    why: str
    old_text: str | None
    facets: tuple[FacetRecord, ...]
    nearest: NearestRecord | None
    ignored: str | None  # the noise rule that took it for no change of the policy


class HistoryRecord(Record, frozen=True, kw_only=True):
    id: str
    bearer: Bearer
    modality: Modality
    strength: Strength
    topic: Topic
    text: str
    present: tuple[bool, ...]
    events: tuple[EventRecord, ...]


class IgnoredRecord(Record, frozen=True, kw_only=True):
    rule: str
    snapshot: int
    detail: str


class TimelineRecord(Record, frozen=True, kw_only=True):
    schema: Literal["policydiff.timeline/1"] = "policydiff.timeline/1"
    series: str | None
    snapshots: tuple[SnapshotRecord, ...]
    ignored: tuple[IgnoredRecord, ...]
    obligations: tuple[HistoryRecord, ...]


class SeriesRecord(Record, frozen=True, kw_only=True):
    name: str
    snapshots: int
    first: str | None
    last: str | None
    source: str | None
    warnings: tuple[WarningRecord, ...]


class SectionStepRecord(Record, frozen=True, kw_only=True):
    heading: str
    changes: tuple[SectionChange, ...]
    words_added: int
    words_removed: int


class LogEventRecord(Record, frozen=True, kw_only=True):
    id: str
    event: EventName
    impact: Impact
    sentence: str
    text: str
    section: str
    line: int | msgspec.UnsetType | None = msgspec.UNSET  # of PDFs: `page`
    page: int | msgspec.UnsetType = msgspec.UNSET


class LogEntryRecord(Record, frozen=True, kw_only=True):
    snapshot: SnapshotRecord
    index: int
    since: int | None
    ignored: str | None
    sections: tuple[SectionStepRecord, ...]
    events: tuple[LogEventRecord, ...]
    summary: SummaryRecord


class LogRecord(Record, frozen=True, kw_only=True):
    schema: Literal["policydiff.log/1"] = "policydiff.log/1"
    series: str | None
    entries: tuple[LogEntryRecord, ...]


class ClauseLifeRecord(Record, frozen=True, kw_only=True):
    id: str
    section: str
    line: int | msgspec.UnsetType = msgspec.UNSET  # of PDFs: `page`
    page: int | msgspec.UnsetType = msgspec.UNSET
    text: str
    first: int
    first_date: str | None
    changed: int | None
    changed_date: str | None
    obligations: tuple[str, ...]


class BlameRecord(Record, frozen=True, kw_only=True):
    schema: Literal["policydiff.blame/1"] = "policydiff.blame/1"
    series: str | None
    snapshots: tuple[SnapshotRecord, ...]
    newest: int
    clauses: tuple[ClauseLifeRecord, ...]


class SnapshotsRecord(Record, frozen=True, kw_only=True):
    schema: Literal["policydiff.snapshots/1"] = "policydiff.snapshots/1"
    snapshots: tuple[SnapshotRecord, ...]
    series: tuple[SeriesRecord, ...]


class PlaceRecord(Record, frozen=True, kw_only=True):
    path: str
    line: int | msgspec.UnsetType | None = msgspec.UNSET
    end_line: int | msgspec.UnsetType | None = msgspec.UNSET
    page: int | msgspec.UnsetType = msgspec.UNSET
    paragraph: int | msgspec.UnsetType = msgspec.UNSET
    section: str


class FindingRecord(Record, frozen=True, kw_only=True):
    code: str
    rule: str
    severity: Severity
    message: str
    fingerprint: str
    policy: str
    place: PlaceRecord
    old_place: PlaceRecord | None
    obligation: str | None
    topic: Topic | None
    bearer: Bearer | None
    impact: Impact | None
    old_text: str
    new_text: str
    fix: str


class WaivedRecord(Record, frozen=True, kw_only=True):
    finding: FindingRecord
    reason: str
    until: str | None


class NoteRecord(Record, frozen=True, kw_only=True):
    code: str
    message: str
    line: int | msgspec.UnsetType | None = msgspec.UNSET
    page: int | msgspec.UnsetType = msgspec.UNSET
    paragraph: int | msgspec.UnsetType = msgspec.UNSET


class RuleRecord(Record, frozen=True, kw_only=True):
    code: str
    name: str
    severity: Severity
    what: str
    why: str
    mend: str


class CheckSummaryRecord(Record, frozen=True, kw_only=True):
    error: int
    warning: int
    info: int
    waived: int
    policies: int


class CheckRecord(Record, frozen=True, kw_only=True):
    schema: Literal["policydiff.check/1"] = "policydiff.check/1"
    old: str
    new: str
    policies: tuple[str, ...]
    findings: tuple[FindingRecord, ...]
    waived: tuple[WaivedRecord, ...]
    notes: tuple[NoteRecord, ...]
    rules: tuple[RuleRecord, ...]
    summary: CheckSummaryRecord


RECORDS: dict[str, type[Record]] = {
    "sections": SectionsRecord,
    "obligations": ObligationsRecord,
    "diff": DiffRecord,
    "timeline": TimelineRecord,
    "log": LogRecord,
    "blame": BlameRecord,
    "snapshots": SnapshotsRecord,
    "check": CheckRecord,
}
