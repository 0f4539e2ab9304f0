"""Rows of tables that came, went or changed, counted beside obligations: cookies, recipients, places."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CommandLine

from policydiff import api
from policydiff.compare.table_rows import changed_rows, count_rows
from policydiff.output.beside import row_sentences

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


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (BASE, BASE + AD, "New row in “Which cookies”: “ad_id” (Adly, ads.example)."),
        (BASE + AD, BASE, "Row gone from “Which cookies”: “ad_id” (Adly, ads.example)."),
        ("", SID + LANG, "new rows in “Which cookies”: “sid” (us, acme.example); “lang” (us, shop"),
        (
            BASE,
            SID + LANG.replace("shop", "pay"),
            "Row “lang” of “Which cookies”, Where: “shop.acme.example” → “pay.acme.example”.",
        ),
        (
            BASE,
            BASE.replace("acme.example |", "acme.example, ads.example |"),
            "Two rows of “Which cookies” (“sid”, “lang”), Where: now also “ads.example”.",
        ),
    ],
)
def test_few_rows_are_told_by_name(old: str, new: str, told: str) -> None:
    compared = api.diff(*(api.load(policy(one).encode()) for one in (old, new))).comparison
    assert told in " ".join(row_sentences(changed_rows(compared)))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[list](https://a.example/1)", "[list](https://a.example/2)", "only where links lead"),
        ("[list](https://a.example/1)", "list", "only which words are links"),
        ("Updated: March 25, 2021", "Updated: 25 March 2021", "only a date"),
        ("Parcels come in boxes.", "Parcels come in boxes.\n\n## Korea\n\nOur office in Seoul is near.",
         "New section “Korea”: “Our office in Seoul is near.”"),
        ("Parcels come in nice boxes.", "Parcels come in nice bags.",
         "Edited before the first heading, “boxes.” → “bags.”: “Parcels come in nice bags.”"),
    ],
)  # fmt: skip
def test_a_step_tells_what_is_beside_obligations(
    policydiff: CommandLine, tmp_path: Path, old: str, new: str, told: str
) -> None:
    for day, text in (("2021-01-01", old), ("2022-01-01", new)):
        (tmp_path / f"{day}.md").write_text(f"# Acme Privacy Policy\n\n{text}\n", "utf-8")
    shown = policydiff("log", tmp_path, "--date-by", "captured", "--width", "120").out
    assert told in " ".join(shown.split())
