"""A workspace as a Frictionless data package, and back: tables for people, and the whole ledger for another masfufa."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Protocol

from masfufa.errors import DataError, UsageError
from masfufa.exchange.claim_rows import claim_rows
from masfufa.exchange.delimited import write_csv
from masfufa.exchange.dictionary import Row, TableSchema, schemas
from masfufa.workspace import Workspace, releases
from masfufa.workspace.archive import Restored

DESCRIPTOR = "datapackage.json"
_LARGEST = 4 << 30
_LARGEST_DESCRIPTOR = 4 << 20
_Opener = Callable[[str], IO[bytes]]
"""Bytes that a package may unpack to."""


class _Target(Protocol):
    def write(self, name: str, content: bytes) -> None: ...


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, content: bytes) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def write(self, name: str, content: bytes) -> None:
        entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        self._archive.writestr(entry, content)


def write_package(space: Workspace, path: Path, tables: Mapping[str, Iterable[Row]], *, content: bool = False) -> int:
    """Write the workspace to `path`, a folder or a .zip that is not there yet; returns how many claims it holds.

    `tables` are further tables for people ("matrix", "ged" … of the dictionary); the claims are always there.
    `content`: with the documents' original bytes. Nothing half-written is left. Raises UsageError "package-exists",
    "output-not-writable".
    """
    if path.exists():
        raise UsageError("package-exists", f"{path} is there already. Name another, or remove it first.")
    try:
        return _whole(space, path, tables, content)
    except OSError as error:
        raise UsageError("output-not-writable", f"{path} cannot be written: {error.strerror or error}.") from error


def _whole(space: Workspace, path: Path, tables: Mapping[str, Iterable[Row]], content: bool) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".package-") as scratch:
        made = Path(scratch) / "package"
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(made, "w") as archive:
                count = _write(space, _Zip(archive), tables, content)
        else:
            made.mkdir()
            count = _write(space, _Folder(made), tables, content)
        made.rename(path)
    return count


def read_package(space: Workspace, path: Path) -> Restored:
    """Take the ledger of a package (folder or .zip) into the workspace, in one transaction.

    Raises DataError "package-broken" for what is no package or was changed since, and what `Workspace.restore` raises.
    """
    with _opened(path) as (open_, sizes):
        schema, tables = _ledger(path, open_, sizes)
        released = dict(_releases(path, open_, sizes))
        restored = space.restore(schema, tables)
        purged = [document.id for document in space.documents(text=False) if document.purged is not None]
        releases.unpack(space.folder, released, purged)
        return restored


def check_package(path: Path) -> None:
    """Read a package through without taking it in. Raises DataError "package-broken"."""
    with _opened(path) as (open_, sizes):
        for _, lines in _ledger(path, open_, sizes)[1]:
            for _ in lines:
                pass


def _ledger(
    path: Path, open_: _Opener, sizes: Mapping[str, int]
) -> tuple[str, Iterator[tuple[str, Iterator[dict[str, Any]]]]]:
    """The schema of a package's ledger, and its tables with their rows."""
    if DESCRIPTOR not in sizes:
        raise DataError("package-broken", f"{path} holds no {DESCRIPTOR}: it is no data package.")
    if sizes[DESCRIPTOR] > _LARGEST_DESCRIPTOR:
        raise DataError("package-broken", f"{DESCRIPTOR} of {path} is far larger than one is: it is not read.")
    try:
        with open_(DESCRIPTOR) as stream:
            content = stream.read()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise DataError("package-broken", f"{DESCRIPTOR} of {path} is damaged ({error}).") from error
    descriptor = _json(content, path, DESCRIPTOR)
    about = descriptor.get("masfufa")
    if not isinstance(about, dict) or "schema" not in about:
        raise DataError("package-broken", f"{path} is a data package, but not one of masfufa's.")
    listed = descriptor.get("resources")
    resources = (
        [each for each in listed if isinstance(each, dict) and each.get("masfufa_table")]
        if isinstance(listed, list)
        else []
    )
    return str(about["schema"]), ((each["masfufa_table"], _lines(open_, sizes, path, each)) for each in resources)


def _releases(path: Path, open_: _Opener, sizes: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    """The files of releases with their path below `releases/`, their hashes checked."""
    with open_(DESCRIPTOR) as stream:
        listed = _json(stream.read(), path, DESCRIPTOR).get("resources")
    for resource in listed if isinstance(listed, list) else []:
        if isinstance(resource, dict) and (name := resource.get("masfufa_release")):
            file = str(resource.get("path"))
            if file not in sizes:
                raise DataError("package-broken", f"{path} lacks {file}.")
            try:
                with open_(file) as stream:
                    same = resource.get("bytes") == sizes[file] and resource.get("hash") == _hash(stream)
                if not same:
                    raise DataError("package-broken", f"{file} of {path} was changed since the package was made.")
                with open_(file) as stream:
                    yield str(name), stream.read()
            except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
                raise DataError("package-broken", f"{file} of {path} is damaged ({error}).") from error


def _write(space: Workspace, target: _Target, tables: Mapping[str, Iterable[Row]], content: bool) -> int:
    resources = []
    count = 0
    for name, rows in {"claims": claim_rows(space.claims()), **tables}.items():
        schema = schemas()[name]
        out = io.StringIO()
        written = write_csv(rows, schema, out)
        count = written if name == "claims" else count
        resources.append(_resource(target, f"{name}.csv", out.getvalue().encode("utf-8"), _table_fields(schema)))
    for name, lines in space.dump(content=content):
        body = "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in lines)
        extra = {
            "masfufa_table": name,
            "format": "ndjson",
            "mediatype": "application/x-ndjson",
            "profile": "data-resource",
        }
        resources.append(_resource(target, f"ledger/{name}.jsonl", body.encode("utf-8"), extra))
    for name, data in releases.packed(space.folder):
        called = f"{releases.FOLDER}-{name}".replace("/", "-")
        extra = {"name": called, "masfufa_release": name, "profile": "data-resource"}
        resources.append(_resource(target, f"{releases.FOLDER}/{name}", data, extra))
    descriptor = {
        "profile": "data-package",
        "name": _slug(space.name),
        "title": space.name,
        "description": "Claims of press, agencies and field teams with where each stands; ledger/ is for masfufa.",
        "countries": list(space.countries),
        "onset": space.onset.isoformat() if space.onset else None,
        "masfufa": {"schema": space.schema},
        "resources": resources,
    }
    target.write(DESCRIPTOR, (json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
    return count


def _resource(target: _Target, path: str, content: bytes, extra: Mapping[str, Any]) -> dict[str, Any]:
    target.write(path, content)
    name = path.partition(".")[0].replace("/", "-").replace("_", "-")
    return {
        "name": name,
        "path": path,
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        **extra,
    }


def _table_fields(schema: TableSchema) -> dict[str, Any]:
    fields = [
        {"name": column.name, "type": column.type, "description": column.means["en"], "hxl": column.hxl}
        for column in schema.columns
    ]
    return {
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "description": schema.about["en"],
        "schema": {"fields": fields, "missingValues": [""]},
    }


class _opened:
    """`(open, sizes)` of a folder or a .zip: `open(name)` gives a stream of bytes, `sizes` the bytes of each file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._archive: zipfile.ZipFile | None = None

    def __enter__(self) -> tuple[_Opener, Mapping[str, int]]:
        path = self._path
        if path.is_dir():
            files = (file for file in path.rglob("*") if file.is_file())
            return lambda name: (path / name).open("rb"), {
                f.relative_to(path).as_posix(): f.stat().st_size for f in files
            }
        try:
            self._archive = archive = zipfile.ZipFile(path)
        except FileNotFoundError as error:
            raise DataError("package-broken", f"{path} is not there.") from error
        except (OSError, zipfile.BadZipFile) as error:
            raise DataError("package-broken", f"{path} is neither a folder nor a .zip.") from error
        if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
            raise DataError("package-broken", f"{path} unpacks to more than 4 GB: it is not read.")
        return archive.open, {entry.filename: entry.file_size for entry in archive.infolist()}

    def __exit__(self, *error: object) -> None:
        if self._archive is not None:
            self._archive.close()


def _lines(
    open_: _Opener, sizes: Mapping[str, int], path: Path, resource: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    name = str(resource.get("path"))
    # Only names of the package itself are read: no path leads out of it.
    if name not in sizes:
        raise DataError("package-broken", f"{path} lacks {name}.")
    try:
        # The size first: what unpacks to another one is not unpacked to find that out.
        with open_(name) as content:
            same = resource.get("bytes") == sizes[name] and resource.get("hash") == _hash(content)
        if not same:
            raise DataError("package-broken", f"{name} of {path} was changed since the package was made.")
        with open_(name) as content, io.TextIOWrapper(content, "utf-8", newline="\n") as stream:
            for line in stream:
                yield _json(line, path, name)
    except (zipfile.BadZipFile, zlib.error, UnicodeDecodeError, NotImplementedError, RuntimeError) as error:
        raise DataError("package-broken", f"{name} of {path} is damaged ({error}).") from error


def _hash(content: IO[bytes]) -> str:
    return "sha256:" + hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]


def _json(content: bytes | str, path: Path, name: str) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError as error:
        raise DataError("package-broken", f"{name} of {path} is not JSON ({error}).") from error
    if not isinstance(found, dict):
        raise DataError("package-broken", f"{name} of {path} holds something else than objects.")
    return found


def _slug(name: str) -> str:
    """A package name as Frictionless wants it: lower-case ASCII letters, digits, dots, dashes."""
    slug = "".join(c if c.isascii() and (c.isalnum() or c in "-._") else "-" for c in name.lower()).strip("-._")
    return slug or "ledger"
