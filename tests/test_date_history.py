"""Dates in lines of a document's own history, in kanji, and where a letter has its place and date."""

from __future__ import annotations

import pytest

from policydiff.structure.dates import choose_date, find_dates


def chosen(text: str, lines_above: int = 30) -> tuple[str | None, str | None]:
    """Date and kind of a long document that ends with `text`."""
    lines = [f"荷物を{number}個お届けします。" for number in range(lines_above)] + text.split("\n")
    found = choose_date(find_dates(list(enumerate(lines, 1))))
    return found.date, found.kind


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2017年4月1日 制定\n\n2019年6月1日 改訂\n\n2022年10月1日 改訂", ("2022-10-01", "updated")),
        ("2017年4月1日制定 2019年6月1日改定 2022年10月1日改定", ("2022-10-01", "updated")),
        ("以上 2017年4月1日 制定 2022年10月1日 一部改定", ("2022-10-01", "updated")),
        ("・2022年10月1日　最終改定\n・2017年4月1日　制定", ("2022-10-01", "updated")),
        ("制定日：2017年4月1日\n改定日：2022年10月1日", ("2022-10-01", "updated")),
        ("2017年4月1日 制定、2022年10月1日 施行", ("2022-10-01", "effective")),
        ("2017年4月1日 施行\n2022年10月1日 改正", ("2022-10-01", "updated")),
        ("2022年10月1日 改訂・施行", ("2022-10-01", "effective")),
        ("（2022年10月1日改正）", ("2022-10-01", "updated")),
        ("2017年4月1日发布 2022年10月1日修订", ("2022-10-01", "updated")),
        ("令和元年5月1日 制定\n令和4年10月1日 改訂", ("2022-10-01", "updated")),
        # A law's history in a sentence is none of the document's.
        ("個人情報保護法（2017年4月1日施行、2022年10月1日改正）に従います。", (None, None)),
        ("2017年4月1日に施行された法律と2022年10月1日の改正を守ります。", (None, None)),
    ],
)
def test_the_newest_line_of_the_history_dates_it(
    text: str, wanted: tuple[str | None, str | None]
) -> None:
    assert chosen(text) == wanted


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("二〇二一年三月一日", "2021-03-01"),
        ("最近一次更新时间为二〇二二年十二月二十三日", "2022-12-23"),
        ("二零一九年十月十日起施行", "2019-10-10"),
        ("第二十三条", None),
    ],
)
def test_dates_in_kanji(text: str, date: str | None) -> None:
    assert chosen(text)[0] == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Lyon, le 7 mai 2019", "2019-05-07"),
        ("Hamburg, den 12. November 2020", "2020-11-12"),
        ("Sevilla, a 9 de julio de 2018.", "2018-07-09"),
        ("Torino, 2 ottobre 2017", "2017-10-02"),
        ("São Luís, 4 de março de 2022\nA direção", "2022-03-04"),
        ("7 May 2019", "2019-05-07"),
        ("We met in Lyon, on 7 May 2019", None),
        ("lyon, 7 May 2019", None),
        ("Lyon, 7 May 2019: the court decided.", None),
        ("Last updated: 1 June 2015\nLyon, le 7 mai 2019", "2015-06-01"),
    ],
)
def test_place_and_date_at_the_end(text: str, date: str | None) -> None:
    assert chosen(text)[0] == date
    if "Last" not in text:
        below = "\n".join(f"line {number}" for number in range(9))
        assert chosen(f"{text}\n{below}")[0] is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Cette charte a été modifiée pour la dernière fois le 7 mai 2019.", "2019-05-07"),
        ("Esta política se actualizó por última vez el 7 de mayo de 2019.", "2019-05-07"),
        ("Modificada el 27/12/2019", "2019-12-27"),
        ("最近一次更新时间为2019年5月7日", "2019-05-07"),
    ],
)
def test_more_words_by_which_policies_date_themselves(text: str, date: str) -> None:
    assert chosen(text, lines_above=2)[0] == date
