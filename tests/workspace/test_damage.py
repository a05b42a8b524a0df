"""Rows that were damaged: told as such by every command, without a word of what stands in them."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from masfufa.cli.main import main
from masfufa.workspace import create_workspace

from .samples import batch, cell_claim, document

DAMAGE = {
    "a claim is no JSON": """UPDATE claim SET body = '{"Hushword'""",
    "a claim lacks its place": "UPDATE claim SET body = '{}'",
    "a claim has a field too many": """UPDATE claim SET body = '{"locator":["text",1,2,"x"],"Hushword":1}'""",
    "a claim is no text": "UPDATE claim SET body = CAST(x'4875736877ff6f7264' AS TEXT)",
    "a place is no JSON": """UPDATE claim SET places = '[{"Hushword'""",
    "a day is none": "UPDATE claim SET released = 'Hushword'",
    "a moment is none": "UPDATE claim SET recorded = 'Hushword'",
    "an event is no JSON": "UPDATE event SET body = 'Hushword'",
    "a text is not packed": "UPDATE document_body SET text = x'487573687764'",
    "a decision is no JSON": "UPDATE decision SET original = 'Hushword'",
    "a unit's names are none": "UPDATE unit SET names = 'Hushword'",
    "the state is gone": "DELETE FROM state",
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("damage") / "ws"
    with create_workspace(folder, countries=["LBY"]) as space:
        space.add_document(document(), b"bytes")
        space.add_import(batch(cell_claim(2, 120)))
        space.decide("Ana", "claim", next(space.claims()).id, "accept")
    return folder


def damaged(sound: Path, folder: Path, statement: str) -> Path:
    """A copy of the workspace after a statement."""
    shutil.copytree(sound, folder)
    with sqlite3.connect(folder / "ledger.sqlite") as raw:
        raw.execute(statement)
    raw.close()
    return folder


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_row_is_told_without_its_words(sound, tmp_path, what, capsys):
    folder = damaged(sound, tmp_path / "ws", DAMAGE[what])
    for command in (["matrix"], ["brief"], ["export", "package", "--output", str(tmp_path / "p.zip")]):
        assert main([*command, "--workspace", str(folder)]) == 3
        told = capsys.readouterr()
        assert "[workspace-corrupt]" in told.err and "masfufa check" in told.err
        assert "ushw" not in told.err + told.out and "48757368" not in told.err
    assert list(tmp_path.glob("*.zip")) == list(tmp_path.glob(".package*")) == []
