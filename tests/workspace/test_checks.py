"""`masfufa check`: a whole workspace is whole; damage of each kind is found, and told without a word of what it hit."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from masfufa.cli.main import main
from masfufa.exchange.cell_texts import cell_texts
from masfufa.workspace import Workspace, create_workspace, open_workspace
from masfufa.workspace.batches import AdminRow
from masfufa.workspace.checks import Checked, check

from .samples import ARABIC, document, from_file

HXL = "#country+code,#adm1+name,#affected+killed\nLBY,Sirt,3\nLBY,Tripoli,n/a\n"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with something of everything."""
    import hashlib

    place = tmp_path_factory.mktemp("checked")
    table = place / "counts.csv"
    table.write_text(HXL, encoding="utf-8")
    with create_workspace(place / "ws", countries=["LBY"]) as space:
        _fill(space, hashlib.sha256(b"bytes").hexdigest())
    assert main(["import", "hxl", str(table), "--yes", "--quiet", "--workspace", str(place / "ws")]) == 0
    return place / "ws"


def _fill(space: Workspace, sha: str) -> None:
    space.add_document(document(), None)
    space.add_document(from_file(sha=sha), b"bytes")
    space.add_units([AdminRow("LBY", "cod", 1, "LY01", "East"), AdminRow("LBY", "cod", 2, "LY0101", "Benghazi")])
    claim = next(space.claims())
    made = space.decide("Ana", "claim", claim.id, "correct", edited={"low": 5})
    space.decide("Ana", "claim", claim.id, "undo", edited={"decision": made.id})
    space.decide("Ana", "statement", next(space.statements()).id, "accept")
    space.set_state(claim.document, "done", "Ana")
    gone = space.add_document(document("Four people named Hushword were killed in Sirt.", "9"), b"x").document
    space.purge(gone, "names a witness", "Ana")


def faults(folder: Path) -> list[tuple[str, str]]:
    with open_workspace(folder) as space:
        return [(fault.kind, fault.where.split()[0]) for fault in check(space, cell_texts)]


def test_a_whole_workspace_is_whole(sound, capsys):
    done = Checked()
    with open_workspace(sound) as space:
        assert list(check(space, cell_texts, done)) == []
    assert done.spans >= 6 and done.cells == 2 and done.contents == 4 and done.rows > 20
    assert main(["check", "--workspace", str(sound)]) == 0
    assert "All is whole" in capsys.readouterr().out
    assert main(["check", "--format", "json", "--workspace", str(sound)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["whole"] is True and told["faults"] == [] and told["checked"]["cells"] == 2


DAMAGE = {
    "a span was moved": (
        """UPDATE claim SET body = replace(body, '["text",', '["text",1') WHERE channel = 'press'""",
        {("span", "claim")},
    ),
    "a text was changed": ("UPDATE document_body SET text = (SELECT text FROM document_body WHERE content IS NOT NULL "
                           "AND text IS NOT NULL)", {("span", "claim"), ("span", "event"), ("span", "statement")}),
    "a text was cut": ("UPDATE document_body SET text = substr(text, 1, 9)", {("content", "document")}),
    "a file was changed": ("UPDATE document_body SET content = x'00' WHERE content = CAST('bytes' AS BLOB)",
                           {("content", "document")}),
    "a cell was changed": ("""UPDATE claim SET body = replace(body, '"C2"', '"C3"')""", {("cell", "claim")}),
    "a claim is no JSON": ("UPDATE claim SET body = 'Hushword' WHERE number = 1", {("row", "claim")}),
    "a claim is no text": ("UPDATE claim SET body = CAST(x'48757368ff' AS TEXT) WHERE number = 1", {("row", "claim")}),
    "a day is none": ("UPDATE event SET released = 'Hushword' WHERE number = 1", {("row", "event")}),
    "a decision is none": ("UPDATE decision SET edited = 'Hushword' WHERE action = 'correct' AND subject = 'claim'",
                           {("row", "decision"), ("reference", "decision")}),
    "a decision is about nothing": ("UPDATE decision SET subject_id = 'x' WHERE subject = 'claim'",
                                    {("reference", "decision")}),
    "a document is gone": ("DELETE FROM document WHERE number = 2", {("reference", "claim"), ("reference", "event"),
                           ("reference", "reading"), ("reference", "document_body")}),
    "a unit's names are none": ("UPDATE unit SET names = 'Hushword'", {("row", "unit")}),
    "a report of rows is none": ("UPDATE batch_rows SET rows = x'00'", {("row", "batch_rows")}),
    "a tombstone speaks": ("UPDATE document SET title = 'Hushword' WHERE purged IS NOT NULL",
                           {("tombstone", "document")}),
    "a purged text came back": ("UPDATE document_body SET content = x'48757368' WHERE text IS NULL AND content IS NULL "
                                "AND document IN (SELECT id FROM document WHERE purged IS NOT NULL)",
                                {("tombstone", "document")}),
    "the state is gone": ("DELETE FROM state", {("row", "state")}),
}  # fmt: skip


@pytest.mark.parametrize("what", DAMAGE)
def test_damage_is_found_and_its_words_are_not_told(sound, tmp_path, what, capsys):
    statement, expected = DAMAGE[what]
    folder = Path(shutil.copytree(sound, tmp_path / "ws"))
    raw = sqlite3.connect(folder / "ledger.sqlite")
    with raw:
        raw.execute(statement)
    raw.close()
    found = set(faults(folder))
    assert expected <= found, found
    assert main(["check", "--workspace", str(folder)]) == 1
    told = capsys.readouterr()
    assert "faults" in told.out
    assert "Hush" not in told.out + told.err and ARABIC[:20] not in told.out


def test_a_broken_crisis_folder_is_a_fault(sound, tmp_path):
    folder = Path(shutil.copytree(sound, tmp_path / "ws"))
    (folder / "crisis" / "actors.yaml").write_text("[", encoding="utf-8")
    assert [kind for kind, _ in faults(folder)] == ["crisis"]


def test_a_file_that_was_cut_is_told(sound, tmp_path, capsys):
    folder = Path(shutil.copytree(sound, tmp_path / "ws"))
    ledger = folder / "ledger.sqlite"
    data = ledger.read_bytes()
    ledger.write_bytes(data[: len(data) // 2 // 4096 * 4096])
    assert main(["check", "--workspace", str(folder)]) in (1, 3)
    told = capsys.readouterr()
    assert "workspace-corrupt" in told.err or "database" in told.out


def test_on_both_databases(workspace):
    _fill(workspace, "0" * 64)
    found = [fault.kind for fault in check(workspace, cell_texts)]
    assert found == ["content"]  # the bytes that were given here do not have the hash that they were said to have
