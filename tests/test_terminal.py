"""Terminal output: goldens to read, and laws that hold for every input and width."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from msgspec.structs import replace
from rich.cells import cell_len
from terminal_fixtures import (
    PairBuilder,
    make_snapshot,
    northwind_diff,
    northwind_outline,
    northwind_snapshots,
    northwind_timeline,
    ops_of,
)

from policydiff.cli.console import make_console, write
from policydiff.model import Clause, ClausePair, Comparison, Op, SectionPair, Timeline
from policydiff.output import terminal
from policydiff.output.safe import safe
from policydiff.output.terminal import (
    Lines,
    render_obligations,
    render_sections,
    render_snapshots,
    render_timeline,
)
from policydiff.output.terminal.buckets import plan_columns
from policydiff.output.terminal.columns import clip, line_cells, wrap
from policydiff.output.terminal.words import new_runs, old_runs
from policydiff.timeline.unread import count_unread

CASES = Path(__file__).parent / "cases" / "terminal"
WIDTHS = (80, 120, 200)
HOSTILE = (
    "We \x1b[2Jmay\x1b]8;;http://evil\x07 [not] \u202esell\u202c it\x9b31m\u200b\U000e0041 :smile:"
)


def render_diff(comparison: Comparison, timeline: Timeline, **options: Any) -> Iterator[Lines]:
    """As the command line asks for it: with the number of sentences of which nothing is told."""
    unread = count_unread(comparison, timeline)
    return terminal.render_diff(comparison, timeline, unread=unread, **options)


def plain(blocks: Iterable[Lines]) -> str:
    return "".join(block.plain for block in blocks)


def styled(blocks: Iterable[Lines]) -> str:
    """Styles as words; "quiet" is left out, or nobody could see the text for the tags."""
    out = []
    for block in blocks:
        for line in block.lines:
            for text, style in line:
                tagged = style and style != "quiet" and text.strip()
                out.append(f"[{style}]{text}[/{style}]" if tagged else text)
            out.append("\n")
    return "".join(out)


def everything(
    width: int, *, ascii_only: bool = False, marks: bool = False
) -> dict[str, list[Lines]]:
    """Every renderer on the fixtures."""
    comparison, timeline = northwind_diff()
    document, obligations = northwind_outline()
    series = northwind_timeline()
    options = {"width": width, "ascii_only": ascii_only, "marks": marks}
    short = {"width": width, "ascii_only": ascii_only}
    return {
        "diff": list(render_diff(comparison, timeline, **options)),
        "diff-context": list(render_diff(comparison, timeline, context=1, **options)),
        "diff-all": list(render_diff(comparison, timeline, show_all=True, **options)),
        "grid": list(render_timeline(series, **options)),  # type: ignore[arg-type]
        "grid-stretched": list(render_timeline(northwind_timeline(7), **options)),  # type: ignore[arg-type]
        "list": list(render_timeline(series, layout="list", changed_only=True, **options)),  # type: ignore[arg-type]
        "sections": list(render_sections(document, explain=True, **short)),  # type: ignore[arg-type]
        "obligations": list(render_obligations(document, obligations, **short)),  # type: ignore[arg-type]
        "snapshots": list(render_snapshots(northwind_snapshots(), **short)),  # type: ignore[arg-type]
    }


def check_golden(name: str, text: str) -> None:
    path = CASES / f"{name}.txt"
    if os.environ.get("POLICYDIFF_GOLDENS") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", everything(80))
def test_golden(name: str, width: int) -> None:
    """What a pipe shows: marks instead of colour."""
    check_golden(f"{name}-{width}", plain(everything(width, marks=True)[name]))


@pytest.mark.parametrize("name", ["diff", "grid", "list"])
def test_golden_styles(name: str) -> None:
    check_golden(f"{name}-80-styled", styled(everything(80)[name]))


@pytest.mark.parametrize("name", ["diff", "grid", "list", "sections"])
def test_golden_ascii(name: str) -> None:
    check_golden(f"{name}-80-ascii", plain(everything(80, ascii_only=True, marks=True)[name]))


@pytest.mark.parametrize("width", [40, 41, 60, 79, 80, 99, 100, 119, 120, 200, 333])
def test_no_line_is_wider_than_the_console(width: int) -> None:
    for name, blocks in everything(width, marks=True).items():
        for block in blocks:
            for line in block.lines:
                assert line_cells(line) <= width, (name, line)


@pytest.mark.parametrize("width", [80, 120])
def test_ascii_only_adds_no_sign_of_ours(width: int) -> None:
    policy = {c for c in str(northwind_diff()) + str(northwind_timeline()) if not c.isascii()}
    for name, blocks in everything(width, ascii_only=True).items():
        assert {c for c in plain(blocks) if not c.isascii()} <= policy - {"→"}, name


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_every_changed_word_is_present(width: int) -> None:
    comparison, timeline = northwind_diff()
    text = plain(render_diff(comparison, timeline, width=width, layout="unified"))
    folded = re.sub(r"\s+", "", text)
    for pair in (pair for section in comparison.sections for pair in section.clauses):
        changed = [op[1] for op in pair.ops if op[0] != "="]
        if pair.change in ("added", "removed"):
            changed = [(pair.new or pair.old).text]  # type: ignore[union-attr]
        for words in changed:
            assert re.sub(r"\s+", "", words) in folded


def test_marks_survive_without_colour_and_signs_stand_in_the_gutter() -> None:
    comparison, timeline = northwind_diff()
    marked = plain(render_diff(comparison, timeline, width=80, marks=True))
    assert "[-30 days-] {+two years+}" in marked
    assert "\n- We will tell you" in marked
    assert "\n+ You may opt out" in marked
    assert "\n~ We keep this" in marked
    unmarked = plain(render_diff(comparison, timeline, width=80))
    assert "[-" not in unmarked
    assert "{+" not in unmarked


def test_layout_follows_the_width_unless_given() -> None:
    comparison, timeline = northwind_diff()
    assert "│" not in plain(render_diff(comparison, timeline, width=99))
    assert "│" in plain(render_diff(comparison, timeline, width=100))
    assert "│" in plain(render_diff(comparison, timeline, width=80, layout="side-by-side"))
    assert "│" not in plain(render_diff(comparison, timeline, width=200, layout="unified"))


def test_context_and_all_unfold_clauses() -> None:
    comparison, timeline = northwind_diff()
    folded = plain(render_diff(comparison, timeline, width=80))
    assert "… 2 unchanged clauses" in folded
    assert "… 2 unchanged sections: Children · Security" in folded
    assert "your name and postal address" not in folded
    near = plain(render_diff(comparison, timeline, width=80, context=1))
    assert "(a) your name and postal address;" in near
    assert "We collect:" not in near
    whole = plain(render_diff(comparison, timeline, width=80, show_all=True))
    assert "unchanged clause" not in whole
    for document in (comparison.old, comparison.new):
        for clause in document.clauses:
            assert clause.text.split()[0][:12] in whole


def test_a_document_against_itself_says_so() -> None:
    b = PairBuilder()
    b.add("Cookies", "Cookies", (), ["  We use cookies."])
    snapshot = make_snapshot("2001-10-16")
    nothing = Timeline(series=None, snapshots=(snapshot, snapshot), histories=())
    text = plain(render_diff(b.build(snapshot, snapshot), nothing, width=80))
    assert "No differences in 1 section" in text
    assert "No obligation changed" in text


def test_moved_split_and_merged_are_said_in_the_header() -> None:
    b = PairBuilder()
    b.add("Security", "Security", ("edited",), ["  We use SSL.", "  We train our staff."])
    b.add("Storage", "Storage", ("edited",), ["+ Data stay in Norway."])
    comparison = b.build(*northwind_snapshots())
    moved = comparison.old.sections[0].clauses[1]
    arrived = replace(moved, id="s2.c9", line=40)
    target = comparison.new.sections[1]
    target = replace(target, clauses=(*target.clauses, arrived))
    first, second = comparison.sections
    pairs = (
        replace(first, clauses=first.clauses[:1], changes=("split",), new=(*first.new, target)),
        replace(
            second,
            new=(target,),
            old=(*second.old, comparison.old.sections[0]),
            changes=("merged", "moved"),
        ),
        SectionPair(
            changes=("edited",), old=(comparison.old.sections[1],), new=(target,), similarity=0.5,
            clauses=(ClausePair(change="moved", old=moved, new=arrived),),
        ),
    )  # fmt: skip
    new = replace(comparison.new, sections=(comparison.new.sections[0], target))
    comparison = Comparison(old=comparison.old, new=new, sections=pairs)
    nothing = Timeline(series=None, snapshots=(), histories=())
    text = plain(render_diff(comparison, nothing, width=80))
    assert "split into 2" in text
    assert "merged from 2" in text
    assert "> We train our staff.\n  moved here from “Security”, line 5" in text
    assert "> 1 clause moved to “Storage”, line 40" in text
    wide = plain(render_diff(comparison, nothing, width=120))
    assert "> moved here from “Security”, line 5" in wide


def test_gravest_obligations_come_first() -> None:
    comparison, timeline = northwind_diff()
    text = plain(render_diff(comparison, timeline, width=80))
    assert text.index("2 changes against the user") < text.index("What We Collect")
    block = text[text.index("Obligations ─") :]
    order = [block.index(name) for name in ("⇄ reversed", "○ vanished", "● appeared", "~ reworded")]
    assert order == sorted(order)
    assert "(will never → may)" in re.sub(r"\s+", " ", block)
    assert "nearest sentence now, 41% alike, line 26" in block


def hostile_blocks(width: int) -> dict[str, list[Lines]]:
    """Every renderer on documents whose every text is hostile."""
    b = PairBuilder()
    b.add(
        HOSTILE,
        HOSTILE + "2",
        ("renamed", "edited"),
        [f"~ [-{HOSTILE}-]{{+x {HOSTILE}+}}", f"- {HOSTILE}"],
    )
    snapshot = make_snapshot("2001-10-16", source=HOSTILE, title=HOSTILE, revision=HOSTILE)
    comparison = b.build(snapshot, snapshot)
    timeline = northwind_timeline()
    histories = tuple(
        replace(
            h,
            latest=replace(h.latest, text=HOSTILE, action=HOSTILE),
            events=tuple(
                replace(e, section=HOSTILE, why=HOSTILE, new=e.new and replace(e.new, text=HOSTILE, action=HOSTILE))
                for e in h.events
            ),
        )
        for h in timeline.histories
    )  # fmt: skip
    timeline = replace(timeline, series=HOSTILE, histories=histories)
    return {
        "diff": list(render_diff(comparison, timeline, width=width, show_all=True)),
        "grid": list(render_timeline(timeline, width=width)),
        "list": list(render_timeline(timeline, width=width, layout="list")),
        "sections": list(render_sections(comparison.old, width=width, explain=True)),
        "obligations": list(
            render_obligations(comparison.old, [h.latest for h in histories], width=width)
        ),
        "snapshots": list(render_snapshots([snapshot], width=width)),
    }


@pytest.mark.parametrize("width", [80, 120])
def test_no_escape_or_invisible_character_from_a_document_gets_through(width: int) -> None:
    for name, blocks in hostile_blocks(width).items():
        text = plain(blocks)
        assert safe(text.replace("\n", "")) == text.replace("\n", ""), name
        assert "[not]" in text, name  # brackets are no markup
        assert ":smile:" in re.sub(r"\s|│", "", text) or "…" in text, name
        for block in blocks:
            assert all(line_cells(line) <= width for line in block.lines), name


def test_the_console_writes_no_escape_without_colour_and_only_styles_with_it() -> None:
    for color in ("never", "always"):
        out = StringIO()
        console = make_console(color=color, width=80, environ={}, stream=out)  # type: ignore[arg-type]
        for blocks in hostile_blocks(80).values():
            write(console, blocks)
        left = (
            re.sub(r"\x1b\[[0-9;]*m", "", out.getvalue()) if color == "always" else out.getvalue()
        )
        assert "\x1b" not in left
        assert ("\x1b" in out.getvalue()) == (color == "always")


def test_rendering_twice_gives_the_same() -> None:
    first, second = everything(120, marks=True), everything(120, marks=True)
    assert {name: styled(b) for name, b in first.items()} == {
        name: styled(b) for name, b in second.items()
    }


def test_safe_keeps_what_readers_need() -> None:
    kept = "naïve – “quotes” 个人信息\u00a0e\u0301 \U0001f468\u200d\U0001f469 می\u200cخواهم ١٢"
    assert safe(kept) == kept
    assert safe("a\x1bb\x00\x7f\x85\tc") == "a␛b␀␡  c"
    assert safe("may\u202enot\u2066x\ufeff\ud800") == "may�not�x��"
    assert safe("not\u200dable 个\u200d人") == "not�able 个�人"


@given(st.text())
def test_safe_twice_changes_nothing_and_keeps_offsets(text: str) -> None:
    once = safe(text)
    assert safe(once) == once
    assert len(once) == len(text)


# Through `safe`, as all text goes: rich counts a joiner at the start of a text in two ways.
_TEXT = st.text(
    st.sampled_from("ab .,/-“—个人。（）\u00a0e\u0301\U0001f600\u200d\ufe0f"), max_size=80
).map(safe)


@given(st.lists(st.tuples(_TEXT, st.sampled_from(["", "added", "removed"])), min_size=1, max_size=5),
       st.integers(2, 40))  # fmt: skip
@settings(max_examples=300)
def test_wrapping_loses_only_blanks_and_fits(runs: list[tuple[str, str]], width: int) -> None:
    lines = wrap(runs, width)
    assert lines
    assert all(line_cells(line) <= width for line in lines)
    whole = "".join(text for line in lines for text, _ in line)
    assert whole.replace(" ", "") == "".join(text for text, _ in runs).replace(" ", "")


@given(_TEXT, st.integers(0, 40))
def test_clipping_fits(text: str, width: int) -> None:
    assert cell_len(clip(text, width, "…")) <= width


def test_wide_punctuation_never_starts_a_line() -> None:
    text = "我们可能会与关联公司、服务提供商及广告合作伙伴共享您的个人信息，以便提供服务。" * 3
    for width in range(8, 40):
        for line in wrap([(text, "")], width)[1:]:
            assert line[0][0][0] not in "，、。"


def test_addresses_are_folded_not_cut() -> None:
    address = "https://northwind.example/" + "policy/" * 30
    lines = wrap([(f"See {address}", "")], 40)
    assert "".join(text for line in lines for text, _ in line).replace(" ", "") == f"See{address}"
    assert all(line[0][0].endswith("/") for line in lines[1:])


def test_neighbouring_changes_share_one_mark() -> None:
    ops: tuple[Op, ...] = ops_of("We [-sell-]{+share+} [-rent-]{+lend+} data")
    assert "".join(text for text, _ in old_runs(ops, marks=True)) == "We [-sell rent-] data"
    assert "".join(text for text, _ in new_runs(ops, marks=True)) == "We {+share lend+} data"


@pytest.mark.parametrize("width", [40, 80, 120, 200])
@pytest.mark.parametrize("number", [0, 1, 2, 9, 10, 20, 21, 60, 500])
def test_every_snapshot_stands_in_one_column(number: int, width: int) -> None:
    days = [f"{1990 + i // 12}-{i % 12 + 1:02}-01" for i in range(number)]
    snapshots = [make_snapshot(day if i % 7 else None) for i, day in enumerate(days)]
    plan = plan_columns(snapshots, width=width)
    covered = [i for column in plan.columns for i in range(column.first, column.last + 1)]
    assert covered == list(range(number))
    assert plan.width <= width - min(34, width // 2)


def test_twenty_snapshots_fit_eighty_columns_unmerged() -> None:
    plan = plan_columns(northwind_timeline(2).snapshots, width=80)
    assert len(plan.columns) == 20
    assert not plan.merged_by


def test_changed_only_leaves_out_and_counts_what_never_changed() -> None:
    text = plain(render_timeline(northwind_timeline(), width=120, changed_only=True))
    assert "be responsible for what partners do" not in text
    assert "2 that never changed are not" in text


def test_nothing_to_show_is_shown() -> None:
    empty = Timeline(series=None, snapshots=(), histories=())
    assert "0 obligations followed" in plain(render_timeline(empty, width=80))
    assert "0 obligations followed" in plain(render_timeline(empty, width=80, layout="list"))
    assert plain(render_snapshots([], width=80)).endswith("0 snapshots\n")


def test_a_clause_without_ops_or_partner_is_no_crash() -> None:
    clause = Clause(id="s1.c1", text="We may.", kind="sentence", line=4)
    pair = SectionPair(
        changes=("edited",), old=(), new=(), similarity=0.0,
        clauses=(ClausePair(change="same", old=None, new=None),
                 ClausePair(change="removed", old=clause, new=None)),
    )  # fmt: skip
    base, timeline = northwind_diff()
    comparison = replace(base, sections=(pair,))
    for width in (80, 120):
        assert "We may." in plain(render_diff(comparison, timeline, width=width))
