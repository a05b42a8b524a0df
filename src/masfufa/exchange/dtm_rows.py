"""Rows of a DTM sheet, gathered by place, round, day, operation and assessment; every row is accounted for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from masfufa.claims import ClaimPlace, Issue
from masfufa.exchange import words
from masfufa.exchange.cells import Order, day_order, read_count, read_day
from masfufa.exchange.dtm_places import Places
from masfufa.exchange.mapping import COUNTS, Column, Mapping, is_tag_row
from masfufa.exchange.tables import Cell, Row, Sheet
from masfufa.workspace.batches import RowReport

_FAR = 366
"""Days from the middle of a round beyond which a day is held to be a slip."""


@dataclass(slots=True)
class Group:
    """The rows of one place, round, date, operation and assessment."""

    place: ClaimPlace
    rows: list[Row]
    as_of: dt.date | None
    round: str | None
    operation: str | None
    assessment: str | None
    issues: list[Issue] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """One sheet being read by its mapping. `day` is what all rows hold for where no column says."""

    sheet: Sheet
    mapping: Mapping
    places: Places
    day: dt.date | None = None
    groups: dict[tuple[str, ...], Group] = field(default_factory=dict)
    reports: list[RowReport] = field(default_factory=list)
    dates: set[dt.date] = field(default_factory=set)

    @property
    def has_days(self) -> bool:
        """Whether a column holds the day."""
        return any(self.mapping.column(role) for role in ("date_reported", "date_occurred"))


def read_rows(reading: Reading) -> list[Issue]:
    """Go through the sheet: groups and a report of each row. Returns what to tell of the sheet as a whole."""
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
    notes = _join_days(reading) if mapping.column("date_reported") is None else []
    return [*notes, *_flag_sums(reading)]


def _join_days(reading: Reading) -> list[Issue]:
    """One day for a round whose rows were collected on many: its last. Days far from the others are slips of the pen.

    Rows without a round are one where no place comes twice; else they are a series, and each keeps its day.
    """
    rounds: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for key in reading.groups:
        rounds.setdefault(key[1:4], []).append(key)
    notes: list[Issue] = []
    for told, keys in rounds.items():
        days = sorted(group.as_of for key in keys if (group := reading.groups[key]).as_of is not None)
        if not days or days[0] == days[-1] or (not told[0] and len({key[0] for key in keys}) < len(keys)):
            continue
        median = days[len(days) // 2]
        near = [day for day in days if abs((day - median).days) <= _FAR]
        for key in keys:
            group = reading.groups.pop(key)
            if group.as_of is not None and abs((group.as_of - median).days) > _FAR:
                message = (
                    f"row {group.rows[0].number}: {group.as_of.isoformat()} is far from the days of the other rows"
                )
                _tell(reading, group, Issue("date-far-off", "warning", message))
                reading.dates.discard(group.as_of)
            joined = reading.groups.setdefault((*key[:4], near[-1].isoformat()), group)
            if joined is not group:
                joined.rows += group.rows
                joined.issues += group.issues
            joined.as_of = near[-1]
        which = f"round {told[0]}" if told[0] else "the rows"
        span = f"{near[0].isoformat()} to {near[-1].isoformat()}"
        message = f"sheet {reading.sheet.name}: {which} was collected from {span} and is taken as of its last day"
        notes.append(Issue("round-of-many-days", "warning", message))
    return notes


def _tell(reading: Reading, group: Group, issue: Issue) -> None:
    """Add an issue to a group, and to the reports of its rows that have none."""
    group.issues.append(issue)
    numbers = {row.number for row in group.rows}
    for at, report in enumerate(reading.reports):
        if report.row in numbers and report.outcome == "taken" and report.code is None:
            reading.reports[at] = replace(report, code=issue.code, message=issue.message, severity=issue.severity)


def _total_anywhere(row: Row, counts: list[Column], texts: list[Column]) -> Cell | None:
    """A total's name in a column without a role, where the row names no place."""
    if any(row.text(c.index) for c in texts if c.role.startswith(("adm", "place"))):
        return None
    counted = {c.index for c in counts}
    return next((cell for cell in row if cell.column - 1 not in counted and words.is_total(cell.text)), None)


def _read_row(reading: Reading, row: Row, counts: list[Column], dates: list[Column], orders: dict[str, Order | None],
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
        group = reading.groups[key] = Group(found.place, [], day, number, said["operation"], said["assessment"])
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


def _flag_sums(reading: Reading) -> list[Issue]:
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
