"""What changes the state that results of tracking are kept for, and what does not."""

from __future__ import annotations

import datetime as dt

import pytest

from masfufa.tracking import kept
from masfufa.tracking.kept import Kept
from masfufa.workspace import Workspace
from masfufa.workspace.batches import AdminRow

from .samples import batch, cell_claim, document


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """A workspace with one report and one imported file."""
    workspace.add_document(document(), None)
    workspace.add_import(batch(cell_claim(2, 120)))
    return workspace


def _ids(space: Workspace) -> dict[str, str]:
    press = next(claim for claim in space.claims() if claim.channel == "press")
    agency = next(claim for claim in space.claims() if claim.channel == "agency")
    return {
        "claim": press.id,
        "other": agency.id,
        "document": press.document,
        "event": next(space.events()).id,
        "statement": next(space.statements()).id,
        "cell": "LBY/2019-04/killed/person",
    }


READ = {
    "a claim is rejected": lambda w, i: w.decide("Ana", "claim", i["claim"], "reject"),
    "a claim is accepted": lambda w, i: w.decide("Ana", "claim", i["claim"], "accept"),
    "a claim is corrected": lambda w, i: w.decide("Ana", "claim", i["claim"], "correct", edited={"low": 5}),
    "an event is rejected": lambda w, i: w.decide("Ana", "event", i["event"], "reject"),
    "a document is rejected": lambda w, i: w.decide("Ana", "document", i["document"], "reject"),
    "a link is refused": lambda w, i: w.decide("Ana", "link", f"repeats:{i['claim']}:{i['other']}", "reject"),
    "a cell's value is chosen": lambda w, i: w.decide("Ana", "cell", i["cell"], "choose", edited={"best": 5}),
    "a report comes in": lambda w, i: w.add_document(document("Two people were killed in Gharyan.", "2"), None),
    "a file comes in": lambda w, i: w.add_import(batch(cell_claim(2, 121), mapping={"v": 2})),
    "a unit comes in": lambda w, i: w.add_units([AdminRow("LBY", "cod", 1, "LY01", "East", {})]),
    "a report is purged": lambda w, i: w.purge(i["document"], "names a witness", "Ana"),
}

NOT_READ = {
    "a document is opened": lambda w, i: w.set_state(i["document"], "in_review", "Ana"),
    "a document is done": lambda w, i: w.set_state(i["document"], "done", "Ana"),
    "a statement is rejected": lambda w, i: w.decide("Ana", "statement", i["statement"], "reject"),
    "a known report comes again": lambda w, i: w.add_document(document(), None),
    "a known file comes again": lambda w, i: w.add_import(batch(cell_claim(2, 120))),
    "the index of words is made": lambda w, i: w.index(),
    "copies are looked for": lambda w, i: w.store_copies([i["document"]], {}),
    "a result is kept": lambda w, i: w.cache("else", b"2"),
}


@pytest.mark.parametrize("what", READ)
def test_what_tracking_reads_makes_its_results_old(filled, what):
    ids, before = _ids(filled), filled.tracked_state()
    filled.cache("key", b"1", state=before)
    READ[what](filled, ids)
    assert filled.tracked_state() != before
    assert filled.cached("key") is None


@pytest.mark.parametrize("what", NOT_READ)
def test_what_tracking_does_not_read_leaves_its_results(filled, what):
    ids, before = _ids(filled), filled.tracked_state()
    filled.cache("key", b"1", state=before)
    NOT_READ[what](filled, ids)
    assert filled.tracked_state() == before
    assert filled.cached("key") == b"1"


def test_taking_a_decision_back_makes_results_old(filled):
    ids = _ids(filled)
    made = filled.decide("Ana", "claim", ids["claim"], "reject")
    before = filled.tracked_state()
    filled.decide("Ana", "claim", ids["claim"], "undo", edited={"decision": made.id})
    assert filled.tracked_state() != before


def test_a_decision_that_is_refused_changes_nothing(filled):
    before = (filled.state(), filled.tracked_state())
    with pytest.raises(Exception, match="no claim"):
        filled.decide("Ana", "claim", "0" * 20, "reject")
    assert (filled.state(), filled.tracked_state()) == before


def test_a_matrix_is_not_made_again_because_a_document_is_done(filled, monkeypatch):
    ids = _ids(filled)
    first = Kept(filled).cells("country", "month")
    filled.set_state(ids["document"], "done", "Ana")
    monkeypatch.setattr(kept, "reconcile", lambda *a, **k: pytest.fail("reconciled again"))
    assert Kept(filled).cells("country", "month") == first
    assert first and first[0].period_start == dt.date(2019, 4, 1)
