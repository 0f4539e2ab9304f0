"""The cache and the workers change how long a run takes, never what it says."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SAMPLES, CommandLine
from git_repository import GitRepository, needs_git
from msgspec.structs import replace
from pdf_writer import write_pdf

from policydiff import loading
from policydiff.cache.cache import Cache
from policydiff.cache.folder import cache_folder
from policydiff.cache.store import Store
from policydiff.compare import documents
from policydiff.model import Page, RawSnapshot
from policydiff.recall import Recall

POLICY = SAMPLES / "northwind"
PAIR = (POLICY / "privacy-2001.txt", POLICY / "policy_v3.txt")
COMMANDS = (
    ["timeline", POLICY], ["timeline", POLICY, "--format", "json"], ["log", POLICY], ["blame", POLICY],
    ["diff", *PAIR], ["diff", *PAIR, "--format", "json"],
)  # fmt: skip


@pytest.fixture
def file() -> Path:
    """Where the cache of this test will lie."""
    folder = cache_folder(os.environ)
    assert folder is not None
    return folder / "cache.sqlite"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(map(str, command[:1])))
def test_the_cache_does_not_show(
    policydiff: CommandLine, file: Path, command: list[object]
) -> None:
    without = policydiff(*command, "--no-cache")
    assert not file.exists()
    assert policydiff(*command) == without  # fills it
    assert file.stat().st_size > 0
    assert policydiff(*command) == without  # asks it


def test_what_is_kept_is_used(policydiff: CommandLine, file: Path, monkeypatch) -> None:
    first = policydiff("timeline", POLICY)
    monkeypatch.setattr(loading, "build_document", None)  # nothing is read again
    assert policydiff("timeline", POLICY) == first
    assert policydiff("timeline", POLICY, "--no-cache").code == 2


def test_a_new_snapshot_costs_what_is_new(
    policydiff: CommandLine, tmp_path: Path, monkeypatch
) -> None:
    for path in POLICY.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    policydiff("timeline", tmp_path)
    added = tmp_path / "2031-01-01.md"
    added.write_bytes((POLICY / "privacy.md").read_bytes() + b"\n\nWe may sell your name.\n")
    read: list[str] = []
    build = loading.build_document

    def count(raw: RawSnapshot, **options):
        read.append(raw.source)
        return build(raw, **options)

    monkeypatch.setattr(loading, "build_document", count)
    found = policydiff("timeline", tmp_path)
    assert read == [str(added)]
    assert found == policydiff("timeline", tmp_path, "--no-cache")


def test_a_pair_that_is_known_is_not_compared_again(policydiff: CommandLine, monkeypatch) -> None:
    first = policydiff("diff", *PAIR)
    monkeypatch.setattr(documents, "compare_documents", None)
    assert policydiff("diff", *PAIR) == first
    assert policydiff("diff", *PAIR, "--layout", "unified", "--width", "80").code == 1
    assert policydiff("diff", *reversed(PAIR)).code == 2  # that pair is not known
    assert policydiff("diff", *PAIR, "--date", f"{PAIR[0]}=1998").code == 2


def test_to_show_a_known_pair_imports_nothing_that_reads(policydiff: CommandLine) -> None:
    policydiff("diff", *PAIR)
    code = (
        "import sys\nfrom policydiff.cli import main\ntry:\n    main(sys.argv[1:])\n"
        "except SystemExit:\n    pass\nprint(*(name for name in sys.modules if name in"
        " ('rapidfuzz', 'policydiff.obligations.extract', 'policydiff.structure.documents', 'markdown_it')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, "diff", *map(str, PAIR)], capture_output=True, text=True, check=True,
        encoding="utf-8",
    )  # fmt: skip
    assert run.stdout.splitlines()[-1] == ""


@pytest.mark.parametrize(
    "option", [["--no-denoise", "all"], ["--date-by", "captured"], ["--undated", "order"], ["--lexicon", "words.toml"]]
)  # fmt: skip
def test_other_options_are_other_results(
    policydiff: CommandLine, tmp_path: Path, monkeypatch, option: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("words.toml").write_text('[parties]\nservice_nouns = ["parcel"]\n', "utf-8")
    policydiff("timeline", POLICY)
    assert policydiff("timeline", POLICY, *option) == policydiff(
        "timeline", POLICY, *option, "--no-cache"
    )


def _nonsense(file: Path) -> None:
    file.write_bytes(b"\x00nonsense" * 4000)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _garbled(file: Path) -> None:
    data = bytearray(file.read_bytes())
    for at in range(4096, len(data), 97):
        data[at] ^= 0x55
    file.write_bytes(data)


def _values_garbled(file: Path) -> None:
    with sqlite3.connect(file) as base:
        base.execute("UPDATE kept SET value = x'00112233'")
    base.close()


def _other_values(file: Path) -> None:
    import zlib

    with sqlite3.connect(file) as base:
        base.execute("UPDATE kept SET value = ?", (zlib.compress(b"\xc1\x00"),))
    base.close()


def _other_layout(file: Path) -> None:
    with sqlite3.connect(file) as base:
        base.execute("PRAGMA user_version = 99")
    base.close()


def _no_table(file: Path) -> None:
    with sqlite3.connect(file) as base:
        base.execute("DROP TABLE kept")
    base.close()


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


DAMAGES = (
    _nonsense,
    _cut,
    _garbled,
    _values_garbled,
    _other_values,
    _other_layout,
    _no_table,
    _folder,
)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_a_damaged_cache_costs_time_only(
    policydiff: CommandLine, file: Path, damage: Callable[[Path], None]
) -> None:
    wanted = policydiff("timeline", POLICY)
    for beside in file.parent.glob("cache.sqlite-*"):
        beside.unlink()
    damage(file)
    for _ in range(3):
        assert policydiff("timeline", POLICY) == wanted


def test_a_locked_cache_costs_time_only(policydiff: CommandLine, file: Path) -> None:
    wanted = policydiff("timeline", POLICY, "--no-cache")
    policydiff("sections", POLICY / "privacy.md")
    policydiff("diff", POLICY / "privacy.md", POLICY / "privacy.md")
    base = sqlite3.connect(file, isolation_level=None)
    base.execute("BEGIN EXCLUSIVE")
    try:
        assert policydiff("timeline", POLICY) == wanted
    finally:
        base.execute("ROLLBACK")
        base.close()


@pytest.mark.parametrize("place", ["/dev/null/cache", "/proc/none"])
def test_a_place_that_cannot_be_written(policydiff: CommandLine, monkeypatch, place: str) -> None:
    wanted = policydiff("timeline", POLICY, "--no-cache")
    monkeypatch.setenv("POLICYDIFF_CACHE_DIR", place)
    assert policydiff("timeline", POLICY) == wanted
    assert policydiff("cache", "info").code == 0


def test_info_and_clear(policydiff: CommandLine, file: Path) -> None:
    assert "0 results" in policydiff("cache", "info").out
    policydiff("timeline", POLICY)
    told = policydiff("cache", "info").out
    assert str(file) in told
    assert "0 results" not in told
    assert policydiff("cache", "clear").code == 0
    assert not list(file.parent.iterdir())
    assert "0 results" in policydiff("cache", "info").out


def test_nobody_else_may_read_it(policydiff: CommandLine, file: Path) -> None:
    policydiff("timeline", POLICY)
    assert file.stat().st_mode & 0o077 == 0


def test_the_size_is_bounded_and_the_oldest_go(tmp_path: Path) -> None:
    for run in range(6):
        store = Store(tmp_path, limit=100_000)
        store.get(b"kept")  # asked for in every run
        if not run:
            store.put(b"kept", os.urandom(20_000))
        store.put(b"of run %d" % run, os.urandom(24_000))
        store.close()
    store = Store(tmp_path, limit=100_000)
    assert store.get(b"kept")
    assert store.get(b"of run 5")
    assert store.get(b"of run 0") is None
    store.put(b"too large", os.urandom(50_000))
    assert store.get(b"too large") is None
    store.close()


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({"POLICYDIFF_CACHE_DIR": "/a/b", "XDG_CACHE_HOME": "/c"}, "/a/b"),
        ({"XDG_CACHE_HOME": "/c"}, "/c/policydiff"),
        ({"XDG_CACHE_HOME": "c", "HOME": "/home/ann"}, "/home/ann/.cache/policydiff"),
        ({"POLICYDIFF_CACHE_DIR": "rel/x", "XDG_CACHE_HOME": "/c"}, f"{os.getcwd()}/rel/x"),
        ({"POLICYDIFF_CACHE_DIR": "", "HOME": "/home/ann"}, "/home/ann/.cache/policydiff"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="other platforms have other places")
def test_where_it_lies(environ: dict[str, str], wanted: str) -> None:
    assert cache_folder(environ) == Path(wanted)


def test_a_document_comes_back_as_it_was(tmp_path: Path) -> None:
    texts = [(72, 700, 18, True, "Privacy Policy"), (72, 660, 11, False, "We may share your data.")]
    pdf = write_pdf([texts])
    pages = [(POLICY / "privacy.md").read_bytes(), b"", b"\xff\xfe\x00", pdf]
    for data in pages:
        raw = RawSnapshot(data=data, source="a.pdf" if data is pdf else "a.md")
        made = loading.make_document(raw, "effective", None)
        cache = Cache(Store(tmp_path))
        cache.keep_document(raw, "effective", made)
        assert cache.document(raw, "effective") == made
        cache.close()
        again = Cache(Store(tmp_path))
        back = again.document(raw, "effective")
        assert back == made
        assert [type(c.line) for c in back.clauses] == [type(c.line) for c in made.clauses]
        if data is pdf:
            assert {type(c.line) for c in back.clauses} == {Page}
        other = replace(raw, source="b.md")
        assert again.document(other, "effective") is None
        again.close()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Five series of three versions in a repository."""
    repository = GitRepository(tmp_path / "archive")
    for number in range(3):
        for name in ("name", "address", "order", "card", "picture"):
            text = f"# Privacy Policy\n\nWe will keep your {name} for {number + 2} days.\n\n"
            text += "You may ask us to delete it.\n" * (number != 1)
            repository.write(f"Shop {name}/Privacy.md", text)
        repository.commit(date=f"2020-0{number + 1}-05T12:00:00+00:00")
    return repository.folder


@needs_git
def test_the_number_of_workers_does_not_show(policydiff: CommandLine, archive: Path) -> None:
    alone = policydiff("timeline", archive, "--no-cache", "--jobs", "1")
    assert alone.out.count("Shop") >= 5
    assert policydiff("timeline", archive, "--no-cache", "--jobs", "3") == alone
    assert policydiff("timeline", archive, "--jobs", "2") == alone  # workers fill the cache
    assert policydiff("timeline", archive, "--jobs", "2") == alone


def test_an_error_in_a_worker_is_the_same_error(policydiff: CommandLine, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for number in (1, 2):
            (tmp_path / name / f"{'x' * number}.md").write_text("# Privacy\n\nWe may sell it.\n")
    alone = policydiff("timeline", tmp_path / "a", tmp_path / "b", "--jobs", "1")
    assert alone.code == 2
    assert policydiff("timeline", tmp_path / "a", tmp_path / "b", "--jobs", "2") == alone


def test_recall_forgets_the_oldest_and_never_confuses() -> None:
    asked: list[object] = []

    def make(thing: tuple[int, ...], more: str) -> str:
        asked.append((thing, more))
        return f"{thing}{more}"

    recall = Recall(make, size=2)
    things = [(one, one) for one in range(50)]
    assert [recall(thing, "a") for thing in things] == [f"{thing}a" for thing in things]
    assert recall(things[-1], "a") == "(49, 49)a"
    assert recall(things[-1], "b") == "(49, 49)b"
    assert len(asked) == 51
    assert recall(things[0], "a") == "(0, 0)a"
    assert len(asked) == 52
    assert [recall((n,), "c") for n in range(1000)] == [f"({n},)c" for n in range(1000)]


def test_sqlite_is_not_imported_for_help() -> None:
    code = (
        "import sys\nfrom policydiff.cli import main\ntry:\n    main(['cache', '--help'])\n"
        "except SystemExit:\n    pass\nprint('sqlite3' in sys.modules, 'multiprocessing' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "False False"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups")
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupt_leaves_nothing_behind(tmp_path: Path, file: Path, jobs: int) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for number in range(1, 29):
            lines = [f"We may keep item {number}.{at} of {name} for you.\n\n" for at in range(1500)]
            page = tmp_path / name / f"2020-02-{number:02}.md"
            page.write_text("# Privacy Policy\n\n" + "".join(lines), "utf-8")
    command = [
        sys.executable,
        "-m",
        "policydiff",
        "timeline",
        str(tmp_path / "a"),
        str(tmp_path / "b"),
    ]
    with subprocess.Popen(
        [*command, "--jobs", str(jobs), "--pager", "never"], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        time.sleep(2.5)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert (out, err) == (b"", b"")
    if file.exists():
        with sqlite3.connect(file) as base:
            assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        base.close()
