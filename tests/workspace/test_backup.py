"""`masfufa backup` and `masfufa restore`: the same workspace comes back, or nothing does."""

from __future__ import annotations

import json
import sqlite3
import stat
import threading
import zipfile
from pathlib import Path

import pytest

from masfufa.cli.main import main
from masfufa.errors import DataError, MasfufaError, UsageError
from masfufa.workspace import Workspace, open_workspace
from masfufa.workspace.backup import ABOUT, restore_backup, write_backup
from masfufa.workspace.checks import check

from . import servers
from .samples import batch, cell_claim, document


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    workspace.add_document(document(), b"bytes")
    workspace.add_import(batch(cell_claim(2, 120)))
    workspace.decide("Ana", "claim", next(workspace.claims()).id, "correct", edited={"low": 5})
    (workspace.folder / "crisis" / "actors.yaml").write_text("[]\n", encoding="utf-8")
    (workspace.folder / "mappings" / "ليبيا 1.yaml").write_text("format: dtm\n", encoding="utf-8")
    return workspace


def held(space: Workspace) -> tuple:
    known = [(d.id, d.text, d.content, d.released, d.added) for d in space.documents(content=True)]
    return known, list(space.claims()), list(space.events()), space.decisions(), space.imports(), list(space.units())


def test_what_was_backed_up_comes_back(filled, tmp_path):
    output = tmp_path / "an old name, نسخة.zip"
    assert write_backup(filled, output) == output.stat().st_size
    if hasattr(stat, "S_IMODE"):
        assert stat.S_IMODE(output.stat().st_mode) & 0o077 == 0
    with restore_backup(output, tmp_path / "a new" / "مجلد") as again:
        assert held(again) == held(filled)
        assert (again.name, again.countries, again.is_sqlite) == ("Libya", ("LBY",), True)
        assert [fault for fault in check(again) if fault.kind != "content"] == []
        assert (again.folder / "mappings" / "ليبيا 1.yaml").read_text(encoding="utf-8") == "format: dtm\n"
        assert (again.folder / "crisis" / "actors.yaml").read_text(encoding="utf-8") == "[]\n"
        again.add_document(document("Nine people were killed in Sirt.", "2"), None)
    assert list(tmp_path.glob(".*")) == list((tmp_path / "a new").glob(".*")) == []


def test_a_backup_of_postgresql_goes_into_another_postgresql(postgres, filled, tmp_path):
    if filled.is_sqlite:
        pytest.skip("of PostgreSQL")
    write_backup(filled, tmp_path / "b.zip")
    with restore_backup(tmp_path / "b.zip", tmp_path / "again", database=servers.new_database(postgres)) as again:
        assert held(again) == held(filled) and not again.is_sqlite
    with pytest.raises(UsageError) as error:
        restore_backup(tmp_path / "b.zip", tmp_path / "third", database=again.address)
    assert error.value.code == "workspace-exists" and not (tmp_path / "third").exists()


def test_passwords_of_the_database_are_not_in_it(filled, tmp_path):
    write_backup(filled, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert b"database" not in archive.read("masfufa.toml")


def test_others_may_write_meanwhile(filled, tmp_path):
    stop = threading.Event()

    def write() -> None:
        with open_workspace(filled.folder) as other:
            number = 0
            while not stop.is_set():
                number += 1
                other.add_units(batch(cell_claim(2, 1)).units)
                other.add_import(batch(cell_claim(2, number), mapping={"v": number}))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for _ in range(3):
            write_backup(filled, tmp_path / "b.zip")
    finally:
        stop.set()
        thread.join()
    with restore_backup(tmp_path / "b.zip", tmp_path / "again") as again:
        assert [fault for fault in check(again) if fault.kind != "content"] == []
        assert [d.id for d in again.documents()] == [d.id for d in filled.documents()]


def _changed(source: Path, target: Path, change) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        files = {name: old.read(name) for name in old.namelist()}
        change(files)
        for name, data in files.items():
            new.writestr(name, data)
    return target


def _about(files: dict[str, bytes], change) -> None:
    about = json.loads(files[ABOUT])
    change(about)
    files[ABOUT] = json.dumps(about).encode()


BROKEN = {
    "a byte was changed": lambda f: f.update({"masfufa.toml": f["masfufa.toml"] + b" "}),
    "a file is gone": lambda f: f.pop("masfufa.toml"),
    "the list is gone": lambda f: f.pop(ABOUT),
    "the list is no JSON": lambda f: f.update({ABOUT: b"{"}),
    "the list is a list": lambda f: f.update({ABOUT: b"[]"}),
    "it is of another masfufa": lambda f: _about(f, lambda a: a.update(masfufa_backup=99)),
    "a path leads out": lambda f: _about(
        f, lambda a: a["files"].update({"crisis/../../x": {"bytes": 1, "sha256": ""}})
    ),
    "a path is whole": lambda f: _about(f, lambda a: a["files"].update({"/etc/x": {"bytes": 1, "sha256": ""}})),
    "a path is none of a workspace": lambda f: _about(
        f, lambda a: a["files"].update({"x": {"bytes": 1, "sha256": ""}})
    ),
    "it unpacks to more than it says": lambda f: _about(f, lambda a: a["files"]["masfufa.toml"].update(bytes=3)),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_backup_makes_nothing(filled, tmp_path, what):
    if not filled.is_sqlite:
        pytest.skip("the same on both")
    write_backup(filled, tmp_path / "b.zip")
    path = _changed(tmp_path / "b.zip", tmp_path / "c.zip", BROKEN[what])
    with pytest.raises(DataError) as error:
        restore_backup(path, tmp_path / "again")
    assert error.value.code == "backup-broken" and "c.zip" in error.value.message
    assert not (tmp_path / "again").exists() and list(tmp_path.glob(".restore-*")) == []
    assert not (tmp_path.parent / "x").exists()


def test_what_is_no_backup_is_told(tmp_path):
    (tmp_path / "text.zip").write_text("no zip", encoding="utf-8")
    for path, code in (("text.zip", "backup-broken"), ("none.zip", "backup-missing"), (".", "backup-missing")):
        with pytest.raises(MasfufaError) as error:
            restore_backup(tmp_path / path, tmp_path / "again")
        assert error.value.code == code


def test_a_folder_that_holds_something_is_left_alone(filled, tmp_path, capsys):
    write_backup(filled, tmp_path / "b.zip")
    before = held(filled)
    assert main(["restore", str(tmp_path / "b.zip"), str(filled.folder)]) == 2
    assert "[workspace-exists]" in capsys.readouterr().err
    assert held(filled) == before
    (tmp_path / "empty").mkdir()
    assert main(["restore", str(tmp_path / "b.zip"), str(tmp_path / "empty")]) == 0
    assert "2 documents" in capsys.readouterr().out


def test_a_damaged_ledger_takes_no_older_backup_s_place(filled, tmp_path, capsys):
    if not filled.is_sqlite:
        pytest.skip("of SQLite")
    output = tmp_path / "b.zip"
    assert main(["backup", str(output), "--workspace", str(filled.folder)]) == 0
    good = output.read_bytes()
    filled.close()
    with sqlite3.connect(filled.folder / "ledger.sqlite") as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_claim_id'").fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    raw.close()
    data = bytearray((filled.folder / "ledger.sqlite").read_bytes())
    data[(page - 1) * size + 8 : page * size] = bytes(size - 8)
    (filled.folder / "ledger.sqlite").write_bytes(data)
    capsys.readouterr()
    assert main(["backup", str(output), "--workspace", str(filled.folder)]) == 3
    assert "[workspace-corrupt]" in capsys.readouterr().err
    assert output.read_bytes() == good and list(tmp_path.glob(".backup-*")) == []


def test_a_sqlite_ledger_goes_into_no_postgresql(filled, tmp_path):
    if not filled.is_sqlite:
        pytest.skip("of SQLite")
    write_backup(filled, tmp_path / "b.zip")
    with pytest.raises(UsageError) as error:
        restore_backup(tmp_path / "b.zip", tmp_path / "again", database="postgresql://nowhere/x")
    assert error.value.code == "backup-database"


def test_an_older_backup_is_brought_up(filled, tmp_path):
    from .test_schema import at_revision

    at_revision(tmp_path / "old", None, "0001")
    old = tmp_path / "older.zip"
    write_backup(filled, tmp_path / "b.zip")
    if not filled.is_sqlite:
        pytest.skip("of SQLite")
    import hashlib

    def change(files: dict[str, bytes]) -> None:
        files["ledger.sqlite"] = data = (tmp_path / "old" / "ledger.sqlite").read_bytes()
        said = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        _about(files, lambda about: about["files"].update({"ledger.sqlite": said}))

    with sqlite3.connect(tmp_path / "old" / "ledger.sqlite") as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    with restore_backup(_changed(tmp_path / "b.zip", old, change), tmp_path / "again") as again:
        assert len(list(again.claims())) == 4
