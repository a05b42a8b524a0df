"""Who is at a browser or a program: sessions of one user alone, sessions of accounts, tokens of the HTTP API.

One user on one machine has no password: the address that `masfufa desk` opens holds a token that opens one session,
kept in memory. With accounts, sessions stand in the workspace's database, under a hash of their cookie.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from masfufa.desk import passwords
from masfufa.workspace import Workspace
from masfufa.workspace.accounts import LASTS as ACCOUNT_LASTS
from masfufa.workspace.accounts import ROLES, Account, Accounts
from masfufa.workspace.accounts_log import AccountLog
from masfufa.workspace.accounts_store import attempt_key

LASTS = 12 * 3600.0
"""Seconds without a request after which a session of one user alone ends."""
_LONGEST = 200
TOKEN = "mfd_"
"""How tokens of the HTTP API begin, so that they are known where one is found."""


Later = Callable[[Callable[[], object]], None]


def _now(write: Callable[[], object]) -> None:
    write()


@dataclass(slots=True)
class Session:
    """One browser, or one token. csrf: what its forms carry; role: one of masfufa.desk.permissions.ROLES; language: of
    its pages, None until it was chosen or told; account: its number, None for whoever runs the desk alone.
    """

    id: str
    who: str
    csrf: str
    role: str = "administrator"
    language: str | None = None
    account: int | None = None
    seen: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class Verified:
    """Whose password it was, with what is stored of it; or why nobody's: "limited" has the seconds to wait."""

    problem: Literal["", "wrong", "limited", "busy"]
    account: Account | None = None
    stored: str | None = None
    wait: int = 0


class Sessions:
    """The open sessions of one user alone, in memory: they end with the desk."""

    lasts = int(LASTS)

    def __init__(self, token: str, who: str) -> None:
        self._token: str | None = token
        self._who = who
        self._open: dict[str, Session] = {}
        self._lock = threading.Lock()

    def enter(self, token: str) -> Session | None:
        """A session for the token, which opens one only; None for any other."""
        with self._lock:
            known = self._token
            if known is None or not hmac.compare_digest(known.encode(), token.encode("utf-8", "replace")):
                return None
            self._token = None
            session = Session(secrets.token_urlsafe(32), self._who, secrets.token_urlsafe(32))
            self._open[session.id] = session
            return session

    def find(self, id: str | None) -> Session | None:
        """The session of a cookie, None where there is none or it ended."""
        if not id:
            return None
        now = time.monotonic()
        with self._lock:
            session = self._open.get(id)
            if session is None:
                return None
            if now - session.seen > LASTS:
                del self._open[id]
                return None
            session.seen = now
            return session

    def set_language(self, session: Session, language: str) -> None:
        """Keep the language of a session's pages."""
        session.language = language

    def end(self, session: Session) -> None:
        """Sign out."""
        with self._lock:
            self._open.pop(session.id, None)


class AccountSessions:
    """The sessions of accounts. `secret`: the desk's own; cookies hold only under the one they were made with.

    `later`: runs what need not be written before the answer.
    """

    lasts = int(ACCOUNT_LASTS.total_seconds())

    def __init__(self, workspace: Workspace, secret: bytes, later: Later = _now) -> None:
        self.accounts = Accounts.of(workspace)
        self.log = AccountLog.of(workspace)
        self._secret = secret
        self._later = later

    def enter(self, token: str) -> Session | None:
        """No address opens a desk that has accounts."""
        return None

    def digest(self, purpose: str, value: str) -> str:
        """What the desk's secret makes of a value."""
        return hmac.new(self._secret, f"{purpose}:{value}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def find(self, id: str | None) -> Session | None:
        """The session of a cookie, None where there is none or it ended."""
        if not id or len(id) > _LONGEST:
            return None
        found = self.accounts.session(hash := self.digest("session", id))
        if found is None:
            return None
        if found.touch:
            self._later(lambda: self.accounts.touch(hash))
        return Session(id, found.name, self.digest("csrf", id), found.role, found.language, found.account)

    def verify(self, name: str, password: str, address: str) -> Verified:
        """Whether a password is that of a name. Takes as long for a name that is not known, and counts attempts."""
        name = name[:_LONGEST]
        attempt = self.log.attempt(attempt_key(name), address)
        if attempt.id is None:
            return Verified("limited", wait=max(1, int(attempt.wait.total_seconds())))
        known = self.accounts.password_of(name)
        account, stored = known or (None, None)
        try:
            right = passwords.fits(stored, password)
        except passwords.Busy:
            return Verified("busy")
        if account is None or stored is None or not right or account.disabled is not None:
            # A name that is no account's may be a password in the wrong field: it is not kept.
            who = account.name if account else ""
            self.log.note(who, "sign_in_failed", who, address=address)
            return Verified("wrong")
        self.log.succeeded(attempt.id)
        return Verified("", account, stored)

    def sign_in(
        self, name: str, password: str, address: str, *, language: str | None = None, before: str | None = None
    ) -> tuple[Session | None, Verified]:
        """A new session under a fresh cookie; the one of the cookie that was there `before` ends."""
        found = self.verify(name, password, address)
        if found.account is None or found.stored is None:
            return None, found
        session = self.open(found.account, found.stored, address, language)
        if session is None:
            return None, Verified("wrong")
        if passwords.outdated(found.stored):
            self.accounts.rehash(found.account.id, found.stored, passwords.hashed(password))
        if before:
            self.accounts.end_session(self.digest("session", before[:_LONGEST]))
        return session, found

    def open(self, account: Account, stored: str, address: str, language: str | None) -> Session | None:
        """A session under a fresh cookie; None where the account was disabled or got another password meanwhile."""
        id = secrets.token_urlsafe(32)
        if not self.accounts.open_session(account.id, stored, self.digest("session", id), address, language):
            return None
        return Session(id, account.name, self.digest("csrf", id), account.role, language, account.id)

    def set_language(self, session: Session, language: str) -> None:
        """Keep the language of a session's pages."""
        session.language = language
        self.accounts.set_language(self.digest("session", session.id), language)

    def end(self, session: Session) -> None:
        """Sign out."""
        self.accounts.end_session(self.digest("session", session.id))


def token_hash(token: str) -> str:
    """What is kept of a token of the HTTP API: it is random enough to need no secret beside it."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def new_token() -> str:
    """A token, told once."""
    return TOKEN + secrets.token_urlsafe(32)


def token_session(log: AccountLog, token: str, *, accounts: bool, later: Later = _now) -> Session | None:
    """The session of a token of the HTTP API. `accounts`: the desk has accounts, and takes no tokens without one.

    Its role is the lesser one of the token's and of its account's as it is now.
    """
    if not token.startswith(TOKEN) or len(token) > _LONGEST:
        return None
    found = log.token(token_hash(token))
    if found is None:
        return None
    kept, role = found
    if kept.account is None and accounts:
        return None
    if kept.to_touch():
        later(lambda: log.touch_token(kept))
    role = kept.role if role is None else min(role, kept.role, key=ROLES.index)
    return Session("", kept.who, "", role, account=kept.account)


def same(given: object, known: str) -> bool:
    """Whether a form's token is the session's."""
    return (
        isinstance(given, str) and bool(known) and hmac.compare_digest(given.encode("utf-8", "replace"), known.encode())
    )
