"""`masfufa read --reader NAME`: packages as pip lays them down, the command in a process of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from masfufa.errors import DataError, UsageError
from masfufa.plugins.load import available, load

from .samples import install
from .servers import serving

REPORT = "12 people were killed in Tripoli. A further 45 shepherds perished."
READER = """
from masfufa.records import Figure


class Reader:
    name = "bodies"
    version = "0.3"
    words = "45 shepherds"

    def read(self, document, base):
        start = document.text.find(self.words)
        for category, end in (("killed", start + len(self.words)), ("slain", start + 2)):
            yield Figure(
                document.text[start:end], start, end, category, 45, 45, "exact", "person", "incident", "asserted"
            )


class Fails(Reader):
    name = "fails"

    def read(self, document, base):
        raise OSError("the disk is full")


class Hangs(Reader):
    name = "hangs"
    seconds = 0.3

    def read(self, document, base):
        while True:
            pass


class Nameless(Reader):
    name = ""


class Hasty(Reader):
    seconds = 0


class Idle:
    name, version = "idle", "1"


def breaks():
    raise RuntimeError("no model")
"""
POINTS = {
    "bodies": "Reader", "fails": "Fails", "hangs": "Hangs", "nameless": "Nameless", "hasty": "Hasty", "idle": "Idle",
    "breaks": "breaks", "gone": "Gone",
}  # fmt: skip


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packages")
    install(folder, "masfufa_test_readers", READER, **POINTS)
    return folder


def masfufa(packages: Path, *arguments: str, given: str = REPORT, **environment: str):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MASFUFA_")}
    return subprocess.run(
        [sys.executable, "-m", "masfufa", "read", "--format", "jsonl", *arguments],
        input=given.encode(), capture_output=True, timeout=60, check=False,
        env={**clean, "PYTHONUTF8": "1", "PYTHONPATH": str(packages), **environment},
    )  # fmt: skip


def test_llm_is_shipped_and_others_are_found(packages: Path, monkeypatch: pytest.MonkeyPatch):
    assert "llm" in [point.name for point in entry_points(group="masfufa.readers")]
    monkeypatch.syspath_prepend(str(packages))
    assert set(POINTS) | {"llm"} <= set(available())
    readers = load(["bodies", "fails", "bodies"])
    assert [(reader.name, reader.version) for reader in readers] == [("bodies", "0.3"), ("fails", "0.3")]


@pytest.mark.parametrize(
    ("name", "says"),
    [("nameless", "name"), ("hasty", "seconds"), ("idle", "method read"), ("breaks", "no model"), ("gone", "Gone")],
)
def test_what_is_no_reader_is_refused(name: str, says: str, packages: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(packages))
    with pytest.raises(DataError, match=says) as error:
        load([name])
    assert error.value.code == "plugin-broken"


def test_a_missing_reader_is_told_with_those_that_are_there():
    with pytest.raises(UsageError, match="llm") as error:
        load(["nobody"])
    assert error.value.code == "plugin-missing"


def test_the_command_merges_and_tells(packages: Path):
    plain = json.loads(masfufa(packages).stdout)
    done = masfufa(packages, "--reader", "bodies", "--reader", "fails")
    reading = json.loads(done.stdout)
    assert done.returncode == 0 and done.stderr == b""
    assert reading["reader"] == plain["reader"] + " + bodies 0.3"
    assert reading["figures"] == plain["figures"]  # which masfufa has read already
    assert [(f["low"], f["category"]) for f in plain["figures"]] == [(12, "killed"), (45, "killed")]
    kinds = [notice["kind"] for notice in reading["notices"]]
    assert "plugin-bad-value" in kinds and "plugin-failed" in kinds
    assert "the disk is full" in json.dumps(reading["notices"])


def test_many_documents_and_processes_with_one_that_hangs(packages: Path):
    lines = "".join(json.dumps({"id": str(n), "text": REPORT}) + "\n" for n in range(6))
    one = masfufa(packages, "--reader", "bodies", "--jobs", "1", given=lines)
    two = masfufa(packages, "--reader", "bodies", "--jobs", "2", given=lines)
    assert one.returncode == two.returncode == 0 and one.stdout == two.stdout
    hung = masfufa(packages, "--reader", "hangs", "--jobs", "1", given=lines)
    readings = [json.loads(line) for line in hung.stdout.decode().splitlines()]
    assert hung.returncode == 0 and [r["id"] for r in readings] == [str(n) for n in range(6)]
    assert all(r["figures"] and r["notices"][-1]["kind"] == "plugin-timeout" for r in readings)


def test_a_reader_reads_what_masfufa_does_not(packages: Path):
    done = masfufa(packages, "--reader", "bodies", given="Ölenler: 45 shepherds, dağda ölü bulundu ve gömüldü.")
    reading = json.loads(done.stdout)
    assert [(f["low"], f["category"]) for f in reading["figures"]] == [(45, "killed")]
    (told,) = [n for n in reading["notices"] if n["kind"] == "plugin-records"]
    assert told["message"] == "bodies added 1 figure." and told["spans"] == [{"start": 9, "end": 21}]


def test_errors_end_the_run_before_it_begins(packages: Path):
    missing = masfufa(packages, "--reader", "nobody")
    assert (missing.returncode, missing.stdout) == (2, b"") and b"[plugin-missing]" in missing.stderr
    broken = masfufa(packages, "--reader", "breaks", "--jobs", "2")
    assert (broken.returncode, broken.stdout) == (3, b"") and b"[plugin-broken]" in broken.stderr
    unset = masfufa(packages, "--reader", "llm")
    assert (unset.returncode, unset.stdout) == (2, b"") and b"[llm-settings]" in unset.stderr
    assert b"Traceback" not in missing.stderr + broken.stderr + unset.stderr


def test_llm_reads_where_it_is_asked_for_and_nowhere_else(packages: Path):
    figure = {
        "sentence": 2, "text": "45 shepherds", "category": "killed", "low": 45, "high": 45, "qualifier": "exact",
        "unit": "person", "kind": "incident", "modality": "asserted", "part_of": None, "victims": None,
        "verified": None, "places": [], "date": None, "attribution": None, "cause": None,
    }  # fmt: skip
    with serving(lambda asked: {"figures": [figure], "events": [], "statements": []}) as model:
        settings = {"MASFUFA_LLM_URL": model.url, "MASFUFA_LLM_MODEL": "tiny", "MASFUFA_LLM_KEY": "sk-secret-1"}
        plain = masfufa(packages, **settings)
        assert model.asked == []
        done = masfufa(packages, "--reader", "llm", **settings)
    reading = json.loads(done.stdout)
    assert len(model.asked) == 1 and done.returncode == 0
    assert reading["reader"] == json.loads(plain.stdout)["reader"] + " + llm 1.0"
    assert [f["low"] for f in reading["figures"]] == [12, 45]
    assert b"sk-secret-1" not in done.stdout + done.stderr


def test_a_server_that_is_gone_leaves_the_reading(packages: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        done = masfufa(packages, "--reader", "llm", MASFUFA_LLM_URL=url, MASFUFA_LLM_MODEL="tiny")
    reading = json.loads(done.stdout)
    assert done.returncode == 0 and reading["figures"][0]["low"] == 12
    assert [n["kind"] for n in reading["notices"]][-1] == "plugin-failed"
