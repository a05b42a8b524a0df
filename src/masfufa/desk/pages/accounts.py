"""Accounts: one's own (password, sessions, tokens), all of them for administrators, and the audit log."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from masfufa.desk import passwords
from masfufa.desk.pages.common import Form, TheDesk, TheSession, goes_to, text
from masfufa.desk.permissions import ROLES, Permission, lesser, may
from masfufa.desk.sessions import AccountSessions, Session, new_token, token_hash
from masfufa.desk.state import Desk
from masfufa.desk.views import accounts as view
from masfufa.desk.words import Words
from masfufa.errors import UsageError
from masfufa.workspace.accounts import checked_name

router = APIRouter()
PER_PAGE = 100
_CSV_LINES = 100_000


def _told(t: Words, error: UsageError) -> str:
    """An error in the language of the page."""
    return str(t("accounts.errors").get(error.code) or error.message)


def _password(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


# --- one's own account


def _own_page(request: Request, desk: Desk, session: Session, *, status: int = 200, **more: Any) -> Response:
    t = desk.words(request)
    tokens = desk.log.tokens(session.account)
    sessions = desk.accounts.sessions_of(session.account) if session.account is not None else []
    own = desk.sessions.digest("session", session.id) if isinstance(desk.sessions, AccountSessions) else ""
    context: dict[str, Any] = {
        "problem": "",
        "place": "",
        "said": "",
        "token": "",
        "roles": [(role, t.of("roles", role)) for role in ROLES if lesser(role, session.role) == role],
        "tokens": view.tokens(tokens, t),
        "sessions": [(s, s.hash == own) for s in sessions],
        "least": passwords.LEAST,
        **more,
    }
    return desk.render(request, "accounts/own.html", status, **context)


@router.get("/account", dependencies=[may(Permission.OWN)])
def own(request: Request, desk: TheDesk, session: TheSession, said: str = "") -> Response:
    """One's own account."""
    t = desk.words(request)
    return _own_page(request, desk, session, said=t("accounts.said").get(said, ""))


@router.post("/account/password", dependencies=[may(Permission.OWN)])
def change_password(request: Request, desk: TheDesk, session: TheSession, form: Form) -> Response:
    """Another password: all sessions end, and this browser has a new one."""
    sessions = desk.sessions
    if not isinstance(sessions, AccountSessions) or session.account is None:
        raise HTTPException(404)
    t = desk.words(request)

    def refused(what: str, status: int = 422) -> Response:
        return _own_page(request, desk, session, status=status, place="password", problem=what)

    # The old one is asked for as signing in asks for it: who found an open browser can't guess it here either.
    found = sessions.verify(session.who, _password(form, "old"), request.state.address)
    if found.account is None:
        return refused(t(f"accounts.{found.problem}").format(minutes=-(-found.wait // 60)), 403)
    try:
        if _password(form, "new") != _password(form, "again"):
            return refused(t("accounts.not_the_same"))
        stored = passwords.hashed(passwords.checked(_password(form, "new"), session.who))
    except UsageError as error:
        return refused(_told(t, error))
    account = desk.accounts.set_password(session.who, stored, session.who)
    opened = sessions.open(account, stored, request.state.address, session.language)
    if opened is None:
        return goes_to("/sign-in")
    return desk.set_cookie(goes_to("/account?said=password"), opened)


@router.post("/account/sessions", dependencies=[may(Permission.OWN)])
def end_others(desk: TheDesk, session: TheSession, form: Form) -> Response:
    """End all other sessions of one's own."""
    if not isinstance(desk.sessions, AccountSessions):
        raise HTTPException(404)
    desk.accounts.end_sessions(session.who, session.who, keep=desk.sessions.digest("session", session.id))
    return goes_to("/account?said=sessions")


@router.post("/account/tokens", dependencies=[may(Permission.OWN)])
def add_token(request: Request, desk: TheDesk, session: TheSession, form: Form) -> Response:
    """A token for the HTTP API. It is shown in the answer, and never again."""
    role, days, name = text(form, "role"), text(form, "days"), text(form, "name")
    if role not in ROLES or lesser(role, session.role) != role:
        raise HTTPException(403, "forbidden")
    token = new_token()
    whole = int(days) if days.isascii() and days.isdigit() and len(days) < 6 else 0
    try:
        desk.log.add_token(token_hash(token), name, role, whole, session.who, session.account, session.who)
    except UsageError as error:
        told = _told(desk.words(request), error)
        return _own_page(request, desk, session, status=422, place="token", problem=told)
    return _own_page(request, desk, session, token=token)


def _number(said: str) -> int:
    if not said.isascii() or not said.isdigit() or len(said) > 15:
        raise HTTPException(400)
    return int(said)


@router.post("/account/tokens/revoke", dependencies=[may(Permission.OWN)])
def revoke(desk: TheDesk, session: TheSession, form: Form) -> Response:
    """Let a token of one's own open nothing any more."""
    try:
        desk.log.revoke(_number(text(form, "token")), session.who, session.account)
    except UsageError as error:
        raise HTTPException(404) from error
    return goes_to("/account?said=token")


# --- all accounts


def _all_page(request: Request, desk: Desk, *, status: int = 200, **more: Any) -> Response:
    t = desk.words(request)
    context: dict[str, Any] = {
        "problem": "",
        "place": "",
        "said": "",
        "name": "",
        "role": "analyst",
        "accounts": desk.accounts.every(),
        "roles": [(role, t.of("roles", role)) for role in ROLES],
        "least": passwords.LEAST,
        **more,
    }
    return desk.render(request, "accounts/all.html", status, **context)


@router.get("/accounts", dependencies=[may(Permission.ACCOUNTS)])
def every(request: Request, desk: TheDesk, said: str = "") -> Response:
    """All accounts."""
    return _all_page(request, desk, said=desk.words(request)("accounts.said").get(said, ""))


@router.post("/accounts", dependencies=[may(Permission.ACCOUNTS)])
def add(request: Request, desk: TheDesk, session: TheSession, form: Form) -> Response:
    """Add an account."""
    name, role = text(form, "name"), text(form, "role")
    try:
        checked_name(name)  # before the password is hashed, which takes long
        stored = passwords.hashed(passwords.checked(_password(form, "password"), name))
        desk.accounts.add(name, role, stored, session.who)
    except UsageError as error:
        told = _told(desk.words(request), error)
        return _all_page(request, desk, status=422, place="add", problem=told, name=name, role=role)
    return goes_to("/accounts?said=added")


@router.post("/accounts/change", dependencies=[may(Permission.ACCOUNTS)])
def change(request: Request, desk: TheDesk, session: TheSession, form: Form) -> Response:
    """Another role or password, disable, enable, end sessions."""
    name, do = text(form, "name"), text(form, "do")
    accounts = desk.accounts

    def password() -> None:
        known = accounts.find(name)
        stored = passwords.hashed(passwords.checked(_password(form, "password"), known.name if known else name))
        accounts.set_password(name, stored, session.who)

    ways: dict[str, Callable[[], Any]] = {
        "role": lambda: accounts.set_role(name, text(form, "role"), session.who),
        "disable": lambda: accounts.disable(name, session.who),
        "enable": lambda: accounts.enable(name, session.who),
        "end": lambda: accounts.end_sessions(name, session.who),
        "password": password,
    }
    if do not in ways:
        raise HTTPException(400)
    try:
        ways[do]()
    except UsageError as error:
        told = _told(desk.words(request), error)
        return _all_page(request, desk, status=422, place=name, problem=told)
    return goes_to(f"/accounts?said={do}")


# --- the audit log


def _asked(request: Request) -> tuple[str | None, str | None, int]:
    params = request.query_params
    kind, page = params.get("kind", ""), params.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 7 and int(page) else 1
    return params.get("who") or None, kind if kind in view.KINDS else None, number


@router.get("/audit", dependencies=[may(Permission.AUDIT)])
def audit(request: Request, desk: TheDesk) -> Response:
    """Every decision and what happened to accounts, the latest first."""
    who, kind, page = _asked(request)
    t = desk.words(request)
    found = desk.log.audit(who=who, kind=kind, offset=(page - 1) * PER_PAGE, limit=PER_PAGE + 1)

    def address(number: int) -> str:
        said = {"who": who, "kind": kind, "page": str(number) if number > 1 else None}
        return "/audit?" + urlencode({name: value for name, value in said.items() if value})

    return desk.render(
        request,
        "accounts/audit.html",
        rows=view.entries(found[:PER_PAGE], t),
        people=desk.log.known(),
        who=who or "",
        kind=kind or "",
        kinds=[(name, t("accounts.kinds")[name]) for name in view.KINDS],
        earlier=address(page + 1) if len(found) > PER_PAGE else "",
        later=address(page - 1) if page > 1 else "",
        export="/audit.csv?" + urlencode({n: v for n, v in (("who", who), ("kind", kind)) if v}),
    )


@router.get("/audit.csv", dependencies=[may(Permission.AUDIT)])
def audit_csv(request: Request, desk: TheDesk) -> Response:
    """The same as CSV."""
    from masfufa.exchange.delimited import plain_cell

    who, kind, _ = _asked(request)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(view.COLUMNS)
    for entry in desk.log.audit(who=who, kind=kind, limit=_CSV_LINES):
        writer.writerow(plain_cell(value) for value in view.row(entry))
    headers = {"content-disposition": 'attachment; filename="audit.csv"'}
    return Response("\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)
