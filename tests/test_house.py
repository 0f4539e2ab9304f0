"""The house is as CONTRIBUTING.md draws it: imports flow one way, and few rooms touch the world."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from policydiff.cli import COMMANDS

PACKAGE = Path(__file__).parents[1] / "policydiff"
FLOW = ("sources", "readers", "structure", "obligations", "compare", "timeline", "check", "output", "cli")  # fmt: skip
# Files that every room may import: types, errors, words, formats, and ways to be quick.
SHARED = {"digest", "errors", "formats", "model", "patterns", "recall", "vocabulary", "word_lists"}
IN_TOUCH = {"__main__", "cache", "cli", "sources", "workers"}
FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(file: Path) -> Iterator[str]:
    """Rooms and files of the package that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}: a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        yield from (name.split(".")[1] for name in names if name.startswith("policydiff."))


@pytest.mark.parametrize("room", FLOW[:-1])
def test_a_room_imports_earlier_rooms_only(room: str) -> None:
    earlier = {*FLOW[: FLOW.index(room) + 1], *SHARED, "__version__"}
    against = {
        (room, other)
        for file in FILES
        if room_of(file) == room
        for other in imported_rooms(file)
        if other not in earlier
    }
    assert not against


def test_the_library_does_not_know_the_command_line() -> None:
    knowing = {
        room_of(file) for file in FILES if "cli" in set(imported_rooms(file)) - {room_of(file)}
    }
    assert knowing == {"__main__"}


@pytest.mark.parametrize("name", sorted(SHARED))
def test_what_all_share_imports_no_room(name: str) -> None:
    assert set(imported_rooms(PACKAGE / f"{name}.py")) <= SHARED


def touches(file: Path) -> Iterator[str]:
    """Where a file reads the clock, the environment or a file, prints, or starts a process."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
            if module in ("subprocess", "socket", "time", "random", "tempfile"):
                yield f"{node.lineno}: import {module}"
        elif isinstance(node, ast.Attribute):
            told = ".".join(ast.unparse(node).split(".")[-2:])
            if told in ("os.environ", "sys.stdout", "sys.stderr", "sys.stdin", "date.today", "datetime.now", "datetime.today", "datetime.utcnow"):  # fmt: skip
                yield f"{node.lineno}: {told}"
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("open", "print", "input"):
            yield f"{node.lineno}: {ast.unparse(node.func)}()"


def test_only_the_rooms_at_the_ends_touch_the_world() -> None:
    found = {
        str(file.relative_to(PACKAGE)): list(touches(file))
        for file in FILES
        if room_of(file) not in IN_TOUCH
    }
    assert {name: places for name, places in found.items() if places} == {}
    assert any(list(touches(file)) for file in FILES)  # it can find some


def test_advice_names_commands_that_exist() -> None:
    named = {
        command
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.keyword) and node.arg == "fix"
        for command in re.findall(r"\bpolicydiff ([a-z][a-z-]*)", ast.unparse(node.value))
    }
    assert named
    assert named <= set(COMMANDS)


@pytest.mark.parametrize("folder", ["structure", "check"])
def test_a_language_has_no_list_that_nobody_reads(folder: str) -> None:
    """`en.toml` says what each list is for; every one is asked for by name, and each entry compiles."""
    words = PACKAGE / folder / "words"
    told = set(re.findall(r"^# (\w+)  ", (words / "en.toml").read_text("utf-8"), re.M))
    files = [file.read_text("utf-8") for file in (PACKAGE / folder).glob("*.py")]
    code = "".join(text for text in files if "import word_lists" in text or "line_words" in text)
    assert told == set(re.findall(r"(?:choice|listed)\([\"'](\w+)", code))
    for file in words.glob("*.toml"):
        lists = tomllib.loads(file.read_text("utf-8"))
        assert set(lists) <= told, file.name
        assert all(re.compile(entry) for entries in lists.values() for entry in entries)
