"""JSON documents of `records`, from the model; and their JSON Schemas."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from policydiff.compare.table_rows import changed_rows, count_rows
from policydiff.compare.word_count import count_words
from policydiff.model import (
    Comparison,
    Document,
    Event,
    Obligation,
    Page,
    SeriesSummary,
    Snapshot,
    TableRows,
    Timeline,
)
from policydiff.output import records as r

_T = TypeVar("_T", bound=r.Record)


def dumps(record: r.Record) -> str:
    """One JSON document, indented, ending in a newline."""
    try:
        data = msgspec.json.encode(record)
    except UnicodeEncodeError:
        data = msgspec.json.encode(_without_surrogates(msgspec.to_builtins(record)))
    return msgspec.json.format(data, indent=1).decode() + "\n"


def schema(name: str) -> str:
    """JSON Schema (draft 2020-12) of one of `RECORDS`. Raises KeyError for another name."""
    body = msgspec.json.schema(r.RECORDS[name])
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:policydiff:{name}:1",
        "title": f"policydiff.{name}/1",
    }
    return json.dumps(head | body, indent=1) + "\n"


def snapshot_record(snapshot: Snapshot) -> r.SnapshotRecord:
    """Record of one snapshot."""
    return r.SnapshotRecord(
        source=_clean(snapshot.source),
        revision=snapshot.revision,
        series=_clean(snapshot.series) if snapshot.series else None,
        title=snapshot.title,
        format=snapshot.format,
        encoding=snapshot.encoding,
        sha256=snapshot.sha256,
        date=snapshot.date,
        precision=snapshot.precision,
        date_kind=snapshot.date_kind,
        ambiguous=snapshot.ambiguous,
        dates=_convert([replace(d, text=_clean(d.text)) for d in snapshot.dates], r.DateRecord),
        warnings=_convert(snapshot.warnings, r.WarningRecord),
        technical=snapshot.technical,
        uncommitted=snapshot.uncommitted,
    )


def _without_surrogates(value: Any) -> Any:
    """Names that are not UTF-8 also stand inside messages."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_surrogates(one) for one in value]
    return value


def _clean(name: str) -> str:
    """A name that JSON can hold: one that is not UTF-8 has lone surrogates."""
    return name.encode("utf-8", "replace").decode()


def sections_record(document: Document, *, explain: bool = False) -> r.SectionsRecord:
    """Record of `policydiff sections`."""
    return r.SectionsRecord(
        snapshot=snapshot_record(document.snapshot),
        sections=tuple(
            r.SectionRecord(
                id=section.id,
                heading=section.heading,
                number=section.number,
                level=section.level,
                path=section.path,
                style=section.style,
                **place(section.line),
                clauses=_convert(section.clauses, r.ClauseRecord),
            )
            for section in document.sections
        ),
        dropped=tuple(
            r.DroppedRecord(kind=d.kind, **_lines((d.first_line, d.last_line)))
            for d in document.dropped
        ),
        title=r.TitleRecord(text=document.title or "", **_lines(document.title_lines))
        if document.title_lines
        else None,
        decisions=_convert(document.decisions, r.DecisionRecord) if explain else None,
    )


def obligation_record(obligation: Obligation) -> r.ObligationRecord:
    """Record of one obligation."""
    return _convert([obligation], r.ObligationRecord)[0]


def obligations_record(
    document: Document, obligations: Sequence[Obligation]
) -> r.ObligationsRecord:
    """Record of `policydiff obligations`."""
    return r.ObligationsRecord(
        snapshot=snapshot_record(document.snapshot),
        obligations=tuple(map(obligation_record, obligations)),
    )


def diff_record(comparison: Comparison, timeline: Timeline) -> r.DiffRecord:
    """Record of `policydiff diff`; `timeline` is that of the two snapshots."""
    changes = _changes(timeline)
    pairs = tuple(
        r.SectionPairRecord(
            changes=pair.changes,
            old=tuple(section.id for section in pair.old),
            new=tuple(section.id for section in pair.new),
            similarity=round(pair.similarity, 3),
            clauses=tuple(
                r.ClausePairRecord(
                    change=clause.change,
                    old=clause.old.id if clause.old else None,
                    new=clause.new.id if clause.new else None,
                    ops=clause.ops,
                    part=clause.part,
                    renumbered=clause.renumbered,
                    respelled=clause.respelled,
                    addresses=clause.addresses,
                )
                for clause in pair.clauses
            ),
        )
        for pair in comparison.sections
    )
    return r.DiffRecord(
        old=snapshot_record(comparison.old.snapshot),
        new=snapshot_record(comparison.new.snapshot),
        sections=pairs,
        obligations=tuple(
            r.ObligationChangeRecord(
                event=event.event,
                impact=event.impact,
                old=obligation_record(event.old) if event.old else None,
                new=obligation_record(event.new) if event.new else None,
                why=event.why,
                facets=_convert(event.facets, r.FacetRecord),
                nearest=_nearest(event),
            )
            for event in changes
        ),
        summary=_summary(comparison, changes),
        title=_convert([comparison.title], r.TitleChangeRecord)[0] if comparison.title else None,
        left_out=tuple(
            r.LeftOutChangeRecord(
                kind=change.kind, old=change.old, new=change.new, ops=change.ops,
                **place(change.new_line or change.old_line),
            )
            for change in comparison.left_out
            if change.kind != "title"
        ),
    )  # fmt: skip


def timeline_record(timeline: Timeline) -> r.TimelineRecord:
    """Record of `policydiff timeline`."""
    return r.TimelineRecord(
        series=_clean(timeline.series) if timeline.series else None,
        snapshots=tuple(map(snapshot_record, timeline.snapshots)),
        ignored=_convert(timeline.ignored, r.IgnoredRecord),
        obligations=tuple(
            r.HistoryRecord(
                id=history.id,
                bearer=history.latest.bearer,
                modality=history.latest.modality,
                strength=history.latest.strength,
                topic=history.latest.topic,
                text=history.latest.text,
                present=history.present,
                events=tuple(map(_event_record, history.events)),
            )
            for history in timeline.histories
        ),
    )


def snapshots_record(
    snapshots: Iterable[Snapshot], series: Iterable[SeriesSummary] = ()
) -> r.SnapshotsRecord:
    """Record of `policydiff snapshots`; of a repository that is only listed, without snapshots."""
    return r.SnapshotsRecord(
        snapshots=tuple(map(snapshot_record, snapshots)),
        series=tuple(
            r.SeriesRecord(
                name=_clean(one.name), snapshots=one.snapshots, first=one.first, last=one.last,
                source=_clean(one.source) if one.source else None,
                warnings=_convert(
                    [replace(w, message=_clean(w.message)) for w in one.warnings], r.WarningRecord
                ),
            )
            for one in series
        ),
    )  # fmt: skip


def _event_record(event: Event) -> r.EventRecord:
    shown = event.new or event.old
    return r.EventRecord(
        event=event.event,
        impact=event.impact,
        snapshot=event.snapshot,
        after=event.after,
        by=event.by,
        text=event.text,
        section=event.section,
        **place(shown.line if shown else None),
        why=event.why,
        old_text=event.old.text if event.old and event.new else None,
        facets=_convert(event.facets, r.FacetRecord),
        nearest=_nearest(event),
        ignored=event.ignored or None,
    )


def _nearest(event: Event) -> r.NearestRecord | None:
    if event.nearest is None:
        return None
    nearest = event.nearest
    return r.NearestRecord(
        text=nearest.text, similarity=round(nearest.similarity, 3), **place(nearest.line)
    )


def _changes(timeline: Timeline) -> list[Event]:
    """Events of the second snapshot of a timeline of two, in the order of the histories."""
    return [e for history in timeline.histories for e in history.told if e.snapshot == 1]


def _summary(comparison: Comparison, changes: Sequence[Event]) -> r.SummaryRecord:
    sections = Counter(change for pair in comparison.sections for change in pair.changes)
    added, removed = count_words(comparison)
    return r.SummaryRecord(
        sections=dict(sorted(sections.items())),
        obligations=dict(sorted(Counter(event.event for event in changes).items())),
        table_rows=rows_by_change(count_rows(changed_rows(comparison))),
        words_added=added,
        words_removed=removed,
    )


def rows_by_change(rows: TableRows) -> dict[str, int]:
    """Counts of the rows of tables that changed; {} where none did."""
    return {name: number for name, number in msgspec.structs.asdict(rows).items() if number}


def _convert(values: Iterable[object], kind: type[_T]) -> tuple[_T, ...]:
    return tuple(_with_page(msgspec.convert(v, kind, from_attributes=True), v) for v in values)


def _with_page(record: _T, value: object) -> _T:
    line = getattr(value, "line", None)
    if not isinstance(line, Page):
        return record
    return msgspec.structs.replace(record, line=msgspec.UNSET, page=int(line))


def _lines(ends: tuple[int, int]) -> dict[str, Any]:
    """The first and last line or page of something, under its key."""
    return {"pages" if isinstance(ends[0], Page) else "lines": (int(ends[0]), int(ends[1]))}


def place(line: int | None) -> dict[str, Any]:
    """The key that tells where something stands: `page` in PDFs, else `line`."""
    if isinstance(line, Page):
        return {"page": int(line)}
    return {"line": None if line is None else int(line)}
