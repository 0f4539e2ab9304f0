"""A command line that is repeated on the same bytes prints the same bytes, and reads nothing for it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from policydiff.cache import replay
from policydiff.cache.folder import cache_folder
from policydiff.cache.store import Store
from policydiff.sources import manifest

OLD = "# Privacy Policy\n\nWe may sell your data.\n\nWe keep logs for 30 days.\n"
NEW = "# Privacy Policy\n\nWe will never sell your data.\n\nWe keep logs for 90 days.\n"
LEXICON = '[verbs]\npractice = ["teleport"]\n'
Run = subprocess.CompletedProcess[bytes]
# Whether a run imported the command line, told where a run has ended.
_TOLD = """
import os, sys
from policydiff import __main__
end, where = os._exit, int(sys.argv.pop())
def told(code):
    os.write(where, b"new" if "click" in sys.modules else b"again")
    end(code)
os._exit = told
__main__.run()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.md").write_text(OLD, "utf-8")
    (tmp_path / "new.md").write_text(NEW, "utf-8")
    return tmp_path


def run(folder: Path, *args: str, code: str = _TOLD, **environment: str) -> tuple[Run, str]:
    """A process of its own, and whether it was "new" or printed "again"."""
    read, write = os.pipe()
    with os.fdopen(read, "rb") as told:
        done = subprocess.run(
            [sys.executable, "-c", code, *(args or ("diff", "old.md", "new.md")), str(write)],
            cwd=folder, env={**os.environ, **environment}, capture_output=True, pass_fds=(write,),
            timeout=60, check=False,
        )  # fmt: skip
        os.close(write)
        return done, told.read().decode()


def same(one: Run, other: Run) -> bool:
    return (one.returncode, one.stdout, one.stderr) == (
        other.returncode,
        other.stdout,
        other.stderr,
    )


@pytest.mark.parametrize(
    "args",
    [
        ("diff", "old.md", "new.md"),
        ("diff", "old.md", "old.md"),
        ("diff", "new.md", "old.md", "--format", "json"),
        ("diff", "--color=always", "--width", "60", "./old.md", "new.md"),
        (
            "diff",
            "old.md",
            "new.md",
            "--topic",
            "retention",
        ),  # says on standard error what it hides
    ],
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_what_was_printed_is_printed_again(
    folder: Path, args: tuple[str, ...], unbuffered: str
) -> None:
    without, _ = run(folder, *args, "--no-cache", PYTHONUNBUFFERED=unbuffered)
    first, how = run(folder, *args, PYTHONUNBUFFERED=unbuffered)
    assert how == "new"
    again, how = run(folder, *args, PYTHONUNBUFFERED=unbuffered)
    assert how == "again"
    assert same(first, without)
    assert same(again, without)
    assert without.returncode == (args[1] != "old.md" or args[2] != "old.md")


def _edit(folder: Path) -> None:
    state = (folder / "new.md").stat()
    (folder / "new.md").write_text(NEW.replace("90", "60"), "utf-8")
    os.utime(folder / "new.md", ns=(state.st_atime_ns, state.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], None]] = {
    "a file of the same size and time": _edit,
    "a manifest": lambda folder: (folder / "snapshots.toml").write_text(
        '[[snapshot]]\nfile = "new.md"\ndate = "2020-01-01"\n', "utf-8"
    ),
    "words": lambda folder: (folder / "words.toml").write_text(LEXICON + "# more\n", "utf-8"),
    "a folder": lambda folder: ((folder / "old.md").unlink(), (folder / "old.md").mkdir()),
    "gone": lambda folder: (folder / "old.md").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_is_read(folder: Path, change: str) -> None:
    (folder / "words.toml").write_text(LEXICON, "utf-8")
    args = ("diff", "old.md", "new.md", "--lexicon=words.toml")
    run(folder, *args)
    assert run(folder, *args)[1] == "again"
    CHANGES[change](folder)
    found, how = run(folder, *args)
    assert how == "new"
    assert same(found, run(folder, *args, "--no-cache")[0])


@pytest.mark.parametrize(
    ("name", "value"),
    [("COLUMNS", "140"), ("FORCE_COLOR", "1"), ("POLICYDIFF_DIFF_CONTEXT", "2"), ("LC_ALL", "C")],
)
def test_settings_show(folder: Path, name: str, value: str) -> None:
    run(folder)
    found, how = run(folder, **{name: value})
    assert how == "new"
    assert same(found, run(folder, "diff", "old.md", "new.md", "--no-cache", **{name: value})[0])


def test_names_are_of_the_working_folder(folder: Path) -> None:
    run(folder)
    other = folder / "other"
    other.mkdir()
    for name in ("old.md", "new.md"):
        (other / name).write_bytes((folder / name).read_bytes())
    found, how = run(other)
    assert how == "new"
    assert same(found, run(other, "diff", "old.md", "new.md", "--no-cache")[0])


@pytest.mark.parametrize(
    "args",
    [
        ("diff", "old.md", "nowhere.md"),
        ("diff", "old.md", "new.md", "--no-cache"),
        ("diff", "old.md", "-"),
        ("diff", "old.md"),
        ("sections", "old.md"),
        ("--version",),
    ],
)
def test_only_two_files_are_known_again(folder: Path, args: tuple[str, ...]) -> None:
    assert [run(folder, *args)[1] for _ in range(2)] == ["new", "new"]


def test_a_file_that_changes_while_it_is_read_is_not_kept(folder: Path) -> None:
    changed = _TOLD.replace(
        "os._exit = told",
        "os._exit = told\nfrom policydiff.cli import diff\nkeep = diff._replay\n"
        "def late(*args):\n    open('new.md', 'a').write('We sell all.\\n')\n    keep(*args)\n"
        "diff._replay = late",
    )
    before, _ = run(folder, code=changed)
    assert before.returncode == 1
    (folder / "new.md").write_text(NEW, "utf-8")
    assert run(folder)[1] == "new"


def test_a_damaged_value_costs_time_only(folder: Path) -> None:
    first, _ = run(folder)
    place = cache_folder(os.environ)
    assert place is not None
    (place / "cache.sqlite").write_bytes(b"SQLite format 3\0" + b"nonsense" * 500)
    found, how = run(folder)
    assert how == "new"
    assert same(found, first)
    Store(place).clear()
    assert same(run(folder)[0], first)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no disk here is always full")
def test_a_full_disk_is_told(folder: Path) -> None:
    run(folder)
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "policydiff", "diff", "old.md", "new.md"], cwd=folder, stdout=full,
            stderr=subprocess.PIPE, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"No space left" in done.stderr


def test_a_reader_that_leaves_is_no_trouble(folder: Path) -> None:
    run(folder)
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "policydiff", "diff", "old.md", "new.md"], cwd=folder, stdout=write,
        stderr=subprocess.PIPE, timeout=60, check=False,
    )  # fmt: skip
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


def test_the_manifest_is_called_the_same() -> None:
    assert replay._MANIFEST == manifest.NAME
