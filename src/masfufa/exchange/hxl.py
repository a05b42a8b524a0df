"""HXL tables: the tag row wherever it stands; each counting column of each row a claim; P-code tables become units."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from masfufa.claims import CellLocator, Claim, ClaimPlace, Issue, Unit, claim_id
from masfufa.errors import DocumentError
from masfufa.exchange import hxl_tags
from masfufa.exchange.cells import Order, absence_of, day_order, read_count, read_day
from masfufa.exchange.countries import country_name, country_of
from masfufa.exchange.dtm_places import Places
from masfufa.exchange.hxl_tags import Counted, Tag
from masfufa.exchange.importers import (
    ImportOptions,
    PossibleRelease,
    locator,
    reader_version,
    settle_release_if_known,
    stored,
    whole_sheet,
)
from masfufa.exchange.mapping import Column, Mapping
from masfufa.exchange.pcodes import tidy
from masfufa.exchange.tables import Row, Sheet, Table, letters, open_table
from masfufa.exchange.words import is_total, plain_round
from masfufa.workspace.batches import AdminRow, ImportBatch, RowReport

_HEAD = 25
_STOCKS = frozenset(("displaced", "returned", "refugees", "migrants", "in_need", "affected", "homeless", "sheltered",
                     "stranded", "detained", "missing", "relocated"))  # fmt: skip
_TELLING = frozenset(("sector", "subsector", "group", "cause", "event", "population", "indicator"))
"""Tags of columns that tell rows of one place and day apart."""
_DATES = {"start": "start", "end": "end", "occurred": "occurred", "reported": "reported"}


class Tagged(NamedTuple):
    """A sheet with its tag row: the row's number and the tags by column index."""

    sheet: Sheet
    row: int
    tags: dict[int, Tag]

    def counting(self) -> dict[int, Counted]:
        """The columns that count people, by index."""
        return {index: found for index, tag in self.tags.items() if (found := hxl_tags.counted(tag)) is not None}


@dataclass(slots=True)
class _Columns:
    """Columns by what they are, beside places and counts."""

    dates: dict[str, int] = field(default_factory=dict)
    source: int | None = None
    round: int | None = None
    telling: dict[int, str] = field(default_factory=dict)


def read_hxl(path: Path, options: ImportOptions) -> ImportBatch:
    """Read a table with HXL tags (csv, tsv, xlsx, JSON, zip of one).

    Raises DocumentError (see `open_table`): hxl-no-tags where no row of tags is in the first 25 rows of any sheet;
    hxl-wrong-tag for a tag that is none of the standard's but near to one, with the cell and the right tag.
    """
    table = open_table(path)
    tagged, skipped = find_tags(table)
    tagged, twice = _once(tagged)
    counting = tagged.counting()
    codes = None if counting else _code_columns(tagged.tags)
    if codes is not None:
        return _read_units(table, tagged, codes, options, skipped)
    columns = _columns(tagged, counting)
    mapping = _mapping(tagged, counting)
    told = any(mapping.column(role) for role in ("country", "country_name"))
    assumed = options.countries[0] if len(options.countries) == 1 and not told else None
    reading = _Reading(tagged, counting, columns, Places(tagged.sheet, mapping, [], assumed), options)
    for row in tagged.sheet:
        if not row.empty:
            reading.read(row)
    if counting:
        release = settle_release_if_known(options, table.name, None, reading.days)
    else:
        release = PossibleRelease(options.released, "option" if options.released else None, None)
    document = stored(table, released=release.day)
    claims = [claim for draft in reading.drafts for claim in draft.claims(document.id, release.day, reading)]
    notices = [*twice, *([release.notice] if release.notice else [])]
    if assumed is not None and reading.drafts:
        message = (
            f"{tagged.sheet.where()}: no column tells the country; rows without a P-code of another are taken to be of "
            f"{country_name(assumed)} ({assumed}), the only country of the workspace"
        )
        notices.append(Issue("country-assumed", "warning", message))
    if not counting:
        there = ", ".join(str(tag) for tag in tagged.tags.values())
        message = f"{tagged.sheet.where()}: no tag counts people as figures do (#affected, #inneed …). Tags: {there}"
        notices.append(Issue("hxl-no-counts", "warning", message))
    units = tuple(reading.places.units.values())
    return ImportBatch(document=document, format="hxl", claims=tuple(claims), units=units,
                       rows=tuple(skipped + reading.reports), released=release.day,
                       released_from=release.source if release.day else None, notices=tuple(notices))  # fmt: skip


def find_tags(table: Table) -> tuple[Tagged, list[RowReport]]:
    """The sheet to read, one with counting tags first, and reports of the sheets that are not read."""
    found: list[Tagged] = []
    reports = []
    hint = ""
    for sheet in table.sheets:
        tagged = None
        for row in sheet.head(_HEAD):
            tagged = _tag_row(sheet, row)
            if tagged is not None:
                break
            hint = hint or _forgotten_signs(sheet, row)
        if tagged is None:
            reports.append(whole_sheet(sheet, "hxl-no-tags", f"no row of HXL tags in its first {_HEAD} rows"))
        else:
            found.append(tagged)
    if not found:
        message = f"{table.name}: no row of HXL tags is in the first {_HEAD} rows.{hint}"
        raise DocumentError("hxl-no-tags", message)
    best = next((tagged for tagged in found if tagged.counting()), found[0])
    for other in found:
        if other is not best:
            reports.append(whole_sheet(other.sheet, "sheet-repeats", f"sheet {best.sheet.name} is read"))
    return best, reports


def _tag_row(sheet: Sheet, row: Row) -> Tagged | None:
    """The row as a row of tags; None where it is none. Raises DocumentError("hxl-wrong-tag")."""
    filled = [cell for cell in row if not cell.empty]
    meant = [cell for cell in filled if hxl_tags.looks_like_tag(cell.text)]
    tags = {cell.column - 1: tag for cell in meant if (tag := hxl_tags.parse(cell.text)) is not None}
    if not tags or len(meant) * 2 < len(filled) or (len(filled) > 2 and not any(map(hxl_tags.known, tags.values()))):
        return None
    for cell in filled:
        tag = tags.get(cell.column - 1)
        if tag is not None and (hxl_tags.known(tag) or tag.name.startswith("x_")):
            continue
        word = tag.name if tag is not None else cell.text.strip().lstrip("#").split("+")[0].strip()
        near = hxl_tags.nearest(word.casefold())
        if tag is None or near is not None:
            instead = f" Did you mean {near}?" if near else " Write it like #adm1+name."
            message = f"{sheet.where(cell.address)}: {cell.text.strip()!r} is no HXL tag.{instead}"
            raise DocumentError("hxl-wrong-tag", message)
    return Tagged(sheet, row.number, tags)


def _once(tagged: Tagged) -> tuple[Tagged, list[Issue]]:
    """Of columns with one tag the first is taken, the others are told; those that tell rows apart may be several."""
    tags: dict[int, Tag] = {}
    first: dict[tuple[str, frozenset[str]], int] = {}
    notices = []
    for index, tag in sorted(tagged.tags.items()):
        key = (tag.name, frozenset(tag.attributes))
        if key not in first or tag.name in _TELLING:
            first.setdefault(key, index)
            tags[index] = tag
            continue
        where = tagged.sheet.where(f"{letters(index + 1)}{tagged.row}")
        message = f"{where}: {tag} stands on column {letters(first[key] + 1)} already; that one is taken, not this"
        notices.append(Issue("hxl-tag-twice", "warning", message))
    return Tagged(tagged.sheet, tagged.row, tags), notices


def _forgotten_signs(sheet: Sheet, row: Row) -> str:
    """A hint where a row holds tags without their sign: sector+es."""
    for cell in row:
        name, _, attributes = cell.text.strip().partition("+")
        if attributes and name in hxl_tags.table()["hashtags"]:
            return f" {sheet.where(cell.address)}: {cell.text.strip()!r} lacks its sign; write '#{cell.text.strip()}'."
    return ""


def _mapping(tagged: Tagged, counting: dict[int, Counted]) -> Mapping:
    """The places' columns as a mapping, for `Places`."""
    out = Mapping(tagged.sheet.name, tagged.row, tagged.row + 1)
    for index, tag in sorted(tagged.tags.items()):
        role = None if index in counting else _place_role(tag)
        if role is not None and out.column(role) is None:
            out.columns.append(Column(role, index, str(tag)))
    return out


def _place_role(tag: Tag) -> str | None:
    said = set(tag.attributes)
    if said & {"origin", "type", "parent", "level", "admin_level"}:
        return None
    if tag.name == "geo":
        return "lat" if "lat" in said else "lon" if "lon" in said else None
    code = bool(said & {"code", "pcode"})
    if tag.name == "country":
        return "country" if code else "country_name"
    stem = (
        tag.name if tag.name in ("adm1", "adm2", "adm3", "adm4") else "place" if tag.name in ("loc", "adm5") else None
    )
    if stem is None:
        return None
    if code:
        return f"{stem}_code"
    language = next((word for word in ("ar", "fr") if word in said or f"i_{word}" in said), None)
    return f"{stem}_name_{language}" if language else f"{stem}_name"


def _columns(tagged: Tagged, counting: dict[int, Counted]) -> _Columns:
    out = _Columns()
    for index, tag in sorted(tagged.tags.items()):
        said = set(tag.attributes)
        if tag.name == "date":
            kind = next((kind for word, kind in _DATES.items() if word in said), "reported")
            out.dates.setdefault(kind, index)
        elif tag.name == "org" or (tag.name == "meta" and "source" in said):
            out.source = index if out.source is None else out.source
        elif tag.name == "round" or (tag.name == "meta" and "round" in said):
            out.round = index if out.round is None else out.round
        elif index not in counting and tag.name in _TELLING:
            out.telling[index] = str(tag).lstrip("#")
    return out


@dataclass(slots=True)
class _Draft:
    """What one row says, until the document's id and release are known."""

    row: Row
    place: ClaimPlace | None
    issues: list[Issue]
    days: dict[str, dt.date]
    source: str | None
    round: str | None
    telling: tuple[tuple[str, str], ...]

    def claims(self, document: str, released: dt.date | None, reading: _Reading) -> list[Claim]:
        """The claims of the row: wholes first, and parts with the whole of the same category and unit."""
        out: list[Claim] = []
        wholes: dict[tuple[str, str], str] = {}
        order = sorted(reading.counting.items(), key=lambda item: (bool(item[1].parts), item[0]))
        for index, counted in order:
            cell = self.row[index]
            count = read_count(cell)
            above = wholes.get((counted.category, counted.unit)) if counted.parts else None
            if count.absence == "blank" and counted.parts:
                continue
            where: CellLocator = locator(reading.tagged.sheet, cell)
            parts = tuple(sorted((*counted.parts, *self.telling)))
            claim = Claim(
                id=claim_id(document, where, counted.category, counted.unit, *(f"{k}={v}" for k, v in parts)),
                document=document, locator=where, channel="agency", category=counted.category, low=count.value,
                high=count.value, qualifier="exact", unit=counted.unit,
                kind=_kind(counted.category, self.days, "occurred" in reading.columns.dates),
                absence=count.absence, source=self.source, source_text=self.source, released=released,
                period_start=self.days.get("start") or self.days.get("occurred"),
                period_end=self.days.get("end") or self.days.get("occurred"),
                as_of=self.days.get("reported") or self.days.get("end"),
                places=(self.place,) if self.place else (), cause=_cause(counted), part_of=above, parts=parts,
                dataset="hxl", round=self.round, issues=(*([count.issue] if count.issue else []), *self.issues),
                reader=reader_version("hxl"),
            )  # fmt: skip
            if not counted.parts:
                wholes.setdefault((counted.category, counted.unit), claim.id)
            out.append(claim)
        return out


def _kind(category: str, days: dict[str, dt.date], occurs: bool) -> str:
    """stock for people who are somewhere or in some state; else by the dates given: period, incident, cumulative.

    `occurs`: the table tells when things happened, so a row whose day is blank or unreadable is still an incident.
    """
    if category in _STOCKS:
        return "stock"
    if "start" in days and "end" in days:
        return "period"
    return "incident" if occurs or "occurred" in days else "cumulative"


def _cause(counted: Counted) -> str | None:
    reason = dict(counted.parts).get("reason", "")
    return next((cause for cause in ("conflict", "disaster", "other") if reason.startswith(cause)), None)


class _Reading:
    """Goes through the rows below the tags."""

    def __init__(self, tagged: Tagged, counting: dict[int, Counted], columns: _Columns, places: Places,
                 options: ImportOptions) -> None:  # fmt: skip
        self.tagged, self.counting, self.columns, self.places, self.options = tagged, counting, columns, places, options
        self.drafts: list[_Draft] = []
        self.reports: list[RowReport] = []
        self.days: set[dt.date] = set()
        below = [row for row in tagged.sheet if row.number > tagged.row]
        self.orders: dict[str, Order | None] = {
            kind: day_order(row[index] for row in below) for kind, index in columns.dates.items()
        }
        self.places_at = [column.index for column in places.mapping.columns]

    def report(self, row: Row, outcome: str, code: str | None = None, message: str | None = None,
               cell: str | None = None, severity: str | None = None) -> None:  # fmt: skip
        """Note what became of a row."""
        self.reports.append(
            RowReport(self.tagged.sheet.name, row.number, outcome, code, message, cell, severity)  # type: ignore[arg-type]
        )

    def read(self, row: Row) -> None:
        """Take one row."""
        if row.number == self.tagged.row:
            return self.report(row, "skipped", "hxl-row", "the row of HXL tags")
        if row.number < self.tagged.row:
            return self.report(row, "skipped", "header-row", "above the data")
        first = next((cell.column - 1 for cell in row if not cell.empty), 0)
        total = next((row[index] for index in (first, *self.places_at) if is_total(row.text(index))), None)
        if total is not None:
            return self.report(row, "skipped", "totals-row", f"{total.text.strip()!r}: a row of totals", total.address)
        if not self.counting:
            return self.report(row, "skipped", "hxl-no-counts", "no tag counts people as figures do")
        if all(row[index].empty for index in self.counting):
            return self.report(row, "skipped", "no-counts-in-row", "every count is blank")
        found = self.places.find(row)
        issues = list(found.issues)
        place = found.place or self._country_place(row)
        if place is None:
            issues.append(Issue("no-place", "warning", f"row {row.number}: no place is told"))
        days: dict[str, dt.date] = {}
        for kind, index in self.columns.dates.items():
            day = read_day(row[index], self.orders[kind])
            if day.issue:
                issues.append(day.issue)
            if day.value is not None:
                days[kind] = day.value
                self.days.add(day.value)
        counts = [read_count(row[index]).issue for index in self.counting]
        told = [*issues, *(issue for issue in counts if issue is not None)]
        source = _said(row, self.columns.source)
        number = _said(row, self.columns.round)
        telling = tuple((name, said) for index, name in self.columns.telling.items() if (said := _said(row, index)))
        self.drafts.append(_Draft(row, place, issues, days, source, plain_round(number) if number else None, telling))
        if told:
            return self.report(row, "taken", told[0].code, "; ".join(i.message for i in told), None, "warning")
        return self.report(row, "taken")

    def _country_place(self, row: Row) -> ClaimPlace | None:
        country = self.places.country(row)
        if country is None:
            return None
        name = country_name(country)
        return ClaimPlace(name, country, (Unit(0, country, name),), precision="country", matched="code")


def _said(row: Row, index: int | None) -> str | None:
    if index is None or absence_of(row.text(index)) is not None:
        return None
    return " ".join(row.text(index).split())


def _code_columns(tags: dict[int, Tag]) -> dict[str, int] | None:
    """The columns of a table of P-codes (#adm+code, #adm+name …); None where it is none."""
    out: dict[str, int] = {}
    for index, tag in tags.items():
        said = set(tag.attributes)
        if tag.name == "adm" and "code" in said:
            out.setdefault("parent" if "parent" in said else "code", index)
        elif tag.name == "adm" and "name" in said:
            out.setdefault("name", index)
        elif tag.name == "country" and "code" in said:
            out.setdefault("country", index)
        elif tag.name == "geo" and said & {"admin_level", "level"}:
            out.setdefault("level", index)
    return out if {"code", "name", "country", "level"} <= set(out) else None


def _read_units(table: Table, tagged: Tagged, columns: dict[str, int], options: ImportOptions,
                reports: list[RowReport]) -> ImportBatch:  # fmt: skip
    """A table of P-codes: its rows are units. With countries set for the workspace, those of others are skipped."""
    units: list[AdminRow] = []
    name = tagged.sheet.name
    for row in tagged.sheet.rows():
        if row.number <= tagged.row:
            kind = ("hxl-row", "the row of HXL tags") if row.number == tagged.row else ("header-row", "above the data")
            reports.append(RowReport(name, row.number, "skipped", *kind))
            continue
        country, level = country_of(row.text(columns["country"])), row.text(columns["level"])
        code = tidy(row.text(columns["code"]))
        if country is None or not level.isdigit() or not code:
            wrong = columns["country"] if country is None else columns["level"] if code else columns["code"]
            message = (
                f"{tagged.sheet.where(row[wrong].address)}: {row[wrong].text!r}: country, level and code are needed"
            )
            reports.append(RowReport(name, row.number, "rejected", "bad-unit", message, row[wrong].address, "error"))
        elif options.countries and country not in options.countries:
            reports.append(
                RowReport(name, row.number, "skipped", "other-country", f"{country} is none of the workspace's")
            )
        else:
            parent = row.text(columns["parent"]) if "parent" in columns else ""
            own = row.text(columns["name"])
            units.append(AdminRow(country, "cod", int(level), code, own, {"en": own} if own else {}, parent or None))
            reports.append(RowReport(name, row.number, "taken"))
    document = stored(table, released=options.released)
    message = (
        f"a table of P-codes: columns {letters(columns['code'] + 1)} and {letters(columns['name'] + 1)} give units"
    )
    return ImportBatch(document=document, format="hxl", claims=(), units=tuple(units), rows=tuple(reports),
                       released=options.released, released_from="option" if options.released else None,
                       notices=(Issue("table-of-units", "warning", message),))  # fmt: skip
