"""What can be wrong with a workspace's folder and database, told with a code and what to do."""

from __future__ import annotations

import socket
import sqlite3

import pytest
from sqlalchemy import event

from masfufa.errors import DataError, MasfufaError
from masfufa.workspace import create_workspace, database, find_workspace, open_workspace

from . import servers
from .samples import batch, cell_claim


@pytest.fixture
def file(tmp_path):
    """A workspace on a file, with three claims."""
    with create_workspace(tmp_path / "ws", countries=["lby"]) as made:
        made.add_import(batch(*(cell_claim(row, row, file="0" * 64) for row in (2, 3, 4)), file="0" * 64))
        yield made


def code(call, *args, **options) -> str:
    with pytest.raises(MasfufaError) as error:
        call(*args, **options)
    assert error.value.message.strip()
    return error.value.code


def test_a_folder_that_is_none(tmp_path, file, monkeypatch):
    assert code(open_workspace, tmp_path / "nowhere") == "workspace-missing"
    assert code(find_workspace, tmp_path) == "workspace-missing"
    assert code(create_workspace, file.folder) == "workspace-exists"
    assert code(create_workspace, tmp_path / "x", countries=["Libya"]) == "unknown-country"
    deep = file.folder / "reports" / "april"
    deep.mkdir(parents=True)
    assert find_workspace(start=deep) == file.folder.resolve()
    monkeypatch.setenv("MASFUFA_WORKSPACE", str(file.folder))
    assert find_workspace() == file.folder
    monkeypatch.setenv("MASFUFA_WORKSPACE", str(tmp_path))
    assert code(find_workspace) == "workspace-missing"
    assert find_workspace(file.folder) == file.folder


@pytest.mark.parametrize(
    "text",
    ["name = [", 'nam = "x"', 'countries = "LBY"', 'countries = ["Libya"]', 'onset = "soon"', "name = 3"],
)
def test_settings_that_cannot_be_read(file, text):
    (file.folder / "masfufa.toml").write_text(text, encoding="utf-8")
    assert code(open_workspace, file.folder) == "workspace-settings"


def test_settings_come_back_as_they_were_given(tmp_path):
    import datetime as dt

    name = 'ليبيا "2019" \\ \x7f'
    with create_workspace(tmp_path / "a", countries=["LBY", "sdn"], onset=dt.date(2019, 4, 4), name=name):
        pass
    with open_workspace(tmp_path / "a") as again:
        assert (again.name, again.countries, again.onset) == (name, ("LBY", "SDN"), dt.date(2019, 4, 4))


def test_a_ledger_that_is_gone_damaged_or_something_else(file):
    file.close()
    ledger = file.folder / "ledger.sqlite"
    whole = ledger.read_bytes()
    ledger.write_bytes(b"these are no pages of a database, whatever they are\n" * 500)
    assert code(open_workspace, file.folder) == "workspace-corrupt"
    ledger.write_bytes(whole[: len(whole) // 2])
    assert code(lambda: list(open_workspace(file.folder).claims())) == "workspace-corrupt"
    ledger.write_bytes(b"")
    assert code(open_workspace, file.folder) == "workspace-none"
    ledger.unlink()
    assert code(open_workspace, file.folder) == "workspace-none"
    ledger.write_bytes(whole)
    with open_workspace(file.folder) as again:
        assert len(list(again.claims())) == 3


def test_a_ledger_that_another_program_writes(file, monkeypatch):
    file.close()
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with open_workspace(file.folder) as quick:
        other = sqlite3.connect(file.folder / "ledger.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert code(quick.add_import, batch(cell_claim(2, 5))) == "workspace-locked"
        assert len(list(quick.claims())) == 3  # reading goes on
        quick.cache("matrix", b"1")  # and what can be computed again need not be kept
        assert quick.cached("matrix") is None
        other.execute("ROLLBACK")
        other.close()
        assert quick.add_import(batch(cell_claim(2, 5))).new


def test_a_full_disk_leaves_nothing_half_written(file):
    @event.listens_for(file._engine, "connect")
    def small(connection, record):
        connection.execute("PRAGMA max_page_count=80")

    file.close()
    big = batch(*(cell_claim(row, row) for row in range(2, 5000)))
    assert code(file.add_import, big) == "workspace-full"
    assert len(list(file.claims())) == 3 and len(file.imports()) == 1
    assert file.counts().documents == 1


def test_no_such_server(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path / "pg"
    given = f"postgresql://someone:secret@127.0.0.1:{port}/x"
    with pytest.raises(DataError) as error:
        create_workspace(folder, database=given)
    assert error.value.code == "workspace-unreachable" and "secret" not in str(error.value)
    assert not (folder / "masfufa.toml").exists()
    assert code(create_workspace, folder, database="mysql://h/x") == "workspace-address"
    assert code(create_workspace, folder, database="nonsense") == "workspace-address"


def test_a_server_that_is_busy_or_cuts_the_line(tmp_path, postgres, monkeypatch):
    import psycopg

    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    address = servers.new_database(postgres)
    with create_workspace(tmp_path / "pg", database=address) as team, psycopg.connect(address) as other:
        assert team.add_import(batch(cell_claim(2, 5))).new
        other.execute("UPDATE state SET changes = changes")
        assert code(team.add_import, batch(cell_claim(2, 6), mapping={"v": 2})) == "workspace-locked"
        assert [claim.low for claim in team.claims()] == [5]
        other.rollback()
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = %s"
        other.execute(cut, [address.rpartition("/")[2]])
        other.commit()
        assert team.add_import(batch(cell_claim(2, 6), mapping={"v": 2})).new
        assert [claim.low for claim in team.claims()] == [6]


def test_no_such_database(tmp_path, postgres):
    assert code(create_workspace, tmp_path / "pg", database=f"{postgres}/not_there") == "workspace-unreachable"


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "x").write_text("", encoding="utf-8")
    assert code(create_workspace, tmp_path / "x") == "workspace-unwritable"


def test_purge_wants_a_reason_and_a_document(file):
    assert code(file.purge, "nope", "because", "Ana") == "document-unknown"
    id = next(file.documents()).id
    assert code(file.purge, id, "  ", "Ana") == "purge-reason"
    assert code(file.purge, id, "x", "") == "purge-reason"
