"""What the user names, found: raw snapshots of series and pairs, as bytes. Nothing is read yet."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from policydiff.errors import SourceError
from policydiff.model import DateCandidate, RawSnapshot, SeriesSummary
from policydiff.sources import (
    MAX_SIZE,
    RawSeries,
    given_date,
    list_repositories as _list_repositories,
    load_pairs as _load_pairs,
    load_series as _load_series,
)

Progress = Callable[[int, int], None]  # done, to do


def find_series(
    sources: Sequence[str | os.PathLike[str]],
    *,
    paths: Sequence[str | os.PathLike[str]] = (),
    git: bool | None = None,
    manifest: str | os.PathLike[str] | None = None,
    dates: dict[str, str] | None = None,
    max_size: int = MAX_SIZE,
    name: str | None = None,
    around: bool = False,
) -> list[RawSeries]:
    """The raw snapshots of every series behind some sources, as bytes; only `name` if that is given.

    Sources are files, folders, git repositories and ranges (`REV..REV`, `REPO@REV..REV`); `paths`
    are files or folders inside a repository, and `git` forces the root of a work tree to be read as
    its history (True) or as the folder that it is (False). `manifest` is a file in the form of
    `snapshots.toml` that is used in place of those beside the snapshots. `dates` gives dates by path
    or file name. With `around`, a file that is named alone stands for its series: its versions in git,
    or the snapshots beside it. Raises SourceError.
    """
    found = _load_series(
        [os.fspath(s) for s in sources], paths=[os.fspath(p) for p in paths], max_size=max_size,
        given=given_dates(dates), only=name, git=git, around=around,
        manifest=os.fspath(manifest) if manifest else None,
    )  # fmt: skip
    if name is None:
        return found
    chosen = [raw for raw in found if raw.name == name]
    if not chosen:
        names = ", ".join(raw.name for raw in found[:6])
        raise SourceError(
            f'no series "{name}"', where=os.fspath(sources[0]), fix=f"there are: {names}"
        )
    return chosen


def find_pairs(
    names: Sequence[str | os.PathLike[str]],
    *,
    paths: Sequence[str | os.PathLike[str]] = (),
    staged: bool = False,
    dates: dict[str, str] | None = None,
    max_size: int = MAX_SIZE,
) -> list[tuple[RawSnapshot, RawSnapshot]]:
    """The pairs that `names` stand for in the repository around the working folder, or the one pair
    of two snapshots.

    One revision with `paths` is compared with the work tree, one file of the work tree with the
    index; with `staged`, a revision (HEAD without one) with the index, at `paths` or everywhere. A
    file that is on one side only is compared with an empty text. Raises SourceError.
    """
    listed = [os.fspath(name) for name in names]
    if listed == ["-", "-"]:
        raise SourceError("only one side can be standard input", fix="name a file for the other")
    return _load_pairs(
        listed, paths=[os.fspath(p) for p in paths], staged=staged, max_size=max_size,
        given=given_dates(dates),
    )  # fmt: skip


def list_series(
    sources: Sequence[str | os.PathLike[str]],
    *,
    paths: Sequence[str | os.PathLike[str]] = (),
    git: bool | None = None,
) -> list[SeriesSummary]:
    """The series of git repositories, with counts and dates of commit, without reading a text.

    [] where one of the sources is no repository: `load_series` tells what is in the others.
    """
    return _list_repositories(
        [os.fspath(s) for s in sources], paths=[os.fspath(p) for p in paths], git=git
    )


def given_dates(dates: dict[str, str] | None) -> dict[str, DateCandidate]:
    return {name: given_date(value, f"--date {name}") for name, value in (dates or {}).items()}


class Count:
    """How much of the work is done, for whoever asked."""

    def __init__(self, progress: Progress | None = None, total: int = 0) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def step(self, by: int = 1) -> None:
        """So much more is done."""
        self.done = min(self.done + by, self.total)
        if self.progress:
            self.progress(self.done, self.total)
