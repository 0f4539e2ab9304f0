"""How a user names what is in git, on the command line and in the library.

    REPO                 a repository: its work tree, a bare one, a bundle
    REPO@REV             the same, as it was at a revision
    REPO@REV..REV        what lies between two revisions
    REPO@REV:PATH        one file at a revision
    REV, REV..REV, REV:PATH    the same in the repository around the working folder

An end of a range that is left out is HEAD. A file or folder of exactly that name always comes first. A revision may hold "@" and ":" where git
allows them; a REPO is the shortest opening before an "@" that is a folder or a bundle.
"""

from __future__ import annotations

import os

from msgspec import Struct

from policydiff.errors import SourceError
from policydiff.patterns import regex
from policydiff.sources.git.repository import is_bundle, is_repository_root

# Not "C:\\policies", not "https://...".
_REVISION = regex(r"(?![-/.])[^\s:~^?*\[\\][^\s:?*\[\\]*(?:\{[^}]*\})?[^\s:?*\[\\]*")


_FROM_HEAD = regex(r"\.\.[^./\\]")  # "..v2" is "HEAD..v2", as for git


class GitName(Struct, frozen=True, kw_only=True):
    """What a name says, unchecked: revisions and paths may not exist."""

    repository: str  # "" is the one around the working folder
    since: str | None = None  # REV..: the state that is the first one
    revision: str | None = None  # None is HEAD
    path: str | None = None

    def at(self, commit: str, path: str) -> str:
        """The name of one file at a commit, as it can be given again."""
        place = f"{self.repository}@" if self.repository else ""
        return f"{place}{commit[:12]}:{path}"


def find_git_name(text: str, *, revisions: bool = False) -> GitName | None:
    """What `text` names in git; None for what is, or looks like, a file or folder.

    A lone REV (no ".." and no ":") counts with `revisions` only. Raises SourceError for
    three dots.
    """
    if not text or text == "-" or os.path.lexists(text):
        return GitName(repository=text) if is_repository(text) else None
    for index, sign in enumerate(text):
        if sign == "@" and index and is_repository(text[:index], inside=True):
            return _named(text[:index], text[index + 1 :], alone=True)
    return _named("", text, alone=revisions)


def is_repository(path: str, *, inside: bool = False) -> bool:
    """Whether `path` is a repository's root or a bundle; `inside` takes any folder."""
    if inside and os.path.isdir(path):
        return True
    return is_bundle(path) or (os.path.isdir(path) and is_repository_root(path))


def _named(repository: str, text: str, *, alone: bool) -> GitName | None:
    revision, mark, path = _split(text)
    if mark:
        if not path or (revision and not _REVISION.fullmatch(revision)) or path.startswith("//"):
            return None
        if not repository and len(revision) == 1 and path[0] in "\\/":  # a drive
            return None
        return GitName(repository=repository, revision=revision, path=path)
    if ".." in text and "/.." not in text and (text[:1] != "." or _FROM_HEAD.match(text)):
        since, _, until = text.partition("..")
        since = since or "HEAD"
        if until.startswith("."):
            raise SourceError(
                "three dots are no range here", where=text, fix="write OLD..NEW with two"
            )
        if not _REVISION.fullmatch(since) or (until and not _REVISION.fullmatch(until)):
            return None
        return GitName(repository=repository, since=since, revision=until or None)
    if alone and _REVISION.fullmatch(text):
        return GitName(repository=repository, revision=text)
    return None


def _split(text: str) -> tuple[str, str, str]:
    """Revision, colon, path; a colon in braces ("HEAD@{10:00}") belongs to the revision."""
    depth = 0
    for index, sign in enumerate(text):
        depth += (sign == "{") - (sign == "}")
        if sign == ":" and depth <= 0:
            return text[:index], ":", text[index + 1 :]
    return text, "", ""
