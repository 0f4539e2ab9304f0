"""`policydiff cache info|clear`, and the cache of a run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from policydiff.cli.options import CONTEXT

if TYPE_CHECKING:
    from policydiff.cache.cache import Cache


@contextmanager
def opened_cache(no_cache: bool) -> Iterator[Cache | None]:
    """The user's cache, written when the work is done; None where it is not wanted."""
    if no_cache:
        yield None
        return
    from policydiff.cache.cache import Cache
    from policydiff.cache.folder import cache_folder
    from policydiff.cache.store import Store

    cache = Cache(Store(cache_folder(os.environ)))
    try:
        yield cache
    finally:
        cache.close()


@click.group(context_settings=CONTEXT)
def cache() -> None:
    """Show or empty what is kept between runs: documents and timelines that were worked out.

    It lies in the user's cache folder, or in POLICYDIFF_CACHE_DIR. Losing it costs nothing but time.
    """


@cache.command(context_settings=CONTEXT)
def info() -> None:
    """Where the cache lies, and how large it is."""
    from policydiff.cache.folder import cache_folder
    from policydiff.cache.store import Store

    store = Store(cache_folder(os.environ))
    found = store.info()
    store.close()
    if found is None:
        click.echo("there is no folder to keep anything in; set POLICYDIFF_CACHE_DIR")
        return
    click.echo(f"{found.path}")
    click.echo(
        f"{found.entries:,} results, {found.size / 1e6:.1f} MB on disk, "
        f"at most {found.limit / 1e6:.0f} MB kept"
    )


@cache.command(context_settings=CONTEXT)
def clear() -> None:
    """Throw away all that is kept."""
    from policydiff.cache.folder import cache_folder
    from policydiff.cache.store import Store

    Store(cache_folder(os.environ)).clear()
