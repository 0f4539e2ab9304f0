"""Measure policydiff as a user meets it: whole processes against peers, each goal with its ratio.

python benchmarks/run.py [CLONE] [--rounds N] [--seeds FOLDER]      or: make bench CLONE=path/to/clone

CLONE is a git clone of an archive of policies, SEEDS a folder with two policies; without them the
rows that need them are left out. In every round each command runs once, in turn; a ratio is the
median of the rounds' own ratios, so that a busy machine weighs on both sides. Prints one table: goal,
ratio of the time that passed, ratio of the processors' time (which other work on the machine hardly
touches), met or not. The cache is off but where a row says
"from the cache": that is what a second look at the same pair takes.
"""

from __future__ import annotations

import argparse
import compileall
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import peers

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
TOOL = [sys.executable, "-m", "policydiff"]
PASS = [sys.executable, "-c", "pass"]
CACHED = "from the cache"
LONG = 20.0  # seconds from which a command runs in one round only
LIMIT = 600.0  # seconds after which a command is given up


class Run(NamedTuple):
    """One process, from start to end."""

    seconds: float
    processor: float  # seconds, of all its processes
    peak: float  # MiB


class Ratio(NamedTuple):
    """How many times what a peer takes."""

    passed: float  # of the time that passed, or of what else is measured
    processor: float | None = None


class Row(NamedTuple):
    """One goal."""

    what: str
    against: str
    ratio: Ratio
    goal: float | None  # None: told for comparison only


ROWS: list[Row] = []


def run(command: Sequence[str], *, cache: Path | None = None) -> Run:
    """Time and peak memory of one whole process; its output goes nowhere."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("POLICYDIFF_")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has its bytecode
    environment["POLICYDIFF_NO_CACHE" if cache is None else "POLICYDIFF_CACHE_DIR"] = str(
        cache or 1
    )
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=environment, cwd=ROOT,
    )  # fmt: skip
    while True:
        pid, _, usage = os.wait4(process.pid, os.WNOHANG)
        spent = time.perf_counter() - begun
        if pid:
            break
        if spent > LIMIT:
            process.kill()
        time.sleep(min(0.0005 + spent / 200, 0.05))
    process.returncode = 0
    return Run(spent, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def measure(
    commands: dict[str, Sequence[str]], rounds: int, *, again: str = "", folder: Path | None = None
) -> dict[str, list[Run]]:
    """Every command once in each round; what takes long, in the first only.

    The command named `again` runs a second time as "from the cache", which lies in `folder` and knows it.
    """
    found: dict[str, list[Run]] = {name: [] for name in commands}
    if again:
        run(commands[again], cache=folder)
        found[CACHED] = []
    for _ in range(rounds):
        for name, command in commands.items():
            if not found[name] or found[name][0].seconds < LONG:
                found[name].append(run(command))
        if again:
            found[CACHED].append(run(commands[again], cache=folder))
    return found


def ratio(one: Sequence[Run], other: Sequence[Run]) -> Ratio:
    """Median over the rounds of time against time."""
    pairs = list(zip(one, other, strict=False))
    return Ratio(
        statistics.median(a.seconds / b.seconds for a, b in pairs),
        statistics.median(a.processor / max(b.processor, 1e-3) for a, b in pairs),
    )


def beyond(one: Run, start: Run) -> Run:
    """What a run took more than another."""
    return Run(
        max(0.0, one.seconds - start.seconds), max(0.0, one.processor - start.processor), one.peak
    )


def note(what: str, against: str, found: Ratio, goal: float | None) -> None:
    """Keep a row of the table and print it, for those who wait."""
    ROWS.append(Row(what, against, found, goal))
    print(
        f"  {what:44} {against:28} {shown(found)}  goal {goal or '-'}", file=sys.stderr, flush=True
    )


def shown(found: Ratio) -> str:
    """Both ratios, as cells of the table."""
    processor = "" if found.processor is None else f"{found.processor:.2f}x"
    return f"{found.passed:.2f}x | {processor}"


def diff(old: Path, new: Path) -> list[str]:
    """The command line of a diff."""
    return [*TOOL, "diff", str(old), str(new), "--pager", "never"]


def start_up(rounds: int) -> None:
    """Options that need nothing but the command line."""
    commands = {"pass": PASS, "--help": [*TOOL, "--help"], "--version": [*TOOL, "--version"]}
    found = measure(commands, 3 * rounds)
    for name in ("--version", "--help"):
        note(f"policydiff {name}", "python -c pass", ratio(found[name], found["pass"]), 4.5)


def pair(title: str, old: Path, new: Path, goals: dict[str, float], rounds: int) -> None:
    """One pair against git, the peers that a goal names, and the memory of redlines."""
    commands = {"policydiff": diff(old, new)} | {
        name: line for name, line in peers.pair(old, new).items() if name in goals or name == "redlines"
    }  # fmt: skip
    commands["git diff --word-diff"] = [
        "git", "diff", "--no-index", "--word-diff", str(old), str(new),
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        found = measure(commands, rounds, again="policydiff", folder=Path(folder))
    peak = {name: max(run.peak for run in runs) for name, runs in found.items()}
    for own, how in (("policydiff", ""), (CACHED, f", {CACHED}")):
        for name, goal in {"git diff --word-diff": None, **goals}.items():
            note(f"diff, {title}{how}", name, ratio(found[own], found[name]), goal)
        memory = Ratio(peak[own] / peak["redlines"])
        note(f"peak memory, {title}{how}", "redlines", memory, 1.0)


def growth(folder: Path, rounds: int) -> None:
    """Once, four and sixteen times a text, lightly edited and unrelated, beyond the smallest diff."""
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
    for factor in (0, 1, 4, 16):
        old = text(12 * factor or 1, 1)
        edited = [part.replace(" the ", " a ", 1) if rng.random() < 0.2 else part for part in old]
        for name, new in (("similar", edited), ("unrelated", text(12 * factor or 1, 2))):
            files = folder / f"old{factor}.md", folder / f"{name}{factor}.md"
            files[0].write_text("\n\n".join(old), "utf-8")
            files[1].write_text("\n\n".join(new), "utf-8")
            commands[f"{name} {factor}"] = diff(*files)
    found = measure(commands, rounds)
    for name in ("similar", "unrelated"):
        start = found[f"{name} 0"]
        once, four, sixteen = (
            [beyond(one, other) for one, other in zip(found[f"{name} {n}"], start, strict=False)]
            for n in (1, 4, 16)
        )
        # The smallest is short and so the noise of its ratio great: told, but no goal hangs on it.
        note(f"1x to 4x the text, {name}", "itself beyond start-up", ratio(four, once), None)
        note(f"4x to 16x the text, {name}", "itself beyond start-up", ratio(sixteen, four), 5)


def git(clone: Path, *args: str) -> bytes:
    """What a git command prints."""
    return subprocess.run(["git", "-C", str(clone), *args], capture_output=True, check=True).stdout


def versions(clone: Path, path: str) -> list[str]:
    """The commits that changed a file, newest first."""
    return git(clone, "log", "--format=%H", "--", path).decode().split()


def documents(clone: Path) -> list[tuple[int, str]]:
    """(bytes, path) of the Markdown files in the newest revision, smallest first."""
    rows = git(clone, "ls-tree", "-r", "-l", "-z", "HEAD").decode().split("\0")
    parted = [row.split("\t") for row in rows if row.endswith(".md")]
    return sorted((int(head.split()[3]), path) for head, path in parted)


def consecutive(clone: Path, path: str, folder: Path) -> tuple[Path, Path] | None:
    """The two newest neighbours of a file of which 1 to 20 % of the lines differ."""
    listed = versions(clone, path)
    for new, old in pairwise(listed):
        told = git(clone, "diff", "--numstat", old, new, "--", path).split()
        if len(told) < 2 or not told[0].isdigit():
            continue
        lines = git(clone, "show", f"{new}:{path}").count(b"\n")
        if 0.01 * lines <= int(told[0]) + int(told[1]) <= 0.2 * lines:
            return _at(clone, old, path, folder), _at(clone, new, path, folder)
    return None


def _at(clone: Path, commit: str, path: str, folder: Path) -> Path:
    file = folder / f"{commit[:10]}-{len(path)}.md"
    file.write_bytes(git(clone, "show", f"{commit}:{path}"))
    return file


def archive_pairs(clone: Path, folder: Path, rounds: int) -> str:
    """Pairs of an archive: one of about 100 kB, and the longest; path of the longest."""
    listed = documents(clone)
    for _, path in sorted(listed, key=lambda row: abs(row[0] - 100_000)):
        if found := consecutive(clone, path, folder):
            goals = {"icdiff": 0.4, "redlines": 0.3, "governdiff": 0.12}
            pair(f"100 kB, consecutive ({path})", *found, goals, rounds)
            break
    longest = listed[-1][1]
    commits = versions(clone, longest)
    new = _at(clone, commits[0], longest, folder)
    before = consecutive(clone, longest, folder)
    if before:
        pair("longest, consecutive", *before, {"redlines": 0.15}, rounds)
    pair(
        "longest, first and last",
        _at(clone, commits[-1], longest, folder),
        new,
        {"icdiff": 0.2},
        rounds,
    )
    return longest


_READ = """
import sys
from policydiff import api
print(sum(len(s.snapshots) for s in api.find_series([sys.argv[1]], paths=sys.argv[2:])))
"""
_IMPORTED = "import policydiff.api, policydiff.finding, policydiff.sources.git.load"


def history(clone: Path, path: str, rounds: int) -> None:
    """Reading alone, timelines cold, with two workers, and from the cache."""
    place = str(clone)
    raw = ["git", "-C", place, "log", "--raw", "-z", "--format=%H", "--", path]
    blobs = "\n".join(f"{commit}:{path}" for commit in versions(clone, path))
    # Into a pipe with somebody at its end: git that writes to /dev/null moves no text at all.
    quoted = f"printf '%s\\n' \"$BLOBS\" | git -C '{place}' cat-file --batch | cat"
    os.environ["BLOBS"] = blobs
    both = ["sh", "-c", " ".join(f"'{part}'" for part in raw) + " >/dev/null; " + quoted]
    found = measure(
        {
            "git": both,
            "read": [sys.executable, "-c", _READ, place, path],
            "import": [sys.executable, "-c", _IMPORTED],
        },
        rounds,
    )
    alone = [beyond(a, b) for a, b in zip(found["read"], found["import"], strict=False)]
    what = f"reading {len(blobs.splitlines())} versions beyond start-up"
    note(what, "git log --raw + cat-file", ratio(alone, found["git"]), 1.3)
    shown = ["--color", "never", "--pager", "never", "--jobs"]
    one = [*TOOL, "timeline", place, *shown, "1", "--", path]
    every = [*TOOL, "timeline", place, *shown]
    words = ["git", "-C", place, "log", "-p", "--word-diff", "--format=%H", "--"]
    found = measure(
        {
            "words, one": [*words, path], "one": one, "words, all": [*words, "*.md"],
            "all": [*every, "1"], "all, two": [*every, "2"],
        },
        rounds,
    )  # fmt: skip
    note(
        "timeline, longest series",
        "git log -p --word-diff",
        ratio(found["one"], found["words, one"]),
        5,
    )
    note(
        "timeline, every series",
        "git log -p --word-diff",
        ratio(found["all"], found["words, all"]),
        5,
    )
    note(
        "the same, two workers",
        "git log -p --word-diff",
        ratio(found["all, two"], found["words, all"]),
        3,
    )
    for name, command, cold in (
        ("longest", one, found["one"]),
        ("every", [*every, "2"], found["all, two"]),
    ):
        with tempfile.TemporaryDirectory() as folder:
            run(command, cache=Path(folder))
            warm = [run(command, cache=Path(folder)) for _ in range(rounds)]
        note(
            f"timeline, {name} series, from the cache",
            "itself, cold",
            ratio(warm, cold * rounds),
            0.1,
        )


def main() -> None:
    """Print the table of goals."""
    parser = argparse.ArgumentParser(description="Measure policydiff against its peers.")
    parser.add_argument("clone", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seeds", type=Path)
    options = parser.parse_args()
    compileall.compile_dir(ROOT / "policydiff", quiet=1)
    start_up(options.rounds)
    if options.seeds:
        two = sorted(options.seeds.glob("*.txt"))[:2]
        pair("two short policies", *two, {"redlines": 0.75, "governdiff": 0.25}, options.rounds)
    else:
        two = [SAMPLES / "northwind" / name for name in ("privacy-2001.txt", "policy_v3.txt")]
        pair("samples", *two, {"redlines": 0.75, "governdiff": 0.25}, options.rounds)
    with tempfile.TemporaryDirectory() as folder:
        growth(Path(folder), options.rounds)
        if options.clone:
            clone = options.clone.resolve()
            longest = archive_pairs(clone, Path(folder), options.rounds)
            history(clone, longest, min(options.rounds, 3))
    print("| what | against | goal | time | processor time | met |")
    print("| --- | --- | ---: | ---: | ---: | --- |")
    for row in ROWS:
        goal = f"{row.goal}x" if row.goal else ""
        met = ("yes" if row.ratio.passed <= row.goal else "no") if row.goal else ""
        print(f"| {row.what} | {row.against} | {goal} | {shown(row.ratio)} | {met} |")


if __name__ == "__main__":
    main()
