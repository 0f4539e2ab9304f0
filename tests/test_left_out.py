"""What is left out of a policy says nothing: a duty beside or inside furniture is never lost."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from policydiff import api
from policydiff.compare.documents import compare_documents
from policydiff.structure.notices import is_rights_notice

_TEXT = (
    "Your data\n\nWe hold your name, your address and what you told us when you joined the club.\n\n"
    "Sharing\n\nWe share none of it with anybody who is not a member of the committee.\n\n"
    "Contact\n\nWrite to the secretary at the address that stands on your membership card.\n"
)
_PAGE = (
    "<main><h1>Club Terms</h1><h2>Data</h2><p>We hold your name, your address and what you told us when "
    "you joined, and we keep them until you leave the club again, and not a day longer.</p>"
    "<h2>Ending</h2><p>You may leave the club by letter at any time that suits you, and so may we ask "
    "you to leave, should you not pay, or not behave as members do.</p></main>"
)
# A line of furniture with a place for more, in a page.
FURNITURE = {
    "rights": ("txt", f"Club Terms\n\n{_TEXT}\n© 2005-2026 Fern Club Ltd. All rights reserved.{{}}\n"),
    "rights, first": ("md", f"# Club Terms\n\n© 2026 Fern Club{{}}\n\n{_TEXT}"),
    "rights and links": ("txt", f"Club Terms\n\n{_TEXT}\nCopyright 2026 Fern Club | Terms | Privacy{{}}\n"),
    "below the rights": ("txt", f"Club Terms\n\n{_TEXT}\n© 2026 Fern Club\nPrivacy{{}}\n"),
    "above the rights": ("txt", f"Club Terms\n\n{_TEXT}\nBack to top{{}}\n© 2026 Fern Club\n"),
    "menu above": ("txt", f"Home\nSearch{{}}\nCLUB TERMS\n\n{_TEXT}"),
    "links at the end": ("txt", f"CLUB TERMS\n\n{_TEXT}\nHome\nSitemap{{}}\n"),
    "row of links": ("md", f"[Home](/) | [Prices and opening hours](/p) | [Jobs](/j){{}}\n\n# Club Terms\n\n{_TEXT}"),
    "contents": (
        "txt", f"Club Terms\n\nContents\n\nYour data\nSharing{{}}\nContact\n\n{_TEXT}",
    ),
    "contents in lines of their own": (
        "txt", f"Club Terms\n\nContents\n\nYour data\n\nSharing\n\n{{}}\n\nContact\n\n{_TEXT}",
    ),
    "anchors": (
        "md", "# Terms\n\n- [Data](#d)\n- [Fees](#f)\n- [Ending](#e)\n{}\n\n## Data\n\nWe hold your name.\n\n"
        "## Fees\n\nThere are fees.\n\n## Ending\n\nYou may leave.\n",
    ),
    "archive note": (
        "txt", f"This page was archived on 2020-06-07 by archive.org.{{}}\n\nCLUB TERMS\n\n{_TEXT}",
    ),
    "footer": ("html", f"{_PAGE}<footer><p>© 2026 Fern Club Ltd{{}}</p></footer>"),
    "nav": ("html", f'<nav><a href="/">Home</a> <a href="/t">Terms</a>{{}}</nav>{_PAGE}'),
    "banner": ("html", f'{_PAGE}<div class="cookie-consent"><p>Cookies. Accept{{}}</p></div>'),
}  # fmt: skip
DUTIES = [
    ". We sell your data to anybody who pays.", " You must not copy it.", ". Fees are not refundable.",
    " - you agree to pay", ". NO REFUNDS", "\nWe may sell your data", ". Members pay fees monthly.",
    ". YOU MAY NOT COPY THIS SITE", " | Users must be 18", ". It may be resold",
]  # fmt: skip


@pytest.mark.parametrize(("name", "duty"), list(product(FURNITURE, DUTIES)))
def test_a_duty_in_furniture_is_told(name: str, duty: str, tmp_path: Path) -> None:
    suffix, page = FURNITURE[name]
    documents = []
    for said in ("", duty):
        path = tmp_path / f"page.{suffix}"
        path.write_text(page.replace("{}", said), "utf-8")
        documents.append(api.load(path))
    assert not compare_documents(*documents).same


NOTICES = {
    "© 2005-2026 Fern Club Ltd. All rights reserved.": True,
    "Copyright © Fern Vets Ltd 2023 | Terms | Privacy": True,
    "© 2024 Fern GmbH, Hansaring 61, 50670 Köln. Alle Rechte vorbehalten.": True,
    "(c) 2019 Fern & Sons, Inc. and its affiliates. Registered in Wales, no. 1234567.": True,
    "© 1998-2003 AUNT FERN'S YARN BARN. ALL RIGHTS RESERVED.": True,
    "© 2026 Fern. Do not sell my information": True,
    "© 2026 Fern. You may copy nothing.": False,
    "We sell your data to partners, and you agree to it. All rights reserved.": False,
    "Copyright law protects our site. You may not copy it after 2026.": False,
    "7.2 Copyright 2026 Fern. You may not copy the Service.": False,
    "We keep data. All rights reserved.": False,
    "© 2026 Fern. Refunds within 30 days only": False,
    "© 2026 Fern. PAY IN ADVANCE": False,
}


@pytest.mark.parametrize(("line", "wanted"), NOTICES.items())
def test_a_notice_of_rights_says_nothing_else(line: str, wanted: bool) -> None:
    assert is_rights_notice(line) is wanted


NAMES = "- Your data\n- Sharing\n- Contact\n"


@pytest.mark.parametrize(
    ("above", "listed"),
    [
        ("You must comply with the following sections at all times:", 3),
        ("These sections survive the end of the contract:", 3),
        ("Members follow the rules in\n\nThey shall observe:", 3),
        ("This page covers:", 0),
        ("Contents", 0),
    ],
)
def test_names_of_sections_behind_a_duty_are_no_contents(
    above: str, listed: int, tmp_path: Path
) -> None:
    path = tmp_path / "page.md"
    marked = _TEXT.replace("Your data\n", "## Your data\n").replace("Sharing\n", "## Sharing\n")
    marked = marked.replace("Contact\n", "## Contact\n")
    path.write_text(f"# Club Terms\n\n{above}\n\n{NAMES}\n{marked}", "utf-8")
    sections = api.load(path).sections
    assert sum(clause.kind == "item" for s in sections for clause in s.clauses) == listed
