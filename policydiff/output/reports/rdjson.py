"""reviewdog's Diagnostic Format, one `DiagnosticResult` (rdjson).

Lines only, no columns: a clause of a policy may begin anywhere in a line, and what is not known is
not told. reviewdog reads a range without columns as whole lines, the last one included.
"""

from __future__ import annotations

from typing import Any, Final

from policydiff.model import Finding, Place, Report, Severity
from policydiff.output.reports.rule_info import Rules
from policydiff.output.reports.wording import (
    cut,
    end_line_of,
    json_text,
    line_of,
    place_text,
    plain_text,
    relative_path,
)
from policydiff.output.safe import safe

_SEVERITIES: Final[dict[Severity, str]] = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render_rdjson(report: Report, rules: Rules) -> str:
    """Findings that are not waived."""
    result: dict[str, Any] = {"source": {"name": "policydiff"}}
    if report.findings:
        result["severity"] = _SEVERITIES[report.findings[0].severity]
    result["diagnostics"] = [_diagnostic(finding) for finding in report.findings]
    return json_text(result)


def _diagnostic(finding: Finding) -> dict[str, Any]:
    found: dict[str, Any] = {
        "message": plain_text(finding),
        "location": _location(finding.place),
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": cut(finding.code, 40)},
    }
    if finding.old_place is not None and finding.old_place.path:
        found["relatedLocations"] = [
            {
                "message": f"before: {place_text(finding.old_place)}",
                "location": _location(finding.old_place),
            }
        ]
    return found


def _location(place: Place) -> dict[str, Any]:
    location: dict[str, Any] = {"path": safe(relative_path(place))}
    line = line_of(place)
    if line is not None:
        location["range"] = {"start": {"line": line}, "end": {"line": end_line_of(place)}}
    return location
