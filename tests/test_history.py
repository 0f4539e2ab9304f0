"""`log`, `blame`, `--summary`, `--history`: goldens to read, and what must hold for any series."""

from __future__ import annotations

import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from conftest import CASES, SAMPLES, CommandLine
from rich.cells import cell_len

import policydiff as library
from policydiff.model import Event, Timeline
from policydiff.output.sentences import event_sentence
from policydiff.timeline.net import net_events

LUMEN, NORTHWIND = SAMPLES / "lumen-notes", SAMPLES / "northwind"
GOLDENS = {
    "log-lumen": ("log", "samples/lumen-notes", "--stat"),
    "log-northwind": ("log", "samples/northwind", "-n", "2", "--top", "3"),
    "log-reverse": ("log", "samples/lumen-notes", "--reverse", "--topic", "changes"),
    "blame-lumen": ("blame", "samples/lumen-notes"),
    "blame-topic": ("blame", "samples/northwind", "--topic", "sharing"),
    "summary-lumen": ("timeline", "samples/lumen-notes", "--summary"),
    "summary-northwind": ("timeline", "samples/northwind", "--summary"),
    "grid-by-year": ("timeline", "samples/northwind", "--by", "year", "--changed", "--topic", "sharing"),
}  # fmt: skip


@pytest.mark.parametrize("width", [80, 120, 200])
@pytest.mark.parametrize("name", GOLDENS)
def test_golden(
    policydiff: CommandLine, monkeypatch: pytest.MonkeyPatch, name: str, width: int
) -> None:
    monkeypatch.chdir(SAMPLES.parent)
    run = policydiff(*GOLDENS[name], "--width", width, "--no-git")
    assert run.code == 0
    assert max(map(cell_len, run.out.splitlines())) <= width
    file = CASES / "history" / f"{name}-{width}.txt"
    if os.environ.get("POLICYDIFF_GOLDENS") == "1":
        file.write_text(run.out, "utf-8")
    assert run.out == file.read_text("utf-8")


def ids_of(policydiff: CommandLine, folder: Path) -> list[str]:
    return [o["id"] for o in policydiff("timeline", folder, "--format", "json").json["obligations"]]


def test_a_log_is_newest_first_and_counts_what_it_leaves_out(policydiff: CommandLine) -> None:
    entries = policydiff("log", NORTHWIND, "--format", "json").json["entries"]
    assert [e["index"] for e in entries] == [4, 3, 2, 1, 0]
    assert [e["since"] for e in entries] == [3, 2, 1, 0, None]
    assert [e["index"] for e in policydiff("log", NORTHWIND, "-n", "2", "--format", "json").json["entries"]] == [4, 3]  # fmt: skip
    since = policydiff("log", NORTHWIND, "--since", "2009-04-20", "--format", "json").json
    assert [e["snapshot"]["date"] for e in since["entries"]] == [
        "2024-03-01",
        "2016-05-25",
        "2009-04-20",
    ]
    everything = policydiff("log", NORTHWIND, "--top", "0").out
    assert "more" not in [line.split()[-1] for line in everything.splitlines() if line.strip()]


def test_a_log_tells_the_events_of_the_timeline(policydiff: CommandLine) -> None:
    entries = policydiff("log", NORTHWIND, "--format", "json").json["entries"]
    timeline = policydiff("timeline", NORTHWIND, "--format", "json").json
    told = sorted((e["index"], v["id"], v["event"]) for e in entries for v in e["events"])
    found = sorted(
        (e["snapshot"], o["id"], e["event"]) for o in timeline["obligations"] for e in o["events"]
    )
    assert told == found


def test_blame_tells_every_clause_of_the_newest_snapshot(policydiff: CommandLine) -> None:
    run = policydiff("blame", NORTHWIND, "--format", "json").json
    newest = library.load(NORTHWIND / "privacy.md")
    assert [c["text"] for c in run["clauses"]] == [c.text for c in newest.clauses]
    for clause in run["clauses"]:
        assert 0 <= clause["first"] <= run["newest"] == 4
        assert clause["changed"] is None or clause["first"] < clause["changed"] <= 4
    assert {i for c in run["clauses"] for i in c["obligations"]} <= set(
        ids_of(policydiff, NORTHWIND)
    )


BEFORE = """# Privacy Policy

## Cookies

We use cookies to count visits to our pages. You may refuse cookies in your browser at any time.

## Sharing

We will not sell your address to anyone. We share your address with carriers who deliver for us.
"""


def series(folder: Path, *texts: str) -> Path:
    for year, text in enumerate(texts, 2001):
        (folder / f"{year}-01-01.md").write_text(text, "utf-8")
    return folder


def lives(policydiff: CommandLine, *args: object) -> dict[str, tuple[int, int | None]]:
    found = policydiff("blame", *args, "--format", "json").json["clauses"]
    return {c["text"]: (c["first"], c["changed"]) for c in found}


def test_blame_looks_through_moves_and_edits(policydiff: CommandLine, tmp_path: Path) -> None:
    head, cookies, sharing = BEFORE.split("## ")
    moved = head + "## " + sharing.rstrip() + "\n\n## " + cookies
    edited = moved.replace("carriers who deliver", "carriers and shops who deliver")
    added = edited + "\nWe keep the address for three years after your last parcel.\n"
    found = lives(policydiff, series(tmp_path, BEFORE, moved, edited, added))
    assert found["We will not sell your address to anyone."] == (0, None)
    assert found["We use cookies to count visits to our pages."] == (0, None)
    assert found["We share your address with carriers and shops who deliver for us."] == (0, 2)
    assert found["We keep the address for three years after your last parcel."] == (3, None)


def test_blame_remembers_what_comes_back(policydiff: CommandLine, tmp_path: Path) -> None:
    sentence = "We will not sell your address to anyone."
    folder = series(tmp_path, BEFORE, BEFORE.replace(sentence + " ", ""), BEFORE)
    assert lives(policydiff, folder)[sentence] == (0, 2)


def test_blame_of_a_file_is_that_of_its_folder_up_to_it(policydiff: CommandLine) -> None:
    run = policydiff("blame", LUMEN / "2022-09-15.md", "--no-git", "--format", "json")
    assert [s["date"] for s in run.json["snapshots"]] == ["2021-03-01", "2022-09-15"]
    assert "note: lumen-notes: followed through the 3 snapshots of its folder" in run.err


@pytest.mark.parametrize("command", ["log", "blame"])
def test_files_named_one_by_one_are_all_snapshots(policydiff: CommandLine, command: str) -> None:
    """In whatever order: none of them stands for the past of another."""
    files = sorted(LUMEN.glob("*.md"))
    told = policydiff(command, LUMEN, "--no-git", "--format", "json").json
    for order in (files, files[::-1]):
        assert policydiff(command, *order, "--format", "json").json == told


@pytest.mark.parametrize("command", ["log", "blame"])
def test_what_lies_undated_beside_a_file_is_left_out(
    policydiff: CommandLine, tmp_path: Path, command: str
) -> None:
    for name in ("2020-01-01.md", "2021-01-01.md"):
        (tmp_path / name).write_text(BEFORE, "utf-8")
    (tmp_path / "draft.md").write_text(BEFORE, "utf-8")
    run = policydiff(command, tmp_path / "2021-01-01.md", "--no-git", "--format", "json")
    assert run.code == 0
    assert "draft.md: left out, it has no date" in run.err
    assert "no date" in policydiff(command, tmp_path / "draft.md", "--no-git").err
    assert policydiff(command, tmp_path, "--no-git").code == 2


def test_blame_of_a_lone_file_says_that_all_is_new(policydiff: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "2020-01-01.md"
    file.write_text(BEFORE, "utf-8")
    assert set(lives(policydiff, file).values()) == {(0, None)}


@pytest.mark.skipif(
    subprocess.run(["git", "--version"], capture_output=True, check=False).returncode != 0,
    reason="git is not here",
)
def test_blame_of_a_file_that_git_knows_is_its_history(
    policydiff: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def git(*args: str, day: str = "") -> None:
        when = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
        who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(
            ["git", *who, *args], cwd=tmp_path, check=True, capture_output=True,
            env={**os.environ, **(when if day else {})},
        )  # fmt: skip

    git("init", "-q")
    file = tmp_path / "privacy policy.md"
    for day, text in (
        ("2020-01-01", BEFORE),
        ("2021-02-03", BEFORE.replace("carriers who", "shops who")),
    ):
        file.write_text(text, "utf-8")
        git("add", "-A")
        git("commit", "-qm", "x", day=day)
    monkeypatch.chdir(tmp_path)
    found = lives(policydiff, "privacy policy.md")
    assert found["We share your address with shops who deliver for us."] == (0, 1)
    # What is not committed yet is the newest snapshot.
    file.write_text(
        BEFORE.replace("carriers who", "shops who") + "\nWe keep it for a year.\n", "utf-8"
    )
    changed = policydiff(
        "blame", "privacy policy.md", "--undated", "order", "--format", "json"
    ).json
    assert changed["clauses"][-1]["text"] == "We keep it for a year."
    assert changed["clauses"][-1]["first"] == 2
    assert policydiff("log", "privacy policy.md").code == 0
    lone = tmp_path / "terms.md"
    lone.write_text(BEFORE, "utf-8")
    git("add", "-A")
    git("commit", "-qm", "x", day="2022-05-06")
    assert {
        c["first_date"] for c in policydiff("blame", "terms.md", "--format", "json").json["clauses"]
    } == {"2022-05-06"}


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [("9", {9}), ("9,13", {9, 13}), ("10-12", set()), ("1,9999", {3, 5, 9, 13, 15, 19, 23, 27, 31})],
)  # fmt: skip
def test_lines_narrow_blame(policydiff: CommandLine, lines: str, wanted: set[int]) -> None:
    run = policydiff("blame", LUMEN, "-L", lines, "--format", "json").json
    assert {c["line"] for c in run["clauses"]} == wanted


@pytest.mark.parametrize("bad", ["x", "5,3", "-1", "3,", ""])
def test_bad_lines_are_refused(policydiff: CommandLine, bad: str) -> None:
    run = policydiff("blame", LUMEN, "--line", bad)
    assert run.code == 2
    assert "--line" in run.err


@pytest.mark.parametrize("command", ["timeline", "blame"])
def test_a_life_has_every_event_of_one_obligation(policydiff: CommandLine, command: str) -> None:
    timeline = policydiff("timeline", NORTHWIND, "--format", "json").json
    richest = max(timeline["obligations"], key=lambda o: len(o["events"]))
    alone = policydiff(command, NORTHWIND, "--history", richest["id"], "--format", "json").json
    assert alone["obligations"] == [richest]
    shown = policydiff(command, NORTHWIND, "--history", richest["id"][:5], "--width", 100).out
    assert shown.count("────") >= len(richest["events"])
    for event in richest["events"]:
        assert event["event"] in shown


def test_an_unknown_or_shared_beginning_is_refused(policydiff: CommandLine) -> None:
    assert policydiff("timeline", NORTHWIND, "--history", "zzzzzz").code == 2
    assert "several" in policydiff("timeline", NORTHWIND, "--history", "").err


def test_a_summary_has_ten_lines_at_most_and_the_user_first(policydiff: CommandLine) -> None:
    for folder in (LUMEN, NORTHWIND):
        out = policydiff("timeline", folder, "--summary", "--width", 80).out
        assert len(out.splitlines()) <= 10


def test_a_summary_tells_the_same_at_any_width_and_what_it_leaves_out(
    tmp_path: Path, policydiff: CommandLine
) -> None:
    def policy(word: str, days: int) -> str:
        promises = [
            f"## Shop {n}\n\nWe {word} sell list number {n} of what you bought in our shops in the north and south."
            for n in range(9)
        ]
        notice = f"We will notify you at least {days} days before this policy changes."
        return "# Privacy Policy\n\n" + "\n\n".join([*promises, notice]) + "\n"

    folder = series(tmp_path, policy("will not", 30), policy("may", 7))
    for width in (40, 60, 80, 100, 200):
        lines = policydiff("timeline", folder, "--summary", "--width", width).out.splitlines()
        assert len(lines) <= 10
        told = [line for line in lines if line.startswith(("⇄", "~"))]
        assert len(told) == 4
        assert "6 more" in lines[-1]


def test_a_diff_has_the_same_summary(tmp_path: Path, policydiff: CommandLine) -> None:
    bans = "\n\n".join(f"We will not sell your {what}." for what in ("name", "notes", "songs"))
    folder = series(tmp_path, BEFORE + "\n\n" + bans + "\n", BEFORE)
    old, new = sorted(folder.iterdir())
    run = policydiff("diff", "--summary", old, new, "--width", 120)
    out = " ".join(run.out.split())
    assert run.code == 1
    assert "Three promises gone" in out
    # A promise that is gone keeps its "not" in a list, too.
    assert "not to sell your name; not to sell your notes; not to sell your songs" in out
    assert len(run.out.splitlines()) <= 10
    same = policydiff("diff", "--summary", old, old)
    assert same.code == 0
    assert "No obligation that was read differs" in same.out


def test_the_summary_of_a_diff_tells_rows_of_tables_and_new_sections(
    tmp_path: Path, policydiff: CommandLine
) -> None:
    table = (
        "\n\n## Cookies\n\n| Name | Purpose | Kept |\n|---|---|---|\n| sid | the session | {} |\n"
    )
    away = "| lang | your language | 1 year |\n"
    came = "| fbp | advertising | 3 months |\n\n## Partners\n\nThe partners are Birch Ltd and others.\n"
    old = BEFORE + table.format("13 months") + away
    new = BEFORE + table.format("24 months") + came
    first, last = sorted(series(tmp_path, old, new).iterdir())
    out = policydiff("diff", "--summary", first, last, "--width", 100).out
    assert "No obligation that was read differs, but this does:" in out
    assert "- New section “Partners”" in out
    assert "- Row “sid” of “Cookies”, Kept: “13 months” → “24 months”." in out
    assert "- Row gone from “Cookies”: “lang”" in out
    for path, kept in ((first, "1 year"), (last, "2 years")):
        tables = (
            f"\n\n## Site {n}\n\n| Name | Kept |\n|---|---|\n| id | {kept} |\n" for n in range(20)
        )
        path.write_text(BEFORE + "".join(tables), "utf-8")
    told = policydiff("diff", "--summary", first, last, "--width", 60).out.splitlines()
    assert len(told) <= 10
    assert told[-1].endswith("more in sections and tables")


def test_a_name_that_changed_everywhere_is_told_once(
    tmp_path: Path, policydiff: CommandLine
) -> None:
    rules = "\n\nWe may close your account on {0}. We delete what breaks the rules of {0}. We show ads on {0}.\n"
    folder = series(tmp_path, BEFORE + rules.format("Wrenbook"), BEFORE + rules.format("Lark"))
    out = policydiff("timeline", folder, "--summary").out
    assert "“Wrenbook” → “Lark” in three sentences:" in out
    assert out.count("Wrenbook") == 1


def test_like_events_of_one_section_are_told_once_with_their_number(
    tmp_path: Path, policydiff: CommandLine
) -> None:
    bans = "\n".join(f"- sell copy number {n} of the app;" for n in range(9))
    shop = "\n\n## Shop\n\nWe may sell your lists of songs. We may sell your lists of books."
    rules = "\n\n## Fair use\n\nYou must not:\n\n" + bans
    folder = series(tmp_path, BEFORE, BEFORE + rules + shop)
    out = " ".join(policydiff("timeline", folder, "--summary", "--width", 120).out.split())
    assert "Nine new bans on the user in “Fair use”: sell copy number 0 of the app; sell" in out
    assert "New: the company may sell your lists of songs." in out  # two are told one by one
    logged = policydiff("log", folder, "-n", "1").out
    assert "Nine new bans on the user" in logged
    assert "Nine new bans" not in policydiff("log", folder, "-n", "1", "--top", "0").out
    back = series(tmp_path, BEFORE + rules + shop, BEFORE)
    gone = " ".join(policydiff("timeline", back, "--summary", "--width", 120).out.split())
    assert "Nine bans on the user gone from “Fair use”:" in gone


def test_a_summary_of_few_changes_leaves_nothing_out(
    tmp_path: Path, policydiff: CommandLine
) -> None:
    away = BEFORE.replace("We will not sell your address to anyone. ", "")
    assert "more" not in policydiff("timeline", series(tmp_path, BEFORE, away), "--summary").out


def test_a_summary_says_where_obligations_were_not_looked_for(
    tmp_path: Path, policydiff: CommandLine
) -> None:
    promise = "Nous ne vendons pas vos données."
    french = "# Politique de confidentialité\n\n" + "\n\n".join(
        [
            promise,
            *[
                "Les données que nous traitons dans cette application sont conservées pendant la durée du contrat."
            ]
            * 9,
        ]
    )
    folder = series(tmp_path, french, french.replace("ne vendons pas", "vendons"))
    out = policydiff("timeline", folder, "--summary").out
    assert "2 of 2 snapshots: obligations not extracted" in " ".join(out.split())
    assert "No obligation that was read differs" not in out


def test_net_events_say_nothing_of_what_was_taken_back(tmp_path: Path) -> None:
    away = BEFORE.replace("We will not sell your address to anyone. ", "")
    firm = BEFORE.replace("You may refuse", "You can always refuse")
    found = library.load_series([str(series(tmp_path, BEFORE, away, firm, BEFORE))])[0]
    assert net_events(library.timeline(found)) == ()


def test_net_events_of_two_snapshots_are_their_events() -> None:
    pair = library.load_series([str(LUMEN)])[0].documents[:2]
    timeline = library.timeline(pair)

    def named(events: list[Event]) -> set[tuple[str, str]]:
        return {(e.event, e.text) for e in events if e.event != "moved"}

    later = [e for h in timeline.histories for e in h.events if e.snapshot]
    assert named(list(net_events(timeline))) == named(later)


SENTENCES = [
    ("We will not sell your data.", "", "The promise not to sell your data is gone."),
    ("", "We will delete your data after 30 days.", "New: the company must delete your data after 30 days."),
    ("We will not sell your data.", "We may sell your data.", "The company must not → may sell your data."),
    ("We will give you 30 days' notice before we change this policy.", "We will give you 7 days' notice before we change this policy.", "Notice of changes: 30 days → 7 days."),
    ("You must give us your name.", "", "You no longer have to give us your name."),
    ("We may share your data with shops.", "", "The company no longer says that it may share your data with shops."),
    ("We share your data with shops.", "", "The statement is gone: “We share your data with shops.”"),
    ("You have the right to object to our use of your data.", "", "Your right to object to our use of your data is gone."),
    ("You must not upload viruses.", "", "The user is no longer told not to upload viruses."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "wanted"), SENTENCES)
def test_events_as_sentences(tmp_path: Path, old: str, new: str, wanted: str) -> None:
    rest = "We use cookies to count visits to our pages, and we say so here.\n"
    folder = series(tmp_path, f"# Policy\n\n{old}\n\n{rest}", f"# Policy\n\n{new}\n\n{rest}")
    timeline: Timeline = library.timeline(library.load_series([str(folder)])[0])
    said = [event_sentence(e) for h in timeline.histories for e in h.events if e.snapshot]
    assert said == [wanted]


def long_series(folder: Path, snapshots: int) -> Path:
    rules = [f"We will send parcel number {n} to the depot of town {n}." for n in range(30)]
    for number in range(snapshots):
        text = "# Policy\n\n" + "\n\n".join(rules[: 20 + number % 10]) + "\n"
        (folder / f"{2000 + number // 12}-{number % 12 + 1:02}-01.md").write_text(text, "utf-8")
    return folder


def test_sixty_snapshots_stay_readable(policydiff: CommandLine, tmp_path: Path) -> None:
    folder = long_series(tmp_path, 60)
    for width in (80, 120, 200):
        run = policydiff("timeline", folder, "--width", width, "--no-denoise", "all")
        assert max(map(cell_len, run.out.splitlines())) <= width
        assert "that never changed are not shown (--all shows them)" in " ".join(run.out.split())
    everything = policydiff("timeline", folder, "--all", "--no-denoise", "all", "--width", 120).out
    assert "never changed are not shown" not in everything
    by_year = policydiff("timeline", folder, "--by", "year", "--width", 120).out
    assert "merged by year" in by_year


def test_three_hundred_obligations_fold_by_topic(policydiff: CommandLine, tmp_path: Path) -> None:
    sells = "\n\n".join(f"We may share list {n} of your data with partner {n}." for n in range(300))
    series(tmp_path, "# Policy\n\nWe will delete your data.\n", "# Policy\n\n" + sells + "\n")
    out = policydiff("timeline", tmp_path).out
    assert "--topic sharing shows all" in out
    assert len(out.splitlines()) < 60
    assert len(policydiff("timeline", tmp_path, "--topic", "sharing").out.splitlines()) > 300


def test_an_error_page_among_several_pages_of_one_text_is_an_outage(
    policydiff: CommandLine, tmp_path: Path
) -> None:
    terms, privacy = (
        f"# {title}\n\n" + "\n\n".join(f"We will send {what} number {n} to you." for n in range(20))
        for title, what in (("Terms of Service", "parcel"), ("Privacy Policy", "letter"))
    )
    error = "# 404\n\nPage not found\n\nThe page you are looking for does not exist."
    for day, page in (("01", privacy), ("02", error), ("03", privacy)):
        (tmp_path / f"2020-01-{day}.md").write_text(f"{terms}\n\n- - - -\n\n{page}\n", "utf-8")
    out = policydiff("timeline", tmp_path, "--show-ignored").out
    assert "outage, 2020-01-02" in out
    assert "one of its pages looks like an error page" in " ".join(out.split())
    told = policydiff("timeline", tmp_path, "--format", "json").json["obligations"]
    assert told
    assert {event["event"] for one in told for event in one["events"]} == {"appeared"}
    # What came to stay is no outage, and two pages that are fine are none.
    for day in ("03", "04", "05", "06", "07"):
        (tmp_path / f"2020-01-{day}.md").write_text(f"{terms}\n\n- - - -\n\n{error}\n", "utf-8")
    assert "outage" not in policydiff("timeline", tmp_path, "--show-ignored").out


def test_ignored_snapshots_are_counted_and_told_on_demand(
    policydiff: CommandLine, tmp_path: Path
) -> None:
    rules = "\n\n".join(
        f"We will send parcel number {n} to the depot of town {n}." for n in range(30)
    )
    good = f"# Privacy Policy\n\n{rules}\n"
    for day, text in (("01", good), ("02", "Service unavailable. Try again later."), ("03", good)):
        (tmp_path / f"2020-01-{day}.md").write_text(text, "utf-8")
    short = policydiff("timeline", tmp_path).out
    assert "1 outage; --show-ignored tells each" in short
    assert "outage, 2020-01-02" in policydiff("timeline", tmp_path, "--show-ignored").out
    assert "stepped over, outage" in policydiff("log", tmp_path).out
    assert "stepped over, outage" in policydiff("log", tmp_path, "--show-ignored").out


def test_what_the_first_good_snapshot_holds_has_not_happened(
    policydiff: CommandLine, tmp_path: Path
) -> None:
    rules = "\n\n".join(
        f"We will send parcel number {n} to the depot of town {n}." for n in range(30)
    )
    good = f"# Privacy Policy\n\n{rules}\n"
    for day, text in (
        ("01", "Service unavailable."),
        ("05", good),
        ("09", good + "\nWe keep logs.\n"),
    ):
        (tmp_path / f"2020-01-{day}.md").write_text(text, "utf-8")
    assert "1 changed on the way" in " ".join(policydiff("timeline", tmp_path).out.split())
    assert "1 obligation changed in the end" in policydiff("timeline", tmp_path, "--summary").out
    entries = policydiff("log", tmp_path, "--format", "json").json["entries"]
    assert [e["ignored"] for e in entries] == [None, None, "outage"]
    assert entries[1]["since"] is None


@pytest.mark.parametrize("command", ["log", "blame"])
def test_places_of_a_pdf_are_pages(policydiff: CommandLine, command: str, tmp_path: Path) -> None:
    policy = tmp_path / "policy.pdf"
    policy.write_bytes((CASES / "formats" / "policy.pdf").read_bytes())
    run = policydiff(command, policy, "--no-git", "--format", "json").json
    rows = run["clauses"] if command == "blame" else run["entries"][0]["events"]
    assert rows
    assert all("line" not in row and 1 <= row["page"] <= 9 for row in rows)
    assert " p." in policydiff("blame", policy, "--no-git").out


def test_many_warnings_are_told_by_kind(policydiff: CommandLine, tmp_path: Path) -> None:
    for month in range(1, 13):  # each says the date of another policy
        text = BEFORE.replace("carriers", f"carriers of town {month}")
        text = text.replace("# Privacy Policy", "# Privacy Policy\n\nLast updated: 3 May 2001")
        (tmp_path / f"2020-{month:02}-01.md").write_text(text, "utf-8")
    out = policydiff("timeline", tmp_path, "--width", 100).out
    assert "! date-order, 12 snapshots" in out or "! date-order, 11 snapshots" in out
    assert "`policydiff snapshots` tells each" in out


def test_an_archive_is_told_like_the_folder_that_it_packs(
    policydiff: CommandLine, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "lumen.zip", "w") as archive:
        for file in sorted(LUMEN.glob("*.md")):
            archive.write(file, f"lumen-notes/{file.name}")
    packed = policydiff("log", tmp_path / "lumen.zip", "--format", "json").json
    plain = policydiff("log", LUMEN, "--format", "json").json
    assert [e["summary"] for e in packed["entries"]] == [e["summary"] for e in plain["entries"]]
    assert policydiff("blame", tmp_path / "lumen.zip").code == 0


def test_what_allows_one_thing_is_not_told_as_its_opposite() -> None:
    """ "We will only use it to ship" forbids the rest: it is no promise not to use it to ship."""
    only, free = (
        library.load(f"# Privacy Policy\n\n{text}\n".encode())
        for text in ("We will only use your data to ship parcels.", "You may write to us.")
    )
    told = [event_sentence(event) for event in library.diff(only, free).events]
    assert "The promise only to use your data to ship parcels is gone." in told
    told = [event_sentence(event) for event in library.diff(free, only).events]
    assert "New: the company may only use your data to ship parcels." in told


def test_snapshots_that_changed_nothing_share_a_block_of_the_log(
    tmp_path: Path, policydiff: CommandLine
) -> None:
    old = "# Privacy Policy\n\nWe keep your data for 30 days.\n"
    for number, text in enumerate(
        [old, old, old, old.replace("30", "90"), old.replace("30", "90")]
    ):
        (tmp_path / f"2020-01-0{number + 1}.md").write_text(text, "utf-8")
    lines = policydiff("log", tmp_path).out.splitlines()
    assert [line.split(" ─")[0] for line in lines if line.startswith("2020")] == [
        "2020-01-05  filename", "2020-01-04  filename", "2020-01-03 to 2020-01-02", "2020-01-01  filename",
    ]  # fmt: skip
    assert "    2 snapshots, no change that counts" in lines


def test_a_merged_column_shows_the_end_and_not_the_beginning(
    policydiff: CommandLine, tmp_path: Path
) -> None:
    told = '# Privacy policy\n\nAcme Inc. ("we") runs this shop.\n\nWe will keep a log.\n\n{}\n'
    texts = {
        "2020-02-01": "We may sell your voice. We may share your name with banks.",
        "2020-09-01": "We may share your name with banks if you agree.",
        "2021-02-01": "We may share your name with banks if you agree. We may sell your shoes.",
        "2021-05-01": "We may share your name with banks if you agree.",
        "2021-09-01": "We may share your name with banks if you agree. We may sell your shoes.",
    }
    for date, text in texts.items():
        (tmp_path / f"{date}.md").write_text(told.format(text), "utf-8")
    out = policydiff(
        "timeline", tmp_path, "--by", "year", "--width", "80", "--no-git", "--no-denoise", "all"
    ).out
    rows = [line for line in out.splitlines() if "  may  " in line]
    signs = [
        (word, "".join(sign for sign in row[-12:] if sign in "●▼○·↺"))
        for word in ("voice", "banks", "shoes")
        for row in rows
        if word in row
    ]
    assert signs == [("voice", "○·"), ("banks", "▼"), ("shoes", "·●")]


@pytest.mark.parametrize(("by", "said"), [("month", "as one for each month"), ("year", "year;")])
def test_a_grid_says_what_columns_did_not_fit(
    policydiff: CommandLine, tmp_path: Path, by: str, said: str
) -> None:
    for year in range(2015, 2022):
        for month in range(1, 13):
            text = f"# Policy\n\nWe keep your data for {year % 7 + month} days.\n"
            (tmp_path / f"{year}-{month:02}-01.md").write_text(text, "utf-8")
    run = policydiff("timeline", tmp_path, "--by", by, "--width", "80", "--no-git")
    assert said in next(line for line in run.out.splitlines() if "merged by" in line)
