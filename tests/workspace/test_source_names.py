"""Sources under the name that the actor lexicon has for them."""

from __future__ import annotations

import pytest

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
        ("the health ministry of Libya", None),
        ("local officials", None),
        ("", None),
    ],
)
def test_english(said, name):
    assert EN.canonical(said, 0) == name


def test_both_languages_give_one_name():
    assert AR.canonical("أوتشا", 0) == EN.canonical("OCHA", 0) is not None
