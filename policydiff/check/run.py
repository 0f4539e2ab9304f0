"""Changes, rules, configuration and waivers in; a report out. Pure and deterministic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from policydiff.check.change import Change, find_section, heading_of, home_of
from policydiff.check.config import Config
from policydiff.check.fingerprint import event_identity, fingerprint
from policydiff.check.rule import Hit, Rule
from policydiff.check.rules import RULES
from policydiff.check.unread import RULE as NUMBER
from policydiff.check.waivers import Waiver, is_expired
from policydiff.model import Finding, Place, Report, Severity, SnapshotWarning, Waived

ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


def check_changes(
    changes: Iterable[Change],
    *,
    config: Config | None = None,
    waivers: Sequence[Waiver] = (),
    today: str | None = None,
    notes: Sequence[SnapshotWarning] = (),
    policies: Sequence[str] = (),
    old: str = "",
    new: str = "",
) -> Report:
    """Every finding about `changes`, gravest first, without those that are waived.

    `today` (ISO) decides which waivers have run out; None: none has. `policies` are all that were
    looked at, changed or not; a waiver of another policy is not called unused.
    """
    config = config or Config()
    by_print = {waiver.fingerprint: waiver for waiver in waivers}
    open_: list[Finding] = []
    waived: list[Waived] = []
    used: set[str] = set()
    names: dict[str, None] = dict.fromkeys(policies)
    for change in changes:
        names.setdefault(change.policy)
        found = list(find_all(change, config))
        used |= {finding.fingerprint for finding in found}
        standing = []
        for finding in found:
            waiver = by_print.get(finding.fingerprint)
            if waiver is None or is_expired(waiver, today):
                standing.append(finding)
            else:
                waived.append(
                    Waived(finding=finding, reason=waiver.reason, until=waiver.until or None)
                )
        open_ += _hide(standing)
    told = [*notes, *_waiver_notes(waivers, used, set(names), today)]
    return Report(
        findings=tuple(sorted(open_, key=_place)),
        waived=tuple(sorted(waived, key=lambda one: _place(one.finding))),
        notes=tuple(told),
        policies=tuple(sorted(names)),
        old=old,
        new=new,
    )


def find_all(change: Change, config: Config | None = None) -> Iterator[Finding]:
    """What the rules that are on find in one change, in the order of codes."""
    config = config or Config()
    seen: dict[str, int] = {}
    for rule in RULES.values():
        for hit in _hits(rule, change, config):
            finding = _finding(rule, hit, change)
            severity = config.severity(rule, finding, hit.severity)
            if severity is None:
                continue
            # The same sentence twice in one policy: each is a finding of its own.
            count = seen[finding.fingerprint] = seen.get(finding.fingerprint, 0) + 1
            if count > 1:
                again = fingerprint(rule.code, change.policy, (finding.fingerprint, str(count)))
                finding = replace(finding, fingerprint=again)
            yield replace(finding, severity=severity)


def _hits(rule: Rule, change: Change, config: Config) -> Iterator[Hit]:
    known = []
    for hit in rule.find(change):
        known.append(hit.identity)
        yield hit
    if rule.state and config.existing and change.old is not None:
        for hit in rule.find(replace(change, old=None, comparison=None)):
            if hit.identity not in known:
                yield hit


def _finding(rule: Rule, hit: Hit, change: Change) -> Finding:
    event = hit.told.event if hit.told else None
    identity = event_identity(event) if event else hit.identity
    place, old_place = _places(hit, change)
    shown = (event.new or event.old) if event else None
    if shown and shown.rule == NUMBER:  # a clause that was not read as binding anybody
        shown = None
    return Finding(
        code=rule.code,
        rule=rule.name,
        severity=rule.severity,
        message=one_line(hit.message),
        fingerprint=fingerprint(rule.code, change.policy, identity),
        policy=change.policy,
        place=place,
        old_place=old_place,
        obligation=(hit.told.history or None) if hit.told else None,
        topic=shown.topic if shown else None,
        bearer=shown.bearer if shown else None,
        impact=event.impact if event else None,
        old_text=one_line(event.old.text if event and event.old else hit.old_text),
        new_text=one_line(event.new.text if event and event.new else hit.new_text),
        fix=rule.mend,
    )


def one_line(text: str) -> str:
    """A text with every run of white space as one blank."""
    return " ".join(text.split())


def _places(hit: Hit, change: Change) -> tuple[Place, Place | None]:
    event = hit.told.event if hit.told else None
    old_line, old_section = hit.old_line, hit.old_section
    line, section = hit.line, hit.section
    if event and event.old and change.old:
        old_line = event.old.line
        old_section = heading_of(find_section(change.old, event.old.section))
    if event and event.new and change.new:
        line, section = event.new.line, heading_of(find_section(change.new, event.new.section))
    elif event and event.old and change.new:
        home = home_of(change, event.old.section)
        line, section = (home.line if home else None), heading_of(home)
    new = Place(
        path=change.new_path or change.old_path, line=line, end_line=line, section=one_line(section)
    )
    if old_line is None and not old_section:
        return new, None
    return new, Place(
        path=change.old_path, line=old_line, end_line=old_line, section=one_line(old_section)
    )


def _hide(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Behind a page that is no policy, what "vanished" says nothing: only the cause is told."""
    causes = [finding for finding in findings if RULES[finding.code].hides]
    return causes[:1] or findings


def _place(finding: Finding) -> tuple[object, ...]:
    line = finding.place.line or 0
    return (
        ORDER[finding.severity], finding.policy, int(line), finding.code, finding.fingerprint,
    )  # fmt: skip


def _waiver_notes(
    waivers: Sequence[Waiver], used: set[str], policies: set[str], today: str | None
) -> Iterator[SnapshotWarning]:
    lines: dict[str, int | None] = {}
    for waiver in waivers:
        if waiver.fingerprint in lines:
            message = (
                f"waiver {waiver.fingerprint[:8]} stands twice, in line {lines[waiver.fingerprint]} and line "
                f"{waiver.line}: the last one counts, delete the other"
            )
            yield SnapshotWarning(code="waiver-twice", message=message, line=waiver.line)
        lines[waiver.fingerprint] = waiver.line
        name = f"waiver {waiver.fingerprint[:8]} ({waiver.rule or 'no rule'}, {waiver.policy})"
        if is_expired(waiver, today):
            state = "its finding counts again" if waiver.fingerprint in used else "it is unused too"
            message = f"{name} ended on {waiver.until}: {state}"
            yield SnapshotWarning(code="waiver-expired", message=message, line=waiver.line)
        elif waiver.fingerprint not in used and waiver.policy in policies:
            message = f"{name} is unused: nothing is found that it accepts"
            yield SnapshotWarning(code="waiver-unused", message=message, line=waiver.line)
