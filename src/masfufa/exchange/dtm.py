"""IOM DTM country workbooks of any shape: the rows of the lowest level become claims, one a place and count."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from masfufa.claims import Issue
from masfufa.errors import DocumentError, UsageError
from masfufa.exchange.cells import read_day
from masfufa.exchange.dtm_claims import PUBLISHER, check_totals, claims_of
from masfufa.exchange.dtm_places import Places
from masfufa.exchange.dtm_propose import Proposal, Skipped, propose
from masfufa.exchange.dtm_rows import Reading, read_rows
from masfufa.exchange.dtm_titles import Told, days_told, modified
from masfufa.exchange.importers import ImportOptions, settle_release_if_known, stored, whole_sheet
from masfufa.exchange.mapping import Column, Mapping, mapping_of
from masfufa.exchange.tables import Cell, Table, open_table
from masfufa.workspace.batches import AdminRow, ImportBatch


def read_dtm(path: Path, options: ImportOptions) -> ImportBatch:
    """Read a DTM workbook (or csv of one sheet) by the mapping given, else by the one proposed.

    Raises DocumentError (see `open_table`; no-usable-sheet), UsageError (bad-mapping, mapping-column, release-unknown,
    mapping-unconfirmed).
    """
    table = open_table(path)
    proposal = _mapped(table, options)
    told = days_told([sheet for sheet in table.sheets if not sheet.hidden])
    notices = list(proposal.notes)
    readings: list[Reading] = []
    for mapping in proposal.mappings:
        sheet = next(sheet for sheet in table.sheets if sheet.name == mapping.sheet)
        others = [other for other in table.sheets if other is not sheet]
        reading = Reading(sheet, mapping, Places(sheet, mapping, others))
        if not reading.has_days:
            reading.day = _constant_day(mapping, table, told, notices)
        notices += read_rows(reading)
        readings.append(reading)
    dates = {day for reading in readings for day in (*reading.dates, reading.day) if day is not None}
    in_file = max((found.day for found in told if found.kind == "release"), default=None)
    release = settle_release_if_known(options, table.name, in_file, dates)
    notices += [release.notice] if release.notice else []
    document = stored(table, publisher=PUBLISHER, released=release.day)
    agreed, differing = check_totals(readings, [skipped.sheet for skipped in proposal.skipped])
    reports = [
        whole_sheet(s.sheet, s.code, s.message + (f"; its {agreed[s.sheet.name]}" if s.sheet.name in agreed else ""))
        for s in proposal.skipped
    ]
    units: dict[tuple[int, str], AdminRow] = {}
    for reading in readings:
        units = {**reading.places.units, **units}
    return ImportBatch(
        document=document, format="dtm",
        claims=tuple(claim for reading in readings for claim in claims_of(reading, document.id, release.day)),
        units=tuple(units.values()), rows=(*reports, *(row for reading in readings for row in reading.reports)),
        mapping=_plain(proposal.mappings), released=release.day, released_from=release.source,
        notices=(*notices, *differing),
    )  # fmt: skip


def _plain(mappings: list[Mapping]) -> dict[str, object]:
    out: dict[str, object] = dict(mappings[0].plain())
    if len(mappings) > 1:
        out["further"] = [{k: v for k, v in mapping.plain().items() if k != "format"} for mapping in mappings[1:]]
    return out


def _mapped(table: Table, options: ImportOptions) -> Proposal:
    if options.mapping is not None:
        further = options.mapping.get("further") or []
        if not isinstance(further, list) or not all(isinstance(one, dict) for one in further):
            raise UsageError("bad-mapping", "further is a list of mappings, each of another sheet.")
        first = {key: value for key, value in options.mapping.items() if key != "further"}
        mappings = [mapping_of(data, table.sheets) for data in (first, *further)]
        named = {mapping.sheet for mapping in mappings}
        skipped = [
            Skipped(other, "sheet-not-mapped", "the mapping does not name it")
            for other in table.sheets
            if other.name not in named
        ]
        return Proposal(mappings, [], skipped)
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
    shown = "\n".join(
        f"sheet {mapping.sheet or '(the only one)'}\n"
        + "\n".join(f"  {column.role}{_parts_text(column)}: {column.header}" for column in mapping.columns)
        for mapping in proposal.mappings
    )
    answer = options.ask(f"{table.name}\n{shown}\nTake these columns? [Y/n] ")
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


def _constant_day(mapping: Mapping, table: Table, told: list[Told], notices: list[Issue]) -> dt.date | None:
    """The day all rows hold for, where no column says: the mapping, titles in the workbook, the day it was saved."""
    for role in ("date_reported", "date_occurred"):
        text = mapping.constants.get(role)
        if text:
            day = read_day(Cell(text, text, 1, 1)).value
            if day is None:
                raise UsageError("bad-mapping", f"constants: {role} {text!r} is no date like 2021-11-30.")
            return day
    above = [found for found in told if found.sheet == mapping.sheet and found.cell.row < mapping.first_row]
    for pool in (above, told):
        for kind in ("collection", "plain", "release"):
            of_kind = [found for found in pool if found.kind == kind]
            if of_kind:
                best = max(of_kind, key=lambda found: found.day)
                where = f"sheet {best.sheet}, cell {best.cell.address}" if best.sheet else f"cell {best.cell.address}"
                message = f"no column holds a date; rows are taken as of {best.day.isoformat()}, from {where}"
                notices.append(Issue("date-from-title", "warning", message))
                return best.day
    saved = modified(table.data)
    if saved is not None:
        message = f"no date is in the file; rows are taken as of {saved.isoformat()}, the day it was saved"
        notices.append(Issue("date-of-saving", "warning", message))
    return saved
