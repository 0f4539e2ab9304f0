"""`policydiff check`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from policydiff.cli import exit_codes
from policydiff.cli.check_options import Asked, outcome_options, what_options
from policydiff.cli.options import CONTEXT, Screen, look_options

if TYPE_CHECKING:
    from policydiff.cli.checking import Checked


@click.command(context_settings=CONTEXT)
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH...]")
@what_options
@outcome_options
@click.option(
    "--output",
    "--format",
    "outputs",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help="How to report, and where to; may be repeated: terminal, json, sarif, github, github-summary, gitlab, junit, rdjson, markdown  [default: terminal]",
)
@click.option(
    "--baseline",
    is_flag=True,
    help="Accept the present state: waive all that is found, and exit with 0.",
)
@look_options
def check(
    paths: tuple[str, ...], fail_on: str | None, exit_zero: bool, outputs: tuple[str, ...],
    baseline: bool, screen: Screen, **options: Any,
) -> int:  # fmt: skip
    """Judge what changed in policies by rules, as a gate in CI.

    PATH... --against REV compares the policies in the work tree (or --head REV) with a revision; all
    that the configuration calls policies, or those under PATH. OLD NEW compares two files, and
    --series SOURCE the last two states of a series.

    Exit code 0: nothing at or above --fail-on; 1: findings; 2: trouble.
    """
    from policydiff.check import RULES
    from policydiff.cli.checking import find_settings, run_check
    from policydiff.cli.report_output import plan_outputs, write_outputs

    asked = Asked(paths=paths, **options)
    planned = plan_outputs(outputs)
    config, base = settings = find_settings(asked)
    if not outputs and config.output:
        planned = plan_outputs(config.output, config=config, base=base)
    if baseline:
        checked = run_check(asked, settings=settings)
        accept_all(checked)
        # A text that is no policy hides its other findings until it is waived.
        if (again := run_check(asked, settings=settings)).report.findings:
            accept_all(again)
        return _trouble(checked) or exit_codes.SAME
    files = [output.file for output in planned if output.file]
    checked = run_check(asked, settings=settings, written=files)
    write_outputs(planned, checked.report, RULES, screen=screen, environ=os.environ)
    outcome = _outcome(checked, fail_on or checked.config.fail_on, exit_zero=exit_zero)
    return _trouble(checked) or outcome


def _trouble(checked: Checked) -> int:
    """Tell what could not be read, on one line, once the rest is told; 0 where there is nothing."""
    if not checked.unread:
        return 0
    from policydiff.output.workflow import without_commands

    more = len(checked.unread) - 1
    tail = f" (and {more} more that cannot be read)" if more else ""
    click.echo(f"policydiff: {without_commands(str(checked.unread[0]))}{tail}", err=True)
    return exit_codes.TROUBLE


def _outcome(checked: Checked, fail_on: str, *, exit_zero: bool) -> int:
    from policydiff.check.run import ORDER

    if exit_zero or fail_on == "never":
        return exit_codes.SAME
    grave = {severity for severity, place in ORDER.items() if place <= ORDER[fail_on]}  # type: ignore[index]
    found = any(finding.severity in grave for finding in checked.report.findings)
    return exit_codes.FINDINGS if found else exit_codes.SAME


def accept_all(checked: Checked, *, reason: str = "stood when the check was set up") -> None:
    """Waive every finding of a report, in the file of waivers."""
    from policydiff.check.waivers import waive
    from policydiff.cli.checking import keep_waivers

    fresh = [waive(finding, reason=reason) for finding in checked.report.findings]
    if fresh:
        keep_waivers(checked, fresh)
    click.echo(f"{len(fresh)} finding{'s' * (len(fresh) != 1)} waived in {checked.waiver_file}")
