"""HXL: the tag row wherever it stands, what tags count, and what is told of wrong tags."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from tests.exchange.books import save

from masfufa.errors import DocumentError
from masfufa.exchange import hxl_tags
from masfufa.exchange.hxl import read_hxl
from masfufa.exchange.importers import ImportOptions
from masfufa.workspace.batches import ImportBatch

YES = ImportOptions(assume_yes=True)
TABLE = """\
A table of ours,,,,,,,
Country,State,Code,Killed,Injured,IDPs,IDPs girls,Date
#country+code,#adm1+name,#adm1+code,#affected+killed,#affected+injured,#affected+idps+ind,#affected+idps+f+children,#date+reported
LBY,Tripoli,LY0201,3,5,1 000,200,2019-04-12
LBY,Sirt,LY0203,,0,n/a,,2019-04-12
Total,,,3,5,1000,200,
"""


def read(tmp_path: Path, text: str, name: str = "t.csv", options: ImportOptions = YES) -> ImportBatch:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_hxl(path, options)


def test_each_counting_column_of_each_row_is_a_claim(tmp_path: Path) -> None:
    batch = read(tmp_path, TABLE)
    said = {(c.locator.cell, c.category, c.low, c.absence, c.kind) for c in batch.claims}  # type: ignore[union-attr]
    assert said == {
        ("D4", "killed", 3, None, "cumulative"), ("E4", "wounded", 5, None, "cumulative"),
        ("F4", "displaced", 1000, None, "stock"), ("G4", "displaced", 200, None, "stock"),
        ("D5", "killed", None, "blank", "cumulative"), ("E5", "wounded", 0, None, "cumulative"),
        ("F5", "displaced", None, "not_available", "stock"),
    }  # fmt: skip
    part = next(claim for claim in batch.claims if claim.parts)
    whole = next(claim for claim in batch.claims if claim.id == part.part_of)
    assert (dict(part.parts), whole.low) == ({"age": "<18", "sex": "f"}, 1000)
    assert whole.places[0].units[-1].code == "LY0201"
    assert whole.as_of == dt.date(2019, 4, 12)
    assert [row.code for row in batch.rows] == ["header-row", "header-row", "hxl-row", None, None, "totals-row"]


def test_dates_tell_incidents_from_periods(tmp_path: Path) -> None:
    one = read(tmp_path, "#adm1+name,#affected+killed,#date+occurred\nA,2,2019-04-12\n").claims[0]
    assert (one.kind, one.period_start, one.period_end) == ("incident", dt.date(2019, 4, 12), dt.date(2019, 4, 12))
    text = "#adm1+name,#affected+killed,#date+start,#date+end\nA,2,2019-04-01,2019-04-30\n"
    one = read(tmp_path, text).claims[0]
    assert (one.kind, one.period_start, one.period_end) == ("period", dt.date(2019, 4, 1), dt.date(2019, 4, 30))


def test_xlsx_and_json_and_other_sheets(tmp_path: Path) -> None:
    rows = [["Where", "People"], ["#adm1+name", "#inneed"], ["Coast", 7]]
    batch = read_hxl(save(tmp_path / "t.xlsx", {"About": [["x", "y"]], "Data": rows}), YES)  # type: ignore[arg-type]
    assert [(claim.category, claim.low, claim.locator.sheet) for claim in batch.claims] == [("in_need", 7, "Data")]  # type: ignore[union-attr]
    assert [(row.sheet, row.code) for row in batch.rows if row.row == 0] == [("About", "hxl-no-tags")]
    objects = json.dumps({"results": [{"#adm1": "Coast", "#affected": "7"}, {"#adm1": "Hills", "#affected": 8}]})
    batch = read(tmp_path, objects, "t.json")
    assert [(claim.category, claim.low, claim.locator.cell) for claim in batch.claims] == [  # type: ignore[union-attr]
        ("affected", 7, "B2"), ("affected", 8, "B3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tag", "cell", "right"),
    [("#afected", "B2", "#affected"), ("#poplation+total", "B2", "#population"), ("affected", "B2", "#affected"),
     ("#ad m1", "B2", None)],
)  # fmt: skip
def test_a_wrong_tag_is_told_with_its_cell_and_the_right_one(
    tmp_path: Path, tag: str, cell: str, right: str | None
) -> None:
    with pytest.raises(DocumentError) as error:
        read(tmp_path, f"A,B,C\n#adm1+name,{tag},#date\nCoast,5,2019-01-01\n")
    assert error.value.code == "hxl-wrong-tag"
    assert f"t.csv, cell {cell}" in error.value.message
    if right:
        assert f"{right}?" in error.value.message


def test_no_tags_at_all_and_tags_without_their_sign(tmp_path: Path) -> None:
    for text, hint in (("Org,Place\nA,B\n", ""), ("Org,Place\norg+name,adm1+name\nA,B\n", "#org+name")):
        with pytest.raises(DocumentError) as error:
            read(tmp_path, text)
        assert error.value.code == "hxl-no-tags" and hint in error.value.message


def test_a_table_that_counts_nobody_is_accounted_for(tmp_path: Path) -> None:
    batch = read(tmp_path, "#org,#targeted+f,#adm1\nA,5,B\n")
    assert ([row.outcome for row in batch.rows], batch.claims) == (["skipped", "skipped"], ())
    assert [notice.code for notice in batch.notices] == ["hxl-no-counts"]


def test_rows_told_apart_by_sector_or_group_are_parts(tmp_path: Path) -> None:
    batch = read(tmp_path, "#adm1,#sector,#affected\nA,Health,5\nA,Food,6\n")
    assert [claim.parts for claim in batch.claims] == [(("sector", "Health"),), (("sector", "Food"),)]


def test_a_table_of_pcodes_gives_units_of_the_workspaces_countries(tmp_path: Path) -> None:
    text = ("Location,Level,Code,Name,Parent\n#country+code,#geo+admin_level,#adm+code,#adm+name,#adm+code+parent\n"
            "TCD,1,TCD07,Lac,TCD\nLBY,1,LY01,East,LBY\nTCD,x,TCD08,Mandoul,TCD\n")  # fmt: skip
    batch = read(tmp_path, text, options=ImportOptions(assume_yes=True, countries=("TCD",)))
    assert [(unit.country, unit.level, unit.code, unit.name, unit.parent) for unit in batch.units] == [
        ("TCD", 1, "TCD07", "Lac", "TCD")
    ]
    assert [row.outcome for row in batch.rows] == ["skipped", "skipped", "taken", "skipped", "rejected"]
    assert batch.rows[-1].cell == "B5"


def test_what_tags_count() -> None:
    def counted(text: str) -> object:
        tag = hxl_tags.parse(text)
        assert tag is not None
        return hxl_tags.counted(tag)

    assert counted("#affected +IDPs +hh") == ("displaced", "household", ())
    assert counted("#inneed+f+age_5_17") == ("in_need", "person", (("age", "5-17"), ("sex", "f")))
    assert counted("#affected+idps+ind+cause+conflict+clash") == (
        "displaced",
        "person",
        (("reason", "conflict clash"),),
    )
    assert counted("#population+total") is None
    assert counted("#population+refugees") == ("refugees", "person", ())
    assert counted("#affected+idps+rural") == ("displaced", "person", (("attribute", "rural"),))
    assert counted("#targeted") is None
    assert counted("#affected+type") is None


def test_of_two_columns_with_one_tag_the_first_is_taken_and_the_other_told(tmp_path: Path) -> None:
    text = "#country+code,#adm1+name,#affected+killed,#affected + Killed,#date+start,#date+start\n"
    batch = read(tmp_path, text + "LBY,Sirt,3,4,2019-04-12,2019-05-12\n")
    assert [(c.low, c.period_start) for c in batch.claims] == [(3, dt.date(2019, 4, 12))]
    told = [notice.message for notice in batch.notices if notice.code == "hxl-tag-twice"]
    assert told == [
        "t.csv, cell D1: #affected+killed stands on column C already; that one is taken, not this",
        "t.csv, cell F1: #date+start stands on column E already; that one is taken, not this",
    ]


def test_columns_that_tell_rows_apart_may_share_a_tag(tmp_path: Path) -> None:
    batch = read(tmp_path, "#country+code,#sector,#sector,#inneed\nLBY,Water,Health,9\n")
    assert batch.claims[0].parts == (("sector", "Health"), ("sector", "Water"))
    assert "hxl-tag-twice" not in {notice.code for notice in batch.notices}


@pytest.mark.parametrize(
    ("countries", "head", "row", "country", "told"),
    [
        (("LBY",), "#adm1+name", "Sirt", "LBY", True),
        (("LBY",), "#adm1+code", "LY0203", "LBY", True),
        (("LBY",), "#adm1+code", "TN11", "TUN", True),
        (("LBY",), "#country+name", "Tunisia", "TUN", False),
        (("LBY", "TUN"), "#adm1+name", "Sirt", None, False),
        ((), "#adm1+name", "Sirt", None, False),
    ],
)
def test_the_only_country_of_the_workspace_is_assumed_where_no_column_tells_one(
    tmp_path: Path, countries: tuple[str, ...], head: str, row: str, country: str | None, told: bool
) -> None:
    options = ImportOptions(assume_yes=True, countries=countries)
    batch = read(tmp_path, f"{head},#affected+killed\n{row},3\n", options=options)
    (claim,) = batch.claims
    assert claim.places[0].country == country
    assert ("country-assumed" in {notice.code for notice in batch.notices}) is told
    units = claim.places[0].units
    assert [unit.code for unit in units if unit.level == 0] == ([country] if country else [])


def test_a_nul_is_told_with_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes('Ort;#affected+killed\nالزاوية;"a\nb"\n;1\0002\n'.encode())
    with pytest.raises(DocumentError) as error:
        read_hxl(path, YES)
    assert error.value.code == "table-unreadable" and "t.csv, cell B3:" in error.value.message
    path.write_bytes(b"\0\1\2" * 50)
    with pytest.raises(DocumentError) as error:
        read_hxl(path, YES)
    assert error.value.code == "not-a-table"


def test_a_row_whose_day_of_happening_is_not_readable_is_no_running_total(tmp_path: Path) -> None:
    claims = read(tmp_path, "#adm1+name,#affected+killed,#date+occurred\nA,2,2019-13-45\nB,3,\n").claims
    assert [(claim.kind, claim.period_start) for claim in claims] == [("incident", None), ("incident", None)]
