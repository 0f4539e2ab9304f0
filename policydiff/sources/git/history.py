"""The series of a repository: documents with their versions, before any text is read."""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from policydiff.errors import SourceError
from policydiff.model import SnapshotWarning
from policydiff.sources.git.dating import captured, date_versions
from policydiff.sources.git.log import read_log, rename_source, rename_target
from policydiff.sources.git.repository import Repository
from policydiff.sources.git.walk import Track, Version, walk
from policydiff.sources.layout import is_hidden, is_snapshot_name
from policydiff.sources.manifest import NAME

_MAX_RENAMES = 50  # of one document


class GitSeries(Struct, frozen=True, kw_only=True):
    """The versions of one document, oldest first; texts that follow each other differ."""

    name: str
    path: str  # at the newest commit that has it
    versions: tuple[Version, ...]
    warnings: tuple[SnapshotWarning, ...]


def list_series(
    repository: Repository, *, since: str | None, revision: str | None, paths: Sequence[str]
) -> list[GitSeries]:
    """Every document of a revision, or those at `paths` (from the root), by path; also deleted ones.

    With `since`, the state at that revision and what came after it. Raises SourceError for a
    revision or path that is not there.
    """
    tip = repository.commit(revision) if revision else repository.head()
    paths = [spelled(repository, tip, path) for path in paths]
    tracks = _tracks(repository, tip, paths)
    for path in paths:
        if not any(_within(track, path) for track in tracks):
            raise SourceError(
                f"no history of {path or 'any document'}", where=repository.name or "this repository",
                fix=suggestion(repository, tip, path),
            )  # fmt: skip
    recent: set[str] | None = None
    if since is not None:
        start = repository.commit(since)
        raw = repository.ask("rev-list", tip, f"^{start}", "--")
        recent = set(raw.decode("ascii").split())
    series = []
    stems = Counter(_stem(track.path) for track in tracks)
    for track in sorted(tracks, key=lambda track: track.path):
        versions, strays = date_versions(track.path, _versions(track))
        versions = _since(versions, recent)
        if versions:
            stem = _stem(track.path)
            series.append(
                GitSeries(
                    name=stem if stems[stem] == 1 else track.path, path=track.path,
                    versions=versions, warnings=_warnings(track, repository, recent) + strays,
                )
            )  # fmt: skip
    if not series:
        raise SourceError(
            "no document in this repository", where=repository.name or "this repository",
            fix="name a file behind --" if not paths else "check the revisions",
        )  # fmt: skip
    return series


def spelled(repository: Repository, tip: str, path: str) -> str:
    """A path in the spelling that the commit has, where only the Unicode form of its accents differs."""
    if path.isascii():
        return path
    wanted = unicodedata.normalize("NFC", path)
    heads = [wanted[: cut + 1] for cut in range(len(wanted)) if wanted[cut] == "/"]
    for name in files_at(repository, tip):
        plain = unicodedata.normalize("NFC", name)
        if plain == wanted:
            return name
        if plain.startswith(f"{wanted}/"):  # a folder
            return "/".join(name.split("/")[: len(heads) + 1])
    return path


def list_documents(repository: Repository) -> list[str] | None:
    """Paths of the documents at the newest commit; None without a commit."""
    try:
        tip = repository.head()
    except SourceError:
        return None
    return [path for path in files_at(repository, tip) if is_document(path)]


def is_document(path: str) -> bool:
    """Whether a path is that of a document: a text, not about the folder, not hidden."""
    return is_snapshot_name(path) and not is_hidden(path)


def in_repository(repository: Repository, path: str, *, at_root: bool = False) -> str:
    """A path as the repository knows it; "" is its root. Raises SourceError for one outside.

    Paths start where the user stands; `at_root` those of REV:PATH, unless they begin with a dot.
    """
    top = os.path.normpath(os.path.join(repository.folder, ".."))
    if os.path.isabs(path) and os.path.basename(repository.folder) == ".git":
        path = os.path.relpath(os.path.realpath(path), os.path.realpath(top))
    elif not at_root or path.startswith(("./", "../")):
        path = posixpath.join(repository.prefix, path)
    path = posixpath.normpath(path.replace(os.sep, "/"))
    if path.startswith(("../", "/")) or path == ".." or "\0" in path:
        raise SourceError(
            "this path lies outside of the repository", where=repository.name or path,
            fix="name it from the repository's root",
        )  # fmt: skip
    return "" if path == "." else path


def _tracks(repository: Repository, tip: str, wanted: Sequence[str]) -> list[Track]:
    exact = set(wanted)

    def is_wanted(path: str) -> bool:
        if path in exact:
            return True
        inside = not wanted or any(not w or path.startswith(f"{w}/") for w in wanted)
        return inside and is_document(path)

    limits = [path for path in wanted if path] if all(wanted) else []
    log = read_log(repository, tip, limits)  # goes on while the tree is listed
    present = [path for path in tree_at(repository, tip, wanted) if is_wanted(path)]
    tracks = walk(log, None if limits else tip, present, is_document=is_wanted)
    if not limits:
        return tracks
    for track in tracks:
        _follow_renames(repository, track)
    return tracks


def _follow_renames(repository: Repository, track: Track) -> None:
    """Go on under older names: a log of some paths shows a renamed file as a new one."""
    for _ in range(_MAX_RENAMES):
        if track.born is None:
            return
        commit, path = track.born.commit, track.born.path
        older = rename_source(repository, commit, path)
        if older is None:
            return
        log = read_log(repository, f"{commit.hash}^1", [older])
        found = walk(log, None, [older], is_document=lambda _: False)
        if not found:
            return
        track.versions += found[0].versions
        track.deletions += found[0].deletions
        track.joined += found[0].joined
        track.born = found[0].born


def tree_at(repository: Repository, tip: str, wanted: Sequence[str]) -> tuple[str, ...]:
    """Files at a commit: all, or those at some paths and the manifests that speak for them."""
    limits = sorted({path for path in wanted if path}) if all(wanted) else []
    folders = {posixpath.dirname(path[:cut]) for path in limits for cut in _ends(path)}
    manifests = [posixpath.join(folder, NAME) for folder in sorted(folders)] if limits else []
    return _tree(repository, tip, (*limits, *manifests))


def _ends(path: str) -> list[int]:
    return [index for index, sign in enumerate(path) if sign == "/"] + [len(path)]


@lru_cache(maxsize=4)  # the walk and the manifests ask for the same
def _tree(repository: Repository, tip: str, limits: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(files_at(repository, tip, limits))


def files_at(repository: Repository, tip: str, limits: Sequence[str] = ()) -> list[str]:
    """Paths of regular files at a commit, in the order of git."""
    raw = repository.ask("ls-tree", "-r", "-z", "--full-tree", tip, "--", *limits)
    entries = (entry.partition(b"\t") for entry in raw.split(b"\0") if entry)
    return [os.fsdecode(path) for head, _, path in entries if head.startswith(b"100")]


def _within(track: Track, path: str) -> bool:
    return not path or track.path == path or track.path.startswith(f"{path}/")


def suggestion(repository: Repository, tip: str, path: str) -> str:
    """What may have been meant by a path that is not there."""
    import difflib

    names = files_at(repository, tip)
    lower = {name.lower(): name for name in names}
    near = difflib.get_close_matches(path.lower(), lower, n=1)
    if near:
        return f"did you mean {lower[near[0]]}?"
    if re.search(r"[*?\[]", path):
        return "paths stand for themselves; a folder stands for all below it"
    return "name it from the repository's root"


def _versions(track: Track) -> list[Version]:
    """Oldest first; of equal texts in a row the first."""
    versions: list[Version] = []
    for version in reversed(track.versions):
        if not versions or versions[-1].blob != version.blob:
            versions.append(version)
    return versions


def _since(versions: tuple[Version, ...], recent: set[str] | None) -> tuple[Version, ...]:
    """From the state before `recent` on."""
    if recent is None:
        return versions
    new = [version.commit.hash in recent for version in versions]
    first = new.index(True) if True in new else len(versions)
    return versions[max(0, first - 1) :]


def _warnings(
    track: Track, repository: Repository, recent: set[str] | None
) -> tuple[SnapshotWarning, ...]:
    told = []
    gone = [c for c in track.deletions if recent is None or c.hash in recent]
    for commit in gone:
        when = f"in {commit.hash[:12]}"
        if dates := captured(commit):
            when += f" on {dates[0].value}"
        last = track.gone and commit is track.deletions[0]
        if last and (heir := rename_target(repository, commit, track.path)):
            told.append(
                ("renamed", f"{track.path}: became {heir} {when}; name that for what came after")
            )
            continue
        tail = "" if last else " and came back later"
        told.append(("deleted", f"{track.path}: was deleted {when}{tail}"))
    for commit in track.joined:
        if recent is None or commit.hash in recent:
            told.append((
                "merged", f"{track.path}: {commit.hash[:12]} merges two versions into one of its "
                "own; those of the second side are not listed",
            ))  # fmt: skip
    if repository.shallow:
        told.append(("shallow", f"{track.path}: the clone is shallow, older versions are missing"))
    return tuple(SnapshotWarning(code=code, message=message) for code, message in told)


def _stem(path: str) -> str:
    return os.path.splitext(path)[0]
