"""Sources under the name that the actor lexicon has for them."""

from __future__ import annotations

import datetime as dt

import pytest

from masfufa.records import Document
from masfufa.tracking.sources import source_of
from masfufa.workspace.from_reading import Recorder
from masfufa.workspace.source_names import SourceNames

AR, EN = SourceNames("ar"), SourceNames("en")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("منظمة الصحة العالمية", "World Health Organization"),
        ("المتحدث باسم منظمة الصحة العالمية", "World Health Organization"),
        ("وقالت المنظمة الدولية للهجرة", "International Organization for Migration"),
        ("حكومة الوفاق الوطني", "Government of National Accord"),
        ("متحدث باسم حكومة الوفاق الوطني", "Government of National Accord"),
        ("وزارة العدل في حكومة الوفاق الوطني", None),
        ("مصادر طبية", None),
        ("مسؤول في ليبيا", None),
    ],
)
def test_arabic(said, name):
    assert AR.canonical(said, 0) == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("WHO", "World Health Organization"),
        ("a WHO official", "World Health Organization"),
        ("those who counted", None),
        ("the Government of National Accord", "Government of National Accord"),
        ("the justice ministry of the Government of National Accord", None),
        ("the health ministry of Libya", "Ministry of Health (Libya)"),
        ("local officials", None),
        ("", None),
    ],
)
def test_english(said, name):
    assert EN.canonical(said, 0) == name


@pytest.mark.parametrize(
    ("arabic", "english", "name"),
    [
        ("وزارة الصحة", "the Health Ministry", "Ministry of Health"),
        ("متحدث باسم وزارة الصحة", "a spokesman for the Ministry of Health", "Ministry of Health"),
        ("وزارة الصحة الليبية", "Libya's Health Ministry", "Ministry of Health (Libya)"),
        ("وزارة الصحة اللبنانية", "the Lebanese Ministry of Public Health", "Ministry of Health (Lebanon)"),
        ("وزارة الصحة في غزة", "the Health Ministry in Gaza", "Gaza Health Ministry"),
        ("الدفاع المدني", "Civil Defence", "Civil Defence"),
        ("وزير الداخلية", "the interior minister", "Ministry of the Interior"),
        ("مصادر طبية", "medical sources", None),
    ],
)
def test_an_office_has_one_name_and_a_country_only_where_it_is_told(arabic, english, name):
    assert AR.canonical(arabic, 0) == EN.canonical(english, 0) == name


def test_two_reports_of_one_strike_in_two_languages_name_one_source():
    strike = {
        "ar": "أعلنت وزارة الصحة مقتل 14 شخصا في غارة على تاجوراء يوم الثلاثاء.",
        "en": "The Health Ministry said 14 people were killed in an air strike on Tajoura on Tuesday.",
    }
    claims = []
    for language, text in strike.items():
        document = Document(language, text, None, language, dt.date(2019, 7, 3), f"Paper {language}")
        (claim,) = Recorder().read(document, language).claims
        claims.append(claim)
    assert {claim.source for claim in claims} == {"Ministry of Health"}
    assert len({source_of(claim).key for claim in claims}) == 1
    assert {claim.kind for claim in claims} == {"incident"}


def test_both_languages_give_one_name():
    assert AR.canonical("أوتشا", 0) == EN.canonical("OCHA", 0) is not None
