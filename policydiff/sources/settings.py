"""Files that configure a check, and files that it writes: found, read bounded, written whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress

from policydiff.errors import ConfigError

MAX_SETTINGS = 4 * 1024 * 1024  # bytes


def find_upwards(names: Iterable[str], start: str = ".") -> list[str]:
    """Files of some names in a folder and the folders around it, nearest first, best name first.

    Not beyond the root of a work tree, nor beyond a file system that cannot be read. Paths are as the
    user would name them.
    """
    wanted = list(names)
    found = []
    folder = os.path.abspath(start)
    while True:
        found += [p for name in wanted if os.path.isfile(p := os.path.join(folder, name))]
        above = os.path.dirname(folder)
        if os.path.lexists(os.path.join(folder, ".git")) or above == folder:
            return found
        folder = above


def find_root(start: str = ".") -> str:
    """The root of the work tree around a folder; the folder itself where there is none."""
    folder = os.path.abspath(start)
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return os.path.abspath(start)
        folder = above
    return folder


def read_settings(path: str) -> bytes:
    """The bytes of a file of settings. Raises ConfigError."""
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_SETTINGS + 1)
    except (OSError, ValueError) as error:
        why = (error.strerror or "") if isinstance(error, OSError) else str(error)
        raise ConfigError("cannot be read", where=path, why=why, fix="check the path") from error
    if len(data) > MAX_SETTINGS:
        raise ConfigError("larger than 4 MB", where=path, fix="this is no file of settings")
    return data


def write_whole(path: str, text: str, *, new: bool = False) -> None:
    """Write a file of UTF-8 at once: whoever reads it sees the old text or the new one.

    `new` refuses to replace a file that is there. Raises ConfigError.
    """
    data = text.encode("utf-8", "replace")
    folder = os.path.dirname(path) or "."
    temporary = ""
    try:
        if os.path.lexists(path) and not os.path.isfile(path):  # /dev/stdout, a pipe
            with open(path, "wb") as file:
                file.write(data)
            return
        target = os.path.realpath(path)
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".policydiff-")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mode = os.stat(target).st_mode & 0o777 if os.path.exists(target) else 0o666 & ~_umask()
        os.chmod(temporary, mode)
        if new:
            os.link(temporary, target)  # fails where the file is there, whoever made it meanwhile
        else:
            os.replace(temporary, target)
            temporary = ""
    except FileExistsError as error:
        raise ConfigError(
            "is there already", where=path, fix="edit it, or remove it first"
        ) from error
    except (OSError, ValueError) as error:
        why = (error.strerror or "") if isinstance(error, OSError) else str(error)
        fix = "" if os.path.isdir(folder) else f"make the folder {folder} first"
        raise ConfigError("cannot be written", where=path, why=why, fix=fix) from error
    finally:
        if temporary:
            with suppress(OSError):
                os.unlink(temporary)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
