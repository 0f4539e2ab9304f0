"""Timeline: obligations matched through the snapshots of a series, and what became of each."""

from policydiff.timeline.build import build_timeline
from policydiff.timeline.noise import RULES

__all__ = ["RULES", "build_timeline"]
