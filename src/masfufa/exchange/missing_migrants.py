"""IOM's Missing Migrants: people who died or went missing on migration routes, incident by incident.

Coordinates are held against the place and country that a row names: they are sometimes exchanged, or copied from
another row. Such a row keeps its named place and says what its coordinates were.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from masfufa.claims import Claim, ClaimPlace, Issue, claim_id
from masfufa.exchange.cells import Count, day_order, read_count, read_day
from masfufa.exchange.importers import ImportOptions, batch_of, locator, reader_version, settle_release, stored
from masfufa.exchange.named_columns import NamedRow, NamedTable, field_names
from masfufa.exchange.place_names import (
    Check,
    Country,
    check_coordinates,
    country_of,
    country_place,
    units_above,
    units_at,
    units_of,
)
from masfufa.exchange.tables import Cell, open_table
from masfufa.workspace.batches import ImportBatch, RowReport

SOURCE = "IOM"
_PAIR = re.compile(r"\s*\(?\s*(-?\d+(?:\.\d+)?)\s*[,;]\s*(-?\d+(?:\.\d+)?)\s*\)?\s*$")
_POINT = re.compile(r"\s*POINT\s*\(\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s*\)\s*$", re.IGNORECASE)
_CUMULATIVE = re.compile(r"\bcumulative\b", re.IGNORECASE)
_PARTS = (("female", "sex", "f", "women"), ("male", "sex", "m", "men"), ("children", "age", "0-17", "children"))


class _Where(NamedTuple):
    place: ClaimPlace
    issue: Issue | None


def read_missing_migrants(path: Path, options: ImportOptions) -> ImportBatch:
    """Claims of a Missing Migrants release (JSON, csv, xlsx): killed, missing, and survivors as part of those affected.

    Women, men and children are counted over dead and missing together: they are parts of the one of both that the row
    has, and of neither where it has both. Rows of one id are the parts that IOM splits an incident into: all are taken,
    only a row that is the same throughout is skipped. Raises DocumentError and UsageError("release-unknown").
    """
    opened = open_table(path)
    table = NamedTable(opened, field_names("missing_migrants"), ("id", "date", "dead", "country"))
    order = day_order(row.cell("date") for row in table)
    rows: list[RowReport] = list(table.others)
    kept: list[tuple[NamedRow, Country | None, dt.date | None]] = []
    seen: dict[str, int] = {}
    days: set[dt.date] = set()
    for row in table:
        if table.hxl(row):
            rows.append(table.report(row, "skipped", "hxl-row", "tags of HXL"))
            continue
        name = html.unescape(row.text("country"))
        country = country_of(name=name)
        found = read_day(row.cell("date"), order)
        days |= {found.value} if found.value else set()
        if found.issue:
            cell = row.cell("date")
            message = f"{table.sheet.where(cell.address)}: {found.issue.message}"
            rows.append(table.report(row, "rejected", found.issue.code, message, cell, "error"))
        elif options.countries and (country is None or country.code not in options.countries):
            rows.append(table.report(row, "skipped", "other-country", f"{name or '?'} is not of this workspace"))
        elif (first := seen.setdefault("\x1f".join(map(str, row.row.values)), row.number)) != row.number:
            message = f"the same as row {first}"
            rows.append(table.report(row, "skipped", "repeated-row", message))
        else:
            kept.append((row, country, found.value))
    released = settle_release(options, path.name, None, days)
    document = stored(opened, publisher=SOURCE, released=released.day, title="Missing Migrants", language="en")
    claims: list[Claim] = []
    for row, country, day in kept:
        made, issues = _claims(document.id, table, row, country, day, released.day)
        claims += made
        rows.append(table.taken(row, issues, row.cell("coordinates")))
    return batch_of(document, "missing-migrants", released, rows, claims)


def _claims(document: str, table: NamedTable, row: NamedRow, country: Country | None, day: dt.date | None,
            released: dt.date) -> tuple[list[Claim], list[Issue]]:  # fmt: skip
    where = _where(row, country)
    counts = {field: read_count(row.cell(field)) for field in ("dead", "missing", "both", "survivors")}
    issues = [where.issue] if where.issue else []
    if day is None:
        issues.append(Issue("no-date", "warning", "no day is given"))
    issues += [count.issue for count in counts.values() if count.issue]
    known = [count.value for count in (counts["dead"], counts["missing"]) if count.value is not None]
    total = counts["both"].value
    if total is not None and sum(known) != total:
        issues.append(Issue("sum-differs", "warning", f"{' + '.join(map(str, known)) or 'nothing'} is not {total}"))
    cumulative = bool(_CUMULATIVE.search(row.text("incident_type")) or _CUMULATIVE.search(row.text("location")))

    def claim(category: str, cell: Cell, count: Count, groups: tuple[str, ...] = ("migrants",),
              part_of: str | None = None, parts: tuple[tuple[str, str], ...] = ()) -> Claim:  # fmt: skip
        place = locator(table.sheet, cell)
        # The table calls its numbers of missing people the least that are missing.
        least = category == "missing" and count.value is not None
        return Claim(
            id=claim_id(document, place, category, "person", *(f"{key}={value}" for key, value in parts)),
            document=document,
            locator=place,
            channel="agency",
            category=category,
            low=count.value,
            high=None if least else count.value,
            qualifier="at_least" if least else "exact",
            unit="person",
            kind="cumulative" if cumulative else "incident",
            absence=count.absence,
            publisher=SOURCE,
            source=SOURCE,
            chain=tuple(_sources(row)),
            released=released,
            period_start=None if cumulative else day,
            period_end=None if cumulative else day,
            as_of=day if cumulative else None,
            places=(where.place,),
            groups=groups,
            cause="other" if row.text("cause") else None,
            part_of=part_of,
            parts=parts,
            dataset="missing-migrants",
            assessment=row.text("id"),
            language="en",
            issues=tuple(issues),
            reader=reader_version("missing-migrants"),
        )

    dead = claim("killed", row.cell("dead"), counts["dead"])
    missing = claim("missing", row.cell("missing"), counts["missing"])
    out = [dead, missing]
    if counts["survivors"].value is not None:
        out.append(claim("affected", row.cell("survivors"), counts["survivors"], parts=(("outcome", "survived"),)))
    whole = dead if not counts["missing"].value else missing if not counts["dead"].value else None
    for field, key, value, group in _PARTS:
        count = read_count(row.cell(field))
        if count.value is None:
            continue
        if whole is None:
            issues.append(Issue("part-of-either", "warning", f"{field}: {count.value} of dead and missing together"))
            continue
        out.append(claim(whole.category, row.cell(field), count, ("migrants", group), whole.id, ((key, value),)))
    return out, issues


def _sources(row: NamedRow) -> Iterator[str]:
    text = html.unescape(row.text("source"))
    if text:
        yield " ".join(text.split())


def _where(row: NamedRow, country: Country | None) -> _Where:
    name = " ".join(html.unescape(row.text("location")).split())
    if country is None:
        written = html.unescape(row.text("country"))
        return _Where(
            ClaimPlace(name or written), Issue("unknown-country", "warning", f"{written!r} is no country known")
        )
    pair = coordinates_of(row.cell("coordinates").text)
    if pair is None or not country.iso3:
        return _Where(country_place(country, name), Issue("no-coordinates", "warning", "no usable coordinates"))
    lat, lon = pair
    if abs(lat) > 90 or abs(lon) > 180:
        return _Where(
            country_place(country, name), Issue("coordinates-elsewhere", "warning", f"{lat}, {lon} is on no globe")
        )
    check = check_coordinates(lat, lon, name, country.iso3)
    if check.fits is False:
        return _Where(_named_place(name, country, check), _wrong(lat, lon, country, check))
    if check.place is not None and check.fits:
        units, gid, precision = units_above(country, check.place), check.place.geonameid, check.place.precision
    else:
        units, gid, precision = units_at(lat, lon, country), None, "point"
    return _Where(ClaimPlace(name, country.iso3, units, lat=lat, lon=lon, geonameid=gid, precision=precision,
                             matched="name" if check.fits else "coordinates"), None)  # fmt: skip


def coordinates_of(text: str) -> tuple[float, float] | None:
    """Latitude and longitude of "32.7, 12.4" or of "POINT (12.4 32.7)"; None for anything else."""
    point = _POINT.match(text)
    if point:
        return float(point[2]), float(point[1])
    pair = _PAIR.match(text)
    return (float(pair[1]), float(pair[2])) if pair else None


def _wrong(lat: float, lon: float, country: Country, check: Check) -> Issue:
    away = f"{check.far:.0f} km from {check.place.name}" if check.place and check.far is not None else ""
    lies = f"in {check.lies_in}, not in {country.code}" if check.lies_in else ""
    message = f"{lat}, {lon} lies {' and '.join(filter(None, (away, lies))) or f'outside {country.code}'}"
    if check.swapped:
        return Issue("coordinates-swapped", "warning", f"{message}; latitude and longitude seem to be exchanged")
    return Issue("coordinates-elsewhere", "warning", message)


def _named_place(name: str, country: Country, check: Check) -> ClaimPlace:
    """The place by its name alone."""
    found = check.place
    if found is None:
        place = country_place(country, name)
        return ClaimPlace(name, place.country, units_of(country, ()), precision="country", matched="name")
    return ClaimPlace(
        name, country.iso3, units_above(country, found), lat=found.lat, lon=found.lon,
        geonameid=found.geonameid, precision=found.precision, matched="name",
    )  # fmt: skip
