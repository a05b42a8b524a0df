"""Figures in English sentences: category, bounds and unit, and what stands around them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masfufa.reading.reader import read
from masfufa.records import Figure


def figures(text: str) -> tuple[Figure, ...]:
    return read(text, language="en", published=dt.date(2024, 6, 1)).figures


def brief(text: str) -> list[tuple[str, int | None, int | None, str]]:
    return [(f.category, f.low, f.high, f.unit) for f in figures(text)]


def person(category: str, low: int | None, high: int | None = -1) -> tuple[str, int | None, int | None, str]:
    return category, low, low if high == -1 else high, "person"


def household(category: str, low: int) -> tuple[str, int, int, str]:
    return category, low, low, "household"


def home(category: str, low: int | None, high: int | None = -1) -> tuple[str, int | None, int | None, str]:
    return category, low, low if high == -1 else high, "home"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a verb before the number
        ("A bomb killed 14 worshippers at a mosque in Kano.", [person("killed", 14)]),
        ("Storm kills 12, leaves thousands homeless", [person("killed", 12), person("homeless", 2000, 9999)]),
        (
            "The strike wounded five, including a medic, and killed one.",
            [person("wounded", 5), person("wounded", 1), person("killed", 1)],
        ),
        (
            "Fire destroys 200 shacks, displacing 800 in Cape Town",
            [home("homes_destroyed", 200), person("displaced", 800)],
        ),
        ("The storm damaged 40 schools and 1,300 homes.", [home("homes_damaged", 1300)]),
        (
            "A landslide buried a bus, killing all 15 on board and two rescuers.",
            [person("killed", 15), person("killed", 2)],
        ),
        ("Kenya plans to repatriate 80,000 Somali refugees.", [person("returned", 80000)]),
        ("Fighting has emptied two villages and driven some 5,000 farmers to a camp.", [person("displaced", 5000)]),
        ("The fire tore the roofs off 70 houses.", [home("homes_damaged", 70)]),
        ("The fever took 12 lives.", [person("killed", 12)]),
        # a noun and "of"
        ("Authorities ordered the evacuation of some 3,000 residents.", [person("evacuated", 3000)]),
        ("The bodies of 11 migrants washed ashore near Zuwara.", [person("killed", 11)]),
        ("A fire led to the destruction of 65 houses.", [home("homes_destroyed", 65)]),
        ("There were 98,000 new displacements in Niger in 2019.", [person("displaced", 98000)]),
        # a predicate after it
        ("Two people drowned, three were reported missing and about 60 houses were flooded.",
         [person("killed", 2), person("missing", 3), home("homes_damaged", 60)]),
        ("More than 850 people displaced by floods were evacuated to a school.", [person("evacuated", 850, None)]),
        ("Clashes forced 1,300 families to flee to the desert.", [household("displaced", 1300)]),
        ("Hail left 20 villagers dead and 400 hurt.", [person("killed", 20), person("wounded", 400)]),
        ("Nearly half a million people have been internally displaced.", [person("displaced", 500000)]),
        ("About 15,000 people have been left without shelter.", [person("homeless", 15000)]),
        ("Some 400 people remain trapped under the rubble.", [person("stranded", 400)]),
        ("Six months after the quake, 40,000 people still live in tents.", [person("sheltered", 40000)]),
        ("About 500 people, most of them women, took shelter in the church.", [person("sheltered", 500)]),
        ("In one survey, 900 households had their homes destroyed.", [home("homes_destroyed", 900)]),
        ("More than 1.2 million children need humanitarian assistance.", [person("in_need", 1200000, None)]),
        ("Families fled after 45 of their homes were torched.", [home("homes_destroyed", 45)]),
        ("60 families evacuated as river bursts its banks", [household("evacuated", 60)]),
        ("10,000 Iraqis return home to Mosul", [person("returned", 10000)]),
        ("At the lake, 65 homes had to be evacuated.", [("evacuated", 65, 65, "home")]),
        ("Residents of 4 towns, 9,000 people in all, were airlifted.", [person("evacuated", 9000)]),
        # joined groups
        ("Five aid workers and two drivers were killed on Sunday.", [person("killed", 5), person("killed", 2)]),
        ("Houthi shelling wounded a mother and her three children.", [person("wounded", 1), person("wounded", 3)]),
        ("Gunmen killed Omar Diallo and four other relatives.", [person("killed", 4)]),
        (
            "Local authorities reported 620 families (3,100 individuals) displaced.",
            [household("displaced", 620), person("displaced", 3100)],
        ),
        (
            "At least 18 houses were burnt and 120 others damaged.",
            [home("homes_destroyed", 18, None), home("homes_damaged", 120)],
        ),
        ("Two children among five killed in Donetsk shelling", [person("killed", 2), person("killed", 5)]),
        # totals with a topic
        ("The death toll has risen to 56.", [person("killed", 56)]),
        ("The number of internally displaced persons increased from 332,957 to 346,864.",
         [person("displaced", 332957), person("displaced", 346864)]),
        ("That lifts to nearly 61,000 the overall number of villagers uprooted.", [person("displaced", 61000)]),
        ("Houses destroyed: 64. Houses damaged: 311. Deaths: 3.",
         [home("homes_destroyed", 64), home("homes_damaged", 311), person("killed", 3)]),
        ("Number of evacuees: 452", [person("evacuated", 452)]),
        # the noun or an adjective says it
        ("The agency gave blankets to 45,000 displaced people in Kivu.", [person("displaced", 45000)]),
        ("The ICRC visited 230 detainees in Sanaa.", [person("detained", 230)]),
        ("Hundreds of demonstrators gathered in Tunis.", [person("protesters", 200, 999)]),
        # text from PDF: lost spaces, line ends within sentences, cells in lines
        ("Some  5,200  peoplehave been displaced across 3 districts.", [person("displaced", 5200)]),
        ("Floods displacedabout 4,300  families in\nthe north", [household("displaced", 4300)]),
        ("Some 930 tenants (or 210 families) became\nhomeless.", [person("homeless", 930), household("homeless", 210)]),
        ("217\nHouses\ndestroyed", [home("homes_destroyed", 217)]),
        # one person
        ("A 45-year-old farmer was abducted near Baidoa.", [person("abducted", 1)]),
        ("Police killed one gunman and wounded another.", [person("killed", 1), person("wounded", 1)]),
        ("Masked men kidnapped a Swiss couple.", [person("abducted", 2)]),
    ],
)  # fmt: skip
def test_category_bounds_and_unit(text: str, expected: list[tuple[str, int | None, int | None, str]]) -> None:
    assert brief(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Around 3,500 troops were deployed and 200 vehicles seized.",
        "She won 12,000 votes, 400 more than the 11,600 cast for her rival.",
        "The 34-year-old striker scored two goals before 20,000 spectators.",
        "The government said 45 percent of 2,300 schools had reopened.",
        "A total of 120,000 people live within 30 km of the volcano.",
        "The company employs 2,300 workers and paid 400 drivers.",
        "600 people were vaccinated and 120 tents distributed.",
        "Twelve gunmen on six motorcycles rode into the market.",
        "The governor said that no one had been hurt.",
        "The resolution was adopted with 13 votes in favour on 3 May 2019.",
        "The driver, 31, was not hurt, and the 57-storey tower was evacuated.",
        "Police arrested the minister's former spokesman Karim Aydin.",
        "The rescue of 300 banks cost $12 million.",
        "The army seized three pumping stations and 14 tanks.",
        "The bank will close 90 branches, affecting 700 clerks.",
    ],
)
def test_no_figure(text: str) -> None:
    assert brief(text) == []


@pytest.mark.parametrize(
    ("text", "qualifier", "low", "high"),
    [
        ("At least 37 people were killed.", "at_least", 37, None),
        ("More than 60 people were wounded.", "at_least", 60, None),
        ("Up to 30,000 people fled.", "at_most", None, 30000),
        ("As many as 80,000 people were displaced.", "at_most", None, 80000),
        ("An estimated 3,000 people fled.", "approx", 3000, 3000),
        ("Nearly 2,300 people went back.", "approx", 2300, 2300),
        ("Between 30 and 40 people were hurt.", "range", 30, 40),
        ("Tens of thousands of people fled.", "vague", 20000, 99999),
        ("A total of 26 people were detained.", "exact", 26, 26),
        ("Another 300 people fled.", "exact", 300, 300),
    ],
)
def test_bounds(text: str, qualifier: str, low: int | None, high: int | None) -> None:
    (figure,) = figures(text)
    assert (figure.qualifier, figure.low, figure.high) == (qualifier, low, high)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Police arrested 34 protesters, among them six women and a lawyer.", [None, 0, 0]),
        ("Eleven soldiers, three of them officers, died in the ambush.", [None, 0]),
        ("At least 30 villagers were abducted, of whom 12 have been released.", [None, 0]),
        ("Shelling left 49 people dead, among them eight women, and 180 injured.", [None, 0, None]),
        ("Of the 5,000 people evacuated, 1,200 are staying in schools and 300 in mosques.", [None, 0, 0]),
    ],
)
def test_parts(text: str, parts: list[int | None]) -> None:
    assert [f.part_of for f in figures(text)] == parts


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The ministry denied that 200 people had been killed.", "denied"),
        ("If the dam breaks, 100,000 people would be forced from their homes.", "hypothetical"),
        ("Some 80,000 refugees are expected to be relocated by December.", "future"),
        ("Reports of a hundred dead could not be independently confirmed.", "alleged_or_reported"),
        ("On 20 May, 14 people were killed in Kabul, the police said.", "asserted"),
    ],
)
def test_modality(text: str, modality: str) -> None:
    assert [f.modality for f in figures(text)] == [modality]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The Libyan Red Crescent said 12 people were killed.", "The Libyan Red Crescent"),
        ("Twelve people were killed, a police spokesman said on Monday.", "a police spokesman"),
        ("Twelve people were killed, said the mayor of Zuwara.", "the mayor of Zuwara"),
        ("According to UNHCR, 1,000 people fled.", "UNHCR"),
        ("Some 1,000 people fled, according to the local council.", "the local council"),
        ("The WHO said 14 nurses had been killed.", "The WHO"),
        ("Floods killed 14 people.", None),
    ],
)
def test_attribution(text: str, source: str | None) -> None:
    (figure,) = figures(text)
    assert (figure.attribution.text if figure.attribution else None) == source


def test_rival_numbers_are_both_reported() -> None:
    ours, theirs = figures("The opposition says 17 of its members were arrested; police spoke of nine.")
    assert (theirs.category, theirs.low, theirs.modality) == ("detained", 9, "alleged_or_reported")
    assert ours.modality == "alleged_or_reported"


def test_the_text_of_a_figure_is_number_and_noun() -> None:
    texts = [
        f.text for f in figures("Heavy rain displaced another 400 newly arrived Syrian families and 26 Palestinians.")
    ]
    assert texts == ["another 400 newly arrived Syrian families", "26 Palestinians"]


def test_victims_and_groups() -> None:
    (figure,) = figures("The raid killed 12 aid workers.")
    assert figure.victims is not None
    assert (figure.victims.text, figure.victims.groups) == ("aid workers", ("aid_workers",))


_WORDS = st.sampled_from(
    [
        "at",
        "least",
        "12",
        "people",
        ",",
        "were",
        "killed",
        "and",
        "displaced",
        "300",
        "families",
        "(",
        "of",
        "whom",
        ")",
        "in",
        "Mosul",
        ";",
        "a",
        "soldier",
        "homes",
        "the",
        "by",
        "to",
        "flee",
        "fled",
        "dozens",
        "-",
        "said",
        "officials",
        ".",
        "including",
        "among",
        "left",
        "dead",
        "\n",
        "'",
        '"',
        "5,000",
        "total",
        "number",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=30))
def test_any_order_of_words_gives_sound_records(words: list[str]) -> None:
    text = " ".join(words)
    found = figures(text)
    for index, figure in enumerate(found):
        assert text[figure.start : figure.end] == figure.text
        assert figure.low is None or figure.high is None or figure.low <= figure.high
        assert figure.part_of is None or (figure.part_of != index and 0 <= figure.part_of < len(found))
    assert [f.start for f in found] == sorted(f.start for f in found)


EARLIER = [
    (
        "At least 653 people have been killed since the fighting for Tripoli began in April, the WHO said. "
        "The agency had earlier reported 562 dead and 2,855 wounded.",
        ["cumulative"] * 3,
    ),
    (
        "At least 653 people have been killed and 3,547 wounded since the fighting for Tripoli began in April, the WHO "
        "said. The agency had earlier reported 562 dead and 2,855 wounded.",
        ["cumulative"] * 4,
    ),
    (
        "The ministry, which had previously reported 387 deaths, said 410 people had been killed since April.",
        ["cumulative"] * 2,
    ),
    (
        "The death toll from the fighting has risen to 410 since April, the ministry said. Fifty people were killed "
        "there on Sunday, police reported earlier.",
        ["cumulative", "incident"],
    ),
]


@pytest.mark.parametrize(("text", "kinds"), EARLIER)
def test_a_number_told_as_an_earlier_one_is_a_running_total_without_a_day(text: str, kinds: list[str]) -> None:
    found = figures(text)
    assert [f.kind for f in found] == kinds
    assert all(f.as_of is None for f in found if f.low in (562, 2855, 387))
    assert all(f.period is None or f.period.end is None for f in found if f.low in (562, 387))


def test_the_number_of_a_round_counts_nobody() -> None:
    found = figures("At the end of round 26 of the IOM's Displacement Tracking Matrix 301,407 people were displaced.")
    assert [f.low for f in found] == [301407]
    assert [f.low for f in figures("In all, round 900 people were displaced.")] == [900]
