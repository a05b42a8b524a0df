from __future__ import annotations

import ast
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
