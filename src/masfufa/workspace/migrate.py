"""The schema's versions: new databases are made, and old ones brought up, by the same migrations (`migrations/`)."""

from __future__ import annotations

import datetime as dt
import sqlite3
import uuid
from pathlib import Path

import sqlalchemy as sa

from masfufa.errors import DataError
from masfufa.workspace.database import is_sqlite, shown, told
from masfufa.workspace.tables import state

HEAD = "0005"
"""The revision that this version of masfufa works on: that of the latest file in migrations/versions."""

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x6D736661


def revision(connection: sa.Connection) -> str | None:
    """The revision of a database, None where there is no workspace in it."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def bring_up(engine: sa.Engine, address: str, *, make: bool) -> None:
    """Bring the schema to HEAD, in one transaction. `make`: also where there is none yet.

    A SQLite file of an older revision is copied beside itself first; the copy goes when all is done. Raises DataError
    "workspace-version" for a database of a newer masfufa, "workspace-none" for one without a workspace.
    """
    with told(address), engine.connect() as connection:
        found = revision(connection)
    if found == HEAD:
        return
    _check(found, address, make)
    copy = _copied(address, found) if found and is_sqlite(address) else None
    with told(address):
        _migrate(engine, address, make)
    if copy is not None:
        copy.unlink(missing_ok=True)


def backup_of(file: Path, found: str) -> Path:
    """Where the copy of a file of revision `found` is kept while it is brought up."""
    return file.with_name(f"{file.name}.{found}.bak")


def _check(found: str | None, address: str, make: bool) -> None:
    if found is None and not make:
        raise DataError("workspace-none", f"There is no workspace in {shown(address)}. Make one: masfufa init FOLDER")
    if found is not None and found not in _known():
        raise DataError(
            "workspace-version",
            f"{shown(address)} was made by a newer masfufa (its schema is {found}, this version knows {HEAD}). "
            "Update masfufa.",
        )


def _known() -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory(str(_FOLDER)).walk_revisions()}


def _copied(address: str, found: str) -> Path | None:
    database = sa.make_url(address).database
    if not database:
        return None
    target = backup_of(Path(database), found)
    part = target.with_suffix(".part")
    try:
        with told(address):
            source, copy = sqlite3.connect(database, timeout=30), sqlite3.connect(part)
            try:
                source.backup(copy)
            finally:
                copy.close()
                source.close()
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def _migrate(engine: sa.Engine, address: str, make: bool) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    # SQLite can't alter a table that others refer to while it watches the references.
    with engine.connect() as connection:
        if is_sqlite(address):
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        try:
            with connection.execution_options(writes=True).begin():
                if not is_sqlite(address):
                    connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                _check(found := revision(connection), address, make)
                if found != HEAD:  # another program may have been quicker
                    config.attributes["connection"] = connection
                    command.upgrade(config, "head")
                    _first_state(connection)
                if is_sqlite(address) and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise DataError("workspace-corrupt", f"{shown(address)}: rows refer to rows that are not there.")
        finally:
            if is_sqlite(address):
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


def _first_state(connection: sa.Connection) -> None:
    if connection.execute(sa.select(state.c.id)).first() is None:
        now = dt.datetime.now(dt.UTC)
        connection.execute(state.insert().values(id=1, workspace=uuid.uuid4().hex, changes=0, tracked=0, last=now))
