"""Regular expressions that are compiled when they are first used.

The package has some 400 of them, of which a run uses half; to compile them all took a tenth of the
time of a diff of two short policies.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import AnyStr, cast


def regex(source: AnyStr | Callable[[], AnyStr], flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, put off until a method or attribute of the pattern is asked for.

    A function gives the source then: one made of word lists reads no file before.
    """
    return cast("re.Pattern[AnyStr]", _Late(source, flags))


class _Late:
    """A pattern to be. What is asked of it becomes its own attribute: found at once the next time."""

    def __init__(self, source: object, flags: int) -> None:
        self._source, self._flags = source, flags

    @cached_property
    def _pattern(self) -> re.Pattern[str] | re.Pattern[bytes]:
        source = self._source() if callable(self._source) else self._source
        return re.compile(cast("str", source), self._flags)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # asked for by copy and pickle
            raise AttributeError(name)
        found = getattr(self._pattern, name)
        setattr(self, name, found)
        return found
