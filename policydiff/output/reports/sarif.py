"""SARIF 2.1.0, as code scanning services take it.

Results are matched from run to run by `partialFingerprints`, which hold no line. A clause that is
gone has no line: its result points to the heading that it stood under and says so, because viewers
hide results that are `absent`. Source: OASIS SARIF 2.1.0; limits: GitHub's documentation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from policydiff.model import Finding, Place, Report, Severity, Waived
from policydiff.output.reports.rule_info import RuleInfo, Rules, described
from policydiff.output.reports.wording import (
    counts,
    cut,
    end_line_of,
    is_gone,
    json_text,
    line_of,
    place_text,
    plain_text,
    relative_path,
    unread,
)
from policydiff.output.safe import safe

MOST_RESULTS = 25_000  # a file with more is refused
_SHOWN = 5_000  # results kept by the service
_LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}
_SNIPPET = 2_000  # characters


def render_sarif(report: Report, rules: Rules) -> str:
    """One SARIF log with one run. Waived findings are suppressed results."""
    from policydiff import __version__

    listed = described(report, rules)
    index = {code: number for number, code in enumerate(listed)}
    entries: list[Finding | Waived] = [*report.findings, *report.waived]
    results = [_result(entry, index) for entry in entries[:MOST_RESULTS]]
    run = {
        "tool": {
            "driver": {
                "name": "policydiff",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in listed.values()],
            }
        },
        "automationDetails": {"id": "policydiff/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            "%SRCROOT%": {"description": {"text": "The folder that policydiff ran in."}}
        },
        "invocations": [
            {
                "executionSuccessful": not unread(report),
                "toolExecutionNotifications": _notes(report, len(entries)),
            }
        ],
        "results": results,
    }
    return json_text(
        {
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [run],
        }
    )


def _rule(rule: RuleInfo) -> dict[str, Any]:
    paragraphs = (rule.what, rule.why, rule.mend and f"What to do: {rule.mend}")
    help_ = [safe(text) for text in paragraphs if text]
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in safe(rule.name).split("-")),
        "shortDescription": {"text": cut(rule.what or rule.name, 1000)},
        "fullDescription": {"text": cut(" ".join(help_[:2]) or rule.name, 1000)},
        "help": {"text": "\n\n".join(help_) or rule.name, "markdown": "\n\n".join(help_) or rule.name},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["policy"]},
    }  # fmt: skip


def _result(entry: Finding | Waived, index: Mapping[str, int]) -> dict[str, Any]:
    finding = entry.finding if isinstance(entry, Waived) else entry
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(plain_text(finding, fingerprint=False)) or finding.code},
        "locations": [_location(finding.place, finding.policy, _snippet(finding))],
        "partialFingerprints": {"policydiff/v1": finding.fingerprint},
    }
    old = finding.old_place
    if old is not None:
        related = _location(old, finding.policy, finding.old_text)
        stood = "The clause stood here" if is_gone(finding) else "The wording before"
        result["relatedLocations"] = [
            {"id": 0, **related, "message": {"text": _message(f"{stood}: {place_text(old)}")}}
        ]
    facts = {"topic": finding.topic, "bearer": finding.bearer, "impact": finding.impact}
    result["properties"] = {key: value for key, value in facts.items() if value} | {
        "policy": safe(finding.policy)
    }
    if isinstance(entry, Waived):
        until = f" (until {safe(entry.until)})" if entry.until else ""
        result["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": cut(entry.reason, 1000) + until,
            }
        ]
    return result


def _message(text: str) -> str:
    """`text` without what viewers make a link or a placeholder: "[here](http://...)", "{0}"."""
    return re.sub(r"\{(?=\d)", "{ ", text.replace("](", "] ("))


def _snippet(finding: Finding) -> str:
    return finding.place.section if is_gone(finding) else finding.new_text


def _location(place: Place, policy: str, snippet: str) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if uri := uri_of(place):
        physical: dict[str, Any] = {"artifactLocation": uri}
        line = line_of(place)
        if line is not None:
            physical["region"] = {"startLine": line, "endLine": end_line_of(place)}
            if snippet:
                physical["region"]["snippet"] = {"text": cut(snippet, _SNIPPET)}
        location["physicalLocation"] = physical
    name = cut(place.section or policy, 300)
    if name:
        location["logicalLocations"] = [{"fullyQualifiedName": name}]
    return location


def uri_of(place: Place) -> dict[str, str]:
    """The artifact location: a percent-encoded URI, relative to the folder unless it is absolute."""
    path = relative_path(place)
    if not path:
        return {}
    encoded = quote(_bytes(path), safe="/")
    if path.startswith("/"):
        return {"uri": f"file://{encoded}"}
    return {"uri": encoded, "uriBaseId": "%SRCROOT%"}


def _bytes(path: str) -> bytes:
    """The bytes of a name, also of one that is not UTF-8."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # surrogates that no file system gave
        return path.encode("utf-8", "replace")


def _notes(report: Report, total: int) -> list[dict[str, Any]]:
    notes = [
        {
            "level": "error" if note.code == "unread" else "note",
            "message": {"text": _message(f"{cut(note.message, 1000)} [{safe(note.code)}]")},
        }
        for note in report.notes[:_SHOWN]
    ]
    if total > MOST_RESULTS:
        left = f"{total - MOST_RESULTS:,} of {total:,} results are left out here; the gravest are kept ({counts(report.findings)} in all)"
        notes.append({"level": "warning", "message": {"text": left}})
    elif total > _SHOWN:
        told = f"of {total:,} results GitHub keeps {_SHOWN:,}; the gravest come first"
        notes.append({"level": "note", "message": {"text": told}})
    return notes
