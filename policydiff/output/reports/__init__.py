"""The outputs of a check: each a function of the report and the rules, giving text.

Texts of policies, names of files and reasons of waivers are data in all of them: never a workflow
command, never markup, never an escape sequence.
"""

from __future__ import annotations

from collections.abc import Callable

from policydiff.model import Report
from policydiff.output.reports.github import render_github
from policydiff.output.reports.gitlab import render_gitlab
from policydiff.output.reports.json import render_json
from policydiff.output.reports.junit import render_junit
from policydiff.output.reports.markdown import MARKER, render_markdown, render_summary
from policydiff.output.reports.rdjson import render_rdjson
from policydiff.output.reports.rule_info import RuleInfo, Rules
from policydiff.output.reports.sarif import render_sarif
from policydiff.output.reports.terminal import render_terminal

__all__ = ["MARKER", "REPORTS", "RuleInfo", "Rules"]

REPORTS: dict[str, Callable[[Report, Rules], str]] = {
    "terminal": render_terminal,
    "json": render_json,
    "sarif": render_sarif,
    "github": render_github,
    "github-summary": render_summary,
    "gitlab": render_gitlab,
    "junit": render_junit,
    "rdjson": render_rdjson,
    "markdown": render_markdown,
}
