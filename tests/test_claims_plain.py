"""Claims survive the way to plain data and back without loss."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masfufa.claims import (
    ActorName,
    CellLocator,
    Claim,
    ClaimPlace,
    EventClaim,
    Issue,
    SubmissionLocator,
    TextLocator,
    Unit,
    claim_id,
)
from masfufa.claims_plain import claim_from_plain, claim_to_plain, event_from_plain, event_to_plain
from masfufa.errors import DataError

words = st.text(max_size=12)
maybe_day = st.none() | st.dates()
locators = st.one_of(
    st.builds(TextLocator, st.integers(0, 99), st.integers(0, 99), words),
    st.builds(CellLocator, words, words, words, words, st.tuples(words, words)),
    st.builds(SubmissionLocator, words, words, words, words),
)
units = st.builds(Unit, st.integers(0, 4), st.none() | words, words, st.sampled_from(["cod", "geonames"]))
places = st.builds(
    ClaimPlace,
    words,
    st.none() | words,
    st.lists(units, max_size=3).map(tuple),
    st.dictionaries(st.sampled_from(["ar", "en", "fr"]), words),
    st.none() | st.floats(-90, 90),
    st.none() | st.floats(-180, 180),
    st.none() | st.integers(1, 9),
)
claims = st.builds(
    Claim,
    id=words,
    document=words,
    locator=locators,
    channel=st.sampled_from(["press", "agency", "field"]),
    category=words,
    low=st.none() | st.integers(0, 9),
    high=st.none() | st.integers(0, 9),
    qualifier=words,
    unit=words,
    kind=words,
    released=maybe_day,
    recorded=st.none() | st.datetimes(timezones=st.just(dt.UTC)),
    as_of=maybe_day,
    places=st.lists(places, max_size=2).map(tuple),
    chain=st.lists(words, max_size=2).map(tuple),
    parts=st.lists(st.tuples(words, words), max_size=2).map(tuple),
    repeats=st.lists(st.builds(TextLocator, st.just(1), st.just(2), words), max_size=1).map(tuple),
    issues=st.lists(st.builds(Issue, words, st.sampled_from(["warning", "error"]), words), max_size=1).map(tuple),
)


@given(claims)
def test_a_claim_comes_back_as_it_was(claim: Claim) -> None:
    assert claim_from_plain(json.loads(json.dumps(claim_to_plain(claim), ensure_ascii=False))) == claim


def test_an_event_comes_back_as_it_was() -> None:
    event = EventClaim(
        id="e",
        document="d",
        locator=TextLocator(3, 8, "قصفت"),
        channel="press",
        event_type="ASSAULT",
        contexts=("military",),
        source=(ActorName("LAAF", "LBY", "REB"),),
        period_start=dt.date(2019, 4, 4),
        figures=("f1",),
        recorded=dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC),
    )
    assert event_from_plain(json.loads(json.dumps(event_to_plain(event)))) == event


def test_a_broken_claim_says_which_and_what() -> None:
    with pytest.raises(DataError) as caught:
        claim_from_plain({"id": "abc", "locator": {"type": "nowhere"}})
    assert caught.value.code == "claim-unreadable"
    assert "abc" in caught.value.message


def test_the_id_depends_on_place_and_part_only() -> None:
    here, there = TextLocator(0, 4, "عشرة"), TextLocator(5, 9, "عشرة")
    assert claim_id("d", here, "killed") == claim_id("d", TextLocator(0, 4, "ten"), "killed")
    assert claim_id("d", here, "killed") != claim_id("d", there, "killed")
    assert claim_id("d", here, "killed") != claim_id("d", here, "wounded")
