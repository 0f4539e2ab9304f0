"""Make the HTML, DOCX, text and PDF editions of `policy.md`, for `tests/test_formats.py`.

    python tests/cases/formats/build.py [FOLDER]

Needs python-docx and, for the PDFs, `chromium` and `soffice` (LibreOffice) on the PATH. The results are kept beside this file, so
that the tests need neither.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

HERE = Path(__file__).parent
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Tidewater Parcels Privacy Policy</title>
<style>
body {{ font: 11pt/1.4 "DejaVu Serif", serif; }}
h1 {{ font-size: 20pt; }} h2 {{ font-size: 15pt; }} h3 {{ font-size: 12.5pt; }}
td, th {{ border: 1px solid #888; padding: 4px 8px; text-align: left; }}
@media print {{ nav, footer, .cookie-banner {{ display: none; }} }}
</style>
</head>
<body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/track">Track a parcel</a></li><li><a href="/help">Help</a></li></ul></nav>
<div class="cookie-banner" role="dialog"><p>We use cookies.</p><button>Accept</button></div>
<main>
{body}</main>
<footer><p>© 2023 Tidewater Parcels Ltd</p><a href="/imprint">Imprint</a></footer>
</body>
</html>
"""


def parse(source: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(source)


def html(source: str) -> str:
    return PAGE.format(body=MarkdownIt("commonmark").enable("table").render(source))


def plain(token: Token) -> str:
    return "".join(child.content for child in token.children or [] if child.type == "text")


def text(source: str) -> str:
    """Text as a browser saves it: a blank line between paragraphs, bullets, cells on lines."""
    out: list[str] = []
    markers: list[list[Any]] = []
    for token in parse(source):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            markers.append([token.type == "ordered_list_open", 0])
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            markers.pop()
            out += [""] if not markers else []
        elif token.type == "list_item_open":
            markers[-1][1] += 1
        elif token.type == "table_open":
            out.append("")
        elif token.type == "inline":
            line = plain(token)
            if markers:
                ordered, number = markers[-1]
                indent = "  " * (len(markers) - 1)
                out.append(f"{indent}{f'{number}.' if ordered else '•'} {line}")
            elif token.level == 4:
                out[-1] += f"\t{line}" if out[-1] else line
            else:
                out += ["", line, ""]
        elif token.type in ("tr_close", "table_close"):
            out.append("")
    joined = "\n".join(out)
    while "\n\n\n" in joined:
        joined = joined.replace("\n\n\n", "\n\n")
    return joined.strip() + "\n"


def docx(source: str, target: Path) -> None:
    from docx import Document
    from docx.oxml.ns import qn
    from docx.oxml.shared import OxmlElement

    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "Tidewater Parcels – internal draft"
    section.footer.paragraphs[0].text = "Page 1"
    depth: list[str] = []
    rows: list[list[Token]] = []

    def write(paragraph: Any, token: Token) -> None:
        bold, link = False, ""
        for child in token.children or []:
            if child.type in ("strong_open", "strong_close"):
                bold = child.type == "strong_open"
            elif child.type == "link_open":
                link = str(child.attrGet("href"))
            elif child.type == "link_close":
                link = ""
            elif child.type == "text" and child.content:
                run = paragraph.add_run(child.content)
                run.bold = bold or None
                if link:
                    relation = paragraph.part.relate_to(
                        link, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
                        is_external=True,
                    )  # fmt: skip
                    element = OxmlElement("w:hyperlink")
                    element.set(qn("r:id"), relation)
                    run._r.addprevious(element)
                    element.append(run._r)

    tokens: Sequence[Token] = parse(source)
    style, in_table = "", False
    for token in tokens:
        match token.type:
            case "heading_open":
                level = int(token.tag[1])
                style = "Title" if level == 1 else f"Heading {level - 1}"
            case "bullet_list_open" | "ordered_list_open":
                depth.append("List Bullet" if token.type.startswith("bullet") else "List Number")
            case "bullet_list_close" | "ordered_list_close":
                depth.pop()
            case "table_open":
                in_table, rows = True, []
            case "tr_open":
                rows.append([])
            case "table_close":
                in_table = False
                table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
                for across, row in enumerate(rows):
                    for down, cell in enumerate(row):
                        write(table.cell(across, down).paragraphs[0], cell)
                mark = OxmlElement("w:tblHeader")
                table.rows[0]._tr.get_or_add_trPr().append(mark)
            case "inline" if in_table:
                rows[-1].append(token)
            case "inline":
                name = style or (
                    f"{depth[-1]}{f' {len(depth)}' if len(depth) > 1 else ''}"
                    if depth
                    else "Normal"
                )
                write(document.add_paragraph(style=name), token)
                style = ""
    document.core_properties.author = ""
    document.save(str(target))


def pdf(page: Path, target: Path, *options: str) -> None:
    browser = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if browser is None:
        print("no chromium here: the PDF stays as it is")
        return
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
             *options, f"--print-to-pdf={target}", page.resolve().as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip


def build(source: str, folder: Path, name: str = "policy") -> None:
    """Write the editions of one Markdown source into a folder."""
    (folder / f"{name}.html").write_text(html(source), "utf-8")
    (folder / f"{name}.txt").write_text(text(source), "utf-8")
    docx(source, folder / f"{name}.docx")
    pdf(folder / f"{name}.html", folder / f"{name}.pdf", "--no-pdf-header-footer")
    # The same without tags, in two columns, with the header and footer of the browser.
    page = html(source).replace("<main>", '<main style="column-count: 2; text-align: justify">')
    with tempfile.TemporaryDirectory() as other:
        (Path(other) / "page.html").write_text(page, "utf-8")
        pdf(Path(other) / "page.html", folder / f"{name}-columns.pdf", "--disable-pdf-tagging")
    office = shutil.which("soffice")
    if office is None:
        print("no LibreOffice here: its PDF stays as it is")
        return
    with tempfile.TemporaryDirectory() as other:
        subprocess.run(
            [office, "--headless", "--convert-to", "pdf", "--outdir", other, str(folder / f"{name}.docx")],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        shutil.move(Path(other) / f"{name}.pdf", folder / f"{name}-office.pdf")


if __name__ == "__main__":
    into = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    build((HERE / "policy.md").read_text("utf-8"), into)
    pdf(HERE / "words.html", into / "words.pdf", "--no-pdf-header-footer")
    pdf(HERE / "counters.html", into / "counters.pdf", "--no-pdf-header-footer")
