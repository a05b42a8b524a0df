"""`masfufa desk`: it opens on this machine, lets one browser in, and ends when it is told to."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys

import httpx
import pytest

from masfufa.cli.main import main
from masfufa.workspace.accounts import Accounts


def test_it_listens_prints_its_address_and_ends(workspace):
    command = [sys.executable, "-m", "masfufa", "desk", "--workspace", str(workspace.folder), "--port", "0"]
    running = subprocess.Popen(
        [*command, "--no-browser", "--interface", "ar"], stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        assert running.stdout is not None
        address = re.search(r"http://127\.0\.0\.1:\d+/enter\?token=\S+", running.stdout.readline())
        assert address
        with httpx.Client(follow_redirects=True, timeout=30) as client:
            page = client.get(address[0])
            assert page.status_code == 200 and 'dir="rtl"' in page.text and "حصيلة طرابلس" in page.text
            assert "server" not in page.headers
        assert httpx.get(address[0], follow_redirects=True, timeout=30).status_code == 403
    finally:
        running.send_signal(signal.SIGINT if sys.platform != "win32" else signal.SIGTERM)
        status = running.wait(timeout=30)
    assert status in (0, 130) or sys.platform == "win32"


@pytest.mark.parametrize("more", [["--host", "0.0.0.0"], ["--host", "::"], ["--host", "192.168.7.7"], ["--accounts"],
                                  ["--host", "example.org"], ["--public-url", "https://x.example"]])  # fmt: skip
def test_it_refuses_to_be_reached_by_others_without_an_administrator_and_a_secret(workspace, capsys, more, monkeypatch):
    monkeypatch.delenv("MASFUFA_DESK_SECRET", raising=False)
    command = ["desk", "--workspace", str(workspace.folder), "--no-browser", "--port", "0", *more]
    assert main(command) == 2
    told = capsys.readouterr().err
    assert "[desk-administrator]" in told and "masfufa desk account add NAME --role administrator" in told
    Accounts.of(workspace).add("Ana", "administrator", "hash", "test")
    assert main(command) == 2
    told = capsys.readouterr().err
    assert "[desk-secret]" in told and "masfufa desk secret" in told
    monkeypatch.setenv("MASFUFA_DESK_SECRET", "short")
    assert main(command) == 2 and "[desk-secret]" in capsys.readouterr().err
    if more[-1] in ("0.0.0.0", "::"):
        monkeypatch.setenv("MASFUFA_DESK_SECRET", "x" * 32)
        assert main(command) == 2 and "[desk-address]" in capsys.readouterr().err
    assert main([*command, "--public-url", "desk.example.org"]) == 2
    assert "[desk-address]" in capsys.readouterr().err


def test_a_port_in_use_is_told(workspace, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["desk", "--workspace", str(workspace.folder), "--port", port, "--no-browser"]) == 3
    assert "[desk-port]" in capsys.readouterr().err


def test_the_example_opens_with_its_guide_and_leaves_nothing(tmp_path):
    command = [sys.executable, "-m", "masfufa", "desk", "--example", "--no-browser", "--port", "0", "--interface", "ar"]
    scratch = {"TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "TMP": str(tmp_path)}
    running = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", env={**os.environ, **scratch})
    try:
        assert running.stdout is not None
        assert "example crisis" in running.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/enter\?token=\S+", running.stdout.readline())
        assert address
        with httpx.Client(follow_redirects=True, timeout=30) as client:
            page = client.get(address[0]).text
        assert 'id="guide"' in page and "مراجعتك الأولى" in page
        assert page.index("تاجوراء: الأمم المتحدة") < page.index("Seagull Newswire</bdi>")
    finally:
        running.send_signal(signal.SIGINT if sys.platform != "win32" else signal.SIGTERM)
        running.wait(timeout=30)
    assert sys.platform == "win32" or list(tmp_path.iterdir()) == []


def test_the_example_is_a_workspace_of_its_own(workspace, capsys):
    assert main(["desk", "--example", "--workspace", str(workspace.folder)]) == 2
    assert main(["desk", "--example", "--accounts"]) == 2
    assert "one person" in capsys.readouterr().err
