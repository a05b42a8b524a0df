"""IDMC's Global Internal Displacement Database: stocks at the end of a year and new displacements in it, by country.

Releases differ in their columns. Where a release gives a figure both as it was estimated and rounded for print, the
value is the unrounded one: the rounded is how IDMC prints it, no second claim.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

from masfufa.claims import Claim, ClaimPlace, Issue, claim_id
from masfufa.errors import DocumentError
from masfufa.exchange.cells import Count, read_count, read_day
from masfufa.exchange.importers import ImportOptions, batch_of, locator, reader_version, settle_release, stored
from masfufa.exchange.named_columns import NamedRow, NamedTable, field_names
from masfufa.exchange.place_names import Country, country_of, country_place
from masfufa.exchange.tables import open_table
from masfufa.workspace.batches import ImportBatch, RowReport

SOURCE = "IDMC"
_FAR = 0.06
"""IDMC rounds to two or more digits; a rounded value that is further off than this is no rounding of the other."""


class _Measure(NamedTuple):
    """`field` without `_raw` is the rounded column; cause None: what the table is about says it."""

    field: str
    kind: str
    cause: str | None


MEASURES = (
    _Measure("conflict_stock", "stock", "conflict"),
    _Measure("conflict_new", "period", "conflict"),
    _Measure("disaster_stock", "stock", "disaster"),
    _Measure("disaster_new", "period", "disaster"),
    _Measure("stock", "stock", None),
    _Measure("new", "period", None),
)


def read_gidd(path: Path, options: ImportOptions) -> ImportBatch:
    """Claims of a GIDD table (csv, xlsx, JSON, zip): one a country, year and measure, blanks as absences.

    A table without a word for the cause is the conflict table, one with hazards or events the disaster table. Raises
    DocumentError (table codes, missing-columns) and UsageError("release-unknown").
    """
    opened = open_table(path)
    table = NamedTable(opened, field_names("gidd"), ("iso3", "year"))
    measures = [m for m in MEASURES if m.field in table.columns or f"{m.field}_raw" in table.columns]
    if not measures:
        found = ", ".join(name for name in table.header if name)[:300]
        raise DocumentError(
            "missing-columns", f"{table.sheet.where()}: no column of displacement figures. Found: {found}."
        )
    by_event = bool({"event", "hazard"} & table.columns.keys())
    rows: list[RowReport] = list(table.others)
    kept: list[tuple[NamedRow, Country, int]] = []
    years: set[dt.date] = set()
    for row in table:
        country, year, report = _told(table, row, options)
        if year is not None:
            years.add(dt.date(year, 12, 31))
        if report is not None:
            rows.append(report)
        elif country is not None and year is not None:
            kept.append((row, country, year))
    released = settle_release(options, path.name, None, years)
    document = stored(opened, publisher=SOURCE, released=released.day, title="GIDD", language="en")
    claims: list[Claim] = []
    seen: dict[tuple[str, int], int] = {}
    issues: list[Issue]
    for row, country, year in kept:
        first = seen.setdefault((country.code, year), row.number)
        if first != row.number and not by_event:
            message = f"{country.code} {year} stands in row {first} already; the first is taken"
            rows.append(table.report(row, "rejected", "repeated-key", message, row.cell("iso3"), "error"))
            continue
        issues = [Issue("special-code", "warning", f"{row.text('iso3')}: {country.note}")] if country.note else []
        place = country_place(country, row.text("country") or country.name)
        for measure in measures:
            claim, told = _claim(document.id, table, row, measure, place, year, released.day, by_event)
            claims.append(claim)
            issues += [issue for issue in told if issue not in issues]
        rows.append(table.taken(row, issues, row.cell("iso3") if country.note else None))
    return batch_of(document, "gidd", released, rows, claims)


def _told(
    table: NamedTable, row: NamedRow, options: ImportOptions
) -> tuple[Country | None, int | None, RowReport | None]:
    """Country and year of a row, and the report where it is not taken."""
    if table.hxl(row):
        return None, None, table.report(row, "skipped", "hxl-row", "tags of HXL")
    written = row.cell("year")
    year = read_count(written).value
    year = year if year is not None and 1900 <= year <= 2200 else None
    country = country_of(row.text("iso3"), row.text("country"))
    if country is None:
        cell = row.cell("iso3")
        message = f"{table.sheet.where(cell.address)}: {cell.text.strip()!r} is no country's code"
        return None, year, table.report(row, "rejected", "unknown-country", message, cell, "error")
    if options.countries and country.code not in options.countries:
        return None, year, table.report(row, "skipped", "other-country", f"{country.code} is not of this workspace")
    if year is None:
        message = f"{table.sheet.where(written.address)}: {written.text.strip()!r} is no year"
        return None, None, table.report(row, "rejected", "not-a-date", message, written, "error")
    return country, year, None


def _claim(document: str, table: NamedTable, row: NamedRow, measure: _Measure, place: ClaimPlace, year: int,
           released: dt.date, by_event: bool) -> tuple[Claim, list[Issue]]:  # fmt: skip
    rounded_cell, raw_cell = row.cell(measure.field), row.cell(f"{measure.field}_raw")
    has_raw = f"{measure.field}_raw" in table.columns
    count, cell = (read_count(raw_cell), raw_cell) if has_raw else (read_count(rounded_cell), rounded_cell)
    issues: list[Issue] = []
    qualifier = "exact"
    rounded = read_count(rounded_cell) if has_raw and measure.field in table.columns else Count(None, "blank")
    if has_raw and count.value is None and rounded.value is not None:
        issues.append(
            Issue(
                "rounded-only", "warning", f"{rounded_cell.address}: only the rounded figure is given; taken as about"
            )
        )
        count, cell, qualifier = rounded, rounded_cell, "approx"
    elif (
        count.value is not None
        and rounded.value is not None
        and abs(count.value - rounded.value) > max(10, _FAR * count.value)
    ):
        issues.append(
            Issue(
                "rounded-differs", "warning",
                f"{cell.address}: {count.value} is not what {rounded.value} in {rounded_cell.address} was rounded from",
            )
        )  # fmt: skip
    elif not has_raw and count.value is not None:
        qualifier = "approx"
    if count.issue:
        issues.append(count.issue)
    cause = measure.cause or ("disaster" if by_event else "conflict")
    kind = "incident" if by_event and measure.kind == "period" else measure.kind
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    if kind == "incident" and (day := read_day(row.cell("event_start")).value):
        first, last = day, max(day, last) if day.year == year else day
    claim = Claim(
        id=claim_id(document, locator(table.sheet, cell), "displaced", "person", kind, cause),
        document=document,
        locator=locator(table.sheet, cell),
        channel="agency",
        category="displaced",
        low=count.value,
        high=count.value,
        qualifier=qualifier,
        unit="person",
        kind=kind,
        absence=count.absence,
        publisher=SOURCE,
        source=SOURCE,
        released=released,
        period_start=None if kind == "stock" else first,
        period_end=None if kind == "stock" else last,
        as_of=last if kind == "stock" else None,
        places=(place,),
        cause=cause,
        dataset="gidd",
        language="en",
        issues=tuple(issues),
        reader=reader_version("gidd"),
    )
    return claim, issues
