"""Countries of Arabic actors told by the words behind them, and words of a sentence as features."""

from __future__ import annotations

import pytest

from masfufa.reading.event_words_ar import sentence_words, skeleton
from masfufa.reading.reader import read
from masfufa.records import ActorMention, Event


def _of_type(text: str, kind: str) -> list[Event]:
    return [event for event in read(text, language="ar").events if event.event_type == kind]


def _sources(text: str, kind: str) -> list[ActorMention]:
    return [actor for event in _of_type(text, kind) for actor in event.source]


@pytest.mark.parametrize(
    ("text", "kind", "words", "country"),
    [
        (
            "أعلن التحالف الدولي بقيادة فرنسا أنه نفذ أمس ضربات جوية على مواقع المتمردين.",
            "ASSAULT",
            "التحالف الدولي بقيادة فرنسا",
            "FRA",
        ),
        ("تظاهر مئات العمال أمس أمام وزارة الداخلية المصرية.", "PROTEST", "مئات العمال", "EGY"),
        ("أضرب العرب في إسرائيل أمس احتجاجا على القرار.", "PROTEST", "العرب", "ISR"),
        ("نظم حزب البعث العربي الاشتراكي في السودان أمس مظاهرة.", "PROTEST", "حزب البعث العربي الاشتراكي", "SDN"),
        ("قصفت طائرة بدون طيار، يعتقد أنها أميركية، منزلا أمس.", "ASSAULT", "طائرة بدون طيار", "USA"),
    ],
)
def test_country_told_behind_the_actor(text: str, kind: str, words: str, country: str) -> None:
    assert (words, country) in [(actor.text, actor.country) for actor in _sources(text, kind)]


def test_an_embassy_is_no_seat_of_its_state() -> None:
    found = _sources("تظاهر مئات العمال أمس أمام السفارة المصرية.", "PROTEST")
    assert [actor.country for actor in found if "العمال" in actor.text] == [None]


def test_coalition_without_a_leader_is_of_no_country() -> None:
    found = _sources("نفذ التحالف الدولي أمس غارات جوية على مواقع المتمردين.", "ASSAULT")
    assert [actor.country for actor in found] == ["IGO"]


def test_dawn_is_no_verb() -> None:
    assert not _of_type("وصل الرئيس إلى البلدة فجراً.", "ASSAULT")


def test_skeletons() -> None:
    assert skeleton("والمتظاهرين") == skeleton("متظاهرون") == "متظاهر"
    assert skeleton("12") == ""
    assert sentence_words(["والمتظاهرين", ",", "متظاهرون"]) == ["word متظاهر"]
