"""Data packages: what goes out comes in again as the same ledger, and nothing that was taken down goes out."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from masfufa.claims import CellLocator, Claim, claim_id
from masfufa.errors import DataError, UsageError
from masfufa.exchange.package import read_package, write_package
from masfufa.records import Document
from masfufa.workspace import create_workspace
from masfufa.workspace.batches import AdminRow, ImportBatch, RowReport, StoredDocument
from masfufa.workspace.store import Workspace

TEXT = "قُتل 12 شخصا في قصف على طرابلس أمس، وقالت منظمة الصحة العالمية إن 40 آخرين أصيبوا."


def fill(space: Workspace) -> None:
    space.add_document(
        Document("a", TEXT, published=dt.date(2019, 4, 8), publisher="صحيفة الضفة"), TEXT.encode(), filename="a.txt"
    )
    content = b"pcode,idps\nLY0211,100\nLY0212,\n"
    key = hashlib.sha256(content).hexdigest()
    claims = []
    for cell, text, low, absence in (("B2", "100", 100, None), ("B3", "", None, "blank")):
        locator = CellLocator("round.csv", "", cell, text)
        claims.append(
            Claim(
                claim_id(key, locator, "displaced", "person"), key, locator, "agency", "displaced", low, low, "exact",
                "person", "stock", absence=absence, source="IOM DTM", as_of=dt.date(2019, 4, 30),
                released=dt.date(2019, 5, 2), reader="test 1",
            )  # type: ignore[arg-type]
        )  # fmt: skip
    space.add_import(
        ImportBatch(
            StoredDocument(key, "round.csv", "text/csv", content=content, released=dt.date(2019, 5, 2)),
            "dtm",
            tuple(claims),
            units=(AdminRow("LBY", "cod", 2, "LY0211", "Tripoli", {"ar": "طرابلس"}, "LY02", 32.9, 13.2),),
            rows=(RowReport("", 2, "taken"), RowReport("", 3, "taken")),
            released=dt.date(2019, 5, 2),
            released_from="option",
        )
    )
    killed = next(claim for claim in space.claims() if claim.category == "killed")
    space.decide("amal", "claim", killed.id, "correct", edited={"low": 13, "high": 13}, reason="the ministry says 13")


def test_the_ledger_comes_back_as_it_was(tmp_path: Path) -> None:
    with create_workspace(tmp_path / "one", name="حرب طرابلس") as one, create_workspace(tmp_path / "two") as two:
        fill(one)
        count = write_package(one, tmp_path / "out.zip", {}, content=True)
        assert count == len(list(one.claims())) >= 4
        restored = read_package(two, tmp_path / "out.zip")
        assert (restored.documents, restored.known, restored.decisions) == (2, 0, 1)
        assert list(two.claims()) == list(one.claims())
        assert list(two.claims(decided=False)) == list(one.claims(decided=False))
        assert list(two.events()) == list(one.events())
        assert list(two.units()) == list(one.units())
        assert list(two.documents(content=True)) == list(one.documents(content=True))
        assert [(d.who, d.reason, d.edited) for d in two.decisions()] == [
            (d.who, d.reason, d.edited) for d in one.decisions()
        ]
        assert two.import_rows(two.imports()[0].id) == one.import_rows(one.imports()[0].id)
        again = read_package(two, tmp_path / "out.zip")
        assert (again.documents, again.known, again.decisions) == (0, 2, 0)


def test_the_package_describes_itself(tmp_path: Path) -> None:
    with create_workspace(tmp_path / "one", countries=("LBY",), onset=dt.date(2019, 4, 4)) as one:
        fill(one)
        write_package(one, tmp_path / "out", {})
    descriptor = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["countries"] == ["LBY"]
    for resource in descriptor["resources"]:
        content = (tmp_path / "out" / resource["path"]).read_bytes()
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
        assert resource["bytes"] == len(content)
    claims = next(each for each in descriptor["resources"] if each["name"] == "claims")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "claims.csv").read_text(encoding="utf-8"))))
    assert [field["name"] for field in claims["schema"]["fields"]] == list(rows[0])
    blank = next(row for row in rows if row["absence"] == "blank")
    assert blank["low"] == ""
    body = (tmp_path / "out" / "ledger" / "document_body.jsonl").read_text(encoding="utf-8")
    assert all(json.loads(line)["content"] is None for line in body.splitlines())


def test_what_was_taken_down_does_not_go_out(tmp_path: Path) -> None:
    with create_workspace(tmp_path / "one") as one:
        fill(one)
        document = next(each for each in one.documents() if each.name == "a.txt")
        one.purge(document.id, "asked for by the family", "amal")
        write_package(one, tmp_path / "out.zip", {}, content=True)
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8")
    for word in ("قصف", "أصيبوا", "صحيفة الضفة"):
        assert word not in everything
    assert document.id in everything


def test_a_package_is_never_written_over_another(tmp_path: Path) -> None:
    with create_workspace(tmp_path / "one") as one:
        (tmp_path / "out").mkdir()
        with pytest.raises(UsageError) as caught:
            write_package(one, tmp_path / "out", {})
    assert caught.value.code == "package-exists"


def test_a_changed_or_strange_package_is_refused_whole(tmp_path: Path) -> None:
    with create_workspace(tmp_path / "one") as one, create_workspace(tmp_path / "two") as two:
        fill(one)
        write_package(one, tmp_path / "out", {})
        claims = tmp_path / "out" / "ledger" / "claim.jsonl"
        claims.write_text(claims.read_text(encoding="utf-8").replace("2019-05-02", "2019-05-03"), encoding="utf-8")
        (tmp_path / "empty").mkdir()
        (tmp_path / "not.zip").write_text("no", encoding="utf-8")
        for path in ("out", "empty", "not.zip", "nowhere.zip"):
            with pytest.raises(DataError) as caught:
                read_package(two, tmp_path / path)
            assert caught.value.code == "package-broken"
        assert list(two.documents()) == []


def test_a_package_of_another_schema_says_so(tmp_path: Path) -> None:
    with create_workspace(tmp_path / "one") as one, create_workspace(tmp_path / "two") as two:
        write_package(one, tmp_path / "out", {})
        descriptor = tmp_path / "out" / "datapackage.json"
        plain = json.loads(descriptor.read_text(encoding="utf-8"))
        plain["masfufa"]["schema"] = "0000"
        descriptor.write_text(json.dumps(plain), encoding="utf-8")
        with pytest.raises(DataError) as caught:
            read_package(two, tmp_path / "out")
    assert caught.value.code == "archive-version"


def test_two_ledgers_become_one(tmp_path: Path) -> None:
    """A package adds what the workspace lacks: its own documents and decisions stay."""
    with create_workspace(tmp_path / "one") as one, create_workspace(tmp_path / "two") as two:
        fill(one)
        own = Document("b", "أصيب 3 أشخاص في بنغازي.", published=dt.date(2019, 5, 1))
        two.add_document(own, own.text.encode(), filename="b.txt")
        before = {claim.id: claim for claim in two.claims()}
        write_package(one, tmp_path / "out.zip", {}, content=True)
        read_package(two, tmp_path / "out.zip")
        after = {claim.id: claim for claim in two.claims()}
        assert before and all(after[key] == claim for key, claim in before.items())
        assert set(after) == set(before) | {claim.id for claim in one.claims()}
