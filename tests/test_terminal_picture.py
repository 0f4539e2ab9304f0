"""The SVG is one file that asks nobody for anything, and the same each time."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from rich.text import Text
from terminal_fixtures import northwind_diff, northwind_timeline

from policydiff.output.picture import render_svg
from policydiff.output.terminal import render_diff, render_timeline


def picture(width: int) -> str:
    comparison, timeline = northwind_diff()
    return render_svg(
        render_diff(comparison, timeline, unread=0, width=width), width=width, title="a & b"
    )


def test_it_is_self_contained_well_formed_and_deterministic() -> None:
    svg = picture(120)
    assert svg == picture(120)
    root = ElementTree.fromstring(svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "@font-face" not in svg
    assert "<script" not in svg
    assert re.findall(r"https?://[^\s<\"]+", re.sub(r"<text.*?</text>", "", svg)) == [
        "http://www.w3.org/2000/svg"
    ]
    assert "<title>a &amp; b</title>" in svg


def test_every_run_stays_inside_the_window_and_wide_text_keeps_its_cells() -> None:
    root = ElementTree.fromstring(picture(100))
    limit = float(root.get("width", "0"))
    for element in root.iter("{http://www.w3.org/2000/svg}text"):
        if element.get("textLength"):
            assert float(element.get("x", "0")) + float(element.get("textLength", "0")) <= limit
    svg = render_svg([Text("个人")], width=20, title="")
    assert 'textLength="33.6"' in svg  # four cells


def test_hostile_text_cannot_leave_its_element() -> None:
    svg = render_svg([Text("</text><script>x</script> & \x07\x1b[2J")], width=60, title="<b>")
    ElementTree.fromstring(svg)
    assert "<script" not in svg


def test_a_grid_has_its_signs() -> None:
    svg = render_svg(render_timeline(northwind_timeline(), width=100), width=100, title="t")
    for sign in "●○⇄▲▼↺":
        assert sign in svg
