"""The report of a check: findings by policy, gravest first, then what was waived and counted."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from policydiff.model import Finding, Op, Place, Report, SnapshotWarning, Waived
from policydiff.output.reports.wording import (
    by_policy,
    counts,
    cut,
    headline,
    place_text,
    sentence,
    where_it_stood,
    word_diff,
)
from policydiff.output.safe import safe
from policydiff.output.terminal.columns import (
    MIN_WIDTH,
    PROSE_WIDTH,
    Line,
    Lines,
    Run,
    clip,
    hang,
    line_cells,
    signed,
    wrap,
)  # fmt: skip
from policydiff.output.terminal.header import rule_line
from policydiff.output.terminal.theme import Signs, signs
from policydiff.output.terminal.words import is_mostly_equal, new_runs, old_runs, redline_runs

_INDENT: Line = (("  ", ""),)


def render_check(
    report: Report, *, width: int, marks: bool, ascii_only: bool = False
) -> Iterator[Lines]:
    """A block for each policy and each finding, then waivers, notes and counts.

    With `marks`, signs carry what colour does not. `width` in cells; no line is wider.
    """
    width = min(max(width, MIN_WIDTH), PROSE_WIDTH)
    drawn = signs(ascii_only=ascii_only)
    for policy, findings in by_policy(report):
        name = clip(safe(policy) or "policy", width // 2, drawn.ellipsis)
        right: Line = ((counts(findings), "quiet"),)
        yield Lines((*rule_line(((name, "title"),), right, width=width, signs=drawn), ()))
        for finding in findings:
            yield Lines((*_finding(finding, width, drawn, marks=marks), ()))
    if report.waived:
        yield Lines((*_waived(report.waived, width, drawn), ()))
    if report.notes:
        yield Lines((*_notes(report.notes, width, drawn), ()))
    yield Lines(tuple(_total(report, width, drawn)))


def _finding(finding: Finding, width: int, drawn: Signs, *, marks: bool) -> list[Line]:
    style = f"severity-{finding.severity}"
    left: Line = (
        (f"{drawn.severities[finding.severity]} {finding.severity} {safe(finding.code)}", style),
        (f" {safe(finding.rule)}", ""),
    )  # fmt: skip
    lines = _head(left, finding.fingerprint, width)
    body = wrap(_place(finding.place, drawn), width - 2)
    body += wrap([(_spelt(sentence(finding), drawn), "")], width - 2)
    body += _wordings(word_diff(finding), width - 2, drawn, marks=marks)
    if stood := where_it_stood(finding):
        body += wrap([(_spelt(stood, drawn), "quiet")], width - 2)
    if finding.fix:
        fix = [("fix: ", "note"), (_spelt(cut(finding.fix, 500), drawn), "")]
        body += hang(wrap(fix, width - 7), (), ((" " * 5, ""),))
    return lines + hang(body, _INDENT)


def _head(left: Line, fingerprint: str, width: int) -> list[Line]:
    """What it is, and at the far edge the eight digits by which it is waived."""
    right = safe(fingerprint)[:8]
    gap = width - line_cells(left) - line_cells(((right, ""),))
    if gap >= 2:
        return [(*left, (" " * gap + right, "quiet"))]
    return [*wrap(left, width), (*_INDENT, (right, "quiet"))]


def _place(place: Place, drawn: Signs) -> Line:
    """ "privacy.md:12  Section": the name by itself, so that a terminal can link it."""
    shown, path = place_text(place), cut(place.path, 300)
    runs: list[Run] = [(path, "source"), (shown.removeprefix(path), "quiet")]
    if place.section:
        section = cut(place.section, 200).replace(" > ", f" {drawn.path} ")
        runs.append((f"  {section}", "quiet"))
    return tuple(run for run in runs if run[0])


def _wordings(ops: Sequence[Op], width: int, drawn: Signs, *, marks: bool) -> list[Line]:
    if not ops:
        return []
    kinds = {sign for sign, _ in ops}
    told: list[Op] = [(sign, _spelt(text, drawn)) for sign, text in ops]
    if len(ops) == 1:
        sign = ops[0][0]
        style = {"-": ("removed-sign", "removed"), "+": ("added-sign", "added")}.get(sign, ("", ""))
        head = {"-": "-", "+": "+"}.get(sign, "=")
        return signed(head, style[0], [(safe(told[0][1]), style[1])], width)
    if "=" in kinds and is_mostly_equal(ops):
        return signed("~", "edited-sign", redline_runs(told, marks=marks), width)
    lines = signed("-", "removed-sign", old_runs(told, marks=marks and "=" in kinds), width)
    return lines + signed("+", "added-sign", new_runs(told, marks=marks and "=" in kinds), width)


def _spelt(text: str, drawn: Signs) -> str:
    """Our own signs in a text as this terminal has them."""
    if drawn.arrow == "→":
        return text
    for ours, plain in (("→", drawn.arrow), ("“", '"'), ("”", '"'), ("…", drawn.ellipsis)):
        text = text.replace(ours, plain)
    return text


def _waived(waived: Sequence[Waived], width: int, drawn: Signs) -> list[Line]:
    left: Line = ((f"{len(waived):,} waived", "title"),)
    lines = rule_line(left, (), width=width, signs=drawn)
    for one in waived:
        until = f" (until {safe(one.until)})" if one.until else ""
        head = f"{safe(one.finding.code)} {place_text(one.finding.place)}: "
        room = max(width - 4 - line_cells(((head, ""),)), 20)
        told = clip(sentence(one.finding, 300), room, drawn.ellipsis)
        lines += hang(wrap([(head, "quiet"), (_spelt(told, drawn), "")], width - 2), _INDENT)
        reason = f"{cut(one.reason, 300)}{until}"
        lines += hang(wrap([(_spelt(reason, drawn), "note")], width - 4), (("    ", ""),))
    return lines


def _notes(notes: Sequence[SnapshotWarning], width: int, drawn: Signs) -> list[Line]:
    lines: list[Line] = []
    for note in notes:
        text = f"{cut(note.message, 400)} [{safe(note.code)}]"
        lines += hang(wrap([(_spelt(text, drawn), "warning")], width - 2), (("! ", "warning"),))
    return lines


def _total(report: Report, width: int, drawn: Signs) -> list[Line]:
    text = headline(report).replace("; ", f" {drawn.dot} ")
    if not report.findings:
        return hang(wrap([(text, "passed")], width - 2), ((f"{drawn.passed} ", "passed"),))
    gravest = report.findings[0].severity
    lines = hang(
        wrap([(text, "title")], width - 2),
        ((f"{drawn.severities[gravest]} ", f"severity-{gravest}"),),
    )
    short = shlex.quote(safe(report.findings[0].fingerprint)[:8])
    hint = f"to accept one: policydiff waive {short} --reason TEXT, with the same paths and options"
    return lines + hang(wrap([(hint, "quiet")], width - 2), _INDENT)
