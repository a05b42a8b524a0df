"""The inbox and the review of a workspace: filters, search, states, copies, decisions."""

from __future__ import annotations

import datetime as dt

import pytest

from masfufa.errors import UsageError
from masfufa.workspace.inbox import InboxQuery
from masfufa.workspace.search_words import asked, stem, words_of

from .samples import ARABIC, ENGLISH, batch, cell_claim, document, from_file


@pytest.mark.parametrize(
    ("asked_for", "written"),
    [
        ("قتل", "قُتل"),
        ("نازح", "والنازحون"),
        ("نازحين", "للنازحين"),
        ("بيروت", "ببيروت"),
        ("كتاب", "والكتاب"),
        ("لبنان", "بلبنان"),
        ("ولد", "الولد"),
        ("دم", "والدم"),
        ("مدرسة", "المدرسه"),
        ("Killed", "KILLED"),
        ("ghéryan", "Gheryan"),
        ("12", "١٢"),
    ],
)
def test_what_is_asked_for_is_found_as_it_is_written(asked_for, written):
    assert stem(asked_for) == stem(written)


def test_words_of_a_long_text_stand_once_after_the_first_ones():
    text = "word " * 20_000 + "rare " * 50
    assert words_of(text).split().count("rare") == 1
    assert asked('two "in order" “«»') == [("two",), ("in", "order")]
    assert asked('!!! "') == []


@pytest.fixture
def filled(workspace):
    """Two reports, a copy of one, and a table."""
    for given in (document(), from_file(), document(ARABIC + " ", "again", publisher="Other")):
        workspace.add_document(given, None)
    workspace.add_import(batch(cell_claim(2, 5)))
    return workspace


def names(page):
    return [(row.document.publisher, row.document.language) for row in page.rows]


def test_filters_search_and_pages(filled):
    every = filled.inbox()
    assert every.total == 4 and every.pages == 1 and every.states == {"new": 4, "in_review": 0, "done": 0}
    assert every.publishers == {"Al-Sahil": 2, "IOM": 1, "Other": 1} and "killed" in every.categories
    assert every.rows[0].document.publisher == "IOM"
    assert filled.inbox(InboxQuery(words="قتلوا طرابلس")).total == 2
    assert filled.inbox(InboxQuery(words='"killed in Gharyan"')).total == 1
    assert filled.inbox(InboxQuery(words='"Gharyan killed"')).total == 0
    assert filled.inbox(InboxQuery(words="famil")).total == 1
    assert filled.inbox(InboxQuery(words="' OR 1=1 -- * ( NEAR")).total == 0
    assert filled.inbox(InboxQuery(words="round.xlsx")).total == 1
    assert filled.inbox(InboxQuery(language="en")).total == 1
    assert filled.inbox(InboxQuery(publisher="Other")).total == 1
    assert filled.inbox(InboxQuery(category="wounded")).total == 2
    assert filled.inbox(InboxQuery(since=dt.date(2019, 4, 17))).total == 1 - 1
    assert filled.inbox(InboxQuery(until=dt.date(2019, 4, 16), state="new")).total == 3
    second = filled.inbox(InboxQuery(size=3, page=2, order="released"))
    assert (second.page, second.pages, len(second.rows)) == (2, 2, 1)
    assert second.rows[0].document.released is None


def test_a_search_costs_no_state_and_finds_what_came_later(filled):
    before = filled.state()
    assert filled.not_indexed() == 4
    assert filled.inbox(InboxQuery(words="Gharyan")).total == 1
    assert filled.state() == before and filled.not_indexed() == 0
    filled.add_document(document("Fighters left Gharyan on Sunday.", "later"), None)
    assert filled.inbox(InboxQuery(words="gharyan")).total == 2


def test_copies_fold_under_their_original(filled):
    assert filled.copies_due()
    ids = {d.publisher: d.id for d in filled.documents(text=False)}
    filled.store_copies(ids.values(), {ids["Other"]: (ids["Al-Sahil"], 0.99)})
    assert not filled.copies_due() or ids["Al-Sahil"]
    page = filled.inbox()
    folded = [row for row in page.rows if row.copies]
    assert [c.publisher for row in folded for c in row.copies] == ["Other"]
    found = filled.inbox(InboxQuery(publisher="Other"))
    assert found.total == 1 and found.rows[0].copies[0].publisher == "Other"


def test_a_purged_document_leaves_the_inbox_and_the_index(filled):
    filled.inbox(InboxQuery(words="x"))
    (one,) = [d.id for d in filled.documents() if d.text == ENGLISH]
    filled.purge(one, "Names a witness", "Ana")
    assert filled.inbox().total == 3 and filled.inbox(InboxQuery(words="Gharyan")).total == 0
    assert filled.not_indexed() == 0
    with pytest.raises(UsageError) as error:
        filled.review(one)
    assert error.value.code == "document-unknown"


def test_states_are_decisions_and_can_be_taken_back(filled):
    one = filled.next_open()
    assert filled.review(one).state == "new"
    filled.set_state(one, "in_review", "Ana")
    made = filled.set_state(one, "done", "Ana")
    assert made.edited == {"state": "done"} and made.original["state"] == "in_review"
    assert filled.set_state(one, "done", "Ana") is None
    assert filled.review(one).state == "done" and filled.next_open() != one
    assert filled.inbox().states == {"new": 3, "in_review": 0, "done": 1}
    filled.decide("Ana", "document", one, "undo", edited={"decision": made.id})
    assert filled.review(one).state == "in_review"
    assert filled.inbox(InboxQuery(state="in_review")).rows[0].document.id == one
    for name, code in (("over", "decision-field"), ("done", "document-unknown")):
        with pytest.raises(UsageError) as error:
            filled.set_state(one if name == "over" else "0" * 64, name, "Ana")
        assert error.value.code == code


def test_review_shows_originals_beside_what_was_decided(workspace):
    id = workspace.add_document(document(), None).document
    claims = {r.original.low: r for r in workspace.review(id).records if r.kind == "claim"}
    assert set(claims) == {174, 14, 756}
    assert claims[174].expected == 0 and claims[174].current == claims[174].original
    first = workspace.decide("Ana", "claim", claims[174].id, "correct", edited={"low": 175, "high": 175}, expected=0)
    workspace.decide("Ana", "claim", claims[14].id, "reject", reason="Counted before", expected=0)
    with pytest.raises(UsageError) as error:
        workspace.decide("Ben", "claim", claims[174].id, "accept", expected=0)
    assert error.value.code == "decision-conflict" and "Ana" in error.value.message
    new = {
        "document": id, "locator": {"type": "text", "start": 0, "end": 4, "text": ARABIC[:4]}, "channel": "press",
        "category": "missing", "low": 3, "high": 3, "qualifier": "exact", "unit": "person", "kind": "incident",
    }  # fmt: skip
    workspace.decide("Ben", "claim", "", "add", edited=new)
    seen = workspace.review(id)
    again = {r.id: r for r in seen.records if r.kind == "claim"}
    assert again[claims[174].id].current.low == 175 and again[claims[174].id].original.low == 174
    assert again[claims[174].id].expected == first.id
    assert again[claims[14].id].current is None and again[claims[14].id].shown.low == 14
    (added,) = [r for r in again.values() if r.original is None]
    assert added.current.category == "missing" and added.decisions[0].who == "Ben"
    found = workspace.inbox().rows[0].found
    assert found == {"killed": 1, "wounded": 1, "missing": 1}


def test_what_an_older_workspace_held_is_found(tmp_path, database):
    from masfufa.workspace import open_workspace

    from .test_schema import at_revision

    at_revision(tmp_path / "old", database, "0001")
    with open_workspace(tmp_path / "old") as old:
        assert old.not_indexed() >= 1
        page = old.inbox(InboxQuery(words="قتل"))
        assert [row.document.title or row.document.publisher for row in page.rows]
        assert page.total == 1 and page.rows[0].found["killed"] == 2 and page.rows[0].state == "new"
