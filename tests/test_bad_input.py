"""Hostile and broken input: an error of one line or a sane result; no traceback, no hang, no escape."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest
from conftest import SAMPLES, CommandLine, Run

from policydiff import api
from policydiff.cli import main

ENGLISH = SAMPLES / "northwind" / "privacy-2001.txt"
COMMANDS = ("sections", "obligations", "snapshots", "timeline", "diff")
# Controls, escapes, C1, bidi overrides and isolates, line separators, byte order marks.
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff]")


def call(policydiff: CommandLine, command: str, path: Path | str, *args: str) -> Run:
    extra = ["--undated", "order"] if command in ("timeline", "snapshots") else []
    sources = [path, ENGLISH] if command == "diff" else [path]
    return policydiff(command, *sources, *extra, *args)


def assert_error(run: Run, *parts: str) -> None:
    assert (run.code, run.out) == (2, "")
    assert run.err.count("\n") == 1
    assert run.err.startswith("policydiff: ")
    assert not STEERING.search(run.err)
    for part in parts:
        assert part in run.err


def assert_sane(run: Run) -> None:
    assert run.code in (0, 1)
    assert not STEERING.search(run.out), STEERING.findall(run.out)
    assert "Traceback" not in run.err
    assert not STEERING.search(run.err)


REFUSED: dict[str, tuple[bytes, str]] = {
    "bytes.txt": (bytes(range(256)) * 20, "this is a binary file, not text; convert it"),
    "nuls.txt": (b"We may share" + b"\0" * 400, "this is a binary file, not text"),
    "word.md": (b"PK\x03\x04\x14\x00", "broken"),
    "letter.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as .docx or PDF"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n", "this is a PNG picture"),
    "packed.txt": (b"\x1f\x8b\x08\x00", "cannot be unpacked"),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_text_is_refused(
    policydiff: CommandLine, tmp_path: Path, command: str, name: str
) -> None:
    data, told = REFUSED[name]
    (tmp_path / name).write_bytes(data)
    assert_error(call(policydiff, command, tmp_path / name), name, told)


@pytest.mark.parametrize("command", COMMANDS)
def test_files_that_are_not_there_or_too_large(
    policydiff: CommandLine, tmp_path: Path, command: str
) -> None:
    assert_error(call(policydiff, command, tmp_path / "none.txt"), "none.txt: no such file")
    large = tmp_path / "large.txt"
    large.write_text("We may share it.\n" * 100)
    assert_error(call(policydiff, command, large, "--max-size", "1K"), "large.txt", "--max-size")
    assert_sane(call(policydiff, command, large, "--max-size", "32k"))


@pytest.mark.parametrize("command", ["sections", "obligations", "diff"])
def test_a_folder_is_no_file(policydiff: CommandLine, tmp_path: Path, command: str) -> None:
    assert_error(call(policydiff, command, tmp_path), "this is a folder")


@pytest.mark.parametrize("command", ["timeline", "snapshots"])
def test_a_folder_without_snapshots(policydiff: CommandLine, tmp_path: Path, command: str) -> None:
    (tmp_path / "picture.png").write_bytes(b"x")
    assert_error(call(policydiff, command, tmp_path), "no snapshot in this folder", ".md", ".txt")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(policydiff: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "shut.txt").write_text("We may share it.")
    (tmp_path / "shut.txt").chmod(0)
    assert_error(call(policydiff, "sections", tmp_path / "shut.txt"), "cannot be read")


ODD: dict[str, bytes] = {
    "empty": b"",
    "blanks": b" \n\t\n\r\n\xc2\xa0\n",
    "no line end": b"We may share your data.",
    "a NUL": b"We may\0share your data.\nWe will not sell it.\n",
    "invalid UTF-8": b"We share \xff\xfe\xfa data with caf\xc3\xa9s.\n" * 5,
    "half of UTF-16": b"\xff\xfeW\x00e\x00 ",
    "lone surrogates": b"\xff\xfe" + b"\x00\xd8" * 50,
    "surrogates in UTF-8": "We may \ud800 share it.".encode("utf-8", "surrogatepass"),
    "escapes": b"\x1b[31mWe may share\x1b[0m it.\x1b]0;owned\x07 \xc2\x9b31m\x1b[2J\n",
    "overrides": "We may \u202enot\u202c share \u2066your\u2069 data.\n".encode(),
    "separators": "We may share it.\u2028We will not.\u2029\x85\x0b\x0c\ufeff\u200b\n".encode(),
    "tags": "We may share\U000e0041\U000e0042 it.\n".encode(),
    "rich markup": b"[red]We may share[/red] it [/section] [bold [link=http://x]y[/link] [/]\n",
    "workflow commands": b"::error::owned\n::set-output name=x::y\nWe may share your data.\n",
    "HTML": b"<html><script>alert(1)</script><p>We may share your data.</p>",
    "Russian": "Мы можем передавать ваши данные третьим лицам.\n".encode(),
    "Chinese": "我们可以共享您的个人信息。我们不会出售。\n".encode(),
    "accents without end": ("We may sha" + "\u0301" * 5000 + "re it.").encode(),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ODD)
def test_odd_text_is_read(policydiff: CommandLine, tmp_path: Path, command: str, name: str) -> None:
    path = tmp_path / "policy.txt"
    path.write_bytes(ODD[name])
    for args in ((), ("--format", "json"), ("--width", "40")):
        assert_sane(call(policydiff, command, path, *args))


@pytest.mark.parametrize("name", ["rich markup", "workflow commands"])
def test_markup_of_others_is_shown_as_it_is(
    policydiff: CommandLine, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "policy.txt"
    path.write_bytes(b"Policy\n\n" + ODD[name])
    shown = re.sub(r"\s+", "", policydiff("diff", ENGLISH, path, "--width", "200").out)
    word = "[red]Wemayshare[/red]it" if name == "rich markup" else "name=x::y"
    assert word in shown


@pytest.mark.parametrize("command", COMMANDS)
def test_no_line_of_the_policy_starts_a_line_of_ours(
    policydiff: CommandLine, tmp_path: Path, command: str
) -> None:
    """A CI log reads "::error::" only at the start of a line."""
    path = tmp_path / "policy.txt"
    path.write_bytes(b"::error::owned\n\n" + ODD["workflow commands"] * 3)
    out = call(policydiff, command, path, "--width", "40").out
    if command != "snapshots":
        assert not re.search(r"(?m)^::set-output", out)


@pytest.mark.skipif(os.name != "posix", reason="names like these need POSIX")
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "name", ["a\nb.txt", "\x1b[31mred.txt", "[red].txt", "a\u202eb.txt", "::error::.txt"]
)
def test_odd_names_are_shown_harmless(
    policydiff: CommandLine, tmp_path: Path, command: str, name: str
) -> None:
    (tmp_path / name).write_text("We may share your data.\n")
    assert_sane(call(policydiff, command, tmp_path / name))
    assert_error(call(policydiff, command, tmp_path / f"not {name}"), "no such file")


@pytest.mark.skipif(os.name != "posix", reason="names like these need POSIX")
def test_a_name_with_a_dash_needs_the_usual_dashes(
    policydiff: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-x.txt").write_text("We may share your data.\n")
    assert_sane(policydiff("sections", "--", "-x.txt"))
    assert policydiff("sections", "-x.txt").code == 2
    assert_sane(policydiff("sections", "./-x.txt"))


REPEATED = {
    "a line without end": ("We may share number {n} of your data. ", 4000, "txt"),
    "a word without end": ("a", 1_000_000, "txt"),
    "stars": ("*", 100_000, "md"),
    "opened emphasis": ("*a ", 10_000, "md"),
    "quotes in quotes": ("> ", 50_000, "md"),
    "lists in lists": ("- ", 50_000, "md"),
    "angles": ("<", 100_000, "md"),
    "entities": ("&amp;", 50_000, "md"),
    "brackets": ("[", 5_000, "md"),
    "parentheses": ("(", 100_000, "txt"),
    "numbers": ("1.", 100_000, "txt"),
    "Roman numbers": ("I. ", 50_000, "txt"),
    "conditions": ("if we may, unless you must, ", 20_000, "txt"),
    "subjects": ("We may share and sell and rent and ", 10_000, "txt"),
    "modals": ("You must ", 30_000, "txt"),
    "negations": ("We will not ", 30_000, "txt"),
    "addresses": ("a@b.", 50_000, "txt"),
    "links": ("http://a.example/?utm_x=1&", 20_000, "txt"),
    "copyright": ("(c) ", 30_000, "txt"),
    "blanks": ("a" + " " * 99, 5_000, "txt"),
    "line ends": ("\n", 300_000, "txt"),
    "rules": ("==========\n", 2_000, "txt"),
    "headings": ("# Heading {n}\n\n", 800, "md"),
    "short lines": ("line {n}\n", 1_500, "txt"),
    "numbered lines": ("{n}. Heading {n}\n", 1_500, "txt"),
    "lead-ins": ("We may share number {n}:\n", 800, "txt"),
    "cells": ("| {n} ", 3_000, "md"),
    "divs in divs": ("<div>", 100_000, "html"),
    "tables in tables": ("<table><tr><td>", 3_000, "html"),
    "lists without end": ("<ul><li>x", 50_000, "html"),
    "unclosed fonts": ("<p><font color=#{n}>x", 10_000, "html"),
    "unclosed bold": ("<b>x", 30_000, "html"),
    "breaks": ("x<br>", 30_000, "html"),
    "spans of cells": ("<table><tr><td rowspan=65000 colspan=65000>x", 2_000, "html"),
    "open comments": ("<!--", 50_000, "html"),
    "open scripts": ("<script>", 20_000, "html"),
    "attributes": ("<p a{n}=b", 20_000, "html"),
    "mojibake": ("donâ€™t ", 30_000, "txt"),
}


@pytest.mark.parametrize("name", REPEATED)
def test_repetition_is_read_in_time(tmp_path: Path, name: str) -> None:
    """Work grows with the length, or the input is bounded. The limit is ten times what it takes."""
    unit, count, suffix = REPEATED[name]
    text = "".join(unit.replace("{n}", str(n)) for n in range(count))
    path = tmp_path / f"policy.{suffix}"
    path.write_text(text)
    start = time.process_time()
    document = api.load(path)
    api.obligations(document)
    assert api.diff(document, api.load(ENGLISH)).comparison.sections
    assert time.process_time() - start < 15


@pytest.mark.parametrize("depth", [10, 40])
def test_deep_lists_keep_their_items(depth: int) -> None:
    text = "# Policy\n\n" + "".join(f"{'  ' * n}- item {n}\n" for n in range(depth))
    document = api.load(text.encode() + b"\n# More\n\n# Again\n")
    assert [clause.text for clause in document.clauses] == [f"item {n}" for n in range(depth)]


def test_an_empty_file_is_a_policy_without_text(policydiff: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    snapshot = policydiff("sections", tmp_path / "empty.txt", "--format", "json").json["snapshot"]
    assert "empty" in [warning["code"] for warning in snapshot["warnings"]]
    assert policydiff("diff", tmp_path / "empty.txt", tmp_path / "empty.txt").code == 0


def test_internal_errors_are_one_line_and_exit_2(
    policydiff: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **options: object) -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr(api, "load", fail)
    run = policydiff("sections", ENGLISH)
    assert_error(run, "internal error: RuntimeError: two lines; set POLICYDIFF_DEBUG=1")
    monkeypatch.setenv("POLICYDIFF_DEBUG", "1")
    with pytest.raises(RuntimeError):
        main(["sections", str(ENGLISH)])
