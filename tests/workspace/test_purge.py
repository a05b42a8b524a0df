"""A purge reaches everything that speaks of a document: other decisions, imports, what comes in later."""

from __future__ import annotations

import dataclasses
import sqlite3

import pytest

from masfufa.claims_plain import claim_to_plain
from masfufa.errors import DataError
from masfufa.language.fold import fold_word
from masfufa.workspace import create_workspace, database
from masfufa.workspace.batches import RowReport

from .samples import ARABIC, batch, cell_claim, document

SECRET = "مريم العكاري"


def secret_document():
    return document(f"{ARABIC} وقالت {SECRET} إن 5 قتلوا.", publisher=SECRET, title=SECRET)


def everything(workspace) -> str:
    rows = [list(table) for _, table in workspace.dump(content=True)]
    return repr([*workspace.claims(), *workspace.decisions(), *workspace.documents(content=True), rows])


def test_decisions_about_links_and_cells_lose_the_words_and_keep_the_values(workspace):
    id = workspace.add_document(secret_document(), None).document
    claim = next(workspace.claims())
    edited = {"claims": [claim.id, "x"], "kind": "repeats", "value": 12, "why": SECRET, "on": "2019-04-05"}
    workspace.decide("Ana", "cell", "LBY/2019-W15/killed/person", "choose", edited=edited, reason=SECRET)
    untouched = workspace.decide("Ana", "cell", "LBY/2019-W16/killed/person", "choose", edited={"value": 3}, reason="r")
    extra = dataclasses.replace(claim, id="", source=SECRET, low=77, high=77)
    workspace.decide("Ana", "claim", "", "add", edited=claim_to_plain(extra))
    before = sorted((c.category, c.low) for c in workspace.claims())
    assert SECRET in everything(workspace)
    workspace.purge(id, "asked for", "Ana")
    assert SECRET not in everything(workspace)
    assert sorted((c.category, c.low) for c in workspace.claims()) == before
    assert ("killed", 77) in before
    chosen, other, _ = workspace.decisions()
    assert chosen.edited == {**edited, "why": None, "claims": [claim.id, "x"]} and chosen.reason is None
    assert other == untouched


def test_an_agency_file(workspace):
    row = RowReport("IDPs", 2, "taken", None, SECRET)
    claim = cell_claim(2, 120, source=SECRET, source_text=SECRET, parts=(("sex", "f"),))
    workspace.add_import(batch(claim, rows=(row,), mapping={"who": SECRET}))
    workspace.purge("f" * 64, "asked for", "Ana")
    assert SECRET not in everything(workspace)
    (left,) = workspace.claims()
    assert (left.low, left.parts, left.dataset, left.as_of) == (120, (("sex", "f"),), "dtm", claim.as_of)
    assert workspace.imports()[0].mapping is None and workspace.import_rows(1) == ()


def test_a_ledger_in_use_is_swept_by_purging_again(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with create_workspace(tmp_path / "ws") as workspace:
        id = workspace.add_document(secret_document(), None).document
        other = sqlite3.connect(workspace.folder / "ledger.sqlite", isolation_level=None)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM claim").fetchone()
        with pytest.raises(DataError) as error:
            workspace.purge(id, "asked for", "Ana")
        assert error.value.code == "purge-unswept"
        assert SECRET not in everything(workspace)
        other.close()
        workspace.purge(id, "asked for", "Ana")
    for path in workspace.folder.glob("ledger.sqlite*"):
        assert SECRET.encode() not in path.read_bytes()


def test_a_second_purge_changes_nothing(workspace):
    id = workspace.add_document(secret_document(), None).document
    workspace.purge(id, "first", "Ana")
    once = [dataclasses.replace(c) for c in workspace.claims()]
    stored = next(workspace.documents())
    workspace.purge(id, "second", "Ben")
    assert list(workspace.claims()) == once and next(workspace.documents()) == stored


def test_what_comes_in_from_elsewhere_does_not_bring_it_back(workspace, tmp_path):
    with create_workspace(tmp_path / "other") as other:
        id = other.add_document(secret_document(), None).document
        claim = next(other.claims())
        other.decide("Ben", "claim", claim.id, "accept", reason=SECRET)
        package = [(name, list(rows)) for name, rows in other.dump(content=True)]
        schema = other.schema
    workspace.add_document(secret_document(), None)
    workspace.purge(id, "asked for", "Ana")
    workspace.restore(schema, package)
    assert SECRET not in everything(workspace)
    assert workspace.document(id).text is None


def test_the_index_of_words_forgets_too(tmp_path):
    with create_workspace(tmp_path / "ws") as workspace:
        id = workspace.add_document(secret_document(), None).document
        workspace.add_document(document(), None)
        workspace.index()
        word = fold_word(SECRET.split()[1]).encode()
        assert any(word in path.read_bytes() for path in workspace.folder.glob("ledger.sqlite*"))
        workspace.purge(id, "asked for", "Ana")
    for path in workspace.folder.glob("ledger.sqlite*"):
        assert word not in path.read_bytes()
