"""The commands: matrix in every format, why, diff, reconcile, on a small workspace."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from masfufa.cli.main import main

REPORTS = (
    {"id": "a", "language": "en", "published": "2019-04-10", "publisher": "Paper One",
     "text": "Ten people were killed in Tripoli on Monday, the World Health Organization said."},
    {"id": "b", "language": "ar", "published": "2019-04-10", "publisher": "الصحيفة",
     "text": "قالت منظمة الصحة العالمية إن عشرة أشخاص قتلوا في طرابلس يوم الاثنين."},
    {"id": "c", "language": "en", "published": "2019-05-02", "publisher": "Paper Two",
     "text": "Four people were killed in Sabha on April 30, the Red Crescent said."},
)  # fmt: skip


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ledger") / "ws"
    reports = folder.with_name("reports.jsonl")
    reports.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in REPORTS), encoding="utf-8")
    assert main(["init", str(folder), "--countries", "LBY"]) == 0
    assert main(["add", "--workspace", str(folder), str(reports)]) == 0
    return folder


def out(capsys: pytest.CaptureFixture[str], space: Path, command: str, *words: str) -> str:
    capsys.readouterr()
    assert main([command, "--workspace", str(space), *words]) == 0
    return capsys.readouterr().out


def test_csv_has_every_column_and_blanks_for_what_is_not_there(space: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from masfufa.tracking.ledger import COLUMNS

    text = out(capsys, space, "matrix", "--by", "adm1", "--every", "week", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == COLUMNS
    tripoli = next(row for row in rows if row["place"] == "Tripoli" and row["category"] == "killed")
    assert (tripoli["best"], tripoli["press"], tripoli["agency"], tripoli["sources"], tripoli["claims"]) == (
        "10", "10", "", "1", "2",
    )  # fmt: skip
    # The second call comes from what was kept, and is the same.
    assert out(capsys, space, "matrix", "--by", "adm1", "--every", "week", "--format", "csv") == text


def test_why_opens_a_cell_to_its_sentences(space: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, space, "matrix", "--by", "adm1", "--every", "week", "--format", "csv")
    cell = next(row["cell_id"] for row in csv.DictReader(io.StringIO(text)) if row["place"] == "Tripoli")
    told = out(capsys, space, "why", cell)
    assert "WHO" in told and "carried by 1" in told
    assert "Ten people were killed in Tripoli" in told or "عشرة أشخاص قتلوا في طرابلس" in told
    plain = json.loads(out(capsys, space, "why", cell, "--format", "json"))
    assert plain["cell_id"] == cell and plain["claims"][0]["used"] is True
    assert plain["claims"][0]["carriers"][0]["how"] == "same_source"
    assert plain["links"][0]["kind"] == "repeats"
    assert plain["links"][0]["evidence"] == "WHO gave 10 for it; this report gives the same"
    assert "ورد العدد 10 عن WHO من قبل، وهذا التقرير يكرره" in out(capsys, space, "why", cell, "--interface", "ar")
    capsys.readouterr()
    assert main(["why", "--workspace", str(space), "LBY/2019-W01/killed/person"]) == 2
    assert "no such cell" in capsys.readouterr().err


def test_page_and_workbook_run_from_right_to_left_in_arabic(
    space: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, book = tmp_path / "m.html", tmp_path / "m.xlsx"
    out(capsys, space, "matrix", "--format", "html", "--interface", "ar", "--output", str(page))
    html = page.read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl">' in html and "<details>" in html and "منظمة الصحة العالمية" in html
    assert "<script" not in html and "http://" not in html and "https://" not in html
    out(capsys, space, "matrix", "--format", "xlsx", "--interface", "ar", "--output", str(book))
    sheet = openpyxl.load_workbook(book).active
    assert sheet is not None and sheet.sheet_view.rightToLeft and sheet["A1"].value == "المكان"
    assert main(["matrix", "--workspace", str(space), "--format", "xlsx"]) == 2


def test_vintages(space: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = out(capsys, space, "matrix", "--as-known-on", "2019-05-01", "--format", "csv")
    assert "Sabha" not in before and "Tripoli" not in before.split("\n", 1)[0]
    told = out(capsys, space, "diff", "--from", "2019-05-01", "--to", "2019-05-31", "--every", "month", "--by", "adm1")
    assert "New rows: 1" in told and "new_claim" in told
    rows = list(csv.DictReader(io.StringIO(
        out(capsys, space, "diff", "--from", "2019-05-01", "--to", "2019-05-31", "--every", "month", "--format", "csv")
    )))  # fmt: skip
    assert [(row["kind"], row["before"], row["after"]) for row in rows] == [("changed", "10", "14")]


def test_reconcile_tells_what_was_linked(space: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = json.loads(out(capsys, space, "reconcile", "--format", "json"))
    assert facts["carriers"] == 1 and facts["links"] == {"repeats (same_source)": 1} and facts["contradictions"] == 0
    assert "happenings" in out(capsys, space, "reconcile")
