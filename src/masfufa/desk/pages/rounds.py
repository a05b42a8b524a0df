"""Rounds: imported batches, importing a file with its mapping seen and corrected, press beside tracker."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from masfufa.desk.importing import Imports, Pending, proposed
from masfufa.desk.ledgers import Answer
from masfufa.desk.pages.common import Form, TheDesk, TheSession, goes_to, text
from masfufa.desk.pages.matrix import cells_of, releases
from masfufa.desk.permissions import Permission, may
from masfufa.desk.state import Desk
from masfufa.desk.views import mapping as mapped
from masfufa.desk.views import rounds as view
from masfufa.desk.views.frame import asked_of, day_of
from masfufa.desk.views.map import called as series_called
from masfufa.desk.views.map import series_of
from masfufa.documents.limits import DEFAULT
from masfufa.errors import MasfufaError, UsageError
from masfufa.exchange.importers import FORMATS
from masfufa.exchange.mapping import Mapping
from masfufa.workspace.batches import RowReport

router = APIRouter(dependencies=[may(Permission.SEE)])
_BYS = ("country", "adm1", "adm2", "adm3")
_EVERIES = ("day", "week", "month", "round", "year")
_LISTED = 200
_MOST_CELLS = 2000
_REPORT = ("sheet", "row", "cell", "outcome", "severity", "code", "message")


def imports_of(request: Request) -> Imports:
    """The files that wait to be taken."""
    imports: Imports = request.app.state.imports
    return imports


def _batches(request: Request, desk: Desk) -> list[view.Batch]:
    """All imports, the latest first; what their claims tell is looked up once an import."""
    told = imports_of(request).told
    documents = {d.id: d for d in desk.workspace.documents(text=False)}
    out = []
    for record in desk.workspace.imports():
        document = documents.get(record.document)
        key = (record.id, bool(document and document.purged))
        if key not in told:
            claims = view.told_of(desk.workspace.claims(document=record.document, decided=False))
            told[key] = (claims, view.warnings_in(desk.workspace.import_rows(record.id)))
        out.append(view.batch_of(record, document, *told[key]))
    return out[::-1]


@router.get("/rounds")
def rounds(request: Request, desk: TheDesk, session: TheSession, taken: str = "", error: str = "") -> Response:
    """The list, what waits to be taken, and where to drop a file."""
    t = desk.words(request)
    return desk.render(
        request,
        "rounds/page.html",
        batches=_batches(request, desk),
        waiting=imports_of(request).waiting(),
        formats=t("rounds.formats"),
        taken=taken if taken in t("rounds.taken_told") else "",
        error=error if error in t("errors") else "",
    )


@router.get("/rounds/batches/{number}")
def batch(request: Request, desk: TheDesk, number: int) -> Response:
    """One import: what became of its rows, and the mapping that was used."""
    found = next((b for b in _batches(request, desk) if b.id == number), None)
    if found is None:
        raise HTTPException(404)
    rows = desk.workspace.import_rows(number)
    record = next(r for r in desk.workspace.imports() if r.id == number)
    return desk.render(
        request,
        "rounds/batch.html",
        batch=found,
        troubles=view.troubles(rows),
        mapping=_shown_mapping(desk, request, record.mapping),
    )


def _shown_mapping(desk: Desk, request: Request, data: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """A mapping as a list: sheet, and what is called how from which column."""
    t = desk.words(request)
    if not isinstance(data, dict) or not isinstance(data.get("columns"), dict):
        return []
    out = []
    for one in (data, *(data.get("further") or ())):
        lines = [(mapped.role_called(str(role), t), str(column)) for role, column in one["columns"].items()]
        for part in one.get("parts") or ():
            told = ", ".join(f"{k}={v}" for k, v in part.items() if k not in ("column", "of"))
            lines.append((f"{mapped.role_called(str(part['of']), t)} · {told}", str(part["column"])))
        lines += [(mapped.role_called(str(k), t), str(v)) for k, v in (one.get("constants") or {}).items()]
        out.append((str(one.get("sheet") or ""), lines))
    return out


@router.get("/rounds/batches/{number}/rows.csv")
def batch_rows(desk: TheDesk, number: int) -> Response:
    """What became of each row of an import, as CSV."""
    if all(record.id != number for record in desk.workspace.imports()):
        raise HTTPException(404)
    return _rows_csv(desk.workspace.import_rows(number), f"import-{number}-rows.csv")


def _rows_csv(rows: tuple[RowReport, ...], name: str) -> Response:
    from masfufa.exchange.delimited import plain_cell

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_REPORT)
    for row in rows:
        cells = (row.sheet, row.row or "", row.cell, row.outcome, row.severity, row.code, row.message)
        writer.writerow(map(plain_cell, cells))
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(out.getvalue().encode("utf-8"), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/rounds/import", dependencies=[may(Permission.ADD)])
def put(request: Request, session: TheSession, form: Form) -> Response:
    """Take files in to be looked at; a form among them is that of the others' answers."""
    files = [f for f in form.getlist("files") if isinstance(f, UploadFile) and f.filename]
    given = form.get("form")
    xlsform = None
    if isinstance(given, UploadFile) and given.filename:
        xlsform = (given.filename, given.file.read(DEFAULT.bytes + 1))
    if not files:
        return goes_to("/rounds?error=nothing_to_import#import")
    pending = None
    for file in files[:12]:
        data = file.file.read(DEFAULT.bytes + 1)
        pending = imports_of(request).put(file.filename or "", data, session.who, xlsform)
    return goes_to(f"/rounds/import/{pending.key}" if pending and len(files) == 1 else "/rounds#waiting")


def _pending(request: Request, key: str) -> Pending:
    found = imports_of(request).find(key)
    if found is None:
        raise HTTPException(404)
    return found


def _sheet_number(given: str, pending: Pending, read: list[str]) -> int:
    """The sheet to show: the one asked for, else the first that is read."""
    if given.isascii() and given.isdigit() and int(given[:6]) < len(pending.sheets):
        return int(given[:6])
    return next((n for n, sheet in enumerate(pending.sheets) if sheet.name in read), 0)


def _columns_page(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 5 else 1


def _page(
    request: Request, desk: Desk, pending: Pending, *, status: int = 200, problem: tuple[str, str] = ("", ""),
    typed: mapped.Typed | None = None, sheet: str = "", columns: str = "", said: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    imports, t = imports_of(request), desk.words(request)
    read = imports.result(pending)
    context: dict[str, Any] = {
        "pending": pending,
        "waits": read is None,
        "problem": problem,
        "formats": t("rounds.formats"),
        "mappings": imports.mappings(),
        "preview": None,
        "screen": None,
        "tabs": [],
        "roles": [],
        "failed": ("", ""),
        "said": {"saved": "", "released": "", **(said or {})},
    }
    if read is not None:
        context["failed"] = (read.code, read.message)
        if read.batch is not None:
            context["preview"] = view.preview(read.batch, desk.workspace.units(), t)
        if pending.format == "dtm" and pending.sheets:
            context |= _screens(pending, read.batch.rows if read.batch else (), typed, sheet, columns, t)
    return desk.render(request, "rounds/import.html", status, **context)


def _mappings(pending: Pending) -> list[Mapping]:
    try:
        return mapped.read_mappings(pending.mapping, pending.sheets)
    except MasfufaError:
        return []


def _screens(
    pending: Pending, rows: tuple[RowReport, ...], typed: mapped.Typed | None, sheet: str, columns: str, t: Any
) -> dict[str, Any]:
    mappings = _mappings(pending)
    names = [mapping.sheet for mapping in mappings]
    number = _sheet_number(sheet, pending, names)
    shown = pending.sheets[number]
    own = next((m for m in mappings if m.sheet == shown.name), None) or proposed(pending, shown.name)
    skipped = {row.sheet: row.message or "" for row in rows if row.row == 0}
    roles = mapped.roles(t)
    return {
        "role_names": {role for _, listed in roles for role, _ in listed},
        "tabs": mapped.tabs(pending.sheets, names, skipped),
        "screen": mapped.screen(
            shown, number, own, read=shown.name in names, page=_columns_page(columns), t=t, typed=typed
        ),
        "roles": roles,
    }


@router.get("/rounds/import/{key}")
def look(request: Request, desk: TheDesk, key: str, sheet: str = "", columns: str = "") -> Response:
    """A file before it is taken: its columns, and what its rows would become."""
    return _page(request, desk, _pending(request, key), sheet=sheet, columns=columns)


@router.get("/rounds/import/{key}/rows.csv")
def look_rows(request: Request, key: str) -> Response:
    """What would become of each row of a file, as CSV."""
    read = imports_of(request).result(_pending(request, key), patience=60.0)
    if read is None or read.batch is None:
        raise HTTPException(404)
    return _rows_csv(read.batch.rows, "rows.csv")


@router.post("/rounds/import/{key}", dependencies=[may(Permission.ADD)])
def change(request: Request, desk: TheDesk, session: TheSession, form: Form, key: str) -> Response:
    """Change what is set of a file, take it, or let it go."""
    pending, imports, do = _pending(request, key), imports_of(request), text(form, "do")
    here = f"/rounds/import/{pending.key}"
    try:
        if do == "drop":
            imports.drop(pending)
            return goes_to("/rounds")
        if do == "take":
            saved = text(form, "saved")
            if saved:
                imports.mapping_path(saved)
            pending.saved = saved
            record = imports.take(pending)
            return goes_to(f"/rounds?taken={'taken' if record.new else 'known'}#batch-{record.id}")
        if do == "load":
            imports.load(pending, text(form, "saved_mapping"))
        elif do == "options":
            _set_options(imports, pending, form)
        elif do == "sheet":
            return _set_sheet(request, desk, imports, pending, form)
        elif do == "again":
            pending.mapping = None
        else:
            raise HTTPException(400)
    except MasfufaError as error:
        return _page(
            request, desk, pending, status=422, problem=(error.code, error.message), sheet=text(form, "sheet"),
            said={"saved": text(form, "saved"), "released": text(form, "released")},
        )  # fmt: skip
    imports.read(pending)
    return goes_to(here)


def _set_options(imports: Imports, pending: Pending, form: FormData) -> None:
    told, day = text(form, "format"), text(form, "released")
    try:
        released = dt.date.fromisoformat(day) if day else None
    except ValueError:
        raise UsageError("release-unknown", f"{day!r} is no date like 2021-11-30.") from None
    if told not in FORMATS:
        raise UsageError("unknown-format", f"There is no format {told!r}.")
    given = form.get("form")
    if isinstance(given, UploadFile) and given.filename:
        imports.give_form(pending, given.filename, given.file.read(DEFAULT.bytes + 1))
        told = "xlsform"
    pending.format, pending.released = told, released


def _set_sheet(request: Request, desk: Desk, imports: Imports, pending: Pending, form: FormData) -> Response:
    number, columns = text(form, "sheet"), text(form, "columns")
    mappings = _mappings(pending)
    shown = pending.sheets[_sheet_number(number, pending, [])]
    before = next((m for m in mappings if m.sheet == shown.name), None)
    typed = mapped.Typed(
        {
            int(name[1:]): (str(value), text(form, f"p{name[1:]}"))
            for name, value in form.items()
            if name[:1] == "c" and name[1:].isascii() and name[1:].isdigit() and len(name) < 6
        },
        {name: text(form, f"k-{name}") for name in mapped.CONSTANTS},
        text(form, "header_row"),
        text(form, "first_row"),
        bool(text(form, "read")),
    )
    try:
        others = [m for m in mappings if m.sheet != shown.name]
        if not typed.read and not others:
            raise UsageError("mapping-no-sheet", "One sheet at least must be read.")
        if typed.read:
            made = mapped.changed(before or proposed(pending, shown.name), shown, typed)
            at = [m.sheet for m in mappings].index(shown.name) if before else len(others)
            others.insert(at, made)
        pending.mapping = mapped.plain_of(others)
    except UsageError as error:
        return _page(
            request, desk, pending, status=422, problem=(error.code, error.message), typed=typed, sheet=number,
            columns=columns,
        )  # fmt: skip
    imports.read(pending)
    at_sheet = next(n for n, sheet in enumerate(pending.sheets) if sheet is shown)
    return goes_to(f"/rounds/import/{pending.key}?sheet={at_sheet}&columns={_columns_page(columns)}#columns")


@router.get("/rounds/compare")
def compare(request: Request, desk: TheDesk) -> Response:
    """Press beside tracker, area by area."""
    params = request.query_params
    asked = asked_of(params, ())
    by = asked.by if asked.by in _BYS else "adm1"
    every = asked.every if asked.every in _EVERIES else "month"
    until, t = day_of(params.get("until")), desk.words(request)
    found = cells_of(desk, by, every, asked.known)
    cells = [c for c in found.value or [] if until is None or c.period_start is None or c.period_start <= until]
    every_series = series_of(cells)
    names = {"/".join(series): series for series in every_series}
    series = names.get(params.get("series", "")) or view.most_compared(cells, every_series)
    chosen = [c for c in cells if (c.category, c.unit, c.measure) == series and c.population == "all"]
    shown = view.shown_cells(chosen)
    days = _days(desk, (asked.known, by, every, series, until), shown) if shown else Answer({}, False)
    rows = view.compare(shown, asked.known, days.value or {}, t)
    return desk.render(
        request,
        "rounds/compare.html",
        asked=asked,
        by=by,
        every=every,
        until=until,
        bys=[(b, t("see.bys")[b]) for b in _BYS],
        everies=[(e, t("see.everies")[e]) for e in _EVERIES],
        choices=[(key, series_called(one, t)) for key, one in names.items()],
        series="/".join(series) if series else "",
        rows=rows[:_LISTED],
        left=max(len(rows) - _LISTED, 0),
        releases=releases(desk),
        waits=not found.ready or found.stale or not days.ready or days.stale,
    )


def _days(desk: Desk, key: tuple[Any, ...], cells: list[Any]) -> Answer:
    return desk.ledgers.ask(
        ("days", *key), lambda ledgers: view.days_behind(cells[:_MOST_CELLS], ledgers.kept(key[0]).entry)
    )
