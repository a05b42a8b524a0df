"""Exports and briefs come from what is kept with the workspace: the same as when made anew, and made once."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import io
import shutil
from pathlib import Path

import pytest
from tests.workspace.samples import batch, cell_claim, document

from masfufa.cli.main import main
from masfufa.exchange.brief.facts import facts_kept, facts_of
from masfufa.exchange.brief.making import brief_of
from masfufa.exchange.happening_rows import acled_rows, ged_rows, kept_rows
from masfufa.exchange.matrix_rows import Paths, matrix_rows
from masfufa.tracking import kept as kept_module
from masfufa.tracking.kept import Frame, Kept
from masfufa.tracking.vintages import compare
from masfufa.workspace import create_workspace, open_workspace

REPORTS = (
    ("At least 12 people were killed in an air strike on Gharyan on 5 April, WHO said.", dt.date(2019, 4, 6)),
    ("Shelling of Tripoli on 8 April killed 5 people and wounded 9, the health ministry said.", dt.date(2019, 4, 9)),
    ("An air strike on Gharyan on 5 April killed 14 people, the health ministry said.", dt.date(2019, 4, 10)),
)

EXPORTS = {
    "csv": ("export", "csv", "--by", "adm1", "--every", "week"),
    "geojson": ("export", "geojson", "--by", "adm1"),
    "ged": ("export", "ged", "--language", "ar"),
    "acled": ("export", "acled"),
    "plover": ("export", "plover"),
    "claims": ("export", "claims"),
    "brief": ("brief", "--language", "ar", "--since", "2019-04-07", "--as-known-on", "2019-04-12"),
    "matrix": ("matrix", "--format", "csv"),
    "diff": ("diff", "--from", "2019-04-07", "--to", "2019-04-12", "--format", "csv"),
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept") / "ws"
    with create_workspace(folder, countries=["LBY"], name="Libya") as space:
        for number, (text, day) in enumerate(REPORTS):
            space.add_document(document(text, str(number), published=day, publisher=f"Paper {number}"), None)
        space.add_import(batch(cell_claim(2, 120), cell_claim(3, None)))
    return folder


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    """A workspace in which nothing is kept yet."""
    return Path(shutil.copytree(filled, tmp_path / "ws"))


def run(folder: Path, *arguments: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main([*arguments, "--workspace", str(folder)]) == 0
    return out.getvalue()


@pytest.mark.parametrize("what", EXPORTS)
def test_the_second_time_says_the_same_and_reconciles_nothing(folder, what, monkeypatch):
    first = run(folder, *EXPORTS[what])
    assert len(first) > 60
    monkeypatch.setattr(kept_module, "reconcile", lambda *a, **k: pytest.fail("reconciled again"))
    assert run(folder, *EXPORTS[what]) == first


def test_what_is_kept_is_what_the_ledger_says(folder):
    with open_workspace(folder) as space:
        for _ in range(2):  # made, then from what is kept
            kept, earlier = Kept(space), Kept(space, dt.date(2019, 4, 7))
            frame = Frame("adm1", "total", ("killed",), dt.date(2019, 4, 7), None, None, None)
            kept.cells("adm1", "week")
            cells = kept.counted(frame)
            rows = list(matrix_rows(cells, Paths.kept(kept)))
            happened = {table: kept_rows(kept, table) for table in ("ged", "acled")}
            facts, changes = facts_kept(kept), kept.changes(earlier, "country", "total", ("killed",))
            asked = {"language": "en", "today": dt.date(2019, 5, 1), "since": dt.date(2019, 4, 7)}
            made = brief_of(space, kept, earlier, **asked)
        ledger, before = kept.ledger(), earlier.ledger()
        assert cells == kept_module.cells_of(ledger, frame) and cells
        assert rows == list(matrix_rows(cells, ledger))
        for table, fresh in (("ged", ged_rows(ledger)), ("acled", acled_rows(ledger))):
            assert happened[table] == [{k: _iso(v) for k, v in row.items()} for row in fresh] and happened[table]
        assert facts.deadliest == facts_of(ledger).deadliest and facts.deadliest
        assert changes == compare(before, ledger, by="country", every="total", categories=("killed",))
        fresh = brief_of(space, ledger, before, **asked)
        assert dataclasses.replace(made, words=fresh.words) == fresh and made.notes


def test_a_claim_is_kept_with_who_said_it_and_where(folder):
    with open_workspace(folder) as space:
        kept = Kept(space)
        for claim in space.claims():
            found = kept.claim(claim.id)
            assert found is not None
            for name in ("id", "document", "locator", "low", "high", "publisher", "source", "released", "language"):
                assert getattr(found, name) == getattr(claim, name)
        assert kept.claim("0" * 20) is None


def test_a_brief_of_a_time_of_which_nothing_is_known_is_told(folder, tmp_path, capsys):
    output = tmp_path / "b.html"
    assert main(["brief", "--as-known-on", "2011-01-01", "--workspace", str(folder), "-o", str(output)]) == 0
    told = capsys.readouterr().err
    assert "2011-01-01" in told and "[brief-empty]" in told and output.exists()
    assert main(["brief", "--workspace", str(folder), "-o", str(output)]) == 0
    assert "brief-empty" not in capsys.readouterr().err


def _iso(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value
