"""Measure policydiff as a user meets it: whole processes, ratios to other commands in the same run.

python benchmarks/run.py [CLONE]      or: make bench CLONE=path/to/clone

CLONE is a git clone of an archive of policies; the longest document in it, its version before and
its first version are compared. Without it only the samples and made texts are measured. Prints
medians in milliseconds and the ratio to the named peer; on a busy machine only ratios count.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROUNDS = 5
ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
TOOL = [sys.executable, "-m", "policydiff"]


def run(command: Sequence[str]) -> tuple[float, int]:
    """(seconds, peak memory in KiB) of one whole process."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = _wait4(process.pid)
    process.returncode = 0
    return time.perf_counter() - begun, usage.ru_maxrss


def _wait4(pid: int):
    import os

    return os.wait4(pid, 0)


def compare(title: str, commands: dict[str, Sequence[str]], peer: str) -> None:
    """Run the commands in turn, `ROUNDS` times, and print a row for each."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    peaks: dict[str, int] = {}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            seconds, peak = run(command)
            times[name].append(seconds)
            peaks[name] = max(peak, peaks.get(name, 0))
    base = statistics.median(times[peer])
    print(f"\n{title}")
    for name, values in times.items():
        middle = statistics.median(values)
        print(
            f"  {name:42} {1000 * middle:8.0f} ms  {middle / base:7.1f} x {peer:24} {peaks[name] / 1024:6.0f} MiB"
        )


def word_diff(old: Path, new: Path) -> list[str]:
    return ["git", "diff", "--no-index", "--word-diff=color", str(old), str(new)]


def diff(old: Path, new: Path) -> list[str]:
    return [*TOOL, "diff", str(old), str(new), "--pager", "never"]


def pair(title: str, old: Path, new: Path) -> None:
    """One pair against git's word diff and the bare interpreter."""
    size = f"{old.stat().st_size // 1000} and {new.stat().st_size // 1000} kB"
    commands = {
        "git diff --word-diff": word_diff(old, new),
        "python -c pass": [sys.executable, "-c", "pass"],
        "policydiff diff": diff(old, new),
    }
    compare(f"{title} ({size})", commands, "git diff --word-diff")


def longest(clone: Path, folder: Path) -> tuple[Path, Path, Path] | None:
    """(newest, the one before, first) of the longest document in the clone's history."""

    def git(*args: str) -> bytes:
        return subprocess.run(
            ["git", "-C", str(clone), *args], capture_output=True, check=True
        ).stdout

    sizes = []
    for row in git("ls-tree", "-r", "-l", "-z", "HEAD").decode().split("\0"):
        if row.endswith(".md"):
            head, path = row.split("\t")
            sizes.append((int(head.split()[3]), path))
    if not sizes:
        return None
    path = max(sizes)[1]
    versions = git("log", "--format=%H", "--", path).decode().split()
    files = []
    for name, commit in (("new", versions[0]), ("before", versions[1]), ("first", versions[-1])):
        file = folder / f"{name}.md"
        file.write_bytes(git("show", f"{commit}:{path}"))
        files.append(file)
    print(f"longest document: {path}, {len(versions)} versions")
    return files[0], files[1], files[2]


def growth(folder: Path) -> None:
    """1x, 4x and 16x the text: lightly edited, and unrelated."""
    rng = random.Random(1)
    words = (SAMPLES / "northwind" / "privacy.md").read_text("utf-8").split()

    def text(sections: int, seed: int) -> list[str]:
        local = random.Random(seed)
        return [
            f"## Part {number}\n\n"
            + "\n\n".join(
                " ".join(local.choices(words, k=24)).rstrip(".") + f" item{seed}{number}x{line}."
                for line in range(10)
            )
            for number in range(sections)
        ]

    commands = {}
    for factor in (1, 4, 16):
        old = text(12 * factor, 1)
        edited = [part.replace(" the ", " a ", 1) if rng.random() < 0.2 else part for part in old]
        other = text(12 * factor, 2)
        for name, new in (("edited", edited), ("unrelated", other)):
            files = folder / f"old{factor}.md", folder / f"{name}{factor}.md"
            files[0].write_text("\n\n".join(old))
            files[1].write_text("\n\n".join(new))
            size = files[0].stat().st_size // 1000
            commands[f"{name}, {factor}x ({size} kB)"] = diff(*files)
    compare("growth", commands, next(iter(commands)))


def main() -> None:
    """Print every table."""
    compare(
        "start-up",
        {
            "python -c pass": [sys.executable, "-c", "pass"],
            "policydiff --help": [*TOOL, "--help"],
            "policydiff --version": [*TOOL, "--version"],
        },
        "python -c pass",
    )
    notes, parcels = SAMPLES / "lumen-notes", SAMPLES / "northwind"
    pair("samples, lightly edited", notes / "2022-09-15.md", notes / "2023-06-30.md")
    pair("samples, written anew", parcels / "privacy-2001.txt", parcels / "policy_v3.txt")
    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) > 1 and (found := longest(Path(sys.argv[1]), Path(folder))):
            new, before, first = found
            pair("longest document, consecutive versions", before, new)
            pair("longest document, first and last", first, new)
        growth(Path(folder))


if __name__ == "__main__":
    main()
