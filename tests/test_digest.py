"""SHA-256 by the lean module and by OpenSSL is the same, and the lean one is left for much data."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import pytest

from policydiff import digest


@pytest.mark.parametrize("size", [0, 1, 55, 64, 100_000, 3_000_000])
def test_it_is_sha_256(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    data = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    wanted = hashlib.sha256(data).hexdigest()
    for left in (0, 10**9):
        monkeypatch.setattr(digest, "_left", left)
        assert digest.sha256(data).hexdigest() == wanted
        hashed = digest.sha256(data[:7])
        hashed.update(data[7:])
        assert hashed.hexdigest() == wanted


def test_a_python_without_the_lean_module(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_sha2", "_sha256"):
        monkeypatch.setitem(sys.modules, name, None)
    assert digest.sha256(b"policy").digest() == hashlib.sha256(b"policy").digest()


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="the lean module is CPython's")
@pytest.mark.parametrize(("size", "loaded"), [(100, False), (5_000_000, True)])
def test_openssl_is_loaded_for_much_only(size: int, loaded: bool) -> None:
    code = (
        f"import sys\nfrom policydiff.digest import sha256\nsha256(b'x' * {size})\n"
        "sys.exit('_hashlib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == loaded
