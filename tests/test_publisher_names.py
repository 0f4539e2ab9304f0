"""Who the publisher is, where no definition says it: by what it does, how it is written, and never by fame."""

from __future__ import annotations

import pytest

from policydiff import api

CASES = {
    "a firm that every site speaks of": (
        "# Privacy Policy\n\nWe use Google Analytics. Google will use this information to compile reports. "
        "Google may transfer it to third parties. Google will not associate your address with other data.\n",
        "Google may transfer",
        {"third-party permission"},
    ),
    "a coined name": (
        "# Privacy Policy\n\nEventFrogs collects your name. Questions on EventFrogs go to the owner of "
        "EventFrogs in Kiel.\n",
        "EventFrogs collects",
        {"company practice"},
    ),
    "a domain as a name": (
        "# Privacy Policy\n\nFrogs.com may share your data. Frogs.com, Inc. never sells it. Frogs.com uses "
        "cookies.\n",
        "Frogs.com, Inc. never",
        {"company prohibition"},
    ),
    "an abbreviation that is a small word": (
        "# Privacy Policy of Northern Rail\n\nVIA collects your name. VIA may share it. VIA will keep it for a "
        "year. Letters go via the post.\n",
        "VIA may share",
        {"company permission"},
    ),
    "an abbreviation beside the name that was told": (
        "# Privacy Policy\n\nWelcome to the National Frog Association. NFA collects your name. NFA may share it. "
        "NFA will delete it.\n",
        "NFA may share",
        {"company permission"},
    ),
    "a role": (
        "# User Agreement\n\nThis agreement is between the owner of the site (hereinafter referred to as the "
        "Administration) and the user. The Administration may share your data.\n",
        "The Administration may",
        {"company permission"},
    ),
    "a name behind a word in capitals": (
        "# Privacy Policy\n\nUS Frogways may share your data. US Frogways collects your name. US Frogways will "
        "keep it.\n",
        "US Frogways may",
        {"company permission"},
    ),
    "a name in small letters": (
        "# Privacy Policy\n\nfrogmin (“we”, “our”) sells ponds. Questions go to Kiel.\n\nfrogmin collects your "
        "name.\n",
        "frogmin collects",
        {"company practice"},
    ),
    "a domain in the title": (
        "# Privacy Policy -- EventFrogs.com\n\nEventFrogs gladly collects your name. Write to us.\n",
        "EventFrogs gladly",
        {"company practice"},
    ),
    "a hyphen in the name": (
        "# Frog-Pond - Frog-Pond Privacy Policy\n\nThe Frog-Pond uses your name to greet you. By using "
        "Frog-Pond you agree.\n",
        "The Frog-Pond uses",
        {"company practice"},
    ),
    "who wrote the statement": (
        "# Privacy\n\nPondlife Communications has created this privacy statement to show its commitment. "
        "Pondlife collects your name.\n",
        "Pondlife collects",
        {"company practice"},
    ),
    "a domain in small letters": (
        "# Our policy\n\nThe frogs.ie website is operated by frogs.ie PLC. Now and then, frogs.ie may share "
        "your name.\n",
        "Now and then, frogs.ie",
        {"company permission"},
    ),
    "a firm that is committed, with its short name": (
        '# Privacy Policy\n\nWidgetpond Limited ("Widgetpond") is committed to privacy.\n\n'
        "Widgetpond may change this policy.\n",
        "Widgetpond may",
        {"company permission"},
    ),
    "a supplier with its short name": (
        '# Privacy Policy\n\nWe use Google Inc. ("Google") to count visits.\n\n'
        "Google may set cookies.\n",
        "Google may",
        {"third-party permission"},
    ),
    "a family of companies": (
        "# Privacy\n\nWho is in the F&P family of companies? F&P may share your name.\n",
        "F&P may",
        {"company permission"},
    ),
    "a supplier with a domain": (
        "# Privacy Policy\n\nWe use Stripe.com for payments. Stripe may share your name. See stripe.com.\n",
        "Stripe may",
        {"third-party permission"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_who_the_publisher_is(case: str) -> None:
    text, sentence, expected = CASES[case]
    document = api.load(text.encode())
    found = {
        f"{one.bearer} {one.modality}"
        for one in api.obligations(document)
        if one.text.startswith(sentence)
    }
    assert found == expected
