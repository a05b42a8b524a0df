"""Releases: two persons, files byte for byte, what goes with a purged document, packages and the command line."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from masfufa.cli.main import main
from masfufa.errors import DataError, UsageError
from masfufa.exchange.package import read_package, write_package
from masfufa.exchange.release_files import MATRIX, Terms, cells_now, differences, make_content, terms_of
from masfufa.records import Document
from masfufa.tracking.kept import reconciled
from masfufa.workspace import Workspace, create_workspace, open_workspace
from masfufa.workspace.releases import file_state, same_person, signed

FIRST = "At least 12 people were killed in Gharyan on Monday, WHO said."
SECOND = "Shelling killed 5 people in Sabha on 9 April 2019, the hospital said."
DAY = dt.date(2019, 4, 30)


def _add(space: Workspace, text: str, id: str, published: dt.date) -> str:
    return space.add_document(Document(id=id, text=text, published=published, publisher="Coast Wire"), None).document


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "libya", countries=["LBY"], name="Libya") as made:
        _add(made, FIRST, "one", dt.date(2019, 4, 16))
        yield made


def _propose(space: Workspace, who: str = "Ana", name: str = "April"):
    terms = Terms(DAY, "adm1", "month", ("killed",), languages=("en", "ar"))
    state = space.tracked_state()
    content = make_content(space, lambda known: reconciled(space, as_known_on=known), terms)
    return space.propose_release(who, name, terms.plain(), content, made_of=state)


def test_a_second_person_signs_and_the_files_stay_byte_for_byte(space: Workspace):
    before = space.tracked_state()
    found = _propose(space)
    assert (found.state, found.proposed_by, found.known) == ("proposed", "Ana", DAY)
    assert terms_of(found.frame).categories == ("killed",)
    kept = {file.name: space.release_file(found.id, file.name) for file in found.files}
    assert set(kept) == {
        "matrix.csv", "matrix.dictionary.csv", "matrix.xlsx", "matrix.geojson", "happenings.csv", "claims.csv",
        "brief-en.html", "brief-ar.html",
    }  # fmt: skip
    assert b"killed" in kept[MATRIX] and FIRST.encode() in kept["brief-en.html"] and b"people were" not in kept[MATRIX]
    for name in ("Ana", " ANA ", "Ａｎａ"):
        with pytest.raises(UsageError) as refused:
            space.sign_release(found.id, name)
        assert refused.value.code == "release-same-person"
    done = space.sign_release(found.id, "Badr", expected=found.last)
    assert (done.state, done.by, done.sha256) == ("signed", "Badr", found.sha256)
    assert signed(space.releases()) == done
    assert space.tracked_state() == before
    with pytest.raises(UsageError) as twice:
        space.sign_release(found.id, "Chadia")
    assert twice.value.code == "release-decided"
    claim = next(c for c in space.claims() if c.category == "killed")
    space.decide("Ana", "claim", claim.id, "correct", edited={"low": 14, "high": 14})
    assert {name: space.release_file(found.id, name) for name in kept} == kept
    for file in done.files:
        assert hashlib.sha256(kept[file.name]).hexdigest() == file.sha256
    now = cells_now(reconciled(space, as_known_on=DAY), done, DAY)
    (one,) = differences(kept[MATRIX], now)
    assert (one.kind, one.released, one.now, one.category) == ("changed", (12, 12, None), (14, 14, 14), "killed")


def test_what_comes_and_goes_is_told_as_new_and_gone(space: Workspace):
    found = _propose(space)
    matrix = space.release_file(found.id, MATRIX)
    assert differences(matrix, cells_now(reconciled(space, as_known_on=DAY), found, DAY)) == []
    _add(space, SECOND, "two", dt.date(2019, 4, 10))
    claim = next(c for c in space.claims() if c.low == 12)
    space.decide("Ana", "claim", claim.id, "reject", reason="another town")
    found_now = differences(matrix, cells_now(reconciled(space, as_known_on=DAY), found, DAY))
    assert sorted(one.kind for one in found_now) == ["gone", "new"]


def test_refusing_needs_a_reason_and_ends_it(space: Workspace):
    found = _propose(space)
    with pytest.raises(UsageError) as error:
        space.refuse_release(found.id, "Badr", "  ")
    assert error.value.code == "release-reason"
    assert space.refuse_release(found.id, "Badr", "Sabha is missing").reason == "Sabha is missing"
    with pytest.raises(UsageError):
        space.sign_release(found.id, "Chadia")
    assert signed(space.releases()) is None


def test_nobody_signs_what_another_decided_meanwhile_or_by_the_back_door(space: Workspace):
    found = _propose(space)
    for action in ("sign_off", "reject", "undo"):
        with pytest.raises(UsageError) as error:
            space.decide("Ana", "release", found.id, action, edited={"decision": found.last})
        assert error.value.code == "decision-subject"
    with pytest.raises(UsageError) as conflict:
        space.sign_release(found.id, "Badr", expected=0)
    assert conflict.value.code == "decision-conflict"
    with pytest.raises(UsageError) as unknown:
        space.release("0" * 12)
    assert unknown.value.code == "release-unknown"


def test_what_was_changed_while_it_was_made_is_not_proposed(space: Workspace):
    terms = Terms(DAY, languages=())
    state = space.tracked_state()
    content = make_content(space, lambda known: reconciled(space, as_known_on=known), terms)
    _add(space, SECOND, "two", dt.date(2019, 4, 10))
    with pytest.raises(UsageError) as error:
        space.propose_release("Ana", "April", terms.plain(), content, made_of=state)
    assert error.value.code == "release-outdated"
    assert list((space.folder / "releases").iterdir()) == [] and space.releases() == []
    with pytest.raises(UsageError) as unnamed:
        space.propose_release("Ana", "  ", terms.plain(), content)
    assert unnamed.value.code == "release-name"


def test_purging_withdraws_what_quotes_and_leaves_values(space: Workspace):
    found = space.sign_release(_propose(space).id, "Badr")
    matrix = space.release_file(found.id, MATRIX)
    other = _add(space, SECOND, "two", dt.date(2019, 4, 10))
    space.purge(other, "a witness", "Ana")
    assert file_state(space.folder, found, "claims.csv") == "kept"
    document = next(d.id for d in space.documents() if d.text == FIRST)
    space.purge(document, "a witness", "Ana")
    again = space.release(found.id)
    assert again.sha256 == found.sha256 and again.name == "April"
    for file in again.files:
        state = file_state(space.folder, again, file.name)
        assert state == ("withdrawn" if file.quotes else "kept"), file.name
    assert space.release_file(found.id, MATRIX) == matrix
    with pytest.raises(UsageError) as error:
        space.release_file(found.id, "claims.csv")
    assert error.value.code == "release-file"
    everything = b"".join(p.read_bytes() for p in (space.folder / "releases").glob("*/*") if p.suffix != ".xlsx")
    assert b"Gharyan on Monday" not in everything and b"Coast Wire" not in everything


def test_a_file_that_was_touched_is_not_handed_out_nor_signed(space: Workspace):
    found = _propose(space)
    path = space.folder / "releases" / found.id / MATRIX
    path.write_bytes(path.read_bytes().replace(b"12", b"13"))
    for attempt in (lambda: space.release_file(found.id, MATRIX), lambda: space.sign_release(found.id, "Badr")):
        with pytest.raises(DataError) as error:
            attempt()
        assert error.value.code == "release-damaged"
    path.unlink()
    assert file_state(space.folder, found, MATRIX) == "missing"
    with pytest.raises(UsageError):
        space.release_file(found.id, "../masfufa.toml")


def test_releases_travel_in_a_package_and_quotes_of_purged_documents_do_not_come_back(space: Workspace, tmp_path: Path):
    found = space.sign_release(_propose(space).id, "Badr")
    matrix = space.release_file(found.id, MATRIX)
    package = tmp_path / "all.zip"
    write_package(space, package, {})
    with create_workspace(tmp_path / "copy", countries=["LBY"]) as copy:
        read_package(copy, package)
        assert copy.release(found.id) == dataclass_with(copy.release(found.id), found)
        assert copy.release_file(found.id, MATRIX) == matrix
        assert file_state(copy.folder, found, "claims.csv") == "kept"
    with create_workspace(tmp_path / "purged", countries=["LBY"]) as other:
        document = _add(other, FIRST, "one", dt.date(2019, 4, 16))
        other.purge(document, "a witness", "Ana")
        read_package(other, package)
        assert file_state(other.folder, found, "claims.csv") == "withdrawn"
        assert other.release_file(found.id, MATRIX) == matrix


def dataclass_with(copied, original):
    """The original with the numbers that its decisions have in the other ledger."""
    import dataclasses

    return dataclasses.replace(original, last=copied.last)


def test_names_are_one_persons_whatever_their_case():
    assert same_person("سارة  علي", " سارة علي ") and not same_person("Ana", "Anna")


def test_the_command_line_proposes_signs_and_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = tmp_path / "libya"
    with create_workspace(folder, countries=["LBY"]) as made:
        _add(made, FIRST, "one", dt.date(2019, 4, 16))
    at = ["--workspace", str(folder)]
    words = ["--as-known-on", "2019-04-30", "--category", "killed"]
    assert main(["release", "propose", "April", "--who", "Ana", *words, *at]) == 0
    identity = capsys.readouterr().out.split()[0]
    assert main(["release", "sign", identity, "--who", "ana", *at]) == 2
    assert "release-same-person" in capsys.readouterr().err
    assert main(["release", "sign", identity[:6], "--who", "Badr", *at]) == 0
    assert main(["release", "refuse", identity, "--reason", "late", "--who", "Badr", *at]) == 2
    capsys.readouterr()
    assert main(["release", "list", *at]) == 0
    assert "April" in (listed := capsys.readouterr().out) and "signed off by Badr" in listed
    assert main(["release", "show", identity, "--differs", "-o", str(tmp_path / "out"), *at]) == 0
    shown = capsys.readouterr().out
    assert "matrix.csv" in shown and "0 cells differ now" in shown
    with open_workspace(folder) as space:
        assert (tmp_path / "out" / MATRIX).read_bytes() == space.release_file(identity, MATRIX)
