"""Events in Arabic: types, who does what to whom, modality, salience, one event a happening, particular ones only."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masfufa.lexicon.store import table
from masfufa.ontology.actors import SECTORS
from masfufa.ontology.plover import CONTEXTS, EVENT_MODALITIES, EVENT_TYPES, SALIENCES
from masfufa.reading.event_lexicon_ar import event_matcher
from masfufa.reading.event_model import score
from masfufa.reading.reader import read
from masfufa.records import ActorMention, Event, Reading


def events(text: str) -> list[Event]:
    """The events of a text, offsets checked."""
    reading = read(text, language="ar")
    _check(reading, text)
    return list(reading.events)


def one(text: str, kind: str) -> Event:
    """The only event of a type in a text."""
    found = [event for event in events(text) if event.event_type == kind]
    assert len(found) == 1, (kind, found)
    return found[0]


def _check(reading: Reading, text: str) -> None:
    for event in reading.events:
        assert text[event.start : event.end] == event.text
        assert event.event_type in EVENT_TYPES
        assert event.mode is None or event.mode in EVENT_TYPES[event.event_type].modes
        assert set(event.contexts) <= set(CONTEXTS)
        assert event.modality in EVENT_MODALITIES
        assert event.salience in SALIENCES
        assert event.sentence.start <= event.start < event.end <= event.sentence.end
        assert all(0 <= n < len(reading.figures) for n in event.figures)
        for actor in (*event.source, *event.target):
            assert text[actor.start : actor.end] == actor.text
            assert actor.sector is None or actor.sector in SECTORS
    assert list(reading.events) == sorted(reading.events, key=lambda e: e.start)


def names(actors: tuple[ActorMention, ...]) -> str:
    """The words of actors, joined."""
    return " | ".join(actor.text for actor in actors)


@pytest.mark.parametrize(
    ("text", "kind", "trigger"),
    [
        ("قصف الجيش مواقع المسلحين شمال المدينة أمس.", "ASSAULT", "قصف"),
        ("تظاهر مئات العمال في بيروت للمطالبة بزيادة الأجور.", "PROTEST", "تظاهر"),
        ("زار وزير الخارجية التركي القاهرة أمس.", "CONSULT", "زار"),
        ("رحبت مصر بقرار مجلس الأمن.", "SUPPORT", "رحبت"),
        ("وافقت الحكومة السودانية على نشر المراقبين.", "AGREE", "وافقت"),
        ("اعتذر رئيس الوزراء عن الخطأ أمام البرلمان.", "CONCEDE", "اعتذر"),
        ("قدمت قطر مساعدات إلى الحكومة اليمنية.", "AID", "قدمت"),
        ("استقال وزير الدفاع من منصبه أمس.", "RETREAT", "استقال"),
        ("طالب مجلس الأمن الأطراف بضبط النفس.", "REQUEST", "طالب"),
        ("أدانت مصر الهجوم على السفارة.", "ACCUSE", "أدانت"),
        ("رفضت الحكومة السورية المبادرة أمس.", "REJECT", "رفضت"),
        ("هدد الخاطفون بقتل الرهينة.", "THREATEN", "هدد"),
        ("طردت السودان السفير البريطاني أمس.", "SANCTION", "طردت"),
        ("نشر الجيش قوات في محيط العاصمة.", "MOBILIZE", "نشر"),
        ("اعتقلت الشرطة خمسة ناشطين في تونس.", "COERCE", "اعتقلت"),
    ],
)
def test_types(text: str, kind: str, trigger: str) -> None:
    assert one(text, kind).text == trigger


def test_active_verb_first_and_noun_first() -> None:
    for text in (
        "قصف الجيش السوداني مواقع المتمردين في الفاشر أمس.",
        "الجيش السوداني قصف مواقع المتمردين في الفاشر أمس.",
    ):
        event = one(text, "ASSAULT")
        assert names(event.source) == "الجيش السوداني"
        assert event.source[0].country == "SDN"
        assert "مواقع" in names(event.target)


def test_passive_has_a_target_and_no_source() -> None:
    event = one("اعتقل خمسة ناشطين في تونس أمس.", "COERCE")
    assert event.source == ()
    assert "ناشطين" in names(event.target)


def test_who_acts_is_named_by_a_preposition() -> None:
    event = one("تعرض المصور للخطف قبل أسبوع على أيدي مسلحين مجهولين في غزة.", "ASSAULT")
    assert event.mode == "abduct"
    assert "مسلحين" in names(event.source)
    assert "المصور" in names(event.target)


def test_verbal_noun_in_construct() -> None:
    event = one("بدأ الرئيس التركي زيارة إلى ليبيا أمس.", "CONSULT")
    assert event.mode == "visit"
    assert "الرئيس التركي" in names(event.source)


def test_one_event_for_blast_attack_and_killing() -> None:
    text = "قتل شخصان وأصيب خمسة في انفجار سيارة مفخخة وسط بغداد أمس."
    event = one(text, "ASSAULT")
    assert (event.text, event.mode, event.salience) == ("انفجار", "explosives", "reported")
    assert [place.text for place in event.places] == ["بغداد"]
    assert event.date is not None
    assert event.date.text == "أمس"
    assert len(event.figures) == len(read(text, language="ar").figures) == 2


def test_joined_verb_keeps_the_subject() -> None:
    event = one("هدمت القوات الإسرائيلية منزلين أمس واعتقلت عددا من السكان.", "COERCE")
    assert "القوات الإسرائيلية" in names(event.source)


@pytest.mark.parametrize(
    ("text", "kind", "modality"),
    [
        ("قصفت الطائرات مواقع المسلحين أمس.", "ASSAULT", "asserted"),
        ("قالت الشرطة إن مسلحين خطفوا القنصل في بيشاور.", "ASSAULT", "alleged_or_reported"),
        ("قصفت الطائرات مواقع المسلحين أمس بحسب مصدر أمني.", "ASSAULT", "alleged_or_reported"),
        ("نفى المتحدث أن يكون الجيش قصف المدينة.", "ASSAULT", "denied"),
        ("ستنسحب القوات الأميركية من العراق الشهر المقبل.", "RETREAT", "future"),
        ("اغتال مسلحون الزعيم في بيروت عام 1987.", "ASSAULT", "historical"),
        ("أعلنت الحكومة السودانية أمس أنها رفضت مبادرة الولايات المتحدة.", "REJECT", "asserted"),
    ],
)
def test_modality(text: str, kind: str, modality: str) -> None:
    assert one(text, kind).modality == modality


def test_year_of_the_report_is_not_history() -> None:
    import datetime as dt

    text = "اغتال مسلحون الزعيم في بيروت عام 2024."
    modality = {read(text, language="ar", published=dt.date(y, 5, 1)).events[0].modality for y in (2024,)}
    assert modality == {"asserted"}
    assert read(text, language="ar", published=dt.date(2026, 5, 1)).events[0].modality == "historical"


@pytest.mark.parametrize(
    "text",
    [
        "فاز المنتخب في مباراة قوية هاجم فيها مرمى الخصم منذ الشوط الأول.",
        "ينص القانون على معاقبة كل من يحرض على العنف.",
        "توفي الكاتب الكبير عن سبعين عاما.",
        "تراجعت أسعار النفط في تعاملات السوق.",
        "",
    ],
)
def test_no_particular_happening(text: str) -> None:
    assert events(text) == []


def test_trigger_leaves_out_proclitics_and_names_hold_no_event() -> None:
    assert one("أفادت مصادر طبية بمقتل ثلاثة أشخاص في قصف على سرت أمس.", "ASSAULT").text in ("مقتل", "قصف")
    assert not [e for e in events("التقى رئيس لجنة التحقيق سكان القرية أمس.") if e.event_type == "ACCUSE"]


def test_events_can_be_left_out() -> None:
    from masfufa.reading.reader import read_document
    from masfufa.records import Document

    assert read_document(Document("x", "قصف الجيش المدينة أمس.", language="ar"), events=False).events == ()


def test_every_entry_of_the_lexicon_is_well_formed() -> None:
    raw = table("ar", "events")
    known = {
        "v",
        "n",
        "w",
        "p",
        "mode",
        "contexts",
        "with",
        "not",
        "near",
        "subj",
        "obj",
        "gen",
        "prep",
        "recip",
        "weak",
        "harm",
        "attack",
        "wound",
        "clash",
        "means",
        "counted",
        "clause",
        "goods",
        "verbal",
        "crowdsubj",
        "weakgen",
    }
    roles = {"source", "target", "none", "auto", "place"}
    assert set(raw["events"]) == set(EVENT_TYPES)
    for kind, lines in raw["events"].items():
        for line in lines:
            assert set(line) <= known, line
            assert line.get("mode") is None or line["mode"] in EVENT_TYPES[kind].modes, line
            assert set(line.get("contexts", ())) <= set(CONTEXTS), line
            assert {line.get("with"), line.get("not"), line.get("near")} - {None} <= {*raw["classes"], "by"}, line
            assert {line.get(k, "none") for k in ("subj", "obj", "gen")} | set(
                line.get("prep", {}).values()
            ) <= roles, line


def test_forms_of_a_verb_are_all_known() -> None:
    senses = event_matcher().senses
    for form in ("قصف", "قصفت", "قصفوا", "يقصف", "ستقصف", "وقصفت", "القصف", "بالقصف", "قصفه"):
        assert any(s.data.get("type") == "ASSAULT" for s in senses(form)), form


def test_score_is_a_logistic_model() -> None:
    weights = {"": -1.0, "date": 2.0}
    assert score(weights, ["date", "date", "unknown"]) == pytest.approx(0.7310586)
    assert score(weights, []) == pytest.approx(0.2689414)


_WORDS = [
    "قتل",
    "الذي",
    "أن",
    "قال",
    "،",
    "هجوم",
    "على",
    "الجيش",
    "و",
    "من",
    "قبل",
    "(",
    "«",
    "12",
    "بحسب",
    ".",
    "أمس",
    "لم",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=25))
def test_never_fails_and_offsets_hold(words: list[str]) -> None:
    events(" ".join(words))
