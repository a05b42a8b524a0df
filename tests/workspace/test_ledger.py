"""Documents, claims, imports, decisions, vintages: on SQLite and on PostgreSQL."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from masfufa.claims import CellLocator, TextLocator, claim_id
from masfufa.claims_plain import claim_to_plain
from masfufa.errors import DataError, UsageError
from masfufa.workspace import Workspace, open_workspace
from masfufa.workspace.batches import AdminRow, RowReport
from masfufa.workspace.from_reading import Recorder

from .samples import ARABIC, ENGLISH, batch, cell_claim, document, from_file


def values(workspace: Workspace, **options):
    return sorted((c.category, c.low) for c in workspace.claims(**options))


def test_a_document_becomes_claims_with_everything_known(workspace):
    result = workspace.add_document(document(), None)
    assert (result.outcome, result.claims) == ("added", 3)
    total, part, wounded = workspace.claims()
    assert (total.category, total.low, total.high, total.kind) == ("killed", 174, 174, "cumulative")
    assert total.locator == TextLocator(29, 37, ARABIC[29:37])
    assert (total.source, total.source_text) == ("World Health Organization", "منظمة الصحة العالمية")
    assert (total.publisher, total.released) == ("Al-Sahil", dt.date(2019, 4, 16))
    assert total.places[0].country == "LBY" and total.places[0].units[0].code == "LBY"
    assert total.places[0].name == "طرابلس"
    assert part.part_of == total.id and part.groups == ("civilians",)
    assert (wounded.category, wounded.low) == ("wounded", 756)
    assert total.recorded.tzinfo is not None
    stored = workspace.document(result.document)
    assert (stored.text, stored.publisher, stored.language) == (ARABIC, "Al-Sahil", "ar")


def test_the_same_document_twice_is_one(workspace):
    first = workspace.add_document(document(), None)
    state = workspace.state()
    again = workspace.add_document(document(id="another name"), None)
    assert (again.document, again.outcome) == (first.document, "known")
    assert workspace.state() == state
    other = workspace.add_document(document(publisher="Al-Jabal"), None)
    assert other.document != first.document
    assert workspace.counts().documents == 2


def test_a_file_is_its_bytes(workspace):
    workspace.add_document(from_file(), ENGLISH.encode(), filename="x/report.txt")
    again = workspace.add_document(from_file(publisher="other"), ENGLISH.encode(), filename="y.txt")
    assert again.outcome == "known"
    stored = workspace.document("a" * 64)
    assert (stored.content, stored.name, stored.publisher) == (ENGLISH.encode(), "x/report.txt", "Al-Sahil")


def test_events_and_statements_are_kept_with_their_figures(workspace):
    workspace.add_document(
        from_file('Forces of Haftar attacked Gharyan on Monday and killed 12 people. "We will go on," Haftar said.'),
        None,
    )
    claims = list(workspace.claims())
    events = list(workspace.events())
    assert any(e.event_type == "ASSAULT" and claims[0].id in e.figures for e in events)
    (said,) = workspace.statements()
    assert said.direct and said.speaker.name and said.locator.text.startswith("We will")


def test_an_import_is_whole_and_once(workspace):
    given = batch(cell_claim(2, 120), cell_claim(3, 0), cell_claim(4, None))
    record = workspace.add_import(given)
    assert (record.new, record.taken, record.claims, record.units) == (True, 3, 3, 1)
    state = workspace.state()
    assert workspace.add_import(given).new is False
    assert workspace.state() == state
    got = [dataclasses.replace(c, recorded=None) for c in workspace.claims()]
    assert got == list(given.claims)
    assert [c.absence for c in got] == [None, None, "blank"]
    assert list(workspace.units("LBY")) == [AdminRow("LBY", "cod", 1, "LY02", "West", {"ar": "غرب"})]
    assert list(workspace.units("SDN")) == []
    assert workspace.import_rows(record.id) == given.rows
    assert workspace.imports()[0].mapping == {"sheet": "IDPs"}
    assert workspace.document("f" * 64).content == b"PK.."


def test_an_import_with_another_mapping_takes_the_place_of_the_first(workspace):
    workspace.add_import(batch(cell_claim(2, 120), cell_claim(3, 7)))
    workspace.add_import(batch(cell_claim(2, 121), cell_claim(9, 5), mapping={"sheet": "other"}))
    assert values(workspace) == [("displaced", 5), ("displaced", 121)]
    assert len(workspace.imports()) == 2


def test_two_values_at_one_place_are_refused_and_nothing_is_left(workspace):
    with pytest.raises(DataError) as error:
        workspace.add_import(batch(cell_claim(2, 120), cell_claim(2, 121)))
    assert error.value.code == "claim-twice"
    assert workspace.counts().documents == 0 and list(workspace.claims()) == []


def test_units_are_brought_up_to_date(workspace):
    row = AdminRow("LBY", "cod", 1, "LY02", "West")
    assert workspace.add_units([row]) == 1
    state = workspace.state()
    assert workspace.add_units([row]) == 0 and workspace.state() == state
    assert workspace.add_units([dataclasses.replace(row, name="Tripolitania", lat=32.0)]) == 1
    assert next(workspace.units()).name == "Tripolitania" and workspace.state() != state


def test_decisions_are_applied_and_can_be_taken_back(workspace):
    workspace.add_import(batch(cell_claim(2, 120), cell_claim(3, 7)))
    first, second = workspace.claims()
    corrected = workspace.decide("Ana", "claim", first.id, "correct", edited={"low": 210, "high": 210}, reason="typo")
    workspace.decide("Ana", "claim", second.id, "reject")
    assert values(workspace) == [("displaced", 210)]
    assert values(workspace, decided=False) == [("displaced", 7), ("displaced", 120)]
    assert workspace.claim(first.id).low == 210 and workspace.original(first.id).low == 120
    assert workspace.claim(second.id) is None and workspace.original(second.id).low == 7
    assert corrected.original["low"] == 120 and corrected.edited == {"low": 210, "high": 210}
    workspace.decide("Ben", "claim", first.id, "undo", edited={"decision": corrected.id})
    assert values(workspace) == [("displaced", 120)]
    workspace.decide("Ben", "claim", second.id, "accept")
    assert values(workspace) == [("displaced", 7), ("displaced", 120)]
    assert [d.action for d in workspace.decisions()] == ["correct", "reject", "undo", "accept"]


def test_a_claim_can_be_added_by_hand(workspace):
    workspace.add_import(batch(cell_claim(2, 120)))
    extra = dataclasses.replace(cell_claim(9, 44), reader="person")
    made = workspace.decide("Ana", "claim", "", "add", edited=claim_to_plain(extra))
    assert values(workspace) == [("displaced", 44), ("displaced", 120)]
    assert workspace.claim(made.subject_id).recorded == made.at
    workspace.decide("Ana", "claim", made.subject_id, "correct", edited={"low": 45, "high": 45})
    assert values(workspace) == [("displaced", 45), ("displaced", 120)]
    workspace.decide("Ana", "claim", made.subject_id, "undo", edited={"decision": made.id})
    assert values(workspace) == [("displaced", 120)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"who": " "}, "decision-who"),
        ({"subject": "thing"}, "decision-subject"),
        ({"subject_id": "nope"}, "decision-subject"),
        ({"action": "praise"}, "decision-action"),
        ({"action": "correct"}, "decision-field"),
        ({"action": "correct", "edited": {"colour": 1}}, "decision-field"),
        ({"action": "correct", "edited": {"as_of": "yesterday"}}, "decision-field"),
        ({"action": "correct", "edited": {"id": "x"}}, "decision-field"),
        ({"action": "undo"}, "decision-unknown"),
        ({"action": "undo", "edited": {"decision": 77}}, "decision-unknown"),
        ({"action": "add", "edited": {"low": 1}}, "decision-field"),
    ],
)
def test_a_decision_that_cannot_be_meant_is_refused(make, changes, code):
    workspace = make()
    workspace.add_import(batch(cell_claim(2, 120)))
    (claim,) = workspace.claims()
    given = {"who": "Ana", "subject": "claim", "subject_id": claim.id, "action": "accept"} | changes
    with pytest.raises(UsageError) as error:
        workspace.decide(given.pop("who"), given.pop("subject"), given.pop("subject_id"), given.pop("action"), **given)
    assert error.value.code == code
    assert workspace.decisions() == []


def test_vintages_go_by_release_and_by_recording(workspace):
    workspace.add_import(batch(cell_claim(2, 120), cell_claim(3, 7, released=dt.date(2019, 5, 1))))
    assert values(workspace, as_known_on=dt.date(2019, 4, 19)) == []
    assert values(workspace, as_known_on=dt.date(2019, 4, 20)) == [("displaced", 120)]
    first = max(c.recorded for c in workspace.claims())
    workspace.add_import(batch(cell_claim(2, 130), mapping={"v": 2}))
    (now,) = workspace.claims()
    workspace.decide("Ana", "claim", now.id, "correct", edited={"low": 131, "high": 131})
    assert values(workspace) == [("displaced", 131)]
    assert now.recorded == first  # the same cell: first recorded then, whatever it says now
    assert values(workspace, as_recorded_on=first) == [("displaced", 7), ("displaced", 120)]
    assert values(workspace, as_recorded_on=first - dt.timedelta(microseconds=1)) == []
    assert values(workspace, as_recorded_on=dt.datetime.now(dt.UTC).date()) == [("displaced", 131)]
    before = workspace.decisions()[0].at - dt.timedelta(microseconds=1)
    assert values(workspace, as_recorded_on=before) == [("displaced", 130)]
    assert values(workspace, as_recorded_on=dt.date(2001, 1, 1)) == []


def test_what_was_not_dated_is_known_from_the_day_it_was_recorded(workspace):
    workspace.add_import(batch(cell_claim(2, 120, released=None)))
    today = next(workspace.claims()).recorded.date()
    assert values(workspace, as_known_on=today) == [("displaced", 120)]
    assert values(workspace, as_known_on=today - dt.timedelta(days=1)) == []


class Other(Recorder):
    """A reader of another version, which finds what a test wants it to."""

    def __init__(self, change, word="9+other"):
        super().__init__()
        self._change, self.word = change, word

    def read(self, document, name):
        found = super().read(document, name)
        claims = tuple(c for c in map(self._change, found.claims) if c is not None)
        return dataclasses.replace(found, claims=claims, reader=self.word)


def reread(workspace, change, word="9+other"):
    return workspace.store(Other(change, word).read(document(), "line-1"))


def test_a_new_reader_reads_again_and_loses_no_decision(workspace):
    workspace.add_document(document(), None)
    total, part, wounded = workspace.claims()
    workspace.decide("Ana", "claim", total.id, "accept")
    workspace.decide("Ana", "claim", part.id, "correct", edited={"low": 15, "high": 15})

    def change(claim):
        if claim.id == part.id:
            return None  # no more found, but decided
        if claim.id == wounded.id:
            return None  # no more found
        return dataclasses.replace(claim, low=170, high=170)  # another value, but the first was accepted

    result = reread(workspace, change)
    assert (result.outcome, result.claims, result.kept) == ("reread", 2, 1)
    found = {c.id: c for c in workspace.claims()}
    assert set(found) == {total.id, part.id}
    assert found[total.id].low == 174 and found[total.id].issues[-1].code == "claim-changed-since"
    assert workspace.original(total.id).low == 170
    assert found[part.id].low == 15 and found[part.id].issues[-1].code == "claim-not-reread"
    assert found[total.id].recorded == total.recorded
    assert workspace.counts().kept == 1
    assert reread(workspace, change).outcome == "known"
    # and back: what is found again is no more kept by its decision alone
    assert reread(workspace, lambda claim: claim, "9+third").kept == 0
    assert [c.issues for c in workspace.claims()] == [(), (), ()]
    assert {c.id: c.recorded for c in workspace.claims()}[wounded.id] == wounded.recorded
    at_first = {c.id: c.low for c in workspace.claims(as_recorded_on=total.recorded)}
    assert at_first == {total.id: 174, part.id: 14, wounded.id: 756}


def test_a_reader_that_learns_what_a_person_said_counts_it_once(workspace):
    workspace.add_document(document(), None)
    _, part, wounded = workspace.claims()
    made = workspace.decide("Ana", "claim", part.id, "correct", edited={"category": "wounded"})
    rejected = workspace.decide("Ana", "claim", wounded.id, "reject")

    def change(claim):
        if claim.id in (part.id, wounded.id):
            again = claim_id(claim.document, claim.locator, "missing", "person")
            return dataclasses.replace(claim, id=again, category="missing", low=claim.low + 1)
        return claim

    reread(workspace, change)
    # The corrected one stands alone for its words; what was rejected had been misread, and is read anew.
    assert values(workspace) == [("killed", 174), ("missing", 757), ("wounded", 14)]
    workspace.decide("Ana", "claim", part.id, "undo", edited={"decision": made.id})
    assert values(workspace) == [("killed", 174), ("missing", 15), ("missing", 757)]
    workspace.decide("Ana", "claim", wounded.id, "undo", edited={"decision": rejected.id})
    assert values(workspace) == [("killed", 174), ("missing", 15), ("missing", 757)]


def test_a_page_is_the_same_while_its_text_is(workspace):
    address = "https://example.org/1"
    first = workspace.add_document(from_file(url=address), b"<a>").document
    again = workspace.add_document(from_file(url=address, sha="b" * 64), b"<b>")
    assert (again.outcome, again.document) == ("known", first)
    assert workspace.add_document(from_file(ENGLISH + " More.", url=address, sha="c" * 64), b"<c>").outcome == "added"
    assert workspace.add_document(from_file(sha="d" * 64), b"<d>").outcome == "added"
    assert len(list(workspace.claims(document=first))) == 2 and len(list(workspace.claims())) == 6
    assert {e.document for e in workspace.events(document=first)} == {first}


def test_metadata_given_later_is_taken_when_asked(workspace):
    workspace.add_document(from_file(published=None), b"x", filename="r.txt")
    (first,) = [c for c in workspace.claims() if c.category == "killed"]
    assert first.period_start is None and first.released is None
    assert workspace.add_document(from_file(), b"x").outcome == "known"
    records = Recorder().read(from_file(), "r.txt")
    assert workspace.store(records, b"x", update=True).outcome == "reread"
    (again,) = [c for c in workspace.claims() if c.category == "killed"]
    assert (again.id, again.released) == (first.id, dt.date(2019, 4, 16))
    assert again.period_start == dt.date(2019, 4, 15)
    assert workspace.document("a" * 64).released == dt.date(2019, 4, 16)


def test_results_go_with_the_state(workspace):
    assert workspace.cached("matrix") is None
    before = workspace.tracked_state()
    workspace.cache("matrix", b"1", state=before)
    assert workspace.cached("matrix") == b"1" and workspace.tracked_state() == before
    workspace.add_import(batch(cell_claim(2, 120)))
    assert workspace.cached("matrix") is None
    workspace.cache("matrix", b"2", state=before)  # computed from what is no more
    assert workspace.cached("matrix") is None
    workspace.cache("matrix", b"3")
    workspace.cache("matrix", b"4")
    assert workspace.cached("matrix") == b"4"


def test_rejected_events_and_statements_are_left_out(workspace):
    workspace.add_document(document(), None)
    (event, *more), (said,) = workspace.events(), workspace.statements()
    for rejected in (event, *more):
        workspace.decide("Ana", "event", rejected.id, "reject")
    workspace.decide("Ana", "statement", said.id, "reject")
    assert list(workspace.events()) == [] and list(workspace.statements()) == []
    workspace.decide("Ana", "event", event.id, "correct", edited={"event_type": "ACCUSE"})
    assert [(e.id, e.event_type) for e in workspace.events()] == [(event.id, "ACCUSE")]
    assert [e.event_type for e in workspace.events(decided=False)] == [e.event_type for e in (event, *more)]
    assert workspace.event(event.id).event_type == "ACCUSE"


def test_everything_is_there_after_closing(workspace):
    workspace.add_document(document(), None)
    workspace.add_import(batch(cell_claim(2, 120), rows=(RowReport("IDPs", 2, "rejected", "a", "b", "C2", "error"),)))
    workspace.decide("Ana", "link", "a~b", "link", edited={"kind": "repeats"}, original={"was": 1})
    before = (list(workspace.claims()), workspace.decisions(), workspace.state(), workspace.counts())
    workspace.close()
    with open_workspace(workspace.folder) as again:
        assert (list(again.claims()), again.decisions(), again.state(), again.counts()) == before
        assert (again.name, again.countries) == ("Libya", ("LBY",))
        assert again.decisions()[0].original == {"was": 1}
        assert again.imports()[0].rejected == 1


def test_text_with_letters_that_databases_dislike(workspace):
    text = "12 people\0 were killed in Tripoli \ufffe \U0001f54a."
    result = workspace.add_document(document(text, title="a\0b", publisher="x\0y"), None)
    assert workspace.document(result.document).text == text
    assert workspace.document(result.document).title == "a\ufffdb"
    assert [c.low for c in workspace.claims()] == [12]
    odd = cell_claim(2, 5, source_text="a\0b", publisher="\ud800")
    workspace.add_import(batch(odd))
    assert workspace.original(odd.id).source_text == "a\0b"
    assert workspace.original(odd.id).publisher == "\ud800"


def test_ids_of_claims_are_those_of_their_words():
    locator = CellLocator("a.csv", "", "B2", "5")
    assert claim_id("d", locator, "killed", "person") == claim_id(
        "d", dataclasses.replace(locator, text="6"), "killed", "person"
    )
