"""Several processes that follow series side by side. The result does not depend on how many they are."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING

from policydiff.model import Followed
from policydiff.sources import RawSeries

if TYPE_CHECKING:
    from policydiff.cache.cache import Cache
    from policydiff.following import Options

# Of one worker process: set when it starts.
_shared: tuple[Options, Cache | None] | None = None


def share(
    found: Sequence[RawSeries],
    options: Options,
    jobs: int,
    folder: Path | None,
) -> Iterator[Followed | None]:
    """What became of each series, in order; None for one whose worker died: do it yourself.

    The heaviest are begun first, so that no worker is left with a long one in the end. Raises what
    following a series raises. Workers are ended with whoever asks.
    """
    # "spawn" everywhere: to fork a process that has threads may hang it, and only Unix can.
    executor = ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(options, folder),
    )
    try:
        weights = [sum(len(raw.data) for raw in series.snapshots) for series in found]
        order = sorted(range(len(found)), key=lambda index: (-weights[index], index))
        with _deaf_to_interrupts():  # workers start so, until `_begin`: no traceback on Ctrl-C
            futures = {index: executor.submit(_work, found[index]) for index in order}
        for index in range(len(found)):
            try:
                yield futures[index].result()
            except BrokenProcessPool:
                yield None
    except BaseException:
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # not in the main thread, which alone hears them
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _begin(options: Options, folder: Path | None) -> None:
    global _shared
    with contextlib.suppress(ValueError):
        # Ctrl-C ends a worker without a word; the process that was asked tells of it.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from policydiff.__main__ import rest_collector

    rest_collector()
    cache = None
    if folder is not None:
        from policydiff.cache.cache import Cache
        from policydiff.cache.store import Store

        cache = Cache(Store(folder))
    _shared = options, cache


def _work(series: RawSeries) -> Followed:
    from policydiff.following import follow_one

    assert _shared is not None
    options, cache = _shared
    try:
        return follow_one(series, options, cache)
    finally:
        if cache:
            cache.close()
