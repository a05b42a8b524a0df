"""Accounts of a desk, in the workspace's database: who they are, and the sessions that they opened.

Nothing here touches the ledger's state: signing in makes no result of tracking older. Passwords and cookies come as
hashes; who hashes them is masfufa.desk.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from masfufa.errors import UsageError
from masfufa.workspace.accounts_store import AccountStore, attempt_key, folded, log
from masfufa.workspace.tables.accounts import account, api_token, desk_attempt, desk_session

ROLES = ("viewer", "analyst", "reviewer", "administrator")
"""The names of the roles, the least first; what each may do stands in masfufa.desk.permissions."""
IDLE = dt.timedelta(hours=2)
"""A session ends so long after its last request."""
LASTS = dt.timedelta(hours=12)
"""A session ends so long after it was opened, whatever was done in it."""
_TOUCH = dt.timedelta(minutes=1)
_MOST_NAME = 64


@dataclass(frozen=True, slots=True)
class Account:
    """An account without its password. disabled: since when it opens nothing, None while it does."""

    id: int
    name: str
    role: str
    added: dt.datetime
    password_set: dt.datetime
    disabled: dt.datetime | None
    sessions: int = 0


@dataclass(frozen=True, slots=True)
class StoredSession:
    """An open session: whose, with the role that the account has now. touch: its last request is a minute old."""

    account: int
    name: str
    role: str
    language: str | None
    touch: bool


@dataclass(frozen=True, slots=True)
class OpenSession:
    """An open session as its owner sees it."""

    hash: str
    created: dt.datetime
    seen: dt.datetime
    address: str


def checked_name(name: str) -> str:
    """A name as it is stored. Raises UsageError "account-name" for one that can't be told from another, or not read."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    plain = all(c.isalnum() or unicodedata.category(c) in ("Mn", "Mc") or c in " ._-@'" for c in name)
    if not name or len(name) > _MOST_NAME or not plain or not name[0].isalnum():
        raise UsageError(
            "account-name",
            f"A name has 1 to {_MOST_NAME} letters, digits, spaces and . _ - @ ', and begins with a letter or digit.",
        )
    return name


def checked_role(role: str) -> str:
    """The role. Raises UsageError "account-role"."""
    if role not in ROLES:
        raise UsageError("account-role", f"There is no role {role[:40]!r}; there are {', '.join(ROLES)}.")
    return role


class Accounts(AccountStore):
    """The accounts of a workspace: `Accounts.of(workspace)`. `by`: the name of who does it, for the audit log."""

    def every(self) -> list[Account]:
        """All accounts by name, disabled ones too."""
        count = sa.select(desk_session.c.account, sa.func.count().label("open")).group_by(desk_session.c.account)
        opened = count.subquery()
        query = (
            sa.select(account, sa.func.coalesce(opened.c.open, 0).label("open"))
            .join_from(account, opened, opened.c.account == account.c.id, isouter=True)
            .order_by(account.c.key)
        )
        with self._reading() as connection:
            return [_account(row, row.open) for row in connection.execute(query)]

    def find(self, name: str) -> Account | None:
        """The account of a name, however its letters are written."""
        with self._reading() as connection:
            row = connection.execute(sa.select(account).where(account.c.key == folded(name))).first()
        return None if row is None else _account(row)

    def password_of(self, name: str) -> tuple[Account, str] | None:
        """The account of a name with what Argon2 wrote of its password."""
        with self._reading() as connection:
            row = connection.execute(sa.select(account).where(account.c.key == folded(name))).first()
        return None if row is None else (_account(row), row.password)

    def administrators(self) -> int:
        """How many accounts can keep the others."""
        with self._reading() as connection:
            return _administrators(connection)

    def add(self, name: str, role: str, password: str, by: str) -> Account:
        """Add an account; `password` is a hash. Raises UsageError "account-name", "account-role", "account-exists"."""
        name, role = checked_name(name), checked_role(role)
        with self._changing() as (connection, now):
            if connection.execute(sa.select(account.c.id).where(account.c.key == folded(name))).first():
                raise UsageError("account-exists", f"There is an account {name} already, or one that reads the same.")
            values = {"key": folded(name), "name": name, "role": role, "password": password}
            made = account.insert().values(**values, added=now, password_set=now).returning(account)
            row = connection.execute(made).one()
            log(connection, now, by, "account_added", name, {"role": role})
            return _account(row)

    def set_role(self, name: str, role: str, by: str) -> Account:
        """Give another role, which holds at once. UsageError "account-unknown", "account-role", "account-last"."""
        checked_role(role)
        with self._changing() as (connection, now):
            row = _row(connection, name)
            if row.role != role:
                if row.role == ROLES[-1]:
                    _check_last(connection, row)
                connection.execute(account.update().where(account.c.id == row.id).values(role=role))
                log(connection, now, by, "account_role", row.name, {"before": row.role, "after": role})
            return _account(_row(connection, name))

    def disable(self, name: str, by: str) -> Account:
        """Let it open nothing any more, and end what it opened. Raises UsageError "account-unknown", "account-last"."""
        with self._changing() as (connection, now):
            row = _row(connection, name)
            if row.disabled is None:
                _check_last(connection, row)
                connection.execute(account.update().where(account.c.id == row.id).values(disabled=now))
                log(connection, now, by, "account_disabled", row.name)
            connection.execute(desk_session.delete().where(desk_session.c.account == row.id))
            return _account(_row(connection, name))

    def enable(self, name: str, by: str) -> Account:
        """Let a disabled account sign in again. Raises UsageError "account-unknown"."""
        with self._changing() as (connection, now):
            row = _row(connection, name)
            if row.disabled is not None:
                connection.execute(account.update().where(account.c.id == row.id).values(disabled=None))
                log(connection, now, by, "account_enabled", row.name)
            return _account(_row(connection, name))

    def set_password(self, name: str, password: str, by: str) -> Account:
        """Set another password's hash; all sessions and tokens of the account end. UsageError "account-unknown"."""
        with self._changing() as (connection, now):
            row = _row(connection, name)
            changed = account.update().where(account.c.id == row.id).values(password=password, password_set=now)
            connection.execute(changed)
            connection.execute(desk_session.delete().where(desk_session.c.account == row.id))
            ended = api_token.update().where(api_token.c.account == row.id, api_token.c.revoked.is_(None))
            connection.execute(ended.values(revoked=now))
            # So whom others locked out by guessing comes in again at once.
            connection.execute(desk_attempt.delete().where(desk_attempt.c.key == attempt_key(row.name)))
            log(connection, now, by, "account_password", row.name)
            return _account(_row(connection, name))

    def rehash(self, id: int, before: str, after: str) -> None:
        """Keep the same password under newer costs of hashing, unless it was changed meanwhile."""
        with self._changing() as (connection, _):
            same = (account.c.id == id) & (account.c.password == before)
            connection.execute(account.update().where(same).values(password=after))

    # --- sessions

    def open_session(self, id: int, password: str, hash: str, address: str, language: str | None) -> bool:
        """Open a session for an account whose stored password is still `password`; False where it is not."""
        with self._changing() as (connection, now):
            row = connection.execute(sa.select(account).where(account.c.id == id)).first()
            if row is None or row.disabled is not None or row.password != password:
                return False
            old = (desk_session.c.created < now - LASTS) | (desk_session.c.seen < now - IDLE)
            connection.execute(desk_session.delete().where(old))
            values = {"hash": hash, "account": id, "created": now, "seen": now}
            connection.execute(desk_session.insert().values(**values, address=address, language=language))
            log(connection, now, row.name, "signed_in", row.name, address=address)
            return True

    def session(self, hash: str, now: dt.datetime | None = None) -> StoredSession | None:
        """The session of a hash; None where it ended or its account is disabled."""
        now = now or dt.datetime.now(dt.UTC)
        query = (
            sa.select(desk_session, account.c.name, account.c.role, account.c.disabled)
            .join_from(desk_session, account)
            .where(desk_session.c.hash == hash)
        )
        with self._reading() as connection:
            row = connection.execute(query).first()
        if row is None or row.disabled is not None or now - row.seen > IDLE or now - row.created > LASTS:
            return None
        return StoredSession(row.account, row.name, row.role, row.language, now - row.seen > _TOUCH)

    def touch(self, hash: str) -> None:
        """Note that a session is in use."""
        with self._changing() as (connection, now):
            connection.execute(desk_session.update().where(desk_session.c.hash == hash).values(seen=now))

    def set_language(self, hash: str, language: str) -> None:
        """Keep the language of a session's pages."""
        with self._changing() as (connection, _):
            connection.execute(desk_session.update().where(desk_session.c.hash == hash).values(language=language))

    def sessions_of(self, id: int) -> list[OpenSession]:
        """What an account opened, the latest first."""
        query = sa.select(desk_session).where(desk_session.c.account == id).order_by(desk_session.c.seen.desc())
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return [OpenSession(row.hash, row.created, row.seen, row.address) for row in rows]

    def end_session(self, hash: str) -> None:
        """Sign out."""
        with self._changing() as (connection, now):
            query = sa.select(account.c.name).join_from(desk_session, account).where(desk_session.c.hash == hash)
            name = connection.execute(query).scalar()
            if name is not None:
                connection.execute(desk_session.delete().where(desk_session.c.hash == hash))
                log(connection, now, name, "signed_out", name)

    def end_sessions(self, name: str, by: str, keep: str | None = None) -> int:
        """End all sessions of an account, `keep` excepted; how many. Raises UsageError "account-unknown"."""
        with self._changing() as (connection, now):
            row = _row(connection, name)
            mine = (desk_session.c.account == row.id) & (desk_session.c.hash != (keep or ""))
            ended = connection.execute(desk_session.delete().where(mine)).rowcount
            log(connection, now, by, "sessions_ended", row.name, {"ended": ended})
            return int(ended)


def _account(row: Any, sessions: int = 0) -> Account:
    return Account(row.id, row.name, row.role, row.added, row.password_set, row.disabled, sessions)


def _row(connection: sa.Connection, name: str) -> Any:
    row = connection.execute(sa.select(account).where(account.c.key == folded(name))).first()
    if row is None:
        raise UsageError("account-unknown", f"There is no account {name[:_MOST_NAME]!r}.")
    return row


def _administrators(connection: sa.Connection) -> int:
    able = (account.c.role == ROLES[-1]) & account.c.disabled.is_(None)
    return int(connection.execute(sa.select(sa.func.count()).select_from(account).where(able)).scalar_one())


def _check_last(connection: sa.Connection, row: Any) -> None:
    if row.role == ROLES[-1] and row.disabled is None and _administrators(connection) == 1:
        raise UsageError("account-last", f"{row.name} is the only administrator. Make another one first.")
