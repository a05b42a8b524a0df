"""The sentences beside links, sums and flags, in English and Arabic."""

from __future__ import annotations

import re

import pytest

from masfufa.tracking.sayings import said_in, say
from masfufa.tracking.sources import data

SAYINGS = data("words.yaml")["said"]
SAMPLE = {
    "n": 1234, "n2": "5,678", "n3": "9", "day": "2019-04-16", "day2": "2019-04-17", "day3": "2019-04-18",
    "days": "2019-04-16, 2019-04-17", "sum": "3 + 4", "name": "منظمة", "name2": "هيئة", "id": "77",
    "what": "1,615 households displaced", "what2": "1,110 households displaced", "value": "205",
    "reading": "happenings added", "parts": "women, men", "who": "no source", "same": "the same number",
    "thing": "happening", "why": "a later one is there",
}  # fmt: skip


def fields(words: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", words))


@pytest.mark.parametrize("saying", sorted(SAYINGS))
def test_every_saying_is_told_in_arabic(saying: str) -> None:
    words = SAYINGS[saying]
    assert fields(words["en"]) == fields(words["ar"])
    english = say(saying, **{name: SAMPLE[name] for name in fields(words["en"])})
    arabic = said_in(english, "ar", lambda name: {"displaced": "نازحة"}[name])
    assert not re.search("[A-Za-z]", arabic), arabic
    assert "{" not in arabic
    assert said_in(english, "en") == english
    numbers = [str(SAMPLE[name]) for name in fields(words["en"]) if name in ("n2", "day", "day2", "id")]
    assert all(number in arabic for number in numbers)


def test_fields_within_fields() -> None:
    english = say(
        "presumed", who=say("only", name="medics"), same=say("rounding", value="205"), name="WHO", thing="thing"
    )
    assert english == (
        "names only “medics” and gives a number that rounds 205 as WHO about the same thing: presumed, not said"
    )
    assert said_in(english, "ar") == (
        "لا يذكر سوى «medics»، ويورد عددا يقرّب 205 عن الشيء نفسه كما أورده WHO: تكرار مفترض لم يُصرَّح به"
    )


@pytest.mark.parametrize("text", ["WHO: 205; OCHA: ≈ 200", "1,615 + 1,110 = 2,725", ""])
def test_names_and_numbers_stand_in_every_language(text: str) -> None:
    assert said_in(text, "ar") == text


def test_a_language_without_words_keeps_the_english() -> None:
    assert said_in("mistyped for 8", "xx") == "mistyped for 8"
