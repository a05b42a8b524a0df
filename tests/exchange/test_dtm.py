"""Country workbooks of any shape: which sheet, which columns, one claim a place and count, nothing counted twice."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.exchange.books import Rows, save

from masfufa.claims import Claim
from masfufa.errors import DocumentError, MasfufaError, UsageError
from masfufa.exchange.dtm import read_dtm
from masfufa.exchange.importers import ImportOptions
from masfufa.exchange.mapping import load_mapping_file, save_mapping_file
from masfufa.exchange.pcodes import derived_parents, repair
from masfufa.workspace.batches import ImportBatch

YES = ImportOptions(assume_yes=True)
HEAD: Rows = [
    ["State", "State Pcode", "LGA", "LGA Pcode", "IDP HH", "IDP Ind", "Returnee Ind", "Date Reported", "Country Code"],
    ["#adm1+name", "#adm1+code", "#adm2+name", "#adm2+code", "#affected+idps+hh", "#affected+idps+ind",
     "#affected+returnees+ind", "#date+reported", "#country+code"],
]  # fmt: skip
DAY = dt.datetime(2021, 3, 30)


def row(state: int, area: int, hh: object, ind: object, back: object = 0) -> list[object]:
    return [f"State {state}", f"NG00{state}", f"Area {state}{area}", f"NG00{state}00{area}", hh, ind, back, DAY, "NGA"]


BODY: Rows = [row(1, 1, 10, 50, 7), row(1, 2, 20, 100), row(2, 1, 0, 0, None)]


def value(batch: ImportBatch, category: str, unit: str = "person") -> int:
    return sum(c.low or 0 for c in batch.claims if (c.category, c.unit) == (category, unit) and not c.parts)


def codes(batch: ImportBatch, outcome: str | None = None) -> list[str | None]:
    return [row.code for row in batch.rows if row.code and (outcome is None or row.outcome == outcome)]


def of(batch: ImportBatch, cell: str) -> Claim:
    return next(claim for claim in batch.claims if getattr(claim.locator, "cell", "") == cell)


def test_rows_become_claims_with_cells_places_and_dates(tmp_path: Path) -> None:
    batch = read_dtm(save(tmp_path / "nga_baseline_assessment_round_5.xlsx", {"Data": HEAD + BODY}), YES)
    assert (value(batch, "displaced"), value(batch, "displaced", "household"), value(batch, "returned")) == (150, 30, 7)
    claim = of(batch, "F4")
    assert (claim.low, claim.high, claim.unit, claim.kind, claim.channel) == (100, 100, "person", "stock", "agency")
    assert (claim.as_of, claim.round, claim.assessment, claim.source) == (dt.date(2021, 3, 30), "5", "BA", "IOM DTM")
    assert [(unit.level, unit.code) for unit in claim.places[0].units] == [(0, "NGA"), (1, "NG001"), (2, "NG001002")]
    assert {(unit.level, unit.code, unit.parent) for unit in batch.units} >= {
        (2, "NG002001", "NG002"),
        (1, "NG001", "NGA"),
    }
    assert [row.outcome for row in batch.rows] == ["skipped"] * 2 + ["taken"] * 3
    assert (batch.released, batch.released_from) == (dt.date(2021, 3, 30), "latest_date")
    assert "released-from-latest-date" in [notice.code for notice in batch.notices]


def test_a_blank_is_no_zero_and_a_zero_is_no_blank(tmp_path: Path) -> None:
    batch = read_dtm(save(tmp_path / "a.xlsx", {"Data": HEAD + BODY}), YES)
    assert (of(batch, "F5").low, of(batch, "F5").absence) == (0, None)
    assert (of(batch, "G5").low, of(batch, "G5").absence) == (None, "blank")


def test_columns_in_another_order_and_headers_in_french_and_arabic(tmp_path: Path) -> None:
    body = [[b[5], b[0], b[1], b[2], b[3], b[4], b[7]] for b in BODY]
    french: Rows = [
        ["Individus PDI", "Province", "Province Pcode", "Département", "Département Pcode", "Ménages PDI", "Date"]
    ]
    batch = read_dtm(save(tmp_path / "f.xlsx", {"Données": french + body}), YES)
    assert (value(batch, "displaced"), value(batch, "displaced", "household")) == (150, 30)
    arabic: Rows = [["النازحون أفراد", "ولاية", "ولاية pcode", "محلية", "محلية pcode", "النازحون أسر", "تاريخ"]]
    batch = read_dtm(save(tmp_path / "a.xlsx", {"بيانات": arabic + body}), YES)
    assert (value(batch, "displaced"), value(batch, "displaced", "household")) == (150, 30)


def test_merged_headers(tmp_path: Path) -> None:
    head: Rows = [
        ["Location", None, None, None, "IDPs", None, "Returnees", None, "Date Reported"],
        ["State", "State Pcode", "LGA", "LGA Pcode", "HH", "Ind", "HH", "Ind", None],
    ]
    body = [[*b[:4], b[4], b[5], 1, b[6], b[7]] for b in BODY]
    path = save(tmp_path / "m.xlsx", {"D": head + body}, {"D": ["A1:D1", "E1:F1", "G1:H1", "I1:I2"]})
    batch = read_dtm(path, YES)
    assert (value(batch, "displaced"), value(batch, "returned"), value(batch, "returned", "household")) == (150, 7, 3)


def test_text_in_number_cells_and_dates_as_numbers(tmp_path: Path) -> None:
    body: Rows = [row(1, 1, "1,000", "٥٬٠٠٠"), row(1, 2, "n/a", "about 60"), row(2, 1, 3, "confidential")]
    for line in body:
        line[7] = 44285
    batch = read_dtm(save(tmp_path / "t.xlsx", {"Data": HEAD + body}), YES)
    assert of(batch, "F3").low == 5000
    assert [of(batch, cell).absence for cell in ("E4", "F4", "F5")] == ["not_available", "unreadable", "withheld"]
    assert of(batch, "F4").issues[0].code == "not-a-number"
    assert of(batch, "F3").as_of == dt.date(2021, 3, 30)
    told = next(report for report in batch.rows if report.row == 4)
    assert (told.outcome, told.code, told.severity) == ("taken", "not-a-number", "warning")


def test_a_formula_without_value_is_never_zero(tmp_path: Path) -> None:
    body: Rows = [row(1, 1, 1, "=5*10"), row(1, 2, 1, 5)]
    batch = read_dtm(save(tmp_path / "f.xlsx", {"Data": HEAD + body}), YES)
    assert (of(batch, "F3").low, of(batch, "F3").absence) == (None, "unreadable")


def test_totals_rows_notes_and_blank_rows_are_no_places(tmp_path: Path) -> None:
    more: Rows = [[], ["Grand Total", None, None, None, 30, 150, 7], ["Source: field teams"]]
    batch = read_dtm(save(tmp_path / "t.xlsx", {"Data": HEAD + BODY + more}), YES)
    assert value(batch, "displaced") == 150
    assert {report.row: report.code for report in batch.rows if report.row > 5} == {7: "totals-row", 8: None}
    lost: Rows = [[None, None, None, None, 5, 25, 0, DAY, None]]
    batch = read_dtm(save(tmp_path / "l.xlsx", {"Data": HEAD + BODY + lost}), YES)
    rejected = [report for report in batch.rows if report.outcome == "rejected"]
    assert [(report.row, report.code, report.cell) for report in rejected] == [(6, "row-without-place", "E6")]
    assert "sheet Data, cell E6" in (rejected[0].message or "")


def test_the_lowest_level_is_read_and_summaries_are_a_check(tmp_path: Path) -> None:
    summary: Rows = [
        ["State", "State Pcode", "IDP Ind"],
        ["State 1", "NG001", 150],
        ["State 2", "NG002", 0],
        ["Total", None, 150],
    ]
    sheets = {"By state": summary, "Data": HEAD + BODY}
    batch = read_dtm(save(tmp_path / "s.xlsx", sheets), YES)
    assert value(batch, "displaced") == 150
    skipped = next(report for report in batch.rows if report.row == 0)
    assert (skipped.sheet, skipped.code) == ("By state", "sheet-of-other-level")
    assert "agree" in (skipped.message or "")
    summary[-1][2] = 151
    batch = read_dtm(save(tmp_path / "s.xlsx", sheets), YES)
    differs = [notice.message for notice in batch.notices if notice.code == "total-differs"]
    assert len(differs) == 1 and "cell C4" in differs[0] and "151" in differs[0] and "150" in differs[0]


def test_sheets_of_other_counts_or_places_or_rounds_are_read_too(tmp_path: Path) -> None:
    displaced = [line[:6] + line[7:] for line in HEAD + BODY]
    returned = [line[:4] + line[6:] for line in HEAD + BODY]
    batch = read_dtm(save(tmp_path / "c.xlsx", {"IDPs": displaced, "Returnees": returned}), YES)
    assert (value(batch, "displaced"), value(batch, "returned")) == (150, 7)
    assert batch.mapping is not None and len(batch.mapping["further"]) == 1  # type: ignore[arg-type]
    again = read_dtm(tmp_path / "c.xlsx", ImportOptions(mapping=dict(batch.mapping), assume_yes=True))
    assert [(claim.id, claim.low) for claim in again.claims] == [(claim.id, claim.low) for claim in batch.claims]
    other = [row(3, area, 1, 11) for area in (1, 2)]
    batch = read_dtm(save(tmp_path / "p.xlsx", {"North": HEAD + BODY, "South": HEAD + other}), YES)
    assert value(batch, "displaced") == 172
    later = [[*line[:5], (line[5] or 0) + 1, *line[6:]] for line in BODY]  # type: ignore[operator]
    sheets = {"Round 5": HEAD + BODY, "Round 6": HEAD + later}
    batch = read_dtm(save(tmp_path / "r.xlsx", sheets), YES)
    assert {claim.round for claim in batch.claims} == {"5", "6"}
    batch = read_dtm(save(tmp_path / "s.xlsx", {"Data": HEAD + BODY, "Copy": HEAD + BODY}), YES)
    assert value(batch, "displaced") == 150
    assert [row.code for row in batch.rows if row.row == 0] == ["sheet-repeats"]


def test_tags_of_name_and_code_swapped(tmp_path: Path) -> None:
    head = [HEAD[0], [*HEAD[1][:2], "#adm2+code", "#adm2+name", *HEAD[1][4:]]]
    batch = read_dtm(save(tmp_path / "s.xlsx", {"Data": head + BODY}), YES)
    assert "columns-swapped" in [notice.code for notice in batch.notices]
    assert of(batch, "F3").places[0].units[-1].code == "NG001001"
    assert of(batch, "F3").places[0].name == "Area 11"


def test_wrong_tags_are_told_and_headers_read(tmp_path: Path) -> None:
    tags = ["#adm1+name\t", *HEAD[1][1:5], "#afected+idps+ind", *HEAD[1][6:8], "country+code"]
    batch = read_dtm(save(tmp_path / "w.xlsx", {"Data": [HEAD[0], tags, *BODY]}), YES)
    assert value(batch, "displaced") == 150
    told = [notice.message for notice in batch.notices if notice.code == "hxl-wrong-tag"]
    assert "cell F2" in told[0] and told[0].endswith("read as #affected+idps+ind")
    assert "cell I2" in told[1] and told[1].endswith("read as #country+code")


def test_pcodes_are_put_right_and_told(tmp_path: Path) -> None:
    body = [row(1, area, 1, 5) for area in range(1, 7)]
    body[1][3] = " ng001002 "
    body[2][3] = "NG00103"
    body[3][3] = "NG001O04"
    batch = read_dtm(save(tmp_path / "p.xlsx", {"Data": HEAD + body}), YES)
    units = [
        claim.places[0].units[-1].code
        for claim in batch.claims
        if claim.unit == "person" and claim.category == "displaced"
    ]
    assert units == [f"NG00100{area}" for area in range(1, 7)]
    assert [report.row for report in batch.rows if report.code == "pcode-repaired"] == [4, 5, 6]


def test_rows_of_one_place_and_round_are_one_claim(tmp_path: Path) -> None:
    body = [*BODY, row(1, 1, 1, 5), row(2, 1, 0, "?")]
    batch = read_dtm(save(tmp_path / "d.xlsx", {"Data": HEAD + body}), YES)
    claim = of(batch, "F3")
    assert (claim.low, claim.locator.also) == (55, ("F6",))  # type: ignore[union-attr]
    assert "rows-summed" in [issue.code for issue in claim.issues]
    part = of(batch, "F5")
    assert (part.low, part.high, part.qualifier) == (0, None, "at_least")
    assert len({claim.id for claim in batch.claims}) == len(batch.claims)


def test_a_row_that_repeats_another_is_flagged(tmp_path: Path) -> None:
    batch = read_dtm(save(tmp_path / "d.xlsx", {"Data": [*HEAD, *BODY, BODY[0]]}), YES)
    assert next(report for report in batch.rows if report.row == 6).code == "duplicate-row"


def test_sex_and_age_columns_are_parts_where_they_add_up(tmp_path: Path) -> None:
    head: Rows = [["State", "State Pcode", "IDP Ind", "0-17 M", "0-17 F", "18+ M", "18+ F", "Camps", "Date"]]
    body: Rows = [["S1", "NG001", 10, 1, 2, 3, 4, 10, DAY], ["S2", "NG002", 6, 0, 3, 0, 3, 2, DAY]]
    batch = read_dtm(save(tmp_path / "x.xlsx", {"Data": head + body}), YES)
    whole = of(batch, "C2")
    parts = [claim for claim in batch.claims if claim.part_of == whole.id]
    assert {(dict(part.parts)["age"], dict(part.parts)["sex"], part.low) for part in parts} == {
        ("0-17", "m", 1), ("0-17", "f", 2), ("18+", "m", 3), ("18+", "f", 4),
    }  # fmt: skip
    body[0][3] = 9
    batch = read_dtm(save(tmp_path / "y.xlsx", {"Data": head + body}), YES)
    assert not [claim for claim in batch.claims if claim.parts]


def test_names_of_both_languages_come_together_from_all_sheets(tmp_path: Path) -> None:
    head: Rows = [["ADM1_EN", "ADM2_District_EN", "ADM2_District_AR", "District_pcode", "IDP Indiv", "Date Reported"]]
    body: Rows = [["East", "One", "واحد", "LY0101", 5, DAY], ["East", "Two", "اثنان", "LY0102", 6, DAY],
                  ["West", "Three", "ثلاثة", "LY0201", 7, DAY]]  # fmt: skip
    names: Rows = [
        ["ADM1 (EN)", "ADM1 (AR)", "Lat", "Long"],
        ["East", "الشرق", 31.0, 20.0],
        ["West", "الغرب", 32.0, 12.0],
    ]
    batch = read_dtm(save(tmp_path / "n.xlsx", {"Data": head + body, "Services": names}), YES)
    units = {unit.code: dict(unit.names) for unit in batch.units}
    assert units["LY0101"] == {"en": "One", "ar": "واحد"}
    assert units["LY01"] == {"en": "East", "ar": "الشرق"}
    assert batch.claims[0].places[0].names["ar"] == "واحد"
    assert batch.claims[0].places[0].country == "LBY"


def test_a_csv_is_a_workbook_of_one_sheet(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text(
        "State;State Pcode;IDP Ind;Date\nS1;NG001;10;30/03/2021\nS2;NG002;20;01/04/2021\n", encoding="utf-8"
    )
    batch = read_dtm(path, YES)
    assert value(batch, "displaced") == 30
    assert [claim.as_of for claim in batch.claims] == [dt.date(2021, 3, 30), dt.date(2021, 4, 1)]


def test_a_round_collected_on_many_days_is_as_of_its_last(tmp_path: Path) -> None:
    head = "State;State Pcode;Survey Date;Round;IDP Ind\n"
    text = head + "A;NG001;2021-03-01;3;10\nB;NG002;2021-05-07;3;20\nC;NG003;2012-05-07;3;30\n"
    path = tmp_path / "r.csv"
    path.write_text(text, encoding="utf-8")
    batch = read_dtm(path, YES)
    assert {claim.as_of for claim in batch.claims} == {dt.date(2021, 5, 7)}
    assert batch.released == dt.date(2021, 5, 7)
    assert [issue.code for issue in batch.claims[2].issues] == ["date-far-off"]
    assert [row.row for row in batch.rows if row.code == "date-far-off"] == [4]
    assert "round-of-many-days" in [notice.code for notice in batch.notices]
    series = "State;State Pcode;Survey Date;IDP Ind\nA;NG001;2021-03-01;10\nA;NG001;2021-04-01;20\n"
    path.write_text(series, encoding="utf-8")
    assert [claim.as_of for claim in read_dtm(path, YES).claims] == [dt.date(2021, 3, 1), dt.date(2021, 4, 1)]


def test_dates_and_release_told_by_titles(tmp_path: Path) -> None:
    note: Rows = [["Data collection: July - September 2021"], ["Published: November 2021"]]
    head = [line[:7] for line in HEAD]
    body = [line[:7] for line in BODY]
    batch = read_dtm(save(tmp_path / "t.xlsx", {"Note": note, "Data": head + body}), YES)
    assert (batch.released, batch.released_from) == (dt.date(2021, 11, 30), "file")
    assert batch.claims[0].as_of == dt.date(2021, 9, 30)
    assert "date-from-title" in [notice.code for notice in batch.notices]


def test_a_mapping_is_saved_mended_and_used_for_the_next_round(tmp_path: Path) -> None:
    batch = read_dtm(save(tmp_path / "a.xlsx", {"Data": HEAD + BODY}), YES)
    file = tmp_path / "mappings" / "nga.yaml"
    assert batch.mapping is not None
    save_mapping_file(file, batch.mapping)
    data = load_mapping_file(file)
    assert data["columns"]["displaced_person"] == "IDP Ind"
    del data["columns"]["returned_person"]
    data["constants"] = {"operation": "North-east", "round": "6"}
    turned = [list(reversed(line)) for line in HEAD + BODY]
    batch = read_dtm(
        save(tmp_path / "b.xlsx", {"Data": turned}), ImportOptions(mapping=data, released=dt.date(2021, 5, 1))
    )
    assert (value(batch, "displaced"), value(batch, "returned")) == (150, 0)
    assert {(claim.operation, claim.round) for claim in batch.claims} == {("North-east", "6")}
    assert batch.released_from == "option"


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        ({"sheet": "Dta"}, "mapping-column", "Data"),
        ({"columns": {"displaced_person": "IDP Indd"}}, "mapping-column", "IDP Ind"),
        ({"columns": {"displaced": "IDP Ind"}}, "bad-mapping", "displaced"),
        ({"columns": {"adm1_name": "State"}}, "bad-mapping", "no column with counts"),
        ({"colums": {}}, "bad-mapping", "colums"),
        ({"first_row": 0}, "bad-mapping", "row numbers"),
        ({"constants": {"colour": "red"}}, "bad-mapping", "colour"),
        ({"parts": [{"of": "displaced_person"}]}, "bad-mapping", "part"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(tmp_path: Path, change: dict[str, object], code: str, said: str) -> None:
    data = {
        "sheet": "Data",
        "header_row": 1,
        "first_row": 3,
        "columns": {"adm1_name": "State", "displaced_person": "IDP Ind"},
    }
    path = save(tmp_path / "a.xlsx", {"Data": HEAD + BODY})
    with pytest.raises(UsageError) as error:
        read_dtm(path, ImportOptions(mapping={**data, **change}, assume_yes=True))
    assert error.value.code == code and said in error.value.message


def test_a_person_is_asked_and_nobody_is_not(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"Data": HEAD + BODY})
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return "" if "columns" in question else "2021-06-01"

    batch = read_dtm(path, ImportOptions(ask=answer))
    assert (batch.released, batch.released_from) == (dt.date(2021, 6, 1), "answer")
    assert "displaced_person: IDP Ind" in asked[0]
    with pytest.raises(UsageError) as error:
        read_dtm(path, ImportOptions())
    assert error.value.code == "mapping-unconfirmed"
    with pytest.raises(UsageError):
        read_dtm(path, ImportOptions(ask=lambda question: "no"))


@pytest.mark.parametrize(
    "sheets",
    [
        {"Notes": [["Dear colleagues"], ["see below"]], "Empty": []},
        {"Places": [["State", "State Pcode"], ["S1", "NG001"], ["S2", "NG002"]]},
    ],
)
def test_no_usable_sheet_names_the_sheets(tmp_path: Path, sheets: dict[str, Rows]) -> None:
    with pytest.raises(DocumentError) as error:
        read_dtm(save(tmp_path / "n.xlsx", sheets), YES)
    assert error.value.code == "no-usable-sheet"
    assert "n.xlsx" in error.value.message and next(iter(sheets)) in error.value.message


def test_an_empty_workbook(tmp_path: Path) -> None:
    with pytest.raises(MasfufaError) as error:
        read_dtm(save(tmp_path / "e.xlsx", {"A": []}), YES)
    assert "e.xlsx" in error.value.message


def test_the_same_file_gives_the_same_claims(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"Data": HEAD + BODY})
    assert read_dtm(path, YES) == read_dtm(path, YES)


def test_repair_keeps_what_it_cannot_know() -> None:
    assert repair("NG001002").repaired is False
    assert repair("ng 001 002").value == "NG001002"
    assert repair("NG01002", parent="NG001", length=8).value == "NG001002"
    assert repair("NG11002", parent="NG001", length=8) == ("NG11002", False)
    assert repair("DOO - 002").value == "DOO - 002"


def test_codes_of_upper_units_come_from_their_children_only_where_they_agree() -> None:
    assert derived_parents([("East", "LY0101"), ("East", "LY0102"), ("West", "LY0201")]) == {
        "East": "LY01",
        "West": "LY02",
    }
    assert derived_parents([("East", "LY0101"), ("East", "LY0201")]) == {}
    assert derived_parents([("East", "LY0101"), ("West", "LY0102")]) == {}
