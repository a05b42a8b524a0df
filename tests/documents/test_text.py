from __future__ import annotations

import pytest

from masfufa.documents.garbled import garbled
from masfufa.documents.limits import Limits
from masfufa.documents.text import read_text, title_of
from masfufa.errors import DocumentError

ARABIC = "قال مسؤول محلي إن ثلاثة أشخاص قتلوا في قصف على مدينة النسيم."


def test_line_ends_are_kept() -> None:
    text = "Title\r\n\r\nOne.\rTwo.\n"
    assert read_text(text.encode()).text == text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Three killed in Nassim\nMore text.", "Three killed in Nassim"),
        ("\n\nمقتل ثلاثة في النسيم\r\nنص.", "مقتل ثلاثة في النسيم"),
        ("Three people were killed.\nMore text.", None),
        ("هل انتهت الحرب؟\nنص.", None),
        ("Only one line", None),
        ("x" * 200 + "\nText.", None),
        ("----\nText.", None),
    ],
)
def test_title_of_plain_text(text: str, title: str | None) -> None:
    assert title_of(text) == title


@pytest.mark.parametrize("data", [b"", b" \r\n\t", "\ufeff".encode(), "\u200f\u00a0".encode()])
def test_empty(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        read_text(data)
    assert caught.value.code == "empty-document"


def test_too_many_characters() -> None:
    with pytest.raises(DocumentError) as caught:
        read_text(b"a" * 101, Limits(characters=100))
    assert caught.value.code == "too-large"
    assert "101" in caught.value.message and "100" in caught.value.message
    assert read_text(b"a" * 100, Limits(characters=100)).text == "a" * 100


def kinds(text: str) -> list[str]:
    return [notice.kind for notice in garbled(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ARABIC.encode().decode("latin-1"), "encoded twice"),
        (ARABIC.encode().decode("cp1252", "replace"), "encoded twice"),
        (ARABIC.encode().decode("cp1256", "replace"), "Windows-1256"),
        (ARABIC.encode("cp1256").decode("cp1252"), "Windows-1252"),
        ("Les blessés ont été évacués à l'hôpital".encode().decode("cp1252"), "encoded twice"),
        ("“It’s over”, he said".encode().decode("cp1252", "replace"), "encoded twice"),
        ("Three \ufffd killed", "1 character was lost"),
        ("??? ?????? ?? ?????", "question marks"),
    ],
)
def test_damage_is_told(text: str, words: str) -> None:
    notices = garbled(text)
    assert {notice.kind for notice in notices} == {"garbled-text"}
    assert any(words in notice.message for notice in notices)
    for notice in notices:
        assert notice.spans and all(0 <= span.start < span.end <= len(text) for span in notice.spans)


@pytest.mark.parametrize(
    "text",
    [
        ARABIC,
        "Les blessés ont été évacués à l'hôpital, où « tout » va bien. Âge : 12. ÇA VA. L'ÎLE. ÉVACUÉE.",
        "“It’s over” — 5 °C, 10 €, Øresund, Ålesund, São Paulo, Zürich, Côte d’Ivoire",
        "هل حدث ذلك؟؟؟ نعم! طظ ط ظ",
        "Really??? Why?? 3 killed",
        "ظروف صعبة تواجه النازحين، ومخاوف من نقص الغذاء؛ أوضاع مأساوية",
    ],
)
def test_sound_text_has_no_notice(text: str) -> None:
    assert garbled(text) == ()


def test_spans_are_few() -> None:
    notices = garbled("\ufffd a" * 1000)
    assert len(notices) == 1 and len(notices[0].spans) == 20 and "1,000" in notices[0].message
