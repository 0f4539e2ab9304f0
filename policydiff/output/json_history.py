"""JSON records of `log` and `blame`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from policydiff.compare.table_rows import count_rows
from policydiff.model import Blame, ClauseLife, Event, Log, Step
from policydiff.output import records as r
from policydiff.output.json import place, rows_by_change, snapshot_record
from policydiff.output.sentences import event_sentence
from policydiff.timeline.gravity import gravity


def log_record(log: Log, chosen: Sequence[int]) -> r.LogRecord:
    """Record of `policydiff log`: an entry for each index of `chosen`, in that order."""
    steps = {step.new: step for step in log.steps}
    ignored = {one.snapshot: one.rule for one in log.timeline.ignored}
    events: dict[int, list[tuple[str, Event]]] = {}
    for history in log.timeline.histories:
        for event in history.told:
            events.setdefault(event.snapshot, []).append((history.id, event))
    return r.LogRecord(
        series=log.timeline.series,
        entries=tuple(
            r.LogEntryRecord(
                snapshot=snapshot_record(log.timeline.snapshots[index]),
                index=index,
                since=steps[index].old if index in steps else None,
                ignored=ignored.get(index),
                sections=_sections(steps.get(index)),
                events=_events(events.get(index, [])),
                summary=_summary(steps.get(index), [e for _, e in events.get(index, [])]),
            )
            for index in chosen
        ),
    )


def _sections(step: Step | None) -> tuple[r.SectionStepRecord, ...]:
    return tuple(
        msgspec.convert(section, r.SectionStepRecord, from_attributes=True)
        for section in (step.sections if step else ())
    )


def _events(events: Sequence[tuple[str, Event]]) -> tuple[r.LogEventRecord, ...]:
    return tuple(
        r.LogEventRecord(
            id=name,
            event=event.event,
            impact=event.impact,
            sentence=event_sentence(event),
            text=event.text,
            section=event.section,
            **place(shown.line if (shown := event.new or event.old) else None),
        )
        for name, event in sorted(events, key=lambda pair: gravity(pair[1]))
    )


def _summary(step: Step | None, events: Sequence[Event]) -> r.SummaryRecord:
    sections = Counter(c for section in (step.sections if step else ()) for c in section.changes)
    return r.SummaryRecord(
        sections=dict(sorted(sections.items())),
        obligations=dict(sorted(Counter(event.event for event in events).items())),
        table_rows=rows_by_change(count_rows(step.rows)) if step else {},
        words_added=step.words_added if step else 0,
        words_removed=step.words_removed if step else 0,
    )


def blame_record(blame: Blame, lives: Sequence[ClauseLife]) -> r.BlameRecord:
    """Record of `policydiff blame`: `lives` are those of its clauses that are told."""
    snapshots = blame.timeline.snapshots
    return r.BlameRecord(
        series=blame.timeline.series,
        snapshots=tuple(map(snapshot_record, snapshots)),
        newest=blame.newest,
        clauses=tuple(
            r.ClauseLifeRecord(
                id=life.clause.id,
                section=life.section.id,
                **place(life.clause.line),
                text=life.clause.text,
                first=life.first,
                first_date=snapshots[life.first].date,
                changed=life.changed,
                changed_date=None if life.changed is None else snapshots[life.changed].date,
                obligations=life.obligations,
            )
            for life in lives
        ),
    )
