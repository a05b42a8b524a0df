"""Actors of Arabic and English texts: spans, codes, and mentions that are joined."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import pytest

from masfufa.gazetteer.store import Gazetteer
from masfufa.language.tokens import Tokens
from masfufa.lexicon.crisis import Crisis, load_crisis
from masfufa.reading.actors import Actor, find_actors
from masfufa.reading.annotated import Annotated
from masfufa.reading.places import find_places
from masfufa.records import Document
from masfufa.values.dates import find_dates
from masfufa.values.numbers import find_numbers


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def actors(
    gazetteer: Gazetteer,
    text: str,
    language: str = "ar",
    published: dt.date | None = None,
    crisis: Crisis | None = None,
) -> list[Actor]:
    tokens = Tokens(text)
    document = Document(id="t", text=text, language=language, published=published)
    marked = Annotated(
        document,
        language,
        tokens,
        find_numbers(tokens, language),
        find_dates(tokens, language, published),
        find_places(tokens, language, gazetteer),
    )
    found = find_actors(marked, crisis)
    for actor in found:
        assert text[actor.mention.start : actor.mention.end] == actor.mention.text
    assert all(a.last <= b.first for a, b in pairwise(found))
    return found


def codes(found: list[Actor]) -> list[tuple[str, str | None, str | None]]:
    return [(a.mention.text, a.mention.country, a.mention.sector) for a in found if a.stands != "place"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("التقى وزير الخارجية النرويجي أحمد كمال نظيره", [("وزير الخارجية النرويجي أحمد كمال", "NOR", "GOV")]),
        ("صرحت وزيرة الصحة الهولندية بذلك", [("وزيرة الصحة الهولندية", "NLD", "GOV")]),
        ("دخلت قوات الأمن الأردنية القرية", [("قوات الأمن الأردنية", "JOR", "COP")]),
        ("وفرقت الشرطة المحتجين", [("الشرطة", None, "COP"), ("المحتجين", None, "CVL")]),
        ("أصيب أربعة جنود كنديين", [("أربعة جنود كنديين", "CAN", "MIL")]),
        ("تظاهر عشرات الطلاب", [("عشرات الطلاب", None, "EDU")]),
        ("سيطرت قوات موالية للرئيس اليمني على التل", [("قوات موالية للرئيس اليمني", "YEM", "MIL")]),
        ("دمرت غارة جوية تركية الجسر", [("تركية", "TUR", "MIL")]),
        ("حلقت طائرات فرنسية فوقنا", [("طائرات فرنسية", "FRA", "MIL")]),
        ("عاد الفلسطينيون إلى بيوتهم", [("الفلسطينيون", "PSE", "CVL")]),
        ("وصل اللاجئون الكوريون الشماليون", [("اللاجئون الكوريون الشماليون", "PRK", "REF")]),
        ("انسحب مقاتلو «حماس» من الحي", [("مقاتلو «حماس»", "PSE", "REB")]),
        ("قال المتحدث باسم الجيش الكيني", [("المتحدث باسم الجيش الكيني", "KEN", "MIL")]),
        ("خطف مسلحون مجهولون طبيبا", [("مسلحون مجهولون", None, "UAF"), ("طبيبا", None, "HLH")]),
    ],
)
def test_arabic_phrases(gazetteer: Gazetteer, text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert codes(actors(gazetteer, text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norwegian Foreign Minister Kari Holm arrived.", [("Norwegian Foreign Minister Kari Holm", "NOR", "GOV")]),
        (
            "Kenyan police arrested three smugglers.",
            [("Kenyan police", "KEN", "COP"), ("three smugglers", None, "CRM")],
        ),
        ("A spokesman for the Malian army spoke.", [("A spokesman for the Malian army", "MLI", "MIL")]),
        ("Sudan's army chief resigned.", [("Sudan's army chief", "SDN", "MIL")]),
        ("Two Turkish airstrikes hit the camp.", [("Turkish", "TUR", "MIL")]),
        ("They asked who had called the WHO.", [("the WHO", "IGO", "HLH")]),
        ("Moscow rejected the offer.", [("Moscow", "RUS", "GOV")]),
    ],
)
def test_english_phrases(gazetteer: Gazetteer, text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert codes(actors(gazetteer, text, "en")) == expected


def test_spans_leave_out_conjunctions_and_separable_prepositions(gazetteer: Gazetteer) -> None:
    found = actors(gazetteer, "ونددت باريس بالهجوم والتقى سفيرها بالجيش اللبناني")
    assert [a.mention.text for a in found if a.mention.country in ("FRA", "LBN")] == [
        "باريس",
        "سفيرها",
        "الجيش اللبناني",
    ]


def test_a_country_behind_in_is_a_place(gazetteer: Gazetteer) -> None:
    found = actors(gazetteer, "وصل الوفد في ليبيا")
    assert [(a.mention.text, a.stands) for a in found if a.kind == "state"] == [("ليبيا", "place")]
    found = actors(gazetteer, "The talks in Libya ended.", "en")
    assert [(a.mention.text, a.stands) for a in found if a.kind == "state"] == [("Libya", "place")]


def test_a_short_mention_takes_the_full_name(gazetteer: Gazetteer) -> None:
    found = actors(gazetteer, "قال الفريق أول عبد الفتاح البرهان إنه سيعود. وأضاف البرهان أن الحرب ستنتهي.")
    assert [a.mention.name for a in found] == ["عبد الفتاح البرهان", "عبد الفتاح البرهان"]
    assert found[1].mention.country == "SDN"


def test_a_bare_head_is_joined_to_the_fuller_mention_before_it(gazetteer: Gazetteer) -> None:
    found = actors(gazetteer, "تقدم الجيش التشادي نحو التلال. وأعلن الجيش أنه أسر أربعة متمردين.")
    assert [(a.mention.text, a.mention.country, a.mention.name) for a in found[:2]] == [
        ("الجيش التشادي", "TCD", "الجيش التشادي"),
        ("الجيش", "TCD", "الجيش التشادي"),
    ]
    assert actors(gazetteer, "وأعلن الجيش أنه أسر أربعة متمردين.")[0].mention.country is None


def test_a_short_name_needs_its_full_one(gazetteer: Gazetteer) -> None:
    assert [a for a in actors(gazetteer, "هذا عمل صالح للجميع") if a.mention.country == "YEM"] == []
    found = actors(gazetteer, "عاد علي عبد الله صالح إلى بيته. ورفض صالح الحديث.")
    assert [a.mention.name for a in found if a.mention.country == "YEM"] == ["علي عبد الله صالح"] * 2


def test_the_publication_date_tells_the_sector(gazetteer: Gazetteer) -> None:
    text = "The Taliban rejected the plan."
    assert actors(gazetteer, text, "en", dt.date(2008, 3, 1))[0].mention.sector == "REB"
    assert actors(gazetteer, text, "en", dt.date(2022, 3, 1))[0].mention.sector == "GOV"


def test_a_crisis_folder_adds_actors_and_roles(gazetteer: Gazetteer, tmp_path: Path) -> None:
    text = "هاجمت كتيبة الآبار مواقع الكشافة"
    assert "كتيبة الآبار" not in [a.mention.name for a in actors(gazetteer, text) if a.mention.country]
    entry = "- {id: wells, kind: armed_group, country: LBY, sector: REB, names: {ar: [كتيبة الآبار], en: [Wells]}}\n"
    (tmp_path / "actors.yaml").write_text(entry, encoding="utf-8")
    (tmp_path / "roles.yaml").write_text("ar:\n  group:\n    - {pl: [كشافة], sector: SOC}\n", encoding="utf-8")
    found = codes(actors(gazetteer, text, crisis=load_crisis(tmp_path)))
    assert found == [("كتيبة الآبار", "LBY", "REB"), ("الكشافة", None, "SOC")]
