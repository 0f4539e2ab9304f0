"""The smallest PDF that holds some texts at some places: for tests of layout, without a browser."""

from __future__ import annotations

from collections.abc import Sequence

Text = tuple[float, float, float, bool, str]  # left, bottom, size, bold, text
STAMP = "DRAFT"  # texts that begin so stand across the page
_ESCAPED = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})


def _matrix(left: float, bottom: float, turned: bool, text: str) -> str:
    if text.startswith(STAMP):
        return f"0.7 0.7 -0.7 0.7 {left} {bottom}"
    return f"0 1 -1 0 {612 - bottom} {left}" if turned else f"1 0 0 1 {left} {bottom}"


def write_pdf(
    pages: Sequence[Sequence[Text]], *, turned: bool = False, rotate: int | None = None
) -> bytes:
    """An untagged PDF in Helvetica, 612 by 792 points; texts are set in the order given.

    `turned` makes a page 792 wide of it as many programs do: the letters lie on their side and the
    page is shown turned. `rotate` alone turns the page and not the letters.
    """
    shown_as = 90 * turned if rotate is None else rotate
    kids = " ".join(f"{5 + 2 * index} 0 R" for index in range(len(pages)))
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica{} /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        font.format("").encode(),
        font.format("-Bold").encode(),
    ]
    for index, texts in enumerate(pages):
        shown = "".join(
            f"BT /F{2 if bold else 1} {size} Tf {_matrix(left, bottom, turned, text)} Tm "
            f"({text.translate(_ESCAPED)}) Tj ET\n"
            for left, bottom, size, bold, text in texts
        ).encode("cp1252")
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate {shown_as} /Contents {6 + 2 * index} 0 R "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>".encode(),
            f"<< /Length {len(shown)} >>\nstream\n".encode() + shown + b"endstream",
        ]
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()
