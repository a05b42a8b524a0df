"""Documents that hang, eat memory or end their process cost themselves only."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from masfufa.documents.guard import Guard, Pool, limits_from_environment
from masfufa.documents.limits import Limits
from masfufa.errors import DataError, DocumentError, UsageError

LIMITS = Limits(document_seconds=1.0, document_megabytes=200)


def make(given):
    """A worker that does what its tasks say."""
    if given == "broken":
        raise DataError("lexicon-broken", "The lexicon is broken.")
    return do


def do(task):
    kind, value = task
    if kind == "sleep":
        time.sleep(value)
    elif kind == "regex":
        import re

        re.match("(a+)+$", "a" * 40 + "b")
    elif kind == "memory":
        return len(bytearray(value << 20))
    elif kind == "die":
        os._exit(9)
    elif kind == "child":
        subprocess.run([sys.executable, "-c", f"import time; time.sleep({value})"], check=False)
    return (kind, os.getpid())


def codes(results):
    return [r.code if isinstance(r, DocumentError) else r[0] for r in results]


@pytest.fixture
def pool():
    made = Pool(make, None, LIMITS)
    yield made
    made.close()


def test_a_worker_lives_on_and_what_hangs_costs_itself_only(pool):
    first = pool.submit([("ok", 1), ("ok", 2)]).result(60)
    second = pool.submit([("ok", 3)]).result(60)
    assert first[0][1] == first[1][1] == second[0][1] != os.getpid()
    found = pool.submit([("ok", 1), ("sleep", 60), ("ok", 2), ("regex", 0), ("ok", 3)]).result(60)
    assert codes(found) == ["ok", "document-too-slow", "ok", "document-too-slow", "ok"]
    assert pool.submit([("ok", 1)]).result(60)[0][0] == "ok"


def test_what_ends_its_process_is_tried_twice(pool):
    assert codes(pool.submit([("ok", 1), ("die", 0), ("ok", 2)]).result(60)) == ["ok", "document-crashed", "ok"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds to a limit of memory")
def test_what_eats_memory_costs_itself_only(pool):
    found = pool.submit([("ok", 1), ("memory", 2_000), ("ok", 2)]).result(60)
    assert codes(found) == ["ok", "document-too-large", "ok"]


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="groups of processes are POSIX")
def test_what_a_worker_started_ends_with_it(pool):
    began = time.monotonic()
    assert codes(pool.submit([("child", 987_654)]).result(60)) == ["document-too-slow"]
    assert time.monotonic() - began < 30
    if sys.platform == "linux":
        time.sleep(0.2)
        lines = []
        for one in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                lines.append(one.read_bytes())
        assert not any(b"987654" in line and b"sleep" in line for line in lines)


def test_a_worker_that_cannot_begin_says_why():
    pool = Pool(make, "broken", LIMITS)
    with pytest.raises(DataError) as caught:
        pool.submit([("ok", 1)]).result(60)
    pool.close()
    assert caught.value.code == "lexicon-broken"


def test_many_workers_and_what_stands_in_place():
    pool = Pool(make, None, LIMITS, workers=2, instead=lambda task, error: ("ok", error.code))
    futures = [pool.submit([("ok", 1), ("sleep", 9) if n == 1 else ("ok", 2)]) for n in range(4)]
    assert [codes(f.result(60)) for f in futures] == [["ok", "ok"]] * 4
    pool.close()
    assert all(not p.is_alive() for p in multiprocessing.active_children())


def grown(text):
    raise DocumentError("no-article", text)


def test_a_guard_calls_functions(monkeypatch):
    monkeypatch.setenv("MASFUFA_GUARD", "on")
    guard = Guard(LIMITS)
    assert guard.call(do, ("ok", 1))[1] != os.getpid()
    with pytest.raises(DocumentError) as caught:
        guard.call(do, ("sleep", 30))
    assert caught.value.code == "document-too-slow"
    with pytest.raises(DocumentError) as caught:
        guard.call(grown, "None here.")
    assert (caught.value.code, caught.value.message) == ("no-article", "None here.")
    guard.rest()
    assert guard.call(do, ("ok", 1))[0] == "ok"
    guard.rest()
    monkeypatch.setenv("MASFUFA_GUARD", "off")
    assert guard.call(do, ("ok", 1))[1] == os.getpid()


def test_settings(monkeypatch):
    monkeypatch.setenv("MASFUFA_DOCUMENT_SECONDS", "7.5")
    monkeypatch.setenv("MASFUFA_DOCUMENT_MEGABYTES", "512")
    limits = limits_from_environment()
    assert (limits.document_seconds, limits.document_megabytes) == (7.5, 512)
    for wrong in ("soon", "0", "-1", "nan"):
        monkeypatch.setenv("MASFUFA_DOCUMENT_SECONDS", wrong)
        with pytest.raises(UsageError) as caught:
            limits_from_environment()
        assert caught.value.code == "bad-setting"


HANGS = """
import sys, time
import masfufa.reading.reader as reader
kept = reader.read_document
def read_document(document, **more):
    if "hang" in document.text:
        while True:
            pass
    if "hunger" in document.text:
        eaten = bytearray(8 << 30)
    if "crash" in document.text:
        import os
        os._exit(11)
    return kept(document, **more)
reader.read_document = read_document
"""


@pytest.fixture
def poisoned(tmp_path):
    """The environment of a masfufa whose reader hangs, eats and dies where the text says so, in workers as well."""
    (tmp_path / "sitecustomize.py").write_text(HANGS, encoding="utf-8")
    return {
        **os.environ,
        "PYTHONPATH": str(tmp_path),
        "MASFUFA_GUARD": "on",
        "MASFUFA_DOCUMENT_SECONDS": "3",
        "MASFUFA_DOCUMENT_MEGABYTES": "700",
    }


TEXTS = (
    "12 people were killed in Aleppo.",
    "hang",
    "3 people were killed in Homs.",
    "hunger",
    "crash",
    "5 died in Hama.",
)


def command(arguments, environment, folder):
    code = "import sys; from masfufa.cli.main import main; sys.exit(main())"
    script = folder / "run_masfufa.py"
    script.write_text(f"if __name__ == '__main__':\n    {code}\n", encoding="utf-8")
    return subprocess.run(
        [sys.executable, str(script), *map(str, arguments)],
        capture_output=True,
        env=environment,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("jobs", [1, 2])
def test_read_goes_on(tmp_path, poisoned, jobs):
    lines = tmp_path / "wire.jsonl"
    lines.write_text("".join(json.dumps({"id": f"d{n}", "text": t}) + "\n" for n, t in enumerate(TEXTS)), "utf-8")
    done = command(["read", lines, "--format", "jsonl", "--jobs", jobs, "--language", "en"], poisoned, tmp_path)
    rows = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    assert [row.get("error", {}).get("code") for row in rows] == [
        None,
        "document-too-slow",
        None,
        "document-too-large" if sys.platform == "linux" else None,
        "document-crashed",
        None,
    ]
    assert [len(row.get("figures", ())) for row in rows if "error" not in row][:2] == [1, 1]
    assert done.returncode == 1, done.stderr


def test_add_goes_on(tmp_path, poisoned):
    for number, text in enumerate(TEXTS[:3]):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    assert command(["init", tmp_path / "w", "--countries", "SYR"], poisoned, tmp_path).returncode == 0
    names = [tmp_path / f"{n}.txt" for n in range(3)]
    done = command(["add", *names, "--workspace", tmp_path / "w"], poisoned, tmp_path)
    assert b"2 added, 1 could not be read" in done.stdout, (done.stdout, done.stderr)
    assert b"document-too-slow" in done.stderr


def test_no_thread_stays():
    before = threading.active_count()
    pool = Pool(make, None, LIMITS)
    pool.submit([("ok", 1)]).result(60)
    pool.close()
    time.sleep(0.3)
    assert threading.active_count() <= before
