"""The agencies' own files, from import to matrix. Skipped where ../shared/agency is not there."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pytest

from masfufa.cli.main import main

AGENCY = Path(__file__).resolve().parents[3] / "shared" / "agency"

pytestmark = pytest.mark.skipif(not AGENCY.is_dir(), reason="needs the agency files in ../shared/agency")


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    capsys.readouterr()
    assert main([str(word) for word in words]) == 0
    return capsys.readouterr().out


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_two_vintages_of_gidd(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    space = tmp_path / "gidd"
    run(capsys, "init", space)
    for year in ("2022", "2025"):
        file = AGENCY / "idmc" / f"gidd_{year}.csv"
        run(capsys, "import", "gidd", "--workspace", space, "--yes", "-q", "--released", f"{year}-06-01", file)
    common = ("--workspace", space, "--from", "2022-12-31", "--to", "2025-12-31", "--source", "gidd")
    changes = table(run(capsys, "diff", *common, "--format", "csv"))
    changed = [row for row in changes if row["kind"] == "changed"]
    assert Counter(row["measure"] for row in changed) == {"stock": 72, "flow": 25}
    assert {row["reason"] for row in changed} == {"superseded"}
    assert len({(row["country"], row["period_start"]) for row in changed}) == 84
    told = run(capsys, "diff", *common)
    assert "A value changed in 84 of 760 place-periods" in told
    libya = next(row for row in changed if row["cell_id"] == "LBY/2019/displaced/person/stock")
    assert (libya["before"], libya["after"]) == ("451422", "411178")


def test_rounds_of_dtm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    space = tmp_path / "dtm"
    run(capsys, "init", space)
    for name in ("lby_dtm_libya_baseline_assessment_round_39", "sdn_dtm_sudan_idps_master_list_round_3"):
        run(capsys, "import", "dtm", "--workspace", space, "--yes", "-q", AGENCY / "dtm" / f"iom_dtm_{name}.xlsx")
    options = ("--workspace", space, "--every", "round", "--category", "displaced,returned", "--format", "csv")
    best = {row["cell_id"]: row["best"] for row in table(run(capsys, "matrix", *options))}
    assert best["LBY/round-39/displaced/person/stock"] == "179047"
    assert best["LBY/round-39/returned/person/stock"] == "661892"
    assert best["SDN/round-3/displaced/person/stock"] == "3086553"
    below = table(run(capsys, "matrix", *options, "--by", "adm2"))
    summed = sum(int(row["best"]) for row in below
                 if row["country"] == "LBY" and row["category"] == "displaced" and row["unit"] == "person")  # fmt: skip
    assert summed == 179047
    why = run(capsys, "why", "--workspace", space, "LBY/round-39/returned/person/stock", "--limit", "3")
    assert "661,892" in why and ".xlsx" in why
