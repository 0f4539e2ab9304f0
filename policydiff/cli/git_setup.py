"""`policydiff git-setup`: git shows policies through policydiff; `--undo` takes it back."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import click

from policydiff.cli import exit_codes
from policydiff.cli.options import CONTEXT
from policydiff.errors import PolicydiffError

# Where nobody names files: documents that git shows as binary, and texts that are called like policies.
_WORDS: Final = ("privacy", "policy", "policies", "terms", "cookie", "datenschutz", "agb")
PATTERNS: Final = (
    "*.docx", "*.pdf",  # letter by letter, as git tells "Terms.md" from "terms.md"
    *(f"*{''.join(f'[{c.upper()}{c}]' for c in word)}*.{ending}" for word in _WORDS for ending in ("md", "markdown", "txt", "html", "htm")),
)  # fmt: skip
_OPEN: Final = "# >>> policydiff git-setup; policydiff git-setup --undo removes these lines"
_CLOSE: Final = "# <<< policydiff git-setup"
_GLUED: Final = f"{_OPEN} and the line break before them"  # the file did not end in one
_KEPT: Final = "policydiff.setup.previous"  # config key: "KEY=VALUE" that was there before
_SHARED: Final = "policydiff.setup.shared"  # config key: --shared was used here
_SHARED_NAME: Final = ".gitattributes"


class SetupError(PolicydiffError):
    """git cannot be set up."""


class _Place(NamedTuple):
    """Which configuration of git is changed."""

    scope: str  # "--local" or "--global"
    attributes: Path


@click.command(context_settings=CONTEXT)
@click.argument("patterns", nargs=-1, metavar="[PATTERN...]")
@click.option(
    "--global",
    "everywhere",
    is_flag=True,
    help="For every repository of this user, not only for this one.",
)
@click.option("--local", "here", is_flag=True, help="For this repository  [default]")
@click.option(
    "--shared",
    is_flag=True,
    help="Write the patterns to .gitattributes, to be committed, and not to .git/info/attributes.",
)
@click.option("--undo", is_flag=True, help="Take back what it did, and nothing else.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
def git_setup(patterns: tuple[str, ...], everywhere: bool, here: bool, shared: bool, undo: bool, dry_run: bool) -> int:  # fmt: skip
    """Let git diff, git log and git difftool show policies through policydiff.

    Says each thing that it does. PATTERNs are those of gitattributes ("legal/*.md"); without any,
    DOCX, PDF, and texts that are named like policies.

    Then: git diff; git log -p (documents as text); git difftool -t policydiff.
    """
    if everywhere and (here or shared):
        raise click.UsageError("--global goes with neither --local nor --shared")
    place = _place(everywhere=everywhere, shared=shared)
    if undo:
        done = _undo(place, dry_run=dry_run, shared=shared)
    else:
        done = _set_up(place, _checked(patterns or PATTERNS), dry_run=dry_run)
    for line in done:
        click.echo(line)
    if not undo:
        flags = "".join(f" {flag}" for flag, on in (("--global", everywhere), ("--shared", shared)) if on)  # fmt: skip
        click.echo(f"policydiff git-setup{flags} --undo takes it back.")
    return exit_codes.SAME


def settings() -> dict[str, str]:
    """The configuration that wires git to policydiff: key to value."""
    program = _program()
    return {
        # "--", as names of files may begin with "-".
        "diff.policydiff.command": f"{program} git-driver --",
        "diff.policydiff.textconv": f"{program} text --textconv --",
        "difftool.policydiff.cmd": f'{program} diff --pager never -- "$LOCAL" "$REMOTE"',
    }


def _program() -> str:
    """How a shell of git starts this policydiff: by name where that finds it, else by its Python."""
    if shutil.which("policydiff"):
        return "policydiff"
    return f"{shlex.quote(sys.executable)} -m policydiff"


def _set_up(place: _Place, patterns: Sequence[str], *, dry_run: bool) -> list[str]:
    told = []
    for key, value in settings().items():
        there = _get(place, key)
        if there == [value]:
            told.append(f"already set: {key}")
            continue
        kept = [f"{key}={one}" for one in there if not _is_ours(key, one)]
        for one in kept:
            told.append(_run(place, "--add", _KEPT, one, dry_run=dry_run))
        told.append(_run(place, "--replace-all", key, value, dry_run=dry_run))
    before = _read(place.attributes)
    text, _ = _without_block(before)
    glued = bool(text) and not text.endswith("\n")
    lines = [f"{pattern} diff=policydiff" for pattern in patterns]
    block = "\n".join([_GLUED if glued else _OPEN, *lines, _CLOSE])
    after = text + ("\n" if glued else "") + block + "\n"
    if after == before:
        told.append(f"already there: patterns in {place.attributes}")
        return told
    told.append(f"append to {place.attributes}:")
    told += [f"    {line}" for line in lines]
    if not dry_run:
        _write(place.attributes, after)
    if place.attributes.name == _SHARED_NAME and not _get(place, _SHARED):
        told.append(_run(place, _SHARED, "true", dry_run=dry_run))
    return told


def _undo(place: _Place, *, dry_run: bool, shared: bool = False) -> list[str]:
    told = []
    kept = _get(place, _KEPT)
    for key in settings():
        there = _get(place, key)
        if not any(_is_ours(key, one) for one in there):
            continue  # never set up, or set to something else since
        told.append(_run(place, "--unset-all", key, dry_run=dry_run))
        for one in (row.partition("=")[2] for row in kept if row.startswith(f"{key}=")):
            told.append(_run(place, "--add", key, one, dry_run=dry_run))
    if kept:
        told.append(_run(place, "--unset-all", _KEPT, dry_run=dry_run))
    told += _take_block(place.attributes, dry_run=dry_run)
    if place.scope == "--local":
        told += _undo_shared(place, dry_run=dry_run, shared=shared)
    return told or ["nothing to take back"]


def _undo_shared(place: _Place, *, dry_run: bool, shared: bool) -> list[str]:
    """The lines in .gitattributes go where they were written from here; else they are others' too."""
    told = []
    written = _get(place, _SHARED)
    top = _ask("rev-parse", "--show-toplevel")
    path = Path(top, _SHARED_NAME)
    if top and not shared:
        if written:
            told += _take_block(path, dry_run=dry_run)
        elif _without_block(_read(path))[1]:
            told.append(
                f"left: the lines in {path}, which are shared; git-setup --shared --undo removes them"
            )
    if written:
        told.append(_run(place, "--unset-all", _SHARED, dry_run=dry_run))
    return told


def _take_block(attributes: Path, *, dry_run: bool) -> list[str]:
    """Remove our lines from a file of attributes, and say so."""
    text, found = _without_block(_read(attributes))
    if not found:
        return []
    if text:
        if not dry_run:
            _write(attributes, text)
        return [f"remove the lines of policydiff from {attributes}"]
    if not dry_run:
        attributes.unlink()
    return [f"remove {attributes}, which has no other lines"]


def _is_ours(key: str, value: str) -> bool:
    """Whether a value is one that this command wrote, of this installation or another."""
    tail = {"command": " git-driver --", "textconv": " text --textconv --"}.get(key.rpartition(".")[2])  # fmt: skip
    program = value.removesuffix(tail) if tail else value.partition(" diff --pager")[0]
    return program != value and program.endswith("policydiff")


def _without_block(text: str) -> tuple[str, bool]:
    """The text without our lines, as it was before them; and whether there were any."""
    lines = text.splitlines(keepends=True)
    bare = [line.rstrip("\r\n") for line in lines]
    start = next((i for i, line in enumerate(bare) if line in (_OPEN, _GLUED)), None)
    if start is None or _CLOSE not in bare[start:]:
        return text, False
    end = bare.index(_CLOSE, start)
    head, tail = "".join(lines[:start]), "".join(lines[end + 1 :])
    if bare[start] == _GLUED and not tail:
        head = head.removesuffix("\n")
    return head + tail, True


def _checked(patterns: Sequence[str]) -> list[str]:
    """Patterns as a line of gitattributes has them. Raises SetupError for what it cannot hold."""
    found = []
    for pattern in patterns:
        if not pattern.strip() or pattern.startswith("!") or not pattern.isprintable():
            raise SetupError(
                f'"{pattern}" is no pattern of gitattributes', fix='write "legal/*.md"'
            )
        plain = not set(pattern) & set(' "\\#') and not pattern.startswith("[attr]")
        escaped = pattern.replace("\\", "\\\\").replace('"', '\\"')
        found.append(pattern if plain else f'"{escaped}"')
    return found


def _place(*, everywhere: bool, shared: bool) -> _Place:
    if everywhere:
        named = _ask("config", "--global", "--type=path", "--get", "core.attributesFile")
        home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
        return _Place("--global", Path(named or os.path.join(home, "git", "attributes")))
    inside = _ask("rev-parse", "--git-dir")
    if not inside:
        raise SetupError(
            "no git repository here", where=os.getcwd(), fix="git init, or set it up with --global"
        )
    if shared:
        top = _ask("rev-parse", "--show-toplevel")
        if not top:
            raise SetupError("no work tree here", where=os.getcwd(), fix="leave --shared out")
        return _Place("--local", Path(top, _SHARED_NAME))
    return _Place("--local", Path(_ask("rev-parse", "--git-path", "info/attributes")))


def _get(place: _Place, key: str) -> list[str]:
    output = _git("config", place.scope, "-z", "--get-all", key)[1]
    return output.split("\0")[:-1]


def _run(place: _Place, *args: str, dry_run: bool) -> str:
    """Run `git config`, unless it is dry, and give the command as a shell would take it."""
    command = ["config", place.scope, *args]
    if not dry_run:
        code, _, complaint = _git(*command)
        if code:
            raise SetupError("git config failed", where=args[1], why=complaint)
    return f"git {shlex.join(command)}"


def _ask(*args: str) -> str:
    code, output, _ = _git(*args)
    return "" if code else output.removesuffix("\n")


def _git(*args: str) -> tuple[int, str, str]:
    try:
        done = subprocess.run(["git", *args], capture_output=True, check=False)
    except OSError as error:
        raise SetupError("git is not installed", fix="install git") from error
    told = " ".join(done.stderr.decode("utf-8", "replace").split())
    return done.returncode, os.fsdecode(done.stdout), told


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise SetupError("cannot be read", where=str(path), why=error.strerror or "") from error


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise SetupError("cannot be written", where=str(path), why=error.strerror or "") from error
