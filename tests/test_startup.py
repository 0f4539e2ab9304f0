"""Starting is quick: help imports none of the heavy libraries; the package offers its functions."""

from __future__ import annotations

import subprocess
import sys

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
