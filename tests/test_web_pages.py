"""Pages as people build them: lists that are the text, banners, trails, labels and dates written loosely."""

from __future__ import annotations

import pytest

from policydiff import api
from policydiff.model import Document, RawSnapshot
from policydiff.structure.documents import build_document

_KEPT = "We keep what you order for seven years. Then we delete it."
_COPY = "You may ask us for a copy, and we answer within a month."
_LAW = "The law of Latvia applies to all that we agree with you."


def read(body: str, *, head: str = "", format_: str = "html") -> Document:
    page = body if format_ == "text" else f"<html><head>{head}</head><body>{body}</body></html>"
    return build_document(RawSnapshot(data=page.encode(), source="page"), format_=format_)


def headings(document: Document) -> list[str]:
    numbered = [(one.number or "", one.heading) for one in document.sections if one.heading]
    return [f"{number} {heading}".strip() for number, heading in numbered]


def clauses(document: Document) -> list[str]:
    return [
        f"{clause.number} {clause.text}".strip()
        for section in document.sections
        for clause in section.clauses
    ]


def list_of(item: str, tag: str) -> str:
    names = zip(("Retention", "Your copy", "Law"), (_KEPT, _COPY, _LAW), strict=True)
    items = "".join(item.replace("NAME", name).replace("TEXT", text) for name, text in names)
    return f"<h1>Terms of Rowan Ferries</h1><p>They apply to all guests.</p><{tag}>{items}</{tag.split()[0]}>"


@pytest.mark.parametrize(
    ("item", "tag"),
    [
        ("<li><b>NAME</b><ol><li>TEXT</li></ol></li>", "ol"),
        ("<li><strong>NAME.</strong><p>TEXT</p></li>", "ol"),
        ("<li><p><b>NAME</b></p><p>TEXT</p></li>", "ol"),
        ("<li><font face=arial><b>NAME</b></font><p>TEXT</li>", "ol"),
        ("<li><span style='font-weight: 700'>NAME</span><br>TEXT</li>", "ol"),
        ("<li><h3>NAME</h3><p>TEXT</p></li>", "ol"),
        ("<li><a href='#'>NAME</a><div>TEXT</div></li>", "ul class=accordion"),
        ("<li><div class=accord-top><p>NAME</p></div><div>TEXT</div></li>", "ul class=accordion"),
        ("<li><div><i class=material-icons>lock</i>NAME</div><p>TEXT</p></li>", "ul class='collapsible'"),
    ],
)  # fmt: skip
def test_items_that_begin_with_names_are_sections(item: str, tag: str) -> None:
    found = read(list_of(item, tag))
    wanted = ["Retention", "Your copy", "Law"]
    if tag == "ol":
        wanted = [f"{number}. {name}" for number, name in enumerate(wanted, start=1)]
    assert [one.rstrip(".") for one in headings(found)] == wanted
    kinds = {clause.kind for section in found.sections for clause in section.clauses}
    assert kinds == ({"sentence", "item"} if "<ol>" in item else {"sentence"})


@pytest.mark.parametrize(
    ("item", "tag"),
    [
        ("<li><b>NAME</b>: TEXT</li>", "ol"),  # runs on
        ("<li><b>NAME</b> TEXT</li>", "ul"),
        ("<li><b>For NAME:</b><p>TEXT</p></li>", "ol"),  # leads in
        ("<li>NAME<ul><li>TEXT</li></ul></li>", "ul"),  # not bold, and nobody calls it an accordion
        ("<li><b>This NAME is said. It is long.</b><p>TEXT</p></li>", "ul"),
        ("<li>TEXT</li>", "ul class=accordion"),
    ],
)
def test_items_of_a_list_stay_items(item: str, tag: str) -> None:
    assert headings(read(list_of(item, tag))) == []


def test_a_small_list_of_names_stays_one() -> None:
    """Under the sections of a page its bold names are items, and what leads in says so."""
    item = "<li><b>NAME</b><p>TEXT</p></li>"
    body = (
        f"<h2>Scope</h2><p>{_LAW * 9}</p><h2>Words</h2><p>We mean by:</p>{list_of(item, 'ul')[67:]}"
    )
    assert headings(read(f"{body}<h2>Law</h2><p>{_LAW * 9}</p>")) == ["Scope", "Words", "Law"]


@pytest.mark.parametrize(
    ("rule", "numbers"),
    [
        ('ol{counter-reset:x} li:before{content:counters(x,".") " ";counter-increment:x}', ["1.", "1.1.", "1.2.", "2."]),
        ("li::marker { content: counters(list-item, '.') }", ["1.", "1.1.", "1.2.", "2."]),
        ('li:before { content: counter(x) " " }', ["1.", "1.", "2.", "2."]),
        ('h2:before { content: counters(x, ".") }', ["1.", "1.", "2.", "2."]),
        ('/* li:before { content: counters(x, ".") } */', ["1.", "1.", "2.", "2."]),
    ],
)  # fmt: skip
def test_nested_counters_of_a_style_sheet(rule: str, numbers: list[str]) -> None:
    listed = "<ol><li>We carry:<ol><li>you,</li><li>your bags;</li></ol></li><li>You pay.</li></ol>"
    found = read(f"<h1>Terms</h1>{listed}", head=f"<style>{rule}</style>")
    assert [clause.number for section in found.sections for clause in section.clauses] == numbers


def test_menus_put_the_date_no_further_from_the_title() -> None:
    menu = "".join(f"<p><a href='/{n}'>Boat number {n}</a></p>" for n in range(12))
    found = read(
        f"<nav>{menu}</nav><main><h1>Terms<button aria-label='copy link'>🔗</button></h1>"
        f"<p>May 17, 2023 · 8 min read</p><h2>Fees</h2><p>{_KEPT} {_COPY} {_LAW}</p></main>"
    )
    assert (found.title, found.snapshot.date) == ("Terms", "2023-05-17")


_COUNTED = "<h2>Fees</h2><p>{0}</p><h3>Cards</h3><p>{1}</p><h3>Cash</h3><p>{1}</p><h2 class=x>Law</h2><p>{2}</p><h3>Courts</h3><p>{2}</p>"


@pytest.mark.parametrize(
    ("rule", "numbers"),
    [
        ('body{counter-reset:a} h2{counter-reset:b} h2:before{counter-increment:a;content:counter(a) ". "}'
         ' h3::before{counter-increment:b;content:counter(a) "." counter(b) " "}',
         ["1. Fees", "1.1 Cards", "1.2 Cash", "2. Law", "2.1 Courts"]),
        ('main h2 { counter-increment: part; counter-reset: item 4 } main > h2::before '
         '{ content: "Article " counter(part, upper-roman) "\\2014\\a0 "; color: red }'
         ' .terms h3 { counter-increment: item 2 } .terms h3:before { content: counters(item, ".") ") " }',
         ["Article I— Fees", "6) Cards", "8) Cash", "Article II— Law", "6) Courts"]),
        ('h2.x::before { counter-increment: a; content: "§" counter(a) " " }',
         ["Fees", "Cards", "Cash", "§1 Law", "Courts"]),
        ('h2::before { content: "» " }', ["Fees", "Cards", "Cash", "Law", "Courts"]),
        ('@media print { h2::before { content: counter(page) " " } }',
         ["Fees", "Cards", "Cash", "Law", "Courts"]),
        ('h2::before { content: url(counter.png) counter(a) }', ["Fees", "Cards", "Cash", "Law", "Courts"]),
        ('h2::after { content: counter(a) }', ["Fees", "Cards", "Cash", "Law", "Courts"]),
    ],
)  # fmt: skip
def test_headings_have_the_numbers_that_a_style_sheet_counts(rule: str, numbers: list[str]) -> None:
    body = _COUNTED.format(_KEPT, _COPY, _LAW)
    found = read(f"<h1>Terms</h1><main class=terms>{body}</main>", head=f"<style>{rule}</style>")
    assert [" ".join(name.split()) for name in headings(found)] == numbers


@pytest.mark.parametrize(
    ("body", "title", "sections"),
    [
        ("<h1>Rowan</h1><h2>Privacy Policy</h2><p>Updated 3 May 2021</p><h3>Fees</h3><p>{0}</p><h3>Law</h3><p>{1}</p>",
         "Privacy Policy", ["Fees", "Law"]),
        ("<header><h1>Rowan</h1><p>Boats for all.</p></header><h2>Terms of Use</h2><h2>Fees</h2><p>{0}</p><h2>Law</h2><p>{1}</p>",
         "Terms of Use", ["Fees", "Law"]),
        ("<h1>Rechtliches</h1><h3>Datenschutzerklärung</h3><h4>Fees</h4><p>{0}</p>", "Datenschutzerklärung", ["Fees"]),
        ("<h1>Rowan Terms</h1><h2>Refund policy</h2><h3>Cash</h3><p>{0}</p>", "Rowan Terms", ["Refund policy", "Cash"]),
        ("<h1>Rowan</h1><h2>Refund policy</h2><p>{0}</p><h2>Shipping policy</h2><p>{1}</p>",
         "Rowan", ["Refund policy", "Shipping policy"]),
        ("<h1>Rowan</h1><h2>Our Policies</h2><h2>Privacy Policy</h2><p>{0}</p><h2>Cookie Policy</h2><p>{1}</p>",
         "Rowan", ["Our Policies", "Privacy Policy", "Cookie Policy"]),
        ("<h1>Rowan</h1><p>{0}</p><h2>Changes to this notice</h2><h3>How</h3><p>{1}</p>",
         "Rowan", ["Changes to this notice", "How"]),
        ("<h1>Your data at Rowan</h1><h2>Fees</h2><p>{0}</p><h2>Our policy</h2><p>{1}</p>",
         "Your data at Rowan", ["Fees", "Our policy"]),
    ],
)  # fmt: skip
def test_the_policy_has_the_title_where_the_site_stands_above_it(
    body: str, title: str, sections: list[str]
) -> None:
    found = read(body.format(f"{_KEPT} {_COPY}", _LAW))
    assert found.title == title
    assert headings(found) == sections
    if title not in body.split("</h1>")[0]:
        assert not any("Rowan" in clause or "Recht" in clause for clause in clauses(found))


@pytest.mark.parametrize(
    ("banner", "left_out"),
    [
        ("<header><div>✦</div><span>Rowan</span> <a href='/'>← Retour</a></header>", True),
        ("<header><p>Call us: 020 7946 0000</p></header>", True),
        ("<div class='topbar'>Ferries since ever · Riga</div>", True),
        ("<div id='leftColumn'><p>Our site</p><ul><li>Boats<li><a href='/b'>Boats and piers</a>"
         "<li><a href='/c'>Cabins</a></ul></div>", True),
        ("<a href='#main'>Zum Inhalt springen</a>", True),
        ("<p>[<a href='#top'>Back to the top</a>]</p>", True),
        ("<p><a href='/'>Rowan</a> › Legal › Terms of Rowan</p>", True),
        ("<header><p>In force from 1 May 2020</p></header>", False),
        ("<header><p>We may change these terms at any time.</p></header>", False),
        ("<p>Piers › Boats › Cabins</p>", False),
        ("<p>Back to the pier you walk.</p>", False),
    ],
)  # fmt: skip
def test_what_stands_around_the_text(banner: str, left_out: bool) -> None:
    found = read(f"{banner}<h1>Terms of Rowan</h1><p>{_KEPT} {_COPY}</p><p>{_LAW}</p>")
    assert (len(clauses(found)) == 4) == left_out
    assert bool(found.dropped) == left_out


_RIGHTS = ("the right to see what we hold;", "the right to have it mended;", "the right to object.")


@pytest.mark.parametrize("form", ["( {} )", "({} )", "( {})", "({})", "[ {} ]"])
@pytest.mark.parametrize("letters", ["abc", "123"])
def test_labels_with_blanks_inside(form: str, letters: str) -> None:
    """And the last of such a list is no heading, whether blank lines part the items or not."""
    items = [f"{form.format(one)} {text}" for one, text in zip(letters, _RIGHTS, strict=True)]
    above, below = "2.1 Your rights under the law of this country are:", f"2.2 {_LAW}"
    page = "".join(f"<p>{line}</p>" for line in ("2.0 Your rights", above, *items, below))
    found = read(f"<h1>Privacy Policy</h1><p>1.0 Scope</p><p>1.1 {_KEPT}</p>{page}")
    assert headings(found) == ["1.0 Scope", "2.0 Your rights"]
    assert [one.text for one in found.sections[-1].clauses[1:4]] == list(_RIGHTS)


@pytest.mark.parametrize(
    "line",
    [
        "This policy is effective as of 2022-07-23",
        "These terms were last updated on 4 May 2021",
        "Privacy notice last revised: May 2020",
        "Our cookie policy has been updated 3/4/2019",
    ],
)
def test_a_sentence_about_a_date_is_no_heading(line: str) -> None:
    text = f"Privacy Policy\n\nRetention\n\n{_KEPT}\n\n{line}\n\nContact Us\n\n{_COPY}\n\nLaw\n\n{_LAW}\n"
    assert headings(read(text, format_="text")) == ["Retention", "Contact Us", "Law"]


def test_a_chinese_heading_may_lead_in() -> None:
    """What its neighbours in the count are, it is; an item that leads in has none."""
    text = "我们会采取合理的措施保护您的个人信息，并且只在必要的期限内保存。"
    rows = [
        "1.1 账号",
        text,
        "1.2 禁止以下行为：",
        f"（1）{text}",
        f"（2）{text}",
        "1.3 责任",
        text,
    ]
    body = "".join(f"<p>{row}</p>" for row in ("隐私政策", "1、服务", *rows, "2、保护", text))
    assert headings(read(body)) == [
        "1、 服务", "1.1 账号", "1.2 禁止以下行为：", "1.3 责任", "2、 保护",
    ]  # fmt: skip


@pytest.mark.parametrize("tag", ["h1", "h2", "h3"])
def test_the_title_above_headings_that_are_marked_up_as_it_is(tag: str) -> None:
    """Of a lower rank the page's own title may have been cut off: there it stays a section."""
    names = ("Privacy Policy", "Retention", "Your copy", "Changes to This Privacy Policy")
    found = read("".join(f"<{tag}>{name}</{tag}><p>{_KEPT}</p>" for name in names))
    assert headings(found) == list(names[tag == "h1" :])
    if tag == "h1":
        assert found.title == "Privacy Policy"


@pytest.mark.parametrize(
    "names",
    [
        ("Privacy Policy", "Terms of Service", "Cookie Policy", "Refund Policy"),  # four documents
        ("Retention", "Your copy", "Law", "Changes to This Privacy Policy"),
        ("Privacy Policy", "Retention", "Your copy"),
    ],
)
def test_sections_of_one_rank_without_a_title(names: tuple[str, ...]) -> None:
    found = read("".join(f"<h2>{name}</h2><p>{_KEPT}</p>" for name in names))
    assert headings(found) == list(names)


_BANNER = "We'd like to use cookies. You can accept all cookies, or only those that are needed."


@pytest.mark.parametrize(
    ("lines", "left_out"),
    [
        (
            ["Cookie Notice", _BANNER, "Accept all cookiesAccept all strictly necessary cookies"],
            True,
        ),
        ([_BANNER, "Reject all", "Manage preferences and accept"], True),
        ([_BANNER, "Accept all cookies."], False),  # a sentence
        ([_BANNER, "Accept all liability for what others do with the app"], False),
        (
            [
                "You can accept all cookies in the settings of the app, if you like it so",
                "Accept all",
            ],
            False,
        ),
    ],
)
def test_consent_banners_in_the_text_are_furniture(lines: list[str], left_out: bool) -> None:
    text = "\n\n".join(
        ["# Rowan Privacy Policy", "We collect your name.", *lines, "We keep it safe."]
    )
    document = api.load((text + "\n").encode())
    told = " ".join(clause.text for clause in document.clauses)
    assert ("ccept" in told) is not left_out
    assert "We collect your name." in told
    assert "We keep it safe." in told


def test_a_button_that_a_page_left_in_its_text_commands_nobody() -> None:
    text = "# Rowan Privacy Policy\n\nWe keep your name.\n\n{}\n"
    for line, bound in (
        ("Try Studio", 0),
        ("Contact Sales", 0),
        ("Never share it", 1),
        ("Try it.", 1),
    ):
        found = api.obligations(api.load(text.format(line).encode()))
        assert len(found) == 1 + bound, line
