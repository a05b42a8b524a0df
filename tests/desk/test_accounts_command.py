"""`masfufa desk account`, `token`, `audit`, `secret`; and a desk for many, started as an administrator would."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys

import httpx
import pytest

from masfufa.cli.main import main
from masfufa.desk import passwords
from masfufa.desk.secret import read_secret, write_secret
from masfufa.errors import DataError, UsageError
from masfufa.workspace.accounts import Accounts
from masfufa.workspace.accounts_log import AccountLog

PASSWORD = "correct horse battery"


@pytest.fixture
def run(workspace, monkeypatch, capsys):
    def one(*words: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        status = main(["desk", *words, "--workspace", str(workspace.folder)])
        out, err = capsys.readouterr()
        return status, out, err

    return one


def test_accounts_are_kept_from_the_command_line(run, workspace, hashes):
    status, out, _ = run("account", "list")
    assert status == 0 and "no account yet" in out
    status, out, _ = run("account", "add", "Ana", "--role", "administrator", "--password-stdin", typed=PASSWORD + "\n")
    assert status == 0 and out == "Ana may sign in as administrator.\n"
    account, stored = Accounts.of(workspace).password_of("ana")
    assert passwords.fits(stored, PASSWORD) and account.role == "administrator"
    for words, typed, code in (
        (("account", "add", "ANA", "--role", "viewer", "--password-stdin"), PASSWORD, "account-exists"),
        (("account", "add", "Bo", "--role", "viewer", "--password-stdin"), "short", "account-password"),
        (("account", "add", "<b>", "--role", "viewer", "--password-stdin"), PASSWORD, "account-name"),
        (("account", "disable", "Ana"), "", "account-last"),
        (("account", "role", "Ana", "--role", "viewer"), "", "account-last"),
        (("account", "password", "Bo", "--password-stdin"), PASSWORD, "account-unknown"),
        (("token", "add", "job", "--role", "viewer", "--account", "Bo"), "", "account-unknown"),
        (("token", "revoke", "7"), "", "token-unknown"),
    ):
        status, _, err = run(*words, typed=typed + "\n")
        assert status == 2 and f"[{code}]" in err, words
    assert run("account", "add", "Bo", "--role", "owner")[0] == 2
    run("account", "add", "Bo", "--role", "administrator", "--password-stdin", typed=PASSWORD)
    assert run("account", "role", "Bo", "--role", "reviewer")[1] == "Bo is reviewer now.\n"
    assert run("account", "disable", "Bo")[1] == "Bo is disabled.\n"
    rows = json.loads(run("account", "list", "--format", "json")[1])
    assert [(r["name"], r["role"], bool(r["disabled"])) for r in rows] == [
        ("Ana", "administrator", False), ("Bo", "reviewer", True)
    ]  # fmt: skip
    assert "disabled 20" in run("account", "list")[1]
    assert run("account", "enable", "Bo")[0] == 0
    assert run("account", "password", "Bo", "--password-stdin", typed="another long one\n")[0] == 0
    assert passwords.fits(Accounts.of(workspace).password_of("Bo")[1], "another long one")


def test_a_password_that_is_asked_for_is_asked_twice_and_not_shown(run, workspace, monkeypatch, hashes):
    asked = []
    monkeypatch.setattr("click.termui.hidden_prompt_func", lambda prompt: asked.append(prompt) or PASSWORD)
    status, out, _ = run("account", "add", "Ana", "--role", "viewer")
    assert status == 0 and len(asked) == 2 and PASSWORD not in out


def test_tokens_are_made_and_revoked(run, workspace, hashes):
    ana = Accounts.of(workspace).add("Ana", "analyst", "h", "test")
    status, out, _ = run("token", "add", "nightly export", "--role", "viewer", "--account", "ana", "--days", "7")
    assert status == 0 and re.fullmatch(r"mfd_[\w-]{40,}\n", out)
    (token,) = AccountLog.of(workspace).tokens(ana.id)
    assert (token.name, token.role, token.who) == ("nightly export", "viewer", "Ana")
    run("token", "add", "own", "--role", "viewer")
    listed = run("token", "list")[1]
    assert "Ana: nightly export" in listed and out.strip() not in listed and len(listed.splitlines()) == 2
    assert run("token", "revoke", str(token.id))[0] == 0
    assert "revoked" in run("token", "list")[1]


def test_the_audit_log_is_written(run, workspace, tmp_path, hashes):
    Accounts.of(workspace).add("Ana", "analyst", "h", "root")
    id = next(workspace.documents()).id
    workspace.set_state(id, "done", "=Ana")
    status, out, _ = run("audit")
    lines = out.splitlines()
    assert status == 0 and lines[0].startswith("at,kind,number,who") and len(lines) == 3
    assert ",'=Ana," in lines[1] and ",root,account_added,Ana," in lines[2]
    run("audit", "--kind", "account", "--format", "jsonl", "--output", str(tmp_path / "log.jsonl"))
    (line,) = (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["detail"] == {"role": "analyst"}
    assert len(run("audit", "--who", "root")[1].splitlines()) == 2


def test_secrets(run, workspace, tmp_path, monkeypatch):
    monkeypatch.delenv("MASFUFA_DESK_SECRET", raising=False)
    with pytest.raises(UsageError):
        read_secret(workspace.folder)
    status, out, _ = run("secret")
    path = workspace.folder / "desk.secret"
    assert status == 0 and str(path) in out
    if os.name != "nt":
        assert path.stat().st_mode & 0o077 == 0
    first = read_secret(workspace.folder)
    assert len(first) >= 60 and first.decode() not in out
    status, _, err = run("secret")
    assert status == 2 and "[desk-secret]" in err and read_secret(workspace.folder) == first
    assert run("secret", "--replace")[0] == 0 and read_secret(workspace.folder) != first
    monkeypatch.setenv("MASFUFA_DESK_SECRET", " " + "é" * 32 + "\n")
    assert read_secret(workspace.folder) == ("é" * 32).encode()
    (tmp_path / "mine").write_text("short", encoding="utf-8")
    with pytest.raises(UsageError):
        read_secret(workspace.folder, tmp_path / "mine")
    for bad in (tmp_path / "none", tmp_path):
        with pytest.raises(DataError):
            read_secret(workspace.folder, bad)
    with pytest.raises(DataError):
        write_secret(tmp_path / "nowhere")


def test_a_desk_for_many_serves_who_signs_in(workspace):
    Accounts.of(workspace).add("Ana", "administrator", passwords.hashed(PASSWORD), "test")
    write_secret(workspace.folder)
    command = [sys.executable, "-m", "masfufa", "desk", "--workspace", str(workspace.folder), "--port", "0"]
    environment = {name: value for name, value in os.environ.items() if name != "MASFUFA_DESK_SECRET"}
    running = subprocess.Popen(
        [*command, "--accounts", "--no-browser"], stdout=subprocess.PIPE, encoding="utf-8", env=environment
    )
    try:
        assert running.stdout is not None
        address = re.search(r"(http://127\.0\.0\.1:\d+)/sign-in\s", running.stdout.readline())
        assert address
        origin = address[1]
        with httpx.Client(follow_redirects=True, timeout=30, base_url=origin, headers={"origin": origin}) as client:
            page = client.get("/")
            assert page.url.path == "/sign-in"
            csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)[1]
            page = client.post("/sign-in", data={"csrf": csrf, "name": "Ana", "password": PASSWORD, "back": "/account"})
            assert page.status_code == 200 and page.url.path == "/account" and "Ana" in page.text
    finally:
        running.terminate()
        running.wait(timeout=30)
