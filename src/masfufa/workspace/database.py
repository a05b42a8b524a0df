"""The database under a workspace: engine, transactions, and its errors in words that a user can act on."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event, exc

from masfufa.errors import DataError

BUSY_SECONDS = 30.0
"""How long a writer waits for another before it gives up."""

_FULL = ("disk is full", "no space left", "database or disk is full")
_CORRUPT = ("not a database", "malformed", "file is encrypted", "disk image")
_LEAST_ROOM = 1 << 18
"""Bytes without which SQLite can't even read beside other programs: it then speaks of an error of the disk."""
_DAMAGED = "could not decode"
"""How SQLite says that a text is none; it goes on to quote it."""
_UNREACHABLE = (
    "could not connect",
    "connection refused",
    "connection failed",
    "could not translate",
    "timeout expired",
)


def address_of(file: Path) -> str:
    """The address of a SQLite file."""
    return sa.URL.create("sqlite", database=str(file)).render_as_string(hide_password=False)


def shown(address: str) -> str:
    """An address as it may be printed: without its password."""
    url = sa.make_url(address)
    return url.database or ":memory:" if is_sqlite(address) else url.render_as_string(hide_password=True)


def is_sqlite(address: str) -> bool:
    """Whether an address is that of a SQLite file."""
    return address.startswith("sqlite")


def make_engine(address: str) -> sa.Engine:
    """An engine for a SQLite or PostgreSQL address; nothing is connected yet."""
    if is_sqlite(address):
        engine = sa.create_engine(address, creator=lambda: connect_sqlite(address))
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        url = sa.make_url(address)
    except exc.ArgumentError as error:
        raise DataError(
            "workspace-address",
            "The database's address can't be read. Write it like postgresql://user@host:5432/name.",
        ) from error
    if url.get_backend_name() != "postgresql":
        raise DataError(
            "workspace-address",
            f"{url.get_backend_name()} is no database that a workspace can use: postgresql://user@host:5432/name, "
            "or none, for a file of its own.",
        )
    try:
        return sa.create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            # As many as a server of pages has threads (40): none waits for another, and none is made anew each time.
            pool_size=20,
            max_overflow=20,
            connect_args={"connect_timeout": 10, "options": f"-c lock_timeout={int(BUSY_SECONDS * 1000)}"},
        )
    except ImportError as error:
        raise DataError(
            "workspace-driver", "PostgreSQL needs a package that is not installed: pip install 'masfufa[postgresql]'"
        ) from error


def connect_sqlite(address: str) -> sqlite3.Connection:
    """A connection of the driver's own to a SQLite file.

    A file on a disk that can't be written, or in a folder of somebody else, is read as it lies, unless another program
    may be writing it.
    """
    file = Path(sa.make_url(address).database or "").absolute()
    log = file.with_name(f"{file.name}-wal")
    still = file.is_file() and not os.access(file.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    words = f"file:{quote(file.as_posix())}?immutable=1" if still else str(file)
    return sqlite3.connect(words, uri=still, timeout=BUSY_SECONDS, check_same_thread=False)


def _set_up_sqlite(connection: Any, record: Any) -> None:
    # The driver opens no transactions of its own, so that changes of the schema are inside ours as well.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    # A writer takes the lock at its start: two that both began as readers could never both go on.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def told(address: str) -> Iterator[None]:
    """Errors of the database come out as DataError with a code of docs/errors.md."""
    try:
        yield
    except (exc.DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, exc.DBAPIError) else error
        raise told_error(address, cause or error) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise _full(shown(address)) from error
        raise


def told_error(address: str, cause: BaseException) -> DataError:
    """The DataError for what a driver raised."""
    words = " ".join(_without_rows(cause).split())
    small, name = words.lower(), shown(address)
    state = getattr(cause, "sqlstate", None) or ""
    code = getattr(cause, "sqlite_errorname", "")
    no_room = code.startswith("SQLITE_IOERR") and _room(address) < _LEAST_ROOM
    if any(part in small for part in _FULL) or state == "53100" or no_room:
        return _full(name)
    if "locked" in small or code.startswith("SQLITE_BUSY") or state in ("55P03", "40P01"):
        return DataError("workspace-locked", f"{name} is being written by another program. Try again when it is done.")
    if any(part in small for part in _CORRUPT):
        return DataError(
            "workspace-corrupt",
            f"{name} is damaged, or no workspace ({words}). Put a backup in its place; reports can be added again.",
        )
    if _DAMAGED in small:
        return damaged(address, "a text that is none")
    if "readonly" in small or "read-only" in small or "unable to open" in small or state in ("25006", "42501"):
        return DataError("workspace-unwritable", f"{name} can't be opened for writing ({words}). Check its rights.")
    if not is_sqlite(address) and (
        any(part in small for part in _UNREACHABLE) or state.startswith(("08", "28", "3D", "57P")) or not state
    ):
        return DataError("workspace-unreachable", f"{name} can't be reached: {words[:300]}")
    return DataError("workspace-failed", f"{name} did not do what was asked: {words[:300]}")


def _without_rows(cause: BaseException) -> str:
    """What a driver says, without the rows that it quotes: they may be of a document that nobody here may print."""
    primary = getattr(getattr(cause, "diag", None), "message_primary", None)
    words = primary if isinstance(primary, str) and primary else str(cause)
    return words.partition(" with text ")[0]


def damaged(address: str, what: str) -> DataError:
    """The DataError for a row that can't be read; its content is not told."""
    return DataError(
        "workspace-corrupt",
        f"A row of {shown(address)} is damaged ({what}). masfufa check says which. Put a backup in its place, or "
        "make a new workspace and add the reports again.",
    )


@contextmanager
def readable(address: str) -> Iterator[None]:
    """Rows that were written by nobody's masfufa, or were damaged since, come out as DataError "workspace-corrupt"."""
    try:
        yield
    except exc.NoResultFound as error:
        raise damaged(address, "a row that must be there is not") from error
    except (ValueError, TypeError, LookupError, AttributeError, zlib.error) as error:
        raise damaged(address, type(error).__name__) from error


def _room(address: str) -> int:
    """Bytes free where a SQLite file lies."""
    try:
        return shutil.disk_usage(Path(sa.make_url(address).database or ".").absolute().parent).free
    except OSError:
        return _LEAST_ROOM


def _full(name: str) -> DataError:
    return DataError(
        "workspace-full", f"There is no room left where {name} lies. Make some; nothing half-written was left."
    )
