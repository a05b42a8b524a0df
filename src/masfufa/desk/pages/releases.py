"""Releases: proposed by one person, signed off by a second, handed out byte for byte, and what would differ now."""

from __future__ import annotations

import datetime as dt
import io
import secrets
import zipfile
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from masfufa.desk.ledgers import Ledgers
from masfufa.desk.pages.common import Form, TheDesk, TheSession, goes_to, text, texts
from masfufa.desk.pages.publish import PATIENCE, compared, framed, slug
from masfufa.desk.permissions import Permission, allows, may
from masfufa.desk.state import Desk
from masfufa.desk.views import releases as view
from masfufa.desk.views.frame import day_of
from masfufa.errors import MasfufaError, UsageError
from masfufa.exchange.publishing import LANGUAGES
from masfufa.exchange.release_files import RELEASED_BYS, Terms, make_content
from masfufa.ontology.figures import CATEGORIES
from masfufa.tracking.ledger import EVERIES
from masfufa.workspace.releases import Release, file_state, same_person, signed

router = APIRouter(dependencies=[may(Permission.SEE)])
_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".geojson": "application/geo+json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_AGAINST = ("now", "day")


@router.get("/releases")
def listed(request: Request, desk: TheDesk) -> Response:
    """All releases."""
    t = desk.words(request)
    return desk.render(request, "releases/page.html", rows=[view.shown(r, t) for r in desk.workspace.releases()])


@router.post("/releases", dependencies=[may(Permission.DECIDE)])
def propose(request: Request, desk: TheDesk, session: TheSession, form: Form) -> Response:
    """Propose a release: its files are made now and stay as they are."""
    known = day_of(text(form, "known"))
    by, every, name = text(form, "by"), text(form, "every"), text(form, "name")
    if known is None:
        return goes_to("/publish?error=date#propose")
    if not name or by not in RELEASED_BYS or every not in EVERIES:
        return goes_to("/publish?error=release_name#propose")
    before = signed(desk.workspace.releases())
    terms = Terms(
        known,
        by,
        every,
        tuple(c for c in dict.fromkeys(texts(form, "category")) if c in CATEGORIES),
        day_of(text(form, "since")),
        day_of(text(form, "until")),
        before.known if before else None,
        tuple(language for language in LANGUAGES if language in texts(form, "language")),
    )

    def make(ledgers: Ledgers) -> Release:
        state = desk.workspace.tracked_state()
        content = make_content(desk.workspace, lambda day: ledgers.kept(day).ledger(), terms)
        return desk.workspace.propose_release(session.who, name, terms.plain(), content, made_of=state)

    found = desk.ledgers.ask(("propose", secrets.token_hex(8)), make, patience=PATIENCE)
    if not found.ready:
        raise HTTPException(503)
    return goes_to(f"/releases/{found.value.id}")


def _found(desk: Desk, identity: str) -> Release:
    try:
        return desk.workspace.release(identity)
    except UsageError as error:
        raise HTTPException(404) from error


def _page(request: Request, desk: Desk, who: str, release: Release, **more: Any) -> Response:
    t = desk.words(request)
    against = request.query_params.get("against", "")
    against = against if against in _AGAINST else "day"
    known = release.known if against == "day" else None
    found, damaged = None, ("", "")
    try:
        found = compared(desk, release, known)
    except MasfufaError as error:
        damaged = (error.code, error.message)
    status = more.pop("status", 200)
    return desk.render(
        request,
        "releases/release.html",
        status,
        **{
            "release": view.shown(release, t),
            "files": view.files(release, desk.workspace.folder, t),
            "own": same_person(who, release.proposed_by),
            "against": against,
            "known": known,
            "changed": view.changed(found.value, t, known) if found is not None and found.ready else None,
            "damaged": damaged,
            "waits": found is not None and (not found.ready or found.stale),
            "problem": ("", ""),
            "reason": "",
            "single": not desk.settings.accounts,
            **more,
        },
    )


@router.get("/releases/{identity}")
def release(request: Request, desk: TheDesk, session: TheSession, identity: str) -> Response:
    """One release: who, when, its files, and what would differ now."""
    return _page(request, desk, session.who, _found(desk, identity))


@router.post("/releases/{identity}", dependencies=[may(Permission.DECIDE)])
def conclude(request: Request, desk: TheDesk, session: TheSession, form: Form, identity: str) -> Response:
    """Sign it off, or turn it down with a reason; whoever proposed it may take it back without being a reviewer."""
    found, do, expected = _found(desk, identity), text(form, "do"), text(form, "expected")
    if not expected.isascii() or not expected.isdigit() or len(expected) > 15 or do not in ("sign", "refuse"):
        raise HTTPException(400)
    takes_back = do == "refuse" and same_person(session.who, found.proposed_by)
    if not takes_back and not allows(session.role, Permission.SIGN_OFF):
        raise HTTPException(403, "forbidden")
    try:
        if do == "sign":
            desk.workspace.sign_release(identity, session.who, expected=int(expected))
        else:
            desk.workspace.refuse_release(identity, session.who, text(form, "reason"), expected=int(expected))
    except MasfufaError as error:
        told = (error.code, error.message)
        status = 409 if error.code in ("decision-conflict", "release-decided") else 422
        found = _found(desk, identity)
        return _page(request, desk, session.who, found, status=status, problem=told, reason=text(form, "reason"))
    return goes_to(f"/releases/{identity}")


@router.get("/releases/{identity}/files/{name}")
def file(request: Request, desk: TheDesk, identity: str, name: str, frame: str = "") -> Response:
    """One of its files, byte for byte; a brief may be shown in a frame."""
    found = _found(desk, identity)
    if found.file(name) is None or file_state(desk.workspace.folder, found, name) != "kept":
        raise HTTPException(404)
    data = desk.workspace.release_file(identity, name)
    if frame == "yes" and name.endswith(".html"):
        return framed(request, data.decode("utf-8"))
    suffix = name[name.rindex(".") :]
    return Response(data, media_type=_TYPES.get(suffix, "application/octet-stream"), headers=_attached(name))


@router.get("/releases/{identity}/all.zip")
def all_files(desk: TheDesk, identity: str) -> Response:
    """All that is left of its files, with their hashes: the same bytes whenever it is asked for."""
    found = _found(desk, identity)
    out = io.BytesIO()
    stamp = found.proposed_at.astimezone(dt.UTC).timetuple()[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(name: str, data: bytes) -> None:
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)

        add("SHA256SUMS", "".join(f"{f.sha256}  {f.name}\n" for f in found.files).encode("utf-8"))
        for one in found.files:
            if file_state(desk.workspace.folder, found, one.name) == "kept":
                add(one.name, desk.workspace.release_file(identity, one.name))
    name = f"{slug(found.name)}-{found.known.isoformat()}-{found.id}.zip"
    return Response(out.getvalue(), media_type="application/zip", headers=_attached(name))


def _attached(name: str) -> dict[str, str]:
    plain = name.encode("ascii", "ignore").decode("ascii").lstrip("-") or "release.zip"
    return {"content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"}
