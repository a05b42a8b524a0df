"""What written reports say beside the plain sentence: increases, earlier counts, other units, days and sources."""

from __future__ import annotations

import datetime as dt

import pytest

from masfufa.reading.reader import read
from masfufa.records import Figure

DAY = dt.date(2025, 1, 17)
"""A Friday."""


def figures(text: str) -> tuple[Figure, ...]:
    language = "ar" if any("\u0600" <= letter <= "\u06ff" for letter in text) else "en"
    return read(text, published=DAY, language=language).figures


def counts(text: str) -> list[tuple[str, int | None, str, str, int | None]]:
    return [(f.category, f.low, f.unit, f.kind, f.part_of) for f in figures(text)]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("At the end of the shelling in Misrata on Tuesday, the Doctors Network counted five people killed.",
         "the Doctors Network"),
        ("The Health Directorate has revised its toll of the clashes in Misrata: five people were killed.",
         "The Health Directorate"),
        ("The Displacement Tracking Matrix has now counted 725 families displaced from Misrata.",
         "The Displacement Tracking Matrix"),
        ("أحصت شبكة أطباء السودان قتيلين وستة جرحى جراء قصف مدفعي في أم درمان.", "شبكة أطباء السودان"),
        ("عدلت وزارة الصحة حصيلة القصف في سرت: مقتل خمسة أشخاص.", "وزارة الصحة"),
        ("قتل خمسة أشخاص في سرت، حسب النشرة الأسبوعية الصادرة عن مكتب الإحصاء.", "مكتب الإحصاء"),
        ("قتل خمسة أشخاص في سرت، وفق أحدث حصيلة لوزارة الداخلية.", "وزارة الداخلية"),
    ],
)  # fmt: skip
def test_who_counted(text: str, source: str) -> None:
    assert {f.attribution.text if f.attribution else None for f in figures(text)} == {source}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Two soldiers were killed near Sabha on Monday.", dt.date(2025, 1, 13)),
        ("At least 53 people were killed when a school in Sirte was hit from the air on 8 January.",
         dt.date(2025, 1, 8)),
        ("It recalled the air strike on Sirte of 8 January, in which 53 people were killed.", dt.date(2025, 1, 8)),
        ("Two soldiers were killed near Sabha, the army said on Monday.", None),
        ("توفي خمسة حجاج في الحادث، حسبما أعلنت وزارة الداخلية الأحد.", None),
    ],
)  # fmt: skip
def test_the_day_of_the_deed_and_that_of_saying(text: str, day: dt.date | None) -> None:
    assert [f.period.end if f.period else None for f in figures(text)] == [day]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("بلغ عدد القتلى في سرت 17 منذ 7 يناير 2025 وحتى 13 يناير 2025، وفق وزارة الصحة.", 13),
        ("منذ اندلاع القتال في 7 يناير 2025 قُتل 33 شخصا في سرت، حسبما أعلنت وزارة الصحة في 14 يناير 2025.", 14),
        ("Since the fighting began on 7 January 2025, 33 people have been killed in Sirte, medics said on 14 January.",
         14),
    ],
)  # fmt: skip
def test_a_running_total_ends_on_the_day_that_is_said(text: str, end: int) -> None:
    (figure,) = figures(text)
    assert figure.kind == "cumulative"
    assert figure.period is not None
    assert (figure.period.start, figure.period.end) == (dt.date(2025, 1, 7), dt.date(2025, 1, end))


@pytest.mark.parametrize(
    "text",
    [
        "Between 2 and 8 January 310 families, about 1,550 people, left their homes.",
        "Between 2 and 8 January 310 families – around 1,550 people – left their homes.",
        "DTM counted 310 families displaced from the south of Misrata, or 1,550 people.",
    ],
)
def test_the_same_people_in_another_unit(text: str) -> None:
    assert [(f.category, f.low, f.unit) for f in figures(text)] == [
        ("displaced", 310, "household"),
        ("displaced", 1550, "person"),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("As of 2 January, 1,110 families had been displaced from Misrata, 125 families more than in the last update.",
         125),
        ("By 2 January 1,110 families had fled Misrata. Its last update adds 125 families.", 125),
        ("بلغ عدد الأسر النازحة من سرت 1,110 أسر. ويزيد هذا العدد بـ125 أسرة على ما ورد في التحديث السابق.", 125),
        ("زاد عدد الأسر النازحة من سرت 125 أسرة ليبلغ 1,110 أسر.", 125),
    ],
)  # fmt: skip
def test_by_how_much_a_count_has_grown(text: str, value: int) -> None:
    found = {low: (category, unit, kind) for category, low, unit, kind, _ in counts(text)}
    assert found[value] == ("displaced", "household", "increment")


def test_parts_told_before_their_total() -> None:
    text = "Ten people died in Hodeidah, five in Hajjah and two in Marib, bringing the total to 17."
    assert [(f.low, f.part_of, f.kind) for f in figures(text)] == [
        (10, 3, "incident"), (5, 3, "incident"), (2, 3, "incident"), (17, None, "cumulative"),
    ]  # fmt: skip


def test_parts_of_what_a_sentence_opens_with() -> None:
    text = "من أصل 4,210 عائدين إلى دير حافر، 1,300 عادوا من لبنان و900 من تركيا."
    assert [(f.low, f.part_of) for f in figures(text)] == [(4210, None), (1300, 0), (900, 0)]


def test_groups_named_by_their_lot() -> None:
    text = "The World Health Organization puts the dead at 264 or more and the wounded at 1,266."
    assert [(f.category, f.low) for f in figures(text)] == [("killed", 264), ("wounded", 1266)]


def test_victims_are_those_of_the_figure_before() -> None:
    text = "قتل جنديان وأصيب خمسة في كمين قرب سرت."
    assert [f.victims.groups if f.victims else None for f in figures(text)] == [("security_forces",)] * 2


def test_a_toll_is_no_range_of_days() -> None:
    text = "رفعت وزارة الصحة حصيلة القصف في سرت في 3 يناير 2025 إلى سبعة قتلى و13 جريحا."
    assert [(f.category, f.low) for f in figures(text)] == [("killed", 7), ("wounded", 13)]


def test_a_share_in_the_sentence_before_takes_no_number_from_the_next() -> None:
    text = "Roads stayed closed for most of the day. 2 people were killed in Misrata."
    assert [(f.category, f.low) for f in figures(text)] == [("killed", 2)]


def test_one_person_in_reported_speech() -> None:
    assert [(f.category, f.low) for f in figures("Medics reported that one person died in Misrata.")] == [("killed", 1)]


def test_a_total_of_a_season_that_goes_on_does_not_end_after_publication() -> None:
    (figure,) = figures("عشية شهر رمضان قالت الوزارة إن حصيلة القتلى ارتفعت إلى 392 قتيلا.")
    assert figure.period is None or figure.period.end is None or figure.period.end <= DAY


def test_words_for_a_teams_injured_captain_hurt_nobody() -> None:
    assert figures("يضم المنتخب 26 لاعبا منهم ثلاثة حراس مرمى، ويغيب عنه قائده المصاب.") == ()
