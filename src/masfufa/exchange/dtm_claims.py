"""Claims of DTM: the cells of a group of rows added up, wholes and their parts; totals that other sheets state."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from masfufa.claims import Absence, Claim, Issue, claim_id
from masfufa.exchange.cells import Count, read_count
from masfufa.exchange.dtm_rows import Group, Reading
from masfufa.exchange.dtm_titles import totals_stated
from masfufa.exchange.importers import locator, reader_version
from masfufa.exchange.mapping import Column
from masfufa.exchange.tables import Cell, Sheet

SOURCE = "IOM DTM"
PUBLISHER = "IOM"
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


def claims_of(reading: Reading, document: str, released: dt.date | None) -> list[Claim]:
    """The claims of a sheet that was read: a whole for each group and count, then its parts."""
    out: list[Claim] = []
    mapping, sheet = reading.mapping, reading.sheet
    wholes = mapping.counts()
    parts = {column.role: mapping.parts(column.role) for column in wholes}
    version = reader_version("dtm")
    for group in reading.groups.values():

        def make(column: Column, above: str | None, group: Group = group) -> Claim | None:
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


def check_totals(readings: list[Reading], others: list[Sheet]) -> tuple[dict[str, str], list[Issue]]:
    """Totals that other sheets state against the sums of the rows: what agrees, by sheet, and an issue for the rest.

    A count that several sheets give (of several rounds, say) is left out: a total may be that of one.
    """
    times = Counter(column.role for reading in readings for column in reading.mapping.counts())
    sums = {}
    for reading in readings:
        for column in reading.mapping.counts():
            if times[column.role] == 1:
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
