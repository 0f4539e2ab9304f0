"""Web captures of several WARC files, and how they join the snapshots that stand beside them in a folder.

    acme/2021-03-01.md  acme/crawl.warc.gz              one series, if the WARC has one page
    acme/2021-03-01.md  acme/crawl.warc.gz, two pages   three series: acme, and one an address

A folder whose files are one policy holds that policy: so a lone page of a WARC beside them is one
more place where it was kept. Of anything else the address is the name, as without files.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from policydiff.errors import SourceError
from policydiff.model import SnapshotWarning
from policydiff.sources.given import GivenDates
from policydiff.sources.layout import series_folder
from policydiff.sources.manifest import Manifest
from policydiff.sources.shelf import RawSeries
from policydiff.sources.warc import load_warcs
from policydiff.sources.warc_manifest import manifests_of, told_captures, warc_of


def load_captures(
    warcs: Sequence[str], told: Manifest | None, *, max_size: int, given: GivenDates
) -> list[RawSeries]:
    """The series of some WARCs, as `told` or the manifests beside them want them. Raises SourceError."""
    found = load_warcs(warcs, max_size=max_size, given=given)
    return told_captures(found, [told] if told else manifests_of(warcs, None), given)


def with_captures(
    found: Sequence[RawSeries],
    warcs: Sequence[str],
    manifests: Sequence[Manifest],
    *,
    place: str,
    what: str,
    max_size: int,
    given: GivenDates,
    exists: Callable[[str], bool] = os.path.exists,
) -> list[RawSeries]:
    """The series of the files in a `place`, if any, with the captures of its WARCs: joined, or series
    of their own.

    Series of one name are one. WARCs that hold nothing are told. `what` the place is: "folder".
    `exists` tells of the path of a file whether it is there. Raises SourceError where nothing is
    left, or a manifest gives the order of half a series.
    """
    lost: list[SnapshotWarning] = []
    captured = load_warcs(warcs, max_size=max_size, given=given, lost=lost)
    captured = told_captures(captured, manifests, given, exists=exists)
    homes = _homes(found, place)
    guests = _homes(captured, place)
    result = {series.name: series for series in found}
    for series in captured:
        name = series.name
        (home, *others) = guests[name]
        alone = not others and sum(home in rooms for rooms in guests.values()) == 1
        hosts = [host for host, own in homes.items() if home in own]
        if name not in result and alone and len(hosts) == 1:
            message = f"{hosts[0]}: the captures of {name} in its folder are snapshots of it"
            note = SnapshotWarning(code="captures", message=message)
            name, series = hosts[0], replace(series, warnings=(*series.warnings, note))
        result[name] = _one(result[name], series) if name in result else series
    if not result:
        why = lost[0].message if lost else "every capture is excluded"
        raise SourceError(f"no snapshot in this {what}", where=place, why=why)
    first, *rest = result.values()
    return [replace(first, warnings=(*first.warnings, *lost)), *rest]


def _homes(found: Iterable[RawSeries], folder: str) -> dict[str, set[tuple[str, ...]]]:
    """By series the folders that its files or WARCs belong to, dates and versions aside."""
    places: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for series in found:
        for raw in series.snapshots:
            path = os.path.relpath(warc_of(raw.source) or raw.source, folder)
            places[series.name].add(series_folder(path.replace(os.sep, "/")))
    return places


def _one(files: RawSeries, captures: RawSeries) -> RawSeries:
    if files.ordered or captures.ordered:
        raise SourceError(
            f"{files.name} has files and web captures; their order cannot be listed",
            fix='leave order = "listed" out, or name the WARC by itself',
        )
    known = {raw.data for raw in files.snapshots}
    raws = (replace(raw, series=files.name) for raw in captures.snapshots if raw.data not in known)
    return replace(
        files, snapshots=(*files.snapshots, *raws), warnings=files.warnings + captures.warnings
    )
