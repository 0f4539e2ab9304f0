"""Rows of tables that came, went or changed, counted beside obligations: cookies, recipients, places."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CommandLine

from policydiff import api
from policydiff.compare.table_rows import changed_rows, count_rows

HEAD = "| Cookie | Set by | Where |\n|---|---|---|\n"
SID, LANG, AD = (
    "| sid | us | acme.example |\n",
    "| lang | us | shop.acme.example |\n",
    "| ad_id | Adly | ads.example |\n",
)
BASE = SID + LANG


def policy(rows: str) -> str:
    return f"# Acme Cookie Policy\n\n## Which cookies\n\nWe set these.\n\n{HEAD}{rows}\n## Contact\n\nWrite to us.\n"


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        (BASE, BASE + AD, (1, 0, 0)),
        (BASE + AD, BASE, (0, 1, 0)),
        (BASE, SID + LANG.replace("shop", "pay"), (0, 0, 1)),
        # two cells of one row are one row
        (BASE, SID + "| lang | Linguo | linguo.example |\n", (0, 0, 1)),
        (BASE, LANG + SID, (0, 0, 0)),
        (BASE, AD + BASE, (1, 0, 0)),
        (BASE, SID + LANG.replace("| shop.acme.example |", "| |"), (0, 0, 1)),
        (BASE, SID + LANG.replace("lang", "[lang](/lang)"), (0, 0, 0)),
        (BASE, BASE, (0, 0, 0)),
        ("", BASE, (2, 0, 0)),
    ],
)
def test_rows_are_counted(old: str, new: str, counts: tuple[int, int, int]) -> None:
    compared = api.diff(*(api.load(policy(one).encode()) for one in (old, new))).comparison
    rows = count_rows(changed_rows(compared))
    assert (rows.added, rows.removed, rows.edited) == counts


def test_a_diff_and_a_log_tell_them(policydiff: CommandLine, tmp_path: Path) -> None:
    names = []
    for day, rows in (("2021-01-01", BASE), ("2022-01-01", SID + AD)):
        names.append(tmp_path / f"{day}.md")
        names[-1].write_text(policy(rows), "utf-8")
    shown = policydiff("diff", *names)
    assert "No obligation changed, but 2 rows of tables changed" in shown.out
    assert "Table rows: 1 added, 1 removed" in shown.out
    record = policydiff("diff", *names, "--format", "json").json
    assert record["summary"]["table_rows"] == {"added": 1, "removed": 1}
    log = policydiff("log", tmp_path).out
    assert "sections: 1 edited: Which cookies\n    table rows: 1 added, 1 removed\n" in log
    entries = policydiff("log", tmp_path, "--format", "json").json["entries"]
    assert [entry["summary"]["table_rows"] for entry in entries] == [{"added": 1, "removed": 1}, {}]
