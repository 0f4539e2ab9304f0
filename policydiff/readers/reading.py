"""What a reader of one format hands over."""

from __future__ import annotations

from dataclasses import dataclass

from policydiff.model import Block, SnapshotWarning


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The blocks of one snapshot, and what the reader could not take over unseen."""

    blocks: tuple[Block, ...]
    warnings: tuple[SnapshotWarning, ...] = ()
