"""What all outputs of a check say in the same words: sentences, wordings, places, counts."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from policydiff.model import Finding, Op, Page, Paragraph, Place, Report, Severity
from policydiff.output.safe import safe
from policydiff.patterns import regex

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")  # gravest first
_AROUND = 60  # characters of common text kept beside a change
_CHANGED = 400  # characters kept of one change
# JSON leaves these as they are; some terminal would not.
_UNPRINTED: Final = regex(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f\ud800-\udfff]"
)


def cut(text: str, limit: int) -> str:
    """`text` on one safe line of at most `limit` characters (20 or more), cut at a word.

    What was left out is told: "We may share ... (1,048,000 more characters)".
    """
    head = safe(text[: limit + 1])  # cleaning keeps every offset
    if len(text) <= limit:
        return head
    room = limit - len(f"… ({len(text):,} more characters)")
    space = head.rfind(" ", room // 2, room)
    end = space if space > 0 else max(room, 0)
    return f"{head[:end]}… ({len(text) - end:,} more characters)"[:limit]


def word_diff(finding: Finding) -> tuple[Op, ...]:
    """The old and the new wording of a finding as a short edit script; () where it has none.

    Long common stretches and long changes are cut with "…": this is for reading, not for applying.
    """
    old, new = finding.old_text, finding.new_text
    if not old or not new:
        whole: tuple[Op, ...] = (("-", old), ("+", new))
        return tuple((sign, cut(text, 2 * _CHANGED)) for sign, text in whole if text)
    if old == new:
        return (("=", cut(old, _CHANGED)),)
    from policydiff.compare.words import diff_clauses
    from policydiff.output.terminal.words import shown_ops

    return _short(shown_ops(diff_clauses(old, new)))


def _short(ops: Sequence[Op]) -> tuple[Op, ...]:
    out: list[Op] = []
    for index, (sign, text) in enumerate(ops):
        if sign != "=":
            out.append((sign, cut(text, _CHANGED)))
            continue
        first, last = index == 0, index == len(ops) - 1
        head = "" if first else _front(text)
        tail = "" if last else _back(text)
        kept = safe(text) if len(text) <= 2 * _AROUND + 20 else f"{head}…{tail}"
        out.append((sign, kept))
    return tuple(op for op in out if op[1])


def _front(text: str) -> str:
    head = safe(text[:_AROUND])
    return head[: head.rfind(" ") + 1] or head


def _back(text: str) -> str:
    tail = safe(text[-_AROUND:])
    space = tail.find(" ")
    return tail[space:] if space >= 0 else tail


def is_gone(finding: Finding) -> bool:
    """Whether what it is about stands in the new file no longer."""
    return bool(finding.old_text) and not finding.new_text


def sentence(finding: Finding, limit: int = 1000) -> str:
    """The message on one safe line."""
    return cut(finding.message, limit)


def where_it_stood(finding: Finding) -> str:
    """For a clause that is gone: that the place shown is its heading, and where it was; or ""."""
    if not is_gone(finding):
        return ""
    section = f" “{cut(finding.place.section, 120)}”" if finding.place.section else ""
    shown = f"The line shown is the heading{section} that it stood under" if section else (
        "The line shown is where it would stand"
    )  # fmt: skip
    if finding.place.line is None:
        shown = f"It stood under{section}" if section else "It has no line in the new file"
    old = finding.old_place
    return f"{shown}; it was at {place_text(old)}." if old and old.path else f"{shown}."


def plain_text(finding: Finding, *, limit: int = 2000, fingerprint: bool = True) -> str:
    """All there is to say in plain lines: message, where it stood, wordings, what to do."""
    lines = [sentence(finding), where_it_stood(finding)]
    each = max((limit - 1200) // 2, 120)
    lines += [f"Before: {cut(finding.old_text, each)}"] if finding.old_text else []
    lines += [f"Now: {cut(finding.new_text, each)}"] if finding.new_text else []
    lines += [f"What to do: {cut(finding.fix, 400)}"] if finding.fix else []
    lines += [f"Fingerprint: {finding.fingerprint}"] if fingerprint else []
    return "\n".join(line for line in lines if line)


def line_of(place: Place) -> int | None:
    """The line of a place; None where it has none, also where it counts pages or paragraphs."""
    if place.line is None or isinstance(place.line, (Page, Paragraph)) or place.line < 1:
        return None
    return int(place.line)


def end_line_of(place: Place) -> int | None:
    """The last line of a place, never before the first; None where that has none."""
    line = line_of(place)
    return None if line is None else max(line, int(place.end_line or line))


def place_text(place: Place) -> str:
    """ "privacy.md:12", "privacy.pdf, p. 3", "privacy.md"."""
    path = cut(place.path, 300) or "-"
    if place.line is None:
        return path
    if isinstance(place.line, Page):
        return f"{path}, p. {place.line}"
    return f"{path}, par. {place.line}" if isinstance(place.line, Paragraph) else f"{path}:{place.line}"  # fmt: skip


def relative_path(place: Place) -> str:
    """The path as services want it, without "./"; "" for standard input and what has none."""
    return "" if place.path in ("", "-") else posixpath.normpath(place.path)


def unread(report: Report) -> list[str]:
    """Why files that should have been checked were not, one text each."""
    return [note.message for note in report.notes if note.code == "unread"]


def counts(findings: Iterable[Finding]) -> str:
    """ "2 errors, 1 warning", or "no findings"."""
    tally = Counter(finding.severity for finding in findings)
    parts = [_count(tally[name], name) for name in SEVERITIES if tally[name]]
    return ", ".join(parts) or "no findings"


def _count(number: int, severity: Severity) -> str:
    return f"{number:,} {severity}{'' if number == 1 or severity == 'info' else 's'}"


def headline(report: Report) -> str:
    """ "2 errors, 1 warning; 1 waived; 3 policies checked"."""
    parts = [counts(report.findings)]
    if report.waived:
        parts.append(f"{len(report.waived):,} waived")
    if lost := unread(report):
        parts.append(f"{len(lost):,} {'file' if len(lost) == 1 else 'files'} not checked")
    if report.policies:
        number = len(report.policies)
        parts.append(f"{number:,} {'policy' if number == 1 else 'policies'} checked")
    return "; ".join(parts)


def by_policy(report: Report) -> list[tuple[str, list[Finding]]]:
    """Findings by policy, the policy with the gravest finding first, each in the report's order."""
    groups: dict[str, list[Finding]] = {}
    for finding in report.findings:
        groups.setdefault(finding.policy, []).append(finding)
    return list(groups.items())


def json_text(value: Any) -> str:
    """One JSON document that no terminal and no CI runner takes for anything else."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    text = _UNPRINTED.sub(lambda match: json.dumps(match[0])[1:-1], text)
    # Strings stand on one line each, behind a quote: only the form within a line can matter.
    return re.sub(r"#(?=#\w*\[)", r"\\u0023", text) + "\n"
