"""On a real Dask cluster, whose worker and scheduler are killed in mid-run."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from masfufa.cli.main import main
from masfufa.scaling.schema import TABLES

from .clusters import Cluster
from .conftest import tables, write_lines

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills by POSIX signals")
SIZE = "0.003"


def finished(output: Path) -> int:
    return len(list((output / "_done").glob("*.json")))


def wait_for(output: Path, count: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while finished(output) < count:
        assert process.poll() is None, "the run ended before it was harmed"
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_killed_worker_and_scheduler_cost_nothing_but_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    source = write_lines(tmp_path / "news.jsonl", 600)
    output, undisturbed = tmp_path / "dask", tmp_path / "here"
    line = [sys.executable, "-m", "masfufa", "read", str(source), "--engine", "dask", "--partition-size", SIZE]
    first = Cluster(tmp_path, 2)
    try:
        run = subprocess.Popen(
            [*line, "-o", str(output), "--scheduler", first.address], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        wait_for(output, 3, run)
        first.kill(first.workers[0])
        wait_for(output, finished(output) + 3, run)
        first.kill(first.scheduler)
        _, said = run.communicate(timeout=60)
        assert run.returncode == 3
        assert b"[scheduler-lost]" in said
        assert b"Traceback" not in said
    finally:
        first.close()
    left = finished(output)
    assert 6 <= left < 45
    kept = {path: path.stat().st_mtime_ns for path in (output / "_done").glob("*.json")}

    (tmp_path / "scheduler.json").unlink(missing_ok=True)
    second = Cluster(tmp_path, 2)
    try:
        assert main([*line[3:], "-o", str(output), "--scheduler", second.address]) == 1  # some lines can't be read
    finally:
        second.close()
    assert f"{left} of them finished before" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in kept} == kept

    here = ["--format", "parquet", "-j", "1", "-o", str(undisturbed)]
    assert main(["read", str(source), *here, "--partition-size", SIZE]) == 1
    assert tables(output) == tables(undisturbed)
    assert len(tables(output)["documents"]) == 600
    assert not list(output.rglob(".*.tmp"))
    for table in TABLES:
        for path in (output / table).iterdir():
            assert path.read_bytes() == (undisturbed / table / path.name).read_bytes()


def test_no_scheduler_there(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("masfufa.scaling.dask_engine._CONNECT", 0.3)
    source = write_lines(tmp_path / "news.jsonl", 5)
    asked = ["read", str(source), "-o", str(tmp_path / "out"), "--scheduler"]
    assert main([*asked, "tcp://127.0.0.1:9"]) == 3
    assert "[scheduler-unreachable]" in capsys.readouterr().err
    assert main([*asked, "local:none"]) == 2
    assert "[bad-scheduler]" in capsys.readouterr().err
