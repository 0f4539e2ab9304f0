"""The words by which lines are judged; `words/en.toml` says what each list is for."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from policydiff import word_lists

_FOLDER = Path(__file__).with_name("words")
choice = partial(word_lists.choice, _FOLDER)
listed = partial(word_lists.listed, _FOLDER)
