"""`policydiff rules` and `policydiff rule CODE`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from policydiff.cli.options import CONTEXT, format_option

if TYPE_CHECKING:
    from policydiff.check import Rule


@click.command(context_settings=CONTEXT)
@format_option
def rules(format: str) -> None:  # noqa: A002
    """List the rules of `policydiff check`: code, default severity, name and what each finds."""
    from policydiff.check import RULES
    from policydiff.cli.screen import write_text

    if format == "json":
        write_text(_json([_record(rule) for rule in RULES.values()]))
        return
    wide = max(len(rule.name) for rule in RULES.values())
    write_text(
        "".join(f"{r.code}  {_severity(r):15}  {r.name:{wide}}  {r.what}\n" for r in RULES.values())
    )


@click.command(context_settings=CONTEXT)
@click.argument("code", metavar="CODE")
@format_option
def rule(code: str, format: str) -> None:  # noqa: A002
    """Explain one rule: what it finds and why, an example each way, and how to mend a finding.

    CODE is a code (PD104) or a name (obligation-weakened).
    """
    from policydiff.check.config import find_rule, suggest_rule
    from policydiff.cli.screen import write_text

    found = find_rule(code)
    if found is None:
        raise click.UsageError(f'there is no rule "{code}"; {suggest_rule(code)}')
    write_text(_json(_record(found)) if format == "json" else explain(found))


def explain(rule: Rule) -> str:
    """The page of a rule as Markdown that reads well as plain text."""
    return "\n".join(
        [
            f"# {rule.code} {rule.name}", "",
            f"Severity: {rule.severity}" + (f"; {rule.for_user} where the user gains" if rule.for_user else ""), "",
            rule.what, "",
            f"Why: {rule.why}", "",
            f"To mend: {rule.mend}.", "",
            "It fires here:", "", *_example(rule.fires), "",
            "It does not fire here:", "", *_example(rule.passes), "",
            f'Switch it off: `{rule.code} = "off"` under `[rules]` in policydiff.toml', "",
        ]
    )  # fmt: skip


def _severity(rule: Rule) -> str:
    """ "warning", or "warning/info" where what favours the user is milder."""
    return f"{rule.severity}/{rule.for_user}" if rule.for_user else rule.severity


def _example(texts: tuple[str | None, ...]) -> list[str]:
    names = ("before", "after") if len(texts) == 2 else ("first", "before", "after")
    lines: list[str] = []
    for name, text in zip(names, texts, strict=True):
        lines += ["", f"    {name}:"] if lines else [f"    {name}:"]
        shown = "(no file)" if text is None else text.strip()
        lines += [f"    | {line}".rstrip() for line in shown.split("\n")]
    return lines


def _record(rule: Rule) -> dict[str, Any]:
    names = ("code", "name", "severity", "for_user", "what", "why", "fires", "passes", "mend")
    return {name: getattr(rule, name) for name in names}


def _json(record: Any) -> str:
    import json

    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"
