from __future__ import annotations

from pathlib import Path

import pytest

from masfufa.cli.main import main
from masfufa.lexicon.check import check_file
from masfufa.lexicon.located import FOLDER, find, located
from masfufa.lexicon.matcher import matcher


def findings(tmp_path: Path, name: str, text: str) -> list[tuple[int, str, str]]:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [(finding.line, finding.kind, finding.message) for finding in check_file(path)]


@pytest.mark.parametrize(
    ("name", "text", "line", "kind", "message"),
    [
        ("ar/impacts.yaml", "trigger:\n  - {past: [قتل], kat: killed}", 2, "error", "unknown field kat; is cat meant?"),
        ("ar/impacts.yaml", "trigger:\n  - {past: [قتل], cat: kiled}", 2, "error", "cat: kiled is none; is killed"),
        ("ar/people.yaml", "counted:\n  - {sg: طفل, groups: [child]}", 2, "error", "groups: child is none"),
        ("ar/people.yaml", "counted:\n  - {cat: killed}", 2, "error", "no form"),
        ("ar/people.yaml", "counted:\n  - {sg: 12}", 2, "error", "sg: 12 is no word"),
        ("en/grammar.yaml", "words: [yes, no]", 1, "error", "True is no word"),
        ("en/grammar.yaml", "a: [b]\na: [c]", 2, "error", "the key a stands twice"),
        ("en/grammar.yaml", "a: [b", 1, "error", "not valid YAML"),
        ("ar/grammar.yaml", "words: [إلى, من, الى]", 1, "double", "الى is read like إلى in line 1"),
        ("ar/cues.yaml", "bound:\n  - {w: [أكثر من, اكثر من], q: at_least}", 2, "double", "one is enough"),
        (
            "ar/people.yaml",
            "counted:\n  - {sg: قتيل, pl: [قتلى], cat: killed}\n  - {pl: [قتلى], cat: wounded}",
            3, "error", "قتلي stands in line 2 with another meaning: cat killed there, wounded here",
        ),
        ("en/people.yaml", "counted:\n  - {sg: child}\n  - {sg: child}", 3, "double", "made in line 2 too"),
        ("ar/events.yaml", "events:\n  ASSAULT:\n    - {n: [غارة], mode: demo}", 3, "error", "demo is none of ASSAULT"),
        ("ar/events.yaml", "events:\n  YIELD:\n    - {n: [غارة]}", 3, "error", "YIELD is no event type"),
        ("ar/roles.yaml", "title:\n  - {sg: وزير, sector: GOW}", 2, "error", "sector: GOW is none; is GOV meant?"),
        ("actors/x.yaml", "- {id: x, kind: army, country: LBY, names: {ar: [س]}, colour: red}", 1, "error", "colour"),
        (
            "actors/x.yaml",
            "- {id: x, kind: army, names: {ar: [س]}}\n- {id: x, kind: army, names: {ar: [ص]}}",
            2, "error", "the id x is taken in line 1",
        ),
    ],
)  # fmt: skip
def test_what_is_found(tmp_path: Path, name: str, text: str, line: int, kind: str, message: str):
    found = findings(tmp_path, name, text)
    assert any(f[0] == line and f[1] == kind and message in f[2] for f in found), found


def test_what_is_right_passes(tmp_path: Path):
    text = "trigger:\n  - {past: [قضى], cat: killed, takes: subject}\n  - {past: [قضى], cat: null, takes: object}"
    assert findings(tmp_path, "ar/impacts.yaml", text) == []  # conditions keep them apart


def test_exit_status_and_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "ar").mkdir()
    good = tmp_path / "ar" / "grammar.yaml"
    good.write_text("words: [إلى, الى]", encoding="utf-8")
    assert main(["lexicon", "check", str(tmp_path)]) == 0
    assert "1 files: 0 errors, 1 words written twice" in capsys.readouterr().out
    assert main(["lexicon", "check", str(tmp_path), "--strict"]) == 1
    capsys.readouterr()
    assert main(["lexicon", "check", str(good), "--quiet"]) == 0 and capsys.readouterr().out == ""
    good.write_text("words: [yes]", encoding="utf-8")
    assert main(["lexicon", "check", str(tmp_path)]) == 1
    assert f"{good}:1: error: True is no word" in capsys.readouterr().out
    good.unlink()
    assert main(["lexicon", "check", str(tmp_path)]) == 3
    assert "lexicon-folder" in capsys.readouterr().err


@pytest.mark.parametrize("table", ["people", "impacts", "cues"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_word_lists_of_figures_are_in_order(language: str, table: str):
    found = [f for f in check_file(FOLDER / language / f"{table}.yaml") if f.kind == "error"]
    assert found == []


def test_entries_are_found_where_they_stand():
    sense = next(s for s in matcher("ar", "people", "impacts", "cues").senses("قتلوا") if s.tag == "trigger")
    found = find("ar", ("people", "impacts", "cues"), sense.entry)
    assert found is not None and found.path.name == "impacts.yaml"
    line = found.path.read_text(encoding="utf-8").splitlines()[found.line - 1]
    assert "قتل" in line and "killed" in line
    assert len(located(found.path)) > 100
