from __future__ import annotations

import sys
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masfufa.language.fold import dropped_characters, fold, fold_word

ODD = (
    "\u064e\u0651\u0640\u200f\u200b\ufeff\u0301\u0300…æßŒﷺﷲﻻﻼﬁﬆĳÉé٣۳３0٬٫٪أإآىةکگپ\r\n\u2028\x85\x1c \u00a0\u3000’“«–−"
    "İıſẞΣςΐ½²Ⅷ①𝟙𝒜\U0001f468\u200d\U0001f469\ufdfd㍿ﾶ"
)


def fold_char(char: str) -> str:
    return fold(char).text


TEXT = st.text(st.characters(codec="utf-8") | st.sampled_from(ODD), max_size=80)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("قُتِـــلَ", "قتل"),
        ("أُصيبَ إلى آخرى", "اصيب الي اخري"),
        ("مدينة غزّة", "مدينه غزه"),
        ("کشته گلی پچ", "كشته كلي بج"),
        ("١٬٢٠٠٫٥٪", "1,200.5%"),
        ("۱۲۳ ３", "123 3"),
        ("ﻻ ﷲ ﻣﻘﺘﻞ", "لا الله مقتل"),
        ("Évacués à l’hôpital…", "evacues a l'hopital..."),
        ("Œuvre æ STRASSE ß ﬁn", "oeuvre ae strasse ss fin"),
        ("‘a’ “b” «c» – — −", '\'a\' "b" "c" - - -'),
        ("a\u00a0b\u3000c\r\nd\u2028e", "a b c\n\nd\ne"),
        ("ǽ Ǽ ẞ", "ae ae ss"),
        ("İstanbul ışık Łódź", "istanbul isik lodz"),
        ("e\u0301", "e"),
        ("\ufeff\u200fa\u200b", "a"),
        ("ال\u200dدولة", "الدوله"),
    ],
)
def test_what_folding_makes(written: str, folded: str) -> None:
    assert fold(written).text == folded
    assert fold_word(written) == folded


def test_nothing_to_do_is_a_copy() -> None:
    folded = fold("plain text 12")
    assert folded.text == "plain text 12"
    assert folded.span(6, 10) == (6, 10)


@given(TEXT)
def test_every_folded_character_comes_from_its_original(text: str) -> None:
    folded = fold(text)
    assert folded.original == text
    last_start = last_end = 0
    for index, char in enumerate(folded.text):
        start, end = folded.span(index, index + 1)
        assert 0 <= start < end <= len(text)
        assert start >= last_start and end >= last_end
        assert char in fold(text[start]).text or fold(text[start]).text == ""
        last_start, last_end = start, end


@given(TEXT)
def test_folding_a_span_again_gives_the_same(text: str) -> None:
    folded = fold(text)
    for index in range(len(folded.text)):
        start, end = folded.span(index, min(index + 3, len(folded.text)))
        assert folded.text[index : index + 3] in fold(text[start:end]).text


@given(TEXT)
def test_what_lies_between_two_characters_was_dropped(text: str) -> None:
    folded = fold(text)
    at = 0
    for index in range(len(folded.text)):
        start, end = folded.span(index, index + 1)
        assert set(text[at:start]) <= dropped_characters()
        at = max(at, end)
    assert set(text[at:]) <= dropped_characters()


@given(TEXT)
def test_folding_is_idempotent(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


def test_every_character_folds_to_what_folds_to_itself() -> None:
    changed = []
    for code in range(sys.maxunicode + 1):
        if not 0xD800 <= code < 0xE000:
            once = fold_char(chr(code))
            if any(fold_char(c) != c for c in once):
                changed.append(chr(code))
    assert changed == []


def test_marks_in_presentation_forms_are_dropped() -> None:
    assert fold("\ufed7\ufe79\ufe98\ufe77\ufede\ufe76").text == "قتل"


@given(TEXT)
def test_both_ways_of_folding_agree(text: str) -> None:
    assert fold_word(text) == fold(text).text


@given(TEXT, TEXT)
def test_folding_is_local(left: str, right: str) -> None:
    assert fold(left + right).text == fold(left).text + fold(right).text


@given(st.text(st.sampled_from("قتل مدينة غزّة ABC 12"), max_size=30))
def test_diacritics_and_tatweel_change_nothing(text: str) -> None:
    decorated = "".join(c + "\u064e\u0640" if c.isalpha() else c for c in text)
    assert fold(decorated).text == fold(text).text


def test_the_span_of_a_word_covers_its_marks() -> None:
    text = "ثم قُتِلَ، هنا"
    folded = fold(text)
    at = folded.text.index("قتل")
    start, end = folded.span(at, at + 3)
    assert text[start:end] == "قُتِلَ"


def test_a_mark_after_no_letter_belongs_to_none() -> None:
    text = "12\u200f killed \u200fa"
    folded = fold(text)
    assert folded.text == "12 killed a"
    assert folded.span(3, 9) == (4, 10)


def test_no_letter_digit_or_space_is_dropped() -> None:
    dropped = dropped_characters()
    assert {unicodedata.category(c) for c in dropped if c < "\ufb50"} <= {"Mn", "Cf", "Lm", "Me", "So"}
    assert [c for c in dropped if unicodedata.category(c) == "Lm"] == [] or all(
        unicodedata.name(c).startswith("ARABIC") for c in dropped if unicodedata.category(c) == "Lm"
    )


@pytest.mark.parametrize("unit", ["\u064e", "ا\u0640", "…", "ﻻ", "a", "\n", "\u200f\u0651", "أ"])
def test_linear(unit: str) -> None:
    seconds = []
    for size in (50_000, 400_000):
        text = unit * (size // len(unit))
        start = time.perf_counter()
        fold(text)
        seconds.append(time.perf_counter() - start)
    assert seconds[1] < max(seconds[0], 0.01) * 8 * 4
