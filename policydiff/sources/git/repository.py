"""A git repository and the processes that read it: what they may do, and what they may not."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from policydiff.errors import SourceError

# A repository is input like any other: nothing that its configuration names is run (textconv, diff
# drivers, pagers, signature programs), and nothing is fetched.
_SAFE = (
    "-c", "core.quotepath=off", "-c", "protocol.allow=never", "-c", "log.showSignature=false",
    "-c", "core.fsmonitor=false", "-c", "log.showRoot=true", "-c", "log.follow=false",
)  # fmt: skip
_PLACE = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY",
    "GIT_NAMESPACE",
)  # fmt: skip
_KEPT = (
    "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
)  # fmt: skip
_KEPT_STARTS = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")


class NoRepositoryError(SourceError):
    """There is no repository where one was looked for."""


class Repository(Struct, frozen=True, kw_only=True):
    """A repository that git has found; all commands are run in its own folder."""

    name: str  # as the user names it; "" is the one around the working folder
    folder: str  # absolute: .git, or the bare repository
    prefix: str  # where in the work tree the user stands: "" or "legal/"
    shallow: bool
    newest: str | None  # the commit of HEAD

    def start(self, *args: str) -> subprocess.Popen[bytes]:
        """A running git command with pipes on both ends. Raises SourceError without git."""
        return start(self.folder, args, self._environment())

    def ask(self, *args: str, what: str = "git cannot read this") -> bytes:
        """All that a git command prints. Raises SourceError with git's own message."""
        process = self.start(*args)
        output, complaint = process.communicate()
        if process.returncode:
            raise unreadable(self, what, complaint)
        return output

    def commit(self, revision: str) -> str:
        """The full hash of the commit that `revision` names; of "A...B" where both parted.

        Raises SourceError.
        """
        one, parted, other = revision.partition("...")
        if parted:
            return self._merge_base(self.commit(one), self.commit(other), revision)
        process = self.start(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )
        output, complaint = process.communicate()
        if process.returncode or not output.strip():
            raise SourceError(
                f'no revision "{revision}"', where=self.name or "this repository",
                why=told(complaint), fix="name a commit, a branch or a tag",
            )  # fmt: skip
        return output.decode("ascii", "replace").strip()

    def _merge_base(self, one: str, other: str, shown: str) -> str:
        process = self.start("merge-base", one, other)
        output, _ = process.communicate()
        if process.returncode or not output.strip():
            raise SourceError(
                "the two revisions have no common ancestor", where=shown,
                fix="write OLD..NEW with two dots",
            )  # fmt: skip
        return output.decode("ascii", "replace").split()[0]

    def head(self) -> str:
        """The commit to start from: HEAD, or the newest branch where HEAD names none."""
        if self.newest:
            return self.newest
        # Clones of bundles may lack a HEAD.
        newest = self.ask(
            "for-each-ref", "--count=1", "--sort=-committerdate", "--format=%(objectname)",
            "refs/heads", "refs/remotes",
        )  # fmt: skip
        if not newest.strip():
            raise SourceError("this repository has no commits", where=self.name or self.folder)
        return newest.decode("ascii").strip()

    def is_unborn(self, revision: str) -> bool:
        """Whether `revision` is the HEAD of a branch that has no commit yet: nothing, not a mistake."""
        if revision not in ("HEAD", "@") or self.newest:
            return False
        process = self.start("symbolic-ref", "--quiet", "HEAD")
        branch, _ = process.communicate()
        if process.returncode:
            return False
        process = self.start("for-each-ref", os.fsdecode(branch).strip())
        output, complaint = process.communicate()
        return (
            not output and not complaint and not process.returncode
        )  # broken ones are complained of

    def _environment(self) -> dict[str, str]:
        return environment() | {"GIT_DIR": self.folder, "GIT_WORK_TREE": self.folder}


def open_repository(path: str) -> Repository:
    """The repository at or around `path`, "" for the working folder. Raises SourceError.

    git itself looks for it, so that its rules of ownership (safe.directory) hold.
    """
    variables = environment(around=not path)
    process = start(
        path or ".",
        (
            "rev-parse", "--is-shallow-repository", "--absolute-git-dir", "--is-inside-work-tree",
            "--show-prefix", "HEAD^0",
        ),
        variables,
    )  # fmt: skip
    output, complaint = process.communicate()
    lines = os.fsdecode(output).split("\n")
    if len(lines) < 4:  # a HEAD that names nothing is no reason to give up
        raise NoRepositoryError("no git repository here", where=path or ".", why=told(complaint))
    newest = lines[-2] if process.returncode == 0 else None
    inside = lines[2] == "true" and not (path and is_repository_root(path))
    prefix = lines[3] if inside else ""
    return Repository(
        name=path, folder=lines[1], prefix=prefix, shallow=lines[0] == "true", newest=newest
    )


@contextmanager
def opened(path: str) -> Iterator[Repository]:
    """The repository at `path`; a bundle is unpacked for as long as it is read."""
    if not is_bundle(path):
        yield open_repository(path)
        return
    import tempfile  # loads OpenSSL, by way of random

    with tempfile.TemporaryDirectory(prefix="policydiff-", ignore_cleanup_errors=True) as folder:
        bare = os.path.join(folder, "bundle.git")
        command = ("clone", "--quiet", "--bare", "--", os.path.abspath(path), bare)
        process = start(folder, command, environment(), safe=())
        _, complaint = process.communicate()
        if process.returncode:
            lacks = b"prerequisite" in complaint
            raise SourceError(
                "git cannot read this bundle", where=path,
                why="the commits before it are missing" if lacks else told(complaint.split(b"\n")[0]),
                fix="git fetch it into a clone that has them, and name that" if lacks else "",
            )  # fmt: skip
        found = open_repository(bare)
        yield replace(found, name=path)


def is_bundle(path: str) -> bool:
    """Whether a file is a git bundle, by its first bytes."""
    if not path or not os.path.isfile(path):
        return False
    try:
        with open(path, "rb") as file:
            return file.read(16).startswith((b"# v2 git bundle\n", b"# v3 git bundle\n"))
    except OSError:
        return False


def is_inside_repository() -> bool:
    """Whether the working folder lies in a repository; else "a..b" is a file, mistyped."""
    try:
        with opened(""):
            return True
    except NoRepositoryError:
        return False


def is_repository_root(path: str) -> bool:
    """Whether a folder is the root of a work tree or a bare repository."""
    root = Path(path)
    try:
        mark = root / ".git"
        if mark.is_file():
            return mark.read_bytes()[:8] == b"gitdir: "
        home = mark if mark.is_dir() else root
        return (
            (home / "HEAD").is_file() and (home / "objects").is_dir() and (home / "refs").is_dir()
        )
    except OSError:
        return False


def start(
    folder: str, args: Sequence[str], variables: dict[str, str], safe: Sequence[str] = _SAFE
) -> subprocess.Popen[bytes]:
    """A git command in a folder, which may not run anything else. Raises SourceError."""
    try:
        return subprocess.Popen(
            ["git", "--no-pager", *safe, *args],
            cwd=folder,
            env=variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except FileNotFoundError as error:
        if os.path.isdir(folder):
            raise SourceError(
                "git is not installed", where=folder, fix="install git, or export the files"
            ) from error
        raise SourceError("no such folder", where=folder, fix="check the path") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in a name
        raise SourceError("cannot be read", where=folder, why=str(error)) from error


def environment(*, around: bool = False) -> dict[str, str]:
    """The environment of git: none of its variables but those that say where things are.

    `around` keeps GIT_DIR and its like, which hooks and diff drivers set for the working folder.
    """
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith("GIT_")
        or key in _KEPT
        or key.startswith(_KEPT_STARTS)
        or (around and key in _PLACE)
    }
    return kept | {
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_LITERAL_PATHSPECS": "1",
    }


def unreadable(repository: Repository, what: str, complaint: bytes) -> SourceError:
    """Why git gave up: with the way out, where texts are missing from a clone with a filter."""
    where = repository.name or repository.folder
    if b"promisor" in complaint:
        return SourceError(
            "texts of this history are missing", where=where,
            why="the clone is partial, and nothing is fetched", fix=FETCH_ALL,
        )  # fmt: skip
    return SourceError(what, where=where, why=told(complaint))


FETCH_ALL = "git fetch --refetch --no-filter brings them"


def told(complaint: bytes) -> str:
    """git's own words, on one line, without its marks."""
    lines = [line.strip() for line in complaint.decode("utf-8", "replace").splitlines()]
    words = " ".join(line for line in lines if line and not line.startswith("hint:"))
    return words.removeprefix("fatal: ").removeprefix("error: ")[:400]
