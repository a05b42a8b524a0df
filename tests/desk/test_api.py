"""The HTTP API: the desk's operations as JSON, with a token."""

from __future__ import annotations

import dataclasses
import io
import zipfile

import pytest

from masfufa.claims import Claim, Decision, EventClaim, TextLocator
from masfufa.desk.api import models
from masfufa.desk.permissions import all_routes
from masfufa.desk.sessions import new_token, token_hash
from masfufa.workspace.results import StatementClaim

from .conftest import ARABIC, ENGLISH, EVIL, Browser


class Program:
    """A client of the API with a token of some role."""

    def __init__(self, browser: Browser, role: str = "analyst") -> None:
        self.client, self.desk = browser.client, browser.app.state.desk
        token = new_token()
        self.desk.log.add_token(token_hash(token), "test", role, 3, "Robot", None, "test")
        self.headers = {"authorization": f"Bearer {token}", "cookie": ""}

    def get(self, path: str, status: int = 200, /, **params: object):
        return self._answered("GET", path, status, params=params)

    def post(self, path: str, body: object = None, status: int = 201, method: str = "POST", **given: object):
        return self._answered(method, path, status, json=body, **given)

    def _answered(self, method: str, path: str, status: int, **given: object):
        answer = self.client.request(method, f"/api/v1{path}", headers=self.headers, **given)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:500])
        if answer.headers["content-type"] == "application/json":
            body = answer.json()
            if status >= 400:
                assert set(body) == {"error"} and set(body["error"]) == {"code", "message"}, body
                return body["error"]["code"]
            return body
        return answer


@pytest.fixture
def program(browser):
    return Program(browser)


def the_document(program, text=ENGLISH):
    found = program.get("/documents")["items"]
    return next(d["id"] for d in found if program.get(f"/documents/{d['id']}")["text"] == text)


def test_models_follow_the_records():
    for kind in (Claim, EventClaim, StatementClaim, Decision):
        assert list(models.model_of(kind).model_fields) == [f.name for f in dataclasses.fields(kind)]
    assert list(models.model_of(TextLocator).model_fields) == ["type", "start", "end", "text"]


def test_only_a_token_opens_it(browser, program):
    browser.client.cookies.clear()
    for headers in (
        {},
        {"authorization": ""},
        {"authorization": "Bearer"},
        {"authorization": "Bearer mfd_guessed"},
        {"authorization": "Bearer " + "x" * 5000},
        {"authorization": "Basic " + program.headers["authorization"][7:]},
        {"authorization": program.headers["authorization"] + "x"},
    ):
        answer = browser.client.get("/api/v1/documents", headers=headers)
        assert answer.status_code == 401 and answer.json()["error"]["code"] == "token-missing", headers
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_cookie_counts_for_nothing(browser):
    assert browser.client.get("/").status_code == 200
    assert browser.client.get("/api/v1/documents").status_code == 401
    assert browser.client.post("/api/v1/documents/text", json={"text": "x"}).status_code == 401


def test_documents_are_listed_searched_and_opened(program):
    found = program.get("/documents")
    assert (found["total"], found["page"], found["pages"]) == (2, 1, 1) and found["states"]["new"] == 2
    (two,) = program.get("/documents", words="قتل")["items"]
    assert two["title"] == "حصيلة طرابلس" and two["found"]["killed"] == 2
    assert program.get("/documents", publisher="Coast Wire", size=1)["total"] == 1
    assert program.get("/documents", since="2030-01-01")["items"] == []
    opened = program.get(f"/documents/{two['id']}")
    assert opened["text"] == ARABIC and opened["released"] == "2019-04-16" and opened["state"] == "new"
    assert program.get("/documents/none", 404) == "document-unknown"
    for params in ({"page": 0}, {"size": 1000}, {"since": "never"}, {"state": "x"}, {"order": "y"}, {"words": "a\0"}):
        assert program.get("/documents", 422, **params) == "bad-request"


def test_records_carry_their_words_and_where_they_stand(program):
    id = the_document(program, ARABIC)
    records = program.get(f"/documents/{id}/records")["items"]
    claims = [r for r in records if r["kind"] == "claim"]
    assert {174, 14, 756} <= {r["current"]["low"] for r in claims}
    for record in records:
        at = record["current"]["locator"]
        assert at["type"] == "text" and ARABIC[at["start"] : at["end"]] == at["text"]
        assert record["status"] == "open" and record["expected"] == 0 and record["original"] == record["current"]
    starts = [r["current"]["locator"]["start"] for r in records]
    assert starts == sorted(starts)
    assert program.get(f"/documents/{id}/records/{claims[0]['id']}") == claims[0]
    assert program.get(f"/documents/{id}/records/none", 404) == "not-found"
    page = program.get(f"/documents/{id}/records", kind="claim", size=1, page=2)
    assert page["items"] == claims[1:2] and page["total"] == len(claims)
    assert program.get(f"/documents/{id}/records", status="rejected")["items"] == []


def decision(record, action, **more):
    return {"subject": record["kind"], "subject_id": record["id"], "action": action,
            "expected": record["expected"], **more}  # fmt: skip


def test_decisions_and_their_versions(program):
    id = the_document(program)
    record = next(r for r in program.get(f"/documents/{id}/records", kind="claim")["items"])
    made = program.post("/decisions", decision(record, "correct", edited={"low": 13, "high": 13}, reason=" typo "))
    assert made["who"] == "Robot" and made["reason"] == "typo" and made["original"]["low"] == 12
    assert program.post("/decisions", decision(record, "accept"), 409) == "decision-conflict"
    again = program.get(f"/documents/{id}/records/{record['id']}")
    assert again["status"] == "corrected" and again["expected"] == made["id"]
    assert again["current"]["low"] == 13 and again["original"]["low"] == 12
    assert program.get(f"/documents/{id}")["state"] == "in_review"
    assert program.post(f"/decisions/{made['id']}/undo", {"expected": 0}, 409) == "decision-conflict"
    undone = program.post(f"/decisions/{made['id']}/undo", {"expected": made["id"]})
    assert undone["action"] == "undo"
    assert program.get(f"/documents/{id}/records/{record['id']}")["current"]["low"] == 12
    record = program.get(f"/documents/{id}/records/{record['id']}")
    program.post("/decisions", decision(record, "reject", reason="a rumour"))
    assert program.get(f"/documents/{id}/records/{record['id']}")["current"] is None
    log = program.get("/decisions", subject="claim")["items"]
    assert [d["action"] for d in log] == ["correct", "undo", "reject"]
    assert program.get("/decisions", after=log[1]["id"], subject="claim")["items"] == log[2:]
    assert program.get("/decisions", who="nobody")["total"] == 0


def test_decisions_that_can_not_be_meant(program, workspace):
    id = the_document(program)
    record = next(r for r in program.get(f"/documents/{id}/records", kind="claim")["items"])
    for body, code in (
        (decision(record, "reject"), "decision-reason"),
        (decision(record, "reject", reason="  "), "decision-reason"),
        (decision(record, "accept", edited={"low": 1}), "decision-field"),
        (decision(record, "correct"), "decision-field"),
        (decision(record, "correct", edited={"document": "x"}), "decision-field"),
        (decision(record, "correct", edited={"places": 7}), "decision-field"),
        (decision(record, "correct", edited={"low": 10**14}), "decision-field"),
        (decision(record, "correct", edited={"low": "13"}), "decision-field"),
        (decision(record, "correct", edited={"low": -1}), "decision-field"),
        (decision(record, "correct", edited={"low": 20, "high": 10}), "decision-field"),
        (decision(record, "correct", edited={"low": None, "high": None}), "decision-field"),
        (decision(record, "correct", edited={"best": 3}), "decision-field"),
        (decision(record, "correct", edited={"category": "none"}), "decision-field"),
        (decision(record, "correct", edited={"part_of": record["id"]}), "decision-field"),
        (decision(record, "correct", edited={"places": [{"name": "x", "lat": 91}]}), "decision-field"),
        (
            decision(record, "correct", edited={"period_start": "2019-04-09", "period_end": "2019-04-08"}),
            "decision-field",
        ),
        (decision(record, "correct", edited={"low": 10**18}), "bad-request"),
        (decision(record, "correct", edited={"source": "\0"}), "bad-request"),
        (decision(record, "sign_off"), "bad-request"),
        ({**decision(record, "accept"), "expected": None}, "bad-request"),
        ({**decision(record, "accept"), "more": 1}, "bad-request"),
        ({**decision(record, "accept"), "subject_id": "none"}, "decision-subject"),
        ({}, "bad-request"),
    ):
        assert program.post("/decisions", body, 422) == code, body
    assert program.post("/decisions/1/undo", {"expected": 0}, 404) == "not-found"
    assert list(workspace.decisions()) == []
    program.post(f"/documents/{id}/state", {"state": "done"}, 200, method="PUT")
    number = workspace.decisions()[0].id
    assert program.post(f"/decisions/{number}/undo", {"expected": number}, 422) == "decision-action"


def test_a_missed_claim_is_added_at_its_words(program):
    id = the_document(program)
    start = ENGLISH.index("300 families")
    claim = {
        "document": id, "locator": {"type": "text", "start": start, "end": start + 12, "text": "300 families"},
        "category": "wounded", "low": 300, "unit": "household", "places": [{"name": "Tripoli", "country": "LBY"}],
    }  # fmt: skip
    body = {"subject": "claim", "subject_id": "", "action": "add", "expected": 0, "edited": claim}
    made = program.post("/decisions", body)
    added = program.get(f"/documents/{id}/records/{made['subject_id']}")
    assert added["status"] == "added" and added["original"] is None and added["current"]["low"] == 300
    assert added["current"]["qualifier"] == "at_least" and added["current"]["publisher"] == "Coast Wire"
    assert program.post("/decisions", body, 422) == "decision-field"  # it is there
    again = {"subject": "claim", "subject_id": made["subject_id"], "action": "correct", "expected": made["id"]}
    program.post("/decisions", {**again, "edited": {"high": 320}})
    after = program.get(f"/documents/{id}/records/{made['subject_id']}")["current"]
    assert (after["low"], after["high"], after["qualifier"]) == (300, 320, "range")
    for change, code in (
        ({"document": "none"}, "document-unknown"),
        ({"locator": {"type": "text", "start": 0, "end": 3, "text": "300"}}, "decision-field"),
        ({"locator": {"type": "text", "start": -3, "end": 0, "text": "300"}}, "decision-field"),
        ({"locator": {"type": "other"}}, "decision-field"),
        ({"low": None}, "decision-field"),
        ({"category": None}, "decision-field"),
        ({"locator": {"type": "cell", "file": "x", "sheet": "", "cell": "A1", "text": "1"}}, "decision-field"),
    ):
        assert (
            program.post(
                "/decisions", {**body, "edited": {**claim, **change}}, 422 if code != "document-unknown" else 404
            )
            == code
        )
    assert program.post("/decisions", {**body, "subject_id": "mine"}, 422) == "decision-field"
    assert program.post("/decisions", {**body, "subject": "event"}, 422) == "decision-field"


def test_events_and_statements(program):
    id = the_document(program)
    records = program.get(f"/documents/{id}/records")["items"]
    event = next(r for r in records if r["kind"] == "event")
    edited = {"event_type": "AID", "source": [{"name": "WHO"}], "places": [{"name": "Gharyan", "country": "LBY"}]}
    program.post("/decisions", decision(event, "correct", edited=edited))
    after = program.get(f"/documents/{id}/records/{event['id']}")["current"]
    assert after["event_type"] == "AID" and after["source"][0]["name"] == "WHO" and after["mode"] is None
    for bad in ({"event_type": "x"}, {"mode": "x"}, {"source": "WHO"}, {"places": [{}]}):
        body = {**decision(event, "correct", edited=bad), "expected": 1}
        assert program.post("/decisions", body, 422) == "decision-field", bad
    statement = next(r for r in program.get(f"/documents/{the_document(program, ARABIC)}/records")["items"]
                     if r["kind"] == "statement")  # fmt: skip
    for bad in ({"speaker": "x"}, {"direct": 1}, {"speaker": {"name": ""}}, {"text": "x"}, {}):
        assert program.post("/decisions", decision(statement, "correct", edited=bad), 422) == "decision-field", bad
    edited = {"speaker": {"name": "Red Crescent", "country": "LBY"}, "direct": True}
    made = program.post("/decisions", decision(statement, "correct", edited=edited))
    path = f"/documents/{made['original']['document']}/records/{statement['id']}"
    after = program.get(path)["current"]
    assert after["speaker"]["name"] == "Red Crescent" and after["direct"] is True
    program.post("/decisions", decision(program.get(path), "accept"))
    assert program.get(path)["status"] == "corrected"


def test_reports_are_added(program, workspace):
    added = program.post("/documents/text", {"text": "Nine people were killed in Zuwara on Friday.", "title": EVIL})
    assert added["outcome"] == "added" and added["records"] >= 1 and added["failures"] == []
    assert program.get(f"/documents/{added['document']}")["title"] == EVIL
    again = program.post("/documents/text", {"text": "Nine people were killed in Zuwara on Friday.", "title": EVIL})
    assert again["outcome"] == "known"
    empty = program.post("/documents/text", {"text": " "})
    assert empty["outcome"] == "failed" and empty["failures"][0]["code"] == "empty-document"
    files = [("files", ("../../a.txt", b"Four people were killed in Sebha on Monday.", "text/plain"))]
    (item,) = program.post("/documents", None, 202, files=files, data={"publisher": "Wire"})
    assert item["name"] == "a.txt"
    program.post("/documents/url", {"url": "http://127.0.0.1:9/"}, 202)
    while program.desk.adder.busy:
        pass
    last = program.get("/adding")[-2:]
    assert [i["outcome"] for i in last] == ["added", "failed"] and last[1]["failures"][0]["code"] == "url-private"
    assert workspace.document(last[0]["document"]).publisher == "Wire"
    assert program.post("/documents/text", {"title": "x"}, 422) == "bad-request"
    assert program.post("/documents", None, 422) == "bad-request"


@pytest.mark.parametrize("role", ["viewer", "analyst"])
def test_roles_hold_here_as_well(browser, workspace, role):
    program = Program(browser, role)
    id = the_document(program)
    record = program.get(f"/documents/{id}/records")["items"][0]
    status, state = (201, None) if role == "analyst" else (403, workspace.state())
    for method, path, body in (
        ("POST", "/decisions", decision(record, "accept")),
        ("POST", "/documents/text", {"text": "Two people were killed in Misrata."}),
    ):
        answer = program.post(path, body, status, method=method)
        assert status == 201 or answer == "forbidden"
    if state is not None:
        for method, path in (("PUT", f"/documents/{id}/state"), ("POST", "/documents/url"), ("POST", "/cells/x"),
                             ("POST", "/decisions/1/undo"), ("POST", "/documents")):  # fmt: skip
            assert program.post(path, {}, 403, method=method) == "forbidden"
        assert workspace.state() == state and program.desk.adder.items() == []


def test_the_state_of_a_document(program):
    id = the_document(program)
    assert program.post(f"/documents/{id}/state", {"state": "done"}, 200, method="PUT")["state"] == "done"
    assert program.get("/documents", state="done")["total"] == 1
    assert program.post(f"/documents/{id}/state", {"state": "x"}, 422, method="PUT") == "bad-request"
    assert program.post("/documents/none/state", {"state": "done"}, 404, method="PUT") == "document-unknown"


def test_the_matrix_and_what_is_behind_it(program):
    found = program.get("/matrix", by="country", every="month", category=["killed"])
    assert found["stale"] is False
    row = next(row for row in found["items"] if row["best"] is not None)
    assert row["country"] == "LBY" and row["category"] == "killed" and row["best"] is not None
    assert set(row) == set(models.CellRow.model_fields)
    cell = program.get(f"/cells/{row['cell_id']}")
    assert cell["row"] == row and cell["claims"] and cell["expected"] == 0
    claim = cell["claims"][0]["claim"]
    assert cell["sentences"][claim["id"]]
    body = {"value": 999, "reason": "as counted by hand", "expected": 0}
    made = program.post(f"/cells/{row['cell_id']}", body)
    assert made["subject"] == "cell" and made["edited"] == {"best": 999} and made["original"]["best"] == row["best"]
    after = program.get(f"/cells/{row['cell_id']}")
    assert after["row"]["best"] == 999 and after["expected"] == made["id"] and after["decisions"]
    assert program.post(f"/cells/{row['cell_id']}", body, 409) == "decision-conflict"
    program.post(f"/decisions/{made['id']}/undo", {"expected": made["id"]})
    assert program.get(f"/cells/{row['cell_id']}")["row"]["best"] == row["best"]
    last = program.get(f"/cells/{row['cell_id']}")["expected"]
    chosen = program.post(f"/cells/{row['cell_id']}", {"claim": claim["id"], "reason": "x", "expected": last})
    assert chosen["edited"]["claim"] == claim["id"]
    for change in ({"value": 1}, {"claim": None}, {"claim": "none"}):
        given = {"claim": claim["id"], "reason": "x", "expected": 0, **change}
        assert program.post(f"/cells/{row['cell_id']}", given, 422) == "decision-field"
    assert program.get("/cells/LBY/2031-01/killed/person", 404) == "cell-unknown"
    assert program.get("/matrix", 422, category="none") == "unknown-category"
    assert program.get("/matrix", 422, by="town") == "bad-request"
    assert program.get("/matrix", known="2019-01-01")["items"] == []


def test_happenings_and_differences(program):
    found = program.get("/happenings", category="killed")
    assert found["total"] >= 1 and all("killed" in one["counts"] for one in found["items"])
    assert program.get("/happenings", since="2030-01-01")["items"] == []
    changes = program.get("/diff", before="2019-01-01", after="2019-12-31", every="month", category="killed")
    assert changes["items"] and all(c["kind"] == "new_cell" and c["category"] == "killed" for c in changes["items"])
    assert program.get("/diff", 422, before="2019-12-31", after="2019-01-01") == "bad-request"


def test_status_and_exports(program):
    status = program.get("/status")
    assert status["name"] == "Libya" and status["documents"] == 2 and status["who"] == "Robot"
    formats = {f["name"] for f in program.get("/exports")}
    assert {"csv", "geojson", "package", "brief-html"} <= formats
    table = program.get("/exports/csv", by="country")
    assert table.headers["content-type"].startswith("text/csv") and "LBY" in table.text
    assert "attachment" in table.headers["content-disposition"]
    page = program.get("/exports/brief-html", language="ar")
    assert page.headers["content-type"] == "application/octet-stream"
    package = program.get("/exports/package")
    assert zipfile.ZipFile(io.BytesIO(package.content)).namelist()
    assert program.get("/exports/docx", 422) == "unknown-format"


def test_other_addresses_and_methods(program):
    assert program.get("/nowhere", 404) == "not-found"
    assert program.post("/status", {}, 405) == "method-not-allowed"
    answer = program.client.post("/api/v1/decisions", headers=program.headers, content=b"[" * 100_000)
    assert answer.status_code in (400, 422) and answer.json()["error"]["code"] == "bad-request"
    big = program.client.post("/api/v1/decisions", headers=program.headers, content=b"x" * (1 << 21))
    assert big.status_code == 413 and big.json()["error"]["code"] == "too-large"


def test_a_defect_tells_nothing(program, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(program.desk.workspace, "inbox", broken)
    answer = program.client.get("/api/v1/documents", headers=program.headers)
    assert answer.status_code == 500 and "secret" not in answer.text
    assert answer.json()["error"]["code"] == "internal-error"


def test_the_openapi_document(program, browser):
    made = program.get("/openapi.json")
    assert made["openapi"].startswith("3.1") and made["info"]["title"] == "masfufa"
    assert made["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    paths = {
        p.removeprefix("/api/v1").replace(":path", "") for p, _ in all_routes(browser.app) if p.startswith("/api/")
    }
    assert {p.replace("{cell_id:path}", "{cell_id}") for p in made["paths"]} == paths - {"/openapi.json"}
    claim = made["components"]["schemas"]["Claim"]
    assert set(claim["properties"]) == {f.name for f in dataclasses.fields(Claim)}
