"""GIDD, IDU, GED, ACLED and Missing Migrants on small files of our own: columns by name, absences, skips."""

from __future__ import annotations

import csv
import datetime as dt
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from masfufa.claims import Claim
from masfufa.errors import DocumentError, UsageError
from masfufa.exchange.idu import sentence_of
from masfufa.exchange.importers import ImportOptions, importer
from masfufa.exchange.place_names import country_of
from masfufa.ontology.figures import CATEGORIES, KINDS, QUALIFIERS
from masfufa.ontology.plover import EVENT_TYPES
from masfufa.workspace.batches import ImportBatch

YES = ImportOptions(assume_yes=True)


def table(path: Path, *rows: list[Any]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def take(name: str, path: Path, options: ImportOptions = YES) -> ImportBatch:
    batch = importer(name)(path, options)
    assert len({claim.id for claim in batch.claims}) == len(batch.claims)
    assert {claim.document for claim in batch.claims} <= {batch.document.id}
    for claim in batch.claims:
        assert claim.category in CATEGORIES and claim.kind in KINDS and claim.qualifier in QUALIFIERS
        assert claim.absence is None or (claim.low, claim.high, claim.best) == (None, None, None)
    ids = {claim.id for claim in batch.claims}
    assert all(claim.part_of in ids for claim in batch.claims if claim.part_of)
    assert all(event.event_type in EVENT_TYPES and set(event.figures) <= ids for event in batch.events)
    return batch


def outcomes(batch: ImportBatch) -> dict[tuple[str, str | None], int]:
    return dict(Counter((row.outcome, row.code) for row in batch.rows))


def by(batch: ImportBatch, **wanted: Any) -> list[Claim]:
    return [claim for claim in batch.claims if all(getattr(claim, key) == value for key, value in wanted.items())]


# GIDD

GIDD_OLD = ["ISO3", "Name", "Year", "Conflict Stock Displacement", "Conflict Stock Displacement (Raw)",
            "Conflict Internal Displacements", "Conflict Internal Displacements (Raw)",
            "Disaster Internal Displacements", "Disaster Internal Displacements (Raw)"]  # fmt: skip


def test_gidd_takes_the_unrounded_value_and_keeps_blanks_apart_from_zero(tmp_path: Path) -> None:
    path = table(
        tmp_path / "old.csv", GIDD_OLD, ["#country+code", "#country+name", "#date+year", "#affected", "#affected"],
        ["LBY", "Libya", 2019, 1200, 1234, "", "", 0, 0],
        ["AB9", "Abyei Area", 2019, 500, 503, 10, 10, "", ""],
    )  # fmt: skip
    batch = take("gidd", path)
    assert outcomes(batch) == {("skipped", "hxl-row"): 1, ("taken", None): 1, ("taken", "special-code"): 1}
    stock, new, flood = [claim for claim in batch.claims if claim.places[0].country == "LBY"]
    assert (stock.low, stock.high, stock.qualifier, stock.kind, stock.cause) == (
        1234,
        1234,
        "exact",
        "stock",
        "conflict",
    )
    assert stock.as_of == dt.date(2019, 12, 31) and stock.period_start is None
    assert stock.locator.cell == "E3" and stock.locator.text == "1234"
    assert (new.low, new.absence, new.kind) == (None, "blank", "period")
    assert (new.period_start, new.period_end) == (dt.date(2019, 1, 1), dt.date(2019, 12, 31))
    assert (flood.low, flood.absence, flood.cause) == (0, None, "disaster")
    abyei = batch.claims[3].places[0]
    assert (abyei.country, abyei.units[0].code, abyei.name) == (None, "AB9", "Abyei Area")
    assert (batch.released, batch.released_from) == (dt.date(2019, 12, 31), "latest_date")


def test_gidd_of_another_release_has_the_same_series(tmp_path: Path) -> None:
    path = table(
        tmp_path / "new.csv",
        ["year", "total_displacement_rounded", "iso3", "total_displacement", "country_name", "new_displacement"],
        [2019, 1200, "LBY", 1234, "Libya", 7],
        [2019, 90, "XKX", "", "", ""],
        [2019, 40000, "TCD", 1234, "Chad", 7],
    )
    batch = take("gidd", path)
    assert [(c.kind, c.cause, c.low, c.qualifier) for c in batch.claims if c.places[0].country == "LBY"] == [
        ("stock", "conflict", 1234, "exact"),
        ("period", "conflict", 7, "exact"),
    ]
    (rounded,) = by(batch, qualifier="approx")
    assert rounded.places[0].country == "KOS" and rounded.low == 90
    assert [issue.code for issue in rounded.issues] == ["rounded-only"]
    assert outcomes(batch)["taken", "rounded-differs"] == 1


def test_gidd_rows_are_accounted_for(tmp_path: Path) -> None:
    path = table(
        tmp_path / "odd.csv", GIDD_OLD,
        ["LBY", "Libya", 2019, 1, 1], ["LBY", "Libya", 2019, 2, 2], ["Q1Q", "Nowhere at all", 2019, 1, 1],
        ["LBY", "Libya", "soon", 1, 1], ["TCD", "Chad", 2019, 1, "many"],
    )  # fmt: skip
    batch = take("gidd", path)
    assert [(row.row, row.outcome, row.code, row.cell) for row in batch.rows] == [
        (2, "taken", None, None),
        (3, "rejected", "repeated-key", "A3"),
        (4, "rejected", "unknown-country", "A4"),
        (5, "rejected", "not-a-date", "C5"),
        (6, "taken", "rounded-only", None),
    ]
    assert "odd.csv, cell A4" in (batch.rows[2].message or "")
    batch = take("gidd", path, ImportOptions(released=dt.date(2020, 5, 1), countries=("TCD",)))
    assert outcomes(batch) == {
        ("skipped", "other-country"): 3,
        ("rejected", "unknown-country"): 1,
        ("taken", "rounded-only"): 1,
    }
    assert (batch.released, batch.released_from) == (dt.date(2020, 5, 1), "option")


def test_the_sheet_with_the_columns_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Read me"
    book.active.append(["About", "this file"])
    data = book.create_sheet("Data")
    for row in (["Released by us"], [], GIDD_OLD, ["LBY", "Libya", 2019.0, 1200, "1,234", None, None, 0, "0"]):
        data.append(row)
    path = tmp_path / "gidd.xlsx"
    book.save(path)
    batch = take("gidd", path)
    assert [(row.sheet, row.row, row.outcome, row.code) for row in batch.rows] == [
        ("Read me", 0, "skipped", "sheet-not-read"),
        ("Data", 4, "taken", None),
    ]
    assert [(claim.low, claim.locator.key) for claim in batch.claims] == [
        (1234, "cell:Data!E4"), (None, "cell:Data!G4"), (0, "cell:Data!I4"),
    ]  # fmt: skip


def test_a_table_without_the_columns_names_file_and_columns(tmp_path: Path) -> None:
    path = table(tmp_path / "people.csv", ["iso3", "name", "age"], ["LBY", "a", 3])
    with pytest.raises(DocumentError, match=r"people\.csv: no column year.*Found: iso3, name, age") as error:
        take("gidd", path)
    assert error.value.code == "missing-columns"
    path = table(tmp_path / "years.csv", ["iso3", "year"], ["LBY", 2019])
    with pytest.raises(DocumentError, match="no column of displacement figures"):
        take("gidd", path)
    with pytest.raises(UsageError, match="no release date"):
        take("gidd", table(tmp_path / "x.csv", GIDD_OLD, ["LBY", "Libya", 2019, 1, 1]), ImportOptions())


# IDU


def update(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": number, "country": "Libya", "iso3": "LBY", "latitude": 32.8, "longitude": 13.2,
        "displacement_type": "Conflict", "qualifier": "total", "figure": 40,
        "displacement_start_date": "2019-04-07T12:00:00.000Z", "displacement_end_date": "2019-04-08T12:00:00.000Z",
        "event_name": "Libya: Clashes - Tripoli - 04/04/2019", "created_at": "2019-04-10T09:00:00.000Z",
        "standard_popup_text": "<b> Libya: 40 displacements, 08 April - 09 April </b> <br> A total of 40 people fled "
        "to a school. <br> <a href=\"https://example.org/a?b=1&amp;c=2\"target=\"_blank\">"
        "Example Wire - 09 April 2019</a>",
        **fields,
    }  # fmt: skip


def test_idu_says_days_source_place_and_qualifier(tmp_path: Path) -> None:
    path = tmp_path / "idu.json"
    path.write_text(
        json.dumps([update(1), update(2, qualifier="more than", figure=500), update(3, qualifier="approximately")]),
        encoding="utf-8",
    )
    first, least, about = take("idu", path).claims
    assert (first.category, first.kind, first.low, first.high, first.cause) == (
        "displaced",
        "incident",
        40,
        40,
        "conflict",
    )
    assert (first.period_start, first.period_end) == (dt.date(2019, 4, 8), dt.date(2019, 4, 9))
    assert (first.source, first.chain, first.assessment) == ("IDMC", ("Example Wire",), "1")
    assert first.released == dt.date(2019, 4, 10)
    place = first.places[0]
    assert (place.name, place.country, [unit.name for unit in place.units]) == ("Tripoli", "LBY", ["Libya", "Tripoli"])
    assert (least.qualifier, least.low, least.high) == ("at_least", 500, None)
    assert (about.qualifier, about.low, about.high) == ("approx", 40, 40)
    assert sentence_of(update(1)["standard_popup_text"]) == "A total of 40 people fled to a school."


def test_idu_takes_no_figure_twice_and_none_for_comparison(tmp_path: Path) -> None:
    path = tmp_path / "idu.json"
    path.write_text(
        json.dumps(
            [
                update(1, role="Recommended figure"),
                update(1, role="Recommended figure", figure=45, created_at="2019-04-11T09:00:00.000Z"),
                update(2, role="Triangulation", figure=60),
                update(3, figure=45),
                update(4, iso3="TCD", country="Chad"),
            ]
        ),
        encoding="utf-8",
    )
    batch = take("idu", path)
    assert [(row.row, row.outcome, row.code) for row in batch.rows] == [
        (2, "skipped", "repeated-row"),
        (3, "taken", "possible-duplicate"),
        (4, "skipped", "triangulation"),
        (5, "taken", "possible-duplicate"),
        (6, "taken", "coordinates-elsewhere"),
    ]
    assert [claim.low for claim in batch.claims] == [45, 45, 40]
    assert batch.claims[2].places[0].lat is None


# GED

GED = {
    "id": "9", "type_of_violence": "1", "side_a": "Government of Libya", "side_b": "Some Council",
    "number_of_sources": "1", "source_office": "Example Wire", "where_prec": "1", "where_coordinates": "Ain Zara",
    "adm_1": "Tripoli", "adm_2": "Somewhere", "latitude": "32.80", "longitude": "13.28", "country": "Libya",
    "event_clarity": "1", "date_prec": "1", "date_start": "2019-04-07", "date_end": "2019-04-08", "deaths_a": "1",
    "deaths_b": "2", "deaths_civilians": "3", "deaths_unknown": "0", "low": "4", "best": "6", "high": "9",
}  # fmt: skip


def events(path: Path, *rows: dict[str, str], columns: list[str] | None = None) -> Path:
    columns = columns or list(GED)
    lines = [[{**GED, **row}[column] for column in columns] for row in rows]
    return table(path, columns, *lines)


def test_ged_gives_bounds_best_shares_and_the_event(tmp_path: Path) -> None:
    batch = take("ged", events(tmp_path / "ged.csv", {}))
    whole, *parts = batch.claims
    assert (whole.low, whole.best, whole.high, whole.qualifier, whole.kind) == (4, 6, 9, "range", "incident")
    assert (whole.source, whole.chain, whole.cause) == ("UCDP", ("Example Wire",), "conflict")
    assert (whole.period_start, whole.period_end) == (dt.date(2019, 4, 7), dt.date(2019, 4, 8))
    assert [(claim.low, claim.groups, claim.parts) for claim in parts] == [
        (1, ("fighters",), (("share", "side_a"),)),
        (2, ("fighters",), (("share", "side_b"),)),
        (3, ("civilians",), (("share", "civilians"),)),
    ]
    assert {claim.part_of for claim in parts} == {whole.id}
    (event,) = batch.events
    assert (event.event_type, event.dataset_id, event.figures) == ("ASSAULT", "9", tuple(c.id for c in batch.claims))
    assert [(actor.name, actor.country, actor.sector) for actor in (*event.source, *event.target)] == [
        ("Government of Libya", "LBY", "GOV"),
        ("Some Council", "LBY", "REB"),
    ]


def test_ged_places_no_event_more_exactly_than_ucdp_does(tmp_path: Path) -> None:
    rows = [{"id": str(number), "where_prec": str(number)} for number in range(1, 8)]
    places = [claim.places[0] for claim in take("ged", events(tmp_path / "g.csv", *rows)).claims if not claim.part_of]
    assert [(place.precision, place.level) for place in places] == [
        ("point", 2), ("city", 2), ("admin2", 2), ("admin1", 1), ("admin1", 1), ("country", 0), (None, None),
    ]  # fmt: skip
    assert places[6].country is None and places[5].country == "LBY"


def test_ged_columns_may_stand_in_any_order_and_in_a_zip(tmp_path: Path) -> None:
    columns = sorted(GED, reverse=True)
    plain = events(tmp_path / "ged.csv", {}, {"id": "10"}, columns=columns)
    with zipfile.ZipFile(tmp_path / "ged.zip", "w") as archive:
        archive.write(plain, "ged.csv")
    for path in (plain, tmp_path / "ged.zip"):
        batch = take("ged", path)
        assert [claim.best for claim in batch.claims if not claim.part_of] == [6, 6]
        assert batch.claims[0].locator.cell == "V2" and columns[21] == "best"


def test_ged_rows_are_accounted_for(tmp_path: Path) -> None:
    path = events(
        tmp_path / "g.csv", {}, {}, {"id": "2", "country": "Chad"}, {"id": "3", "best": "12"},
        {"id": "4", "event_clarity": "2"}, {"id": "5", "date_end": "2019-04-01"}, {"id": "6", "best": "some"},
        {"id": ""},
    )  # fmt: skip
    batch = take("ged", path, ImportOptions(assume_yes=True, countries=("LBY",)))
    assert [(row.row, row.outcome, row.code) for row in batch.rows] == [
        (2, "taken", None),
        (3, "skipped", "repeated-row"),
        (4, "skipped", "other-country"),
        (5, "taken", "bounds-crossed"),
        (6, "taken", "aggregated-event"),
        (7, "rejected", "not-a-date"),
        (8, "taken", "not-a-number"),
        (9, "rejected", "no-id"),
    ]
    crossed = next(claim for claim in batch.claims if claim.assessment == "3" and not claim.part_of)
    assert (crossed.low, crossed.best, crossed.high) == (4, 12, 12)


def test_ged_hxl_row_is_no_event(tmp_path: Path) -> None:
    tags = ["" for _ in GED]
    tags[1], tags[-2] = "#event+type", "#affected+killed"
    path = table(tmp_path / "g.csv", list(GED), tags, list(GED.values()))
    assert outcomes(take("ged", path)) == {("skipped", "hxl-row"): 1, ("taken", None): 1}


# ACLED

ACLED = {
    "event_id_cnty": "LBY1", "event_date": "08 April 2019", "time_precision": "1",
    "event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike",
    "actor1": "Military Forces of Libya (2016-)", "assoc_actor_1": "", "inter1": "State forces",
    "actor2": "Civilians (Libya)", "assoc_actor_2": "", "inter2": "Civilians", "iso": "434", "country": "Libya",
    "admin1": "Tripoli", "admin2": "", "admin3": "", "location": "Tripoli", "latitude": "32.88", "longitude": "13.18",
    "geo_precision": "1", "source": "Example Wire", "notes": "Planes.", "fatalities": "3", "timestamp": "1556000000",
}  # fmt: skip


def acled(path: Path, *rows: dict[str, str]) -> Path:
    return table(path, list(ACLED), *[list({**ACLED, **row}.values()) for row in rows])


def test_acled_events_are_plover_events(tmp_path: Path) -> None:
    path = acled(
        tmp_path / "a.csv", {},
        {"event_id_cnty": "LBY2", "event_type": "Protests", "sub_event_type": "Excessive force against protesters",
         "actor1": "Protesters (Libya)", "inter1": "6", "actor2": "Police Forces of Libya (2016-)", "inter2": "1"},
        {"event_id_cnty": "LBY3", "event_type": "Strategic developments", "sub_event_type": "Other"},
        {"event_id_cnty": "LBY4", "event_type": "Battles", "sub_event_type": "Duel", "assoc_actor_2": "A Brigade; X"},
        {"event_id_cnty": "LBY5", "event_type": "New", "sub_event_type": "Newer"},
    )  # fmt: skip
    batch = take("acled", path)
    strike, force, battle = batch.events
    assert (strike.event_type, strike.mode, strike.dataset_id) == ("ASSAULT", "aerial", "LBY1")
    assert [(a.name, a.country, a.sector) for a in (*strike.source, *strike.target)] == [
        ("Military Forces of Libya", "LBY", "MIL"),
        ("Civilians", "LBY", "CVL"),
    ]
    assert (force.mode, force.source[0].sector, force.target[0].name) == ("crowd-control", "COP", "Protesters")
    assert (battle.event_type, [actor.name for actor in battle.target]) == (
        "ASSAULT",
        ["Civilians", "A Brigade", "X"],
    )
    assert len(batch.claims) == 5
    assert outcomes(batch)["taken", "unknown-event-type"] == 1


def test_acled_zero_is_a_stated_zero_that_says_what_it_means(tmp_path: Path) -> None:
    path = acled(
        tmp_path / "a.csv", {"fatalities": "0"}, {"event_id_cnty": "B", "fatalities": ""},
        {"event_id_cnty": "C", "time_precision": "2", "geo_precision": "3", "admin2": "Somewhere"},
        {"event_id_cnty": "D", "time_precision": "3", "event_date": "2019-02-10"},
    )  # fmt: skip
    zero, blank, week, month = take("acled", path).claims
    assert (zero.low, zero.high, [issue.code for issue in zero.issues]) == (0, 0, ["none-reported"])
    assert (blank.low, blank.absence) == (None, "blank")
    assert (week.period_start, week.period_end) == (dt.date(2019, 4, 8), dt.date(2019, 4, 14))
    assert (week.places[0].precision, week.places[0].level) == ("admin1", 1)
    assert (month.period_start, month.period_end) == (dt.date(2019, 2, 1), dt.date(2019, 2, 28))
    assert zero.chain == ("Example Wire",)


def test_acled_takes_the_newest_of_an_id(tmp_path: Path) -> None:
    revised = {"fatalities": "5", "timestamp": "1557000000"}
    path = acled(tmp_path / "a.csv", {}, revised, {"event_id_cnty": "E", "iso": "0", "country": "Nowhere"})
    batch = take("acled", path)
    assert [(row.outcome, row.code) for row in batch.rows] == [
        ("skipped", "repeated-row"),
        ("taken", None),
        ("rejected", "unknown-country"),
    ]
    assert [claim.low for claim in batch.claims] == [5]
    assert (batch.released, batch.released_from) == (dt.date(2019, 5, 4), "file")


# Missing Migrants

MIGRANTS = {
    "Main ID": "2019.X1", "Incident Type": "Incident", "Incident Date": "2019-05-01", "Number of Dead": "2",
    "Minimum Estimated Number of Missing": "", "Total Number of Dead and Missing": "2", "Number of Survivors": "",
    "Number of Females": "", "Number of Males": "", "Number of Children": "", "Cause of Death": "Drowning",
    "Country of Incident": "Libya", "Location of Incident": "Sabratha, Libya", "Coordinates": "32.79, 12.48",
    "Information Source": "Example Crescent",
}  # fmt: skip


def migrants(path: Path, *rows: dict[str, str]) -> Path:
    return table(path, list(MIGRANTS), *[list({**MIGRANTS, **row}.values()) for row in rows])


def test_missing_migrants_has_dead_missing_survivors_and_parts(tmp_path: Path) -> None:
    path = migrants(
        tmp_path / "m.csv", {"Number of Survivors": "5", "Number of Females": "1"},
        {"Minimum Estimated Number of Missing": "10", "Total Number of Dead and Missing": "12", "Number of Males": "4"},
        {"Incident Type": "Cumulative Incident", "Total Number of Dead and Missing": "3"},
    )  # fmt: skip
    batch = take("missing-migrants", path)
    dead, missing, survivors, women = batch.claims[:4]
    assert (dead.category, dead.low, dead.kind, dead.groups, dead.cause) == (
        "killed",
        2,
        "incident",
        ("migrants",),
        "other",
    )
    assert (missing.category, missing.low, missing.absence) == ("missing", None, "blank")
    assert (survivors.category, survivors.low, survivors.parts) == ("affected", 5, (("outcome", "survived"),))
    assert (women.part_of, women.parts, women.groups) == (dead.id, (("sex", "f"),), ("migrants", "women"))
    least = by(batch, category="missing", qualifier="at_least")[0]
    assert (least.low, least.high) == (10, None)
    assert [row.code for row in batch.rows] == [None, "part-of-either", "sum-differs"]
    assert batch.claims[-1].kind == "cumulative" and batch.claims[-1].as_of == dt.date(2019, 5, 1)


@pytest.mark.parametrize(
    ("where", "pair", "code"),
    [
        ("Sabratha, Libya", "38.12, 13.31", "coordinates-elsewhere"),  # near Palermo
        ("Sabratha, Libya", "12.48, 32.79", "coordinates-swapped"),
        ("Sabratha, Libya", "32.77, 12.41", None),
        ("Off the coast of Sabratha, Libya", "33.4, 12.4", None),
        ("Body recovered near Benghazi, Libya", "32.16, 19.88", None),
        ("Unspecified location in the desert, Libya", "25.5, 14.2", None),
        ("Unspecified location in the desert, Libya", "48.1, 11.6", "coordinates-elsewhere"),
        ("Unspecified location at sea", "34.5, 14.0", None),
        ("Sabratha, Libya", "132, 12.4", "coordinates-elsewhere"),
        ("Between Tripoli and Benghazi, Libya", "31.2, 16.6", None),
        ("Sabratha, Libya", "POINT (12.48 32.79)", None),
        ("Sabratha, Libya", "", "no-coordinates"),
    ],
)
def test_coordinates_are_held_against_the_place_and_never_moved(
    tmp_path: Path, where: str, pair: str, code: str | None
) -> None:
    batch = take("missing-migrants", migrants(tmp_path / "m.csv", {"Location of Incident": where, "Coordinates": pair}))
    assert [row.code for row in batch.rows] == [code]
    place = batch.claims[0].places[0]
    assert (place.name, place.country) == (where, "LBY")
    if code and code.startswith("coordinates") and "Sabratha" in where and "132" not in pair:
        assert place.matched == "name" and round(place.lat or 0, 1) == 32.8 and round(place.lon or 0, 1) == 12.5
        assert pair in batch.claims[0].issues[0].message


def test_a_row_given_twice_is_one_and_the_parts_of_an_incident_are_all_taken(tmp_path: Path) -> None:
    path = migrants(tmp_path / "m.csv", {}, {}, {"Number of Dead": "7", "Total Number of Dead and Missing": "7"},
                    {"Incident Date": ""}, {"Incident Date": "in spring"})  # fmt: skip
    batch = take("missing-migrants", path)
    assert [(row.outcome, row.code) for row in batch.rows] == [
        ("taken", None),
        ("skipped", "repeated-row"),
        ("taken", None),
        ("taken", "no-date"),
        ("rejected", "not-a-date"),
    ]
    assert [claim.low for claim in by(batch, category="killed")] == [2, 7, 2]


@pytest.mark.parametrize(
    ("code", "name", "number", "iso3"),
    [
        ("LBY", "", "", "LBY"), ("", "Myanmar (Burma)", "", "MMR"), ("", "DR Congo (Zaire)", "", "COD"),
        ("", "", "434", "LBY"), ("", "", "736", "SDN"), ("XKX", "", "", "KOS"), ("", "State of Palestine", "", "PSE"),
        ("AB9", "", "", None), ("", "Iran (Islamic Republic of)", "", "IRN"),
    ],
)  # fmt: skip
def test_countries_by_code_name_and_number(code: str, name: str, number: str, iso3: str | None) -> None:
    found = country_of(code, name, number)
    assert found is not None and found.iso3 == iso3


def test_no_country_is_guessed() -> None:
    assert country_of("QQQ", "Nowhere at all") is None
    assert country_of() is None
