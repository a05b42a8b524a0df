"""`masfufa init`, `add`, `status`, `purge` and `read --workspace` on the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from masfufa.cli.main import main
from masfufa.workspace import open_workspace

REPORT = "At least 12 people were killed in Gharyan yesterday, WHO said."
ACTORS = "- {id: dawn_brigade, kind: armed_group, country: LBY, sector: REB, names: {en: [New Dawn Brigade]}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str | None) -> Path:
    """A workspace that is found by the folder that the command runs in."""
    monkeypatch.chdir(tmp_path)
    given = ["--database", database] if database else []
    assert main(["init", "ws", "--countries", "lby", "--onset", "2019-04-04", "--name", "Libya", *given]) == 0
    monkeypatch.chdir(tmp_path / "ws")
    return tmp_path / "ws"


def counts(capsys: pytest.CaptureFixture[str]) -> dict:
    capsys.readouterr()
    assert main(["status", "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def report(folder: Path, name: str, text: str = REPORT) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_reports_are_added_once_whatever_they_are_called(folder, tmp_path, capsys):
    one, two = report(tmp_path, "a.txt"), report(tmp_path, "copy of a.txt")
    capsys.readouterr()
    assert main(["add", one, two, "--published", "2019-04-16", "--jobs", "1"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("2 documents: 1 added, 1 known already; 1 claim, ")
    assert main(["add", one]) == 0
    assert capsys.readouterr().out == "1 document: 1 known already\n"
    found = counts(capsys)
    assert (found["documents"], found["claims"], found["stale"], found["countries"]) == (1, {"press": 1}, 0, ["LBY"])
    with open_workspace(folder) as workspace:
        (claim,) = workspace.claims()
        assert claim.period_start.isoformat() == "2019-04-15"
        (stored,) = workspace.documents(content=True)
        assert stored.content == REPORT.encode() and stored.name.endswith("a.txt")


def test_a_date_given_later_is_taken(folder, tmp_path, capsys):
    one = report(tmp_path, "a.txt")
    assert main(["add", one]) == 0
    assert main(["add", one, "--published", "2019-04-16", "--publisher", "P"]) == 0
    assert "1 read again" in capsys.readouterr().out
    with open_workspace(folder) as workspace:
        (claim,) = workspace.claims()
        assert (claim.period_start.isoformat(), claim.publisher) == ("2019-04-15", "P")
    assert main(["add", one]) == 0
    assert "1 known already" in capsys.readouterr().out


def test_lines_know_better_than_options(folder, tmp_path, capsys):
    lines = [{"id": "1", "text": REPORT, "published": "2019-04-10"}, {"id": "2", "text": REPORT}, {"text": ""}]
    path = report(tmp_path, "wire.jsonl", "\n".join(map(json.dumps, lines)))
    assert main(["add", path]) == 1
    captured = capsys.readouterr()
    assert "3 documents: 2 added, 1 could not be read" in captured.out and "[empty-document]" in captured.err
    for _ in range(2):
        assert main(["add", path, "--published", "2019-05-05", "-q"]) == 1
    with open_workspace(folder) as workspace:
        assert sorted(d.released.isoformat() for d in workspace.documents()) == ["2019-04-10", "2019-05-05"]
        assert workspace.counts().documents == 2


def test_what_cannot_be_read_is_told_and_the_rest_is_added(folder, tmp_path, capsys):
    assert main(["add", str(tmp_path / "none.txt"), report(tmp_path, "a.txt"), report(tmp_path, "e.txt", "")]) == 1
    captured = capsys.readouterr()
    assert "3 documents: 1 added, 2 could not be read" in captured.out
    assert "[file-not-found]" in captured.err and "[empty-document]" in captured.err


def test_a_crisis_folder_that_changes_reads_again(folder, tmp_path, capsys):
    one = report(tmp_path, "a.txt", "The New Dawn Brigade said 12 people were killed in Gharyan.")
    assert main(["add", one]) == 0
    (folder / "crisis" / "actors.yaml").write_text(ACTORS, encoding="utf-8")
    assert counts(capsys)["stale"] == 1
    assert main(["add", "--reread"]) == 0
    assert capsys.readouterr().out.startswith("1 document: 1 read again; 1 claim")
    assert counts(capsys)["stale"] == 0
    with open_workspace(folder) as workspace:
        assert [c.source for c in workspace.claims()] == ["New Dawn Brigade"]
    assert main(["read", one, "--format", "jsonl", "--workspace", str(folder)]) == 0
    assert '"REB"' in capsys.readouterr().out
    assert main(["read", one, "--format", "jsonl"]) == 0
    assert '"REB"' not in capsys.readouterr().out


def test_a_crisis_folder_with_a_mistake_stops_it_first(folder, tmp_path, capsys):
    (folder / "crisis" / "actors.yaml").write_text("- {id: X}\n", encoding="utf-8")
    assert main(["add", report(tmp_path, "a.txt"), "--jobs", "2"]) == 3
    assert "actors.yaml:1" in capsys.readouterr().err
    with open_workspace(folder) as workspace:
        assert workspace.counts().documents == 0


def test_purge_takes_every_word_out_and_keeps_the_values(folder, tmp_path, capsys):
    secret = "Zubayda Farfur"
    text = f'{secret} said 12 women were killed in Gharyan yesterday. "They burnt the farm," {secret} said.'
    one = report(tmp_path, f"{secret}.txt", text)
    assert main(["add", one, "--published", "2019-04-16", "--publisher", f"Blog of {secret}"]) == 0
    with open_workspace(folder) as workspace:
        (claim,) = workspace.claims()
        assert workspace.statements()
        workspace.decide(
            "Ana", "claim", claim.id, "correct", edited={"low": 13, "high": 13}, reason=f"{secret} says so"
        )
        workspace.cache("k", secret.encode())
    capsys.readouterr()
    assert main(["purge", claim.document[:8], "--reason", "asked for"]) == 2
    assert "[purge-unasked]" in capsys.readouterr().err
    assert main(["purge", claim.document[:8], "--reason", "asked for", "--who", "Ana", "--yes"]) == 0
    with open_workspace(folder) as workspace:
        (left,) = workspace.claims()
        assert (left.id, left.low, left.category, left.groups) == (claim.id, 13, "killed", ("women",))
        assert (left.recorded, left.period_start) == (claim.recorded, claim.period_start)
        assert (left.locator.text, left.source, left.publisher, left.source_text) == ("", None, None, None)
        assert left.places[0].units == claim.places[0].units and left.places[0].lat is None
        assert list(workspace.statements()) == []
        (stored,) = workspace.documents(content=True)
        assert (stored.id, stored.text, stored.content, stored.name) == (claim.document, None, None, "purged")
        assert stored.purged is not None
        everything = [*workspace.claims(decided=False), *workspace.events(), *workspace.decisions(), stored]
        assert secret not in repr(everything) and "Zubayda" not in repr(everything) and "burnt" not in repr(everything)
        if workspace.is_sqlite:
            workspace.close()
            for path in folder.glob("ledger.sqlite*"):
                assert b"Zubayda" not in path.read_bytes() and b"Farfur" not in path.read_bytes()
    capsys.readouterr()
    assert main(["add", one]) == 0
    assert capsys.readouterr().out == "1 document: 1 purged before, not taken in again\n"
    assert counts(capsys)["purged"] == 1


def test_purge_names_one_document(folder, tmp_path, capsys):
    main(["add", report(tmp_path, "a.txt"), report(tmp_path, "b.txt", REPORT + " Again.")])
    capsys.readouterr()
    assert main(["purge", "nothing-like-it", "--reason", "x", "--yes"]) == 2
    assert "[document-unknown]" in capsys.readouterr().err
    assert main(["purge", str(tmp_path / "a.txt"), "--reason", "x", "--yes"]) == 0


def test_status_for_people(folder, tmp_path, capsys):
    main(["add", report(tmp_path, "a.txt")])
    capsys.readouterr()
    assert main(["status"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Libya (LBY)")
    assert lines[1].split() == ["documents", "1"] and lines[2].split() == ["claims", "1", "1", "press"]


def test_no_workspace_and_nothing_to_add(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["status"]) == 2
    assert "[workspace-missing]" in capsys.readouterr().err
    assert main(["add"]) == 2
    assert main(["init", "x", "--countries", "Libya"]) == 2
    assert not (tmp_path / "x").exists()


def test_standard_input_and_the_setting(tmp_path):
    folder = tmp_path / "ws"
    assert main(["init", str(folder)]) == 0
    lines = "".join(json.dumps({"text": REPORT, "id": str(n), "url": f"u{n}"}) + "\n" for n in range(3))
    command = [sys.executable, "-X", "utf8", "-m", "masfufa", "add", "-", "--jobs", "1"]
    done = subprocess.run(
        command,
        input=lines.encode(),
        capture_output=True,
        timeout=120,
        check=False,
        env={**os.environ, "MASFUFA_WORKSPACE": str(folder)},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"3 documents: 3 added; 3 claims")
