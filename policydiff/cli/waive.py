"""`policydiff waive FINDING --reason TEXT`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from policydiff.cli.check_options import Asked, what_options
from policydiff.cli.options import CONTEXT

if TYPE_CHECKING:
    from policydiff.cli.checking import Checked
    from policydiff.model import Finding

_LEAST = 6  # digits of a fingerprint that name a finding


@click.command(context_settings=CONTEXT)
@click.argument("finding", metavar="FINDING")
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH...]")
@click.option("--reason", required=True, help="Why it is accepted; for whoever reviews the file.")
@click.option("--until", metavar="DATE", help="The last day on which it is accepted, YYYY-MM-DD.")
@what_options
def waive(
    finding: str, paths: tuple[str, ...], reason: str, until: str | None, **options: Any
) -> None:
    """Accept a finding of `policydiff check`, with the reason, in a file to be reviewed.

    FINDING is its fingerprint as the check prints it; the first six digits are enough. The check is run again to find
    it: give the same PATHs and options. A waiver holds for this change of this obligation, wherever
    it moves, and ends where strength or value changes again.
    """
    from policydiff.check.waivers import waive as accept
    from policydiff.cli.checking import keep_waivers, run_check

    last = _last_day(until)
    if not reason.strip():
        raise click.BadParameter("say why this is accepted", param_hint="--reason")
    asked = Asked(paths=paths, **options)
    checked = run_check(asked)
    found = find_finding(checked, finding)
    _refuse_the_past(last, asked.today or checked.days.get(found.policy, ""))
    new = accept(found, reason=" ".join(reason.split()), until=last)
    keep_waivers(checked, [new])
    click.echo(
        f"waived {found.code} {found.fingerprint[:8]} in {checked.waiver_file}"
        + (f" until {last}" if last else "")
    )


def find_finding(checked: Checked, mark: str) -> Finding:
    """The finding, waived or not, whose fingerprint starts with `mark`. Raises click.BadParameter."""
    low = mark.casefold()
    report = checked.report
    every = [*report.findings, *(one.finding for one in report.waived)]
    if len(low) < _LEAST or any(sign not in "0123456789abcdef" for sign in low):
        raise click.BadParameter(
            f'"{mark}" is no fingerprint; write the digits that policydiff check prints',
            param_hint="FINDING",
        )
    found = [finding for finding in every if finding.fingerprint.startswith(low)]
    if not found:
        raise click.BadParameter(
            f'nothing is found with the fingerprint "{mark}" ({len(every)} findings, {report.old} to '
            f"{report.new}); give the PATHs and options of the check that told it",
            param_hint="FINDING",
        )
    if len(found) > 1:
        raise click.BadParameter(
            f'"{mark}" names {len(found)} findings; write more digits', param_hint="FINDING"
        )
    return found[0]


def _last_day(until: str | None) -> str:
    if until is None:
        return ""
    from policydiff.sources import given_date

    day = given_date(until, "--until").value
    if len(day) < 10:
        raise click.BadParameter(f'"{until}" is no day; write YYYY-MM-DD', param_hint="--until")
    return day


def _refuse_the_past(last: str, day: str) -> None:
    """Raise click.BadParameter for an end before the day of the change: the waiver would never hold."""
    if last and last < day[: len(last)]:
        raise click.BadParameter(
            f"{last} is over: the change is of {day}; name a later day", param_hint="--until"
        )
