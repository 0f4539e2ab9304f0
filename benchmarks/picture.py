"""Draw the README's pictures from the real output on the samples.

python benchmarks/picture.py docs
"""

from __future__ import annotations

import os
import sys
from itertools import islice
from pathlib import Path

from policydiff import api
from policydiff.output.picture import render_svg
from policydiff.output.terminal import render_diff, render_timeline

NOTES = Path("samples") / "lumen-notes"  # as a user in the project's root names it
WIDTH = 112


def main(folder: Path) -> None:
    """Write `diff.svg` and `timeline.svg` into `folder`."""
    folder = folder.resolve()
    os.chdir(Path(__file__).parents[1])
    old, new = api.load_pair(NOTES / "2022-09-15.md", NOTES / "2023-06-30.md")
    found = api.diff(old, new)
    lines = render_diff(
        found.comparison, found.timeline, unread=found.unread, quotes=found.quotes, width=WIDTH,
        layout="side-by-side",
    )  # fmt: skip
    title = "policydiff diff 2022-09-15.md 2023-06-30.md"
    (folder / "diff.svg").write_text(
        render_svg(islice(lines, 9), width=WIDTH, title=title), "utf-8"
    )
    series = api.load_series([NOTES])[0]
    rows = render_timeline(api.timeline(series), width=WIDTH)
    title = "policydiff timeline lumen-notes"
    (folder / "timeline.svg").write_text(render_svg(rows, width=WIDTH, title=title), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
