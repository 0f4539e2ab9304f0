"""What an output needs to know of a rule; the rules themselves live in `check/`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct

from policydiff.model import Finding, Report, Severity


class RuleInfo(Protocol):
    """A rule as its findings are explained. Texts are ours, not a policy's."""

    @property
    def code(self) -> str:
        """ "PD101"."""

    @property
    def name(self) -> str:
        """ "obligation-vanished"."""

    @property
    def severity(self) -> Severity:
        """How grave its findings are unless somebody configures it."""

    @property
    def what(self) -> str:
        """One sentence: what it finds."""

    @property
    def why(self) -> str:
        """Why that matters."""

    @property
    def mend(self) -> str:
        """What to do about it."""


Rules = Mapping[str, RuleInfo]  # by code


class _Unlisted(Struct, frozen=True, kw_only=True):
    """Stands for a rule that a finding names and nobody has described."""

    code: str
    name: str
    severity: Severity
    what: str
    why: str = ""
    mend: str = ""


def described(report: Report, rules: Rules) -> dict[str, RuleInfo]:
    """The rules by code, in the order of codes, with every one that `report` names."""
    found = dict(rules)
    for finding in all_findings(report):
        if finding.code not in found:
            found[finding.code] = _Unlisted(
                code=finding.code, name=finding.rule, severity=finding.severity, what=finding.rule
            )
    return dict(sorted(found.items()))


def all_findings(report: Report) -> tuple[Finding, ...]:
    """Those that count, then those that are waived."""
    return (*report.findings, *(one.finding for one in report.waived))
