"""Whatever the OpenAPI document allows, and what it does not: the API answers, and never with a defect."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from masfufa.desk import adding
from masfufa.errors import DocumentError

from .conftest import Browser
from .test_api import Program

schemathesis = pytest.importorskip("schemathesis", reason="no tests of the OpenAPI document: no schemathesis")

EXAMPLES = 8
"""Of each operation and way; more are to be had by hand."""
MODES = list(schemathesis.GenerationMode)
HEADERS = ("content-type", "accept")


@pytest.fixture
def program(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Program:
    def unreachable(*_: object, **__: object) -> None:
        raise DocumentError("url-unreachable", "nothing is fetched here")

    monkeypatch.setattr(adding, "fetch", unreachable)
    browser.app.state.desk.ledgers.patience = 30.0
    return Program(browser, "administrator")


class There:
    """Every other call is about something that is there: chance alone would never name it."""

    def __init__(self, program: Program) -> None:
        self.calls = 0
        (found, *_) = program.get("/documents")["items"]
        records = program.get(f"/documents/{found['id']}/records", kind="claim")["items"]
        self.program, self.document, self.record = program, found["id"], records[0]["id"]
        self.cell = next(row["cell_id"] for row in program.get("/matrix")["items"])
        self.formats = itertools.cycle(["csv", "claims", "plover", "geojson", "ged"])

    def expected(self) -> int:
        return self.program.get(f"/documents/{self.document}/records/{self.record}")["expected"]

    def put_into(self, case) -> None:
        self.calls += 1
        if self.calls % 2:
            return
        known = {"id": self.document, "record": self.record, "cell_id": self.cell, "format": next(self.formats)}
        for name in case.path_parameters or {}:
            case.path_parameters[name] = known.get(name) or self.expected() or 1
        if isinstance(case.body, dict) and "subject_id" in case.body:
            case.body.update(subject="claim", subject_id=self.record, expected=self.expected())
            if case.body.get("action") not in ("accept", "reject"):
                case.body["action"] = "correct"
                fields = ("low", "places", "period_start", "source", "groups", "verified", "issues", "locator", "parts")
                edited = case.body.get("edited")
                values = list(edited.values()) if isinstance(edited, dict) else []
                case.body["edited"] = dict(zip(fields, [*values, self.calls], strict=False))


def called(program: Program, case) -> None:
    sent = case.as_transport_kwargs(base_url="http://127.0.0.1:8999/api/v1")
    headers = {name: value for name, value in dict(sent.get("headers") or {}).items() if name.lower() in HEADERS}
    body = {name: sent[name] for name in ("params", "json", "data", "files") if sent.get(name) is not None}
    if isinstance(body.get("data"), bytes | str):
        body["content"] = body.pop("data")
    answer = program.client.request(sent["method"], sent["url"], headers={**headers, **program.headers}, **body)
    told = f"{sent['method']} {sent['url']} {body} -> {answer.status_code} {answer.text[:300]}"
    assert answer.status_code < 500, told
    assert "text/html" not in answer.headers.get("content-type", ""), told
    if answer.status_code >= 400:
        assert set(json.loads(answer.text)["error"]) == {"code", "message"}, told


def test_no_operation_answers_with_a_defect(program):
    schema = schemathesis.openapi.from_dict(program.get("/openapi.json"))
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 18
    there = There(program)
    for operation in operations:
        for mode in MODES:

            @seed(20190404)
            @settings(
                max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck),
                phases=[Phase.explicit, Phase.generate],
            )  # fmt: skip
            @given(case=operation.as_strategy(generation_mode=mode))
            def checked(case) -> None:
                there.put_into(case)
                called(program, case)

            try:
                checked()
            except Exception as error:
                if type(error).__name__ not in ("Unsatisfiable", "InvalidArgument"):  # nothing there can be wrong
                    raise
    # Whatever was taken: everything can still be read and reckoned.
    for path in ("/matrix", "/happenings", f"/documents/{there.document}/records", "/decisions"):
        program.get(path)
    assert program.client.get(f"/documents/{there.document}").status_code == 200
