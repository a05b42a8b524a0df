"""The soak's own parts: reports are read as they were made, the server harms by plan, and a loss is found."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from masfufa.gathering.state import State
from masfufa.reading.reader import read_document
from masfufa.records import Document
from masfufa.workspace import create_workspace, open_workspace
from masfufa.workspace.from_reading import read_records

from . import server
from .compare import differences, wanted
from .given import given
from .server import FAULTS, Unreliable
from .texts import made


def test_reports_are_read_as_they_were_made():
    for n in range(120):
        one = made(n, 1)
        reading = read_document(Document(str(n), one.text, language=one.language, published=one.published))
        assert sorted((f.category, f.low) for f in reading.figures) == sorted(one.expected), one.text
        assert bool(reading.events) <= bool(one.expected), one.text
    assert len({made(n, 1).page for n in range(500)}) == 500


def test_every_number_goes_one_way():
    plan = given(1000, 1)
    numbers = [n for _, numbers in plan.all() for n in numbers]
    assert numbers == list(range(1000))
    assert wanted(plan)["claims"] == 3 * sum(bool(made(n, 1).expected) for n in range(1000))


def test_the_server_harms_and_then_gives_what_it_has(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(server, "FAULTY", 1.0)
    with closing(Unreliable(range(40), 1)) as site:
        for n in range(40):
            for _ in range(4):
                try:
                    with urllib.request.urlopen(f"{site.url}/p/{n}", timeout=10) as answer:
                        body = answer.read()
                except (OSError, http.client.HTTPException, urllib.error.URLError):
                    continue
                if body == made(n, 1).page:
                    break
            else:
                pytest.fail(f"page {n} was never given")
        assert set(site.done) == set(FAULTS)


def test_what_is_lost_or_strange_is_told(tmp_path: Path):
    plan = given(20, 1)
    create_workspace(tmp_path / "ws", countries=["LBY"]).close()
    folder = tmp_path / "ws"

    def store(n: int, way: str) -> None:
        one = made(n, 1)
        with open_workspace(folder) as ledger:
            document = Document(f"line-of-{n}", one.text, title=one.title, published=one.published)
            ledger.store(read_records(None, document, document.id), None)

    State(folder).close()
    for n in plan.lines:
        store(n, "lines")
    counts, wrong = differences(folder, plan, None)
    assert counts["documents"] == len(plan.lines)
    said = "\n".join(wrong)
    assert not any(f"lines {n}:" in said for n in plan.lines)
    for way in ("site", "warc", "folder"):
        for n in getattr(plan, way):
            assert f"{way} {n}: 0 times in the ledger" in said or not made(n, 1).expected
    assert "site 0: 0 times aside, not 1" in said
    store(77, "lines")
    assert "was never put in" in "\n".join(differences(folder, plan, None)[1])
