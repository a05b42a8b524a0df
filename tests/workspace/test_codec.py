"""Records survive the database as they are; several writers at once; speed."""

from __future__ import annotations

import dataclasses
import threading
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from masfufa.claims import Claim, ClaimPlace, EventClaim
from masfufa.workspace import codec, open_workspace
from masfufa.workspace.from_reading import Recorder
from masfufa.workspace.results import StatementClaim

from .samples import batch, cell_claim, document, full_claim, full_event

places = st.builds(
    ClaimPlace,
    lat=st.none() | st.floats(-90, 90),
    lon=st.none() | st.floats(-180, 180),
    confidence=st.floats(0, 1),
)
some_places = st.lists(places, max_size=2).map(tuple)
quick = settings(max_examples=60, deadline=None)


def claim_back(c: Claim) -> Claim:
    columns = (c.id, c.document, c.channel, c.category, c.released, c.recorded, c.reader)
    return codec.read_claim(codec.claim_body(c), codec.places_body(c.places), *columns)


def event_back(e: EventClaim) -> EventClaim:
    columns = (e.id, e.document, e.channel, e.event_type, e.released, e.recorded, e.reader)
    return codec.read_event(codec.event_body(e), codec.places_body(e.places), *columns)


@quick
@given(st.builds(Claim, places=some_places))
def test_a_claim_comes_back(claim):
    assert claim_back(claim) == claim


@quick
@given(st.builds(EventClaim, places=some_places))
def test_an_event_comes_back(event):
    assert event_back(event) == event


@quick
@given(st.builds(StatementClaim))
def test_a_statement_comes_back(said):
    columns = (said.id, said.document, said.released, said.recorded, said.reader)
    assert codec.read_statement(codec.statement_body(said), *columns) == said


def test_every_field_is_kept():
    for record, back in ((full_claim(), claim_back), (full_event(), event_back)):
        for field in dataclasses.fields(record):
            default = field.default if field.default is not dataclasses.MISSING else None
            if field.name not in ("absence",):
                assert getattr(record, field.name) != default, f"{field.name} says nothing in the sample"
        assert back(record) == record


def test_zero_false_and_nothing_stay_three_things():
    claim = cell_claim(2, 0, verified=False, best=0)
    assert claim_back(claim) == claim
    assert claim_back(claim).verified is False and claim_back(claim).low == 0
    nothing = cell_claim(2, None)
    assert claim_back(nothing).low is None and claim_back(nothing).absence == "blank"


def test_writers_at_the_same_time_lose_and_double_nothing(make):
    one = make()
    two = open_workspace(one.folder)
    texts = [f"Some {n} people were killed in Sirte." for n in range(10, 34)]
    recorder = Recorder()
    ready = [recorder.read(document(text), "r") for text in texts]
    failures: list[BaseException] = []

    def write(workspace, records):
        try:
            for record in records:
                workspace.store(record)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=pair) for pair in ((one, ready), (two, ready[::-1]))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    two.close()
    assert failures == []
    assert sorted(c.low for c in one.claims()) == list(range(10, 34))
    times = sorted(d.added for d in one.documents())
    assert len(set(times)) == 24


def test_many_claims_are_written_and_read_fast(make):
    workspace = make()
    number = 20_000
    given = batch(*(cell_claim(row, row) for row in range(2, number + 2)))
    # Time of this process, not of the clock: other tests run beside it.
    started = time.process_time()
    workspace.add_import(given)
    wrote = time.process_time() - started
    started = time.process_time()
    assert sum(1 for _ in workspace.claims()) == number
    read = time.process_time() - started
    # The bars are 30 s and 5 s for 100,000.
    assert wrote < 6 and read < 1
