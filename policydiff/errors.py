"""Errors that a person can act on: what, where, why and how to mend it, on one line."""

from __future__ import annotations


class PolicydiffError(Exception):
    """Anything that stops policydiff for a reason outside its own code.

    `where` is a file, or file:line. `str()` gives one line.
    """

    def __init__(self, what: str, *, where: str = "", why: str = "", fix: str = "") -> None:
        self.what, self.where, self.why, self.fix = what, where, why, fix
        super().__init__(what)

    def __str__(self) -> str:
        text = self.what
        if self.where:
            text = f"{self.where}: {text}"
        if self.why:
            text += f": {self.why}"
        if self.fix:
            text += f"; {self.fix}"
        # Names of files and quoted policy text may hold line breaks and escape sequences.
        return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


class SourceError(PolicydiffError):
    """A snapshot cannot be found or read."""


class SnapshotDateError(PolicydiffError):
    """A snapshot that needs a date has none, or one that cannot be read."""


class ConfigError(PolicydiffError):
    """A configuration or a file of waivers says what cannot be meant."""
