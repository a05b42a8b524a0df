"""IDMC's Internal Displacement Updates: one figure of one displacement, with place, days, and the sentence it is from.

Days in the feed are midnights of a place far to the east, written in UTC: a figure of 7 November has
"2023-11-06T11:00:00Z". The feed's own sentence confirms it, so half a day is added before the clock is cut off.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from masfufa.claims import Claim, ClaimPlace, Issue, claim_id
from masfufa.exchange.cells import read_coordinate, read_count, read_day
from masfufa.exchange.importers import ImportOptions, batch_of, locator, reader_version, settle_release, stored
from masfufa.exchange.named_actors import vocabularies
from masfufa.exchange.named_columns import NamedRow, NamedTable, field_names
from masfufa.exchange.place_names import Country, check_coordinates, country_of, units_above, units_at, units_of
from masfufa.exchange.tables import Cell, open_table
from masfufa.workspace.batches import ImportBatch, RowReport

SOURCE = "IDMC"
_TAG = re.compile(r"<[^>]*>")
_HREF = re.compile(r"""href\s*=\s*["']([^"']+)""", re.IGNORECASE)
_BOLD = re.compile(r"<b>.*?</b>", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"<a\b.*?(?:</a>|$)", re.IGNORECASE | re.DOTALL)
_LINK_TEXT = re.compile(r"<a\b[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_DATED = re.compile(r"\s+-\s+\d{1,2}\s+\w+\s+\d{4}\s*$")
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)")


class _Kept(NamedTuple):
    row: NamedRow
    country: Country
    start: dt.date | None
    end: dt.date | None


def read_idu(path: Path, options: ImportOptions) -> ImportBatch:
    """Claims of an IDU feed (JSON, or csv of the same fields): one a figure that IDMC recommends.

    Rows that IDMC keeps for comparison only ("Triangulation") and rows given twice are skipped with that reason; two
    ids with one place, time and figure are both taken, with a warning. Raises DocumentError and UsageError.
    """
    opened = open_table(path)
    table = NamedTable(opened, field_names("idu"), ("id", "figure", "iso3"))
    rows: list[RowReport] = list(table.others)
    kept: dict[str, _Kept] = {}
    made: list[dt.date] = []
    days: list[dt.date] = []
    newest = {row.text("id"): row for row in sorted(table, key=lambda row: (row.text("created"), -row.number))}
    for row in table:
        created = feed_day(row.cell("created"))
        made += [created] if created else []
        day = feed_day(row.cell("end")) or feed_day(row.cell("date"))
        days += [day] if day else []
        report, country = _skipped(table, row, newest, options)
        if report is not None or country is None:
            if report is not None:
                rows.append(report)
            continue
        start = feed_day(row.cell("start")) or feed_day(row.cell("date"))
        kept[row.text("id")] = _Kept(row, country, start, feed_day(row.cell("end")) or start)
    released = settle_release(options, path.name, max(made, default=None), days)
    document = stored(opened, publisher=SOURCE, released=released.day, title="IDU", language="en")
    alike = Counter(_alike(item) for item in kept.values())
    claims: list[Claim] = []
    for item in kept.values():
        claim = _claim(document.id, table, item, released.day, alike[_alike(item)] > 1)
        claims.append(claim)
        rows.append(table.taken(item.row, claim.issues, item.row.cell("figure")))
    return batch_of(document, "idu", released, rows, claims)


def feed_day(cell: Cell) -> dt.date | None:
    """The day of a time stamp of the feed: midnight in the far east where it is one, else the day as it stands."""
    match = _STAMP.match(cell.text.strip())
    if not match:
        return read_day(cell).value
    day = dt.date.fromisoformat(match[1])
    return day + dt.timedelta(days=1) if match[2] in ("11", "12", "13") and match[3] == "00" else day


def sentence_of(text: str) -> str:
    """The sentence that a figure is from, out of the feed's piece of HTML: without heading, link and blanks."""
    bare = _TAG.sub(" ", _LINK.sub(" ", _BOLD.sub(" ", text)))
    return " ".join(html.unescape(bare).split())


def _skipped(table: NamedTable, row: NamedRow, newest: dict[str, NamedRow],
             options: ImportOptions) -> tuple[RowReport | None, Country | None]:  # fmt: skip
    if table.hxl(row):
        return table.report(row, "skipped", "hxl-row", "tags of HXL"), None
    if newest[row.text("id")].number != row.number:
        message = f"figure {row.text('id')} stands in row {newest[row.text('id')].number} too; the newest is taken"
        return table.report(row, "skipped", "repeated-row", message), None
    role = row.text("role").casefold()
    if "triangulation" in role:
        return table.report(row, "skipped", "triangulation", "a figure that IDMC keeps for comparison only"), None
    country = country_of(row.text("iso3"), row.text("country"))
    if country is None:
        cell = row.cell("iso3")
        message = f"{table.sheet.where(cell.address)}: {cell.text.strip()!r} is no country's code"
        return table.report(row, "rejected", "unknown-country", message, cell, "error"), None
    if options.countries and country.code not in options.countries:
        return table.report(row, "skipped", "other-country", f"{country.code} is not of this workspace"), None
    return None, country


def _alike(item: _Kept) -> tuple[object, ...]:
    row = item.row
    return (item.country.code, row.text("latitude"), row.text("longitude"), item.start, item.end, row.text("figure"))


def _claim(document: str, table: NamedTable, item: _Kept, released: dt.date, twice: bool) -> Claim:
    row = item.row
    cell = row.cell("figure")
    count = read_count(cell)
    issues = [count.issue] if count.issue else []
    if twice:
        issues.append(
            Issue("possible-duplicate", "warning", "another figure has the same place, days and value under another id")
        )
    if item.start is None:
        issues.append(Issue("no-date", "warning", "no day of displacement is given"))
    word = row.text("qualifier").casefold()
    words = vocabularies()
    qualifier = next((name for name, listed in words["idu_qualifiers"].items() if word in listed), None)
    if qualifier is None:
        issues.append(Issue("unknown-qualifier", "warning", f"{word!r} is no qualifier that is known; taken as about"))
        qualifier = "approx"
    place, place_issue = _place(row, item.country)
    if place_issue:
        issues.append(place_issue)
    source_text = _who(row)
    value = count.value
    return Claim(
        id=claim_id(document, locator(table.sheet, cell), "displaced", "person"),
        document=document,
        locator=locator(table.sheet, cell, _beside(row)),
        channel="agency",
        category="displaced",
        low=None if qualifier == "at_most" else value,
        high=None if qualifier == "at_least" else value,
        qualifier=qualifier,
        unit="person",
        kind="incident",
        absence=count.absence,
        publisher=SOURCE,
        source=SOURCE,
        chain=(source_text,) if source_text else (),
        released=feed_day(row.cell("created")) or released,
        period_start=item.start,
        period_end=item.end,
        places=(place,),
        cause=words["idu_causes"].get(row.text("displacement_type").casefold()),
        dataset="idu",
        assessment=row.text("id") or None,
        language="en",
        issues=tuple(issues),
        reader=reader_version("idu"),
    )


def _who(row: NamedRow) -> str | None:
    """Whose report IDMC took the figure from, as the feed names it."""
    if row.text("sources"):
        return row.text("sources")
    linked = _LINK_TEXT.search(row.cell("text").text)
    return _DATED.sub("", " ".join(html.unescape(linked[1]).split())) if linked else None


def _beside(row: NamedRow) -> list[Cell]:
    """The cells that hold the sentence and the address: what a person opens to see where a figure is from."""
    return [row.cell(field) for field in ("text", "source_url") if row.text(field)]


def source_url(row: NamedRow) -> str | None:
    """The address of the report that a figure is from."""
    if row.text("source_url"):
        return row.text("source_url")
    found = _HREF.search(row.cell("text").text)
    return html.unescape(found[1]) if found else None


def _place(row: NamedRow, country: Country) -> tuple[ClaimPlace, Issue | None]:
    lat, lon = read_coordinate(row.cell("latitude"), "lat"), read_coordinate(row.cell("longitude"), "lon")
    # The event's name ends with its place: "India: Flood - Kerala - 07/11/2023".
    parts = row.text("event_name").split(" - ")
    name = row.text("location") or (parts[1] if len(parts) > 2 else "") or country.name
    if lat is None or lon is None or not country.iso3:
        return ClaimPlace(name, country.iso3, units_of(country, ()), precision="country", matched="code"), None
    check = check_coordinates(lat, lon, row.text("location"), country.iso3)
    if check.lies_in:
        message = f"{lat}, {lon} lies in {check.lies_in}, not in {country.code}"
        place = ClaimPlace(name, country.iso3, units_of(country, ()), precision="country", matched="code")
        return place, Issue("coordinates-elsewhere", "warning", message)
    units = units_above(country, check.place) if check.place and check.fits else units_at(lat, lon, country)
    return ClaimPlace(name, country.iso3, units, lat=lat, lon=lon, precision="point", matched="coordinates"), None
