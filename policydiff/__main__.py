"""`policydiff`, and `python -m policydiff`: the command line in a process of its own."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn


def rest_collector() -> None:
    """Let the garbage collector look for cycles seldom.

    Documents are made of many small objects and hold no cycles: looking for some after every 700
    of them took a fifth of the time.
    """
    gc.set_threshold(500_000, 20, 20)


def run() -> NoReturn:
    """Run the command line and end the process with it."""
    rest_collector()
    if sys.argv[1:2] == ["diff"]:  # of two files it may be known what it prints
        from policydiff.cache import replay

        code = replay.run(sys.argv[1:], _main)
    else:
        code = _main()
    if "multiprocessing" in sys.modules or os.environ.get("POLICYDIFF_DEBUG"):
        sys.exit(code)  # workers and profilers have something to put in order
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # `main` has told of a full disk
            if stream is not None:  # closed by whoever called
                stream.flush()
    # The system takes its memory back at once. To free, object by object, what no one will use again
    # took a quarter of a short diff.
    os._exit(code)


def _main() -> int:
    """The exit code of the command line, imported where it has something to do."""
    from policydiff.cli import main

    try:
        main()
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 0


if __name__ == "__main__":
    run()
