"""The report as JSON: `policydiff.check/1`, whose schema `policydiff schema check` prints."""

from __future__ import annotations

from typing import Any

from msgspec.structs import asdict

from policydiff.model import Finding, Page, Paragraph, Place, Report
from policydiff.output.reports.rule_info import Rules, described
from policydiff.output.reports.wording import SEVERITIES, json_text


def render_json(report: Report, rules: Rules) -> str:
    """Everything that the report holds, texts to the letter."""
    import msgspec

    return json_text(msgspec.to_builtins(check_record(report, rules)))


def check_record(report: Report, rules: Rules) -> Any:
    """The report as a `records.CheckRecord`."""
    import msgspec

    from policydiff.output import records as r

    listed = described(report, rules)
    named = {one.code for one in (*report.findings, *(w.finding for w in report.waived))}
    tally = {name: sum(one.severity == name for one in report.findings) for name in SEVERITIES}
    value = {
        "old": report.old,
        "new": report.new,
        "policies": report.policies,
        "findings": [_finding(one) for one in report.findings],
        "waived": [
            {"finding": _finding(one.finding), "reason": one.reason, "until": one.until}
            for one in report.waived
        ],
        "notes": [_note(asdict(note)) for note in report.notes],
        "rules": [
            {key: getattr(rule, key) for key in ("code", "name", "severity", "what", "why", "mend")}
            for code, rule in listed.items()
            if code in named
        ],
        "summary": tally | {"waived": len(report.waived), "policies": len(report.policies)},
    }
    return msgspec.convert(_encodable(value), r.CheckRecord)


def _finding(finding: Finding) -> dict[str, Any]:
    value = {name: getattr(finding, name) for name in finding.__struct_fields__}
    value["place"] = _place(finding.place)
    value["old_place"] = _place(finding.old_place) if finding.old_place else None
    return value


def _place(place: Place) -> dict[str, Any]:
    value: dict[str, Any] = {"path": place.path}
    if isinstance(place.line, Page):
        value["page"] = int(place.line)
    elif isinstance(place.line, Paragraph):
        value["paragraph"] = int(place.line)
    else:
        value |= {"line": place.line, "end_line": place.end_line}
    return value | {"section": place.section}


def _note(value: dict[str, Any]) -> dict[str, Any]:
    line = value.pop("line")
    if isinstance(line, (Page, Paragraph)):
        return value | {type(line).__name__.lower(): int(line)}
    return value | {"line": line}


def _encodable(value: Any) -> Any:
    """`value` with lone surrogates, which no UTF-8 can hold, replaced."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: _encodable(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_encodable(one) for one in value]
    return value
