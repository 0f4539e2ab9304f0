"""Where the cache lies: where the user says, else where the platform keeps such things."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def cache_folder(environ: Mapping[str, str]) -> Path | None:
    """The folder of the cache, which may not exist yet; None where there is no home to put it in.

    POLICYDIFF_CACHE_DIR, which may be relative to the working folder, else XDG_CACHE_HOME, else the
    platform's own place. Of the others a relative one is not taken: XDG base directories 0.8.
    """
    if named := environ.get("POLICYDIFF_CACHE_DIR"):
        return Path(os.path.abspath(os.path.expanduser(named)))
    if given := _absolute(environ.get("XDG_CACHE_HOME")):
        return given / "policydiff"
    if sys.platform == "win32":
        local = _absolute(environ.get("LOCALAPPDATA"))
        return local / "policydiff" / "Cache" if local else None
    home = _absolute(environ.get("HOME")) or _absolute(os.path.expanduser("~"))
    if home is None:
        return None
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "policydiff"
    return home / ".cache" / "policydiff"


def _absolute(value: str | None) -> Path | None:
    return Path(value) if value and os.path.isabs(value) else None
