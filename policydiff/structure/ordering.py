"""Put the documents of a series in the order in which they held."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from policydiff.errors import SnapshotDateError
from policydiff.model import Axis, Document, SnapshotWarning, Undated
from policydiff.structure.documents import date_documents


def order_documents(
    documents: Sequence[Document], *, by: Axis = "effective", undated: Undated = "error"
) -> tuple[list[Document], tuple[SnapshotWarning, ...]]:
    """Documents by date; ties by when they were captured or by file name; and what was left out.

    Where every snapshot says when it was captured or is named by a date, and the dates in the texts
    contradict that order or stay the same while the text changes, the texts are wrong about themselves
    (a date quoted from another policy, one that was not renewed, a silent edit): the dates of capture
    are taken, with a warning for each such text.
    """
    warnings: list[SnapshotWarning] = []
    kept: list[Document] = []
    missing: list[str] = []
    for document in documents:
        snapshot = document.snapshot
        if snapshot.date is not None or undated == "order":
            kept.append(document)
        elif undated == "skip":
            message = f"{snapshot.source}: left out, it has no date"
            warnings.append(SnapshotWarning(code="undated", message=message))
        else:
            missing.append(snapshot.source)
    if missing:
        others = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
        raise SnapshotDateError(
            f"no date{others}",
            where=missing[0],
            why="neither its text nor its name gives one",
            fix=f"pass --date '{missing[0]}=YYYY-MM-DD', start its name with YYYY-MM-DD, or "
            "write it into snapshots.toml (or use --undated order|skip)",
        )
    if undated == "order" and any(document.snapshot.date is None for document in kept):
        return kept, tuple(warnings)
    order = {id(document): position for position, document in enumerate(kept)}
    kept.sort(key=lambda d: (d.snapshot.date or "", _captured(d), order[id(d)]))
    captures = [_captured(document) for document in kept]
    if by == "effective" and all(captures) and (captures != sorted(captures) or _tied(kept)):
        captured = date_documents(kept, by="captured")
        stated = {id(new): old.snapshot.date or "" for old, new in zip(kept, captured, strict=True)}
        # Of one day: in the order of their sources, which know the hour or the commit.
        place = {id(new): order[id(old)] for old, new in zip(kept, captured, strict=True)}
        captured.sort(key=lambda d: (d.snapshot.date or "", place[id(d)]))
        latest = ""
        for position, document in enumerate(captured):
            own = stated[id(document)]
            before = captured[position - 1].snapshot if position else None
            if own < latest:
                captured[position] = _note_order(document, own, "contradicts the order of capture")
            elif before and own == latest and before.sha256 != document.snapshot.sha256:
                captured[position] = _note_order(
                    document, own, "it said so before its text changed"
                )
            latest = max(latest, own)
        return captured, tuple(warnings)
    return kept, tuple(warnings)


def warn_against_dates(documents: Sequence[Document]) -> tuple[SnapshotWarning, ...]:
    """One warning where an order that a manifest gives contradicts the dates."""
    for one, other in pairwise(d.snapshot for d in documents):
        if one.date and other.date and one.date > other.date:
            message = (
                f"{other.source} ({other.date}) stands behind {one.source} ({one.date}), as listed"
            )
            return (SnapshotWarning(code="manifest-order", message=message),)
    return ()


def _captured(document: Document) -> str:
    kinds = ("captured", "filename")
    for kind in kinds:
        for date in document.snapshot.dates:
            if date.kind == kind and date.precision == "day" and not date.ambiguous:
                return date.value
    return ""


def _tied(documents: Sequence[Document]) -> bool:
    """Whether different texts in a row bear one date, and were captured on other days or later.

    An interval between them would be empty; and the later one had changed under its old date.
    """
    return any(
        one.snapshot.date == other.snapshot.date
        and (_captured(one) != _captured(other) or _is_older(other))
        for one, other in pairwise(documents)
        if one.snapshot.sha256 != other.snapshot.sha256
    )


def _is_older(document: Document) -> bool:
    """Whether the date of a text is before its capture: the text may have changed since."""
    date = document.snapshot.date or ""
    return date < _captured(document)[: len(date)]


def _note_order(document: Document, stated: str, why: str) -> Document:
    snapshot = document.snapshot
    if stated == snapshot.date:
        return document
    note = SnapshotWarning(
        code="date-order",
        message=f"its text says {stated}: {why}; the capture of {snapshot.date} is used",
    )
    return replace(document, snapshot=replace(snapshot, warnings=(*snapshot.warnings, note)))
