"""`masfufa add` killed at any moment: what was written is whole, and running it again loses and doubles nothing.

KILLS=50 (make soak) kills more often than the test run does.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from masfufa.cli.main import main
from masfufa.workspace import Workspace, create_workspace, open_workspace
from masfufa.workspace.tables import claim, document, document_body, reading

from . import servers

KILLS = int(os.environ.get("KILLS", "5"))
SEED = int(os.environ.get("SEED", "4"))
DOCUMENTS = 60 + 10 * KILLS

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills by POSIX signals")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """JSON Lines, every tenth line one that was there before."""
    path = tmp_path / "reports.jsonl"
    towns = ("Tripoli", "Gharyan", "Misrata", "Sirte", "Sabha", "Zawiya")
    with path.open("w", encoding="utf-8") as out:
        for n in range(DOCUMENTS):
            number = n - 7 if n % 10 == 9 else n
            town = towns[number % 6]
            text = f"At least {number + 3} people were killed and {number + 5} wounded in {town}, WHO said. "
            out.write(json.dumps({"id": f"r{n}", "text": text * 3, "published": "2019-04-16"}) + "\n")
    return path


def start(folder: Path, reports: Path, jobs: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "masfufa", "add", str(reports), "--workspace", str(folder), "--jobs", str(jobs)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def contents(workspace: Workspace) -> tuple[object, ...]:
    """All that the ledger says, but for when it was said."""
    claims = sorted((c.document, c.id, c.low, c.category) for c in workspace.claims())
    events = sorted(e.id for e in workspace.events())
    return claims, events, sorted(s.id for s in workspace.statements()), sorted(d.id for d in workspace.documents())


def assert_whole(workspace: Workspace) -> int:
    """Every document has its body, one reading and one version of each claim; how many documents there are."""
    with workspace._engine.connect() as connection:

        def number(query: sa.Select[tuple[int]]) -> int:
            return connection.execute(query).scalar_one()

        documents = number(sa.select(sa.func.count()).select_from(document))
        assert number(sa.select(sa.func.count()).select_from(document_body)) == documents
        assert number(sa.select(sa.func.count()).select_from(reading)) == documents
        assert number(sa.select(sa.func.count(claim.c.id.distinct()))) == number(sa.select(sa.func.count(claim.c.id)))
        if workspace.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    return documents


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_add_can_be_killed_at_any_moment(tmp_path, reports, kind, request):
    address = None if kind == "sqlite" else servers.new_database(request.getfixturevalue("postgres"))
    kills = KILLS if kind == "sqlite" else max(1, KILLS // 5)
    with create_workspace(tmp_path / "ws", database=address) as made:
        folder = made.folder
    choose = random.Random(SEED)
    before = -1
    for n in range(kills):
        run = start(folder, reports, jobs=2 if n % 4 == 1 else 1)
        # Half of the moments are sought while it writes: starting takes most of the time of a run.
        end = time.monotonic() + choose.uniform(0.05, 1.2)
        if n % 2 == 0:
            with open_workspace(folder) as watched:
                state = watched.state()
                while watched.state() == state and run.poll() is None:
                    time.sleep(0.002)
            end = time.monotonic() + choose.uniform(0, 0.15)
        while time.monotonic() < end and run.poll() is None:
            time.sleep(0.002)
        with contextlib.suppress(ProcessLookupError):
            os.kill(run.pid, signal.SIGKILL)
        run.communicate()
        with open_workspace(folder) as found:
            there = assert_whole(found)
        assert there >= before, "something was lost"
        before = there
        _await_end(run.pid)
    last = start(folder, reports, jobs=1)
    said, told = last.communicate(timeout=120)
    assert last.returncode == 0, told
    assert f"{DOCUMENTS} documents" in said.decode()
    with open_workspace(folder) as found, create_workspace(tmp_path / "calm") as calm:
        assert main(["add", str(reports), "--workspace", str(calm.folder), "--jobs", "1"]) == 0
        assert contents(found) == contents(calm)
        assert assert_whole(found) == DOCUMENTS - DOCUMENTS // 10


def _await_end(group: int) -> None:
    """The processes that read for it end by themselves."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except (ProcessLookupError, PermissionError):
            return
        time.sleep(0.02)
    raise AssertionError("a reading process outlived the one that was killed")
