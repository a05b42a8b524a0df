"""`masfufa import` and `masfufa export hapi`: what they print, write and return."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.exchange.books import save
from tests.exchange.test_dtm import BODY, DAY, HEAD
from tests.exchange.test_dtm_api import api_row

from masfufa.cli.main import main
from masfufa.workspace import create_workspace, open_workspace


@pytest.fixture
def space(tmp_path: Path) -> Path:
    create_workspace(tmp_path / "ws", countries=("NGA", "TCD"))
    return tmp_path / "ws"


def claims(space: Path) -> int:
    return sum(1 for _ in open_workspace(space).claims())


def test_a_workbook_is_taken_once(tmp_path: Path, space: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = save(tmp_path / "nga_round_5.xlsx", {"Notes": [["Hello"]], "Data": HEAD + BODY})
    report, mapping = tmp_path / "report.csv", tmp_path / "new" / "nga.yaml"
    arguments = ["import", "dtm", str(path), "--workspace", str(space), "--yes"]
    assert main([*arguments, "--report", str(report), "--save-mapping", str(mapping)]) == 0
    told = capsys.readouterr().out
    assert "3 rows taken (9 claims, 5 places), 2 skipped, 0 rejected" in told
    assert "released 2021-03-30, the latest date in it" in told
    assert "sheet Notes skipped: it lists no places" in told
    assert claims(space) == 9
    assert main(arguments) == 0
    assert "nothing was added" in capsys.readouterr().out
    assert claims(space) == 9
    rows = list(csv.DictReader(report.open(encoding="utf-8")))
    assert [(row["sheet"], row["row"], row["outcome"]) for row in rows] == [
        ("Notes", "", "skipped"), ("Data", "1", "skipped"), ("Data", "2", "skipped"), ("Data", "3", "taken"),
        ("Data", "4", "taken"), ("Data", "5", "taken"),
    ]  # fmt: skip
    assert main(["import", "dtm", str(path), "--workspace", str(space), "--mapping", str(mapping),
                 "--released", "2021-04-15", "-q"]) == 0  # fmt: skip
    assert capsys.readouterr().out == ""


def test_a_rejected_row_is_told_and_the_status_is_1(
    tmp_path: Path, space: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = [None, None, None, None, 5, 25, 0, DAY, None]
    path = save(tmp_path / "a.xlsx", {"Data": [*HEAD, *BODY, lost]})
    assert main(["import", "dtm", str(path), "--workspace", str(space), "--yes"]) == 1
    assert "rejected: sheet Data, E6: a.xlsx, sheet Data, cell E6: a count without a place" in capsys.readouterr().out


def test_a_dry_run_writes_nothing(tmp_path: Path, space: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = save(tmp_path / "a.xlsx", {"Data": HEAD + BODY})
    assert main(["import", "dtm", str(path), "--workspace", str(space), "--dry-run"]) == 0
    assert "dry run" in capsys.readouterr().out
    assert claims(space) == 0
    assert main(["import", "dtm", str(path), "--dry-run"]) == 0


def test_a_bad_file_does_not_stop_the_others(tmp_path: Path, space: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04 nothing")
    good = save(tmp_path / "a.xlsx", {"Data": HEAD + BODY})
    assert main(["import", "dtm", str(bad), str(good), "--workspace", str(space), "--yes"]) == 1
    captured = capsys.readouterr()
    assert "bad.xlsx" in captured.err and "[table-unreadable]" in captured.err
    assert claims(space) == 9


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["import", "dtm", "{a}", "--workspace", "{ws}"], "mapping-unconfirmed"),
        (["import", "dtm", "{a}", "--workspace", "{ws}", "--mapping", "none.yaml"], "bad-mapping"),
        (["import", "nothing", "{a}", "--workspace", "{ws}"], "nothing"),
        (["import", "dtm", "{a}", "--workspace", "{a}x", "--yes"], "workspace-missing"),
        (["import", "dtm-api", "{j}", "--workspace", "{ws}", "--yes", "--save-mapping", "x.yaml"], "mapping-not-used"),
        (["import", "dtm-api", "{j}", "--workspace", "{ws}"], "release-unknown"),
        (["import", "dtm", "{a}", "--yes", "--workspace", "{ws}", "--report", "{ws}"], ""),
    ],
)
def test_wrong_usage_is_status_2(
    tmp_path: Path, space: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    workbook = save(tmp_path / "a.xlsx", {"Data": HEAD + BODY})
    answer = tmp_path / "j.json"
    answer.write_text(json.dumps([api_row(1)]), encoding="utf-8")
    names = {"a": str(workbook), "j": str(answer), "ws": str(space)}
    assert main([argument.format(**names) for argument in arguments]) == 2
    assert said in capsys.readouterr().err


def test_hapi_from_a_workspace(tmp_path: Path, space: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer, codes = tmp_path / "j.json", tmp_path / "codes.csv"
    answer.write_text(json.dumps({"result": [api_row(1), api_row(2, "Insecurity")]}), encoding="utf-8")
    codes.write_text("#country+code,#geo+admin_level,#adm+code,#adm+name\nTCD,1,TCD07,Lac\n", encoding="utf-8")
    assert main(["import", "dtm-api", str(answer), "--workspace", str(space), "--yes"]) == 0
    assert main(["import", "hxl", str(codes), "--workspace", str(space), "--yes"]) == 0
    capsys.readouterr()
    assert main(["export", "hapi", "--workspace", str(space)]) == 0
    row = next(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert (row["population"], row["admin1_code"], row["warning"]) == ("3", "TCD07", "PCode length TD07->TCD07")
    out = tmp_path / "hapi.csv"
    assert main(["export", "hapi", "--workspace", str(space), "-o", str(out)]) == 0
    assert out.read_text(encoding="utf-8").count("\n") == 2
