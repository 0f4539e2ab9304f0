"""Sources turn what the user names into raw snapshots: bytes, where they come from, date hints."""

from policydiff.sources.file import load_file
from policydiff.sources.limits import MAX_SIZE
from policydiff.sources.manifest import given_date
from policydiff.sources.pairs import load_pair, load_pairs
from policydiff.sources.series import list_repositories, load_series
from policydiff.sources.shelf import RawSeries
from policydiff.sources.snapshot import load_snapshot

__all__ = [
    "MAX_SIZE",
    "RawSeries",
    "given_date",
    "list_repositories",
    "load_file",
    "load_pair",
    "load_pairs",
    "load_series",
    "load_snapshot",
]
