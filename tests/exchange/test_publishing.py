"""Exports: rows, CSV, Parquet, Excel, GeoJSON; what is unknown stays unknown in each."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from tests.exchange.small_ledger import BLANK, DAY, STRIKE, cells, ledger

from masfufa.exchange.claim_rows import claim_rows
from masfufa.exchange.delimited import plain_cell, write_csv
from masfufa.exchange.dictionary import dictionary_rows, schemas
from masfufa.exchange.geojson import write_geojson
from masfufa.exchange.happening_rows import acled_rows, ged_rows
from masfufa.exchange.matrix_rows import Paths, matrix_rows
from masfufa.exchange.parquet import write_parquet
from masfufa.exchange.spreadsheet import write_xlsx


def test_the_rows_have_exactly_the_dictionary_columns() -> None:
    book, found = schemas(), ledger()
    for name, rows in (
        ("matrix", matrix_rows(cells(), Paths.of(found))),
        ("ged", ged_rows(found)),
        ("acled", acled_rows(found)),
        ("claims", claim_rows(found.claims.values())),
    ):
        for row in rows:
            assert set(row) == set(book[name].names), name


def test_hxl_tags_are_told_apart_and_well_formed() -> None:
    for schema in schemas().values():
        tags = [column.hxl for column in schema.columns]
        assert len(set(tags)) == len(tags)
        assert all(tag.startswith("#") and tag == tag.lower() for tag in tags)


def test_a_matrix_row_knows_its_units_and_keeps_unknown_from_zero() -> None:
    tripoli, country, nowhere = matrix_rows(cells(), Paths.of(ledger()), language="ar")
    assert (tripoli["admin1_code"], tripoli["admin1_name"]) == ("LY02", "الغرب")
    assert (tripoli["admin2_code"], tripoli["place_name"]) == ("LY0211", "طرابلس")
    assert (tripoli["best"], tripoli["low"], tripoli["high"], tripoli["sources"]) == (53, 44, 60, 2)
    assert tripoli["warning"] == "مصادر مستقلة متعارضة"
    assert (country["best"], country["admin1_code"], country["admin_level"]) == (None, None, 0)
    assert (nowhere["best"], nowhere["location_code"], nowhere["admin_level"]) == (0, None, None)
    assert nowhere["error"] == "لم يُعرف المكان"


def test_csv_has_empty_cells_for_unknown_and_zero_for_zero() -> None:
    out = io.StringIO()
    assert write_csv(matrix_rows(cells(), Paths.of(ledger())), schemas()["matrix"], out, hxl=True) == 3
    header, tags, *rows = csv.reader(io.StringIO(out.getvalue()))
    assert tags[header.index("location_code")] == "#country+code"
    assert [row[header.index("best")] for row in rows] == ["53", "", "0"]
    assert rows[0][header.index("reference_period_start")] == "2019-07-01"


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, ""), (0, 0), ("=1+1", "'=1+1"), ("-5", "-5"), ("@x", "'@x"), (DAY, "2019-07-03"), ("طرابلس", "طرابلس")],
)
def test_a_cell_is_never_a_formula(value: object, cell: object) -> None:
    assert plain_cell(value) == cell


def test_parquet_keeps_types_and_nulls(tmp_path: Path) -> None:
    path = tmp_path / "matrix.parquet"
    assert write_parquet(matrix_rows(cells(), Paths.of(ledger())), schemas()["matrix"], path) == 3
    table = pq.read_table(path)
    assert table.column("best").to_pylist() == [53, None, 0]
    assert table.column("reference_period_end").to_pylist() == [dt.date(2019, 7, 7)] * 3
    assert table.schema.field("best").metadata[b"hxl"] == b"#value+best"


def test_the_arabic_workbook_runs_from_right_to_left_and_holds_its_dictionary(tmp_path: Path) -> None:
    path = tmp_path / "matrix.xlsx"
    assert write_xlsx(matrix_rows(cells(), Paths.of(ledger())), schemas()["matrix"], path, language="ar") == 3
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["المصفوفة", "دليل الأعمدة"]
    assert all(sheet.sheet_view.rightToLeft for sheet in book)
    sheet = book["المصفوفة"]
    best = [cell.value for cell in sheet[1]].index("best")
    assert [row[best].value for row in sheet.iter_rows(min_row=2)] == [53, None, 0]
    assert book["دليل الأعمدة"].max_row == len(schemas()["matrix"].columns) + 1


def test_text_like_a_formula_stays_text_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "events.xlsx"
    write_xlsx(acled_rows(ledger()), schemas()["acled"], path)
    sheet = openpyxl.load_workbook(path)["Events"]
    note = sheet.cell(2, schemas()["acled"].names.index("notes") + 1)
    assert (note.value, note.data_type) == ("=قصف", "s")


def test_geojson_says_what_its_geometry_is() -> None:
    out = io.StringIO()
    found, rows = cells(), matrix_rows(cells(), Paths.of(ledger()))
    assert write_geojson(found, rows, out, polygons=True) == 3
    tripoli, country, nowhere = json.loads(out.getvalue())["features"]
    assert tripoli["geometry"] == {"type": "Point", "coordinates": [13.2, 32.9]}
    assert tripoli["properties"]["geometry_is"] == "unit_point"
    assert country["geometry"]["type"] == "MultiPolygon"
    assert country["properties"]["geometry_is"] == "outline"
    assert nowhere["geometry"] is None


def test_a_happening_as_ucdp_and_acled_write_it() -> None:
    (ged,) = ged_rows(ledger())
    assert (ged["low"], ged["best"], ged["high"]) == (44, 53, 60)
    assert (ged["where_prec"], ged["date_prec"], ged["where_coordinates"]) == (1, 1, "تاجوراء")
    assert ged["deaths_civilians"] is None
    assert ged["source_office"] == "Coast Courier;WHO"
    (acled,) = acled_rows(ledger())
    assert (acled["actor1"], acled["actor2"], acled["fatalities"]) == ("LAAF", "مهاجرون", 53)
    assert (acled["admin1"], acled["admin2"]) == ("West", "Tripoli")


def test_a_claim_row_tells_why_a_value_is_missing() -> None:
    strike, blank = claim_rows([STRIKE, BLANK])
    assert (strike["low"], strike["words"], strike["locator"]) == (53, "مقتل 53 شخصا", "text:10-22")
    assert (blank["low"], blank["absence"], blank["parts"]) == (None, "not_available", "sex=f")
    assert blank["locator"] == "cell:Sheet 1!L7"
    assert "LY0211" in str(blank["warning"])


def test_the_dictionary_has_a_line_for_each_column_in_three_languages() -> None:
    for schema in schemas().values():
        header, *lines = dictionary_rows(schema)
        assert header == ["column", "type", "hxl", "description_en", "description_ar", "description_fr"]
        assert [line[0] for line in lines] == list(schema.names)
        assert all(all(text.strip() for text in line) for line in lines)
