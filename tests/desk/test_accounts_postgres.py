"""A desk for many on PostgreSQL: pages, API, and what PostgreSQL takes less kindly than SQLite."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from masfufa.workspace import create_workspace
from masfufa.workspace.accounts import Accounts

from .conftest import ENGLISH, PASSWORDS, ROLES, Person, report

PAGES = ("/", "/account", "/accounts", "/audit", "/audit.csv", "/matrix", "/map", "/time", "/actors", "/rounds",
         "/publish", "/releases", "/accuracy")  # fmt: skip
ASKED = ("status", "documents?words=killed", "matrix", "decisions", "happenings", "documents?publisher=%27%3B--",
         "adding", "openapi.json")  # fmt: skip
WITH_NUL = ("/?publisher=%00", "/audit?who=%00", "/documents/%00", "/documents/x?record=%00", "/cells/%00",
            "/next?after=%00", "/releases/%00", "/?words=%00")  # fmt: skip


def _servers():
    path = Path(__file__).resolve().parents[1] / "workspace" / "servers.py"
    spec = importlib.util.spec_from_file_location("masfufa_test_servers", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def space(tmp_path):
    servers = _servers()
    if reason := servers.missing():
        pytest.skip(f"no PostgreSQL: {reason}")
    with servers.server() as address:
        made = {"database": servers.new_database(address), "countries": ["LBY"], "name": "Libya"}
        with create_workspace(tmp_path / "libya", **made) as workspace:
            workspace.add_document(report(ENGLISH, "one", title="Gharyan: twelve dead", publisher="Coast Wire"), None)
            yield workspace


def test_a_desk_for_many_on_postgresql(space, hashes):
    for name, role in ROLES.items():
        Accounts.of(space).add(name, role, hashes[name], "test")
    ana = Person(space, "Ana")
    with ana.client:
        ana.enter()
        for path in PAGES:
            assert ana.client.get(path).status_code == 200, path
        page = ana.post("/account/tokens", name="job", role="analyst", days="3").text
        token = re.search(r'value="(mfd_[^"]+)"', page)[1]
        headers = {"authorization": f"Bearer {token}"}
        for path in ASKED:
            assert ana.client.get(f"/api/v1/{path}", headers=headers).status_code == 200, path
        id = next(space.documents()).id
        record = ana.client.get(f"/api/v1/documents/{id}/records", headers=headers).json()["items"][0]
        body = {"subject": record["kind"], "subject_id": record["id"], "action": "accept", "expected": 0}
        assert ana.client.post("/api/v1/decisions", headers=headers, json=body).status_code == 201
        assert ana.client.post("/api/v1/decisions", headers=headers, json=body).status_code == 409
        for path in WITH_NUL:
            assert ana.client.get(path).status_code in (200, 404), path
        for path in ("documents?publisher=%00", "decisions?who=%00", "cells/%00"):
            assert ana.client.get(f"/api/v1/{path}", headers=headers).status_code in (404, 422), path
        other = Person(space, "Rana", ana.app)
        assert other.sign_in("Rana\0", "x\0").status_code == 403
        assert other.sign_in("Rana", PASSWORDS["Rana"]).status_code == 303
        assert ana.post("/accounts/change", name="a\0", do="disable").status_code == 422
        assert [d.who for d in space.decisions() if d.subject != "document"] == ["Ana"]
