"""JUnit XML: a suite for each policy, a case for each rule, a failure for each finding.

Notes (severity "info") do not fail a case; they and the reasons of waivers are its output.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from policydiff.model import Finding, Report, Waived
from policydiff.output.reports.rule_info import RuleInfo, Rules, described
from policydiff.output.reports.wording import cut, line_of, place_text, plain_text, sentence, unread
from policydiff.output.safe import NOT_XML, safe


def render_junit(report: Report, rules: Rules) -> str:
    """One XML document; `failures` count cases."""
    listed = described(report, rules)
    policies = list(dict.fromkeys([*report.policies, *_named(report)]))
    root = ET.Element("testsuites", name="policydiff")
    for policy in policies:
        root.append(_suite(policy, report, list(listed.values())))
    if lost := unread(report):
        root.append(_unread_suite(lost))
    for key in ("tests", "failures", "skipped", "errors"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    ET.indent(root, " ")
    text = ET.tostring(root, encoding="unicode")
    # In the text of an element a line may begin with anything.
    text = re.sub(r"(?m)^(\s*):(?=:)", r"\1&#58;", text)
    text = re.sub(r"#(?=#\w*\[)", "&#35;", text)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _unread_suite(messages: list[str]) -> ET.Element:
    """A case with an error for each file that could not be checked."""
    suite = ET.Element("testsuite", name="not checked")
    for number, message in enumerate(messages, start=1):
        case = ET.SubElement(
            suite, "testcase", name=f"file {number}", classname="policydiff.unread"
        )
        told = _xml(cut(message, 1000))
        ET.SubElement(case, "error", message=told, type="unread").text = told
    for key, count in (
        ("tests", len(messages)),
        ("failures", 0),
        ("errors", len(messages)),
        ("skipped", 0),
    ):
        suite.set(key, str(count))
    return suite


def _named(report: Report) -> list[str]:
    found = [finding.policy for finding in report.findings]
    return found + [one.finding.policy for one in report.waived]


def _suite(policy: str, report: Report, listed: list[RuleInfo]) -> ET.Element:
    findings = [one for one in report.findings if one.policy == policy]
    waived = [one for one in report.waived if one.finding.policy == policy]
    suite = ET.Element("testsuite", name=_xml(cut(policy, 300)))
    for rule in listed:
        suite.append(_case(rule, policy, [one for one in findings if one.code == rule.code]))
        accepted = [one for one in waived if one.finding.code == rule.code]
        if accepted:
            suite.append(_waived_case(rule, policy, accepted))
    cases = list(suite)
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    suite.set("errors", "0")
    suite.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
    return suite


def _new_case(rule: RuleInfo, policy: str, suffix: str = "") -> ET.Element:
    name = f"{rule.code} {rule.name}{suffix}"
    return ET.Element("testcase", classname=_xml(cut(policy, 300)), name=_xml(safe(name)))


def _case(rule: RuleInfo, policy: str, findings: list[Finding]) -> ET.Element:
    case = _new_case(rule, policy)
    noted = []
    for finding in findings:
        if finding.severity == "info":
            noted.append(_told(finding))
            continue
        if case.get("file") is None:
            case.set("file", _xml(cut(finding.place.path, 300)))
            if (line := line_of(finding.place)) is not None:
                case.set("line", str(line))
        failure = ET.SubElement(
            case, "failure", type=finding.severity, message=_xml(sentence(finding, 300))
        )
        failure.text = _told(finding)
    if noted:
        ET.SubElement(case, "system-out").text = "\n\n".join(noted)
    return case


def _told(finding: Finding) -> str:
    return _xml(f"{place_text(finding.place)}\n{plain_text(finding)}")


def _waived_case(rule: RuleInfo, policy: str, waived: list[Waived]) -> ET.Element:
    case = _new_case(rule, policy, " (waived)")
    reasons = dict.fromkeys(cut(one.reason, 300) for one in waived)
    ET.SubElement(case, "skipped", message=_xml("; ".join(reasons)[:1000]))
    ET.SubElement(case, "system-out").text = "\n\n".join(_told(one.finding) for one in waived)
    return case


def _xml(text: str) -> str:
    """`text` without what XML 1.0 cannot hold."""
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
