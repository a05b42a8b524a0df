"""Tables of every kind give the same cells with the same addresses; what is no table says so with file and sheet."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from masfufa.errors import DocumentError
from masfufa.exchange.tables import CSV, JSON, TSV, XLSX, ZIP, address, open_table, position, table_of

ROWS = [["Place", "People"], ["طرابلس", 12], ["Sebha", 1500]]


def book(*sheets: tuple[str, list[list[object]]], merge: str | None = None) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if merge:
            sheet.merge_cells(merge)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def packed(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def texts(data: bytes, name: str = "x") -> list[list[str]]:
    return [[cell.text for cell in row] for row in table_of(data, name).sheets[0].rows()]


PLAIN = [[str(cell) for cell in row] for row in ROWS]
COMMAS = "\n".join(",".join(row) for row in PLAIN)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (COMMAS.encode("utf-8"), CSV),
        (COMMAS.encode("utf-8-sig"), CSV),
        (COMMAS.encode("utf-16"), CSV),
        (COMMAS.encode("cp1256"), CSV),
        (COMMAS.replace(",", ";").encode("utf-8"), CSV),
        (COMMAS.replace(",", "\t").encode("utf-8"), TSV),
        (COMMAS.replace("\n", "\r\n").encode("utf-8"), CSV),
        (json.dumps(ROWS).encode(), JSON),
        (json.dumps([dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]).encode(), JSON),
        (json.dumps({"ok": 1, "result": [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]}).encode(), JSON),
        (book(("Data", ROWS)), XLSX),
        (packed("a.csv", COMMAS.encode()), ZIP),
        (packed("a.xlsx", book(("Data", ROWS))), ZIP),
    ],
)
def test_every_kind_gives_the_same_cells(data: bytes, kind: str) -> None:
    table = table_of(data, "file")
    assert table.media_type == kind
    rows = list(table.sheets[0].rows())
    assert [[cell.text for cell in row] for row in rows] == PLAIN
    assert rows[2][1].address == "B3"
    assert rows[1][0].text == "طرابلس"


def test_addresses_go_there_and_back() -> None:
    for row, column, name in ((1, 1, "A1"), (10, 26, "Z10"), (2, 27, "AA2"), (3, 703, "AAA3")):
        assert address(row, column) == name
        assert position(name) == (row, column)


def test_blank_rows_keep_the_numbers_of_those_below() -> None:
    rows = list(table_of(b"a,b\n\n,\n1,2\n", "x.csv").sheets[0].rows())
    assert [row.number for row in rows] == [1, 4]


def test_a_merged_cell_says_so_and_has_the_value_of_the_first() -> None:
    sheet = table_of(book(("S", [["IDPs", None], ["HH", "Ind"], [1, 5]]), merge="A1:B1"), "m.xlsx").sheets[0]
    top = sheet.head(1)[0]
    assert [(cell.address, cell.text, cell.merged) for cell in top] == [("A1", "IDPs", True), ("B1", "IDPs", True)]


def test_a_formula_without_its_value_is_unreadable_and_one_with_it_is_not() -> None:
    data = book(("S", [["a", "b"], [1, "=A2*2"], [2, 4]]))
    cell = next(row for row in table_of(data, "f.xlsx").sheets[0] if row.number == 2)[1]
    assert cell.unreadable and not cell.empty and cell.value is None
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(saved, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.endswith("sheet1.xml"):
                content = re.sub(rb"(</f>)<v\s*/>|(</f>)<v></v>", rb"</f><v>2</v>", content)
            new.writestr(info.filename, content)
    cell = next(row for row in table_of(saved.getvalue(), "f.xlsx").sheets[0] if row.number == 2)[1]
    assert (cell.value, cell.unreadable) == (2, False)


def test_dates_are_dates_and_hidden_sheets_are_told() -> None:
    made = openpyxl.Workbook()
    made.active.append([dt.datetime(2021, 3, 30)])
    made.create_sheet("H").sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    sheets = table_of(out.getvalue(), "d.xlsx").sheets
    assert sheets[0].head(1)[0][0].text == "2021-03-30"
    assert [sheet.hidden for sheet in sheets] == [False, True]


def test_json_columns_are_the_keys_in_order_of_first_appearance() -> None:
    sheet = table_of(b'[{"a": 1}, {"b": 2, "a": null}]', "x.json").sheets[0]
    assert sheet.keys == ("a", "b")
    assert [[cell.text for cell in row] for row in sheet] == [["a", "b"], ["1", ""], ["", "2"]]
    assert texts(b'{"a": 1}\n{"a": 2}\n') == [["a"], ["1"], ["2"]]


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"", "table-empty", "empty"),
        (b" \n ", "table-empty", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(60), "not-a-table", "no table"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "not-a-table", "page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "table-old-excel", ".xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "table-locked", "password"),
        (b"PK\x03\x04 and then nothing", "table-unreadable", "damaged"),
        (b'[{"a": 1}, {"a": ', "table-unreadable", "line 1"),
        (b'{"message": "not found"}', "not-a-table", "no list"),
        (b'{"result": []}', "table-empty", "empty"),
    ],
)
def test_what_is_no_table_says_why(data: bytes, code: str, said: str) -> None:
    with pytest.raises(DocumentError) as error:
        table_of(data, "report.csv")
    assert error.value.code == code
    assert "report.csv" in error.value.message and said in error.value.message


def test_a_cut_workbook_is_damaged() -> None:
    whole = book(("S", ROWS * 50))
    with pytest.raises(DocumentError) as error:
        table_of(whole[: len(whole) // 2], "cut.xlsx")
    assert error.value.code == "table-unreadable"


def test_a_zip_that_would_fill_the_disk_is_not_unpacked() -> None:
    with pytest.raises(DocumentError) as error:
        table_of(packed("a.csv", bytes(60_000_000)), "bomb.zip")
    assert error.value.code == "too-large"


def test_a_zip_of_several_files_is_not_guessed_at() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", "a")
        archive.writestr("b.csv", "b")
    with pytest.raises(DocumentError) as error:
        table_of(out.getvalue(), "two.zip")
    assert error.value.code == "not-a-table" and "a.csv, b.csv" in error.value.message


@pytest.mark.parametrize(("member", "said"), [("content.xml", "OpenDocument"), ("word/document.xml", "Word")])
def test_office_files_of_other_kinds_are_named(member: str, said: str) -> None:
    with pytest.raises(DocumentError) as error:
        table_of(packed(member, b"<a/>"), "other.zip")
    assert error.value.code == "not-a-table" and said in error.value.message


def test_the_line_that_tells_excel_the_separator_is_no_row() -> None:
    rows = list(table_of(b"sep=|\r\na|b;c\r\n1|2\r\n", "x.csv").sheets[0].rows())
    assert [[cell.text for cell in row] for row in rows] == [["a", "b;c"], ["1", "2"]]
    assert rows[0].number == 1


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as error:
        open_table(tmp_path / "no.csv")
    assert error.value.code == "table-missing"
