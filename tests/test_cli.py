"""The command line: exit codes, streams, options, and the same bytes everywhere."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import click
import pytest
from conftest import SAMPLES, CommandLine

from policydiff.cli import COMMANDS as LISTED, HIDDEN, load_command

OLD, NEW = SAMPLES / "lumen-notes" / "2021-03-01.md", SAMPLES / "lumen-notes" / "2022-09-15.md"
ROOT = SAMPLES.parent
COMMANDS = sorted(LISTED)


def process(*args: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """`python -m policydiff ARGS` in a process of its own."""
    environ = {**os.environ, **options.pop("env", {})}
    return subprocess.run(
        [sys.executable, "-m", "policydiff", *map(str, args)],
        capture_output=True, timeout=60, env=environ, check=False, **options,
    )  # fmt: skip


def test_diff_exits_like_diff(policydiff: CommandLine) -> None:
    assert policydiff("diff", OLD, OLD).code == 0
    assert policydiff("diff", OLD, NEW).code == 1
    assert policydiff("diff", OLD, "none.md").code == 2
    assert policydiff("diff").code == 2


@pytest.mark.parametrize(
    "args",
    [("sections", OLD), ("obligations", OLD), ("timeline", OLD.parent), ("snapshots", SAMPLES),
     ("schema", "diff"), ("completion", "bash"), ("--help",), ("--version",)],
    ids=lambda args: args[0],
)  # fmt: skip
def test_what_succeeds_exits_0_and_prints(
    policydiff: CommandLine, args: tuple[object, ...]
) -> None:
    run = policydiff(*args)
    assert (run.code, run.err) == (0, "")
    assert run.out


@pytest.mark.parametrize(
    "args",
    [("sections", "none.md"), ("obligations", "none.md"), ("timeline", "none"), ("snapshots", "none"),
     ("schema", "none"), ("nonsense",), ("diff", OLD, NEW, "--layout", "none"),
     ("diff", OLD, NEW, "--max-size", "much"), ("diff", OLD, NEW, "--date", "2001"),
     ("diff", OLD, NEW, "--date", "none.md=2001"), ("diff", "-", "-"),
     ("diff", OLD, NEW, "--grep", "("), ("timeline", OLD, "--since", "soon")],
    ids=lambda args: " ".join(str(arg) for arg in args if not isinstance(arg, Path)),
)  # fmt: skip
def test_trouble_exits_2_and_says_so(policydiff: CommandLine, args: tuple[object, ...]) -> None:
    run = policydiff(*args)
    assert (run.code, run.out) == (2, "")
    assert run.err
    assert "Traceback" not in run.err
    assert "internal error" not in run.err


def test_every_command_has_help(policydiff: CommandLine) -> None:
    for name in COMMANDS:
        run = policydiff(name, "--help")
        assert run.code == 0
        assert run.out == policydiff(name, "-h").out
        command = load_command(name)
        assert command.help, name
        assert command.name == name
        assert command.hidden == (name in HIDDEN)
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, f"{name} {option.opts}"
                assert option.opts[-1] in run.out


def test_help_lists_the_commands_whole_and_in_their_order(
    policydiff: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    listed = policydiff("--help").out.partition("Commands:\n")[2].splitlines()
    wanted = [(name, line) for name, (_, line) in LISTED.items() if name not in HIDDEN]
    assert [tuple(line.split(None, 1)) for line in listed] == wanted


def test_an_undated_snapshot_is_an_error_that_names_the_ways_out(
    policydiff: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("We may share it.\n")
    (tmp_path / "2001-01-01.txt").write_text("We may share it.\n")
    run = policydiff("timeline", tmp_path)
    assert run.code == 2
    assert run.err.count("\n") == 1
    for part in ("a.txt: no date", "--date", "YYYY-MM-DD", "snapshots.toml", "--undated"):
        assert part in run.err
    assert policydiff("timeline", tmp_path, "--undated", "order").code == 0
    skipped = policydiff("timeline", tmp_path, "--undated", "skip")
    assert skipped.code == 0
    assert "a.txt: left out, it has no date" in skipped.err
    given = policydiff("timeline", tmp_path, "--date", "a.txt=2000-02", "--format", "json")
    assert [s["date"] for s in given.json["snapshots"]] == ["2000-02", "2001-01-01"]


def test_one_series_is_chosen_by_name(policydiff: CommandLine) -> None:
    run = policydiff("timeline", SAMPLES, "--format", "json")
    assert run.code == 2
    assert "--series NAME" in run.err
    run = policydiff("timeline", SAMPLES, "--series", "lumen-notes", "--format", "json")
    assert (run.code, run.json["series"], len(run.json["snapshots"])) == (0, "lumen-notes", 3)


def test_filters_choose_obligations(policydiff: CommandLine) -> None:
    def found(*args: str) -> list[dict[str, Any]]:
        return policydiff("obligations", OLD, *args, "--format", "json").json["obligations"]

    every = found()
    assert {o["bearer"] for o in found("--bearer", "user")} == {"user"}
    assert {o["modality"] for o in found("--modality", "prohibition")} == {"prohibition"}
    topic = every[0]["topic"]
    assert found("--topic", topic) == [o for o in every if o["topic"] == topic]
    assert found("--grep", "NOTES") == [o for o in every if "notes" in o["text"].lower()]
    assert found("--grep", "no such words") == []
    run = policydiff("timeline", OLD.parent, "--event", "reversed", "--format", "json")
    assert {e["event"] for h in run.json["obligations"] for e in h["events"]} == {"reversed"}


def test_filters_do_not_change_the_exit_code(policydiff: CommandLine) -> None:
    assert policydiff("diff", OLD, NEW, "--grep", "no such words").code == 1


def test_dates_of_events_bound_the_timeline(policydiff: CommandLine) -> None:
    run = policydiff("timeline", OLD.parent, "--since", "2023-01-01", "--format", "json")
    events = [e for h in run.json["obligations"] for e in h["events"]]
    assert events
    assert all(e["by"] >= "2023-01-01" for e in events)


def test_standard_input_is_read() -> None:
    run = process("diff", "-", NEW, "--format", "json", input=OLD.read_bytes())
    assert run.returncode == 1
    assert process("diff", "-", OLD, input=OLD.read_bytes()).returncode == 0
    assert process("sections", "-", input=OLD.read_bytes()).returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
def test_ctrl_c_exits_130() -> None:
    patience = 1.0
    while True:
        code, err = interrupted_after(patience)
        # On a busy machine the signal may come before the interpreter has read a line of ours.
        if code != -signal.SIGINT or patience > 10:
            break
        patience *= 2
    assert code == 130
    assert b"Traceback" not in err


def interrupted_after(seconds: float) -> tuple[int, bytes]:
    """Exit code and standard error of a run that waits for its input when the signal comes."""
    reader, writer = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-m", "policydiff", "sections", "-"],
        stdin=reader, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        # Whoever runs the tests in the background ignores the signal, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as child:  # fmt: skip
        time.sleep(seconds)
        child.send_signal(signal.SIGINT)
        try:
            _, err = child.communicate(timeout=20)
        finally:
            child.kill()
    os.close(reader)
    os.close(writer)
    return child.returncode, err


@pytest.mark.parametrize(
    "args",
    [("diff", OLD, NEW), ("timeline", OLD.parent, "--format", "json")],
    ids=["terminal", "json"],
)
def test_the_same_bytes_everywhere(args: tuple[object, ...], tmp_path: Path) -> None:
    """Neither hash seed nor locale nor folder nor a second run changes a byte."""
    worlds = [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "C", "LANG": "C"},
        {
            "PYTHONHASHSEED": "3",
            "LC_ALL": "C",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
            "TZ": "UTC-9",
        },
    ]
    found = [process(*args, env=env, cwd=tmp_path) for env in worlds]
    assert found[0].stdout
    assert len({(run.stdout, run.stderr, run.returncode) for run in found}) == 1


def test_the_folder_changes_only_the_names(policydiff: CommandLine, monkeypatch: Any) -> None:
    monkeypatch.chdir(OLD.parent)
    inside = policydiff("sections", OLD.name, "--format", "json")
    monkeypatch.chdir(ROOT)
    outside = policydiff("sections", OLD.relative_to(ROOT), "--format", "json")
    assert inside.out == outside.out.replace("samples/lumen-notes/", "")


def test_colour_is_for_terminals_and_on_demand(policydiff: CommandLine) -> None:
    assert "\x1b" not in policydiff("diff", OLD, NEW).out
    assert "\x1b[" in policydiff("diff", OLD, NEW, "--color", "always").out
    assert "\x1b" not in policydiff("diff", OLD, NEW, "--color", "never").out


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize(
    "command", ["diff", "timeline", "log", "blame", "sections", "obligations", "snapshots"]
)
def test_no_line_is_wider_than_asked(policydiff: CommandLine, command: str, width: int) -> None:
    from rich.cells import cell_len

    sources = (OLD, NEW) if command == "diff" else (OLD,)
    run = policydiff(command, *sources, "--width", width)
    assert max(cell_len(line) for line in run.out.splitlines()) <= width


def test_ascii_draws_with_ascii(policydiff: CommandLine) -> None:
    assert policydiff("timeline", OLD.parent, "--ascii").out.isascii()


def test_python_m_works_and_knows_its_name() -> None:
    run = process("--version")
    assert run.returncode == 0
    assert run.stdout.startswith(b"policydiff")
    assert process("--help").stdout.startswith(b"Usage: policydiff ")
