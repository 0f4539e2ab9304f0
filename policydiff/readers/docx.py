"""DOCX to blocks: mammoth makes HTML of it, which goes through the walker that HTML goes through.

Insertions that are tracked are read, deletions are not: the text as it would be if all changes were
accepted. Comments, page headers and footers are left out. "Lines" are paragraphs, counted from 1.
"""

from __future__ import annotations

import io
import re
import zipfile

from policydiff.errors import SourceError
from policydiff.model import SnapshotWarning
from policydiff.patterns import regex
from policydiff.readers.docx_numbers import heading_styles, with_numbers
from policydiff.readers.html import read_tree
from policydiff.readers.reading import Reading

_MAX_XML = 64 * 1024 * 1024  # bytes unpacked; the text of the longest policies is 1 MB of XML
_MAX_PARTS = 5_000
_MAIN = regex(r"word/document\d*\.xml")
_TRACKED = regex(rb"<w:(?:ins|del|moveFrom|moveTo)\s")
# Without this the title is a paragraph; and lists made by style alone lose their depth.
_STYLES = """
p[style-name='Title'] => h1.document-title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
p[style-name='List Number 3'] => ul|ol > li > ul|ol > li > ol > li:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quote'] => blockquote > p:fresh
strike => s
"""
# What mammoth passes by with all that it holds: fields (a company's name, often), words of another
# writing direction; and letters that are struck through twice.
_WRAPPERS = regex(rb"</?w:(?:fldSimple|dir|bdo)(?:\s[^<>]*)?/?>")
_TWICE = regex(rb"<w:dstrike\b")
# Hidden in Word and on paper. As if it were struck through, so that mammoth tells it from the rest.
_HIDDEN = regex(rb'<w:vanish(?:\s+w:val="(?:1|true|on)")?\s*/>')
_STRUCK = regex(rb"<w:d?strike\b")
_BACK = regex(r'\s*<a href="#(?:footnote|endnote)-ref-\d+">↑</a>')  # mammoth's own way back
_HEADING = regex(r"<(/?)h([1-6])>")
_TITLE = '<h1 class="document-title">'


def read_docx(data: bytes, source: str) -> Reading:
    """Blocks of a Word document. Raises SourceError for one that is broken or unreasonably large."""
    xml = _checked(data, source)
    import mammoth

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        plain = _TWICE.sub(b"<w:strike", _WRAPPERS.sub(b"", xml))
        plain = _HIDDEN.sub(b"<w:strike/>", plain)
        packed = io.BytesIO(data if plain == xml else _with_main(archive, plain))
        styles = _STYLES + heading_styles(archive)
        try:
            result = mammoth.convert_to_html(
                packed,
                style_map=styles,
                convert_image=mammoth.images.img_element(lambda image: {}),
            )
        except Exception as error:  # whatever its XML reader raises
            raise _broken(source, error) from error
        html = with_numbers(_BACK.sub("", result.value), archive, xml)
    builder, blocks = read_tree(_title_above(html), by_paragraph=True)
    warnings = []
    if tracked := len(_TRACKED.findall(xml)):
        message = f"tracked changes ({tracked}) are read as if they were accepted"
        warnings.append(SnapshotWarning(code="tracked-changes", message=message))
    hidden = _HIDDEN.search(xml) is not None
    if builder.edits and hidden:
        message = "words that are formatted as hidden are left out"
        warnings.append(SnapshotWarning(code="hidden-text", message=message))
    if builder.edits and (not hidden or _STRUCK.search(xml)):
        message = f"words that are struck through ({builder.edits} passages) are left out"
        warnings.append(SnapshotWarning(code="marked-edits", message=message))
    return Reading(blocks=tuple(blocks), warnings=tuple(warnings))


def _with_main(archive: zipfile.ZipFile, main: bytes) -> bytes:
    """The document with another main part, and without its pictures."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as copy:
        for part in archive.infolist():
            if part.filename.endswith((".xml", ".rels")):
                own = _MAIN.fullmatch(part.filename)
                copy.writestr(part.filename, main if own else archive.read(part))
    return packed.getvalue()


def _checked(data: bytes, source: str) -> bytes:
    """The main part of the document, once all parts are known to be of a reasonable size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            # Pictures are never unpacked.
            size = sum(
                part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))
            )
            if size > _MAX_XML or len(parts) > _MAX_PARTS:
                raise SourceError(
                    f"unpacks to {size >> 20} MB of text in {len(parts)} parts", where=source,
                    why="no policy is that large", fix="save it again in Word, or as text",
                )  # fmt: skip
            for part in parts:
                # Office never writes a document type; with one, entities could be piled up.
                # Read whole, so that no later reading meets a part that is damaged.
                told = part.filename.endswith((".xml", ".rels")) and archive.read(part)
                if told and b"<!DOCTYPE" in told[:4096]:
                    raise SourceError(
                        "this is no sound Word document", where=source,
                        why=f"{part.filename} declares entities", fix="save it again in Word",
                    )  # fmt: skip
            main = next((part for part in parts if _MAIN.fullmatch(part.filename)), None)
            return archive.read(main) if main else b""
    except SourceError:
        raise
    except Exception as error:  # zipfile raises a dozen kinds for broken archives
        raise _broken(source, error) from error


def _broken(source: str, error: Exception) -> SourceError:
    why = " ".join(str(error).split())[:100] or type(error).__name__
    if isinstance(error, RecursionError):
        why = "it is nested too deeply"
    return SourceError(
        "this Word document is broken",
        where=source,
        why=why,
        fix="save it again in Word, or get it again",
    )


def _title_above(html: str) -> str:
    """The HTML with all other headings one level below the title, where the document has one."""
    before, mark, behind = html.partition(_TITLE)
    if not mark or _TITLE in behind:
        return html
    title, end, rest = behind.partition("</h1>")
    lowered = [_HEADING.sub(_lower, part) for part in (before, rest)]
    return f"{lowered[0]}<h1>{title}{end}{lowered[1]}"


def _lower(heading: re.Match[str]) -> str:
    return f"<{heading[1]}h{min(6, int(heading[2]) + 1)}>"
