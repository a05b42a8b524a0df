"""What is kept of a ledger while the disk is full, another one writes, or a bit has tipped over."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from masfufa.tracking import matrix, reconcile
from masfufa.tracking.kept import Kept
from masfufa.workspace import Workspace, create_workspace
from tracking.made import said

ROWS = "#country+code,#date+occurred,#affected+killed\nLBY,2019-05-06,7\n"


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    from masfufa.exchange.importers import ImportOptions, importer

    table = tmp_path / "killed.csv"
    table.write_text(ROWS, encoding="utf-8")
    made = create_workspace(tmp_path / "w", countries=("LBY",))
    made.add_import(importer("hxl")(table, ImportOptions(released=dt.date(2019, 6, 1))))
    return made


def test_what_can_not_be_kept_can_be_opened(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[str] = []

    def refuse(key: str, *_: object, **__: object) -> bool:
        tries.append(key)
        return False

    monkeypatch.setattr(space, "cache", refuse)
    kept = Kept(space)
    cell = Kept(space).cells("country", "month")[0]
    assert kept.cell(cell.cell_id).best == 7
    assert all(kept.entry(claim) is not None for claim in cell.claims)
    assert len(tries) == 2, "each of the two tries once and no more: a try may wait for half a minute"


def test_what_was_damaged_is_made_anew(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    cell = Kept(space).cells("country", "month")[0]
    read = space.cached

    def damaged(key: str) -> bytes | None:
        blob = read(key)
        return blob and blob[:-6] + b"\0" * 6

    monkeypatch.setattr(space, "cached", damaged)
    kept = Kept(space)
    assert kept.cell(cell.cell_id) == cell
    assert all(kept.entry(claim) is not None for claim in cell.claims)


def test_days_at_the_ends_of_the_calendar_are_no_days() -> None:
    claims = [said(3, on="0001-01-01"), said(4, on="9999-12-31", at=1), said(5, on="05-06", at=2)]
    cells = matrix(reconcile(claims, [], []), by="country", every="week")
    assert {cell.period_start for cell in cells} <= {None, dt.date(2019, 5, 6)} | {dt.date(2019, 4, 15)}
    assert any(cell.best == 5 and cell.period_start == dt.date(2019, 5, 6) for cell in cells)
