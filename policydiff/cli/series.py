"""Reading and following series: what `timeline`, `log` and `blame` have in common."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar, cast

import click

from policydiff.cli.options import (
    apply_options,
    bundled,
    cache_option,
    lexicon_option,
    read_lexicons,
    series_options,
    source_options,
)
from policydiff.timeline.rules import RULES

if TYPE_CHECKING:
    from policydiff.api import Series
    from policydiff.model import Axis, Undated
    from policydiff.obligations.lexicon import Lexicon
    from policydiff.sources import RawSeries

F = TypeVar("F", bound=Callable[..., Any])


class Named(Protocol):
    """A series, read or not."""

    @property
    def name(self) -> str:
        """Its name."""
        ...


S = TypeVar("S", bound=Named)


class Request(NamedTuple):
    """Which series is to be followed, and how: what the user asked, unchecked."""

    sources: tuple[str, ...]
    paths: tuple[str, ...]
    git: bool | None
    manifest: str | None
    dates: tuple[str, ...]
    undated: Undated
    series_name: str | None
    date_by: Axis
    max_size: int
    no_cache: bool
    lexicons: tuple[str, ...]
    no_denoise: tuple[str, ...]

    def lexicon(self) -> Lexicon | None:
        """The words of --lexicon. Raises PolicydiffError."""
        return read_lexicons(self.lexicons)

    def denoise(self) -> list[str]:
        """The rules that are left when those of --no-denoise are taken away."""
        return [
            rule for rule in RULES if rule not in self.no_denoise and "all" not in self.no_denoise
        ]


def following_options(function: F) -> F:
    """SOURCE..., --no-denoise, --lexicon, --git, --manifest, --no-cache, and those of series.

    The command gets them as one `asked`, a Request.
    """
    return apply_options(
        cast("F", bundled(function, "asked", Request, Request._fields)),
        sources_argument,
        click.option(
            "--no-denoise", multiple=True, type=click.Choice([*RULES, "all"]),
            help="Do not step over snapshots by this rule; may be repeated.",
        ),
        lexicon_option,
        source_options,
        series_options,
        cache_option,
    )  # fmt: skip


def jobs_option(function: F) -> F:
    """--jobs."""
    return click.option(
        "--jobs", type=click.IntRange(1, 256), metavar="N",
        help="Processes that share the series  [default: the processor's cores, for several long series]",
    )(function)  # fmt: skip


_SMALL = 3_000_000  # bytes of text that one process reads before another one has started


def default_jobs(found: Sequence[RawSeries]) -> int:
    """How many processes are worth their start: one for one series, or for little text."""
    if len(found) < 2 or sum(len(s.data) for raw in found for s in raw.snapshots) < _SMALL:
        return 1
    able = getattr(os, "sched_getaffinity", None)
    return len(able(0)) if able else os.cpu_count() or 1


def sources_argument(function: F) -> F:
    """SOURCE..."""
    return click.argument(
        "sources", nargs=-1, required=True, metavar="SOURCE... [-- PATH...]", type=click.Path()
    )(function)


def read_one_series(asked: Request, *, why: str) -> Series:
    """The one series that was asked for, with a bar while it reads and its warnings on standard error.

    One file stands for its past: a file on disk, or REV:PATH. Raises PolicydiffError; `why` says why
    several series are too many.
    """
    from policydiff import api
    from policydiff.cli.cache import opened_cache
    from policydiff.cli.options import parse_dates
    from policydiff.cli.screen import progress, warn

    sources, paths = asked.sources, asked.paths
    if not paths:
        sources, paths = _with_past(sources)
    with opened_cache(asked.no_cache) as cache, progress("Reading") as advance:
        found = api.load_series(
            sources, paths=paths, git=asked.git, manifest=asked.manifest, dates=parse_dates(asked.dates),
            by=asked.date_by, undated=asked.undated, max_size=asked.max_size, name=asked.series_name,
            around=True, progress=advance, cache=cache,
        )  # fmt: skip
    for series in found:
        warn(series.warnings)
    return only_one(found, asked.sources[0], why=why)


def _with_past(sources: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """REV:PATH alone as PATH up to REV, which is what its past is; other sources as they are."""
    from policydiff.sources.git import find_git_name

    name = find_git_name(sources[0]) if len(sources) == 1 else None
    if name is None or not name.path or not name.revision:
        return sources, ()
    place = f"{name.repository}@" if name.repository else ""
    return (f"{place}{name.revision}",), (name.path,)


def only_one(found: Sequence[S], source: str, *, why: str) -> S:
    """The one series that was found. Raises SourceError naming --series where there are several."""
    from policydiff.errors import SourceError

    if len(found) == 1:
        return found[0]
    names = ", ".join(series.name for series in found[:6])
    raise SourceError(
        f"{len(found)} series", where=source, why=f"{why}; there are: {names}",
        fix="choose one with --series NAME",
    )  # fmt: skip
