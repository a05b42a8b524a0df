"""French numbers and dates in words of our own: elision, Belgian and Swiss numerals, narrow spaces, periods."""

from __future__ import annotations

import datetime as dt

import pytest

from masfufa.language.tokens import Tokens
from masfufa.values.dates import find_dates
from masfufa.values.numbers import find_numbers

PUBLISHED = dt.date(2024, 5, 15)

NUMBERS = [
    ("quatre-vingt-dix-sept blessés", 97, 97),
    ("soixante et onze migrants", 71, 71),
    ("septante-trois passagers", 73, 73),
    ("nonante-neuf", 99, 99),
    ("huitante maisons", 80, 80),
    ("quatre-vingts familles", 80, 80),
    ("vingt-et-un", 21, 21),
    ("mille deux cents", 1200, 1200),
    ("onze cents", 1100, 1100),
    ("soixante-dix-huit mille", 78000, 78000),
    ("trois cent mille", 300000, 300000),
    ("12\u202f000 blessés", 12000, 12000),
    ("12\u00a0450", 12450, 12450),
    ("10.000 déplacés", 10000, 10000),
    ("1,5 million", 1500000, 1500000),
    ("2,3 millions d'habitants", 2300000, 2300000),
    ("deux millions et demi", 2500000, 2500000),
    ("une dizaine", 10, 10),
    ("d'une centaine", 100, 100),
    ("une centaine de milliers", 100000, 100000),
    ("une demi-douzaine", 6, 6),
    ("des centaines", 200, 999),
    ("plusieurs dizaines", 20, 99),
    ("quelques milliers", 2000, 9999),
    ("des dizaines de milliers", 20000, 99999),
    ("entre 20 et 30", 20, 30),
    ("de 20 à 30", 20, 30),
    ("trente à quarante", 30, 40),
    ("20.000 à 25.000", 20000, 25000),
]

DATES = [
    ("vendredi 13 septembre 2019", "2019-09-13", "2019-09-13"),
    ("le 1er mai", "2024-05-01", "2024-05-01"),
    ("du 4 au 17 avril 2019", "2019-04-04", "2019-04-17"),
    ("entre le 3 et le 9 mai", "2024-05-03", "2024-05-09"),
    ("entre janvier et juin 2022", "2022-01-01", "2022-06-30"),
    ("à la mi-mars", "2024-03-11", "2024-03-20"),
    ("fin août", "2023-08-21", "2023-08-31"),
    ("au premier trimestre 2023", "2023-01-01", "2023-03-31"),
    ("depuis mars 2011", "2011-03-01", None),
    ("jusqu'à mercredi", None, "2024-05-15"),
    ("hier soir", "2024-05-14", "2024-05-14"),
    ("avant-hier", "2024-05-13", "2024-05-13"),
    ("il y a deux jours", "2024-05-13", "2024-05-13"),
    ("l'an dernier", "2023-01-01", "2023-12-31"),
    ("au cours des trois dernières semaines", "2024-04-24", "2024-05-15"),
    ("les 48 dernières heures", "2024-05-13", "2024-05-15"),
    ("dans la nuit du 3 au 4 mai", "2024-05-03", "2024-05-04"),
    ("depuis la nuit de samedi à dimanche", "2024-05-11", "2024-05-12"),
    ("d'ici à la fin de l'année", None, "2024-12-31"),
    ("au mois d'août", "2023-08-01", "2023-08-31"),
    ("en sept. 2019", "2019-09-01", "2019-09-30"),
    ("le 12 sept 2020", "2020-09-12", "2020-09-12"),
]


@pytest.mark.parametrize(("text", "low", "high"), NUMBERS, ids=[text for text, _, _ in NUMBERS])
def test_numbers(text: str, low: int, high: int) -> None:
    (number,) = find_numbers(Tokens(text), "fr")
    assert (number.low, number.high) == (low, high)


@pytest.mark.parametrize(("text", "start", "end"), DATES, ids=[text for text, _, _ in DATES])
def test_dates(text: str, start: str | None, end: str | None) -> None:
    (date,) = find_dates(Tokens(f"Ils sont arrivés {text}."), "fr", PUBLISHED)
    assert date.value is not None
    assert [day.isoformat() if day else None for day in (date.value.start, date.value.end)] == [start, end]


@pytest.mark.parametrize(
    "text", ["la mort de sept passagers", "en sept ans", "depuis sept heures", "pendant sept jours"]
)
def test_seven_is_no_september(text: str) -> None:
    assert find_dates(Tokens(text), "fr", PUBLISHED) == []
