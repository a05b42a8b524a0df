"""Files made to do harm: archives that unpack to far more, days that no calendar reaches."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from masfufa.cli.main import cli
from masfufa.errors import DataError
from masfufa.exchange.package import read_package, write_package
from masfufa.workspace import create_workspace, open_workspace

ROWS = "#country+code,#adm1+name,#date+occurred,#affected+killed\n"


def run(*arguments: object) -> str:
    """What a command prints; it must end well or with a message, never with a traceback."""
    result = CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def repacked(package: Path, out: Path, **changed: bytes) -> Path:
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(Path(name).stem, old.read(name)))
    return out


@pytest.fixture
def package(tmp_path: Path) -> Path:
    with create_workspace(tmp_path / "made") as space:
        write_package(space, tmp_path / "made.zip", {})
    return tmp_path / "made.zip"


def test_a_member_of_another_size_is_not_unpacked(tmp_path: Path, package: Path) -> None:
    bomb = repacked(package, tmp_path / "bomb.zip", document=b"0" * 50_000_000)
    with create_workspace(tmp_path / "w") as space:
        with pytest.raises(DataError, match="was changed") as told:
            read_package(space, bomb)
        assert told.value.code == "package-broken"
        assert space.counts().documents == 0


def test_a_descriptor_of_another_shape_is_told(tmp_path: Path, package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        descriptor = json.loads(archive.read("datapackage.json"))
    for listed in (7, ["x", None, {"masfufa_table": "document", "path": ["a"]}]):
        broken = json.dumps({**descriptor, "resources": listed}).encode()
        path = repacked(package, tmp_path / "broken.zip", datapackage=broken)
        with create_workspace(tmp_path / f"w{listed == 7}") as space, pytest.raises(DataError, match="lacks"):
            read_package(space, path)
    vast = repacked(package, tmp_path / "vast.zip", datapackage=b" " * 20_000_000)
    with open_workspace(tmp_path / "wTrue") as space, pytest.raises(DataError, match="larger"):
        read_package(space, vast)


def test_days_that_mean_no_date_are_none(tmp_path: Path) -> None:
    table = tmp_path / "far days.csv"
    lines = [f"LBY,Tripoli,{day},{n}\n" for n, day in enumerate(("0001-01-01", "9999-12-31", "2019-05-06"), start=3)]
    table.write_text(ROWS + "".join(lines), encoding="utf-8")
    run("init", tmp_path / "w", "--countries", "LBY")
    told = run("import", "hxl", table, "--yes", "--workspace", tmp_path / "w")
    assert "released 2019-05-06" in told
    with open_workspace(tmp_path / "w") as space:
        assert {c.period_start.year for c in space.claims() if c.period_start} == {2019}
        assert len(list(space.claims())) == 3
    assert "2019-05" in run("matrix", "--every", "month", "--workspace", tmp_path / "w")


def test_diff_wants_the_earlier_day_first(tmp_path: Path) -> None:
    run("init", tmp_path / "w")
    arguments = ["diff", "--from", "2020-01-01", "--to", "2019-01-01", "--workspace", str(tmp_path / "w")]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 2 and "earlier day first" in result.output
