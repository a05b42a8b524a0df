"""Accounts, sessions, attempts, tokens and the audit log, on both databases."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
import sqlalchemy as sa

from masfufa.errors import UsageError
from masfufa.workspace.accounts import IDLE, LASTS, Accounts, checked_name
from masfufa.workspace.accounts_log import PER_ADDRESS, PER_NAME, WINDOW, AccountLog
from masfufa.workspace.accounts_store import folded
from masfufa.workspace.tables.accounts import desk_attempt

from .samples import document


@pytest.fixture
def accounts(workspace):
    return Accounts.of(workspace)


@pytest.fixture
def book(workspace):
    return AccountLog.of(workspace)


def refused(code, function, *arguments, **named):
    with pytest.raises(UsageError) as error:
        function(*arguments, **named)
    assert error.value.code == code


def test_names_are_unique_however_they_are_written(accounts):
    made = accounts.add("  Amina  Saleh ", "analyst", "hash", "cli")
    assert made.name == "Amina Saleh" and made.role == "analyst" and made.disabled is None
    for same in ("amina saleh", "AMINA SALEH", "\uff21mina saleh"):
        refused("account-exists", accounts.add, same, "viewer", "hash", "cli")
        assert accounts.find(same) == made
    accounts.add("أمينة", "viewer", "hash", "cli")
    assert [a.name for a in accounts.every()] == ["Amina Saleh", "أمينة"]
    refused("account-role", accounts.add, "Bo", "owner", "hash", "cli")
    refused("account-unknown", accounts.disable, "nobody", "cli")
    for bad in ("", " ", "x" * 65, "a\u202eb", "<b>", "a\0", "-rm", "a/b", "a;b"):
        refused("account-name", checked_name, bad)
    assert checked_name("o'Neil.k_1@x") and folded("ＡB") == "ab"


def test_one_administrator_always_stays(accounts):
    accounts.add("Ana", "administrator", "h", "cli")
    refused("account-last", accounts.disable, "Ana", "Ana")
    refused("account-last", accounts.set_role, "Ana", "viewer", "Ana")
    accounts.add("Bo", "administrator", "h", "Ana")
    accounts.disable("Ana", "Bo")
    refused("account-last", accounts.set_role, "bo", "reviewer", "Bo")
    assert accounts.administrators() == 1
    accounts.enable("Ana", "Bo")
    assert accounts.set_role("Bo", "reviewer", "Ana").role == "reviewer"


def test_sessions_end_by_idleness_by_age_by_password_and_with_their_account(accounts, workspace):
    ana = accounts.add("Ana", "analyst", "h", "cli")
    state = workspace.state()
    assert accounts.open_session(ana.id, "h", "s1", "10.0.0.1", "ar")
    assert not accounts.open_session(ana.id, "other", "s2", "10.0.0.1", None)  # its password changed meanwhile
    now = dt.datetime.now(dt.UTC)
    found = accounts.session("s1", now)
    assert (found.account, found.name, found.role, found.language, found.touch) == (
        ana.id, "Ana", "analyst", "ar", False
    )  # fmt: skip
    assert accounts.session("s2") is None and accounts.session("") is None
    assert accounts.session("s1", now + dt.timedelta(minutes=5)).touch
    assert accounts.session("s1", now + IDLE + dt.timedelta(minutes=1)) is None
    assert accounts.session("s1", now + LASTS + dt.timedelta(minutes=1)) is None
    accounts.set_role("Ana", "viewer", "Bo")
    accounts.set_language("s1", "en")
    found = accounts.session("s1")
    assert (found.role, found.language) == ("viewer", "en")  # at once
    for end in (
        lambda: accounts.set_password("Ana", "h", "Ana"),
        lambda: accounts.disable("Ana", "Bo"),
        lambda: accounts.end_session("s3"),
        lambda: accounts.end_sessions("Ana", "Bo"),
    ):
        accounts.enable("Ana", "Bo")
        assert accounts.open_session(ana.id, "h", "s3", "", None) and accounts.session("s3")
        end()
        assert accounts.session("s3") is None
    assert accounts.open_session(ana.id, "h", "s4", "", None) and accounts.open_session(ana.id, "h", "s5", "", None)
    assert accounts.end_sessions("Ana", "Ana", keep="s4") == 1 and accounts.session("s4")
    assert [s.hash for s in accounts.sessions_of(ana.id)] == ["s4"]
    assert accounts.every()[0].sessions == 1
    accounts.disable("Ana", "Bo")
    assert not accounts.open_session(ana.id, "h", "s6", "", None)
    assert workspace.state() == state  # no result of tracking gets older by all this


def test_attempts_are_limited_by_name_and_by_address_and_stay_so(accounts, book, workspace):
    for n in range(PER_NAME):
        assert book.attempt("ana", f"10.0.0.{n}").id is not None
    held = AccountLog.of(workspace).attempt("ana", "10.9.9.9")  # as after a restart
    assert held.id is None and dt.timedelta(minutes=14) < held.wait <= WINDOW
    assert book.attempt("bo", "10.0.0.1").id is not None
    with workspace._engine.begin() as connection:  # a quarter of an hour later
        connection.execute(sa.text("UPDATE desk_attempt SET at = :at"), {"at": dt.datetime(2020, 1, 1)})
    assert book.attempt("ana", "10.9.9.9").id is not None
    for n in range(PER_ADDRESS):
        assert book.attempt(f"name{n}", "10.1.1.1").id is not None
    assert book.attempt("somebody", "10.1.1.1").id is None
    assert book.attempt("somebody", "10.1.1.2").id is not None
    assert {e.what for e in book.audit()} == {"sign_in_limited"}


def test_who_signs_in_begins_anew(book):
    for _ in range(3):
        for _ in range(PER_NAME - 1):
            last = book.attempt("ana", "10.0.0.1")
        assert last.id is not None
        book.succeeded(last.id)
    assert book.attempt("ana", "10.0.0.1").id is not None


def test_attempts_at_the_same_time_are_all_counted(book):
    let = []
    threads = [threading.Thread(target=lambda: let.append(book.attempt("ana", "10.0.0.1").id)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([id for id in let if id is not None]) == PER_NAME


def test_old_attempts_go(book, workspace):
    book.attempt("ana", "10.0.0.1")
    with workspace._engine.begin() as connection:
        connection.execute(sa.text("UPDATE desk_attempt SET at = :at"), {"at": dt.datetime(2020, 1, 1)})
    book.attempt("bo", "10.0.0.1")
    with workspace._engine.connect() as connection:
        assert connection.execute(sa.select(desk_attempt.c.key)).scalars().all() == ["bo"]


def test_tokens(accounts, book, workspace):
    ana = accounts.add("Ana", "analyst", "h", "cli")
    made = book.add_token("t1", " export  job ", "analyst", 30, "Ana", ana.id, "Ana")
    assert (made.name, made.role, made.account) == ("export job", "analyst", ana.id)
    assert made.expires - made.created == dt.timedelta(days=30)
    found, role = book.token("t1")
    assert found.id == made.id and role == "analyst" and book.token("t2") is None
    accounts.set_role("Ana", "viewer", "Bo")
    assert book.token("t1")[1] == "viewer"
    book.touch_token(found)
    assert book.tokens(ana.id)[0].seen is not None and book.tokens(None) == []
    refused("token-unknown", book.revoke, made.id, "Bo", ana.id + 1)
    book.revoke(made.id, "Ana", ana.id)
    assert book.token("t1") is None
    alone = book.add_token("t3", "alone", "viewer", 1, "ana", None, "ana")
    assert book.token("t3") == (alone, None)
    with workspace._engine.begin() as connection:
        connection.execute(sa.text("UPDATE api_token SET expires = :at"), {"at": dt.datetime(2020, 1, 1)})
    assert book.token("t3") is None
    book.add_token("t4", "x", "viewer", 1, "Ana", ana.id, "Ana")
    accounts.set_password("Ana", "h2", "Ana")
    assert book.token("t4") is None
    book.add_token("t5", "x", "viewer", 1, "Ana", ana.id, "Ana")
    accounts.disable("Ana", "Bo")
    assert book.token("t5") is None
    for bad in ("", " ", "a\0"):
        refused("token-name", book.add_token, "h", bad, "viewer", 1, "Ana", None, "Ana")
    for days in (0, 367):
        refused("token-days", book.add_token, "h", "x", "viewer", days, "Ana", None, "Ana")


def test_the_audit_log_holds_decisions_and_accounts(accounts, book, workspace):
    workspace.add_document(document(), None)
    claim = next(iter(workspace.claims()))
    accounts.add("Ana", "analyst", "h", "root")
    workspace.decide("Ana", "claim", claim.id, "reject", reason="a rumour")
    book.note("Ana", "documents_added", detail={"files": 2}, address="10.0.0.1")
    entries = book.audit()
    assert [(e.kind, e.who, e.what) for e in entries] == [
        ("account", "Ana", "documents_added"),
        ("decision", "Ana", "reject"),
        ("account", "root", "account_added"),
    ]
    assert entries[0].detail == {"files": 2} and entries[0].address == "10.0.0.1"
    assert entries[1].subject == f"claim {claim.id}" and entries[1].detail == {"reason": "a rumour"}
    assert entries[2].detail == {"role": "analyst"} and entries[0].at > entries[2].at
    assert book.audit(who="root") == entries[2:] and book.audit(kind="decision") == entries[1:2]
    assert book.audit(offset=1, limit=1) == entries[1:2] and book.known() == ["Ana", "root"]


def test_accounts_go_into_no_package(accounts, workspace):
    accounts.add("Ana", "analyst", "secret-hash", "cli")
    tables = {name: list(rows) for name, rows in workspace.dump()}
    assert "account" not in tables and "secret-hash" not in str(tables)
