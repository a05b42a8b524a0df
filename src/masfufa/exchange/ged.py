"""UCDP's Georeferenced Event Dataset: one event of lethal violence a row, with low, best and high deaths.

Columns are found by name: releases have 42 to 49 of them in different orders. A row gives a claim of all killed, with
UCDP's best value beside its bounds, a claim for each side's share that is not 0, and the event itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from masfufa.claims import Absence, ActorName, CellLocator, Claim, ClaimPlace, EventClaim, Issue
from masfufa.exchange.cells import read_coordinate, read_count, read_day
from masfufa.exchange.coded_events import CodedRow
from masfufa.exchange.importers import ImportOptions, batch_of, reader_version, settle_release, stored
from masfufa.exchange.named_actors import actor_named
from masfufa.exchange.named_columns import NamedRow, NamedTable, field_names
from masfufa.exchange.place_names import Country, country_of, units_of
from masfufa.exchange.tables import address, open_table
from masfufa.workspace.batches import ImportBatch, RowReport

SOURCE = "UCDP"
NEEDED = ("id", "best", "low", "high", "start", "end", "country")
_PRECISIONS = {"1": "point", "2": "city", "3": "admin2", "4": "admin1", "5": "admin1", "6": "country", "7": None}
"""UCDP's where_prec: the place itself, near it, a second- or first-level unit, a stretch, the country, the high sea."""
_SHARES = (
    ("deaths_a", ("fighters",), "side_a"),
    ("deaths_b", ("fighters",), "side_b"),
    ("deaths_civilians", ("civilians",), "civilians"),
    ("deaths_unknown", (), "unknown"),
)


class _Read(NamedTuple):
    row: NamedRow
    country: Country
    start: dt.date
    end: dt.date


def read_ged(path: Path, options: ImportOptions) -> ImportBatch:
    """Claims and events of a GED file (csv, zip, xlsx; with or without an HXL row).

    Rows of countries that are not of the workspace are skipped, which is what keeps the whole world's file small.
    Raises DocumentError (table codes, missing-columns) and UsageError("release-unknown").
    """
    opened = open_table(path)
    table = NamedTable(opened, field_names("ged"), NEEDED)
    # Twice through the rows, so that those of a large file need not be held: the latest day is that of the release.
    latest = max((day for row in table if (day := _plain_day(row.text("end")))), default=None)
    released = settle_release(options, path.name, None, [latest] if latest else [])
    document = stored(opened, publisher=SOURCE, released=released.day, title="GED", language="en")
    rows: list[RowReport] = list(table.others)
    claims: list[Claim] = []
    events: list[EventClaim] = []
    seen: dict[str, int] = {}
    version = reader_version("ged")
    for row in table:
        if row.number <= table.header_row + 3 and table.hxl(row):
            rows.append(table.report(row, "skipped", "hxl-row", "tags of HXL"))
            continue
        name = row.text("country")
        country = country_of(row.text("iso3"), name)
        if options.countries and (country is None or country.code not in options.countries):
            rows.append(_elsewhere(table.sheet.name, row.number, country.code if country else name))
            continue
        report, read = _read(table, row, country, seen)
        if report is not None:
            rows.append(report)
        elif read is not None:
            rows.append(_take(document.id, table, read, released.day, version, claims, events))
    return batch_of(document, "ged", released, rows, claims, events)


def _elsewhere(sheet: str, row: int, country: str) -> RowReport:
    return RowReport(sheet, row, "skipped", "other-country", _not_ours(country))


@lru_cache(maxsize=1024)
def _not_ours(country: str) -> str:
    return f"{country or 'no country'} is not of this workspace"


def _read(table: NamedTable, row: NamedRow, country: Country | None,
          seen: dict[str, int]) -> tuple[RowReport | None, _Read | None]:  # fmt: skip
    """The row with its country and days, or the report of why it is not taken."""

    def reject(code: str, field: str, message: str) -> tuple[RowReport, None]:
        return table.rejected(row, code, field, message), None

    identity = row.text("id")
    if not identity:
        return reject("no-id", "id", "the event has no id")
    first = seen.setdefault(identity, row.number)
    if first != row.number:
        return table.report(row, "skipped", "repeated-row", f"event {identity} stands in row {first} already"), None
    if country is None:
        return reject("unknown-country", "country", f"{row.text('country')!r} is no country known")
    start, end = _day(row, "start"), _day(row, "end")
    if start is None or end is None:
        field = "start" if start is None else "end"
        return reject("not-a-date", field, f"{row.text(field)!r} is no date")
    if end < start:
        return reject("not-a-date", "end", f"ends on {end} before it begins on {start}")
    return None, _Read(row, country, start, end)


def _day(row: NamedRow, field: str) -> dt.date | None:
    return _plain_day(row.text(field)) or read_day(row.cell(field)).value


@lru_cache(maxsize=32768)
def _plain_day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _take(document: str, table: NamedTable, read: _Read, released: dt.date, version: str, claims: list[Claim],
          events: list[EventClaim]) -> RowReport:  # fmt: skip
    row = read.row
    issues: list[Issue] = []
    low, best, high = (_number(row, field, issues) for field in ("low", "best", "high"))
    if best is not None:
        least, most = min(best, low if low is not None else best), max(best, high if high is not None else best)
        if (low is not None and least != low) or (high is not None and most != high):
            issues.append(Issue("bounds-crossed", "warning", f"best {best} is not between low {low} and high {high}"))
        low, high = least, most
    if row.text("clarity") == "2":
        issues.append(Issue("aggregated-event", "warning", "UCDP says that the report covers several events at once"))
    place = _place(row, read.country, issues)
    locator = _locator(table, row, "best", ("low", "high"))
    coded = CodedRow(
        document, "ged", SOURCE, released, row.text("id"), read.start, read.end, place, _chain(row), version
    )
    unread = any(issue.code not in ("bounds-crossed", "aggregated-event") for issue in issues)
    valued = best is not None or low is not None
    absence: Absence | None = None if valued else "unreadable" if unread else "blank"
    whole = coded.killed(locator, low, high, best=best, absence=absence, issues=tuple(issues))
    claims.append(whole)
    figures = [whole.id]
    for field, groups, share in _SHARES:
        value = _number(row, field, issues)
        if value:
            part = coded.killed(_locator(table, row, field), value, value, whole=whole, share=share, groups=groups)
            claims.append(part)
            figures.append(part.id)
    violence, country = row.text("violence"), read.country.iso3
    event = coded.event(
        _locator(table, row, "id"),
        "ASSAULT",
        tuple(figures),
        source=_side(row.text("side_a"), country, "REB" if violence == "3" else None),
        target=_side(row.text("side_b"), country, "REB" if violence == "1" else None),
        issues=whole.issues,
    )
    events.append(event)
    if not issues:
        return RowReport(table.sheet.name, row.number, "taken")
    message = "; ".join(issue.message for issue in issues)
    return RowReport(table.sheet.name, row.number, "taken", issues[0].code, message, locator.cell, "warning")


def _number(row: NamedRow, field: str, issues: list[Issue]) -> int | None:
    text = row.text(field)
    if text.isascii() and text.isdecimal() and len(text) < 9:
        return int(text)
    count = read_count(row.cell(field))
    if count.issue:
        issues.append(count.issue)
    return count.value


def _locator(table: NamedTable, row: NamedRow, field: str, also: Iterable[str] = ()) -> CellLocator:
    def at(name: str) -> str:
        return address(row.number, row.columns[name] + 1)

    return CellLocator(table.sheet.file, table.sheet.name, at(field), row.text(field), tuple(at(name) for name in also))


def _chain(row: NamedRow) -> tuple[str, ...]:
    """The one office that an event's report is from; several reports were weighed by UCDP, which is then the source."""
    office = row.text("source_office")
    return (office,) if office and row.text("number_of_sources") == "1" and ";" not in office else ()


def _place(row: NamedRow, country: Country, issues: list[Issue]) -> ClaimPlace:
    lat, lon = read_coordinate(row.cell("latitude"), "lat"), read_coordinate(row.cell("longitude"), "lon")
    if lat is None or lon is None:
        issues.append(Issue("no-coordinates", "warning", "no usable coordinates"))
    return _placed(row.text("where"), row.text("adm_1"), row.text("adm_2"), row.text("where_prec"), country, lat, lon)


@lru_cache(maxsize=65536)
def _placed(where: str, adm1: str, adm2: str, where_prec: str, country: Country, lat: float | None,
            lon: float | None) -> ClaimPlace:  # fmt: skip
    """The place down to the level that UCDP vouches for: an event placed in a province has no district."""
    precision = _PRECISIONS.get(where_prec, "point")
    if precision is None:
        return ClaimPlace(where, None, (), lat=lat, lon=lon, matched="coordinates")
    names: tuple[str, ...] = (adm1, adm2)
    if precision == "admin1":
        names = (adm1,)
        precision = "admin1" if adm1 else "country"
    elif precision == "country":
        names = ()
    inside = precision in ("point", "city", "admin2")  # else the point stands for something wider
    units = units_of(country, names, *((lat, lon) if inside else (None, None)))
    return ClaimPlace(where or country.name, country.iso3, units, lat=lat, lon=lon, precision=precision, matched="name")


@lru_cache(maxsize=16384)
def _side(name: str, country: str | None, sector: str | None) -> tuple[ActorName, ...]:
    return (actor_named(name, country, sector),) if name else ()
