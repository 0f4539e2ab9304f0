"""Draw the pictures of docs/ci.md: real output on the samples, as a browser shows it.

python benchmarks/ci_pictures.py docs        needs Chromium and Pillow

The comment is the Markdown of `--output markdown`, made HTML by markdown-it; the annotations are the
lines of `--output github`, read as GitHub reads them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt
from PIL import Image

ROOT = Path(__file__).parents[1]
PAIR = ("samples/lumen-notes/2022-09-15.md", "samples/lumen-notes/2023-06-30.md")
WIDTH = 860
STYLE = """
body { margin: 0; padding: 16px; width: 828px; background: #fff; color: #1f2328;
  font: 14px/1.5 -apple-system, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', Helvetica, Arial, sans-serif }
.box { border: 1px solid #d1d9e0; border-radius: 6px; overflow: hidden }
.head { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; padding: 8px 16px; color: #59636e }
.body { padding: 8px 16px 16px }
h3 { font-size: 17px; margin: 12px 0 }
code { background: #eff1f3; border-radius: 6px; padding: 2px 5px;
  font: 12px ui-monospace, 'DejaVu Sans Mono', monospace }
blockquote { margin: 4px 0; padding: 0 12px; color: #59636e; border-left: 3px solid #d1d9e0 }
del { background: #ffebe9 } ins { background: #dafbe1; text-decoration: none }
sub { font-size: 11px; vertical-align: baseline; color: #59636e } li { margin: 8px 0 } ul { padding-left: 22px }
.line { font: 12px/22px ui-monospace, 'DejaVu Sans Mono', monospace; display: flex }
.line b { width: 44px; text-align: right; padding-right: 12px; color: #59636e; font-weight: normal; flex: none }
.note { margin: 8px 16px 8px 56px; padding: 8px 12px; border: 1px solid #d1d9e0; border-left: 4px solid #9a6700;
  border-radius: 6px; white-space: pre-line; font-size: 13px }
.note.error { border-left-color: #cf222e } .note.notice { border-left-color: #0969da }
.note h4 { margin: 0 0 4px; font-size: 13px }
"""


def main(folder: Path) -> None:
    """Write `ci-comment.png` and `ci-annotations.png` into `folder`."""
    folder = folder.resolve()
    comment = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(_check("markdown"))
    # A cross that fonts have where there are none for emoji.
    comment = comment.replace(
        "\N{CROSS MARK}", '<span style="color:#cf222e">\N{HEAVY MULTIPLICATION X}</span>'
    )
    head = '<div class="head"><b>policydiff</b> commented</div>'
    _draw(
        f'<div class="box">{head}<div class="body">{comment}</div></div>', folder / "ci-comment.png"
    )
    _draw(_annotated(_check("github")), folder / "ci-annotations.png")


def _check(output: str) -> str:
    command = [
        sys.executable,
        "-m",
        "policydiff",
        "check",
        *PAIR,
        "--output",
        output,
        "--exit-zero",
    ]
    return subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8"
    ).stdout


def _annotated(commands: str) -> str:
    """The new file with each annotation below its line."""
    notes: dict[int, list[str]] = {}
    for kind, values, text in re.findall(r"^::(\w+) ([^:]*)::(.*)$", commands, re.MULTILINE):
        found = dict(value.split("=", 1) for value in values.split(","))
        words = text.replace("%0A", "\n").replace("%25", "%")
        body = f'<div class="note {kind}"><h4>{escape(found["title"])}</h4>{escape(words)}</div>'
        notes.setdefault(int(found["line"]), []).append(body)
    lines = (ROOT / PAIR[1]).read_text("utf-8").splitlines()
    shown = {number for line in notes for number in range(line - 2, line + 1)}
    rows = []
    for number, line in enumerate(lines, 1):
        if number in shown:
            rows.append(
                f'<div class="line"><b>{number}</b><span>{escape(line) or "&nbsp;"}</span></div>'
            )
            rows += notes.get(number, [])
    return f'<div class="box"><div class="head">{escape(PAIR[1])}</div>{"".join(rows)}</div>'


def _draw(body: str, target: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("install Chromium")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        script = "<script>document.title = document.documentElement.scrollHeight</script>"
        page.write_text(f'<meta charset="utf-8"><style>{STYLE}</style>{body}{script}', "utf-8")
        base = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                f"--user-data-dir={folder}/profile"]  # fmt: skip
        dumped = subprocess.run(
            [*base, f"--window-size={WIDTH},200", "--dump-dom", page.as_uri()],
            check=True, capture_output=True, encoding="utf-8",
        ).stdout  # fmt: skip
        height = int(re.findall(r"<title>(\d+)</title>", dumped)[0])
        subprocess.run(
            [*base, f"--window-size={WIDTH},{height}", f"--screenshot={target}", page.as_uri()],
            check=True, capture_output=True,
        )  # fmt: skip
    with Image.open(target) as picture:
        small = picture.convert("RGB").quantize(48, dither=Image.Dither.NONE)
    small.save(target, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
