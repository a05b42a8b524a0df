"""The command as a user runs it: a process of its own, judged by what it prints and how it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

REPORT = "قُتل 12 شخصا وأصيب 30 آخرون بجروح في طرابلس أمس.\n"
TIMEOUT = 60


def masfufa(
    *arguments: str, given: str | bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    data = given.encode() if isinstance(given, str) else given
    source = {"input": data} if data is not None else {"stdin": subprocess.DEVNULL}
    return subprocess.run(
        [sys.executable, "-m", "masfufa", *arguments],
        capture_output=True,
        timeout=TIMEOUT,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        check=False,
        **source,
    )


def stream(tmp_path: Path, count: int, broken: int | None = None) -> Path:
    path = tmp_path / "stream.jsonl"
    lines = [
        json.dumps({"id": f"n{n}", "text": f"{n} people were killed in Tripoli.", "published": "2019-04-08"})
        for n in range(2, count + 2)
    ]
    if broken is not None:
        lines[broken] = "{broken"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_help_tells_a_newcomer_what_it_does():
    done = masfufa("--help")
    text = done.stdout.decode()
    assert done.returncode == 0
    assert "masfufa read" in text and "masfufa demo" in text and "docs/" in text
    assert re.search(r"^  read .*figure", text, re.MULTILINE)


def test_version_is_quick():
    fastest = 9.0
    for _ in range(3):
        started = time.perf_counter()
        done = masfufa("--version")
        fastest = min(fastest, time.perf_counter() - started)
    assert re.fullmatch(rb"masfufa \d+\.\d+\.\d+\S*\n", done.stdout)
    assert fastest < 0.2


def test_a_text_file_becomes_a_reading(tmp_path: Path):
    path = tmp_path / "تقرير.txt"
    path.write_text(REPORT, encoding="utf-8")
    done = masfufa("read", str(path), "--format", "jsonl", "--published", "2019-04-08", "--include", "numbers")
    reading = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert reading["id"] == path.as_posix() and reading["text"] == REPORT and reading["published"] == "2019-04-08"
    assert {(f["category"], f["low"], f["high"]) for f in reading["figures"]} == {
        ("killed", 12, 12),
        ("wounded", 30, 30),
    }
    assert 12 in [number["low"] for number in reading["numbers"]]


def test_stdin_is_read_as_text_or_as_lines():
    as_text = json.loads(masfufa("read", "--format", "jsonl", given=REPORT).stdout)
    as_line = json.loads(
        masfufa("read", "-", "--format", "jsonl", given=json.dumps({"id": "x", "text": REPORT})).stdout
    )
    assert as_text["id"] == "-" and as_line["id"] == "x"
    assert as_text["figures"] == as_line["figures"]
    assert "text" in as_text and "text" not in as_line


def test_all_cores_print_what_one_core_prints(tmp_path: Path):
    path = stream(tmp_path, 150, broken=70)
    one, two = (masfufa("read", str(path), "--format", "jsonl", "--jobs", jobs) for jobs in "12")
    assert one.returncode == two.returncode == 1
    assert one.stdout == two.stdout
    lines = [json.loads(line) for line in one.stdout.decode().splitlines()]
    assert [line["id"] for line in lines] == [f"n{n}" if n != 72 else "line-71" for n in range(2, 152)]
    assert lines[70]["error"]["code"] == "bad-json"
    assert b"line-71" in one.stderr
    assert masfufa("read", str(path), "--format", "jsonl", "--quiet").stderr == b""


def test_other_formats_end_to_end(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    page, sheet = tmp_path / "out.html", tmp_path / "out.csv"
    assert masfufa("read", str(path), "-o", str(page)).returncode == 0
    assert masfufa("read", str(path), "-o", str(sheet), "--excel").returncode == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert sheet.read_bytes().startswith("\ufeffdocument,".encode())
    shown = masfufa("read", str(path), "--width", "60", "--interface", "ar").stdout.decode()
    assert "قتلى" in shown and "\x1b" not in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("read", "--format", "xml"), b"xml"),
        (("read", "x", "--published", "yesterday"), b"2019-04-08"),
        (("read", "x", "--include", "everything"), b"numbers, text"),
        (("read", "-", "-"), b"only once"),
        (("frobnicate",), b"frobnicate"),
    ],
)
def test_wrong_usage_is_status_2(arguments: tuple[str, ...], said: bytes):
    done = masfufa(*arguments)
    assert done.returncode == 2 and said in done.stderr and b"Traceback" not in done.stderr


def test_what_can_not_go_on_is_told(tmp_path: Path):
    empty = tmp_path / "empty"
    empty.mkdir()
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    assert masfufa("read", str(empty)).returncode == 2
    assert masfufa("read", str(path), "-o", str(path)).returncode == 2
    assert path.read_text(encoding="utf-8") == REPORT
    assert masfufa("read", str(path), "-o", str(tmp_path / "no" / "x")).returncode == 3


def test_a_missing_file_does_not_stop_the_others(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    done = masfufa("read", str(tmp_path / "none.txt"), str(path), "--format", "jsonl")
    first, second = map(json.loads, done.stdout.decode().splitlines())
    assert done.returncode == 1
    assert first["error"]["code"] == "file-not-found" and second["figures"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes and signals")
def test_a_closed_pipe_is_no_news(tmp_path: Path):
    path = stream(tmp_path, 400)
    command = f'"{sys.executable}" -m masfufa read "{path}" --format jsonl; echo "status $?" >&2'
    done = subprocess.run(["sh", "-c", f"({command}) | head -n 1"], capture_output=True, timeout=TIMEOUT, check=False)
    assert json.loads(done.stdout)["id"] == "n2"
    assert done.stderr == b"status 141\n"


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes and signals")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_each_line_is_out_before_the_next_is_in_and_ctrl_c_is_clean(jobs: str):
    process = subprocess.Popen(
        [sys.executable, "-m", "masfufa", "read", "-", "--format", "jsonl", "--jobs", jobs],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin and process.stdout and process.stderr
    for name in ("first", "second"):
        process.stdin.write(json.dumps({"id": name, "text": "12 people were killed."}).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == name
    process.send_signal(signal.SIGINT)
    assert process.wait(TIMEOUT) == 130
    assert b"Traceback" not in process.stderr.read()
    process.stdin.close()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the processes in /proc")
def test_a_lost_process_is_replaced():
    process = subprocess.Popen(
        [sys.executable, "-m", "masfufa", "read", "-", "--format", "jsonl", "--jobs", "2"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin and process.stdout and process.stderr
    line = json.dumps({"id": "x", "text": REPORT}).encode() + b"\n"
    process.stdin.write(line)
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["id"] == "x"
    children = Path(f"/proc/{process.pid}/task/{process.pid}").parent.glob("*/children")
    for child in {int(number) for path in children for number in path.read_text().split()}:
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
            os.kill(child, signal.SIGKILL)
    process.stdin.write(line * 3)
    process.stdin.close()
    assert process.wait(TIMEOUT) == 0
    assert [json.loads(row)["id"] for row in process.stdout.read().splitlines()] == ["x"] * 3
