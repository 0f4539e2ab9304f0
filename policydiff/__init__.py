"""policydiff: what changed between dated versions of a policy, and when each obligation did.

    import policydiff

    old, new = policydiff.load("2021.md"), policydiff.load("2023.md")
    for event in policydiff.diff(old, new).events:
        print(event.event, event.text)

    series = policydiff.load_series(["policies/acme"])[0]
    timeline = policydiff.timeline(series)

What each function takes and gives stands in its docstring; the types are in `policydiff.model`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = [
    "Diff", "PolicydiffError", "Series", "__version__", "diff", "load", "load_lexicon", "load_pair",
    "load_series",
    "obligations", "sections", "timeline",
]  # fmt: skip

if TYPE_CHECKING:
    from policydiff.api import (
        Diff,
        Series,
        diff,
        load,
        load_lexicon,
        load_pair,
        load_series,
        obligations,
        sections,
        timeline,
    )
    from policydiff.errors import PolicydiffError


class _Package(ModuleType):
    """Two functions of the library bear the names of rooms; from outside, the functions count.

    Importing a submodule sets it as an attribute of its package, which would hide the function.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in ("obligations", "timeline") and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> object:
    """Import on first use: `policydiff --help` needs none of it."""
    import importlib

    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = "policydiff.errors" if name == "PolicydiffError" else "policydiff.api"
    return getattr(importlib.import_module(module), name)
