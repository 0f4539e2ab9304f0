"""What a reader of one format hands over."""

from __future__ import annotations

from msgspec import Struct

from policydiff.model import Block, SnapshotWarning


class Reading(Struct, frozen=True, kw_only=True):
    """The blocks of one snapshot, and what the reader could not take over unseen."""

    blocks: tuple[Block, ...]
    warnings: tuple[SnapshotWarning, ...] = ()
