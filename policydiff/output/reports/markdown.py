"""Markdown for a pull-request comment, and for the summary of a job.

Words of a policy, and names of files, are written as HTML entities with a zero-width space behind
what starts a mention, a reference, an emoji or an address. Entities alone are not enough: services
look for "@name" and "#12" in the page that comes out. Source: GitHub Flavored Markdown 0.29, tried
with markdown-it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from policydiff.model import Finding, Op, Report, Severity, Waived
from policydiff.output.reports.rule_info import Rules
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
from policydiff.patterns import regex

MARKER: Final = "<!-- policydiff:report -->"  # by which a bot finds its comment to renew it
_COMMENT: Final = 65_000  # characters; GitHub refuses more than 65,536
_SUMMARY: Final = 1_000_000  # bytes; GitHub drops summaries of more than 1 MiB
_TAIL: Final = 600  # kept free for what is said at the end of a report that was cut
_OPENED: Final = 3  # policies with findings that are shown unfolded, if there are no more
_SIGNS: Final[dict[Severity, str]] = {
    "error": "\N{CROSS MARK}", "warning": "\N{WARNING SIGN}\ufe0f", "info": "\N{INFORMATION SOURCE}\ufe0f",
}  # fmt: skip
_MARKUP: Final = regex(r"[&<>\"'`*_~\[\]()|\\!#$@:^{}=+]")
# @name, #12, !12, $3, %4, ~label, &5, :smile:, https://, GH-12, www., and what may be a commit.
_STARTS: Final = regex(
    r"[@#!$%~&^:](?=[\w/\"*\[{])|(?<![A-Za-z0-9])GH(?=-\d)|\bwww(?=\.)|\b[0-9a-f]{4}(?=[0-9a-f]{3,36}\b)",
    re.IGNORECASE,
)
_ADDRESSES: Final = regex(r"@(?=\w)|:(?=/)|\bwww(?=\.)", re.IGNORECASE)


def render_markdown(report: Report, rules: Rules) -> str:
    """A comment of at most 65,536 characters that opens with `MARKER`."""
    return f"{MARKER}\n" + _page(report, limit=_COMMENT - len(MARKER) - 1, measure=len)


def render_summary(report: Report, rules: Rules) -> str:
    """The same for `GITHUB_STEP_SUMMARY`, at most 1 MiB."""
    return _page(report, limit=_SUMMARY, measure=_bytes)


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def inert(text: str) -> str:
    """Safe one-line text as Markdown and HTML that say just these words and do nothing."""
    text = _STARTS.sub("\\g<0>\u200b", text)
    return _entities(text)


def _entities(text: str) -> str:
    return _MARKUP.sub(lambda match: f"&#{ord(match[0])};", text)


def _page(report: Report, *, limit: int, measure: Callable[[str], int]) -> str:
    head = f"### policydiff: {headline(report)}\n\n"
    if report.old or report.new:
        head += f"{_code(report.old)} → {_code(report.new)}\n\n"
    room = limit - measure(head) - _TAIL
    out = [head]
    groups = by_policy(report)
    left = len(report.findings)
    for policy, findings in groups:
        opening, closing = _fold(policy, findings, unfolded=len(groups) <= _OPENED)
        room -= measure(opening) + measure(closing)
        items: list[str] = []
        for finding in findings:
            item = _item(finding)
            size = measure(item)
            if size > room:
                break
            room -= size
            items.append(item)
        if items:
            out += [opening, *items, closing]
            left -= len(items)
        if len(items) < len(findings):
            break
    if left:
        out.append(
            f"**{left:,} of {len(report.findings):,} findings are not shown here**, to stay below "
            "the size that is allowed; the other outputs have all of them.\n\n"
        )
    for told in (_waived(report.waived), _notes(report)):
        if told and measure(told) <= room:
            room -= measure(told)
            out.append(told)
    return "".join(out).rstrip("\n") + "\n"


def _fold(policy: str, findings: Sequence[Finding], *, unfolded: bool) -> tuple[str, str]:
    state = " open" if unfolded else ""
    title = f"<b>{_html(policy, 200)}</b>: {counts(findings)}"
    return f"<details{state}><summary>{title}</summary>\n\n", "\n</details>\n\n"


def _item(finding: Finding) -> str:
    lines = [
        f"- {_SIGNS[finding.severity]} <b>{finding.severity}</b> {_code(finding.code)} "
        f"{_html(finding.rule, 100)}, "
        f"{_code(place_text(finding.place))}",
        inert(sentence(finding)),
    ]
    ops = word_diff(finding)
    if ops:
        lines.append(f"<blockquote>{_redline(ops)}</blockquote>")
    if stood := where_it_stood(finding):
        lines.append(f"<sub>{inert(stood)}</sub>")
    if finding.fix:
        lines.append(f"<b>What to do:</b> {_html(finding.fix, 500)}")
    lines.append(f"<sub>fingerprint {_code(finding.fingerprint)}</sub>")
    text = "<br>\n  ".join(lines)
    return re.sub(r"<br>(?=\n  <blockquote>)|(?<=</blockquote>)<br>", "", text) + "\n"


def _redline(ops: Sequence[Op]) -> str:
    out = []
    for sign, text in ops:
        words = inert(text)
        core = words.strip(" ")
        if sign == "=" or not core:
            out.append(words)
            continue
        tag = "del" if sign == "-" else "ins"
        lead, trail = words[: words.index(core)], words[words.index(core) + len(core) :]
        # "may" and "will" side by side, but no blank before a comma.
        beside = bool(out) and not lead and out[-1].endswith(">") and core[0].isalnum()
        gap = " " if beside else lead
        out.append(f"{gap}<{tag}>{core}</{tag}>{trail}")
    return "".join(out)


def _waived(waived: Sequence[Waived]) -> str:
    if not waived:
        return ""
    rows = []
    for one in waived[:100]:
        until = f" (until {_html(one.until, 20)})" if one.until else ""
        rows.append(
            f"- {_code(one.finding.code)} {_code(place_text(one.finding.place))}: "
            f"{inert(sentence(one.finding, 200))} <em>{_html(one.reason, 300)}{until}</em>\n"
        )
    if len(waived) > 100:
        rows.append(f"- and {len(waived) - 100:,} more\n")
    head = f"<details><summary>{len(waived):,} waived</summary>\n\n"
    return f"{head}{''.join(rows)}\n</details>\n\n"


def _notes(report: Report) -> str:
    rows = [f"- {_html(note.message, 300)}\n" for note in report.notes[:20]]
    if len(report.notes) > 20:
        rows.append(f"- and {len(report.notes) - 20:,} more\n")
    return f"**Notes**\n\n{''.join(rows)}\n" if rows else ""


def _code(text: str) -> str:
    """A code span, in which services look for addresses only: what is in it can be copied."""
    shown = _ADDRESSES.sub("\\g<0>\u200b", cut(text, 300))
    return f"<code>{_entities(shown)}</code>"


def _html(text: str, limit: int) -> str:
    return inert(cut(text, limit))
