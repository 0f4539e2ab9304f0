"""The date lines of policies in other languages, as publishers write them."""

from __future__ import annotations

import pytest

from policydiff.structure.dates import choose_date, find_dates

LINES = {
    "en": [
        ("As amended through August 1, 2013", "updated 2013-08-01"),
        ("Posted May 25th, 2018 / Effective June 25th, 2018", "effective 2018-06-25"),
        ("Effective June 25, 2018 | Updated May 2, 2018", "effective 2018-06-25"),
        ("Effective date | 3 May 2020", "effective 2020-05-03"),
        ("Revised through June 2019", "updated 2019-06"),
        ("May 17, 2023 · 8 min read", "published 2023-05-17"),
        ("Updated 05/14/2019 / Version 3", "updated 2019-05-14"),
    ],
    "de": [
        ("Stand: 1. März 2024", "effective 2024-03-01"),
        ("Stand: März 2024", "effective 2024-03"),
        ("Stand 01.03.2024", "effective 2024-03-01"),
        ("(Stand: Mai 2018)", "effective 2018-05"),
        ("Zuletzt aktualisiert am 01.03.2024", "updated 2024-03-01"),
        ("Zuletzt aktualisiert: 7. Jänner 2022", "updated 2022-01-07"),
        ("Letzte Aktualisierung: 15.12.2023", "updated 2023-12-15"),
        ("Letzte Änderung am 3. Okt. 2021", "updated 2021-10-03"),
        ("Gültig ab dem 25. Mai 2018", "effective 2018-05-25"),
        ("Diese Datenschutzerklärung gilt ab dem 1. Juli 2020.", "effective 2020-07-01"),
        ("Diese Bedingungen treten am 1. Juli 2020 in Kraft.", "effective 2020-07-01"),
        ("Diese Datenschutzerklärung wurde zuletzt am 12. Mai 2023 aktualisiert.", "updated 2023-05-12"),
        ("Datum des Inkrafttretens: 1. Februar 2022", "effective 2022-02-01"),
        ("In der Fassung vom 4. April 2019", "updated 2019-04-04"),
        ("Version 2.1 vom 4. April 2019", "updated 2019-04-04"),
        ("Inkrafttreten: 23.09.2021", "effective 2021-09-23"),
        ("Datenschutzerklärung, Stand 12/2022", "effective 2022-12"),
        ("Diese Version gilt seit dem 15. Oktober 2019.", "effective 2019-10-15"),
        ("Aktualisiert am Montag, 6. Mai 2024", "updated 2024-05-06"),
        ("Aktuelle Version vom 13.02.20", "updated 2020-02-13"),
        ("Aktuelle Fassung vom 13. Februar 2020", "updated 2020-02-13"),
        ("Aktueller Stand: Mai 2021", "updated 2021-05"),
    ],
    "fr": [
        ("Dernière mise à jour : 1er mai 2024", "updated 2024-05-01"),
        ("Dernière mise à jour le 15 août 2023", "updated 2023-08-15"),
        ("Date de dernière mise à jour : 03/12/2021", "updated 2021-12-03"),
        ("Mise à jour : février 2020", "updated 2020-02"),
        ("Date d’entrée en vigueur : 25 mai 2018", "effective 2018-05-25"),
        ("En vigueur à compter du 1er janvier 2022", "effective 2022-01-01"),
        ("En vigueur au 14/06/2023", "effective 2023-06-14"),
        ("La présente politique est entrée en vigueur le 2 juillet 2019.", "effective 2019-07-02"),
        ("Cette politique a été mise à jour le 7 décembre 2022.", "updated 2022-12-07"),
        ("Version du 12 sept. 2021", "updated 2021-09-12"),
        ("Version en vigueur au 1er septembre 2021", "effective 2021-09-01"),
        ("Applicable à compter du 30 juin 2020", "effective 2020-06-30"),
        ("Dernière modification : 9 mars 2017", "updated 2017-03-09"),
        ("Dernière révision : 22.11.2019", "updated 2019-11-22"),
        ("CGU en vigueur à partir du 20 mai 2021", "effective 2021-05-20"),
        ("Publié le 2 janvier 2018", "published 2018-01-02"),
        ("Mentions mises à jour en avril 2021", "updated 2021-04"),
        ("À jour au 4 décembre 2017", "updated 2017-12-04"),
        ("Document à jour du 13/02/2020", "updated 2020-02-13"),
    ],
    "es": [
        ("En vigor a partir del 3 de junio de 2021", "effective 2021-06-03"),
        ("Última actualización: 15 de enero de 2023", "updated 2023-01-15"),
        ("Fecha de la última actualización: 01/02/2022", "updated 2022-02-01"),
        ("Actualizado el 7 de septiembre de 2020", "updated 2020-09-07"),
        ("Fecha de entrada en vigor: 25 de mayo de 2018", "effective 2018-05-25"),
        ("Fecha de vigencia: 1.º de enero de 2020", "effective 2020-01-01"),
        ("Vigente desde el 1 de marzo de 2022", "effective 2022-03-01"),
        ("Vigente a partir de octubre de 2019", "effective 2019-10"),
        ("Última modificación: 12 de dic. de 2021", "updated 2021-12-12"),
        ("Esta política entrará en vigor el 1 de julio de 2024.", "effective 2024-07-01"),
        ("Este aviso entrará en vigencia el 3 de mayo de 2021.", "effective 2021-05-03"),
        ("En vigencia a partir del 3 de abril de 2020", "effective 2020-04-03"),
        ("En vigencia a partir del primero de abril de 2020", "effective 2020-04"),
        ("Esta política fue actualizada por última vez el 5 de abril de 2023.", "updated 2023-04-05"),
        ("Última revisión: abril 2021", "updated 2021-04"),
        ("Versión vigente a 31 de agosto de 2020", "effective 2020-08-31"),
        ("Fecha: 10 de noviembre de 2016", "published 2016-11-10"),
    ],
    "it": [
        ("Ultimo aggiornamento: 15 gennaio 2023", "updated 2023-01-15"),
        ("Ultimo aggiornamento: 1° marzo 2021", "updated 2021-03-01"),
        ("Data ultimo aggiornamento: 22/11/2020", "updated 2020-11-22"),
        ("Aggiornato al 25 maggio 2018", "updated 2018-05-25"),
        ("Ultima modifica: 3 dicembre 2019", "updated 2019-12-03"),
        ("In vigore dal 1º luglio 2022", "effective 2022-07-01"),
        ("Data di entrata in vigore: 30 settembre 2021", "effective 2021-09-30"),
        ("La presente informativa è stata aggiornata il 4 giugno 2020.", "updated 2020-06-04"),
        ("La presente informativa entra in vigore il 9 agosto 2023.", "effective 2023-08-09"),
        ("Valido dal 12 feb 2017", "effective 2017-02-12"),
        ("Versione aggiornata a maggio 2021", "updated 2021-05"),
        ("Ultima revisione: aprile 2019", "updated 2019-04"),
        ("Data di decorrenza: 01.10.2018", "effective 2018-10-01"),
    ],
    "pt": [
        ("Última atualização: 2 de fevereiro de 2022", "updated 2022-02-02"),
        ("Última atualização em 15/08/2021", "updated 2021-08-15"),
        ("Atualizado em 1º de março de 2023", "updated 2023-03-01"),
        ("Data da última atualização: maio de 2020", "updated 2020-05"),
        ("Data de vigência: 18 de setembro de 2020", "effective 2020-09-18"),
        ("Em vigor a partir de 1 de janeiro de 2019", "effective 2019-01-01"),
        ("Em vigor desde 25 de maio de 2018", "effective 2018-05-25"),
        ("Esta política entra em vigor em 3 de julho de 2024.", "effective 2024-07-03"),
        ("Esta política foi atualizada pela última vez em 7 de abril de 2021.", "updated 2021-04-07"),
        ("Última modificação: 30 de dezembro de 2017", "updated 2017-12-30"),
        ("Estes termos foram alterados pela última vez em 2 de maio de 2018.", "updated 2018-05-02"),
        ("Esta política foi modificada pela última vez em 7 de fev. de 2022", "updated 2022-02-07"),
        ("Última alteração: 11 de outubro de 2022", "updated 2022-10-11"),
        ("Versão de 4 de junho de 2016", "updated 2016-06-04"),
        ("Vigente desde: 10.11.2015", "effective 2015-11-10"),
        ("Publicado em 8 de agosto de 2014", "published 2014-08-08"),
    ],
    "zh": [
        ("更新日期：2024年5月1日", "updated 2024-05-01"),
        ("最近更新日期：2023年12月18日", "updated 2023-12-18"),
        ("本政策最近更新于2023年12月18日", "updated 2023-12-18"),
        ("本政策最近一次更新于 2023 年 12 月 18 日", "updated 2023-12-18"),
        ("最后更新：2022-03-04", "updated 2022-03-04"),
        ("最后更新时间：2022/3/4", "updated 2022-03-04"),
        ("生效日期：2021年11月1日", "effective 2021-11-01"),
        ("本隐私政策自2021年11月1日起生效", "effective 2021-11-01"),
        ("本协议于2020年7月8日生效", "effective 2020-07-08"),
        ("发布日期：2019年6月", "published 2019-06"),
        ("版本发布日期：2020 年 1 月 2 日", "published 2020-01-02"),
        ("版本更新日期：2022年08月15日", "updated 2022-08-15"),
        ("本版更新日期：【2023】年【5】月【1】日", "updated 2023-05-01"),
        ("更新日期︰2018年4月5日", "updated 2018-04-05"),
        ("最後更新日期：2021年9月10日", "updated 2021-09-10"),
        ("本服務條款自民國112年3月1日起生效", "effective 2023-03-01"),
        ("更新日期：中華民國110年5月1日", "updated 2021-05-01"),
        ("修订日期：2017.02.03", "updated 2017-02-03"),
        ("更新时间：2023年5月10日 生效时间：2023年5月17日", "effective 2023-05-17"),
    ],
    "ja": [
        ("最終更新日：2022年4月1日", "updated 2022-04-01"),
        ("最終更新日: 2022/04/01", "updated 2022-04-01"),
        ("最終更新：2022年4月1日", "updated 2022-04-01"),
        ("令和4年4月1日改定", "updated 2022-04-01"),
        ("改定日：令和元年5月1日", "updated 2019-05-01"),
        ("平成30年5月25日改訂", "updated 2018-05-25"),
        ("2022年4月1日改定", "updated 2022-04-01"),
        ("最終改定日：2020年10月", "updated 2020-10"),
        ("施行日：2017年5月30日", "effective 2017-05-30"),
        ("2017年5月30日施行", "effective 2017-05-30"),
        ("本規約は2021年7月1日から施行します。", "effective 2021-07-01"),
        ("本プライバシーポリシーは、2023年6月15日に改定されました。", "updated 2023-06-15"),
        ("附則 2020年4月1日制定・施行", "effective 2020-04-01"),
        ("発効日：2020年1月1日", "effective 2020-01-01"),
        ("制定日：2005年4月1日", "published 2005-04-01"),
        ("2005年4月1日 制定", "published 2005-04-01"),
        ("２０２２年４月１日改定", "updated 2022-04-01"),
        ("更新日：2024.2.9", "updated 2024-02-09"),
    ],
}  # fmt: skip
RUNNING = [
    ("de", "Die Richtlinie trat am 25. Mai 2018 in der Union in Kraft und ersetzt die Richtlinie von 1995."),
    ("de", "Wir löschen die Daten, die bis zum 1. März 2024 erhoben wurden."),
    ("fr", "Conformément à la loi du 6 janvier 1978 relative aux fichiers, vous avez un droit d'accès."),
    ("fr", "Le règlement est applicable depuis le 25 mai 2018 dans tous les États membres, y compris ici."),
    ("es", "De acuerdo con la Ley Orgánica 3/2018, de 5 de diciembre de 2018, usted puede acceder."),
    ("it", "Ai sensi del decreto legislativo del 30 giugno 2003 l'interessato può chiedere la rettifica."),
    ("pt", "Nos termos da Lei de 14 de agosto de 2018, o titular pode solicitar a correção."),
    ("zh", "根据2017年6月1日起施行的《网络安全法》，我们保护您的信息。"),
    ("ja", "個人情報の保護に関する法律（平成15年5月30日法律第57号）を遵守します。"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "line", "wanted"),
    [(language, line, wanted) for language, rows in LINES.items() for line, wanted in rows],
)
def test_a_date_line_is_understood(language: str, line: str, wanted: str) -> None:
    chosen = choose_date(find_dates([(1, "Privacy"), (2, line), (3, "Text.")]))
    assert f"{chosen.kind} {chosen.date}" == wanted


@pytest.mark.parametrize(("language", "line"), RUNNING)
def test_a_date_in_running_text_dates_nothing(language: str, line: str) -> None:
    text = [(number, "Wort wort wort.") for number in range(1, 30)]
    chosen = choose_date(find_dates([*text, (40, line)]))
    assert chosen.date is None


def test_every_language_has_its_lines() -> None:
    assert all(len(rows) >= 6 for rows in LINES.values())
