"""GitLab's code quality report: a JSON array that its merge-request widget reads."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from policydiff.digest import sha256
from policydiff.model import Finding, Report, Severity
from policydiff.output.reports.rule_info import Rules
from policydiff.output.reports.wording import (
    cut,
    end_line_of,
    json_text,
    line_of,
    relative_path,
    sentence,
    where_it_stood,
)
from policydiff.output.safe import safe

_SEVERITIES: Final[dict[Severity, str]] = {"error": "critical", "warning": "major", "info": "info"}


def render_gitlab(report: Report, rules: Rules) -> str:
    """Findings that are not waived. Fingerprints are unique, or GitLab drops all but one."""
    seen: Counter[str] = Counter()
    return json_text([_entry(finding, seen) for finding in report.findings])


def _entry(finding: Finding, seen: Counter[str]) -> dict[str, Any]:
    text = " ".join(part for part in (sentence(finding), where_it_stood(finding)) if part)
    lines: dict[str, Any] = {"begin": line_of(finding.place) or 1}
    end = end_line_of(finding.place)
    if end is not None and end > lines["begin"]:
        lines["end"] = end
    return {
        "description": f"{cut(finding.code, 40)}: {text}",
        "check_name": cut(finding.rule, 100),
        "fingerprint": _unique(finding.fingerprint, seen),
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": safe(relative_path(finding.place)) or cut(finding.policy, 300) or "policy",
            "lines": lines,
        },
        "categories": ["Compatibility"],
    }


def _unique(fingerprint: str, seen: Counter[str]) -> str:
    """The fingerprint itself; for the second finding of the same substance one made from it."""
    number = seen[fingerprint]
    seen[fingerprint] += 1
    if not number:
        return safe(fingerprint)
    return sha256(f"{safe(fingerprint)}\n{number}".encode()).hexdigest()[:32]
