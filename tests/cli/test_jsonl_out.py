from __future__ import annotations

import json

from masfufa.cli.jsonl_out import JsonLines
from masfufa.cli.settings import Settings
from masfufa.documents.jsonl import Failure

from .samples import ARABIC, arabic_item, english_item

KEYS = [
    "id", "language", "published", "title", "reader",
    "figures", "events", "statements", "places", "dates", "notices",
]  # fmt: skip


def test_a_file_s_reading_has_the_keys_of_the_contract_in_order_then_text_and_source():
    line = JsonLines(Settings("jsonl")).document(arabic_item())
    reading = json.loads(line)
    assert line.endswith("}\n") and line.count("\n") == 1
    assert list(reading) == [*KEYS, "text", "source"]
    assert reading["text"] == ARABIC
    assert reading["source"] == {"sha256": "ab" * 32, "media_type": "text/plain", "pages": []}
    assert "سبها" in line, "letters stay letters"


def test_spans_point_into_the_printed_text():
    reading = json.loads(JsonLines(Settings("jsonl")).document(arabic_item()))
    for figure in reading["figures"]:
        assert reading["text"][figure["start"] : figure["end"]] == figure["text"]
    assert reading["figures"][0]["period"] == {"start": "2024-01-31", "end": "2024-01-31"}
    assert reading["figures"][0]["as_of"] == "2024-02-01"
    assert reading["figures"][1]["part_of"] == 0
    assert reading["figures"][2] | {"low": 20, "high": 99, "victims": None} == reading["figures"][2]


def test_a_json_line_s_reading_repeats_its_text_only_when_asked():
    plain = json.loads(JsonLines(Settings("jsonl")).document(english_item(of_line=True)))
    asked = json.loads(
        JsonLines(Settings("jsonl", include=frozenset({"text", "numbers"}))).document(arabic_item("1.1", True))
    )
    assert list(plain) == KEYS
    assert list(asked) == [*KEYS, "numbers", "text", "source"]
    assert asked["numbers"] == [{"text": "12", "start": 20, "end": 22, "low": 12, "high": 12}]


def test_a_failure_stands_in_the_document_s_place():
    line = JsonLines(Settings("jsonl")).failure("3", Failure("x", "bad-json", "Line 3: not JSON.", 3))
    assert json.loads(line) == {"id": "x", "error": {"code": "bad-json", "message": "Line 3: not JSON."}}
