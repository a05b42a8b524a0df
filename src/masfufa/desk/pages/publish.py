"""Publish: every format with its options and a preview, the brief, and what changed since the last release."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import hashlib
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response

from masfufa.desk.ledgers import Answer, Ledgers
from masfufa.desk.pages.common import TheDesk
from masfufa.desk.pages.matrix import releases as release_days
from masfufa.desk.permissions import Permission, may
from masfufa.desk.state import Desk
from masfufa.desk.views import releases as view
from masfufa.desk.views.frame import day_of
from masfufa.exchange.publishing import FORMATS, LANGUAGES, Wanted, brief, first_lines, preview, publish
from masfufa.exchange.release_files import MATRIX, RELEASED_BYS, cells_now, differences
from masfufa.ontology.figures import CATEGORIES
from masfufa.tracking.kept import Frame
from masfufa.tracking.ledger import BYS, EVERIES
from masfufa.workspace.releases import Release, signed

router = APIRouter(dependencies=[may(Permission.SEE)])
PATIENCE = 900.0
"""Seconds that a file may take to be made."""
_FLAGS = ("hxl", "polygons", "content")


def wanted_of(params: Mapping[str, str], categories: list[str]) -> Wanted:
    """What an address asks to publish; what can't be meant is left out."""
    name, by, every = params.get("format", ""), params.get("by", ""), params.get("every", "")
    language = params.get("language", "")
    frame = Frame(
        by if by in BYS else "adm1",
        every if every in EVERIES else "month",
        tuple(dict.fromkeys(c for c in categories if c in CATEGORIES)),
        day_of(params.get("since")),
        day_of(params.get("until")),
        day_of(params.get("known")),
        None,
    )
    return Wanted(
        name if name in FORMATS else "csv",
        frame,
        language if language in LANGUAGES else "en",
        **{flag: params.get(flag) == "yes" for flag in _FLAGS},
    )


def address_of(wanted: Wanted, **changes: Any) -> str:
    """The part of an address after `?`."""
    wanted = dataclasses.replace(wanted, **changes)
    frame = wanted.frame
    said = [("format", wanted.format), ("by", frame.by), ("every", frame.every), ("language", wanted.language)]
    said += [("category", name) for name in frame.category]
    days = (("since", frame.since), ("until", frame.until), ("known", frame.as_known_on))
    said += [(name, day.isoformat()) for name, day in days if day is not None]
    said += [(flag, "yes") for flag in _FLAGS if getattr(wanted, flag)]
    return urlencode(said)


def _needs_ledger(wanted: Wanted) -> bool:
    return wanted.format not in ("claims", "hapi", "package") and not wanted.format.startswith("brief-")


def _preview(desk: Desk, wanted: Wanted) -> Answer:
    """Columns, first rows and how many; for plover lines and how many."""

    def make(ledgers: Ledgers) -> Any:
        def ledger_of(known: dt.date | None) -> Any:
            return ledgers.kept(known).ledger()

        if wanted.format == "plover":
            return first_lines(desk.workspace, ledger_of(wanted.frame.as_known_on))
        return preview(desk.workspace, ledger_of, wanted)

    return desk.ledgers.ask(("preview", wanted), make)


@router.get("/publish")
def page(request: Request, desk: TheDesk, error: str = "") -> Response:
    """The page."""
    t = desk.words(request)
    params = dict(request.query_params)
    params.setdefault("language", t.language)
    wanted = wanted_of(params, request.query_params.getlist("category"))
    how = wanted.how
    shown = None
    if how.table is not None or wanted.format in ("hapi", "plover"):
        shown = _preview(desk, wanted)
    every_release = desk.workspace.releases()
    last = signed(every_release)
    changed = compared(desk, last, None) if last is not None else None
    return desk.render(
        request,
        "publish/page.html",
        error=error if error in t("errors") else "",
        wanted=wanted,
        how=how,
        address=address_of(wanted),
        formats=[(name, t("publish.formats")[name]) for name in FORMATS],
        bys=[(by, t("see.bys")[by]) for by in BYS],
        everies=[(every, t("see.everies")[every]) for every in EVERIES],
        languages=[(code, t("publish.languages")[code]) for code in LANGUAGES],
        categories=tuple(CATEGORIES),
        releases=release_days(desk),
        shown=shown.value if shown is not None and shown.ready else None,
        waits=any(a is not None and (not a.ready or a.stale) for a in (shown, changed)),
        last=view.shown(last, t) if last is not None else None,
        changed=view.changed(changed.value, t) if changed is not None and changed.ready else None,
        waiting=[view.shown(r, t) for r in every_release if r.state == "proposed"],
        may_release=wanted.frame.by in RELEASED_BYS,
        today=dt.datetime.now().astimezone().date(),
    )


def compared(desk: Desk, release: Release, known: dt.date | None) -> Answer:
    """What differs now from a release: of all that is known now, or with `known` of what was known on that day."""

    def make(ledgers: Ledgers) -> Any:
        matrix = desk.workspace.release_file(release.id, MATRIX)
        return differences(matrix, cells_now(ledgers.kept(known).ledger(), release, known))

    return desk.ledgers.ask(("release", release.id, known), make)


@router.get("/publish/brief")
def brief_page(request: Request, desk: TheDesk) -> Response:
    """The brief as it would be published, to be shown in a frame of the page: no script, and nothing from elsewhere."""
    from masfufa.exchange.brief.html import brief_html

    wanted = wanted_of(request.query_params, request.query_params.getlist("category"))

    def make(ledgers: Ledgers) -> str:
        return brief_html(brief(desk.workspace, lambda known: ledgers.kept(known).ledger(), wanted))

    found = desk.ledgers.ask(("brief", wanted), make, patience=PATIENCE)
    if not found.ready:
        raise HTTPException(503)
    return framed(request, str(found.value))


def framed(request: Request, html: str) -> Response:
    """A page of its own for a frame: its one sheet of style is let in by its hash, scripts and all else are not."""
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256((style[1] if style else "").encode("utf-8")).digest()).decode("ascii")
    request.state.headers = {
        "content-security-policy": (
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'self'; sandbox"
        ),
        "x-frame-options": "SAMEORIGIN",
    }
    return HTMLResponse(html)


@router.get("/publish/file")
def file(request: Request, desk: TheDesk) -> Response:
    """The file."""
    wanted = wanted_of(request.query_params, request.query_params.getlist("category"))
    folder = Path(tempfile.mkdtemp(prefix="masfufa-publish-"))
    known = wanted.frame.as_known_on or dt.datetime.now().astimezone().date()
    path = folder / f"{slug(desk.workspace.name)}-{wanted.format}-{known.isoformat()}{wanted.how.suffix}"

    def make(ledgers: Ledgers) -> bool:
        publish(desk.workspace, lambda known: ledgers.kept(known).ledger(), wanted, path)
        return True

    try:
        # The folder is part of the key: no two files are made as one, and none is kept.
        found = desk.ledgers.ask(("file", str(folder)), make, patience=PATIENCE)
        if not found.ready:
            raise HTTPException(503)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    done = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    return FileResponse(path, media_type=wanted.how.media_type, filename=path.name, background=done)


def slug(name: str) -> str:
    """A workspace's or release's name as a part of a file's name."""
    return re.sub(r"[^\w-]+", "-", name).strip("-_")[:60] or "masfufa"
