"""What git hands to a diff driver: `diff.<name>.command`, or GIT_EXTERNAL_DIFF.

    path old-file old-hex old-mode new-file new-hex new-mode [new-path similarity]

A side that is not there is /dev/null; a path that is not merged comes alone. Files of a side are in
a temporary folder, or in the work tree, relative to its top, where git runs its drivers.
Source: git(1), GIT_EXTERNAL_DIFF; tried with git 2.39.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from policydiff.errors import SourceError
from policydiff.model import RawSnapshot
from policydiff.sources.file import load_file
from policydiff.sources.filename_dates import dates_in_name
from policydiff.sources.limits import MAX_SIZE

_REGULAR = "100"  # how modes of regular files begin


class Driven(Struct, frozen=True, kw_only=True):
    """One file that git shows the difference of."""

    old_path: str | None  # None: it was added
    new_path: str | None  # None: it was deleted
    old: RawSnapshot | None = None
    new: RawSnapshot | None = None
    similarity: str = ""  # what git says of a rename: "similarity index 87%"
    told: str = ""  # why there is nothing to compare: a symbolic link, a submodule, not merged


def load_driven(args: Sequence[str], *, max_size: int = MAX_SIZE) -> Driven:
    """The two sides that git's arguments name. Raises SourceError where one cannot be read."""
    if len(args) == 1:
        return Driven(old_path=args[0], new_path=args[0], told="not merged yet")
    if len(args) < 7:
        raise SourceError(
            f"a diff driver gets 7 arguments, not {len(args)}", where="git-driver",
            fix="let git call it: policydiff git-setup",
        )  # fmt: skip
    path, old_file, old_hex, old_mode, new_file, new_hex, new_mode = args[:7]
    similarity = args[8] if len(args) > 8 else ""
    old_path = None if _is_missing(old_file) else path
    new_path = None if _is_missing(new_file) else args[7] if len(args) > 7 else path
    there = [
        mode for name, mode in ((old_path, old_mode), (new_path, new_mode)) if name is not None
    ]
    if any(not mode.startswith(_REGULAR) for mode in there):
        return Driven(old_path=old_path, new_path=new_path, told="no regular file on both sides")
    return Driven(
        old_path=old_path, new_path=new_path, similarity=similarity.partition("\n")[0],
        old=_side(old_path, old_file, old_hex, max_size),
        new=_side(new_path, new_file, new_hex, max_size),
    )  # fmt: skip


def _is_missing(file: str) -> bool:
    return file in ("/dev/null", os.devnull)


def _side(path: str | None, file: str, hex_: str, max_size: int) -> RawSnapshot | None:
    if path is None:
        return None
    raw = load_file(file, max_size=max_size)
    revision = hex_ if hex_.strip("0") else None  # zeros: the work tree
    return replace(
        raw, source=path, revision=revision, series=None, dates=dates_in_name(os.path.basename(path))
    )  # fmt: skip
