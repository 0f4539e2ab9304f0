"""GitHub's annotations: workflow commands on standard output, a line each.

A step may show ten annotations of each level and a job fifty in all; what is over is dropped
without a word. So the gravest come first and the last line counts the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from policydiff.model import Finding, Report, Severity
from policydiff.output.reports.rule_info import Rules
from policydiff.output.reports.wording import (
    SEVERITIES,
    counts,
    cut,
    end_line_of,
    line_of,
    plain_text,
    relative_path,
    unread,
)
from policydiff.output.safe import safe
from policydiff.output.workflow import without_commands
from policydiff.patterns import regex

_MOST = 10  # annotations of each level in one step
_COMMANDS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "notice"}
_SPECIAL: Final = regex(r"[%\r\n:,]")


def render_github(report: Report, rules: Rules) -> str:
    """Annotations of the findings that are not waived; "" where there are none."""
    chosen: list[Finding] = []
    for severity in SEVERITIES:
        chosen += [one for one in report.findings if one.severity == severity][:_MOST]
    if (
        len(chosen) < len(report.findings)
        and sum(one.severity == "info" for one in chosen) == _MOST
    ):
        chosen.pop()  # the count is a notice too
    lines = [
        f"::error title=policydiff::{_value(without_commands(safe(cut(message, 1000))))}"
        for message in unread(report)[:_MOST]
    ]
    lines += [_command(finding) for finding in chosen[: _MOST * 3 - len(lines)]]
    if len(chosen) < len(report.findings):
        lines.append(_more(report.findings, chosen))
    return "".join(f"{line}\n" for line in lines)


def _more(findings: Sequence[Finding], chosen: Sequence[Finding]) -> str:
    shown = {id(one) for one in chosen}
    left = [one for one in findings if id(one) not in shown]
    text = f"{len(left):,} more ({counts(left)}); the summary of the job and the other outputs have all"
    return f"::notice title=policydiff::{_value(text)}"


def _command(finding: Finding) -> str:
    properties = {"file": safe(relative_path(finding.place))}
    line = line_of(finding.place)
    if line is not None and properties["file"]:
        properties |= {"line": str(line), "endLine": str(end_line_of(finding.place))}
    properties["title"] = cut(f"{finding.code} {finding.rule}", 200)
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return (
        f"::{_COMMANDS[finding.severity]} {told}::{_value(without_commands(plain_text(finding)))}"
    )


def _value(text: str) -> str:
    return _SPECIAL.sub(lambda match: _escaped(match) if match[0] not in ":," else match[0], text)


def _property(text: str) -> str:
    return _SPECIAL.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"
