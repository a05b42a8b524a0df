"""Real DTM workbooks, API answers, HAPI's table and HXL files, where ../shared/agency is there."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from masfufa.errors import DocumentError
from masfufa.exchange.dtm import read_dtm
from masfufa.exchange.dtm_api import read_dtm_api
from masfufa.exchange.hapi import COLUMNS, hapi_rows
from masfufa.exchange.hxl import read_hxl
from masfufa.exchange.importers import ImportOptions
from masfufa.exchange.mapping import load_mapping_file, save_mapping_file
from masfufa.workspace.batches import ImportBatch

AGENCY = Path(__file__).resolve().parents[3] / "shared" / "agency"
pytestmark = pytest.mark.skipif(not AGENCY.is_dir(), reason="needs the agency files in ../shared/agency")
YES = ImportOptions(assume_yes=True)

WORKBOOKS = {
    # file's country: rows, levels below the country, sums of whole columns
    "cmr": (988, 4, {"displaced_person": 341535, "returned_person": 124310, "refugees_person": 48902}),
    "eth": (1440, 3, {"displaced_person": 2057004, "displaced_household": 359772}),
    "irq": (2842, 3, {"displaced_person": 1189581, "displaced_household": 204344}),
    "lby": (663, 4, {"displaced_person": 179047, "displaced_household": 36309, "returned_person": 661892}),
    "nga": (790, 3, {"displaced_person": 2182613, "displaced_household": 444781}),
    "sdn": (685, 3, {"displaced_person": 3086553, "displaced_household": 619971}),
    "som": (5330, 3, {"displaced_person": 1686045, "returned_person": 710490}),
    "ssd": (3335, 4, {"displaced_person": 2017236, "displaced_household": 369545, "returned_person": 1782803}),
}  # fmt: skip


@cache
def workbook(country: str) -> ImportBatch:
    (path,) = (AGENCY / "dtm").glob(f"iom_dtm_{country}_*.xlsx")
    return read_dtm(path, YES)


def sums(batch: ImportBatch) -> Counter[str]:
    out: Counter[str] = Counter()
    for claim in batch.claims:
        if not claim.parts:
            out[f"{claim.category}_{claim.unit}"] += claim.low or 0
    return out


@pytest.mark.parametrize("country", WORKBOOKS)
def test_all_workbooks_import_as_proposed(country: str) -> None:
    rows, depth, expected = WORKBOOKS[country]
    batch = workbook(country)
    outcomes = Counter(row.outcome for row in batch.rows if row.row)
    assert (outcomes["taken"], outcomes["rejected"]) == (rows, 0)
    assert {role: sums(batch)[role] for role in expected} == expected
    assert {claim.places[0].level for claim in batch.claims} == {depth}
    assert {claim.places[0].country for claim in batch.claims} == {country.upper()}
    assert all(claim.as_of and claim.round and claim.assessment for claim in batch.claims)
    assert len({claim.id for claim in batch.claims}) == len(batch.claims)


def test_libya_names_codes_and_coordinates() -> None:
    batch = workbook("lby")
    levels = Counter(unit.level for unit in batch.units)
    assert (levels[4], levels[3], levels[2]) == (663, 100, 22)
    both = [unit for unit in batch.units if unit.names.get("ar") and unit.names.get("en")]
    assert len(both) == len(batch.units)
    assert sum(1 for unit in batch.units if unit.level == 4 and unit.lat and unit.lon) == 644
    assert all(
        claim.round == "39" and claim.as_of and claim.as_of.isoformat() == "2021-11-30" for claim in batch.claims
    )
    agreed = next(row.message for row in batch.rows if row.sheet == "Summary") or ""
    assert "179,047" in agreed and "661,892" in agreed
    blank = [claim for claim in batch.claims if claim.absence == "blank"]
    assert len(blank) == 502 and all(claim.low is None for claim in blank)


def test_units_match_the_official_codes_of_libya() -> None:
    with (AGENCY / "download-global-pcodes-adm-1-2.csv").open(encoding="utf-8-sig") as file:
        official = {row["P-Code"]: row["Name"] for row in csv.DictReader(file) if row["Location"] == "LBY"}
    ours = {unit.code for unit in workbook("lby").units if unit.level <= 2}
    assert ours == set(official)


def test_sudan_sexes_and_ages_are_parts() -> None:
    parts = [claim for claim in workbook("sdn").claims if claim.parts and claim.low is not None]
    assert sum(claim.low or 0 for claim in parts if [key for key, _ in claim.parts] == ["sex"]) == 3086553
    assert len({claim.parts for claim in parts}) == 12


def test_nigeria_names_and_codes_are_set_right_and_reasons_are_parts() -> None:
    batch = workbook("nga")
    assert [notice.code for notice in batch.notices].count("columns-swapped") == 2
    assert all((unit.code or "").startswith("NG") for claim in batch.claims for unit in claim.places[0].units)
    reasons = sum(claim.low or 0 for claim in batch.claims if claim.unit == "person" and claim.parts)
    assert reasons == 2182613


def test_a_saved_mapping_gives_the_same(tmp_path: Path) -> None:
    batch = workbook("nga")
    assert batch.mapping is not None
    save_mapping_file(tmp_path / "m.yaml", batch.mapping)
    again = read_dtm(
        next((AGENCY / "dtm").glob("iom_dtm_nga_*.xlsx")),
        ImportOptions(mapping=load_mapping_file(tmp_path / "m.yaml"), assume_yes=True),
    )
    assert [(claim.id, claim.low, claim.places) for claim in again.claims] == [
        (claim.id, claim.low, claim.places) for claim in batch.claims
    ]


@cache
def merged() -> ImportBatch:
    return read_dtm_api(AGENCY / "dtm_api" / "global-iom-dtm-from-api-admin-0-to-2.csv", YES)


def test_api_afghanistan_round_1() -> None:
    batch = read_dtm_api(AGENCY / "dtm_api" / "displacement-admin0-admin0pcode-afg.json", YES)
    first = [claim for claim in batch.claims if claim.round == "1" and not claim.parts]
    assert [claim.low for claim in first] == [246362]


def test_every_row_of_the_merged_table_is_accounted_for() -> None:
    outcomes = Counter((row.outcome, row.code) for row in merged().rows)
    assert outcomes[("skipped", "hxl-row")] == 1
    assert sum(count for (outcome, _), count in outcomes.items() if outcome == "taken") == 13367
    reasons = {reason for claim in merged().claims for key, reason in claim.parts if key == "reason"}
    assert len(reasons) == 11


def test_the_merged_table_equals_hapi_where_hapi_has_no_warning() -> None:
    units = read_hxl(AGENCY / "download-global-pcodes-adm-1-2.csv", YES).units
    ours = {hapi_key(row): row for row in hapi_rows(merged().claims, units)}
    with (AGENCY / "dtm_api" / "hdx_hapi_idps_global.csv").open(encoding="utf-8-sig") as file:
        theirs = {hapi_key(row): row for row in csv.DictReader(file) if not row["location_code"].startswith("#")}
    assert len(ours) == len(theirs) == 6854
    clean = [key for key, row in theirs.items() if not row["warning"]]
    assert len(clean) == 6728
    own = set(COLUMNS) - {"has_hrp", "in_gho", "dataset_hdx_id", "resource_hdx_id"}
    assert [key for key in clean if any(ours[key][name] != theirs[key][name] for name in own)] == []
    warned = {key for key, row in ours.items() if row["warning"]}
    # The five left are Haiti's Nord Ouest: HT09 is its code, so there is nothing to warn of.
    assert {theirs[key]["warning"] for key in theirs if theirs[key]["warning"] and key not in warned} == {
        "PCode mismatch HT09 != Nord Ouest"
    }
    assert all(ours[key]["warning"] == theirs[key]["warning"] for key in warned)


def hapi_key(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(
        row[name]
        for name in ("location_code", "admin_level", "admin1_code", "admin2_code", "operation", "assessment_type",
                     "reporting_round", "reference_period_start")
    )  # fmt: skip


BROKEN = {
    "input-broken.xlsx": "table-unreadable", "input-fuzzy.csv": "hxl-wrong-tag", "input-invalid.csv": "hxl-no-tags",
    "input-invalid.png": "not-a-table", "input-notag1.html": "not-a-table", "input-notag2.html": "not-a-table",
    "input-quality.xls": "table-old-excel", "input-valid.xls": "table-old-excel", "input-untagged.csv": "hxl-no-tags",
    "input-untagged-csv.zip": "hxl-no-tags", "input-untagged-objects.json": "hxl-no-tags",
    "input-untagged.json": "hxl-no-tags", "wide-tagging-test.csv": "hxl-no-tags", "truthy-schema.json": "hxl-no-tags",
}  # fmt: skip


def hxl_files() -> list[Path]:
    return sorted(path for path in (AGENCY / "hxl").glob("*/*") if path.is_file()) if AGENCY.is_dir() else []


@pytest.mark.parametrize("path", hxl_files(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_good_hxl_files_import_and_broken_ones_say_why(path: Path) -> None:
    if path.name in BROKEN:
        with pytest.raises(DocumentError) as error:
            read_hxl(path, YES)
        assert error.value.code == BROKEN[path.name] and path.name in error.value.message
    else:
        batch = read_hxl(path, YES)
        assert batch.rows and not [row for row in batch.rows if row.outcome == "rejected"]
