"""Snapshots from git: every version of a file on the way to a revision, read with git itself.

    history of a path = the chain of its versions, from the revision backwards
    at a merge        = on with the parent that has the same text, or else with the first one
    a rename          = the same series under its older name
    a deletion        = no snapshot; told in a warning
    a date            = the author's, in UTC, of kind "captured"

One `git log` lists a whole history and one `git cat-file --batch` reads it; no process per version.
"""

from policydiff.sources.git.load import (
    has_history,
    knows_documents,
    list_git,
    load_git,
    load_revision,
)
from policydiff.sources.git.names import GitName, find_git_name
from policydiff.sources.git.ranges import load_ranges
from policydiff.sources.git.repository import NoRepositoryError

__all__ = [
    "GitName",
    "NoRepositoryError",
    "find_git_name",
    "has_history",
    "knows_documents",
    "list_git",
    "load_git",
    "load_ranges",
    "load_revision",
]
