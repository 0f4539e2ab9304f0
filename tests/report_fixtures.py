"""Reports of checks, made by hand: an ordinary one, and one whose every text is hostile."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from policydiff.model import Finding, Page, Place, Report, Severity, SnapshotWarning, Waived


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeRule:
    """What an output asks of a rule."""

    code: str
    name: str
    severity: Severity
    what: str
    why: str = "Readers rely on it."
    mend: str = "Restore the words, or waive it with a reason."


RULES: dict[str, FakeRule] = {
    rule.code: rule
    for rule in (
        FakeRule(code="PD101", name="obligation-vanished", severity="error", what="A promise to the user is gone."),
        FakeRule(code="PD102", name="obligation-weakened", severity="warning", what="A promise binds less than before."),
        FakeRule(code="PD201", name="obligation-appeared", severity="info", what="There is a new obligation."),
        FakeRule(code="PD301", name="date-missing", severity="warning", what="The policy says no date."),
    )
}  # fmt: skip


def make_finding(code: str = "PD101", **fields: object) -> Finding:
    """A finding of one of `RULES`; `fields` replace what it would say."""
    rule = RULES[code]
    message = str(fields.get("message", "The promise not to sell your data is gone."))
    seed = f"{code} {message} {fields.get('old_text', '')}".encode("utf-8", "replace")
    values: dict[str, object] = {
        "code": code,
        "rule": rule.name,
        "severity": rule.severity,
        "message": message,
        "fingerprint": hashlib.sha256(seed).hexdigest()[:16],
        "policy": "northwind",
        "place": Place(path="policies/privacy.md", line=12, end_line=14, section="Sharing"),
    }
    return Finding(**{**values, **fields})  # type: ignore[arg-type]


def ordinary() -> Report:
    """Two policies: gone, weakened, new, undated; one waived; a note."""
    sold = "We will not sell your personal information to anybody."
    kept = "We keep your data for 30 days, and delete it without undue delay after that."
    findings = (
        make_finding(
            old_text=sold,
            old_place=Place(path="old/privacy.md", line=31, end_line=31, section="Sharing"),
            topic="sharing", bearer="company", impact="against-user",
            fix="Restore the promise, or waive this finding with a reason.",
        ),
        make_finding(
            "PD102", message="How long data are kept: 30 days → 24 months.", old_text=kept,
            new_text=kept.replace("30 days", "24 months"),
            place=Place(path="policies/privacy.md", line=40, end_line=42, section="Storage > Periods"),
            old_place=Place(path="old/privacy.md", line=38, section="Storage"),
            topic="retention", bearer="company", impact="against-user",
        ),
        make_finding(
            "PD301", policy="terms", message="The policy says nowhere when it takes effect.",
            place=Place(path="policies/terms.pdf", line=Page(3), end_line=Page(3)),
        ),
        make_finding(
            "PD201", policy="terms", message="New: the user must be at least 16 years old.",
            new_text="You must be at least 16 years old.", topic="children", bearer="user",
            place=Place(path="policies/terms.pdf", line=Page(1), section="Who may use it"),
        ),
    )  # fmt: skip
    waived = Waived(
        finding=make_finding(
            "PD102", message="The company should → may answer within 30 days.",
            old_text="We should answer within 30 days.", new_text="We may answer within 30 days.",
        ),
        reason="Agreed with the regulator in case 12/2026.", until="2027-06-30",
    )  # fmt: skip
    note = SnapshotWarning(code="unused-waiver", message="no finding has fingerprint 00aa11bb")
    return Report(
        findings=findings, waived=(waived,), notes=(note,), policies=("northwind", "terms", "cookies"),
        old="main", new="HEAD",
    )  # fmt: skip


HOSTILE_TEXTS = (
    "::error::pwn",
    "we may share\n::set-output name=x::y\r\n::stop-commands::t",
    "   ::warning file=x::indented",
    "##[error]old form, ##vso[task.setvariable variable=a]b ##teamcity[x]",
    "</details></code><script>alert(1)</script><!-- --><img src=x onerror=alert(1)>",
    "``` ` `` ````\n```sh\nrm -rf /\n```",
    "| a | b |\n|---|---|\n# heading\n- item\n1. one\n> quote\n---\n===",
    "\x1b[2J\x1b]8;;http://evil.example\x07click\x1b]8;;\x07 \x9b31m red",
    "we \u202emay not\u202c \u2066share\u2069 \u200bit\ufeff \U000e0041",
    "lone \ud800 surrogate \udcff and NUL \x00 and \x7f",
    "100%0A::error::x %25 %",
    "@octocat and @org/team, see #123, GH-9, !7, $4, ~bug, org/repo#5, a5c3785ed8d6a35868bc169f07e40e889087fd2e",
    "https://evil.example/x www.evil.example mail@evil.example :smile: $x^2$ ftp://evil.example",
    "[click](http://evil.example) ![img](http://evil.example/p.png) [ref]: http://evil.example <http://evil.example>",
    "{0} {{1}} ${{ secrets.TOKEN }} $(id) `id` %s {x}",
    "**bold** __b__ *i* _i_ ~~s~~ \\* &lt;b&gt; &amp; &#64;octocat &colon;",
    "]]> <![CDATA[ x ]]> <?xml?> <!DOCTYPE x>",
    "我们不会出售您的个人信息。 Ωμέγα 👩‍👩‍👧 e\u0301\u0302\u0303",
    "",
    " ",
    "A" * 1_000_000,
    "word " * 200_000,
)
HOSTILE_PATHS = (
    "a,b:c;d%e f.md", "-x.md", "--output=x", "策略/隐私 政策.md", "a\nb::error::c.md", "a\x1b[31m.md",
    "../up.md", "/abs/päth.md", "./here.md", "q\"uo'te`|.md", "@octocat/#12.md", "\udcff.md", "", "-",
    "x" * 5000, "::error::.md", "##[error].md", "C:\\policies\\p.md", "a?b#c[d].md",
)  # fmt: skip


def hostile() -> Report:
    """Every hostile text in every place that a policy, a file name or a waiver can write to."""
    findings = []
    codes = tuple(RULES)
    for index, text in enumerate(HOSTILE_TEXTS):
        path = HOSTILE_PATHS[index % len(HOSTILE_PATHS)]
        findings.append(
            make_finding(
                codes[index % len(codes)],
                message=text,
                policy=text[:80],
                place=Place(path=path, line=index, end_line=index - 2, section=text),
                old_place=Place(path=path[::-1], line=index + 1, section=text),
                old_text=text if index % 3 else "",
                new_text=text[::-1] if index % 2 else "",
                fix=text,
            )
        )
    for path in HOSTILE_PATHS:
        findings.append(make_finding(place=Place(path=path, line=1), message=f"in {path[:90]}"))
    waived = tuple(
        Waived(finding=one, reason=one.message, until=one.message[:30]) for one in findings
    )
    notes = tuple(SnapshotWarning(code="x", message=text) for text in HOSTILE_TEXTS)
    policies = tuple(dict.fromkeys(one.policy for one in findings))
    return Report(
        findings=tuple(sorted(findings, key=lambda f: ("error", "warning", "info").index(f.severity))),
        waived=waived, notes=notes, policies=policies, old=HOSTILE_TEXTS[4], new=HOSTILE_PATHS[0],
    )  # fmt: skip


def many(number: int, severity: Severity = "warning") -> Report:
    """`number` findings that differ."""
    findings = tuple(
        make_finding("PD102", severity=severity, message=f"Promise {index} is weaker than before.",
                     old_text=f"We will do thing {index}.", new_text=f"We may do thing {index}.",
                     place=Place(path="p.md", line=index + 1))
        for index in range(number)
    )  # fmt: skip
    return Report(findings=findings, policies=("northwind",))
