"""IOM DTM country workbooks of any shape: the rows of the lowest level become claims, one a place and count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from masfufa.claims import Absence, Claim, ClaimPlace, Issue, claim_id
from masfufa.errors import DocumentError, UsageError
from masfufa.exchange import words
from masfufa.exchange.cells import Count, Order, day_order, read_count, read_day
from masfufa.exchange.dtm_places import Places
from masfufa.exchange.dtm_propose import Proposal, Skipped, propose
from masfufa.exchange.dtm_titles import Told, days_told, modified, totals_stated
from masfufa.exchange.importers import (
    ImportOptions,
    locator,
    reader_version,
    settle_release_if_known,
    stored,
    whole_sheet,
)
from masfufa.exchange.mapping import COUNTS, Column, Mapping, is_tag_row, mapping_of
from masfufa.exchange.tables import Cell, Row, Sheet, Table, open_table
from masfufa.workspace.batches import ImportBatch, RowReport

SOURCE = "IOM DTM"
PUBLISHER = "IOM"


@dataclass(slots=True)
class _Group:
    """The rows of one place, round, date, operation and assessment."""

    place: ClaimPlace
    rows: list[Row]
    as_of: dt.date | None
    round: str | None
    operation: str | None
    assessment: str | None
    issues: list[Issue] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    table: Table
    sheet: Sheet
    mapping: Mapping
    places: Places
    day: dt.date | None
    groups: dict[tuple[str, ...], _Group] = field(default_factory=dict)
    reports: list[RowReport] = field(default_factory=list)
    dates: set[dt.date] = field(default_factory=set)


def read_dtm(path: Path, options: ImportOptions) -> ImportBatch:
    """Read a DTM workbook (or csv of one sheet) by the mapping given, else by the one proposed.

    Raises DocumentError (see `open_table`; no-usable-sheet), UsageError (bad-mapping, mapping-column, release-unknown,
    mapping-unconfirmed).
    """
    table = open_table(path)
    proposal = _mapped(table, options)
    others = [sheet for sheet in table.sheets if sheet is not proposal.sheet]
    told = days_told([sheet for sheet in table.sheets if not sheet.hidden])
    has_day = any(proposal.mapping.column(role) for role in ("date_reported", "date_occurred"))
    reading = _Reading(table, proposal.sheet, proposal.mapping, Places(proposal.sheet, proposal.mapping, others), None)
    notices = list(proposal.notes)
    if not has_day:
        reading.day = _constant_day(proposal, table, told, notices)
    _read_rows(reading)
    notices += _flag_sums(reading)
    in_file = max((found.day for found in told if found.kind == "release"), default=None)
    release = settle_release_if_known(
        options, table.name, in_file, reading.dates or ({reading.day} if reading.day else set())
    )
    if release.notice:
        notices.append(release.notice)
    document = stored(table, publisher=PUBLISHER, released=release.day)
    claims = _claims(reading, document.id, release.day)
    agreed, differing = _check_totals(reading, others)
    notices += differing
    reports = [
        whole_sheet(s.sheet, s.code, s.message + (f"; its {agreed[s.sheet.name]}" if s.sheet.name in agreed else ""))
        for s in proposal.skipped
    ] + reading.reports
    return ImportBatch(
        document=document, format="dtm", claims=tuple(claims), units=tuple(reading.places.units.values()),
        rows=tuple(reports), mapping=proposal.mapping.plain(), released=release.day, released_from=release.source,
        notices=tuple(notices),
    )  # fmt: skip


def _mapped(table: Table, options: ImportOptions) -> Proposal:
    if options.mapping is not None:
        mapping = mapping_of(options.mapping, table.sheets)
        sheet = next(sheet for sheet in table.sheets if sheet.name == mapping.sheet)
        skipped = [
            Skipped(other, "sheet-not-mapped", "the mapping names another")
            for other in table.sheets
            if other is not sheet
        ]
        return Proposal(mapping, sheet, [], skipped)
    proposal = propose(table.sheets, Path(table.name).stem, options.countries)
    if proposal is None:
        raise DocumentError(
            "no-usable-sheet", f"{table.name}: {_why_not(table)} Name the columns in a mapping (--mapping)."
        )
    if options.assume_yes:
        return proposal
    if options.ask is None:
        raise UsageError(
            "mapping-unconfirmed",
            f"{table.name}: nobody confirmed which column holds what. See it with --dry-run --save-mapping FILE, "
            "then give it with --mapping FILE, or take it as proposed with --yes.",
        )
    shown = "\n".join(f"  {c.role}{_parts_text(c)}: {c.header}" for c in proposal.mapping.columns)
    answer = options.ask(
        f"{table.name}, sheet {proposal.sheet.name or '(the only one)'}:\n{shown}\nTake these columns? [Y/n] "
    )
    if answer.strip().casefold() not in ("", "y", "yes", "o", "oui", "نعم"):
        raise UsageError(
            "mapping-unconfirmed", f"{table.name}: not taken. Save the mapping with --save-mapping and mend it."
        )
    return proposal


def _parts_text(column: Column) -> str:
    return "".join(f" {key}={value}" for key, value in column.parts)


def _why_not(table: Table) -> str:
    empty = [sheet for sheet in table.sheets if next(sheet.rows(), None) is None]
    if len(empty) == len(table.sheets):
        return "there is nothing in it."
    names = ", ".join(f"sheet {sheet.name}" for sheet in table.sheets if sheet.name)
    return (
        f"no sheet ({names}) lists places with counts of people."
        if names
        else "it lists no places with counts of people."
    )


def _constant_day(proposal: Proposal, table: Table, told: list[Told], notices: list[Issue]) -> dt.date | None:
    """The day all rows hold for, where no column says: the mapping, titles in the workbook, the day it was saved."""
    for role in ("date_reported", "date_occurred"):
        text = proposal.mapping.constants.get(role)
        if text:
            day = read_day(Cell(text, text, 1, 1)).value
            if day is None:
                raise UsageError("bad-mapping", f"constants: {role} {text!r} is no date like 2021-11-30.")
            return day
    days = {kind: [found for found in told if found.kind == kind] for kind in ("collection", "plain", "release")}
    for kind in ("collection", "plain", "release"):
        if days[kind]:
            best = max(days[kind], key=lambda found: found.day)
            where = f"sheet {best.sheet}, cell {best.cell.address}" if best.sheet else f"cell {best.cell.address}"
            message = f"no column holds a date; rows are taken as of {best.day.isoformat()}, from {where}"
            notices.append(Issue("date-from-title", "warning", message))
            return best.day
    saved = modified(table.data)
    if saved is not None:
        message = f"no date is in the file; rows are taken as of {saved.isoformat()}, the day it was saved"
        notices.append(Issue("date-of-saving", "warning", message))
    return saved


def _read_rows(reading: _Reading) -> None:
    sheet, mapping = reading.sheet, reading.mapping
    date_columns = [c for role in ("date_reported", "date_occurred") if (c := mapping.column(role)) is not None]
    orders = {c.role: day_order(row[c.index] for row in sheet if row.number >= mapping.first_row) for c in date_columns}
    counts = mapping.counts()
    text_roles = [c for c in mapping.columns if c.role not in COUNTS and not c.role.startswith(("lat", "lon", "date"))]
    seen: dict[tuple[object, ...], int] = {}
    for row in sheet:
        if row.empty:
            continue
        if is_tag_row(row):
            reading.reports.append(RowReport(sheet.name, row.number, "skipped", "hxl-row", "the row of HXL tags"))
            continue
        if row.number < mapping.first_row:
            reading.reports.append(RowReport(sheet.name, row.number, "skipped", "header-row", "above the data"))
            continue
        total = next((c for c in text_roles if words.is_total(row.text(c.index))), None)
        total_cell = row[total.index] if total else _total_anywhere(row, counts, text_roles)
        if total_cell is not None:
            message = f"{total_cell.text.strip()!r}: a row of totals"
            reading.reports.append(
                RowReport(sheet.name, row.number, "skipped", "totals-row", message, total_cell.address)
            )
            continue
        _read_row(reading, row, counts, date_columns, orders, seen)


def _total_anywhere(row: Row, counts: list[Column], texts: list[Column]) -> Cell | None:
    """A total's name in a column without a role, where the row names no place."""
    if any(row.text(c.index) for c in texts if c.role.startswith(("adm", "place"))):
        return None
    counted = {c.index for c in counts}
    return next((cell for cell in row if cell.column - 1 not in counted and words.is_total(cell.text)), None)


def _read_row(reading: _Reading, row: Row, counts: list[Column], dates: list[Column], orders: dict[str, Order | None],
              seen: dict[tuple[object, ...], int]) -> None:  # fmt: skip
    sheet, mapping = reading.sheet, reading.mapping
    found = reading.places.find(row)
    filled = [row[c.index] for c in counts if not row[c.index].empty]
    if found.place is None:
        if not filled:
            reading.reports.append(RowReport(sheet.name, row.number, "skipped", "note-row", "neither place nor count"))
            return
        message = f"{sheet.where(filled[0].address)}: a count without a place"
        reading.reports.append(
            RowReport(sheet.name, row.number, "rejected", "row-without-place", message, filled[0].address, "error")
        )
        return
    issues = list(found.issues)
    day = reading.day
    for column in dates:
        read = read_day(row[column.index], orders[column.role])
        if read.issue:
            issues.append(read.issue)
        if read.value is not None:
            reading.dates.add(read.value)
            if day is None:
                day = read.value
    said = {role: _text_of(mapping, row, role) for role in ("round", "operation", "assessment")}
    number = said["round"] and (words.round_of(said["round"]) or words.plain_round(said["round"]))
    key = (found.key, number or "", said["operation"] or "", said["assessment"] or "", day.isoformat() if day else "")
    group = reading.groups.get(key)
    if group is None:
        group = reading.groups[key] = _Group(found.place, [], day, number, said["operation"], said["assessment"])
    same = tuple(row.values[c.index] if c.index < len(row.values) else None for c in mapping.columns)
    if same in seen:
        issues.append(Issue("duplicate-row", "warning", f"row {row.number} repeats row {seen[same]} word for word"))
    seen.setdefault(same, row.number)
    issues += [count.issue for c in counts if (count := read_count(row[c.index])).issue is not None and count.issue]
    group.rows.append(row)
    group.issues += issues
    first = issues[0] if issues else None
    more = f" (and {len(issues) - 1} more)" if len(issues) > 1 else ""
    told = (first.code, first.message + more, None, first.severity) if first else (None, None, None, None)
    reading.reports.append(RowReport(sheet.name, row.number, "taken", *told))


def _text_of(mapping: Mapping, row: Row, role: str) -> str | None:
    column = mapping.column(role)
    text = row.text(column.index) if column is not None else ""
    return text or mapping.constants.get(role) or None


def _claims(reading: _Reading, document: str, released: dt.date | None) -> list[Claim]:
    out: list[Claim] = []
    mapping, sheet = reading.mapping, reading.sheet
    wholes = mapping.counts()
    parts = {column.role: mapping.parts(column.role) for column in wholes}
    version = reader_version("dtm")
    for group in reading.groups.values():

        def make(column: Column, above: str | None, group: _Group = group) -> Claim | None:
            cells = [row[column.index] for row in group.rows]
            value = add_up(cells)
            if above is not None and value.absence == "blank":
                return None
            category, _, unit = column.role.rpartition("_")
            where = locator(sheet, cells[0], cells[1:])
            issues = [*value.issues, *(issue for issue in group.issues if issue.code not in COUNT_CODES)]
            return Claim(
                id=claim_id(document, where, category, unit, *(f"{k}={v}" for k, v in column.parts)),
                document=document, locator=where, channel="agency", category=category, low=value.low, high=value.high,
                qualifier=value.qualifier, unit=unit, kind="stock", absence=value.absence, publisher=PUBLISHER,
                source=SOURCE, released=released, as_of=group.as_of, places=(group.place,),
                cause=_cause(column), part_of=above, parts=column.parts, dataset="dtm", operation=group.operation,
                assessment=group.assessment, round=group.round, issues=tuple(issues), reader=version,
            )  # fmt: skip

        for column in wholes:
            whole = make(column, None)
            if whole is None:
                continue
            out.append(whole)
            out += [part for one in parts[column.role] if (part := make(one, whole.id)) is not None]
    return out


COUNT_CODES = frozenset(
    ("formula-without-value", "not-a-number", "date-for-number", "negative-number", "ambiguous-number", "part-number")
)
"""Issues of single counts: each stands with its own claim, not with all of its row."""


@dataclass(frozen=True, slots=True)
class Added:
    """One value made of the cells of a column in rows of one place. `low` is None where none of them has a value."""

    low: int | None
    high: int | None
    qualifier: str
    absence: Absence | None
    issues: tuple[Issue, ...] = ()


def add_up(cells: list[Cell], read: Callable[[Cell], Count] = read_count) -> Added:
    """The sum of cells. Blank ones add nothing; where another kind of value is missing, the sum is at least that."""
    counts = [read(cell) for cell in cells]
    issues = tuple(count.issue for count in counts if count.issue is not None)
    values = [count.value for count in counts if count.value is not None]
    if not values:
        kinds = [count.absence for count in counts if count.absence is not None]
        worst: Absence = next((kind for kind in kinds if kind != "blank"), "blank")
        return Added(None, None, "exact", worst, issues)
    total = sum(values)
    if any(count.absence not in (None, "blank") for count in counts):
        message = f"{len(counts) - len(values)} of {len(counts)} rows have no value; the sum is a lower bound"
        return Added(total, None, "at_least", None, (*issues, Issue("sum-incomplete", "warning", message)))
    return Added(total, total, "exact", None, issues)


def _cause(column: Column) -> str | None:
    reason = dict(column.parts).get("reason", "")
    return next((cause for cause in ("conflict", "disaster", "other") if reason.startswith(cause)), None)


def _flag_sums(reading: _Reading) -> list[Issue]:
    """Rows with one key are added into one claim: told row by row, or once where the file lists parts of places."""
    several = [group for group in reading.groups.values() if len(group.rows) > 1]
    if not several:
        return []
    numbers = {row.number: group for group in several for row in group.rows[1:]}
    for group in several:
        numbered = ", ".join(str(row.number) for row in group.rows[:5]) + (" …" if len(group.rows) > 5 else "")
        message = f"rows {numbered} are of one place, round and date; they are added up"
        group.issues.append(Issue("rows-summed", "warning", message))
    if len(several) * 2 > len(reading.groups):
        message = (
            f"{len(several):,} of {len(reading.groups):,} places have several rows; the rows of a place are added up"
        )
        return [Issue("rows-summed", "warning", message)]
    for at, report in enumerate(reading.reports):
        found = numbers.get(report.row)
        if report.outcome == "taken" and report.code is None and found is not None:
            issue = found.issues[-1]
            reading.reports[at] = replace(report, code=issue.code, message=issue.message, severity="warning")
    return []


def _check_totals(reading: _Reading, others: list[Sheet]) -> tuple[dict[str, str], list[Issue]]:
    """Totals that other sheets state against the sums of the rows: what agrees, by sheet, and an issue for the rest."""
    sums = {}
    for column in reading.mapping.counts():
        cells = [row[column.index] for group in reading.groups.values() for row in group.rows]
        sums[column.role] = add_up(cells).low or 0
    differing: list[Issue] = []
    agreed: dict[str, list[str]] = {}
    for total in totals_stated(others, set(sums)):
        own, what = sums[total.role], total.role.replace("_", " ")
        if total.value == own:
            said = agreed.setdefault(total.sheet.name, [])
            said += [f"{own:,} {what}"] if f"{own:,} {what}" not in said else []
        else:
            where = f"sheet {total.sheet.name}, cell {total.cell.address}"
            message = f"{where}: a total of {total.value:,} ({what}) is stated; the rows add up to {own:,}"
            differing.append(Issue("total-differs", "warning", message))
    return {sheet: f"totals agree with the rows ({', '.join(said)})" for sheet, said in agreed.items()}, differing
