"""Starting is quick: help imports none of the heavy libraries; the package offers its functions."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("numpy", "rich", "dateutil", "msgspec", "markdown_it", "rapidfuzz", "sentencex",
         "charset_normalizer", "snowballstemmer", "diff_match_patch", "selectolax", "mammoth", "pypdfium2", "ftfy")  # fmt: skip


def python(code: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.parametrize(
    "args",
    [["--help"], ["--version"], ["diff", "--help"], ["timeline", "--help"], ["check", "--help"]],
)
def test_help_imports_nothing_heavy(args: list[str]) -> None:
    code = (
        "import sys\nfrom policydiff.cli import main\n"
        f"try:\n    main({args!r})\nexcept SystemExit as left:\n    assert not left.code, left.code\n"
        f"print('HEAVY', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    assert python(code).splitlines()[-1] == "HEAVY []"


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = f"import sys, policydiff; print([n for n in {HEAVY!r} if n in sys.modules])"
    assert python(code) == "[]\n"


ROOMS = (
    "api", "check", "cli", "compare", "errors", "gate", "model", "obligations", "output.json", "output.terminal", "readers",
    "sources", "structure", "timeline",
)  # fmt: skip


@pytest.mark.parametrize("order", ["before", "after", "none"])
def test_the_functions_are_there_whatever_was_imported(order: str) -> None:
    """Two functions are called like rooms; importing the rooms must not hide them."""
    rooms = "".join(f"import policydiff.{room}\n" for room in ROOMS) if order != "none" else ""
    names = ("load", "load_pair", "load_series", "sections", "obligations", "diff", "timeline")
    first = (
        "import policydiff\npolicydiff.timeline, policydiff.obligations\n"
        if order == "after"
        else ""
    )
    code = (
        f"{first}{rooms}import policydiff\n"
        f"assert all(callable(getattr(policydiff, name)) for name in {names!r})\n"
        "document = policydiff.load(b'Privacy Policy\\n\\nWe may share your data with our partners.\\n')\n"
        "print(len(policydiff.obligations(document)), policydiff.diff(document, document).same,\n"
        "      len(policydiff.timeline([document]).histories), len(policydiff.sections(document)))\n"
    )
    assert python(code) == "1 True 1 1\n"


def test_all_that_is_promised_is_there() -> None:
    import policydiff

    assert all(hasattr(policydiff, name) for name in policydiff.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = policydiff.nonsense
    assert issubclass(policydiff.PolicydiffError, Exception)


# What the diff of two texts can do without.
SPARED = ("rich.console", "dateutil", "snowballstemmer.serbian_stemmer", "selectolax", "mammoth", "pypdfium2", "subprocess",
          "multiprocessing", "policydiff.sources.git", "policydiff.sources.archive", "policydiff.check")  # fmt: skip


def test_a_diff_of_texts_imports_no_more_than_it_needs(tmp_path: Path) -> None:
    old = "# Privacy Policy\n\nLast updated: May 5, 2020\n\nWe may share your data with partners.\n"
    (tmp_path / "old.md").write_text(old)
    (tmp_path / "new.md").write_text(old.replace("may", "will never").replace("2020", "2021"))
    code = (
        "import sys\nfrom policydiff.cli import main\n"
        f"try:\n    main(['diff', {str(tmp_path / 'old.md')!r}, {str(tmp_path / 'new.md')!r}, '--no-cache'])\n"
        "except SystemExit as left:\n    assert left.code == 1, left.code\n"
        f"print('SPARED', [name for name in {SPARED!r} if name in sys.modules])"
    )
    assert python(code).splitlines()[-1] == "SPARED []"


@pytest.mark.parametrize(
    ("args", "code"),
    [(["--version"], 0), (["diff", "{0}", "{0}"], 0), (["diff", "{0}", "{1}"], 1), (["diff", "{0}", "no such"], 2), (["nonsense"], 2)],
)  # fmt: skip
@pytest.mark.parametrize("debug", [False, True])
def test_a_process_ends_with_its_output_whole_and_its_code(
    args: list[str], code: int, debug: bool, tmp_path: Path
) -> None:
    """It leaves without taking the interpreter down; the long way must give the same."""
    files = [tmp_path / "old.txt", tmp_path / "new.txt"]
    lines = [f"We may share item {n} with partner {n}.\n\n" for n in range(400)]
    files[0].write_text("".join(lines))
    files[1].write_text("".join(line.replace("may", "will") for line in lines))
    named = [arg.format(*files) for arg in args]
    run = subprocess.run(
        [sys.executable, "-m", "policydiff", *named], capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "POLICYDIFF_NO_CACHE": "1"} | ({"POLICYDIFF_DEBUG": "1"} if debug else {}),
    )  # fmt: skip
    assert run.returncode == code, run.stderr
    assert bool(run.stdout) == (code != 2)
    assert bool(run.stderr) == (code == 2)
    if code == 1:
        assert "item 399" in run.stdout
