"""What the pages do, without a browser."""

from __future__ import annotations

import dataclasses
import re

import pytest

from masfufa.claims import TextLocator
from masfufa.desk.edits import claim_changes, place_key, values_of
from masfufa.desk.state import exact
from masfufa.desk.views.inbox import address, query_of
from masfufa.desk.views.marks import pieces
from masfufa.desk.views.review import next_open, ordered, status_of, value_of, view
from masfufa.desk.words import words
from masfufa.workspace.inbox import InboxQuery, ReviewRecord

from .conftest import ARABIC, ENGLISH


def claims(workspace, text=ARABIC):
    id = next(d.id for d in workspace.documents() if d.text == text)
    return id, [r for r in ordered(workspace.review(id)) if r.kind == "claim"]


def test_pieces_hold_the_whole_text_however_spans_overlap(workspace):
    _, found = claims(workspace)
    one = found[0].original
    spans = [(0, 10), (5, 15), (5, 7), (14, 15), (40, 41)]
    records = [
        ReviewRecord("claim", f"r{n}", moved := dataclasses.replace(
            one, id=f"r{n}", locator=TextLocator(a, b, ARABIC[a:b]), repeats=()
        ), moved)
        for n, (a, b) in enumerate(spans)
    ]  # fmt: skip
    cut = pieces(ARABIC, records, {r.id: "open" for r in records})
    assert "".join(p.text for p in cut) == ARABIC
    assert all(ARABIC[p.start : p.start + len(p.text)] == p.text for p in cut)
    for n, (a, b) in enumerate(spans):
        assert "".join(p.text for p in cut if f"r{n}" in p.records) == ARABIC[a:b]
    assert next(p for p in cut if p.start == 5).records == ("r2", "r0", "r1")
    assert "overlap" in next(p for p in cut if p.start == 5).kinds
    wrong = dataclasses.replace(one, id="x", locator=TextLocator(3, 10_000, "?"), repeats=())
    assert len(pieces(ARABIC, [ReviewRecord("claim", "x", wrong, wrong)], {"x": "open"})) == 1
    assert pieces("", [], {}) == []


def test_text_reaches_the_browser_letter_for_letter():
    assert exact("a\r\nb<\0\ud800") == "a&#13;\nb&lt;\ufffd\ufffd"


def test_an_address_leads_to_its_query_and_back():
    asked = {"words": "قتل & <x>", "publisher": "P&Q", "since": "2019-04-01", "state": "done", "page": "3"}
    query = query_of(asked)
    assert (query.words, query.page, query.state) == ("قتل & <x>", 3, "done")
    again = dict(re.findall(r"([a-z]+)=([^&]*)", address(query)))
    assert set(again) == set(asked) and address(InboxQuery()) == "/"
    assert query_of({"page": "-1", "since": "x", "state": "gone", "order": "z"}) == InboxQuery()


def test_records_are_walked_in_the_order_of_the_text(workspace):
    id, found = claims(workspace)
    review = workspace.review(id)
    t = words("en")
    shown = view(review, t)
    starts = [r.shown.locator.start for r in ordered(review)]
    assert starts == sorted(starts) and shown.selected == shown.order[0]
    assert next_open(review, shown.order[0]) == shown.order[1]
    assert next_open(review, shown.order[-1]) == shown.order[0]
    assert view(review, t, kind="claim").order == [r.id for r in found]
    workspace.decide("Ana", "claim", found[0].id, "accept")
    workspace.decide("Ana", "claim", found[1].id, "reject", reason="x")
    status = {r.id: status_of(r) for r in workspace.review(id).records}
    assert (status[found[0].id], status[found[1].id], status[found[2].id]) == ("accepted", "rejected", "open")


def test_values_in_words():
    t = words("en")

    class Of:
        def __init__(self, claim, **fields):
            self.claim = dataclasses.replace(claim, **fields)

    from tests.workspace.samples import full_claim, full_event

    claim = dataclasses.replace(full_claim(), qualifier="exact")
    for low, high, said in ((12, 12, "12 people"), (None, 9, "≤ 9 people"), (1200, None, "≥ 1,200 people")):
        assert value_of(Of(claim, low=low, high=high).claim, t) == said
    nothing = Of(claim, low=None, high=None, absence="withheld").claim
    assert value_of(nothing, t) == "withheld" and "→" in value_of(full_event(), t)


@pytest.mark.parametrize(
    ("typed", "changes", "problems"),
    [
        ({}, {}, {}),
        ({"low": "١٬٢٠٠", "high": "1 200"}, {"low": 1200, "high": 1200}, {}),
        ({"low": "170", "high": ""}, {"low": 170, "high": None, "qualifier": "at_least"}, {}),
        ({"low": "", "high": "170"}, {"low": None, "high": 170, "qualifier": "at_most"}, {}),
        ({"low": "5", "high": "9"}, {"low": 5, "high": 9, "qualifier": "range"}, {}),
        ({"low": "9", "high": "5"}, None, {"low": "bounds"}),
        ({"low": "x"}, None, {"low": "number"}),
        ({"low": "-4"}, None, {"low": "number"}),
        ({"low": "", "high": ""}, None, {"low": "empty"}),
        ({"category": "zzz"}, None, {"category": "value"}),
        ({"part_of": "zzz"}, None, {"part_of": "value"}),
        ({"as_of": "2019-13-01"}, None, {"as_of": "date"}),
        ({"period_start": "2019-04-09", "period_end": "2019-04-08"}, None, {"period_start": "days"}),
        ({"source": "UN", "cause": "conflict"}, {"source": "UN", "cause": "conflict"}, {}),
    ],
)
def test_a_form_changes_what_was_typed_and_nothing_else(workspace, browser, typed, changes, problems):
    _, found = claims(workspace)
    claim = next(r.original for r in found if r.original.low == 174)
    values = values_of(claim)
    values = dataclasses.replace(values, fields={**values.fields, **typed})
    made, wrong = claim_changes(claim, values, [], browser.app.state.desk.gazetteer)
    assert wrong.found == problems
    if changes is not None:
        assert made == changes


def test_a_decision_by_form_and_what_it_leaves(browser, workspace):
    id, found = claims(workspace, ENGLISH)
    record = found[0]
    base = f"/documents/{id}/records/{record.id}"
    assert browser.post(f"{base}/reject", expected=0).status_code == 422
    assert browser.post(f"{base}/accept", expected=0).status_code == 200
    assert workspace.review(id).state == "in_review"
    last = workspace.decisions()[-2]
    assert (last.action, last.who) == ("accept", "Ana")
    stale = browser.post(f"{base}/reject", expected=0, reason="My words")
    assert stale.status_code == 409 and "My words" in stale.text and "Somebody decided" in stale.text
    html = browser.client.get(f"/documents/{id}?record={record.id}").text
    assert "Ana" in html and 'class="status status-accepted"' in html
    assert browser.post(f"{base}/undo", expected=last.id).status_code == 200
    assert [status_of(r) for r in workspace.review(id).records if r.id == record.id] == ["open"]


def test_a_place_that_another_took_away_can_still_be_chosen(browser, workspace):
    id, found = claims(workspace, ENGLISH)
    record = next(r for r in found if r.original.places)
    (place,) = record.original.places
    form = dict(values_of(record.original).fields)
    form = {**form, "count_kind": form["kind"], "kind": "", "places": [place_key(place)], "low": "14", "high": "14"}
    last = workspace.decide("Ben", "claim", record.id, "correct", edited={"places": []})
    base = f"/documents/{id}/records/{record.id}/correct"
    stale = browser.post(base, **form, expected=0)
    assert stale.status_code == 409 and re.search(rf'value="{place_key(place)}" checked', stale.text)
    assert workspace.claim(record.id).places == ()
    assert browser.post(base, **form, expected=last.id).status_code == 200
    assert workspace.claim(record.id).places == (place,) and workspace.claim(record.id).low == 14


def test_a_changed_record_says_so_after_it_was_approved(browser, workspace):
    id, found = claims(workspace, ENGLISH)
    record = found[0]
    stood = {"low": record.original.low}
    from masfufa.claims_plain import claim_to_plain

    workspace.decide("Ana", "claim", record.id, "accept", original={**claim_to_plain(record.original), "low": 99})
    html = browser.client.get(f"/documents/{id}?record={record.id}").text
    assert words("en")("changed_since") in html and stood["low"] != 99


def test_an_event_is_corrected_and_a_statement_rejected(browser, workspace):
    id = claims(workspace)[0]
    records = workspace.review(id).records
    event = next(r for r in records if r.kind == "event")
    base = f"/documents/{id}/records/{event.id}"
    form = {"expected": 0, "event_type": "PROTEST", "modality": event.original.modality, "source": "Crowd; Students"}
    form["places"] = list(map(place_key, event.original.places))
    form["period_start"] = form["period_end"] = "2019-04-05"
    assert browser.post(f"{base}/correct", **form).status_code == 200
    now = workspace.event(event.id)
    assert now.event_type == "PROTEST" and [a.name for a in now.source] == ["Crowd", "Students"]
    said = next(r for r in records if r.kind == "statement")
    browser.post(f"/documents/{id}/records/{said.id}/reject", expected=0, reason="Not said")
    assert said.id not in {s.id for s in workspace.statements()}


def test_when_all_is_done_the_inbox_says_so(browser, workspace):
    for stored in workspace.documents(text=False):
        assert browser.post(f"/documents/{stored.id}/state", state="done").status_code == 200
    answer = browser.client.get("/next")
    assert answer.url.path == "/" and words("en")("none_open") in answer.text


def test_the_language_stays_with_the_session(browser):
    assert 'dir="ltr"' in browser.client.get("/").text
    answer = browser.post("/language", language="ar", back="/?state=new")
    assert str(answer.url).endswith("/?state=new") and '<html lang="ar" dir="rtl">' in answer.text
    assert 'dir="rtl"' in browser.client.get("/nowhere").text


def test_a_table_is_reviewed_by_its_cells(browser, workspace):
    from tests.workspace.samples import batch, cell_claim

    workspace.add_import(batch(cell_claim(2, 120), cell_claim(10, None)))
    id = "f" * 64
    html = browser.client.get(f"/documents/{id}").text
    assert "IDPs!C2" in html and html.index("IDPs!C2") < html.index("IDPs!C10") and "left blank" in html
    assert browser.post(f"/documents/{id}/add", words="x", low="1").status_code == 404


def test_a_place_that_was_not_looked_up_yet_is_looked_up_before_anything_is_saved(browser, workspace):
    id, found = claims(workspace, ENGLISH)
    record = next(r for r in found if r.original.places)
    kept = [place_key(place) for place in record.original.places]
    form = dict(values_of(record.original).fields)
    form = {**form, "count_kind": form["kind"], "kind": "", "places": kept, "low": "15", "high": "15", "place": "Sirte"}
    base = f"/documents/{id}/records/{record.id}/correct"
    asked = browser.post(base, **form, expected=0)
    assert re.search(r'name="places" value="g:\d+"', asked.text) and 'name="looked" value="Sirte"' in asked.text
    assert workspace.claim(record.id).low == record.original.low
    # Who saw what was found and wants none of it saves the rest.
    assert browser.post(base, **form, looked="Sirte", expected=0).status_code == 200
    assert workspace.claim(record.id).low == 15 and workspace.claim(record.id).places == record.original.places
