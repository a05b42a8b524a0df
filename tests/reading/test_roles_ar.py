"""Who does what to whom in Arabic: sentences written by us with the roles a reader sees, roles_ar.tsv."""

from __future__ import annotations

from pathlib import Path

import pytest

from masfufa.gazetteer.store import Gazetteer
from masfufa.language.tokens import Tokens
from masfufa.reading.actors import Actor, find_actors
from masfufa.reading.annotated import Annotated
from masfufa.reading.events import find_events
from masfufa.reading.figures import find_figures
from masfufa.reading.places import find_places
from masfufa.records import ActorMention, Document, Event
from masfufa.values.dates import find_dates
from masfufa.values.numbers import find_numbers

_ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("roles_ar.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def annotated(gazetteer: Gazetteer, text: str) -> Annotated:
    tokens = Tokens(text)
    numbers, dates = find_numbers(tokens, "ar"), find_dates(tokens, "ar", None)
    document = Document("roles", text, language="ar")
    return Annotated(document, "ar", tokens, numbers, dates, find_places(tokens, "ar", gazetteer, None))


def actors(gazetteer: Gazetteer, text: str) -> list[Actor]:
    return find_actors(annotated(gazetteer, text))


def events(gazetteer: Gazetteer, text: str, kind: str) -> list[Event]:
    """All events of a type, whether or not they are weighed to be news."""
    marked = annotated(gazetteer, text)
    found = find_events(marked, find_actors(marked), find_figures(marked), keep_all=True)
    return [event for event in found if event.event_type == kind]


def has(wanted: str, mentions: tuple[ActorMention, ...]) -> bool:
    """Whether every wanted actor ("A / B"; "-" for none asked for) is among the mentions."""
    return wanted == "-" or all(
        any(words in m.text or m.text in words for m in mentions) for words in wanted.split(" / ")
    )


@pytest.mark.parametrize("row", _ROWS, ids=[f"{row[0]} {row[4][:30]}" for row in _ROWS])
def test_roles(gazetteer: Gazetteer, row: list[str]) -> None:
    kind, _, source, target, text = row
    found = events(gazetteer, text, kind)
    roles = [([m.text for m in e.source], [m.text for m in e.target]) for e in found]
    assert any(has(source, e.source) and has(target, e.target) for e in found), roles
    for event in found:
        for m in (*event.source, *event.target):
            assert text[m.start : m.end] == m.text


@pytest.mark.parametrize(
    ("text", "kind", "role", "words", "country"),
    [
        ("فرقت الشرطة متظاهرين في الخرطوم.", "ASSAULT", "source", "الشرطة", "SDN"),
        ("قتل عشرة أشخاص في انفجار سيارة مفخخة في بغداد.", "ASSAULT", "target", "عشرة أشخاص", "IRQ"),
        ("قتل مسلحون عشرة أشخاص في بغداد.", "ASSAULT", "source", "مسلحون", None),
        ("قتل ثلاثة جنود في هجوم في بغداد.", "ASSAULT", "target", "ثلاثة جنود", None),
        ("اقتحم مستوطنون قرية قرب نابلس.", "COERCE", "source", "مستوطنون", None),
        ("خطف مسلحون ثلاثة أجانب في بغداد.", "ASSAULT", "target", "ثلاثة أجانب", None),
        ("تظاهر نواب في المعارضة الكويتية في تونس.", "PROTEST", "source", "نواب", None),
        ("أصيب خمسة من موظفيها في انفجار في بغداد.", "ASSAULT", "target", "موظفيها", None),
    ],
)
def test_locals_have_the_country_of_the_place(
    gazetteer: Gazetteer, text: str, kind: str, role: str, words: str, country: str | None
) -> None:
    mentions = [m for e in events(gazetteer, text, kind) for m in getattr(e, role) if words in m.text]
    assert mentions, text
    assert {m.country for m in mentions} == {country}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("انتقل حزب الله الى الجنوب", "حزب الله"),
        ("دعا القادة الى الهدوء", "القادة"),
        ("قالت مصادر صحافية بأن الاجتماع انتهى", "مصادر صحافية"),
        ("طلب الوزير إرسال قوات", "الوزير"),
        ("أعلن الرئيس العملية", "الرئيس"),
        ("دعت الأمم المتحدة المانحين", "الأمم المتحدة"),
    ],
)
def test_an_actor_ends_where_it_ends(gazetteer: Gazetteer, text: str, expected: str) -> None:
    assert expected in [a.mention.text for a in actors(gazetteer, text)]


def test_before_is_no_imam_and_on_is_no_ali(gazetteer: Gazetteer) -> None:
    assert [a.mention.text for a in actors(gazetteer, "تجمعوا أمام السفارة الأميركية على عجل")] == ["السفارة الأميركية"]
    assert [a.mention.sector for a in actors(gazetteer, "قال إمام المسجد ذلك")] == ["REL"]


def test_what_belongs_to_an_actor_has_its_codes(gazetteer: Gazetteer) -> None:
    [event] = events(gazetteer, "استهدف انتحاري حافلة تابعة للجيش اللبناني أمس.", "ASSAULT")[:1]
    assert [(m.text, m.country, m.sector) for m in event.target] == [("حافلة تابعة للجيش اللبناني", "LBN", "MIL")]


def test_a_pronoun_has_the_country_of_its_only_antecedent(gazetteer: Gazetteer) -> None:
    found = {a.mention.text: a.mention.country for a in actors(gazetteer, "قال الجيش الأميركي إن قواته انسحبت")}
    assert found["قواته"] == "USA"
    text = "قال الجيش الأميركي للحكومة العراقية إن قواته انسحبت"
    assert {a.mention.text: a.mention.country for a in actors(gazetteer, text)}["قواته"] is None


def test_killed_wounded_and_struck_are_all_targets(gazetteer: Gazetteer) -> None:
    text = "قتل جندي وأصيب أربعة مدنيين في هجوم بسيارة مفخخة استهدف حاجزا للشرطة."
    found = [m.text for e in events(gazetteer, text, "ASSAULT") for m in e.target]
    assert {"جندي", "أربعة مدنيين", "حاجزا للشرطة"} <= set(found)
