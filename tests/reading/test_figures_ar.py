"""Arabic figures: one case a construction, sentences of our own."""

from __future__ import annotations

import datetime as dt

import pytest

import masfufa
from masfufa.records import Figure

PUBLISHED = dt.date(2024, 5, 15)


def figures(text: str) -> tuple[Figure, ...]:
    return masfufa.read(text, published=PUBLISHED, language="ar").figures


def core(text: str) -> list[tuple[str, int | None, int | None, str]]:
    return [(f.category, f.low, f.high, f.unit) for f in figures(text)]


CASES = [
    # the verb before, active and passive, and the verbal noun
    ("قتل سبعة مدنيين في القصف.", [("killed", 7, 7, "person")]),
    ("أدى الانفجار إلى مقتل 14 عاملا وإصابة 9 آخرين.", [("killed", 14, 14, "person"), ("wounded", 9, 9, "person")]),
    ("واعتقلت الشرطة ستين طالبا مساء الأحد.", [("detained", 60, 60, "person")]),
    ("اختطف مجهولون أربعة مهندسين من موقع العمل.", [("abducted", 4, 4, "person")]),
    # the verb after
    ("وقال الشهود إن خمسة أشخاص قتلوا وإن ثمانية أصيبوا.", [("killed", 5, 5, "person"), ("wounded", 8, 8, "person")]),
    ("نحو 300 عائلة نزحت من البلدة.", [("displaced", 300, 300, "household")]),
    # nouns that say it themselves
    ("أوقع الهجوم 23 قتيلا و51 جريحا.", [("killed", 23, 23, "person"), ("wounded", 51, 51, "person")]),
    ("خلف الحادث 37 قتيلا وجريحا.", [("casualties", 37, 37, "person")]),
    ("يؤوي المخيم 4,200 نازح.", [("sheltered", 4200, 4200, "person")]),
    # duals, one, elided nouns
    ("استشهد فتيان في مخيم بلاطة.", [("killed", 2, 2, "person")]),
    ("مقتل جنديين في كمين قرب الحدود.", [("killed", 2, 2, "person")]),
    ("أسفر إطلاق النار عن مقتل شرطي.", [("killed", 1, 1, "person")]),
    # number after a definite noun
    ("نقل الجرحى السبعة إلى المستشفى.", [("wounded", 7, 7, "person")]),
    # totals
    ("ارتفع عدد القتلى إلى 88.", [("killed", 88, 88, "person")]),
    ("بلغ عدد الأسر النازحة 1,240 أسرة.", [("displaced", 1240, 1240, "household")]),
    # homes
    (
        "دمرت السيول 75 منزلا كليا و120 منزلا جزئيا.",
        [("homes_destroyed", 75, 75, "home"), ("homes_damaged", 120, 120, "home")],
    ),
    # crowds
    ("تظاهر آلاف العمال أمام البرلمان.", [("protesters", 2000, 9999, "person")]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:30] for text, _ in CASES])
def test_what_happened_to_how_many(text: str, expected: list[tuple[str, int | None, int | None, str]]) -> None:
    assert core(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "أرسلت الحكومة 500 جندي إلى الحدود.",
        "حكمت المحكمة على ثلاثة متهمين بالسجن عشر سنوات.",
        "بلغت كلفة المشروع 40 مليون دولار.",
        "صوت 120 نائبا لصالح القرار 2254.",
        "تبعد القرية 15 كيلومترا عن العاصمة.",
        "فاز الفريق بثلاثة أهداف أمام 20 ألف متفرج.",
        "وقع الاتفاق رئيس الوزراء في 7 أكتوبر 2023.",
    ],
)
def test_other_numbers_are_no_figures(text: str) -> None:
    assert core(text) == []


@pytest.mark.parametrize(
    ("words", "low", "high", "qualifier"),
    [
        ("أكثر من 40 شخصا", 40, None, "at_least"),
        ("ما لا يقل عن 40 شخصا", 40, None, "at_least"),
        ("40 شخصا على الأقل", 40, None, "at_least"),
        ("نحو 40 شخصا", 40, 40, "approx"),
        ("قرابة 40 شخصا", 40, 40, "approx"),
        ("ما بين 30 و40 شخصا", 30, 40, "range"),
        ("عشرات الأشخاص", 20, 99, "vague"),
        ("40 شخصا", 40, 40, "exact"),
    ],
)
def test_bounds(words: str, low: int | None, high: int | None, qualifier: str) -> None:
    (figure,) = figures(f"قتل {words} في انفجار بالمدينة.")
    assert (figure.low, figure.high, figure.qualifier) == (low, high, qualifier)


def test_parts_point_to_their_total() -> None:
    found = figures("قتل 20 شخصا بينهم خمسة أطفال وثلاث نساء في غارة على سوق.")
    assert [(f.low, f.part_of) for f in found] == [(20, None), (5, 0), (3, 0)]
    assert found[1].victims is not None
    assert found[1].victims.groups == ("children",)


def test_parts_by_addition() -> None:
    found = figures("نزحت 500 أسرة من القرية. ووصلت 320 أسرة إلى المدينة و180 أسرة إلى المخيم.")
    assert [(f.low, f.part_of) for f in found] == [(500, None), (320, 0), (180, 0)]


def test_a_source_one_sentence_away() -> None:
    found = figures("قالت وزارة الصحة إن 12 شخصا قتلوا. وأضافت أن 30 آخرين أصيبوا.")
    assert [f.attribution.text for f in found if f.attribution] == ["وزارة الصحة", "وزارة الصحة"]


def test_the_first_hand_source_with_its_chain() -> None:
    (figure,) = figures("نقلت وكالة الأنباء عن مدير المستشفى قوله إن تسعة أشخاص قتلوا.")
    assert figure.attribution is not None
    assert figure.attribution.text.startswith("مدير المستشفى")
    assert [mention.text for mention in figure.attribution.chain] == ["وكالة الأنباء"]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("نفت السلطات مقتل ستة سجناء.", "denied"),
        ("إذا انهار السد فقد يشرد 5000 شخص.", "hypothetical"),
        ("من المتوقع أن يعود 900 لاجئ غدا.", "future"),
        ("أفيد بمقتل ستة سجناء.", "alleged_or_reported"),
        ("أعلنت الوزارة مقتل ستة سجناء.", "asserted"),
    ],
)
def test_modality(text: str, modality: str) -> None:
    (figure,) = figures(text)
    assert figure.modality == modality


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("قتل ستة أشخاص في غارة أمس.", "incident"),
        ("قتل 1,300 شخص منذ بداية العام.", "cumulative"),
        ("لا يزال 4,000 نازح يقيمون في المدارس.", "stock"),
        ("نزحت 600 أسرة خلال شهر أبريل.", "period"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    (figure,) = figures(text)
    assert figure.kind == kind


def test_periods_are_resolved_against_publication() -> None:
    (figure,) = figures("نزحت 600 أسرة من القرية منذ 3 مايو.")
    assert figure.period is not None
    assert (figure.period.start, figure.period.end) == (dt.date(2024, 5, 3), PUBLISHED)


def test_without_a_publication_date_nothing_is_guessed() -> None:
    (figure,) = masfufa.read("قتل ستة أشخاص أمس.", language="ar").figures
    assert figure.period is None
    assert figure.date is not None
    assert figure.date.value is None


def test_titles_and_captions_add_no_figure() -> None:
    title, caption = "مقتل 31 شخصا في حريق", "[تعليق الصورة: حريق أودى بحياة 31 شخصا]"
    text = f"{title}\n\nقال الدفاع المدني إن 31 شخصا لقوا حتفهم في الحريق.\n\n{caption}"
    (figure,) = figures(text)
    assert figure.low == 31
    assert len(figure.repeats) == 2
    assert all(text[span.start : span.end].startswith("31") for span in figure.repeats)


def test_rival_figures_are_reported_not_asserted() -> None:
    found = figures("قالت الحكومة إن 40 شخصا قتلوا، بينما قالت المعارضة إن 110 أشخاص قتلوا.")
    assert [f.modality for f in found] == ["alleged_or_reported", "alleged_or_reported"]


def test_illness_makes_no_wounded() -> None:
    (figure,) = figures("سجلت الوزارة 230 إصابة بالكوليرا.")
    assert figure.category == "affected"


@pytest.mark.parametrize("parts", ["7 أطفال و8 نساء", "20 طفلا"])
def test_parts_that_exceed_their_total_are_noticed(parts: str) -> None:
    reading = masfufa.read(f"قتل 12 شخصا بينهم {parts} في القصف.", language="ar")
    assert [figure.part_of for figure in reading.figures] == [None, *[0] * (len(reading.figures) - 1)]
    assert [notice.kind for notice in reading.notices] == ["parts-exceed-total"]


def test_a_number_told_as_an_earlier_one_is_a_running_total_without_a_day() -> None:
    found = figures(
        "سقط في القتال 653 قتيلا منذ بدايته، وأصيب 3547 شخصا، بحسب منظمة الصحة العالمية. "
        "وكانت المنظمة قد أحصت في وقت سابق 562 قتيلا ونحو 2855 جريحا."
    )
    assert [f.kind for f in found] == ["cumulative"] * 4
    assert [(f.as_of, f.period) for f in found[2:]] == [(None, None)] * 2
    later = figures("ارتفع عدد القتلى إلى 410 منذ أبريل. وقالت الوزارة إن 50 شخصا قتلوا في قصف يوم 3 مايو في وقت سابق.")
    assert [f.kind for f in later] == ["cumulative", "incident"]


def test_the_number_of_a_round_counts_nobody() -> None:
    assert [f.low for f in figures("أحصت الجولة 26 من مصفوفة تتبع النزوح 301407 نازحين.")] == [301407]
    assert [f.low for f in figures("سقط في هذه الجولة 26 قتيلا.")] == [26]


@pytest.mark.parametrize("text", ["قُتل 12 شخصا، قال أحمد", "أصيب 3 أشخاص في القصف وقال سامر"])
def test_a_text_that_ends_with_the_name_of_who_spoke_is_read(text: str) -> None:
    (figure,) = figures(text)
    assert text[figure.start : figure.end] == figure.text
