"""Modes of demands and refusals: what is asked for."""

from __future__ import annotations

import pytest

from masfufa.reading.reader import read


@pytest.mark.parametrize(
    ("text", "event_type", "mode"),
    [
        ("طالبت الأمم المتحدة الحوثيين بالإفراج عن موظفيها.", "REQUEST", "yield"),
        ("دعت فرنسا السودان إلى إجراء محادثات مع المعارضة.", "REQUEST", "meet"),
        ("طلب لبنان من ألمانيا مساعدات عاجلة.", "REQUEST", "assist"),
        ("طالب الاتحاد الأوروبي تركيا باحترام حقوق الإنسان.", "REQUEST", "change"),
        ("رفضت إثيوبيا التفاوض مع مصر.", "REJECT", "meet"),
        ("France urged Sudan to release the detainees.", "REQUEST", "yield"),
        ("Lebanon asked Germany for financial assistance.", "REQUEST", "assist"),
        ("Ethiopia refused to negotiate with Egypt.", "REJECT", "meet"),
        ("Hungary rejected a proposal by Germany.", "REJECT", "change"),
        ("Egypt rejected the claim by Israel.", "REJECT", None),
    ],
)
def test_the_mode_is_what_is_asked_for(text: str, event_type: str, mode: str | None):
    language = "en" if text.isascii() else "ar"
    found = [event for event in read(text, language=language).events if event.event_type == event_type]
    assert [event.mode for event in found] == [mode]
