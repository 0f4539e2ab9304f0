"""Every output of a check, read again by a reader that is not ours, also where each text is hostile."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import jsonschema
import pytest
from conftest import CASES, TESTS, CommandLine
from junitparser import Failure, JUnitXml, Skipped
from markdown_it import MarkdownIt
from msgspec.structs import replace
from report_fixtures import HOSTILE_TEXTS, RULES, hostile, make_finding, many, ordinary
from rich.cells import cell_len

from policydiff.model import Page, Paragraph, Place, Report
from policydiff.output.reports import MARKER, REPORTS
from policydiff.output.reports.wording import cut, word_diff
from policydiff.output.terminal import Lines, render_check
from policydiff.output.workflow import without_commands

EMPTY = Report(findings=(), policies=("northwind",), old="main", new="HEAD")
GIVEN = {"ordinary": ordinary, "hostile": hostile, "empty": lambda: EMPTY, "many": lambda: many(60)}


@pytest.fixture(params=GIVEN)
def report(request: pytest.FixtureRequest) -> Report:
    """Reports of all kinds."""
    return GIVEN[request.param]()


def render(name: str, report: Report) -> str:
    return REPORTS[name](report, RULES)


def check_golden(name: str, text: str) -> None:
    path = CASES / "reports" / name
    if os.environ.get("POLICYDIFF_GOLDENS") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def schema(name: str) -> Any:
    return json.loads((TESTS / "schemas" / f"{name}.json").read_text("utf-8"))


def validate(document: Any, name: str) -> None:
    kind = jsonschema.validators.validator_for(schema(name))
    kind.check_schema(schema(name))
    kind(schema(name), format_checker=kind.FORMAT_CHECKER).validate(document)


ENDINGS = {"json": "json", "sarif": "sarif", "gitlab": "json", "junit": "xml", "rdjson": "json",
           "markdown": "md", "github-summary": "md"}  # fmt: skip


@pytest.mark.parametrize("name", REPORTS)
def test_golden(name: str) -> None:
    check_golden(f"{name}.{ENDINGS.get(name, 'txt')}", render(name, ordinary()))


# What a runner does with a printed line: GitHub trims it and obeys "::", and "##[" anywhere;
# Azure and TeamCity obey "##word[".
COMMAND = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)
# C0 but tab and line break, DEL, C1; bidi controls, tags and what else cannot be seen. The zero-width
# space is ours in Markdown.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufeff\U000e0000-\U000e007f\ud800-\udfff]"
)


@pytest.mark.parametrize("name", REPORTS)
def test_no_output_holds_a_command_or_an_escape(name: str, report: Report) -> None:
    text = render(name, report)
    text.encode("utf-8")
    assert not UNSEEN.search(text)
    if name != "github":
        assert not COMMAND.search(text)
    assert text == render(name, report)


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_commands_are_broken_once_and_nothing_is_moved(text: str) -> None:
    found = without_commands(text)
    assert not COMMAND.search(found)
    assert len(found) == len(text)
    assert without_commands(found) == found


def plain(report: Report, width: int, **options: Any) -> str:
    return "".join(block.plain for block in render_check(report, width=width, **options))


@pytest.mark.parametrize("width", [80, 120, 200])
def test_terminal_golden(width: int) -> None:
    check_golden(f"terminal-{width}.txt", plain(ordinary(), width, marks=True))


def test_terminal_in_ascii_and_in_styles() -> None:
    check_golden("terminal-80-ascii.txt", plain(ordinary(), 80, marks=True, ascii_only=True))
    out = []
    for block in render_check(ordinary(), width=80, marks=False):
        for line in block.lines:
            for text, style in line:
                tagged = style not in ("", "quiet") and text.strip()
                out.append(f"[{style}]{text}[/{style}]" if tagged else text)
            out.append("\n")
    check_golden("terminal-80-styled.txt", "".join(out))


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_no_line_of_the_terminal_is_too_wide(width: int, ascii_only: bool) -> None:
    for line in plain(hostile(), width, marks=True, ascii_only=ascii_only).splitlines():
        assert cell_len(line) <= width, line


def test_a_command_that_wraps_to_the_start_of_a_line_is_none() -> None:
    for pad in range(60, 90):
        text = plain(replace(EMPTY, findings=(make_finding(message="x" * pad + " ::error::pwn"),)), 80, marks=True)  # fmt: skip
        assert not COMMAND.search(text)
    assert Lines((((" ", ""), (":", "x"), (":set-env", "")),)).plain == " \N{RATIO}:set-env\n"


# SARIF


def test_sarif_is_valid(report: Report) -> None:
    document = json.loads(render("sarif", report))
    validate(document, "sarif-2.1.0")
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert len(result["message"]["text"]) < 4000
        assert "](" not in result["message"]["text"]
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            uri = location.get("physicalLocation", {}).get("artifactLocation", {}).get("uri")
            if uri is not None:
                parts = urlsplit(uri)
                assert uri.isascii()
                assert parts.scheme in ("", "file")
                assert [*parts][1:2] + [*parts][3:] == ["", "", ""]
    assert sum("suppressions" in one for one in run["results"]) == len(report.waived)
    assert run["automationDetails"]["id"].endswith("/")


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/ü,:;%#?[].md", "a%20b/%C3%BC%2C%3A%3B%25%23%3F%5B%5D.md"),
        ("./x.md", "x.md"),
        ("/srv/p.md", "file:///srv/p.md"),
        ("\udcff.md", "%FF.md"),
        ("\ud800.md", "%3F.md"),
    ],
)
def test_sarif_names_a_file_by_its_bytes(path: str, uri: str) -> None:
    report = replace(EMPTY, findings=(make_finding(place=Place(path=path, line=1)),))
    result = json.loads(render("sarif", report))["runs"][0]["results"][0]
    found = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert found["uri"] == uri
    assert ("uriBaseId" in found) == (not path.startswith("/"))
    if path.startswith("a"):
        assert unquote_to_bytes(uri).decode() == path


def test_sarif_of_a_clause_that_is_gone_points_to_its_heading_and_says_so() -> None:
    result = json.loads(render("sarif", ordinary()))["runs"][0]["results"][0]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 12, "endLine": 14, "snippet": {"text": "Sharing"}}
    assert "heading “Sharing” that it stood under" in result["message"]["text"]
    assert result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 31


def test_sarif_fingerprints_do_not_know_lines_or_files() -> None:
    report = ordinary()
    moved = tuple(
        replace(one, place=replace(one.place, path="moved.md", line=999)) for one in report.findings
    )
    before, after = (
        [r["partialFingerprints"] for r in json.loads(render("sarif", one))["runs"][0]["results"]]
        for one in (report, replace(report, findings=moved))
    )
    assert before == after


def test_sarif_stays_below_the_number_of_results_that_is_taken() -> None:
    run = json.loads(render("sarif", many(25_010)))["runs"][0]
    assert len(run["results"]) == 25_000
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("10 of 25,010 results are left out")


@pytest.mark.parametrize("line", [None, Page(4), Paragraph(7), 0])
@pytest.mark.parametrize("name", REPORTS)
def test_what_has_no_line_gets_none(name: str, line: int | None) -> None:
    report = replace(EMPTY, findings=(make_finding(place=Place(path="p.pdf", line=line)),))
    text = render(name, report)
    if name == "sarif":
        assert "region" not in text
        validate(json.loads(text), "sarif-2.1.0")
    if name == "github":
        assert ",line=" not in text
    if name == "rdjson":
        assert "range" not in text
    if name == "terminal" and isinstance(line, Page):
        assert "p.pdf, p. 4" in text


# GitHub


def commands(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """What GitHub's runner makes of printed lines."""
    for line in text.splitlines():
        match = re.fullmatch(r"::([a-z-]+) ([^:]*?)::(.*)", line)
        assert match, line[:200]
        properties = dict(one.split("=", 1) for one in match[2].split(","))
        for code, sign in (("%3A", ":"), ("%2C", ",")):
            properties = {key: value.replace(code, sign) for key, value in properties.items()}
        plain = [*properties.values(), match[3]]
        for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
            plain = [value.replace(code, sign) for value in plain]
        yield match[1], dict(zip(properties, plain[:-1], strict=True)), plain[-1]


def test_github_annotations_are_commands_of_ours_only(report: Report) -> None:
    found = list(commands(render("github", report)))
    assert {name for name, _, _ in found} <= {"error", "warning", "notice"}
    assert not any(COMMAND.search(text) for _, _, text in found)
    for level in ("error", "warning", "notice"):
        assert sum(name == level for name, _, _ in found) <= 10
    shown = [one for one in found if one[1]["title"] != "policydiff"]
    order = [("error", "warning", "notice").index(name) for name, _, _ in shown]
    assert order == sorted(order)
    assert all(set(values) <= {"file", "line", "endLine", "title"} for _, values, _ in found)
    if len(shown) < len(report.findings):
        assert found[-1][1] == {"title": "policydiff"}
        assert found[-1][2].startswith(f"{len(report.findings) - len(shown):,} more (")


def test_github_annotation_keeps_names_and_texts() -> None:
    finding = make_finding(
        message="100% of it:\nall, really", old_text="x", new_text="y",
        place=Place(path="a,b:c%0A;d é.md", line=3, end_line=5),
    )  # fmt: skip
    ((name, values, text),) = commands(render("github", replace(EMPTY, findings=(finding,))))
    assert name == "error"
    assert values == {"file": "a,b:c%0A;d é.md", "line": "3", "endLine": "5",
                      "title": "PD101 obligation-vanished"}  # fmt: skip
    assert text.startswith("100% of it: all, really\n")
    assert render("github", EMPTY) == ""


# GitLab, reviewdog, JUnit, JSON


def test_gitlab_report_is_valid_and_its_fingerprints_are_unique(report: Report) -> None:
    text = render("gitlab", replace(report, findings=report.findings * 2))
    document = json.loads(text)
    validate(document, "gitlab-code-quality")
    assert text[:1] == "["
    assert len({entry["fingerprint"] for entry in document}) == len(document)
    first = json.loads(render("gitlab", report))
    assert [entry["fingerprint"] for entry in first] == [
        entry["fingerprint"] for entry in document[: len(first)]
    ]


def test_rdjson_is_valid(report: Report) -> None:
    document = json.loads(render("rdjson", report))
    validate(document, "rdjson")
    assert len(document["diagnostics"]) == len(report.findings)


def test_junit_is_read_by_junitparser(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.write_text(render("junit", report), "utf-8")
    read = JUnitXml.fromfile(str(path))
    suites = list(read)
    cases = [case for suite in suites for case in suite]
    failed = [case for case in cases if any(isinstance(r, Failure) for r in case.result)]
    failures = [r for case in cases for r in case.result if isinstance(r, Failure)]
    assert (read.tests, read.failures) == (len(cases), len(failed))
    assert [suite.tests for suite in suites] == [len(list(suite)) for suite in suites]
    assert len(suites) == len(report.policies)
    assert len(failures) == sum(one.severity != "info" for one in report.findings)
    skipped = [case for case in cases if any(isinstance(r, Skipped) for r in case.result)]
    assert bool(skipped) == bool(report.waived)
    for failure in failures:
        failure.text = failure.text or ""  # junitparser refuses what XML cannot hold


def test_junit_has_a_case_for_each_rule_and_policy() -> None:
    read = JUnitXml.fromstring(render("junit", ordinary()).encode())
    names = {suite.name: [case.name for case in suite] for suite in read}
    assert names["cookies"] == [f"{rule.code} {rule.name}" for rule in RULES.values()]
    assert "PD102 obligation-weakened (waived)" in names["northwind"]


def test_json_is_valid_and_exact(report: Report, policydiff: CommandLine) -> None:
    described = policydiff("schema", "check").json
    document = json.loads(render("json", report))
    jsonschema.Draft202012Validator.check_schema(described)
    jsonschema.Draft202012Validator(described).validate(document)
    assert document["schema"] == "policydiff.check/1"
    for found, finding in zip(document["findings"], report.findings, strict=True):
        assert found["message"] == finding.message.encode("utf-8", "replace").decode()
    assert document["summary"]["error"] == sum(f.severity == "error" for f in report.findings)


def test_json_tells_pages_and_paragraphs_from_lines() -> None:
    places = [Place(path="a", line=Page(2)), Place(path="b", line=Paragraph(3)), Place(path="c", line=4)]  # fmt: skip
    report = replace(EMPTY, findings=tuple(make_finding(place=place) for place in places))
    found = [one["place"] for one in json.loads(render("json", report))["findings"]]
    assert found == [
        {"path": "a", "page": 2, "section": ""},
        {"path": "b", "paragraph": 3, "section": ""},
        {"path": "c", "line": 4, "end_line": None, "section": ""},
    ]


# Markdown


class Outline(HTMLParser):
    """Tags, and the text that stands in a page outside of code."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.prose = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "details" or not attrs, (tag, attrs)
        self.tags.append(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "code" not in self.open:
            self.prose += data


ALLOWED = {"h3", "p", "details", "summary", "b", "ul", "li", "code", "br", "blockquote", "del",
           "ins", "sub", "em", "strong"}  # fmt: skip


@pytest.mark.parametrize("name", ["markdown", "github-summary"])
def test_markdown_makes_only_what_we_meant(name: str, report: Report) -> None:
    """CommonMark with HTML, tables, strike-through and automatic links."""
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": True})
    # GitHub makes no link of a bare "privacy.md".
    parser.linkify.set({"fuzzy_link": False, "fuzzy_email": True})
    outline = Outline(parser.render(render(name, report)))
    assert set(outline.tags) <= ALLOWED
    assert outline.open == []
    assert outline.tags.count("h3") == 1
    # What GitHub and GitLab look for in the page that comes out.
    assert not re.search(r"@\w", outline.text)
    for reference in (
        r"[#!$~&]\w",
        r"\bGH-\d",
        r"https?://",
        r"www\.",
        r":\w+:",
        r"\b[0-9a-f]{40}\b",
    ):
        assert not re.search(reference, outline.prose), reference


def test_markdown_says_the_very_words() -> None:
    text = "We *may* [sell] your_data_ <to> @all #1 & more | `x` \\* 1. https://a.b/c?d=e $x$ :a:"
    report = replace(EMPTY, findings=(make_finding(message=text, old_text=text, new_text=""),))
    outline = Outline(MarkdownIt("gfm-like", {"linkify": False}).render(render("markdown", report)))
    assert outline.text.replace("\u200b", "").count(text) == 2


@pytest.mark.parametrize("number", [10, 400, 30_000])
@pytest.mark.parametrize("wide", ["", "我们不会出售您的个人信息" * 20])
def test_markdown_is_cut_honestly(number: int, wide: str) -> None:
    report = many(number)
    if wide:
        findings = tuple(replace(one, message=wide, new_text=wide) for one in report.findings)
        report = replace(report, findings=findings)
    for name, limit in (("markdown", 65_536), ("github-summary", 1_048_576)):
        text = render(name, report)
        size = len(text) if name == "markdown" else len(text.encode())
        assert size <= limit
        shown = text.count("What to do") + text.count("fingerprint <code>")
        left = re.search(r"\*\*([\d,]+) of ([\d,]+) findings are not shown here", text)
        assert shown + (int(left[1].replace(",", "")) if left else 0) == number
        assert bool(left) == (shown < number)
        assert text.count("<details") == text.count("</details>")
    assert render("markdown", report).startswith(f"{MARKER}\n")


# Wordings


def test_long_texts_are_cut_and_say_so() -> None:
    assert cut("word " * 1000, 100).endswith("more characters)")
    assert len(cut("A" * 1_000_000, 100)) <= 100
    assert cut("short", 100) == "short"
    assert cut("x\x1b[31m\ny", 100) == "x\u241b[31m y"


def test_a_word_diff_is_short() -> None:
    long = "We keep what you tell us. " * 200
    ops = word_diff(make_finding(old_text=f"{long}Never sold. {long}", new_text=f"{long}May be sold. {long}"))  # fmt: skip
    assert sum(len(text) for _, text in ops) < 400
    assert any(sign == "-" and "Never" in text for sign, text in ops)
    assert any(sign == "+" and "May" in text for sign, text in ops)
    assert word_diff(make_finding()) == ()


def test_rules_that_nobody_described_are_still_named() -> None:
    report = replace(EMPTY, findings=(replace(make_finding(), code="X9", rule="own-rule"),))
    for name in REPORTS:
        assert "own-rule" in REPORTS[name](report, {}) or name in ("gitlab", "rdjson")
    validate(json.loads(REPORTS["sarif"](report, {})), "sarif-2.1.0")
