"""Files that a run writes: none of them may be one that it reads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from policydiff.errors import ConfigError


def keep_apart(read: Iterable[str], written: Sequence[str]) -> None:
    """Raise ConfigError where a report would replace a file that the check reads."""
    known = {os.path.realpath(name) for name in read if name and os.path.isfile(name)}
    for file in written:
        if os.path.realpath(file) in known:
            raise ConfigError(
                "a report would overwrite a file that is read", where=file, fix="name another file"
            )


def is_report(file: str) -> bool:
    """Whether a file is the Markdown report of an earlier check."""
    from policydiff.output.reports.markdown import MARKER

    try:
        with open(file, "rb") as stream:
            return stream.read(len(MARKER)) == MARKER.encode()
    except OSError:
        return False
