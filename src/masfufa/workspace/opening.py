"""Making and opening workspaces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from masfufa.errors import DataError, UsageError
from masfufa.workspace.database import address_of, make_engine
from masfufa.workspace.folder import CRISIS, FILE, LEDGER, MAPPINGS, Frame, checked_countries, read_frame, write_frame
from masfufa.workspace.migrate import bring_up
from masfufa.workspace.store import Workspace


def create_workspace(
    folder: str | Path,
    *,
    countries: Iterable[str] = (),
    onset: dt.date | None = None,
    name: str | None = None,
    database: str | None = None,
) -> Workspace:
    """Make a workspace in `folder` (which may exist) and open it. `database` is a postgresql:// address or None.

    A database that holds a workspace already is joined. Raises UsageError "workspace-exists", DataError for a
    database that can't be used.
    """
    folder = Path(folder)
    if (folder / FILE).exists():
        raise UsageError("workspace-exists", f"{folder} is a workspace already. Change {folder / FILE} by hand.")
    frame = Frame(name or folder.resolve().name, checked_countries(tuple(countries)), onset, database)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / CRISIS).mkdir(exist_ok=True)
        (folder / MAPPINGS).mkdir(exist_ok=True)
    except OSError as error:
        raise DataError("workspace-unwritable", f"{folder} can't be made ({error.strerror}). Name another.") from error
    address = database or address_of(folder / LEDGER)
    engine = make_engine(address)
    try:
        bring_up(engine, address, make=True)
    finally:
        engine.dispose()
    write_frame(folder, frame)  # last: only a whole workspace is one
    return open_workspace(folder)


def open_workspace(folder: str | Path) -> Workspace:
    """Open the workspace in `folder`; an older schema is brought up first.

    Raises UsageError "workspace-missing", DataError "workspace-…" for a database that can't be used.
    """
    folder = Path(folder)
    frame = read_frame(folder)
    address = frame.database or address_of(folder / LEDGER)
    if frame.database is None and not (folder / LEDGER).is_file():
        raise DataError(
            "workspace-none", f"{folder / LEDGER} is missing. Put a backup in its place, or make another workspace."
        )
    engine = make_engine(address)
    try:
        bring_up(engine, address, make=False)
    except BaseException:
        engine.dispose()
        raise
    return Workspace(folder, frame, address, engine)
