"""The tools that policydiff is measured against, in an environment of their own.

They are never imported and no dependency of anything here: `.venv-bench` is made once and kept.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / ".venv-bench"
# typing-extensions: redlines imports it without asking for it.
PACKAGES = ("redlines", "governdiff", "icdiff", "typing-extensions")


def install() -> Path:
    """The folder with the peers' commands. Raises CalledProcessError where they cannot be had."""
    commands = FOLDER / "bin"
    done = FOLDER / ".installed"
    if done.exists() and done.read_text("utf-8").split() == list(PACKAGES):
        return commands
    subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True)
    pip = [str(commands / "python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "--disable-pip-version-check", *PACKAGES], check=True)
    done.write_text("\n".join(PACKAGES), "utf-8")
    return commands


def pair(old: Path, new: Path) -> dict[str, list[str]]:
    """The command line of each peer for one pair of files."""
    commands = install()
    files = [str(old), str(new)]
    return {
        "redlines": [str(commands / "redlines"), "text", "-q", *files],
        "governdiff": [str(commands / "governdiff"), "diff", *files],
        "icdiff": [str(commands / "icdiff"), "--cols=160", *files],
    }
