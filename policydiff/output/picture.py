"""Terminal output as one self-contained SVG, for a README.

rich's `export_svg` loads fonts from a CDN and squeezes wide characters to half their width, so the
few elements needed are written here: a window, a rectangle, one `<text>` for each styled run.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from io import StringIO
from typing import Final

from rich.cells import cell_len
from rich.color import Color, ColorType
from rich.console import Console, RenderableType
from rich.segment import Segment
from rich.style import Style

from policydiff.output.safe import NOT_XML

_FONTS: Final = (
    "ui-monospace, 'SF Mono', SFMono-Regular, Menlo, 'Cascadia Mono', Consolas, "
    "'DejaVu Sans Mono', 'Liberation Mono', monospace"
)
_BACKGROUND: Final = "#16191f"
_FOREGROUND: Final = "#d7dae0"
_QUIET: Final = "#7f8794"
_FRAME: Final = "#2c313a"
# The sixteen ANSI colours, light enough to read on the dark ground (contrast above 4.5).
_PALETTE: Final = (
    "#5c6370", "#ef7b84", "#8fc97a", "#e0b566", "#74b3f2", "#cf8ee8", "#5fc3cf", "#d7dae0",
    "#7f8794", "#f59aa1", "#a9dc96", "#edcb8a", "#98c8f7", "#deadf0", "#86d6df", "#ffffff",
)  # fmt: skip
_FONT_SIZE: Final = 14
_CELL: Final = 8.4  # width of a cell at that size; each run is stretched to its cells
_LINE: Final = 20
_MARGIN: Final = 18
_TITLE_BAR: Final = 36


def render_svg(lines: Iterable[RenderableType], *, width: int, title: str) -> str:
    """An SVG of `lines` as a terminal of `width` cells shows them; the same bytes each time."""
    console = Console(
        file=StringIO(), width=width, height=25, force_terminal=True, force_jupyter=False,
        color_system="truecolor", legacy_windows=False, markup=False, emoji=False, highlight=False,
        _environ={},
    )  # fmt: skip
    segments = [segment for line in lines for segment in console.render(line)]
    rows = list(Segment.split_and_crop_lines(segments, width, pad=False, include_new_lines=False))
    while rows and not any(segment.text.strip() for segment in rows[-1]):
        rows.pop()
    classes: dict[str, str] = {}
    body = [_row(row, number, classes) for number, row in enumerate(rows)]
    return _frame("\n".join(row for row in body if row), classes, len(rows), width, title)


def _row(row: Iterable[Segment], number: int, classes: dict[str, str]) -> str:
    out: list[str] = []
    cells = 0
    for text, style, _ in Segment.simplify(row):
        used = cell_len(text)
        if text.strip():
            # Blanks at the edges need no element; those inside are kept by xml:space.
            lead = len(text) - len(text.lstrip(" "))
            core = text.strip(" ")
            name = classes.setdefault(_css(style or Style.null()), f"s{len(classes)}")
            left = _number(_MARGIN + (cells + lead) * _CELL)
            length = _number(cell_len(core) * _CELL)
            content = escape(NOT_XML.sub("\N{REPLACEMENT CHARACTER}", core), quote=False)
            out.append(
                f'<text class="{name}" x="{left}" y="{_TITLE_BAR + number * _LINE + _LINE}" '
                f'textLength="{length}" lengthAdjust="spacingAndGlyphs">{content}</text>'
            )
        cells += used
    return "".join(out)


def _css(style: Style) -> str:
    color = _hex(style.color) if style.color else _FOREGROUND
    if style.dim:
        color = _QUIET
    rules = [f"fill:{color}"]
    if style.bold:
        rules.append("font-weight:bold")
    if style.italic:
        rules.append("font-style:italic")
    lines = [
        name for on, name in ((style.underline, "underline"), (style.strike, "line-through")) if on
    ]
    if lines:
        rules.append(f"text-decoration:{' '.join(lines)}")
    return ";".join(rules)


def _hex(color: Color) -> str:
    if color.type is ColorType.DEFAULT:
        return _FOREGROUND
    if color.number is not None and color.number < len(_PALETTE):
        return _PALETTE[color.number]
    return color.get_truecolor().hex


def _frame(body: str, classes: dict[str, str], rows: int, width: int, title: str) -> str:
    wide = _number(2 * _MARGIN + width * _CELL)
    high = _TITLE_BAR + rows * _LINE + _MARGIN
    name = escape(NOT_XML.sub("\N{REPLACEMENT CHARACTER}", title), quote=False)
    rules = "\n".join(f".{name} {{ {css} }}" for css, name in classes.items())
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" role="img">
<title>{name}</title>
<style>
text {{ font: {_FONT_SIZE}px {_FONTS}; white-space: pre }}
.title {{ fill: {_QUIET}; text-anchor: middle }}
{rules}
</style>
<rect x="0.5" y="0.5" width="{_number(2 * _MARGIN + width * _CELL - 1)}" height="{high - 1}" rx="8" fill="{_BACKGROUND}" stroke="{_FRAME}"/>
<circle cx="20" cy="18" r="5" fill="{_FRAME}"/><circle cx="36" cy="18" r="5" fill="{_FRAME}"/><circle cx="52" cy="18" r="5" fill="{_FRAME}"/>
<text class="title" x="{_number(_MARGIN + width * _CELL / 2)}" y="22">{name}</text>
<g xml:space="preserve">
{body}
</g>
</svg>
"""


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
