"""What a result depends on beside its input: this package, its word lists, the libraries, Python."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from policydiff.digest import sha256

_ROOT = Path(__file__).parents[1]


@cache
def fingerprint() -> bytes:
    """A hash that changes with every edit of the package, and when libraries are changed. 3 ms.

    By size and time of change of the files, not by their content. An installer renames folders beside
    the libraries, which changes the time of the folder that holds them.
    """
    found = sha256(f"{sys.version}|".encode())
    for folder, folders, names in os.walk(_ROOT):
        folders.sort()
        for name in sorted(names):
            if name.endswith((".py", ".toml")):
                path = os.path.join(folder, name)
                state = os.stat(path)
                found.update(f"{path}|{state.st_size}|{state.st_mtime_ns}\n".encode())
    for folder in sys.path:
        if os.path.isdir(os.path.join(folder, "msgspec")):  # without importing it
            found.update(f"{folder}|{os.stat(folder).st_mtime_ns}".encode())
            break
    return found.digest()
