"""A ledger damaged at random: `masfufa check --read-again` tells, or nothing that is shown is other than before.

DAMAGES=200 has more of them; the figures in docs/reliability.md are from such runs.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import shutil
import sqlite3
import zlib
from pathlib import Path

import pytest

from masfufa.cli.main import main
from masfufa.errors import MasfufaError
from masfufa.exchange.cell_texts import cell_texts
from masfufa.exchange.import_again import import_again
from masfufa.workspace import checks_again, open_workspace
from masfufa.workspace.checks import check

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "libya-2019"
DAMAGES = int(os.environ.get("DAMAGES", "12"))
_MOMENTS = frozenset(("recorded", "added"))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("damage") / "ws"
    reports = [str(path) for path in sorted((EXAMPLE / "reports").iterdir()) if path.name != "wire-en.jsonl"]
    table = str(EXAMPLE / "tables" / "dtm-tripoli-updates.csv")
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["init", str(folder), "--countries", "LBY"]) == 0
        assert main(["add", *reports, "--workspace", str(folder), "--jobs", "1"]) == 0
        assert main(["import", "hxl", table, "--released", "2019-11-28", "--yes", "--workspace", str(folder)]) == 0
    with open_workspace(folder) as space:
        space.decide("Ana", "claim", next(space.claims()).id, "accept")
    return folder


def faults(folder: Path) -> list[str]:
    with open_workspace(folder) as space:
        found = [fault.what for fault in check(space, cell_texts)]
        found += [fault.what for fault in checks_again.read_again(space)]
        return found + [fault.what for fault in checks_again.import_again(space, import_again)]


def shown(folder: Path) -> list[str]:
    """Claims, events, statements, texts, and the matrix."""
    import dataclasses

    out = []
    with open_workspace(folder) as space:
        for record in (*space.claims(), *space.events(), *space.statements()):
            fields = {f.name: getattr(record, f.name) for f in dataclasses.fields(record)}
            out.append(repr({k: v for k, v in fields.items() if k not in _MOMENTS}))
        out += [f"{d.id} {d.text}" for d in space.documents(content=True)]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        main(["matrix", "--workspace", str(folder), "--by", "adm1", "--every", "month", "--format", "csv"])
    return [*sorted(out), printed.getvalue()]


def test_a_sound_one_is_whole(sound):
    assert faults(sound) == []
    assert main(["check", "--read-again", "--workspace", str(sound)]) == 0


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE claim SET body = replace(body, '\"low\":', '\"low\":1') WHERE number = 1", "is read otherwise: body"),
        ("UPDATE claim SET category = 'wounded' WHERE category = 'killed'", "is read otherwise: category"),
        ("UPDATE claim SET released = '2019-11-27' WHERE origin = 'hxl'", "is read otherwise: released"),
        ("UPDATE event SET event_type = 'AID' WHERE number = 1", "is read otherwise: event_type"),
        ("UPDATE claim SET valid_until = recorded WHERE origin = 'hxl' AND number % 5 = 0", "is not there"),
    ],
)
def test_values_that_were_changed(sound, tmp_path, statement, said):
    folder = tmp_path / "ws"
    shutil.copytree(sound, folder)
    with contextlib.closing(sqlite3.connect(folder / "ledger.sqlite")) as raw, raw:
        assert raw.execute(statement).rowcount > 0
    assert any(said in what for what in faults(folder))


def test_a_text_that_was_changed(sound, tmp_path):
    folder = tmp_path / "ws"
    shutil.copytree(sound, folder)
    with contextlib.closing(sqlite3.connect(folder / "ledger.sqlite")) as raw, raw:
        query = "SELECT document, text FROM document_body JOIN document ON id = document WHERE name LIKE '%sitrep.txt'"
        ((key, packed),) = raw.execute(query).fetchall()
        other = zlib.compress(zlib.decompress(packed) + b" Nobody was hurt.")
        raw.execute("UPDATE document_body SET text = ? WHERE document = ?", (other, key))
    assert "its text is not what its bytes give" in faults(folder)


def test_bits_that_fell_over(sound, tmp_path):
    before, data = shown(sound), (sound / "ledger.sqlite").read_bytes()
    chance, folder = random.Random(20_26), tmp_path / "ws"
    told = without = 0
    for _ in range(DAMAGES):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(sound, folder)
        at = chance.randrange(len(data))
        broken = bytearray(data)
        broken[at] ^= 1 << chance.randrange(8)
        (folder / "ledger.sqlite").write_bytes(broken)
        try:
            found = bool(faults(folder))
        except MasfufaError as error:
            assert error.code.startswith("workspace-"), error
            found = True
        if found:
            told += 1
        else:
            assert shown(folder) == before, f"byte {at} of {len(data)}, {data[max(at - 20, 0) : at + 20]!r}"
            without += 1
    print(f"{told} told, {without} without effect")
    assert told and without
