"""What the software of a site is told above a Markdown page, between two rows of "---" or "+++".

    ---
    title: Privacy Policy
    last_updated: 2021-03-01
    ---

No reader of the page sees it; of what it says, the title and the dates are the document's own.
"""

from __future__ import annotations

from policydiff.model import Block
from policydiff.patterns import regex

_FENCES = {"---": ("---", "..."), "+++": ("+++",)}  # YAML and TOML: row above, rows below
_LINES = 200  # longer is no head of a page
_ENTRY = regex(r"[\"']?[A-Za-z_][\w.-]{0,60}[\"']?\s*(?::(?:\s|$)|=\s*\S)")
_INSIDE = regex(r"\s+\S|-\s|[#}\]]|\[")  # a line that goes on with an entry, a comment, a table
_TITLE = regex(r"title\s*[:=]\s*(\S.*)")


def split_front_matter(text: str) -> tuple[list[Block], str]:
    """Blocks of the head, and the text with blank lines in its place; no blocks where none is.

    The title is a heading of the first level where the page has none, each other line furniture.
    """
    lines = text[:40_000].split("\n")
    closing = _FENCES.get(lines[0].strip(), ())
    end = next((i for i, line in enumerate(lines[:_LINES]) if i and line.strip() in closing), 0)
    inside = [line.rstrip() for line in lines[1:end]]
    entries = [line for line in inside if _ENTRY.match(line)]
    if not entries or any(
        line and not _ENTRY.match(line) and not _INSIDE.match(line) for line in inside
    ):
        return [], text
    rest = "\n" * end + "\n".join(lines[end:])[len(lines[end]) :] + text[40_000:]
    named = any(line.startswith("# ") or set(line.strip()) == {"="} for line in rest.split("\n"))
    blocks = []
    for number, line in enumerate(inside, start=2):
        title = None if named else _TITLE.match(line)
        if title and (words := title[1].strip().strip("\"'")):
            blocks.append(Block(kind="heading", level=1, text=words, line=number, end_line=number))
            named = True
        elif line:
            blocks.append(
                Block(
                    kind="paragraph",
                    text=line.strip(),
                    line=number,
                    end_line=number,
                    furniture="front-matter",
                )
            )
    return blocks, rest
