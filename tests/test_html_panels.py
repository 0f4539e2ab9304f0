"""What a click shows has a heading: buttons and summaries over text, and none that are a page's own."""

from __future__ import annotations

import pytest

from policydiff.model import RawSnapshot
from policydiff.structure.documents import build_document

_RIGHTS = "<p>You may ask for a copy of what we hold, and we answer within a month.</p>"
_TERMS = "<h1>Terms</h1><h2>1. Scope</h2><p>These terms apply to all of our guests.</p>"


def headings(body: str) -> list[str]:
    """Headings of a page with that body."""
    page = f"<html><body>{body}</body></html>".encode()
    document = build_document(RawSnapshot(data=page, source="page.html"), format_="html")
    return [section.heading for section in document.sections if section.heading]


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<button class="accordion">2. Rights</button><div class="panel">{}</div>', True),
        ('<button aria-expanded="false">2. Rights</button><div hidden>{}</div>', True),
        ('<div><button data-toggle="x">2. Rights</button></div><div class="collapse">{}</div>', True),
        ("<button>2. Rights</button><div>{0}</div><button>3. Law</button><div>{0}</div>", True),
        ("<details><summary>2. Rights</summary>{}</details>", True),
        ("<details><summary>Read more</summary>{}</details>", False),
        ("<button>Accept all</button>{}", False),
        ('<button class="accordion">Menu</button><ul><li><a href="/a">Tickets and offers</a></ul>{}', False),
    ],
)  # fmt: skip
def test_what_opens_text_is_its_heading(markup: str, found: bool) -> None:
    assert ("Rights" in headings(_TERMS + markup.format(_RIGHTS))) == found


def test_a_bold_question_over_an_address_is_a_heading() -> None:
    """In a page of the old days the last question stands over three short lines."""
    asked = ["What do we collect?", "Do we use cookies?", "Who sees it?", "How do I reach you?"]
    texts = ["Your name and the card number when you order.", "Yes, one, for the cart.",
             "Our bank and the parcel service, nobody else.", "Attic Toys<BR>9 Mill Rd<BR>Erie, PA 16501"]  # fmt: skip
    body = "".join(f"<B>{q}</B><BR>{text}<BR><BR>" for q, text in zip(asked, texts, strict=True))
    assert (
        headings(f"<TABLE><TR><TD><B>Privacy Policy</B><BR><BR>{body}</TD></TR></TABLE>") == asked
    )
