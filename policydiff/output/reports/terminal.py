"""The report of a check as plain text, for files and logs; `terminal.check` has the styled lines."""

from __future__ import annotations

from typing import Final

from policydiff.model import Report
from policydiff.output.reports.rule_info import Rules

_WIDTH: Final = 100  # columns


def render_terminal(report: Report, rules: Rules) -> str:
    """What a terminal of 100 columns without colour shows."""
    from policydiff.output.terminal.check import render_check

    return "".join(lines.plain for lines in render_check(report, width=_WIDTH, marks=True))
