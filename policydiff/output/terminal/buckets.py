"""Columns of the timeline grid: one for a snapshot, or for a month, quarter or year of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Final, Literal

from msgspec import Struct

from policydiff.model import Snapshot
from policydiff.output.terminal.phrases import snapshot_date

By = Literal["snapshot", "month", "quarter", "year"]


class Column(Struct, frozen=True, kw_only=True):
    """Adjacent snapshots that share one column."""

    label: str  # a date or a period: "2018-05-30", "2018-Q2", "2018"
    first: int  # index of the first snapshot
    last: int  # inclusive


class Plan(Struct, frozen=True, kw_only=True):
    """How the columns are drawn."""

    columns: tuple[Column, ...]
    cells: int  # of each column
    dated: bool  # dates stand above the columns; otherwise numbers, with a key
    merged_by: str  # "" where each snapshot has its own column

    @property
    def width(self) -> int:
        """Cells of all columns together."""
        return self.cells * len(self.columns)


def _month(date: str) -> str:
    return date[:7]


def _quarter(date: str) -> str:
    if len(date) < 7:
        return date
    return f"{date[:4]}-Q{(int(date[5:7]) + 2) // 3}"


def _year(date: str) -> str:
    return date[:4]


def _years(number: int) -> Callable[[str], str]:
    def period(date: str) -> str:
        first = int(date[:4]) // number * number
        return f"{first}-{first + number - 1}"

    return period


_PERIODS: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("month", _month),
    ("quarter", _quarter),
    ("year", _year),
    ("2 years", _years(2)),
    ("5 years", _years(5)),
    ("10 years", _years(10)),
)
_MOST_COLUMNS = 99  # numbers of three digits do not fit a column of two cells
_LABEL_IF_DATED = 58  # dates above the columns are a comfort; only if the label keeps this much
_LABEL_AT_THREE = 44
_LABEL_LEAST = 34  # "they must not " and three or four words


def plan_columns(snapshots: Sequence[Snapshot], *, width: int, by: By | None = None) -> Plan:
    """The finest columns, from `by` on, that leave enough of `width` for the labels of the rows.

    Every snapshot stands in exactly one column, in order. A last resort, for series that no period
    can tame, is an equal number of snapshots to a column.
    """
    each = [
        Column(label=snapshot_date(snapshot), first=index, last=index)
        for index, snapshot in enumerate(snapshots)
    ]
    least = min(_LABEL_LEAST, width // 2)
    if by in (None, "snapshot") and (plan := _fit(each, "", width, least)):
        return plan
    names = [name for name, _ in _PERIODS]
    for name, period in _PERIODS[names.index(by) if by in names else 0 :]:
        merged = _merge(snapshots, period)
        if plan := _fit(merged, name, width, least):
            return plan
    room = min(max((width - least) // 2, 1), _MOST_COLUMNS)
    size = -(-len(snapshots) // room)
    chunks = [
        Column(
            label=f"{each[start].label} to {each[min(start + size, len(each)) - 1].label}",
            first=start,
            last=min(start + size, len(each)) - 1,
        )
        for start in range(0, len(each), size)
    ]
    return Plan(columns=tuple(chunks), cells=2, dated=False, merged_by=f"{size} snapshots")


def _fit(columns: Sequence[Column], merged_by: str, width: int, least: int) -> Plan | None:
    if len(columns) > _MOST_COLUMNS:
        return None
    doubtful = any(column.label.endswith("?") for column in columns)
    sizes = ((6 + doubtful, True, _LABEL_IF_DATED), (3, False, _LABEL_AT_THREE), (2, False, least))
    for cells, dated, label in sizes:
        if len(columns) * cells + label <= width and not (dated and _has_long_label(columns)):
            return Plan(columns=tuple(columns), cells=cells, dated=dated, merged_by=merged_by)
    return None


def _has_long_label(columns: Sequence[Column]) -> bool:
    # "2018-05-30" stands in two lines, "05-30" below "2018"; longer labels need the key.
    return any(len(column.label.rstrip("?")) > 10 or "un" in column.label for column in columns)


def _merge(snapshots: Sequence[Snapshot], period: Callable[[str], str]) -> list[Column]:
    keys = [period(snapshot.date) if snapshot.date else "undated" for snapshot in snapshots]
    columns: list[Column] = []
    for key, run in groupby(range(len(keys)), key=keys.__getitem__):
        indices = list(run)
        columns.append(Column(label=key, first=indices[0], last=indices[-1]))
    return columns
