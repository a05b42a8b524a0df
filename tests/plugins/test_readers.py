"""Plug-in readers: what of theirs is kept, what is left out with which notice; masfufa's own reading stands."""

from __future__ import annotations

import dataclasses
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masfufa.plugins import contract
from masfufa.plugins.run import add_readings
from masfufa.plugins.shape import fault, from_plain
from masfufa.reading.reader import read_document
from masfufa.records import (
    ActorMention,
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
    as_plain,
)

from .samples import DAY, TEXT, Gives, document, figure

KILLED = figure(TEXT, "12 people", "killed", 12)
FLED = figure(TEXT, "45 shepherds", "displaced", 45)
MINISTRY = ActorMention("The ministry", 0, 12, None, "LBY", "GOV")
SAID = Mention("said", 13, 17)
SAYS = Statement(TEXT[18:51], 18, 51, MINISTRY, None, SAID, False)
KILLING = Event(
    "killed", 33, 39, "ASSAULT", None, (), (), (), None, (), "asserted", Span(0, 51), "reported", (0,)
)  # fmt: skip


def base(*figures: Figure, **more: object) -> Reading:
    return Reading("d", "en", DAY, None, "0.1.0", figures=figures, **more)  # type: ignore[arg-type]


def added(*records: object, to: Reading | None = None, text: str = TEXT) -> Reading:
    return add_readings(document(text), base(KILLED) if to is None else to, [Gives(*records)])


def kinds(reading: Reading) -> list[str]:
    return [notice.kind for notice in reading.notices]


def test_a_new_figure_is_added_in_text_order_and_told():
    early = dataclasses.replace(KILLED)
    reading = added(early, to=base(FLED))
    assert reading.figures == (KILLED, FLED)
    assert reading.reader == "0.1.0 + gives 2.1"
    assert reading.notices == (Notice("plugin-records", "gives added 1 figure.", (Span(18, 27),)),)


def test_two_readers_one_after_the_other():
    first, second = Gives(FLED), Gives(FLED, SAYS)
    second.name, second.version = "other", "3"
    reading = add_readings(document(), base(KILLED), [first, second])
    assert reading.reader == "0.1.0 + gives 2.1 + other 3"
    assert [n.message for n in reading.notices] == ["gives added 1 figure.", "other added 1 statement."]
    assert reading.figures == (KILLED, FLED) and reading.statements == (SAYS,)


def test_what_is_there_already_stands():
    same = figure(TEXT, "12 people were killed", "killed", 12)
    assert added(same).figures == (KILLED,)
    assert kinds(added(same)) == []
    other = figure(TEXT, "12 people", "wounded", 12)
    reading = added(other)
    assert reading.figures == (KILLED,)
    assert [(n.kind, n.spans) for n in reading.notices] == [("plugin-disagrees", (Span(18, 27),))]
    assert "wounded 12" in reading.notices[0].message and "killed 12" in reading.notices[0].message


def test_two_figures_whose_words_overlap_are_two_where_their_numbers_do_not():
    text = "12 killed and 30 hurt"
    reading = added(figure(text, text, "wounded", 30), to=base(figure(text, "12 killed", "killed", 12)), text=text)
    assert [(f.category, f.low) for f in reading.figures] == [("killed", 12), ("wounded", 30)]


def test_indexes_follow_the_records_they_point_to():
    total = figure(TEXT, "12 people", "displaced", 12)
    reading = added(dataclasses.replace(FLED, part_of=1), total, to=base())  # 0 is itself, 1 the other one
    assert [(f.low, f.part_of) for f in reading.figures] == [(12, None), (45, 0)]
    start, whole = TEXT.index("fled"), Span(52, len(TEXT))
    fleeing = dataclasses.replace(
        KILLING, text="fled", start=start, end=start + 4, event_type="RETREAT", sentence=whole, figures=(0, 1)
    )
    killing, says = dataclasses.replace(KILLING, figures=(0,)), dataclasses.replace(SAYS, events=(0,))
    reading = added(KILLED, fleeing, to=base(FLED, events=(killing,), statements=(says,)))
    assert [f.low for f in reading.figures] == [12, 45]
    assert [e.figures for e in reading.events] == [(1,), (0, 1)]  # the base's 0 is 1 since a figure came before it
    assert reading.statements[0].events == (0,)


def test_an_index_to_a_record_that_was_left_out_is_not_said():
    invented = figure(TEXT, "12 people", "displaced", 13)
    part = dataclasses.replace(FLED, part_of=0)
    reading = added(invented, part, dataclasses.replace(KILLING, figures=(0, 1)), to=base())
    assert [(f.low, f.part_of) for f in reading.figures] == [(45, None)]
    assert reading.events[0].figures == (0,)
    assert "plugin-invented" in kinds(reading)


def test_a_figure_that_is_there_already_takes_the_references():
    again = figure(TEXT, "12 people", "killed", 12)
    reading = added(again, dataclasses.replace(FLED, part_of=1))
    assert [(f.low, f.part_of) for f in reading.figures] == [(12, None), (45, 0)]


@pytest.mark.parametrize("points", [(0, 0), (1, 0)])
def test_no_figure_is_a_part_of_itself(points: tuple[int, int]):
    one, two = dataclasses.replace(KILLED, part_of=points[0]), dataclasses.replace(FLED, part_of=points[1])
    reading = added(one, two, to=base())
    assert "plugin-bad-index" in kinds(reading)
    for n, found in enumerate(reading.figures):
        assert found.part_of is None or found.part_of != n


BAD = [
    ("plugin-bad-span", dataclasses.replace(FLED, start=FLED.start + 1, end=FLED.end + 1)),
    ("plugin-bad-span", dataclasses.replace(FLED, start=-45)),
    ("plugin-bad-span", dataclasses.replace(FLED, end=10**9)),
    ("plugin-bad-span", dataclasses.replace(FLED, start=FLED.end, end=FLED.start)),
    ("plugin-bad-span", dataclasses.replace(FLED, victims=Victims("shepherds", 0, 9))),
    ("plugin-bad-span", dataclasses.replace(FLED, repeats=(Span(5, 3),))),
    ("plugin-bad-span", dataclasses.replace(SAYS, cue=Mention("told", 13, 17))),
    ("plugin-bad-span", Notice("some-kind", "Something.", (Span(0, 10**6),))),
    ("plugin-bad-value", dataclasses.replace(FLED, category="murdered")),
    ("plugin-bad-value", dataclasses.replace(FLED, qualifier="circa")),
    ("plugin-bad-value", dataclasses.replace(FLED, unit="goat")),
    ("plugin-bad-value", dataclasses.replace(FLED, kind="daily")),
    ("plugin-bad-value", dataclasses.replace(FLED, modality="sure")),
    ("plugin-bad-value", dataclasses.replace(FLED, cause="fate")),
    ("plugin-bad-value", dataclasses.replace(FLED, victims=Victims("shepherds", 76, 85, ("shepherds",)))),
    ("plugin-bad-value", dataclasses.replace(FLED, qualifier="at_least")),
    ("plugin-bad-value", dataclasses.replace(FLED, high=None)),
    ("plugin-bad-value", dataclasses.replace(FLED, low=None, high=None)),
    ("plugin-bad-value", dataclasses.replace(FLED, period=Period(DAY, DAY.replace(year=2018)))),
    ("plugin-bad-value", dataclasses.replace(KILLING, event_type="MURDER")),
    ("plugin-bad-value", dataclasses.replace(KILLING, mode="demo")),
    ("plugin-bad-value", dataclasses.replace(KILLING, contexts=("war",))),
    ("plugin-bad-value", dataclasses.replace(KILLING, salience="high")),
    ("plugin-bad-value", dataclasses.replace(KILLING, source=(dataclasses.replace(MINISTRY, sector="KING"),))),
    ("plugin-bad-value", dataclasses.replace(KILLING, source=(dataclasses.replace(MINISTRY, country="XQX"),))),
    ("plugin-bad-value", PlaceMention("Tripoli", 43, 50, "Tripoli", "IGO")),
    ("plugin-bad-value", PlaceMention("Tripoli", 43, 50, "Tripoli", "LBY", lat=132.0)),
    ("plugin-bad-value", PlaceMention("Tripoli", 43, 50, "Tripoli", "LBY", precision="street")),
    ("plugin-bad-value", PlaceMention("Tripoli", 43, 50, "Tripoli", "LBY", confidence=7.0)),
    ("plugin-bad-value", DateMention("Tripoli", 43, 50, None, "moment", False)),
    ("plugin-bad-value", Notice("Not A Kind", "Something.")),
    ("plugin-bad-value", Notice("some-kind", "It rings.\x07")),
    ("plugin-bad-index", dataclasses.replace(FLED, part_of=5)),
    ("plugin-bad-index", dataclasses.replace(FLED, part_of=-1)),
    ("plugin-bad-index", dataclasses.replace(KILLING, figures=(9,))),
    ("plugin-bad-index", dataclasses.replace(SAYS, events=(0,))),
    ("plugin-bad-record", dataclasses.replace(FLED, low="45")),
    ("plugin-bad-record", dataclasses.replace(FLED, low=True, high=True)),
    ("plugin-bad-record", dataclasses.replace(FLED, places=["Tripoli"])),
    ("plugin-bad-record", dataclasses.replace(FLED, text=None)),
    ("plugin-bad-record", dataclasses.replace(FLED, period=("2019", "2020"))),
    ("plugin-bad-record", PlaceMention("Tripoli", 43, 50, "Tripoli", "LBY", lat=float("nan"))),
    ("plugin-bad-record", {"category": "killed"}),
    ("plugin-bad-record", None),
    ("plugin-bad-record", MINISTRY),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "record"), BAD)
def test_a_record_that_breaks_the_contract_is_left_out_with_a_notice(kind: str, record: object):
    reading = added(record, figure(TEXT, "45 shepherds", "displaced", 45))
    assert kinds(reading) == sorted([kind, "plugin-records"], key=[kind, "plugin-records"].index)
    assert reading.figures == (KILLED, FLED)
    assert (reading.events, reading.statements, reading.places, reading.dates) == ((), (), (), ())
    assert "gives" in reading.notices[0].message and reading.notices[0].message.isprintable()


INVENTED = [
    (TEXT, figure(TEXT, "45 shepherds", "displaced", 46)),
    (TEXT, figure(TEXT, "5 shepherds", "displaced", 5)),  # out of 45
    (TEXT, figure(TEXT, "shepherds", "displaced", 45)),  # not its words
    (TEXT, figure(TEXT, "valley", "displaced", 1)),
    ("dozens of people fled", figure("dozens of people fled", "dozens of people", "displaced", 20)),
    ("killed in 2019 alone", figure("killed in 2019 alone", "2019", "killed", 2019)),
    ("two soldiers", figure("two soldiers", "two soldiers", "killed", 1)),
    ("soldiers died", figure("soldiers died", "soldiers", "killed", 1)),
]


@pytest.mark.parametrize(("text", "record"), INVENTED)
def test_a_number_that_the_words_do_not_say_is_left_out(text: str, record: Figure):
    document_ = document(text)
    reading = add_readings(document_, dataclasses.replace(read_document(document_), figures=()), [Gives(record)])
    assert (kinds(reading)[-1], reading.figures) == ("plugin-invented", ())


SAID_OTHERWISE = [
    ("en", "some 1.5 million people fled", "1.5 million people", 1_500_000, 1_500_000, "approx"),
    ("en", "dozens of people fled", "dozens of people", 20, 99, "vague"),
    ("en", "more than 30 people fled", "30 people", 30, None, "at_least"),
    ("en", "up to 30 people fled", "30 people", None, 30, "at_most"),
    ("en", "between 10 and 12 people fled", "between 10 and 12 people", 10, 12, "range"),
    ("en", "A soldier was killed", "A soldier", 1, 1, "exact"),
    ("ar", "مقتل خمسة وعشرين شخصا", "خمسة وعشرين شخصا", 25, 25, "exact"),
    ("ar", "مقتل جنديين في القصف", "جنديين", 2, 2, "exact"),
    ("ar", "قُتل ١٢ شخصا", "١٢ شخصا", 12, 12, "exact"),
    ("fr", "vingt-cinq morts", "vingt-cinq morts", 25, 25, "exact"),
    ("tr", "saldırıda 25 kişi öldü", "25 kişi", 25, 25, "exact"),
]


@pytest.mark.parametrize(("language", "text", "words", "low", "high", "qualifier"), SAID_OTHERWISE)
def test_numbers_are_read_back_in_words_and_digits(language, text, words, low, high, qualifier):
    made = dataclasses.replace(figure(text, words, "killed", low, qualifier=qualifier), high=high)
    reading = add_readings(
        Document("d", text, language=language), Reading("d", language, None, None, "0.1.0"), [Gives(made)]
    )
    assert reading.figures == (made,), reading.notices


def test_places_dates_events_and_statements_join():
    place = PlaceMention("Tripoli", 43, 50, "Tripoli", "LBY", precision="city", confidence=0.5)
    reading = added(place, KILLING, SAYS)
    assert (reading.places, reading.events, reading.statements) == ((place,), (KILLING,), (SAYS,))
    assert [n.message for n in reading.notices] == ["gives added 1 event, 1 statement and 1 place."]
    again = added(
        dataclasses.replace(place, country="LBN"), dataclasses.replace(KILLING, event_type="COERCE"),
        DateMention("Tripoli", 43, 50, Period(DAY, DAY), "day", False), to=reading,
    )  # fmt: skip
    assert (again.places, again.events) == (reading.places, reading.events)
    assert kinds(again).count("plugin-disagrees") == 2
    assert [date.text for date in again.dates] == ["Tripoli"]


def test_its_own_notices_come_with_its_name():
    assert added(Notice("tables-skipped", "Two tables were not read.")).notices == (
        Notice("tables-skipped", "gives: Two tables were not read."),
    )


def test_many_notices_of_one_kind_are_counted():
    reading = added(*[dataclasses.replace(FLED, category=f"c{n}") for n in range(500)])
    assert kinds(reading) == ["plugin-bad-value"] * contract.MOST_TOLD
    assert reading.notices[-1].message.endswith("The same holds for 490 more.")


class Raises(Gives):
    def read(self, document, base):
        yield FLED
        raise self.records[0]


@pytest.mark.parametrize(
    "error", [ValueError("no\x1b[31m model"), RecursionError(), SystemExit(3), KeyboardInterrupt()]
)
def test_a_reader_that_raises_adds_nothing(error: BaseException):
    reading = add_readings(document(), base(KILLED), [Raises(error), Gives(SAYS)])
    assert reading.figures == (KILLED,) and reading.statements == (SAYS,)  # those after it go on
    assert kinds(reading) == ["plugin-failed", "plugin-records"]
    assert type(error).__name__ in reading.notices[0].message and reading.notices[0].message.isprintable()
    assert reading.reader == "0.1.0 + gives 2.1"


def test_a_reader_that_hangs_is_left_behind_until_it_is_done():
    free = threading.Event()

    class Hangs(Gives):
        seconds = 0.2

        def read(self, document, base):
            free.wait(20)
            return [FLED]

    reader = Hangs()
    started = time.monotonic()
    late = add_readings(document(), base(KILLED), [reader])
    skipped = add_readings(document(), base(KILLED), [reader])
    assert time.monotonic() - started < 5
    assert [late.figures, skipped.figures] == [(KILLED,), (KILLED,)]
    assert kinds(late) == kinds(skipped) == ["plugin-timeout"]
    assert "0.2 seconds" in late.notices[0].message and "busy" in skipped.notices[0].message
    assert late.reader == "0.1.0"
    free.set()
    for _ in range(100):
        again = add_readings(document(), base(KILLED), [reader])
        if again.figures == (KILLED, FLED):
            break
        time.sleep(0.02)
    assert again.figures == (KILLED, FLED)


def test_a_reader_without_end_is_stopped():
    class Endless(Gives):
        def read(self, document, base):
            while True:
                yield FLED

    reading = add_readings(document(), base(KILLED), [Endless()])
    assert kinds(reading) == ["plugin-too-many"] and reading.figures == (KILLED,)


@pytest.mark.parametrize("given_", [None, 7, "killed"])
def test_what_is_no_list_of_records_is_refused(given_: object):
    class Wrong(Gives):
        def read(self, document, base):
            return given_

    reading = add_readings(document(), base(KILLED), [Wrong()])
    assert set(kinds(reading)) <= {"plugin-failed", "plugin-bad-record"} and kinds(reading)
    assert reading.figures == (KILLED,)


def test_ten_thousand_records_cost_no_more_than_some_seconds():
    text = " ".join(f"{n} people fled." for n in range(2, 5002))
    made, at = [], 0
    for n in range(2, 5002):
        words = f"{n} people"
        at = text.index(words, at)
        made.append(Figure(words, at, at + len(words), "displaced", n, n, "exact", "person", "incident", "asserted"))
    started = time.monotonic()
    reading = added(*made, *made, to=base(), text=text)
    assert len(reading.figures) == 5000 and time.monotonic() - started < 8


def test_plain_data_comes_back_as_the_same_records():
    reading = dataclasses.replace(
        base(dataclasses.replace(KILLED, period=Period(DAY, None), victims=Victims("people", 21, 27, ("men",)))),
        events=(KILLING,), statements=(SAYS,), notices=(Notice("a-b", "c", (Span(0, 1),)),),
    )  # fmt: skip
    assert from_plain(Reading, as_plain(reading)) == reading
    real = read_document(document())
    assert real.figures and from_plain(Reading, as_plain(real)) == real
    assert fault(real) is None


@given(st.text(alphabet="12 أ،.aقتل\nىشخصا", max_size=60), st.integers(-3, 70), st.integers(-3, 70), st.integers(0, 30))
def test_whatever_is_given_spans_hold(text: str, start: int, end: int, low: int):
    made = Figure(
        text[max(start, 0) : max(end, 0)], start, end, "killed", low, low, "exact", "person", "incident", "asserted"
    )
    reading = added(made, to=base(), text=text)
    for found in reading.figures:
        assert text[found.start : found.end] == found.text and found.end > found.start
