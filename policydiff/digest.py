"""SHA-256, without OpenSSL where there is little to hash.

`hashlib` loads OpenSSL: 3 MB and some milliseconds, more than it takes to hash a policy with the
module that CPython brings beside it. `random` of the standard library does the same. The lean one is
six times slower, so that an archive is left to OpenSSL.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from hashlib import _Hash

_LITTLE = 2_000_000  # bytes of one process: some 12 ms
_left = _LITTLE


def sha256(data: bytes = b"") -> _Hash:
    """As `hashlib.sha256` of data that is known at once."""
    global _left
    _left -= len(data)
    return (_lean() if _left > 0 else _openssl())(data)


def _openssl() -> Callable[[bytes], _Hash]:
    from hashlib import sha256 as found

    return found


def _lean() -> Callable[[bytes], _Hash]:
    from importlib import import_module

    for name in ("_sha2", "_sha256"):  # of Python 3.12 and later, of 3.11
        try:
            return cast("Callable[[bytes], _Hash]", import_module(name).sha256)
        except ImportError:
            pass
    return _openssl()
