"""Real git repositories for tests, built commit by commit with dates of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


class GitRepository:
    """A repository in a folder; nobody's configuration reaches it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self("init", "-q", "-b", "main")
        self("config", "user.name", "A")
        self("config", "user.email", "a@example.org")

    def __call__(self, *args: str, date: str | None = None, committed: str | None = None) -> str:
        """What a git command prints."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        if date:
            environment |= {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": committed or date}
        done = subprocess.run(
            ["git", "-c", "protocol.file.allow=always", *args], cwd=self.folder, env=environment,
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout.strip()

    def write(self, name: str, text: str | bytes) -> None:
        """Put a file into the work tree."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def commit(
        self,
        files: dict[str, str | bytes | None] | None = None,
        *,
        date: str,
        message: str = "Change",
        committed: str | None = None,
    ) -> str:
        """Commit some files (None deletes one) and return the hash."""
        for name, text in (files or {}).items():
            if text is None:
                (self.folder / name).unlink()
            else:
                self.write(name, text)
        self("add", "-A")
        self("commit", "-q", "--allow-empty", "-m", message, date=date, committed=committed)
        return self("rev-parse", "HEAD")
