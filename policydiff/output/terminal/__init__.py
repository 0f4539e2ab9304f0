"""What a terminal shows: comparisons, timelines, outlines and obligations as styled lines.

Lines only: where they go, and whether in colour, is decided in `cli/console.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from policydiff.output.terminal.columns import Line, Lines, Run

if TYPE_CHECKING:
    from policydiff.output.terminal.blame import render_blame
    from policydiff.output.terminal.check import render_check
    from policydiff.output.terminal.diff import render_diff
    from policydiff.output.terminal.life import render_life
    from policydiff.output.terminal.log import render_log
    from policydiff.output.terminal.obligation_list import render_obligations
    from policydiff.output.terminal.outline import render_sections
    from policydiff.output.terminal.series_list import render_series
    from policydiff.output.terminal.snapshot_list import render_snapshots
    from policydiff.output.terminal.summary import render_summary
    from policydiff.output.terminal.timeline import render_timeline

__all__ = [
    "Line",
    "Lines",
    "Run",
    "render_blame",
    "render_check",
    "render_diff",
    "render_life",
    "render_log",
    "render_obligations",
    "render_sections",
    "render_series",
    "render_snapshots",
    "render_summary",
    "render_timeline",
]

# A run shows one of these; its module is imported when it is asked for.
_RENDERERS = {
    "render_blame": "blame", "render_check": "check", "render_diff": "diff", "render_life": "life", "render_log": "log",
    "render_obligations": "obligation_list", "render_sections": "outline",
    "render_series": "series_list", "render_snapshots": "snapshot_list",
    "render_summary": "summary", "render_timeline": "timeline",
}  # fmt: skip


def __getattr__(name: str) -> object:
    """A renderer, on first use."""
    import importlib

    if name not in _RENDERERS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_RENDERERS[name]}"), name)
