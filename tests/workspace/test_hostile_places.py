"""Places where a workspace or an output may lie: read-only folders, full disks, odd names; and a clock set back."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.exchange.test_hxl import TABLE

from masfufa.cli.main import main
from masfufa.errors import DataError
from masfufa.workspace import create_workspace, database, open_workspace, transactions
from masfufa.workspace.database import told_error

from .samples import batch, cell_claim, document

ODD = "خريطة %41 #1 ? & 'x' ü " + "long " * 20 + "end"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("odd") / ODD
    with create_workspace(folder, countries=["LBY"]) as space:
        space.add_document(document(), None)
    return folder


def test_a_folder_with_an_odd_name_takes_everything(filled, tmp_path, capsys):
    folder = Path(shutil.copytree(filled, tmp_path / ODD))
    table = tmp_path / f"{'ت' * 100}.csv"
    table.write_text(TABLE, encoding="utf-8")
    assert main(["import", "hxl", str(table), "--yes", "--workspace", str(folder)]) == 0
    assert main(["add", str(table.with_name("nothing there")), "--workspace", str(folder)]) == 1
    outputs = {
        "a b.csv": ["export", "csv"],
        "ق.xlsx": ["export", "xlsx"],
        "p #.zip": ["export", "package"],
        "b?.docx": ["brief"],
    }
    for name, command in outputs.items():
        output = tmp_path / (name if os.name != "nt" else name.replace("?", ""))
        assert main([*command, "--workspace", str(folder), "--output", str(output)]) == 0
        assert output.stat().st_size > 100
    longest = tmp_path / ("n" * 251 + ".csv")
    assert main(["export", "csv", "--workspace", str(folder), "--output", str(longest.with_name("m" * 240))]) == 0
    assert main(["check", "--workspace", str(folder)]) == 0
    capsys.readouterr()
    too_long = tmp_path / ("n" * 300)
    assert main(["export", "csv", "--workspace", str(folder), "--output", str(too_long)]) == 2
    assert "[output-not-writable]" in capsys.readouterr().err


def test_a_workspace_that_can_t_be_written_is_read_as_it_lies(filled, tmp_path, monkeypatch):
    folder = Path(shutil.copytree(filled, tmp_path / "read only %41?#"))
    with open_workspace(folder) as space:
        known = list(space.claims())
        space._engine.dispose()
    for name in ("ledger.sqlite-wal", "ledger.sqlite-shm"):
        (folder / name).unlink(missing_ok=True)
    monkeypatch.setattr(database, "os", SimpleNamespace(access=lambda path, mode: False, W_OK=os.W_OK))
    with open_workspace(folder) as space:
        assert list(space.claims()) == known
        assert space.cache("x", b"1") is False
        with pytest.raises(DataError) as error:
            space.set_state(next(space.documents()).id, "done", "Ana")
        assert error.value.code == "workspace-unwritable"
    assert main(["matrix", "--workspace", str(folder)]) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["crisis", "ledger.sqlite", "mappings", "masfufa.toml"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a disk that is always full")
@pytest.mark.parametrize("command", [["export", "csv"], ["export", "xlsx"], ["export", "geojson"], ["export", "claims"],
                                     ["matrix", "--format", "xlsx"], ["matrix", "--format", "html"],
                                     ["brief", "--format", "docx"], ["brief", "--format", "html"]])  # fmt: skip
def test_a_full_disk_is_told(filled, capsys, command):
    assert main([*command, "--workspace", str(filled), "--output", "/dev/full"]) == 2
    told = capsys.readouterr().err
    assert "/dev/full" in told and "[output-not-writable]" in told


def test_what_fails_leaves_what_was_there(filled, tmp_path, monkeypatch, capsys):
    output = tmp_path / "x.csv"
    output.write_text("older", encoding="utf-8")

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("masfufa.exchange.delimited.write_csv", full)
    monkeypatch.setattr("masfufa.exchange.package.write_csv", full)
    assert main(["export", "csv", "--workspace", str(filled), "--output", str(output)]) == 2
    assert "No space left" in capsys.readouterr().err
    assert output.read_text(encoding="utf-8") == "older"
    assert main(["export", "package", "--workspace", str(filled), "--output", str(tmp_path / "p.zip")]) == 2
    assert "[output-not-writable]" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


def test_an_error_of_a_disk_without_room_is_one_of_room(filled, monkeypatch):
    class Refused(Exception):
        sqlite_errorname = "SQLITE_IOERR_SHMSIZE"

    address = database.address_of(filled / "ledger.sqlite")
    assert told_error(address, Refused("disk I/O error")).code == "workspace-failed"
    monkeypatch.setattr(database.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(100, 100, 0))
    assert told_error(address, Refused("disk I/O error")).code == "workspace-full"


def test_an_export_takes_the_place_of_an_older_one_and_keeps_its_rights(filled, tmp_path):
    output, link = tmp_path / "x.csv", tmp_path / "link.csv"
    output.write_text("older", encoding="utf-8")
    if sys.platform != "win32":
        output.chmod(0o640)
        link.symlink_to(output)
    else:
        link = output
    assert main(["export", "csv", "--workspace", str(filled), "--output", str(link)]) == 0
    assert output.read_text(encoding="utf-8").startswith("location_code")
    if sys.platform != "win32":
        assert link.is_symlink() and output.stat().st_mode & 0o777 == 0o640
    assert main(["export", "package", "--workspace", str(filled), "--output", str(output)]) == 2
    assert not zipfile.is_zipfile(output)


def test_a_clock_set_back_keeps_the_order(workspace, monkeypatch):
    class Clock(dt.datetime):
        at = dt.datetime(2024, 5, 2, 12, tzinfo=dt.UTC)

        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
            return cls.at

    monkeypatch.setattr(transactions, "dt", SimpleNamespace(datetime=Clock, UTC=dt.UTC, timedelta=dt.timedelta))
    first = workspace.add_import(batch(cell_claim(2, 120)))
    Clock.at = dt.datetime(2019, 1, 1, tzinfo=dt.UTC)
    second = workspace.add_import(batch(cell_claim(2, 130), mapping={"v": 2}))
    decision = workspace.decide("Ana", "claim", next(workspace.claims()).id, "correct", edited={"low": 140})
    assert first.at < second.at < decision.at
    assert [record.id for record in workspace.imports()] == [first.id, second.id]
    assert [c.low for c in workspace.claims(as_recorded_on=first.at)] == [120]
    assert [c.low for c in workspace.claims(as_recorded_on=second.at)] == [130]
    assert [c.low for c in workspace.claims()] == [140]
    assert [c.low for c in workspace.claims(as_recorded_on=dt.date(2019, 1, 2))] == []
