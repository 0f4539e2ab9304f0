"""Compare: which section and clause became which. Folders in cases/pairs show whole comparisons."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import CASES

from policydiff import api
from policydiff.compare.normalise import normalise
from policydiff.compare.words import diff_words
from policydiff.model import Comparison, Op

PAIRS = sorted(path for path in (CASES / "pairs").iterdir() if path.is_dir())


def marked(ops: tuple[Op, ...]) -> str:
    """An edit script with styles as words."""
    tags = {"=": "{}", "-": "[removed]{}[/removed]", "+": "[added]{}[/added]"}
    return "".join(tags[op].format(text) for op, text in ops)


def report(comparison: Comparison) -> str:
    """A comparison in words: a paragraph a section, a line a clause."""
    rows = []
    for pair in comparison.sections:
        sides = [
            " + ".join(s.heading or "-" for s in side) or "nothing" for side in (pair.old, pair.new)
        ]
        rows.append(f"{sides[0]} -> {sides[1]}: {', '.join(pair.changes) or 'same'}")
        for clause in pair.clauses:
            shown = clause.new or clause.old
            assert shown is not None
            text = marked(clause.ops) if clause.change == "edited" else shown.text
            rows.append(f"  {clause.change}: {text}")
    return "".join(f"{row}\n" for row in rows)


@pytest.mark.parametrize("folder", PAIRS, ids=lambda path: path.name)
def test_pairs(folder: Path) -> None:
    old, new = (next(folder.glob(f"{side}.*")) for side in ("old", "new"))
    found = report(api.diff(api.load(old), api.load(new)).comparison)
    golden = folder / "wanted.txt"
    if os.environ.get("POLICYDIFF_GOLDENS") == "1":
        golden.write_text(found, "utf-8")
    assert found == golden.read_text("utf-8")


def test_there_are_pairs() -> None:
    assert len(PAIRS) >= 8


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("We may share it.", "We will share it.",
         "We [removed]may[/removed][added]will[/added] share it."),
        ("We share it.", "We share it with shops.", "We share it[added] with shops[/added]."),
        ("We will not share it.", "We will share it.", "We will [removed]not [/removed]share it."),
        ("We keep it 30 days.", "We keep it 90 days.",
         "We keep it [removed]30[/removed][added]90[/added] days."),
        ("Same.", "Same.", "Same."),
        ("当社は情報を提供します。", "当社は情報を提供しません。",
         "当社は情報を提供しま[removed]す[/removed][added]せん[/added]。"),
        ("我们保存30天。", "我们保存90天。", "我们保存[removed]30[/removed][added]90[/added]天。"),
        ("クッキーを使います。", "ビーコンを使います。",
         "[removed]クッキー[/removed][added]ビーコン[/added]を使います。"),
        ("", "All new.", "[added]All new.[/added]"),
        ("All gone.", "", "[removed]All gone.[/removed]"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_edit_scripts(old: str, new: str, wanted: str) -> None:
    assert marked(diff_words(old, new)) == wanted


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It’s “ours” – all…", 'It\'s "ours" - all...'),
        ("an e-mail", "an email"),
        ("see http://a.example/x?utm_source=y&b=1", "see http://a.example/x?b=1"),
        ("two  blanks\u00a0here", "two blanks here"),
        ("ﬁle", "file"),
    ],
)
def test_what_counts_as_the_same_words(old: str, new: str) -> None:
    assert normalise(old) == normalise(new)
    assert normalise(normalise(old)) == normalise(old)


@pytest.mark.parametrize(
    ("old", "new"),
    [("30 days", "90 days"), ("may", "May"), ("share it", "share it."), ("$5", "5"), ("a-b", "ab"),
     ("1.5", "15"), ("not", "now")],
)  # fmt: skip
def test_what_does_not(old: str, new: str) -> None:
    assert normalise(old) != normalise(new)


def test_renumbering_alone_edits_no_clause() -> None:
    text = "# T\n\n## 1. Use\n\nSee Section {n} for more.\n\n{more}## {n}. Sharing\n\nWe may share it.\n"
    old = text.format(n=2, more="")
    new = text.format(n=3, more="## 2. Cookies\n\nWe use cookies on every page of our site.\n\n")
    comparison = api.diff(api.load(old.encode()), api.load(new.encode())).comparison
    found = {pair.new[0].heading: pair.changes for pair in comparison.sections}
    assert found == {"Use": (), "Cookies": ("added",), "Sharing": ("renumbered",)}
