from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

import masfufa
from masfufa.cli.explain_event import explain_event, explain_statement
from masfufa.cli.explain_figure import wording
from masfufa.cli.explain_text import Sheet
from masfufa.cli.main import main
from masfufa.ontology import figures, plover
from masfufa.reading.annotated import Annotated
from masfufa.reading.reader import read_document
from masfufa.reading.trace import Trace
from masfufa.records import Document

from .event_samples import STORY, event_item

REPORT = "قال الهلال الأحمر إن أكثر من 12 شخصا بينهم 3 أطفال قُتلوا في غارة على مدينة الزاوية أمس."


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["explain", *arguments]) == 0
    return capsys.readouterr().out


def test_a_figure_is_explained_by_words_entries_and_rules(report: Path, capsys: pytest.CaptureFixture[str]):
    text = told(capsys, str(report), "--record", "0", "--published", "2019-04-20", "--width", "110")
    flat = " ".join(text.split())
    for piece in (
        "Figure 0 (1 in the table): killed, 12 to ? people, “12 شخصا”",
        "“شخص”, ar/people.yaml:",
        "at_least: “أكثر من” (ar/cues.yaml:",
        "stands after the number",
        "a past form of “قتل”, ar/impacts.yaml:",
        "Az Zāwīyah, LBY",
        "2019-04-19, counted from 2019-04-20",
        "“الهلال الأحمر”",
        "“قال” (ar/cues.yaml:",
        "conflict: “غارة”",
    ):
        assert piece in flat, piece
    part = " ".join(told(capsys, str(report), "-r", "f1", "--width", "110").split())
    assert "Part of figure 0, “12 شخصا”" in part and "Who “أطفال”: children" in part
    assert "not resolved, the day of publication is not known" in part


def test_all_records_are_listed_without_a_number(report: Path, capsys: pytest.CaptureFixture[str]):
    lines = told(capsys, str(report)).splitlines()
    assert lines[0].split()[:3] == ["0", "killed", "≥"] and lines[1].split()[0] == "1"


@pytest.mark.parametrize("width", [40, 60, 100])
@pytest.mark.parametrize("bidi", ["plain", "visual", "isolate"])
def test_no_line_is_wider_than_asked(report: Path, capsys: pytest.CaptureFixture[str], width: int, bidi: str):
    for line in told(capsys, str(report), "-r", "0", "--width", str(width), "--bidi", bidi).splitlines():
        assert cell_len(line) <= width, line


def test_a_line_of_json_lines_is_chosen_by_id_or_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "two.jsonl"
    path.write_text('{"id": "a", "text": "Five people were killed."}\n{"id": "b", "text": "Six people were hurt."}\n')
    assert "wounded 6" in " ".join(told(capsys, str(path), "--document", "b").split())
    assert "killed 5" in " ".join(told(capsys, str(path), "--document", "1").split())
    assert main(["explain", str(path)]) == 2
    assert main(["explain", str(path), "--document", "c"]) == 2
    assert "document-which" in capsys.readouterr().err


@pytest.mark.parametrize("record", ["7", "e99", "s9", "x", "-1"])
def test_what_is_no_record_is_told(report: Path, capsys: pytest.CaptureFixture[str], record: str):
    assert main(["explain", str(report), f"--record={record}"]) == 2
    assert "record-unknown" in capsys.readouterr().err


def test_events_and_statements_are_explained():
    item = event_item()
    trace = Trace()
    read_document(Document("x", STORY, language="ar"), trace=trace, events=False)
    assert isinstance(trace.marked, Annotated)
    sheet = Sheet(110, "plain")
    explain_event(sheet, item.reading, trace, 0)
    explain_event(sheet, item.reading, trace, 1)
    explain_statement(sheet, item.reading, trace, 0)
    flat = " ".join(sheet.text().split())
    for piece in (
        "Event e0: ASSAULT, mode heavy-weapons, “قصفت”", "“قصف”, ar/events.yaml:", "known as “الجيش الوطني الليبي”",
        "sector REB", "figure 2, “أكثر من 20”", "CAMEO 194", "the day of publication does not stand in",
        "Statement s0: “ندين هذا الهجوم”", "between quotation marks", "ar/statements.yaml:", "event e1, ACCUSE, “ندين”",
    ):  # fmt: skip
        assert piece in flat, piece


STRIKE = "The Sudanese army launched an attack on the city, killing 12 people. France will sign an agreement with Mali."


def test_english_events_lead_to_their_entries(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "report.txt"
    path.write_text(STRIKE, encoding="utf-8")
    flat = " ".join(told(capsys, str(path), "-r", "e0", "--width", "110").split())
    for piece in (
        "a past form of “launch”, en/events.yaml:", "under ASSAULT", "with: attackword", "“killing”, told of the same",
        "known as “Sudanese Armed Forces” (actors/sudan.yaml:", "it stands in a main clause",
    ):  # fmt: skip
        assert piece in flat, piece
    line = int(flat.split("en/events.yaml:")[1].split(",")[0])
    shipped = (Path(masfufa.__file__).parent / "lexicon/en/events.yaml").read_text(encoding="utf-8").splitlines()
    assert "launch" in shipped[line - 1]
    flat = " ".join(told(capsys, str(path), "-r", "e1", "--width", "110").split())
    assert "under SUPPORT" in flat and "the words around it make it AGREE" in flat


def test_events_are_traced_with_their_drafts():
    trace = Trace()
    reading = read_document(Document("x", STRIKE, language="en"), trace=trace)
    assert tuple(event for event, _ in trace.events) == reading.events and len(reading.events) == 2


def test_a_crisis_folder_is_laid_over_the_lexicon(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "actors.yaml").write_text(
        "- {id: dawn_brigade, kind: armed_group, country: LBY, sector: REB, names: {ar: [لواء الفجر الجديد]}}\n",
        encoding="utf-8",
    )
    path = tmp_path / "report.txt"
    path.write_text("هاجم لواء الفجر الجديد مدينة سبها أمس وقتل 7 مدنيين.", encoding="utf-8")
    flat = " ".join(told(capsys, str(path), "-r", "e0", "--crisis", str(tmp_path), "--width", "110").split())
    assert "known as “لواء الفجر الجديد”, country LBY, sector REB" in flat
    assert main(["explain", str(path), "--crisis", str(tmp_path / "none")]) == 3
    assert "crisis-missing" in capsys.readouterr().err


def test_standard_input_is_explained():
    lines = '{"text": "Five people were killed."}\n{"id": "b", "text": "Six people were hurt."}\n'
    command = [sys.executable, "-X", "utf8", "-m", "masfufa", "explain", "--document"]
    for named, status, said in (("2", 0, "wounded 6"), ("b", 0, "wounded 6"), ("3", 2, "but 2 documents")):
        done = subprocess.run([*command, named], input=lines.encode(), capture_output=True, timeout=60, check=False)
        assert done.returncode == status, done.stderr
        assert said in " ".join((done.stdout + done.stderr).decode().split())


def test_a_report_in_a_folder_is_chosen_by_name_or_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "a.txt").write_text("Five people were killed.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Six people were hurt.", encoding="utf-8")
    assert "killed 5" in " ".join(told(capsys, str(tmp_path), "-d", "a.txt").split())
    assert "wounded 6" in " ".join(told(capsys, str(tmp_path), "-d", "2").split())
    assert main(["explain", str(tmp_path)]) == 2


def test_the_trace_costs_nothing_and_changes_nothing():
    document = Document("x", REPORT)
    assert read_document(document, trace=Trace()) == read_document(document)


def test_every_rule_of_the_reader_has_words():
    rules = set()
    for path in (Path(masfufa.__file__).parent / "reading").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Decision" and len(node.args) > 3:
                rule = node.args[3]
                if isinstance(rule, ast.Constant):
                    rules.add(rule.value)
    assert len(rules) > 8
    assert rules | {"before", "after"} <= set(wording()["rules"])
    assert set(wording()["kinds"]) == set(figures.KINDS)
    assert set(wording()["modalities"]) == set(plover.EVENT_MODALITIES) == {*figures.MODALITIES, "historical"}
    assert set(wording()["salience"]) == set(plover.SALIENCES)
