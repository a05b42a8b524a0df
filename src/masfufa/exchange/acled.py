"""ACLED's export: one event a row, with actors, place, and the fatalities that its sources reported.

0 fatalities means that no report told of any. It is kept as the 0 that ACLED writes, and says so. ACLED's types are
PLOVER's by a table of our own (exchange/vocabularies.yaml).
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from masfufa.claims import ActorName, Claim, ClaimPlace, EventClaim, Issue
from masfufa.exchange.cells import Order, day_order, read_coordinate, read_count, read_day
from masfufa.exchange.coded_events import CodedRow
from masfufa.exchange.importers import ImportOptions, batch_of, locator, reader_version, settle_release, stored
from masfufa.exchange.named_actors import actor_named, vocabularies
from masfufa.exchange.named_columns import NamedRow, NamedTable, field_names
from masfufa.exchange.place_names import Country, country_of, units_of
from masfufa.exchange.tables import open_table
from masfufa.workspace.batches import ImportBatch, RowReport

SOURCE = "ACLED"
NEEDED = ("id", "date", "type", "actor1", "country", "fatalities")
_PRECISIONS = {"1": "city", "2": "admin2", "3": "admin1"}
"""ACLED's geo_precision: the town itself, a part of a region, a whole region."""


class _Read(NamedTuple):
    row: NamedRow
    country: Country
    day: dt.date


def read_acled(path: Path, options: ImportOptions) -> ImportBatch:
    """Claims and events of an ACLED export (csv, xlsx, JSON), one of each a row.

    A row whose id came before is skipped unless its time stamp is newer: ACLED revises events under their ids. Raises
    DocumentError (table codes, missing-columns) and UsageError("release-unknown").
    """
    opened = open_table(path)
    table = NamedTable(opened, field_names("acled"), NEEDED)
    order = day_order(row.cell("date") for row in table)
    newest: dict[str, tuple[float, int]] = {}
    for row in table:
        stamp = (_stamp(row), -row.number)
        newest[row.text("id")] = max(newest.get(row.text("id"), stamp), stamp)
    rows: list[RowReport] = list(table.others)
    kept: list[_Read] = []
    days: set[dt.date] = set()
    for row in table:
        day = read_day(row.cell("date"), order).value
        days |= {day} if day else set()
        found = _read(table, row, order, -newest[row.text("id")][1], options)
        if isinstance(found, RowReport):
            rows.append(found)
        else:
            kept.append(found)
    stamped = max((stamp for stamp, _ in newest.values()), default=0.0)
    in_file = dt.datetime.fromtimestamp(stamped, dt.UTC).date() if stamped else None
    released = settle_release(options, path.name, in_file, days)
    document = stored(opened, publisher=SOURCE, released=released.day, title="ACLED", language="en")
    claims: list[Claim] = []
    events: list[EventClaim] = []
    for read in kept:
        claim, event, issues = _made(document.id, table, read, released.day)
        claims.append(claim)
        events += [event] if event else []
        rows.append(table.taken(read.row, issues, read.row.cell("fatalities")))
    return batch_of(document, "acled", released, rows, claims, events)


def _stamp(row: NamedRow) -> float:
    """The time of the last revision in seconds since 1970; 0 where there is none."""
    text = row.text("timestamp")
    if text.isdecimal():
        return float(text)
    try:
        day = dt.datetime.fromisoformat(text)
    except ValueError:
        return 0.0
    return (day if day.tzinfo else day.replace(tzinfo=dt.UTC)).timestamp()


def _read(table: NamedTable, row: NamedRow, order: Order | None, newest: int,
          options: ImportOptions) -> _Read | RowReport:  # fmt: skip
    if table.hxl(row):
        return table.report(row, "skipped", "hxl-row", "tags of HXL")
    if not row.text("id"):
        return table.rejected(row, "no-id", "id", "the event has no id")
    name = row.text("country")
    country = country_of(row.text("iso3"), name, row.text("iso"))
    if options.countries and (country is None or country.code not in options.countries):
        what = country.code if country else name or "no country"
        return table.report(row, "skipped", "other-country", f"{what} is not of this workspace")
    if newest != row.number:
        return table.report(row, "skipped", "repeated-row", f"event {row.text('id')} stands in row {newest} too")
    if country is None:
        return table.rejected(row, "unknown-country", "country", f"{name!r} is no country known")
    day = read_day(row.cell("date"), order)
    if day.value is None:
        code = day.issue.code if day.issue else "no-date"
        return table.rejected(row, code, "date", f"{row.text('date')!r} is no sure date")
    return _Read(row, country, day.value)


def _made(document: str, table: NamedTable, read: _Read, released: dt.date) -> tuple[
    Claim, EventClaim | None, list[Issue]
]:  # fmt: skip
    row = read.row
    cell = row.cell("fatalities")
    count = read_count(cell)
    issues = [count.issue] if count.issue else []
    told = list(issues)
    if count.value == 0:
        told.append(Issue("none-reported", "warning", "0 of ACLED: its sources reported no deaths"))
    start, end = _period(read.day, row.text("time_precision"))
    place = _place(row, read.country)
    where = locator(table.sheet, cell, [row.cell("notes")] if row.text("notes") else ())
    chain = tuple(_split(row.text("source")))  # several side by side are no chain
    coded = CodedRow(
        document, "acled", SOURCE, released, row.text("id"), start, end, place, chain if len(chain) == 1 else (),
        reader_version("acled"),
    )  # fmt: skip
    claim = coded.killed(where, count.value, count.value, absence=count.absence, issues=tuple(told))
    kind = event_kind(row.text("type"), row.text("sub_type"))
    if kind is None:
        known = (
            row.text("sub_type") in vocabularies()["acled_events"] or row.text("type") in vocabularies()["acled_types"]
        )
        if not known:
            message = f"{row.text('type')} / {row.text('sub_type')}: no such type of event is known"
            issues.append(Issue("unknown-event-type", "warning", message))
        return claim, None, issues
    first, second = _actors(row, "1", read.country.iso3), _actors(row, "2", read.country.iso3)
    if kind.get("turned"):
        first, second = second, first
    event = coded.event(
        locator(table.sheet, row.cell("id")),
        kind["type"],
        (claim.id,),
        mode=kind.get("mode"),
        source=first,
        target=second,
        issues=tuple(issues),
    )
    return claim, event, issues


def event_kind(event_type: str, sub_type: str) -> dict[str, Any] | None:
    """PLOVER's `type`, `mode` and whether it is `turned` of ACLED's type and sub-type; None where PLOVER has none."""
    words = vocabularies()
    if sub_type in words["acled_events"]:
        found: dict[str, Any] | None = words["acled_events"][sub_type]
    else:
        found = words["acled_types"].get(event_type)
    return found


def _period(day: dt.date, precision: str) -> tuple[dt.date, dt.date]:
    """Inclusive days: 1 the day itself, 2 the week (Monday to Sunday) and 3 the month that it stands for."""
    if precision == "2":
        monday = day - dt.timedelta(days=day.weekday())
        return monday, monday + dt.timedelta(days=6)
    if precision == "3":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day, day


def _place(row: NamedRow, country: Country) -> ClaimPlace:
    lat, lon = read_coordinate(row.cell("latitude"), "lat"), read_coordinate(row.cell("longitude"), "lon")
    return _placed(
        row.text("location") or country.name, country, row.text("admin1"), row.text("admin2"), row.text("admin3"),
        row.text("geo_precision"), lat, lon,
    )  # fmt: skip


@lru_cache(maxsize=65536)
def _placed(name: str, country: Country, admin1: str, admin2: str, admin3: str, geo_precision: str, lat: float | None,
            lon: float | None) -> ClaimPlace:  # fmt: skip
    precision = _PRECISIONS.get(geo_precision, "city")
    names = {"admin1": (admin1,), "admin2": (admin1, admin2)}.get(precision, (admin1, admin2, admin3))
    units = units_of(country, names, lat, lon)
    return ClaimPlace(name, country.iso3, units, lat=lat, lon=lon, precision=precision, matched="name")


def _actors(row: NamedRow, which: str, country: str | None) -> tuple[ActorName, ...]:
    names = [row.text(f"actor{which}"), *_split(row.text(f"assoc{which}"))]
    sector = vocabularies()["acled_inter"].get(row.text(f"inter{which}").casefold())
    found = [actor_named(name, country, sector if index == 0 else None) for index, name in enumerate(names) if name]
    return tuple(dict.fromkeys(found))


def _split(text: str) -> Iterator[str]:
    return (part.strip() for part in text.split(";") if part.strip())
