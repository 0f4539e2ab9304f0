"""What a `snapshots.toml` says of web captures.

[[snapshot]]
file = "https://shop.example/privacy"                          # every capture of an address
series = "Shop"
[[snapshot]]
file = "20210301103000/https://shop.example/privacy"           # one capture, in whatever WARC
exclude = "an error page"
[[snapshot]]
file = "captures.warc.gz/20210301103000/https://shop.example/privacy"
date = 2021-02-15
[[snapshot]]
file = "old.warc"                                              # every capture of a WARC
exclude = "the same as captures.warc.gz"
"""

from __future__ import annotations

import os
import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from policydiff.model import RawSnapshot, SnapshotWarning
from policydiff.sources.beside import informed, manifest_beside
from policydiff.sources.file import skipped
from policydiff.sources.given import GivenDates
from policydiff.sources.manifest import Entry, Manifest
from policydiff.sources.shelf import RawSeries, is_listed

_SOURCE = re.compile(r"(?s)(?P<warc>.+?)/(?P<stamp>\d{14})/(?P<address>.*)")
_SCHEME = re.compile(r"\b(https?):/(?!/)")  # of an address that was made tidy as a path


def manifests_of(warcs: Sequence[str], folder: str | None) -> list[Manifest]:
    """The manifests beside some WARCs, and that of the folder that holds them all."""
    places = dict.fromkeys(os.path.join(os.path.dirname(path), "") for path in warcs)
    if folder is not None:
        places[os.path.join(folder, "")] = None
    found = [manifest_beside(place) for place in places]
    return list({one.where: one for one in found if one is not None}.values())


def told_captures(
    found: Sequence[RawSeries],
    manifests: Sequence[Manifest],
    given: GivenDates,
    *,
    exists: Callable[[str], bool] = os.path.exists,
) -> list[RawSeries]:
    """The series as manifests want them: named, dated, ordered, without what they exclude.

    Of entries that name nothing that is there a warning tells; `exists` knows the files. Series whose captures are all
    excluded are gone; their warnings stay with the first series.
    """
    if not manifests:
        return list(found)
    used: set[Entry] = set()
    rows: dict[str, list[tuple[RawSnapshot, Entry | None]]] = defaultdict(list)
    told: dict[str, list[SnapshotWarning]] = defaultdict(list)
    for series in found:
        told[series.name] += series.warnings
        for raw in series.snapshots:
            entry = _entry(raw, series.name, manifests)
            if entry is not None:
                used.add(entry)
            name = (entry.series if entry else None) or series.name
            if entry and entry.exclude is not None:
                told[name].append(skipped(raw.source, f"excluded: {entry.exclude}"))
                continue
            stated = bool(given.of(raw.source))
            rows[name].append((informed(replace(raw, series=name), entry, given=stated), entry))
    lost = [w for name in told if name not in rows for w in told[name]]
    lost += [_unknown(one, entry) for one in manifests for entry in one.entries
             if entry not in used and not _is_file(one, entry, exists)]  # fmt: skip
    names = {name: name for name in rows}
    titled = next((one.series for one in manifests if one.series), None)
    if titled and len(rows) == 1:
        names = dict.fromkeys(rows, titled)
    result = []
    for name in rows:
        listed = is_listed(name, rows[name], manifests)
        if listed:
            rows[name].sort(key=lambda row: row[1].place if row[1] else 0)
        else:
            rows[name].sort(key=lambda row: row[0].dates[-1].text)  # the moment of capture
        raws = tuple(replace(raw, series=names[name]) for raw, _ in rows[name])
        warnings = tuple(dict.fromkeys((*told[name], *lost)))
        lost = []
        result.append(
            RawSeries(name=names[name], snapshots=raws, warnings=warnings, ordered=listed)
        )
    return result


def warc_of(source: str) -> str:
    """The WARC that a capture is named with; "" where the name is none of a capture."""
    match = _SOURCE.fullmatch(source)
    return match["warc"] if match else ""


def informed_capture(raw: RawSnapshot, *, given: bool) -> RawSnapshot:
    """A capture that is named by itself, with the title and date of the manifest beside its WARC."""
    match = _SOURCE.fullmatch(raw.source)
    found = manifests_of([match["warc"]], None) if match else []
    return informed(raw, _entry(raw, raw.series or "", found), given=given)


def _entry(raw: RawSnapshot, name: str, manifests: Sequence[Manifest]) -> Entry | None:
    """What is said of a capture; what names it most narrowly comes first."""
    for key in _keys(raw.source, name):
        for manifest in manifests:
            folder = os.path.dirname(manifest.where)
            paths = [key, os.path.relpath(key, folder or ".")]
            for entry in manifest.entries:
                if entry.file is not None and entry.file in map(posixpath.normpath, paths):
                    return entry
    return None


def _keys(source: str, name: str) -> Iterator[str]:
    match = _SOURCE.fullmatch(source)
    assert match
    warc, stamp, address = match["warc"], match["stamp"], match["address"]
    yield source
    yield f"{os.path.basename(warc)}/{stamp}/{address}"
    yield f"{stamp}/{address}"
    yield address
    yield name
    yield warc
    yield os.path.basename(warc)


def _is_file(manifest: Manifest, entry: Entry, exists: Callable[[str], bool]) -> bool:
    """Whether an entry that names no capture speaks of a file or version beside the WARC."""
    place = os.path.join(os.path.dirname(manifest.where), entry.file or "")
    return entry.file is None or exists(os.path.normpath(place))


def _unknown(manifest: Manifest, entry: Entry) -> SnapshotWarning:
    named = _SCHEME.sub(r"\1://", entry.file or "")
    message = f"{manifest.where}: snapshot {entry.place}: no capture {named}"
    return SnapshotWarning(code="manifest", message=message)
