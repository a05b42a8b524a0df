from __future__ import annotations

import gc
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masfufa.language.fold import dropped_characters
from masfufa.language.tokens import BREAK, NUMBER, SIGN, WORD, Tokens

ODD = (
    "\u064e\u0651\u0640\u200f\u200b\ufeff\u0301…æßŒﷺﻻﬁÉ٣۳٬٫٪أةگ"
    "\r\n\u2028\x85 \u00a0’'\"«».!?؟،_-,0123aZقتلº²½①Ⅷःา\U0001f600"
)
TEXT = st.text(st.characters(codec="utf-8") | st.sampled_from(ODD), max_size=80)


def forms(text: str) -> list[str]:
    return Tokens(text).forms


def sentences(text: str) -> list[str]:
    tokens = Tokens(text)
    return [tokens.words(first, last) for first, last in tokens.sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قُتِل 12 شخصًا، بينهم 3.", ["قتل", "12", "شخصا", ",", "بينهم", "3", "."]),
        ("1,200.5 و١٬٢٠٠", ["1,200.5", "و", "1,200"]),
        ("in 2019.", ["in", "2019", "."]),
        ("l’armée Sana’a don't 'tis", ["l'armee", "sana'a", "don't", "'", "tis"]),
        ("COVID-19 12%", ["covid", "-", "19", "12", "%"]),
        ("a_b", ["a", "_", "b"]),
        ("10km ١٠كم", ["10", "km", "10", "كم"]),
        ("\u200f\u200f", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


def test_kinds_and_spans() -> None:
    text = "قُتِل 12 \n\n killed!"
    tokens = Tokens(text)
    assert tokens.kinds == [WORD, NUMBER, BREAK, WORD, SIGN]
    assert [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)] == [
        "قُتِل", "12", "\n\n ", "killed", "!",
    ]  # fmt: skip
    assert len(tokens) == 5
    assert tokens.glued(4) and not tokens.glued(1) and not tokens.glued(0)
    assert tokens.span(0, 2) == (0, 8)
    assert tokens.words(0, 2) == "قُتِل 12"


def test_offsets_inside_a_word_with_proclitics() -> None:
    text = "وَبِالفاشر"
    tokens = Tokens(text)
    assert text[tokens.inside(0, 1) :] == "بِالفاشر"
    assert text[tokens.inside(0, 4) :] == "فاشر"


def test_look_ups_by_offset() -> None:
    tokens = Tokens("One two. Three")
    assert [tokens.at(i) for i in (0, 2, 3, 4, 7, 8, 14)] == [0, 0, 1, 1, 2, 3, 4]
    assert tokens.range_of(4, 7) == (1, 2)
    assert tokens.range_of(5, 10) == (1, 4)
    assert [tokens.sentence_of(i) for i in range(4)] == [0, 0, 0, 1]
    assert tokens.capital(0) and not tokens.capital(1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("قتل 3. وجرح 4؟ نعم", ["قتل 3.", "وجرح 4؟", "نعم"]),
        ("قتل ثلاثة.وجرح أربعة", ["قتل ثلاثة.", "وجرح أربعة"]),
        ("He said: “It is over.” Then left.", ["He said: “It is over.”", "Then left."]),
        ("Gen. Haftar met Mr. Saleh. Then", ["Gen. Haftar met Mr. Saleh.", "Then"]),
        ("The U.S. envoy, J. Smith, left. It rained.", ["The U.S. envoy, J. Smith, left.", "It rained."]),
        ("He said no. Then No. 5 came.", ["He said no.", "Then No. 5 came."]),
        ("قال د. سالم إن 3 قتلوا. نعم", ["قال د. سالم إن 3 قتلوا.", "نعم"]),
        ("في عام 2019 م. وقال", ["في عام 2019 م.", "وقال"]),
        ("على بعد 12 كم. وقال", ["على بعد 12 كم.", "وقال"]),
        ("Le 3 févr. 2019, M. Saleh a dit. Puis", ["Le 3 févr. 2019, M. Saleh a dit.", "Puis"]),
        ("Rose 3.5 per cent. End", ["Rose 3.5 per cent.", "End"]),
        ("See www.example.org now. Ok", ["See www.example.org now.", "Ok"]),
        ("Title\nFirst.\n\n", ["Title", "First."]),
        ("Wait... what?! Yes", ["Wait...", "what?!", "Yes"]),
        ("Wait… what", ["Wait…", "what"]),
        ("بلغ 3.", ["بلغ 3."]),
        ("", []),
        ("\n\n", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(TEXT)
def test_spans_are_in_order_and_inside(text: str) -> None:
    tokens = Tokens(text)
    assert len(tokens.forms) == len(tokens.starts) == len(tokens.ends) == len(tokens.kinds) == len(tokens)
    last_start, last_end = -1, 0
    for index in range(len(tokens)):
        start, end = tokens.starts[index], tokens.ends[index]
        assert 0 <= start < end <= len(text)
        assert start >= last_start and end >= last_end
        assert tokens.forms[index] and tokens.words(index, index + 1) == text[start:end]
        last_start, last_end = start, end


@given(TEXT)
def test_sentences_hold_every_token_but_breaks(text: str) -> None:
    tokens = Tokens(text)
    at = 0
    for first, last in tokens.sentences:
        assert first < last
        assert all(kind == BREAK for kind in tokens.kinds[at:first])
        assert BREAK not in (tokens.kinds[first], tokens.kinds[last - 1])
        at = last
    assert all(kind == BREAK for kind in tokens.kinds[at:])
    assert tokens.sentence_starts == [first for first, _ in tokens.sentences]
    for number, (first, last) in enumerate(tokens.sentences):
        assert all(tokens.sentence_of(i) == number for i in range(first, last))


@given(TEXT)
def test_only_space_and_dropped_characters_lie_between_tokens(text: str) -> None:
    tokens = Tokens(text)
    at = 0
    for start, end in zip(tokens.starts, tokens.ends, strict=True):
        between = text[at:start] if start > at else ""
        assert all(c.isspace() or c in dropped_characters() for c in between), repr(between)
        at = max(at, end)
    assert all(c.isspace() or c in dropped_characters() for c in text[at:])


@given(TEXT)
def test_offsets_find_their_tokens(text: str) -> None:
    tokens = Tokens(text)
    for index in range(len(tokens)):
        found = tokens.at(tokens.starts[index])
        assert tokens.starts[found] <= tokens.starts[index] < tokens.ends[found]
        first, last = tokens.range_of(tokens.starts[index], tokens.ends[index])
        assert first <= index < last


@given(TEXT)
def test_offsets_inside_tokens_stay_inside(text: str) -> None:
    tokens = Tokens(text)
    for index, form in enumerate(tokens.forms):
        offsets = [tokens.inside(index, skipped) for skipped in range(len(form))]
        assert offsets == sorted(offsets)
        assert offsets[0] == tokens.starts[index] and offsets[-1] < tokens.ends[index]


@pytest.mark.parametrize(
    "unit",
    ["a", "a'", "1,", "1.", " ", "\n", " \n", ".", "…", "«", "\u064e", "ا", "a.", "د.", "'", "\u200f", "_", '?"', "1 "],
)
def test_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        runs = []
        gc.disable()  # as while a document is read
        for _ in range(3):
            start = time.process_time()
            Tokens(text)
            runs.append(time.process_time() - start)
        gc.enable()
        return min(runs)

    assert seconds(160_000) < max(seconds(20_000), 0.01) * 8 * 4
