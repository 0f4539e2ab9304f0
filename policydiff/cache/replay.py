"""What a command line printed, printed again for the same command line on the same bytes.

As ccache does for compilers: nothing is parsed, read or laid out, so that a `diff` that is asked for
again in a pipe takes little more than the start of Python. A command says itself (`keep`) that what it
printed hangs on the files of its command line alone; all else that could show (version, width, working
folder) is part of the key. Not for terminals: there a pager may stand between.
"""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO, cast

from policydiff.cache.fingerprint import fingerprint
from policydiff.cache.folder import cache_folder
from policydiff.cache.store import Store
from policydiff.digest import sha256

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

# What click, Python's streams and `cli.console` ask.
_ASKED = ("NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "COLUMNS", "TERM", "LANG", "LANGUAGE",
          "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "PYTHONIOENCODING", "PYTHONUTF8", "PYTHONWARNINGS")  # fmt: skip
_PLACE = "POLICYDIFF_CACHE_DIR"  # the one setting of ours that cannot change what is printed
_MANIFEST = (
    "snapshots.toml"  # beside a file it may date and name it; `sources` is not imported for it
)
_LIMIT = 4 << 20  # bytes of output that are kept
_HEAD = 5  # bytes before the text: the exit code, and the length of what went to standard error

_kept = False  # whether what this process prints may be printed again


def keep() -> None:
    """What this process prints hangs on the files of its command line, and on nothing beside them."""
    global _kept
    _kept = True


def run(args: Sequence[str], main: Callable[[], int]) -> int:
    """The exit code of a command line, printed again if it is known, else run by `main` and kept."""
    key = _key(args, os.environ)
    if key is None:
        return main()
    store = Store(cache_folder(os.environ))
    code = _again(store.get(key))
    if code is None:
        # The cache is `main`'s meanwhile: two connections of one process would wait for each other.
        store.close()
        code, text = _watched(main)
        # Files may have changed while they were read.
        if text is not None and key == _key(args, os.environ):
            store.put(key, text)
    store.close()
    return code


def _key(args: Sequence[str], environ: Mapping[str, str]) -> bytes | None:
    """Of all that the output can hang on; None where it is not to be kept."""
    ours = any(name.lstrip("_").startswith("POLICYDIFF_") for name in environ if name != _PLACE)
    if ours or "--no-cache" in args or _shown():
        return None
    found = sha256(fingerprint())
    try:
        asked = [environ.get(name) for name in _ASKED]
        found.update(
            repr((args, os.getcwd(), asked, _width(2), _width(0))).encode("utf-8", "replace")
        )
        for arg in args[1:]:
            for path in {arg, arg.partition("=")[2]}:  # --lexicon=FILE
                if not (path and os.path.lexists(path)):
                    continue
                beside = os.path.join(os.path.dirname(path), _MANIFEST)
                if not stat.S_ISREG(os.stat(path).st_mode) or os.path.lexists(beside):
                    return None
                with open(path, "rb") as file:
                    found.update(b"%b=%b" % (os.fsencode(path), sha256(file.read()).digest()))
    except (OSError, ValueError):
        return None
    return found.digest()


def _shown() -> bool:
    """Whether somebody looks on, or nobody can be told anything."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(getattr(stream, "buffer", None), (io.BufferedWriter, io.FileIO)):
            return True  # closed, or of somebody else's making
    return sys.stdout.isatty()


def _width(descriptor: int) -> int:
    """Columns of the terminal that a pipe's output is laid out for, if there is one."""
    try:
        return os.get_terminal_size(descriptor).columns
    except OSError:
        return 0


def _again(text: bytes | None) -> int | None:
    """Print what was kept; the exit code, or None where nothing is known or it cannot be printed."""
    if text is None:
        return None
    told = _HEAD + int.from_bytes(text[1:_HEAD], "big")
    try:
        for stream, part in ((sys.stderr, text[_HEAD:told]), (sys.stdout, text[told:])):
            rest = memoryview(part)
            while rest:  # unbuffered, a write may take only a part
                rest = rest[stream.buffer.write(rest) :]
            stream.buffer.flush()
    except OSError:
        return None  # a closed pipe, a full disk: `main` meets it, too, and knows what to say
    return text[0]


def _watched(main: Callable[[], int]) -> tuple[int, bytes | None]:
    """The exit code of `main`, and what it printed as it is kept; None where that is not to be."""
    streams = sys.stdout, sys.stderr
    copies = _Copy(sys.stdout.buffer), _Copy(sys.stderr.buffer)
    sys.stdout, sys.stderr = map(_like, streams, copies)
    try:
        code = main()
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError):  # `main` has told of a full disk
                stream.flush()
        sys.stdout, sys.stderr = streams
    out, err = (copy.text for copy in copies)
    if not _kept or code not in (0, 1) or out is None or err is None:
        return code, None
    return code, b"".join((bytes([code]), len(err).to_bytes(_HEAD - 1, "big"), err, out))


class _Copy(io.RawIOBase):
    """Bytes on their way to a stream, and a copy of them: `text`, None where there were too many."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.text: bytearray | None = bytearray()

    def writable(self) -> bool:
        """As every output."""
        return True

    def fileno(self) -> int:
        """Of the stream."""
        return self._stream.fileno()

    def isatty(self) -> bool:
        """As the stream."""
        return self._stream.isatty()

    def write(self, data: ReadableBuffer, /) -> int:
        """How much was taken. Raises OSError as the stream."""
        written = self._stream.write(data)
        if self.text is not None:
            self.text += memoryview(data)[:written]
            if len(self.text) > _LIMIT:
                self.text = None
        return written

    def flush(self) -> None:
        """Raises OSError as the stream."""
        self._stream.flush()


def _like(stream: Any, buffer: _Copy) -> TextIO:
    """A text stream in the form of another."""
    return io.TextIOWrapper(
        cast("BinaryIO", buffer), stream.encoding, stream.errors, line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )  # fmt: skip
