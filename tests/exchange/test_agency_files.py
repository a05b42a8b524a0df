"""The agencies' own files, where they are: the vintages of GIDD, GED as released, coordinates off Palermo."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from masfufa.exchange.importers import ImportOptions, importer
from masfufa.workspace.batches import ImportBatch

AGENCY = Path(__file__).resolve().parents[3] / "shared" / "agency"
YES = ImportOptions(assume_yes=True)

pytestmark = pytest.mark.skipif(not AGENCY.exists(), reason="needs ../shared/agency")

Series = tuple[str, int, str]


def conflict_series(batch: ImportBatch) -> dict[Series, int | None]:
    """Values by country, year and measure (stock or period) of displacement by conflict."""
    out: dict[Series, int | None] = {}
    for claim in batch.claims:
        day = claim.as_of or claim.period_end
        if claim.cause == "conflict" and day is not None:
            out[claim.places[0].units[0].code or "", day.year, claim.kind] = claim.low
    return out


def test_the_two_vintages_of_gidd_differ_in_97_values_of_84_country_years() -> None:
    old, new = (conflict_series(importer("gidd")(AGENCY / "idmc" / f"gidd_{year}.csv", YES)) for year in (2022, 2025))
    common = old.keys() & new.keys()
    assert len({key[:2] for key in common}) == 760
    changed = [key for key in common if None not in (old[key], new[key]) and old[key] != new[key]]
    assert Counter(key[2] for key in changed) == {"stock": 72, "period": 25}
    assert len({key[:2] for key in changed}) == 84
    assert (old["LBY", 2019, "stock"], new["LBY", 2019, "stock"]) == (451422, 411178)
    newly = [key for key in common if old[key] is None and new[key] is not None]
    assert newly and not set(newly) & set(changed)
    assert all(new[key] == 0 for key in newly if key[2] == "period" and key[0] == "GEO")


def test_gidd_takes_every_row_and_says_what_its_own_codes_are() -> None:
    for year, rows, abyei in ((2022, 1965, 8), (2025, 961, None)):
        batch = importer("gidd")(AGENCY / "idmc" / f"gidd_{year}.csv", YES)
        assert sum(row.outcome == "taken" for row in batch.rows) == rows
        assert not any(row.outcome == "rejected" for row in batch.rows)
        told = [row for row in batch.rows if row.code == "special-code"]
        assert told and all("AB9" in (row.message or "") or "Kosovo" in (row.message or "") or "SRK" in
                            (row.message or "") for row in told)  # fmt: skip
        if abyei:
            assert sum("AB9" in (row.message or "") for row in told) == abyei


def test_idu_days_are_those_of_its_sentences() -> None:
    batch = importer("idu")(AGENCY / "idmc" / "idmc_idu.json", YES)
    assert len(batch.claims) == 113 and batch.released == dt.date(2023, 11, 8)
    assert Counter(claim.cause for claim in batch.claims) == {"disaster": 107, "conflict": 6}
    assert Counter(claim.qualifier for claim in batch.claims) == {"exact": 100, "approx": 10, "at_least": 3}
    first = batch.claims[0]
    assert (first.low, first.period_start, first.period_end) == (2, dt.date(2023, 11, 7), dt.date(2023, 11, 7))


def test_ged_as_released_and_with_an_hxl_row() -> None:
    whole = importer("ged")(AGENCY / "ucdp" / "download.zip", YES)
    assert len(whole.events) == 3194 and not any(row.outcome == "rejected" for row in whole.rows)
    assert sum(claim.best or 0 for claim in whole.claims if not claim.part_of) == 20936
    one = importer("ged")(AGENCY / "ucdp" / "conflict_data_BGD.csv", YES)
    assert len(one.events) == 601 and one.rows[0].code == "hxl-row"
    same = ImportOptions(assume_yes=True, countries=("BGD",))
    part = importer("ged")(AGENCY / "ucdp" / "download.zip", same)
    value = {claim.assessment: (claim.low, claim.best, claim.high) for claim in one.claims if not claim.part_of}
    assert value == {c.assessment: (c.low, c.best, c.high) for c in part.claims if not c.part_of}


def test_the_eight_rows_of_sabratha_near_palermo_are_flagged_and_stay_in_sabratha() -> None:
    batch = importer("missing-migrants")(AGENCY / "missing_migrants_2019.json", YES)
    assert sum(row.outcome == "taken" for row in batch.rows) == 1831
    there = [claim for claim in batch.claims if claim.places[0].name == "Sabratha, Libya" and claim.category == "killed"
             and not claim.part_of]  # fmt: skip
    assert len(there) == 10
    flagged = [claim for claim in there if any(issue.code == "coordinates-elsewhere" for issue in claim.issues)]
    assert len(flagged) == 8 and all("38.12072, 13.30701" in claim.issues[0].message for claim in flagged)
    for claim in there:
        place = claim.places[0]
        assert place.country == "LBY" and abs((place.lat or 0) - 32.8) < 0.2 and abs((place.lon or 0) - 12.5) < 0.2
    assert Counter(row.code for row in batch.rows)["coordinates-swapped"] > 200
