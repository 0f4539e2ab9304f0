"""The work tree around the working folder, and commits that a check starts from.

No command here looks into files: filters and monitors that the repository configures are not run.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime

from policydiff.errors import SourceError
from policydiff.model import DateCandidate
from policydiff.sources.git.repository import Repository, environment, start, told


def find_work_tree(*, needed: bool = True) -> str:
    """The absolute root of the work tree around the working folder. Raises SourceError.

    Where it is not `needed`, as between two revisions, a bare repository has the folder itself.
    """
    output, complaint, code = _ask(".", "rev-parse", "--show-toplevel")
    root = os.fsdecode(output).removesuffix("\n")
    if not needed and (code or not root):
        return os.getcwd()
    if code or not root:
        raise SourceError(
            "no work tree here", where=".", why=told(complaint), fix="give --head REV"
        )
    return root


def list_files(root: str, *options: str) -> list[str]:
    """What `git ls-files` lists at the root of a work tree. Raises SourceError.

    The index is the one that git names to its hooks, where it runs one.
    """
    output, complaint, code = _ask(root, "ls-files", "-z", *options)
    if code:
        raise SourceError("git cannot list this work tree", where=root, why=told(complaint))
    return [os.fsdecode(row) for row in output.split(b"\0") if row]


def _ask(folder: str, *args: str) -> tuple[bytes, bytes, int]:
    process = start(folder, args, environment(around=True))
    output, complaint = process.communicate()
    return output, complaint, process.returncode


def find_base(repository: Repository, revision: str) -> str:
    """The commit, or the tree, that a check compares with. Raises SourceError, with the way out in a
    CI job."""
    try:
        return repository.commit(revision)
    except SourceError as error:
        if is_tree(repository, revision):
            return revision
        raise SourceError(
            f'no revision "{revision}"', where="this repository", why=error.why,
            fix=_fetch(repository, revision),
        ) from error  # fmt: skip


def is_tree(repository: Repository, name: str) -> bool:
    """Whether a hash is that of a tree: the empty one stands for "nothing yet" in git's own tools."""
    if not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", name):
        return False
    process = repository.start("cat-file", "-t", name)
    output, _ = process.communicate()
    return output.strip() == b"tree"


def find_merge_base(repository: Repository, one: str, other: str) -> str:
    """The commit from which two others parted. Raises SourceError."""
    process = repository.start("merge-base", one, other)
    output, _ = process.communicate()
    if process.returncode or not output.strip():
        raise SourceError(
            "the two revisions have no common ancestor", where="this repository",
            fix=_fetch(repository, one) if repository.shallow else "leave --merge-base out",
        )  # fmt: skip
    return output.decode("ascii", "replace").split()[0]


def _fetch(repository: Repository, revision: str) -> str:
    if repository.shallow:
        return (
            "this clone is shallow: fetch all of it (git fetch --unshallow; in CI, fetch-depth: 0)"
        )
    name = revision.removeprefix("origin/").partition("~")[0].partition("^")[0]
    return f"name a commit, a branch or a tag, or fetch it first (git fetch origin {name})"


def commit_dates(repository: Repository, commit: str) -> tuple[DateCandidate, ...]:
    """The author's date of a commit, as a day in UTC, as its snapshots bear it."""
    output = repository.ask("show", "-s", "--format=%at", commit)
    try:
        moment = datetime.fromtimestamp(int(output), UTC)
    except (OverflowError, ValueError, OSError):
        return ()
    return (
        DateCandidate(
            kind="captured", value=moment.date().isoformat(), precision="day",
            text=moment.isoformat(sep=" "), why=f"author date of commit {commit[:12]}, in UTC",
        ),
    )  # fmt: skip
