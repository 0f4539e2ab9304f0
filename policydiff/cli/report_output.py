"""Reports as `--output NAME[=FILE]` asks for them: all rendered before the first is written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from policydiff.check import Config
from policydiff.check.toml import suggest
from policydiff.cli.options import Screen
from policydiff.errors import ConfigError
from policydiff.model import Report
from policydiff.output.reports import REPORTS, Rules

if TYPE_CHECKING:
    from policydiff.cli.screen import Canvas
    from policydiff.output.terminal import Lines

_DOCUMENTS: Final = ("json", "sarif", "gitlab", "junit", "rdjson")  # one alone makes a valid file
_STANDARD_OUTPUT: Final = ("-", "/dev/stdout", "/dev/fd/1")
_SUMMARY_LIMIT: Final = 1_048_576  # bytes that GitHub takes of one step


class Output(NamedTuple):
    """One report to write."""

    name: str  # one of REPORTS
    file: str  # "" is standard output


def plan_outputs(
    asked: Sequence[str], *, config: Config | None = None, base: str = ""
) -> list[Output]:
    """What `--output` asks for; the terminal where it is not given. Raises ConfigError.

    With `config`, what that asks for: its files start from the folder `base`, its mistakes have lines.
    """
    planned: list[Output] = []
    where = "--output"
    for text in asked or ("terminal",):
        where = config.place("output", text) if config else where
        name, mark, file = text.partition("=")
        if name not in REPORTS:
            raise ConfigError(f'no report "{name}"', where=where, fix=suggest(name, REPORTS))
        if mark and not file:
            raise ConfigError(f'"{text}" names no file', where=where, fix=f"{name}=FILE")
        if file in _STANDARD_OUTPUT:
            file = ""
        elif file and config:
            file = os.path.relpath(os.path.join(base, file))
        planned.append(Output(name, file))
    planned = list(dict.fromkeys(planned))
    files = [os.path.realpath(output.file) for output in planned if output.file]
    for file in files:
        if files.count(file) > 1 and (os.path.isfile(file) or not os.path.exists(file)):
            raise ConfigError("two reports for one file", where=file)
    shown = [output.name for output in planned if not output.file]
    documents = [name for name in shown if name in _DOCUMENTS]
    if documents and len(shown) > 1:
        others = " and ".join(name for name in shown if name != documents[0])
        raise ConfigError(
            f"{documents[0]} and {others} would both go to standard output", where=where,
            fix=f"write {documents[0]}=FILE",
        )  # fmt: skip
    return planned


def write_outputs(
    planned: Sequence[Output],
    report: Report,
    rules: Rules,
    *,
    screen: Screen,
    environ: Mapping[str, str],
) -> None:
    """Write every report: files all or none, then standard output in the order asked for.

    With "github", the summary is appended to the file that GITHUB_STEP_SUMMARY names.
    Raises ConfigError.
    """
    rendered = [
        (output.file, REPORTS[output.name](report, rules)) for output in planned if output.file
    ]
    _write_files(rendered)
    summary = environ.get("GITHUB_STEP_SUMMARY")
    if summary and any(output.name == "github" for output in planned):
        _append_summary(summary, REPORTS["github-summary"](report, rules))
    for output in planned:
        if not output.file:
            _print(output.name, report, rules, screen)


def _print(name: str, report: Report, rules: Rules, screen: Screen) -> None:
    from policydiff.cli.screen import show, write_text

    if name != "terminal":
        write_text(REPORTS[name](report, rules))
        return

    def render(canvas: Canvas) -> Iterable[Lines]:
        from policydiff.output.terminal import render_check

        return render_check(
            report, width=canvas.width, marks=canvas.marks, ascii_only=canvas.ascii_only
        )

    show(screen, None, render)


def _write_files(rendered: Sequence[tuple[str, str]]) -> None:
    """Write all, each beside its place first, so that a failure leaves the old files as they were."""
    drafts: list[tuple[str, str]] = []
    streams: list[tuple[str, bytes]] = []  # pipes and devices: what they have taken stays
    try:
        for file, text in rendered:
            data = text.encode("utf-8", "replace")
            target = os.path.realpath(file)
            # By its own name: the target of a link to a pipe, as /dev/fd/9, has none.
            if _is_stream(file):
                streams.append((file, data))
                continue
            draft = f"{target}.{os.getpid()}.tmp"
            with open(draft, "xb") as stream:
                drafts.append((draft, target))
                stream.write(data)
        for file, data in streams:
            # To the end: /dev/stderr may be a file that others write to as well.
            with open(file, "ab") as stream:
                stream.write(data)
        for draft, target in drafts:
            os.replace(draft, target)
        drafts.clear()
    except (OSError, ValueError) as error:
        why = (error.strerror or "") if isinstance(error, OSError) else str(error)
        where = str(error.filename or "") if isinstance(error, OSError) else ""
        raise ConfigError(
            "cannot be written", where=where.removesuffix(f".{os.getpid()}.tmp") or "--output", why=why,
            fix="name a file in a folder that exists",
        ) from error  # fmt: skip
    finally:
        for draft, _ in drafts:
            Path(draft).unlink(missing_ok=True)


def _is_stream(file: str) -> bool:
    """Whether it is a pipe or a device, which has no draft beside it."""
    there = os.path.exists(file) and not os.path.isfile(file)
    return (there and not os.path.isdir(file)) or os.path.abspath(file).startswith("/dev/")


def _append_summary(file: str, text: str) -> None:
    try:
        size = os.path.getsize(file) if os.path.exists(file) else 0
        if size + len(text.encode()) > _SUMMARY_LIMIT:
            text = f"{text.splitlines()[0]}\n\nThis summary has no room for the findings.\n"
        with open(file, "a", encoding="utf-8", newline="\n") as stream:
            stream.write(f"{text}\n")
    except OSError as error:
        raise ConfigError(
            "the summary cannot be written", where=file, why=error.strerror or "",
            fix="GITHUB_STEP_SUMMARY names it",
        ) from error  # fmt: skip
