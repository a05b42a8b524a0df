"""DTM API rows: one total a round, its parts by reason, origin and sex; and the same as rows of HAPI's table."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest

from masfufa.errors import DocumentError
from masfufa.exchange.dtm_api import read_dtm_api, reason_of
from masfufa.exchange.hapi import COLUMNS, hapi_rows, write_hapi
from masfufa.exchange.importers import ImportOptions
from masfufa.workspace.batches import AdminRow, ImportBatch

YES = ImportOptions(assume_yes=True)


def api_row(count: object, reason: str = "Conflict", **more: Any) -> dict[str, Any]:
    return {
        "operation": "Floods", "admin0Name": "Chad", "admin0Pcode": "TCD", "admin1Name": "Lac",
        "admin1Pcode": "TD07",
        "numPresentIdpInd": count, "reportingDate": "2020-01-31T00:00:00", "roundNumber": 2,
        "displacementReason": reason,
        "numberMales": None, "numberFemales": None, "idpOriginAdmin1Name": "Not available",
        "idpOriginAdmin1Pcode": "Not available", "assessmentType": "BA",
    } | more  # fmt: skip


def read(tmp_path: Path, rows: list[dict[str, Any]]) -> ImportBatch:
    path = tmp_path / "answer.json"
    path.write_text(json.dumps({"result": rows}), encoding="utf-8")
    return read_dtm_api(path, YES)


def test_rows_by_reason_are_one_total_and_its_parts(tmp_path: Path) -> None:
    batch = read(
        tmp_path, [api_row(100), api_row(20, "Natural disaster"), api_row(3, "No reason for displacement reported")]
    )
    whole, *parts = batch.claims
    assert (whole.low, whole.parts, whole.round, whole.as_of) == (123, (), "2", dt.date(2020, 1, 31))
    assert (whole.locator.cell, whole.locator.also) == ("F2", ("F3", "F4"))  # type: ignore[union-attr]
    assert [(part.low, part.parts, part.cause, part.part_of) for part in parts] == [
        (100, (("reason", "conflict"),), "conflict", whole.id),
        (20, (("reason", "natural disaster"),), "disaster", whole.id),
    ]
    assert [row.outcome for row in batch.rows] == ["taken"] * 3


def test_origins_and_sexes_are_parts_and_not_available_is_none(tmp_path: Path) -> None:
    rows = [api_row(10, idpOriginAdmin1Name="Kanem", idpOriginAdmin1Pcode="TD06", numberMales=4, numberFemales=6),
            api_row(30, "conflict", numberMales=10, numberFemales="Not available")]  # fmt: skip
    whole, *parts = read(tmp_path, rows).claims
    assert (whole.low, whole.cause) == (40, "conflict")
    assert [(dict(part.parts), part.low, part.qualifier) for part in parts] == [
        ({"origin": "TD06", "reason": "conflict"}, 10, "exact"),
        ({"reason": "conflict"}, 30, "exact"),
        ({"sex": "f"}, 6, "at_least"),
        ({"sex": "m"}, 14, "exact"),
    ]


@pytest.mark.parametrize("other", [{"roundNumber": 3}, {"assessmentType": "SA"}, {"operation": "War"},
                                   {"reportingDate": "2020-02-28T00:00:00"}, {"admin1Pcode": "TD08"},
                                   {"admin2Name": "Fouli", "admin2Pcode": "TD0704"}])  # fmt: skip
def test_rounds_assessments_operations_dates_and_places_are_kept_apart(tmp_path: Path, other: dict[str, Any]) -> None:
    wholes = [claim for claim in read(tmp_path, [api_row(5), api_row(7, **other)]).claims if not claim.parts]
    assert [claim.low for claim in wholes] == [5, 7]


def test_an_unreadable_count_makes_the_total_a_lower_bound(tmp_path: Path) -> None:
    batch = read(tmp_path, [api_row(5), api_row("many", "Other reason"), api_row(None, "Insecurity")])
    whole = batch.claims[0]
    assert (whole.low, whole.high, whole.qualifier) == (5, None, "at_least")
    assert {issue.code for issue in whole.issues} == {"not-a-number", "sum-incomplete"}


@pytest.mark.parametrize(
    ("text", "name", "cause"),
    [
        ("Conflict", "conflict", "conflict"), ("conflict", "conflict", "conflict"),
        ("Insecurity", "insecurity", "conflict"),
        ("Natural disaster; Conflict", "conflict; natural disaster", None), ("Other reason", "other", "other"),
        ("Conflict; Insecurity", "conflict; insecurity", "conflict"), ("Not available", None, None),
        ("No reason for displacement reported", None, None), ("Boredom", "boredom", None),
    ],
)  # fmt: skip
def test_reasons_have_one_spelling(text: str, name: str | None, cause: str | None) -> None:
    assert reason_of(text) == (name, cause)


def test_rows_without_place_or_date_are_rejected_with_their_cell(tmp_path: Path) -> None:
    batch = read(
        tmp_path, [api_row(5, admin0Pcode="???", admin0Name="Nowhere at all"), api_row(6, reportingDate="soon")]
    )
    assert [(row.outcome, row.code, row.cell) for row in batch.rows] == [
        ("rejected", "row-without-place", "C2"), ("rejected", "row-without-date", "G3"),
    ]  # fmt: skip
    assert batch.claims == ()


def test_a_table_of_something_else_says_which_columns_are_missing(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(DocumentError) as error:
        read_dtm_api(path, YES)
    assert error.value.code == "missing-columns" and "numPresentIdpInd" in error.value.message


UNITS = [AdminRow("TCD", "cod", 1, "TCD07", "Lac"), AdminRow("TCD", "cod", 1, "TCD06", "Kanem"),
         AdminRow("TCD", "cod", 2, "TCD0704", "Fouli")]  # fmt: skip


def test_hapi_rows_hold_codes_against_official_ones(tmp_path: Path) -> None:
    rows = [api_row(1), api_row(2, admin1Name="Kanem"), api_row(3, admin1Pcode="TD99", admin1Name="Utopia"),
            api_row(4, admin2Name="Fouli", admin2Pcode="TD0704")]  # fmt: skip
    out = list(hapi_rows(read(tmp_path, rows).claims, UNITS))
    assert [tuple(row) for row in out] == [COLUMNS] * 3
    assert [(row["population"], row["admin1_code"], row["warning"], row["error"]) for row in out] == [
        ("3", "TCD07", "PCode length TD07->TCD07", ""),
        ("3", "TD99", "", "PCode unknown TD99"),
        ("4", "TCD07", "PCode length TD0704->TCD0704|PCode length TD07->TCD07", ""),
    ]
    one = next(hapi_rows(read(tmp_path, rows[1:2]).claims, UNITS))
    assert one["warning"] == "PCode length TD07->TCD07|PCode mismatch TCD07 != Kanem"
    assert (one["provider_admin1_name"], one["admin1_name"]) == ("Kanem", "Lac")


def test_hapi_rows_without_official_codes_are_as_given(tmp_path: Path) -> None:
    out = io.StringIO()
    assert write_hapi(hapi_rows(read(tmp_path, [api_row(1), api_row(2, "Insecurity")]).claims), out) == 1
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert (rows[0]["population"], rows[0]["admin1_code"], rows[0]["warning"]) == ("3", "TD07", "")
    assert (rows[0]["reference_period_start"], rows[0]["reporting_round"]) == ("2020-01-31", "2")


def test_hapi_has_one_row_for_two_releases_of_one_figure(tmp_path: Path) -> None:
    first = read(tmp_path, [api_row(5)]).claims
    path = tmp_path / "later.json"
    path.write_text(json.dumps([api_row(6)]), encoding="utf-8")
    later = read_dtm_api(path, ImportOptions(released=dt.date(2024, 1, 1))).claims
    assert [row["population"] for row in hapi_rows([*later, *first])] == ["6"]
    assert [row["population"] for row in hapi_rows([*first, *later])] == ["6"]
