"""Attempts to sign in and how many are let through, tokens of the HTTP API, and the audit log."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from masfufa.errors import UsageError
from masfufa.workspace.accounts import checked_role
from masfufa.workspace.accounts_store import AccountStore, log
from masfufa.workspace.tables import decision
from masfufa.workspace.tables.accounts import account, api_token, desk_attempt, desk_event

WINDOW = dt.timedelta(minutes=15)
PER_NAME = 10
"""So many attempts in WINDOW may fail for one name since it was last signed in; then none is looked at."""
PER_ADDRESS = 50
"""So many attempts in WINDOW may fail from one address, whatever the names."""
_KEPT = dt.timedelta(days=1)
_TOUCH = dt.timedelta(minutes=1)
MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that is let through (`id`), or how long to wait."""

    id: int | None
    wait: dt.timedelta = dt.timedelta()


@dataclass(frozen=True, slots=True)
class Token:
    """A token of the HTTP API, without what it says. role: at most that of its account."""

    id: int
    account: int | None
    who: str
    name: str
    role: str
    created: dt.datetime
    expires: dt.datetime
    revoked: dt.datetime | None
    seen: dt.datetime | None

    def holds(self, now: dt.datetime) -> bool:
        """Whether it opens something."""
        return self.revoked is None and now < self.expires

    def to_touch(self) -> bool:
        """Whether its last use was noted more than a minute ago."""
        return self.seen is None or dt.datetime.now(dt.UTC) - self.seen > _TOUCH


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit log. kind: "decision" or "account"; number: that of the row among those of its kind.

    what: the decision's action, or what happened. subject: "claim 0f3a…" of a decision, the account's name else.
    """

    at: dt.datetime
    kind: str
    number: int
    who: str
    what: str
    subject: str
    detail: Mapping[str, Any]
    address: str = ""


class AccountLog(AccountStore):
    """Attempts, tokens and audit log of a workspace: `AccountLog.of(workspace)`."""

    # --- attempts to sign in

    def attempt(self, key: str, address: str) -> Attempt:
        """Note an attempt as failed, before it is looked at, so that many at once are counted as well.

        `key`: a hash of the name. Where too many failed, it is not let through and not counted.
        """
        a = desk_attempt.c
        with self._changing() as (connection, now):
            since = now - WINDOW
            good = sa.select(sa.func.max(a.id)).where(a.key == key, a.ok.is_(True)).scalar_subquery()
            own = sa.select(a.at).where(a.key == key, a.ok.is_(False), a.at > since, a.id > sa.func.coalesce(good, 0))
            near = sa.select(a.at).where(a.address == address, a.ok.is_(False), a.at > since)
            for query, most, what in ((own, PER_NAME, "name"), (near, PER_ADDRESS, "address")):
                times = list(connection.execute(query.order_by(a.at.desc()).limit(most)).scalars())
                if len(times) >= most:
                    return Attempt(None, times[-1] + WINDOW - now)
                if len(times) == most - 1:
                    log(connection, now, "", "sign_in_limited", "", {"by": what}, address)
            connection.execute(desk_attempt.delete().where(a.at < now - _KEPT))
            values = {"at": now, "key": key, "address": address, "ok": False}
            made = connection.execute(desk_attempt.insert().values(**values).returning(a.id)).scalar_one()
            return Attempt(int(made))

    def succeeded(self, attempt: int) -> None:
        """The attempt was right."""
        with self._changing() as (connection, _):
            connection.execute(desk_attempt.update().where(desk_attempt.c.id == attempt).values(ok=True))

    # --- tokens

    def add_token(self, hash: str, name: str, role: str, days: int, who: str, account: int | None, by: str) -> Token:
        """Keep the hash of a token. Raises UsageError "token-name", "token-days", "account-role"."""
        name = " ".join(name.split())[:80]
        if not name or not name.isprintable():
            raise UsageError("token-name", "Give the token a name that says what it is for.")
        if not 1 <= days <= MOST_DAYS:
            raise UsageError("token-days", f"A token holds for 1 to {MOST_DAYS} days.")
        checked_role(role)
        with self._changing() as (connection, now):
            values = {"hash": hash, "account": account, "who": who, "name": name, "role": role, "created": now}
            made = api_token.insert().values(**values, expires=now + dt.timedelta(days=days)).returning(api_token)
            row = connection.execute(made).one()
            log(connection, now, by, "token_added", who, {"token": row.id, "name": name, "role": role, "days": days})
            return _token(row)

    def tokens(self, account: int | None, *, every: bool = False) -> list[Token]:
        """The tokens of an account (None: of who runs the desk alone), or all; the latest first."""
        query = sa.select(api_token).order_by(api_token.c.id.desc())
        if not every:
            query = query.where(api_token.c.account.is_(None) if account is None else api_token.c.account == account)
        with self._reading() as connection:
            return [_token(row) for row in connection.execute(query)]

    def token(self, hash: str) -> tuple[Token, str | None] | None:
        """A token that holds, with the role its account has now (None without an account); else None."""
        now = dt.datetime.now(dt.UTC)
        query = (
            sa.select(api_token, account.c.role.label("account_role"), account.c.disabled)
            .join_from(api_token, account, account.c.id == api_token.c.account, isouter=True)
            .where(api_token.c.hash == hash)
        )
        with self._reading() as connection:
            row = connection.execute(query).first()
        if row is None or row.disabled is not None:
            return None
        found = _token(row)
        return (found, row.account_role) if found.holds(now) else None

    def touch_token(self, token: Token) -> None:
        """Note that a token was used."""
        with self._changing() as (connection, now):
            connection.execute(api_token.update().where(api_token.c.id == token.id).values(seen=now))

    def revoke(self, id: int, by: str, account: int | None = None, *, every: bool = False) -> Token:
        """Let a token open nothing any more. `every`: whosoever it is. Raises UsageError "token-unknown"."""
        with self._changing() as (connection, now):
            row = connection.execute(sa.select(api_token).where(api_token.c.id == id)).first()
            if row is None or not (every or row.account == account):
                raise UsageError("token-unknown", f"There is no token {id} here.")
            if row.revoked is None:
                connection.execute(api_token.update().where(api_token.c.id == id).values(revoked=now))
                log(connection, now, by, "token_revoked", row.who, {"token": id, "name": row.name})
            return _token(connection.execute(sa.select(api_token).where(api_token.c.id == id)).one())

    # --- the audit log

    def note(
        self, who: str, what: str, subject: str = "", detail: Mapping[str, Any] | None = None, address: str = ""
    ) -> None:
        """Add a line to the audit log. Words of documents don't belong there: a purge would not reach them."""
        with self._changing() as (connection, now):
            log(connection, now, who, what, subject, detail, address)

    def audit(
        self, *, who: str | None = None, kind: str | None = None, offset: int = 0, limit: int | None = None
    ) -> list[AuditEntry]:
        """Decisions and what happened to accounts, the latest first. `who`, `kind`: only these."""
        e, d = desk_event.c, decision.c
        both = sa.union_all(
            sa.select(e.at, sa.literal("account").label("kind"), e.id, e.who, e.what, e.subject, e.detail, e.address),
            sa.select(
                d.at, sa.literal("decision").label("kind"), d.id, d.who, d.action.label("what"),
                (d.subject + " " + d.subject_id).label("subject"), sa.func.coalesce(d.reason, "").label("detail"),
                sa.literal("").label("address"),
            ),
        ).subquery()  # fmt: skip
        query = sa.select(both).order_by(both.c.at.desc(), both.c.id.desc(), both.c.kind).offset(offset).limit(limit)
        if who is not None:
            query = query.where(both.c.who == who)
        if kind is not None:
            query = query.where(both.c.kind == kind)
        with self._reading() as connection:
            return [_entry(row) for row in connection.execute(query)]

    def known(self) -> list[str]:
        """All who stand in the audit log."""
        both = sa.union(sa.select(desk_event.c.who), sa.select(decision.c.who)).subquery()
        with self._reading() as connection:
            return [who for who in connection.execute(sa.select(both.c.who).order_by(both.c.who)).scalars() if who]


def _token(row: Any) -> Token:
    return Token(
        row.id, row.account, row.who, row.name, row.role, row.created, row.expires, row.revoked, row.seen
    )  # fmt: skip


def _entry(row: Any) -> AuditEntry:
    detail = {"reason": row.detail} if row.kind == "decision" and row.detail else {}
    if row.kind == "account":
        detail = json.loads(row.detail)
    return AuditEntry(row.at, row.kind, row.id, row.who, row.what, row.subject, detail, row.address)
