"""Words that would do harm where they go: formulas in tables, characters that XML can't hold, right-to-left files."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from tests.exchange.small_ledger import STRIKE, TRIPOLI, cells, ledger
from tests.exchange.test_brief import brief
from tests.workspace.samples import document

from masfufa.claims import ClaimPlace, TextLocator
from masfufa.cli.main import main
from masfufa.cli.matrix import _xlsx, write_csv
from masfufa.exchange.brief.docx import write_docx
from masfufa.exchange.brief.html import brief_html
from masfufa.exchange.claim_rows import claim_rows
from masfufa.exchange.delimited import plain_cell
from masfufa.exchange.delimited import write_csv as write_table
from masfufa.exchange.dictionary import schemas
from masfufa.exchange.matrix_rows import Paths, matrix_rows
from masfufa.exchange.spreadsheet import write_xlsx
from masfufa.workspace import create_workspace, open_workspace

FORMULAS = ("=1+1", "=HYPERLINK(\"http://x\",\"y\")", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", " =1+1", "\t=1", "\n=1",
            "＝1+1", "＋1")  # fmt: skip
PLAIN = ("-5", "+12", "-0.5", "Sirt", "a=b", "طرابلس", "", "1-2", "'x")


def hostile(name: str) -> list:
    return [dataclasses.replace(cell, place=dataclasses.replace(TRIPOLI, name=name, names={})) for cell in cells()[:1]]


@pytest.mark.parametrize("name", FORMULAS)
def test_no_table_holds_a_formula(tmp_path: Path, name: str) -> None:
    out, table = io.StringIO(), io.StringIO()
    write_csv(hostile(name), out)
    write_table(matrix_rows(hostile(name), Paths.of(ledger())), schemas()["matrix"], table)
    claim = dataclasses.replace(STRIKE, source=name, places=(ClaimPlace(name),), locator=TextLocator(0, 9, name))
    write_table(claim_rows([claim]), schemas()["claims"], table)
    for text in (out.getvalue(), table.getvalue()):
        fields = [field for row in csv.reader(io.StringIO(text)) for field in row]
        assert "'" + name in fields and name not in fields
    path = tmp_path / "m.xlsx"
    for write in (
        lambda: write_xlsx(matrix_rows(hostile(name), Paths.of(ledger())), schemas()["matrix"], path),
        lambda: _xlsx(hostile(name), path, "en"),
    ):
        write()
        sheet = openpyxl.load_workbook(path).worksheets[0]
        found = [cell for row in sheet for cell in row if cell.value is not None]
        assert name.replace("\r", "") in [cell.value for cell in found]
        assert {cell.data_type for cell in found} <= {"s", "n", "d"}
        with zipfile.ZipFile(path) as archive:
            assert not any(b"<f>" in archive.read(part) for part in archive.namelist())


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_no_formula_is_left_alone(text: str) -> None:
    assert plain_cell(text) == text


def test_characters_that_xml_can_t_hold_break_nothing(tmp_path: Path) -> None:
    name = "Sirt \x01\x0b\x1f end" + "x" * 40_000
    path = tmp_path / "m.xlsx"
    write_xlsx(matrix_rows(hostile(name), Paths.of(ledger())), schemas()["matrix"], path)
    values = [cell.value for row in openpyxl.load_workbook(path).worksheets[0] for cell in row]
    assert any(str(value).startswith("Sirt \ufffd\ufffd\ufffd end") and len(str(value)) == 32_767 for value in values)
    made = brief("ar")
    notes = tuple(dataclasses.replace(note, words="killed\x01 \x0b\ufffe 53") for note in made.notes)
    write_docx(dataclasses.replace(made, notes=notes, title="A \x02 title"), tmp_path / "b.docx")
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(tmp_path / "b.docx")).paragraphs)
    assert "killed\ufffd" in text and "A \ufffd title" in text


def test_a_page_holds_no_markup_of_a_report(tmp_path: Path) -> None:
    made = brief("en")
    notes = tuple(dataclasses.replace(note, words="<script>alert(1)</script>", where='"><b>') for note in made.notes)
    page = brief_html(dataclasses.replace(made, notes=notes, title="</title><script>"))
    assert "<script" not in page and "&lt;script&gt;alert(1)" in page and '"><b>' not in page


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_files_run_in_the_direction_of_their_language(tmp_path: Path, language: str) -> None:
    path = tmp_path / "x.xlsx"
    write_xlsx(
        matrix_rows(cells(), Paths.of(ledger()), language=language), schemas()["matrix"], path, language=language
    )
    book = openpyxl.load_workbook(path)
    assert [bool(sheet.sheet_view.rightToLeft) for sheet in book] == [language == "ar"] * 2
    assert book.worksheets[0].freeze_panes == "A2" and book.worksheets[0].auto_filter.ref
    _xlsx(cells(), path, language if language == "ar" else "en")
    assert bool(openpyxl.load_workbook(path).active.sheet_view.rightToLeft) == (language == "ar")
    write_docx(brief(language), tmp_path / "b.docx")
    made = docx.Document(str(tmp_path / "b.docx"))
    turned = [bool(paragraph._p.xpath("./w:pPr/w:bidi")) for paragraph in made.paragraphs if paragraph.text]
    assert set(turned) == {language == "ar"}
    assert all(bool(table._tbl.xpath("./w:tblPr/w:bidiVisual")) == (language == "ar") for table in made.tables)
    assert made.tables


def test_an_import_of_hostile_words_comes_out_harmless(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(
        "#country+code,#adm1+name,#org,#affected+killed\nLBY,=1+1,@x,3\nLBY,Sirt,-y,=2\n", encoding="utf-8"
    )
    folder, report = tmp_path / "ws", tmp_path / "report.csv"
    create_workspace(folder, countries=["LBY"]).close()
    given = ["import", "hxl", str(table), "--yes", "--report", str(report), "--workspace", str(folder)]
    with contextlib.redirect_stdout(io.StringIO()):
        main(given)
    for words in (
        "export claims",
        "matrix --format csv --by adm1",
        "export csv --by adm1",
        "export ged",
        "export hapi",
        "diff --from 2000-01-01 --to 2030-01-01 --by adm1 --format csv",
    ):
        command = words.split()
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            assert main([*command, "--workspace", str(folder)]) == 0
        fields = [field for row in csv.reader(io.StringIO(out.getvalue())) for field in row]
        assert not [field for field in fields if field.startswith(("=", "@", "+")) or field == "-y"]
    fields = [field for row in csv.reader(io.StringIO(report.read_text(encoding="utf-8"))) for field in row]
    assert not [field for field in fields if field.startswith(("=", "@", "+"))]


@pytest.mark.parametrize("form", ["p.zip", "folder"])
def test_a_package_of_hostile_words_comes_back_as_it_was(tmp_path: Path, form: str) -> None:
    text = "=HYPERLINK said 12 people were killed in Sirt on Monday, @Reuters reported.\x01 At least 9 were wounded."
    with create_workspace(tmp_path / "one", countries=["LBY"]) as one:
        one.add_document(document(text, title="=1+1", publisher="@paper"), None)
        claim = next(one.claims())
        one.decide("=Ana", "claim", claim.id, "correct", edited={"source": "+x"}, reason="-y")
        held = list(one.claims()), list(one.events()), one.decisions(), list(one.documents())
    package = tmp_path / form
    assert main(["export", "package", "--output", str(package), "--workspace", str(tmp_path / "one")]) == 0
    create_workspace(tmp_path / "two", countries=["LBY"]).close()
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["import", "package", str(package), "--workspace", str(tmp_path / "two")]) == 0
    with open_workspace(tmp_path / "two") as two:
        assert (list(two.claims()), list(two.events()), two.decisions(), list(two.documents())) == held
