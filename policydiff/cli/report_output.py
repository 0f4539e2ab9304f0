"""Reports rendered by FORMAT[=FILE], all before the first is written."""

from __future__ import annotations

import difflib
import importlib.util
import os
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from policydiff.check import RULES, Rule
from policydiff.cli.screen import write_text
from policydiff.errors import ConfigError
from policydiff.model import Report
from policydiff.sources.settings import write_whole

Render = Callable[[Report, Mapping[str, Rule]], str]


class Output(NamedTuple):
    """One report to write."""

    render: Render
    file: str  # "" is standard output


def plan_outputs(asked: Sequence[str]) -> list[Output]:
    """What `--output` asks for. Raises ConfigError before anything is read."""
    reports = _reports()
    planned: list[Output] = []
    shown: list[str] = []
    for text in asked or ("terminal",):
        name, _, file = text.partition("=")
        if name not in reports:
            close = difflib.get_close_matches(name, reports, n=1)
            known = f'did you mean "{close[0]}"?' if close else f"there are {', '.join(reports)}"
            raise ConfigError(f'no report "{name}"', where="--output", fix=known)
        if text.endswith("="):
            raise ConfigError(f'"{text}" names no file', where="--output", fix=f"{name}=FILE")
        file = "" if file == "-" else file
        if file and any(
            os.path.abspath(file) == os.path.abspath(o.file) for o in planned if o.file
        ):
            raise ConfigError("two reports for one file", where=file)
        shown += [] if file else [name]
        planned.append(Output(reports[name], file))
    if len(plain := [name for name in shown if name != "github"]) > 1:
        raise ConfigError(
            f"{' and '.join(plain)} would both go to standard output", where="--output",
            fix=f"write {plain[1]}=FILE",
        )  # fmt: skip
    return planned


def write_outputs(planned: Sequence[Output], report: Report) -> None:
    """Render all, then write the files whole, then standard output. Raises ConfigError."""
    rendered = [(output.file, output.render(report, RULES)) for output in planned]
    for file, text in rendered:
        if file:
            write_whole(file, text)
    for file, text in rendered:
        if not file:
            write_text(text)


def _reports() -> dict[str, Render]:
    # By name, as the reports may be left out of a build.
    if importlib.util.find_spec("policydiff.output.reports") is None:
        return {"terminal": _lines}
    return dict(importlib.import_module("policydiff.output.reports").REPORTS)


def _lines(report: Report, rules: Mapping[str, Rule]) -> str:
    """One line a finding, for a build without the reports."""
    rows = []
    for one in report.findings:
        line = f":{one.place.line}" if one.place.line else ""
        rows.append(
            f"{one.place.path}{line}: {one.severity} {one.code} {one.message} [{one.fingerprint[:8]}]"
        )
    rows += [f"note: {note.message}" for note in report.notes]
    rows.append(f"{len(report.findings)} findings, {len(report.waived)} waived")
    return "".join("".join(c if c.isprintable() else "\ufffd" for c in row) + "\n" for row in rows)
