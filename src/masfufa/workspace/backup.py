"""A workspace as one file, and back: for the day that a disk is gone.

The file is a zip: `backup.json` (what is in it, with hashes), `masfufa.toml` (without the database's address), the
folders crisis/, mappings/ and releases/, and the ledger. That of a SQLite workspace goes in as the database's own file,
copied while others may write; that of a PostgreSQL workspace as the rows of the archive (archive.py), which either
database takes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import IO, Any

from masfufa.errors import DataError, UsageError
from masfufa.workspace.database import connect_sqlite, shown, told
from masfufa.workspace.folder import CRISIS, FILE, LEDGER, MAPPINGS, Frame, read_frame, write_frame
from masfufa.workspace.opening import create_workspace, open_workspace
from masfufa.workspace.releases import FOLDER as RELEASES
from masfufa.workspace.store import Workspace

ABOUT = "backup.json"
ROWS = "ledger"
"""The folder of the ledger's rows, where it is no file."""
_FOLDERS = (CRISIS, MAPPINGS, RELEASES)
_FORM = 1
_ABOUT_BYTES = 16 << 20
_CHUNK = 1 << 20


def write_backup(space: Workspace, output: Path) -> int:
    """Write the whole workspace to a file, in place of what was there; returns its size in bytes.

    The copy is checked before it replaces an older one: DataError "workspace-corrupt" where it is not whole. Raises
    UsageError "output-not-writable".
    """
    try:
        output = output.resolve()
        with tempfile.TemporaryDirectory(dir=output.parent, prefix=".backup-") as scratch:
            made = Path(scratch) / "backup"
            # It holds what the database holds, accounts too: for the eyes of its owner.
            with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                _write(space, file, Path(scratch))
            made.replace(output)
        return output.stat().st_size
    except OSError as error:
        raise UsageError("output-not-writable", f"{output} cannot be written: {error.strerror or error}.") from error


def _write(space: Workspace, file: IO[bytes], scratch: Path) -> None:
    listed: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, path in _plain_files(space, scratch):
            listed[name] = _put(archive, name, path)
        if space.is_sqlite:
            copy = scratch / LEDGER
            _copy(space, copy)
            listed[LEDGER] = _put(archive, LEDGER, copy)
        else:
            for table, rows in space.dump(content=True):
                part = scratch / "rows"
                with part.open("w", encoding="utf-8", newline="\n") as out:
                    out.writelines(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)
                listed[f"{ROWS}/{table}.jsonl"] = _put(archive, f"{ROWS}/{table}.jsonl", part)
        about = {"masfufa_backup": _FORM, "schema": space.schema, "name": space.name, "files": listed}
        archive.writestr(ABOUT, json.dumps(about, ensure_ascii=False, indent=1))


def _plain_files(space: Workspace, scratch: Path) -> Iterator[tuple[str, Path]]:
    frame = read_frame(space.folder)
    bare = scratch / "frame"
    bare.mkdir()
    write_frame(bare, Frame(frame.name, frame.countries, frame.onset, None))
    yield FILE, bare / FILE
    for folder in _FOLDERS:
        for path in sorted((space.folder / folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(space.folder).as_posix(), path


def _put(archive: zipfile.ZipFile, name: str, path: Path) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as out:
        while part := source.read(_CHUNK):
            digest.update(part)
            size += len(part)
            out.write(part)
    return {"bytes": size, "sha256": digest.hexdigest()}


def _copy(space: Workspace, target: Path) -> None:
    """The database's file as it is at one moment, whatever others write meanwhile."""
    with (
        told(space.address),
        contextlib.closing(connect_sqlite(space.address)) as source,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        (found,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise DataError(
            "workspace-corrupt",
            f"{shown(space.address)} is damaged, so no backup was made of it, and an older one stays. masfufa check "
            "tells more; put a backup in its place.",
        )


def restore_backup(path: Path, folder: Path, *, database: str | None = None) -> Workspace:
    """Make a workspace of a backup in `folder`, which must not be there or be empty, and open it.

    `database`: a postgresql:// address for a backup of rows. Nothing half-made is left. Raises UsageError
    "workspace-exists", "backup-database", DataError "backup-broken" and those of `open_workspace`.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("workspace-exists", f"{folder} is there already and not empty. Name another folder.")
    target = folder.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".restore-") as scratch:
            made = Path(scratch) / "workspace"
            made.mkdir()
            with _opened(path) as (archive, about):
                names = set(about["files"])
                if LEDGER in names and database is not None:
                    raise UsageError(
                        "backup-database",
                        f"{path} holds a SQLite ledger, which no PostgreSQL takes. Restore it into a folder; its data "
                        "package (export package, import package) goes into any database.",
                    )
                _unpack(archive, path, about["files"], made)
            rows = made / ROWS
            if LEDGER not in names:
                _take_rows(made, rows, str(about.get("schema")), database, path)
                shutil.rmtree(rows)
            for name in (CRISIS, MAPPINGS):
                (made / name).mkdir(exist_ok=True)
            open_workspace(made).close()
            if target.exists():
                target.rmdir()
            made.rename(target)
    except OSError as error:
        raise DataError("workspace-unwritable", f"{folder} can't be made ({error.strerror or error}).") from error
    return open_workspace(folder)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, Any]]]:
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(ABOUT).file_size > _ABOUT_BYTES:
                raise ValueError("its list is far longer than one is")
            about = json.loads(archive.read(ABOUT))
            if about["masfufa_backup"] != _FORM or FILE not in about["files"]:
                raise ValueError("it is of another masfufa")
            for name, file in about["files"].items():
                _checked_name(name)
                if not isinstance(file["bytes"], int) or not isinstance(file["sha256"], str):
                    raise ValueError("its list can't be read")
            yield archive, about
    except FileNotFoundError as error:
        raise UsageError("backup-missing", f"There is no file {path}.") from error
    except IsADirectoryError as error:
        raise UsageError("backup-missing", f"{path} is a folder. Name a file that masfufa backup wrote.") from error
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, zlib.error) as error:
        raise DataError(
            "backup-broken", f"{path} is no whole backup of masfufa ({error}). Take another one."
        ) from error


def _checked_name(name: str) -> None:
    parts = PurePosixPath(name).parts
    plain = "\\" not in name and ":" not in name and "\0" not in name and not name.startswith("/")
    known = name in (FILE, LEDGER) or (len(parts) > 1 and parts[0] in (*_FOLDERS, ROWS))
    if not plain or not known or ".." in parts:
        raise ValueError("it holds a file that no workspace has")


def _unpack(archive: zipfile.ZipFile, path: Path, files: Mapping[str, Mapping[str, Any]], folder: Path) -> None:
    for name, said in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with archive.open(name) as source, target.open("wb") as out:
            while part := source.read(_CHUNK):
                size += len(part)
                if size > said["bytes"]:
                    break
                digest.update(part)
                out.write(part)
        if size != said["bytes"] or digest.hexdigest() != said["sha256"]:
            raise DataError("backup-broken", f"{name} in {path} is damaged: its hash is another. Take another backup.")


def _take_rows(made: Path, rows: Path, schema: str, database: str | None, path: Path) -> None:
    frame = read_frame(made)
    (made / FILE).unlink()
    with create_workspace(
        made, countries=frame.countries, onset=frame.onset, name=frame.name, database=database
    ) as space:
        if space.counts().documents or space.decisions():
            raise UsageError("workspace-exists", "The database holds a workspace with documents. Name an empty one.")
        space.restore(schema, ((part.stem, _lines(part, path)) for part in sorted(rows.glob("*.jsonl"))))


def _lines(part: Path, path: Path) -> Iterator[dict[str, Any]]:
    with part.open(encoding="utf-8", newline="\n") as stream:
        for line in stream:
            try:
                yield json.loads(line)
            except ValueError as error:
                raise DataError("backup-broken", f"{part.name} in {path} is no JSON ({error}).") from error
