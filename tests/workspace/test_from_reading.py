"""From a reading's records to claims, events and statements: nothing is lost on the way, nothing guessed."""

from __future__ import annotations

import datetime as dt

import pytest

from masfufa.claims import ActorName, Issue, TextLocator, Unit
from masfufa.records import (
    ActorMention,
    AdminUnit,
    Attribution,
    DateMention,
    Document,
    Event,
    Figure,
    Mention,
    Notice,
    Period,
    PlaceMention,
    Reading,
    Span,
    Statement,
    Victims,
)
from masfufa.workspace.from_reading import Recorder, place_of, reader_word, records_of
from masfufa.workspace.source_again import named_before, noun_again

TEXT = "12 dead, 3 of them women, in Camp X, said WHO, citing clinics. Again: 12 dead. Raiders struck."
DAY = dt.date(2019, 4, 4)


def mention(words: str, record=Mention, /, **fields):
    start = TEXT.index(words)
    return record(text=words, start=start, end=start + len(words), **fields)


def figure(words: str, category: str = "killed", **fields) -> Figure:
    given = {"low": 12, "high": 12, "qualifier": "exact", "unit": "person", "kind": "incident", "modality": "asserted"}
    return mention(words, Figure, category=category, **{**given, **fields})


PLACE = mention(
    "Camp X",
    PlaceMention,
    name="Camp Ex",
    country="LBY",
    admin=(AdminUnit(1, "Sabha", "LY0304", "cod"),),
    lat=27.0,
    lon=14.4,
    precision="admin1",
    confidence=0.6,
)
WHO = mention("WHO", ActorMention, name="World Health Organization", country="IGO", sector="HLH")


def read(*figures: Figure, notices=(), events=(), statements=()):
    document = Document("d", TEXT, "Title", None, DAY, "Paper", "https://example.org/1")
    reading = Reading("d", "en", DAY, "Title", "1", tuple(figures), events, statements, notices=notices)
    return records_of(document, reading, name="name.txt", reader="r+1")


def test_every_field_of_a_figure_is_carried_over():
    total = figure(
        "12 dead",
        places=(PLACE,),
        period=Period(DAY, None),
        as_of=DAY,
        verified=True,
        cause="conflict",
        victims=mention("women", Victims, groups=("women",)),
        attribution=mention("WHO", Attribution, chain=(mention("clinics"),)),
        repeats=(Span(TEXT.rindex("12 dead"), TEXT.rindex("12 dead") + 7),),
    )
    part = figure("3 of them", low=3, high=None, qualifier="at_least", part_of=0)
    notice = Notice("parts-exceed-total", "look", (Span(9, 12),))
    first, second = read(total, part, notices=(notice, Notice("other", "elsewhere", (Span(80, 85),)))).claims
    assert first.locator == TextLocator(0, 7, "12 dead")
    assert (first.period_start, first.period_end, first.as_of, first.released) == (DAY, None, DAY, DAY)
    assert (first.source, first.source_text, first.chain) == ("World Health Organization", "WHO", ("clinics",))
    assert (first.publisher, first.channel, first.language, first.reader) == ("Paper", "press", "en", "r+1")
    assert (first.groups, first.verified, first.cause) == (("women",), True, "conflict")
    again = TEXT.rindex("12 dead")
    assert first.repeats == (TextLocator(again, again + 7, "12 dead"),)
    assert (second.part_of, second.low, second.high, second.qualifier) == (first.id, 3, None, "at_least")
    assert second.issues == (Issue("parts-exceed-total", "warning", "look"),) and first.issues == ()


def test_places_run_from_the_country_down():
    place = place_of(PLACE)
    assert place.units == (Unit(0, "LBY", "Libya"), Unit(1, "LY0304", "Sabha", "cod"))
    assert (place.name, place.names, place.matched, place.confidence) == ("Camp X", {"en": "Camp Ex"}, "reading", 0.6)
    unresolved = place_of(mention("Camp X", PlaceMention))
    assert (unresolved.units, unresolved.country, unresolved.names, unresolved.matched) == ((), None, {}, None)
    assert place_of(mention("Camp X", PlaceMention, name="مخيم", country="LBY")).names == {"ar": "مخيم"}


def test_two_figures_on_the_same_words_are_two_claims_in_every_run():
    twice = (figure("12 dead"), figure("12 dead", "wounded"), figure("12 dead", low=5))
    ids = [claim.id for claim in read(*twice).claims]
    assert len(set(ids)) == 3 and ids == [claim.id for claim in read(*twice).claims]
    assert ids[:2] == [claim.id for claim in read(*twice[:2]).claims]


def test_a_value_that_could_not_be_read_says_so():
    (claim,) = read(figure("12 dead", low=None, high=None, qualifier="vague")).claims
    assert (claim.low, claim.high, claim.absence) == (None, None, "unreadable")
    (claim,) = read(figure("12 dead", low=None)).claims
    assert claim.absence is None


def test_events_name_their_claims_and_statements_their_events():
    raiders = mention("Raiders", ActorMention, country="LBY", sector="REB")
    date = mention("Again", DateMention, value=Period(DAY, DAY), granularity="day", relative=False)
    event = mention(
        "struck",
        Event,
        event_type="ASSAULT",
        mode="raid",
        contexts=("military",),
        source=(raiders,),
        target=(),
        date=date,
        places=(PLACE,),
        modality="asserted",
        sentence=Span(0, 10),
        salience="reported",
        figures=(0,),
    )
    said = mention(
        "12 dead, 3 of them", Statement, speaker=WHO, addressee=None, cue=mention("said"), direct=False, events=(0,)
    )
    found = read(figure("12 dead"), events=(event,), statements=(said,))
    ((claim,), (told,), (statement,)) = found.claims, found.events, found.statements
    assert told.figures == (claim.id,) and statement.events == (told.id,)
    assert told.source == (ActorName("Raiders", "LBY", "REB"),) and (told.period_start, told.period_end) == (DAY, DAY)
    assert statement.speaker == ActorName("World Health Organization", "IGO", "HLH") and statement.cue == "said"
    assert len({claim.id, told.id, statement.id}) == 3


def test_the_word_of_a_reader_changes_with_what_it_goes_by(tmp_path):
    plain = reader_word(None)
    assert reader_word(tmp_path) == plain == reader_word(None)
    (tmp_path / "actors.yaml").write_text("- a\n", encoding="utf-8")
    first = reader_word(tmp_path)
    (tmp_path / "actors.yaml").write_text("- b\n", encoding="utf-8")
    assert len({plain, first, reader_word(tmp_path), reader_word(None, ("llm",))}) == 4


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "قالت منظمة الصحة العالمية إن 40 شخصا قتلوا. وكانت المنظمة قد أعلنت من قبل مقتل 31 شخصا.",
            "World Health Organization",
        ),
        (
            "قالت منظمة الصحة العالمية إن 40 شخصا قتلوا. وقالت المنظمة الدولية للهجرة إن 90 شخصا نزحوا."
            " وقالت المنظمة إن 12 شخصا أصيبوا.",
            "المنظمة",
        ),
    ],
)
def test_a_source_named_again_by_its_noun(text, source):
    claims = Recorder().read(Document("a", text), "a").claims
    assert claims[-1].source == source


def test_nouns_alone():
    assert noun_again("the ministry", "en") == "ministry" and noun_again("l'organisation", "fr") == "organisation"
    assert noun_again("the health ministry", "en") is None and noun_again("منظمة", "ar") is None
    before = [("the Ministry of Health", "Ministry of Health"), ("WHO", "World Health Organization")]
    assert named_before("ministry", before, "en") == "Ministry of Health"
    assert named_before("agency", before, "en") is None
