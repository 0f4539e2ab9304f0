"""Timeline: obligations matched through the snapshots of a series, and what became of each."""

from policydiff.timeline.build import build_timeline

__all__ = ["build_timeline"]
