"""Messages of notices: English ones are found again by what they say, and said in Arabic."""

from __future__ import annotations

import re

import pytest

from masfufa.notices import DROPPED, _texts, notice, said_in
from masfufa.records import Notice

CASES = [(kind, case, texts) for kind, cases in _texts()["notices"].items() for case, texts in cases.items()]


@pytest.mark.parametrize(("kind", "case", "texts"), CASES)
def test_every_message_is_said_in_arabic_with_the_same_values(kind: str, case: str, texts: dict[str, str]):
    fields = sorted(re.findall(r"{(\w+)}", texts["en"]))
    assert fields == sorted(re.findall(r"{(\w+)}", texts["ar"])) and len(set(fields)) == len(fields)
    values = {field: f"<{number}>" for number, field in enumerate(fields)}
    told = notice(kind, case, **values)
    assert told.kind == kind and all(value in told.message for value in values.values())
    assert said_in(told, "en") == told.message
    arabic = said_in(told, "ar")
    assert arabic == texts["ar"].format(**values)
    assert re.search("[\u0621-\u064a]", arabic)


def test_words_of_ours_are_translated_and_words_of_the_document_are_not():
    told = notice("weekday-mismatch", words="Monday, 5 May", said="Monday", date="2024-05-05", real="Sunday")
    assert said_in(told, "ar") == "«Monday, 5 May» يذكر الاثنين، غير أن 2024-05-05 يوافق الأحد."
    told = notice("plugin-records", name="llm", records="2 figures, 1 event")
    assert said_in(told, "ar") == "أضاف القارئ llm: 2 أرقام, 1 حدث."


def test_what_a_plug_in_words_itself_stays_as_it_is():
    assert said_in(Notice("own-kind", "Something else."), "ar") is None
    dropped = notice("plugin-bad-span", DROPPED, name="llm", record="figure", why="it ends before it begins")
    assert said_in(dropped, "ar") == "llm: تُرك سجل (رقم). السبب: it ends before it begins."
    passed_on = Notice("plugin-invented", "llm: A figure was left out: “9” is not in the text.")
    assert said_in(passed_on, "ar") == "llm: تُرك سجل (رقم): “9” ليس في النص."
