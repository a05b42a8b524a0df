"""Who is at a browser: sessions kept by the desk itself, known by a cookie.

One user on one machine has no password: the address that `masfufa desk` opens holds a token that opens one session.
"""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from dataclasses import dataclass, field

LASTS = 12 * 3600.0
"""Seconds without a request after which a session ends."""


@dataclass(slots=True)
class Session:
    """One browser. csrf: what its forms carry; role: one of masfufa.desk.permissions.ROLES; language: of its pages,
    None until it was chosen or told."""

    id: str
    who: str
    csrf: str
    role: str = "administrator"
    language: str | None = None
    seen: float = field(default_factory=time.monotonic)


class Sessions:
    """The open sessions, in memory: they end with the desk."""

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


def same(given: object, known: str) -> bool:
    """Whether a form's token is the session's."""
    return isinstance(given, str) and hmac.compare_digest(given.encode("utf-8", "replace"), known.encode())
