from __future__ import annotations

import pytest

from masfufa.documents.encoding import arabic_score, decode
from masfufa.errors import DocumentError

ARABIC = (
    "قال مسؤول محلي إن ثلاثة أشخاص قتلوا وأصيب خمسة آخرون في قصف على مدينة النسيم.\r\n"
    "وغادرت عشرات الأسر منازلها نحو القرى المجاورة، ثم عاد بعضها ليلا.\r\n"
)
FRENCH = "Trois morts et dix blessés à Nassim, où l'armée s'est déployée ; c'est « grave ».\n"
ENGLISH = "Three people were killed in Nassim, officials said. “It was quiet before”.\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "cp1256", "iso8859-6"])
def test_arabic_without_a_mark(codec: str) -> None:
    text = ARABIC if codec != "iso8859-6" else ARABIC.replace("؛", "،")
    got = decode(text.encode(codec))
    assert (got.text, got.encoding, got.damaged) == (text, codec, False)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_obeyed_and_is_no_text(codec: str) -> None:
    assert decode(ARABIC.encode(codec)).text == ARABIC
    assert decode(b"\xfe\xff" + ARABIC.encode("utf-16-be")).text == ARABIC


@pytest.mark.parametrize("text", [FRENCH, ENGLISH])
@pytest.mark.parametrize("codec", ["utf-8", "cp1252", "utf-16-le", "utf-16-be"])
def test_latin(codec: str, text: str) -> None:
    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize("word", ["قتلى", "النازحون", "بغداد", "غزة", "مقتل شرطي"])
def test_one_word_of_windows_1256_is_enough(word: str) -> None:
    assert decode(word.encode("cp1256")).text == word


@pytest.mark.parametrize("word", ["مقتل", "النازحون", "القصف"])
def test_one_word_of_iso_8859_6_is_enough(word: str) -> None:
    assert decode(word.encode("iso8859-6")).text == word


def test_french_beside_arabic_in_windows_1256() -> None:
    text = "قال مكتب الأمم المتحدة (Médecins sans frontières) إن القصف مستمر."
    assert decode(text.encode("cp1256")).text == text


def test_a_declared_charset_counts_only_where_the_bytes_bear_it_out() -> None:
    data = ARABIC.encode("cp1256")
    assert decode(data, "windows-1256").text == ARABIC
    assert decode(data, "iso-8859-1").text == ARABIC
    assert decode(data, "no-such-charset").text == ARABIC
    assert decode(ARABIC.encode(), "windows-1256").text == ARABIC
    cyrillic = "Трое погибших в городе".encode("cp1251")
    assert decode(cyrillic, "windows-1251").text == "Трое погибших в городе"


def test_damaged_utf8_stays_utf8() -> None:
    data = ARABIC.encode()
    cut = data[:101] + b"\xff" + data[101:]
    got = decode(cut)
    assert got.encoding == "utf-8" and got.damaged
    assert got.text.count("\ufffd") in (1, 2, 3)
    assert got.text.replace("\ufffd", "")[:40] == ARABIC[:40]


def test_one_arabic_word_of_utf_16() -> None:
    assert decode("نزوح".encode("utf-16-le")).text == "نزوح"
    assert decode("نزوح".encode("utf-16-be")).text == "نزوح"


def test_cut_in_the_middle_of_a_letter() -> None:
    got = decode(ARABIC.encode()[:-5])
    assert got.encoding == "utf-8"


@pytest.mark.parametrize(
    "data", [bytes(range(256)), b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"\x7fELF\x02\x01\x01\x00", b"abc\x00def"]
)
def test_binary(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        decode(data)
    assert caught.value.code == "binary-file"


def test_scores_tell_right_letters_from_wrong_ones() -> None:
    right, wrong = arabic_score(ARABIC), arabic_score(ARABIC.encode("cp1256").decode("iso8859-6", "replace"))
    assert right > 0.8 and wrong < right - 0.4
    assert arabic_score(ARABIC.encode().decode("cp1252", "replace")) < 0
    assert arabic_score("Twelve people") == 0.0
