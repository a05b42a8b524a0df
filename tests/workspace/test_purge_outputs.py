"""After a purge no word of the document is in anything that is put out or kept, packed or not."""

from __future__ import annotations

import contextlib
import io
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from masfufa.cli.main import main
from masfufa.workspace import create_workspace, open_workspace
from masfufa.workspace.inbox import InboxQuery

from .samples import document

TEXT = (
    "Jebrilov Hushwordson, commander of the Zintuqa brigade, said 7 people were killed in the Qasrzhou quarter of Sirt "
    "on Monday. At least 9 soldiers were wounded in shelling near Sirt, Hushwordson told Zintuqa Radio."
)
WORDS = ("hushword", "hushtitle", "hushpaper", "hush.example", "hushsource", "hushreason", "zintuqa",
         "qasrzhou", "jebril")  # fmt: skip
PRINTED = (
    "matrix --format csv", "matrix --format html", "matrix", "export csv", "export geojson", "export ged",
    "export acled", "export plover", "export claims", "export hapi", "brief --since 2019-04-01", "brief", "reconcile",
    "status", "check", "diff --from 2019-01-01 --to 2030-01-01",
)  # fmt: skip
FILES = ("export xlsx -o x.xlsx", "export parquet -o x.parquet", "export package --content -o p.zip", "backup b.zip",
         "export package -o folder", "brief -o b.docx", "matrix --format xlsx -o m.xlsx")  # fmt: skip


def put_out(folder: Path, place: Path) -> Iterator[tuple[str, bytes]]:
    """Everything that commands print or write, and the workspace's own files, unpacked as far as they can be."""
    for command in PRINTED:
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            assert main([*command.split(), "--workspace", str(folder)]) == 0
        yield command, out.getvalue().encode()
    for command in FILES:
        *words, name = command.split()
        assert main([*words, str(place / name), "--workspace", str(folder)]) == 0
    for path in sorted(path for where in (place, folder) for path in where.rglob("*") if path.is_file()):
        yield path.name, path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.name}/{name}", archive.read(name)
    with contextlib.closing(sqlite3.connect(folder / "ledger.sqlite")) as raw:
        for (table,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in raw.execute(f"SELECT * FROM {table}"):
                for value in row:
                    if isinstance(value, bytes):
                        with contextlib.suppress(zlib.error):
                            yield f"table {table}", zlib.decompress(value)


def found(folder: Path, place: Path) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for where, data in put_out(folder, place):
        plain = data.decode("utf-8", "ignore").lower()
        if hits := [word for word in WORDS if word in plain]:
            out[where] = hits
    return out


@pytest.mark.parametrize("rejected", [False, True])
def test_no_word_is_left_anywhere(tmp_path, rejected):
    folder = tmp_path / "ws"
    with create_workspace(folder, countries=["LBY"], name="Libya") as space:
        given = document(TEXT, "1", title="Hushtitle", publisher="Hushpaper", url="https://hush.example/1")
        id = space.add_document(given, TEXT.encode()).document
        space.add_document(document("Seven people were killed in Sirt on Monday.", "2"), None)
        assert space.inbox(InboxQuery(words="Hushwordson")).total == 1
        first = next(claim for claim in space.claims() if claim.document == id)
        space.decide("Ana", "claim", first.id, "correct", edited={"source": "Hushsource"}, reason="Hushreason")
        if rejected:
            space.decide("Ana", "document", id, "reject", reason="Hushreason")
    (tmp_path / "before").mkdir()
    (tmp_path / "after").mkdir()
    before = found(folder, tmp_path / "before")
    assert {"export claims", "export plover", "p.zip/claims.csv", "b.zip/ledger.sqlite", "table document_body"} <= set(
        before
    )
    assert main(["purge", id, "--reason", "names a witness", "--yes", "--workspace", str(folder)]) == 0
    assert found(folder, tmp_path / "after") == {}
    with open_workspace(folder) as space:
        assert space.inbox(InboxQuery(words="Hushwordson")).total == 0
