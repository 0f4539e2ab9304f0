"""Waivers: findings that somebody accepted, with the reason, in a file that is reviewed like code.

    [[waiver]]
    fingerprint = "3fa9c1d07be24418"
    rule = "PD104"
    policy = "legal/privacy.md"
    finding = "The promise to notify you of a breach is weaker: must -> may."
    reason = "agreed with counsel, ticket 512"
    until = 2026-12-31

Only the fingerprint counts; rule, policy and finding are there for whoever reviews the file. The
tables are sorted by policy, rule and fingerprint, so that two branches seldom write the same line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from policydiff.check.fingerprint import LENGTH
from policydiff.check.rules import RULES
from policydiff.check.toml import read_toml, suggest
from policydiff.model import Finding
from policydiff.patterns import regex

FILE = "policydiff-waivers.toml"
_HEAD = """\
# Findings of `policydiff check` that were accepted, each with the reason. Written by
# `policydiff waive`; meant to be reviewed. Delete a waiver to reopen its finding.
"""

_HEADER = regex(r"[ \t]*\[\[[ \t]*waiver[ \t]*\]\]")


class Waiver(Struct, frozen=True, kw_only=True):
    """One accepted finding."""

    fingerprint: str
    reason: str
    until: str = ""  # ISO; the last day on which it holds
    rule: str = ""
    policy: str = ""
    finding: str = ""
    line: int | None = None  # in the file


def parse_waivers(data: bytes, *, where: str) -> tuple[Waiver, ...]:
    """The waivers of a file. Raises ConfigError with file and line."""
    reader = read_toml(data, where=where)
    reader.only({"waiver"})
    found = []
    for row in reader.tables("waiver"):
        row.only({"fingerprint", "reason", "until", "rule", "policy", "finding"})
        mark = row.text("fingerprint", required=True)
        if not re.fullmatch(rf"[0-9a-f]{{{LENGTH}}}", mark):
            row.complain(
                "fingerprint", f'"{mark}" is no fingerprint', fix=f"write all {LENGTH} hex digits"
            )
        reason = row.text("reason", required=True)
        if not reason.strip():
            row.complain("reason", "a waiver needs a reason", fix="say why this is accepted")
        if (rule := row.text("rule")) and rule.upper() not in RULES:
            row.complain("rule", f'there is no rule "{rule}"', fix=suggest(rule, RULES))
        found.append(
            Waiver(
                fingerprint=mark, reason=reason, until=row.date("until"), rule=row.text("rule"),
                policy=row.text("policy"), finding=row.text("finding"), line=row.line_of("fingerprint"),
            )
        )  # fmt: skip
    return tuple(found)


def render_waivers(waivers: Iterable[Waiver]) -> str:
    """The file that holds `waivers`: sorted, each fingerprint once, the last one given counting."""
    by_print = {waiver.fingerprint: waiver for waiver in waivers}
    rows = sorted(by_print.values(), key=_order)
    return "\n".join([_HEAD, *map(_render, rows)])


def add_waivers(text: str, known: Sequence[Waiver], new: Iterable[Waiver]) -> str:
    """The text of a file of waivers with `new` ones added, or renewed, in their places.

    What somebody wrote by hand stays: comments, order, spelling. `known` are the waivers in `text`.
    """
    if not text.strip():
        return render_waivers(new)
    head, chunks = _chunks(text)
    if len(chunks) != len(known):  # written as one inline list
        return render_waivers([*known, *new])
    keys = [_order(waiver) for waiver in known]
    for waiver in new:
        marks = [key[-1] for key in keys]
        if waiver.fingerprint in marks:
            at = len(marks) - 1 - marks[::-1].index(waiver.fingerprint)  # the last one counts
            chunks[at] = _renewed(chunks[at], waiver)
            keys[at] = _order(waiver)
            continue
        at = next((i for i, key in enumerate(keys) if key > _order(waiver)), len(keys))
        if at:
            chunks[at - 1] = _apart(chunks[at - 1])
        else:
            head = _apart(head)
        chunks.insert(at, _render(waiver) + "\n" * (at < len(chunks)))
        keys.insert(at, _order(waiver))
    return head + "".join(chunks)


def _chunks(text: str) -> tuple[str, list[str]]:
    """What stands before the first waiver, and each waiver with the comments right above it."""
    lines = text.splitlines(keepends=True)
    starts = []
    for index, line in enumerate(lines):
        if _HEADER.match(line):
            while index and lines[index - 1].lstrip().startswith("#"):
                index -= 1
            starts.append(index)
    chunks = ["".join(lines[a:b]) for a, b in pairwise([*starts, len(lines)])]
    return "".join(lines[: starts[0]]) if starts else text, chunks


def _renewed(chunk: str, waiver: Waiver) -> str:
    """A chunk with another waiver in it; comments on lines of their own stay."""
    lines = chunk.splitlines(keepends=True)
    end = len(lines)
    while not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#"):
        end -= 1
    kept = "".join(line for line in lines[:end] if line.lstrip().startswith("#"))
    return kept + _render(waiver) + "".join(lines[end:])


def _apart(text: str) -> str:
    """A text that ends in an empty line, if it holds anything."""
    if not text or text.endswith("\n\n"):
        return text
    return f"{text}\n" if text.endswith("\n") else f"{text}\n\n"


def _order(waiver: Waiver) -> tuple[str, str, str]:
    return waiver.policy, waiver.rule, waiver.fingerprint


def _render(waiver: Waiver) -> str:
    lines = ["[[waiver]]", f"fingerprint = {quoted(waiver.fingerprint)}"]
    for key in ("rule", "policy", "finding", "reason"):
        if value := getattr(waiver, key):
            lines.append(f"{key} = {quoted(value)}")
    if waiver.until:
        lines.append(f"until = {waiver.until}")
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A text as a basic string of TOML, on one line, with nothing that a terminal obeys."""
    marks = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    out = []
    for sign in text:
        if sign in marks:
            out.append(marks[sign])
        elif sign.isprintable():
            out.append(sign)
        elif 0xD800 <= ord(sign) <= 0xDFFF:
            out.append("\N{REPLACEMENT CHARACTER}")
        else:
            out.append(f"\\u{ord(sign):04X}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08X}")
    return f'"{"".join(out)}"'


def is_expired(waiver: Waiver, today: str | None) -> bool:
    """Whether a waiver has run out on the day `today` (ISO)."""
    return bool(waiver.until and today and today > waiver.until)


def waive(finding: Finding, *, reason: str, until: str = "") -> Waiver:
    """The waiver that accepts `finding`."""
    return Waiver(
        fingerprint=finding.fingerprint, reason=reason, until=until, rule=finding.code,
        policy=finding.policy, finding=finding.message,
    )  # fmt: skip
