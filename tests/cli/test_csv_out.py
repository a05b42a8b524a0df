from __future__ import annotations

import csv
import io

import pytest

from masfufa.cli.csv_out import COLUMNS, Csv, _cell
from masfufa.cli.settings import Settings
from masfufa.cli.work import Totals

from .samples import arabic_item, english_item


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_one_row_a_figure_with_every_column():
    out = Csv(Settings("csv"))
    text = out.head() + out.document(arabic_item()) + out.document(english_item()) + out.tail(Totals())
    rows = rows_of(text)
    assert len(rows) == 5
    assert list(rows[0]) == list(COLUMNS)
    first = rows[0]
    assert first["document"] == "تقرير.txt"
    assert (first["category"], first["low"], first["high"], first["unit"]) == ("killed", "12", "12", "person")
    assert (first["verified"], first["cause"], first["as_of"]) == ("false", "conflict", "2024-02-01")
    assert (first["place_texts"], first["countries"], first["pcodes"]) == ("سبها", "LBY", "LY0304")
    assert (first["latitudes"], first["longitudes"]) == ("27.03", "-14.42"), "a negative number is no formula"
    assert (first["attribution"], first["attribution_chain"]) == ("البلدية", "قالت")
    assert first["repeats"] == "83..90"
    assert (rows[1]["part_of"], rows[1]["victim_groups"]) == ("0", "children")
    assert (rows[3]["low"], rows[3]["high"]) == ("", "1500"), "unknown is empty, never 0"


def test_what_a_spreadsheet_would_run_is_defused():
    out = Csv(Settings("csv"))
    assert rows_of(out.head() + out.document(arabic_item()))[0]["title"] == "'=سبها: قتلى"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_formula_starts(text: str):
    assert _cell(text) == "'" + text
    assert _cell([text, "x"]).startswith("'")


def test_excel_gets_a_mark_and_its_line_ends():
    out = Csv(Settings("csv", excel=True))
    text = out.head() + out.document(english_item())
    assert text.startswith("\ufeffdocument,")
    assert text.count("\r\n") == 3
    assert "\ufeff" not in Csv(Settings("csv")).head()
