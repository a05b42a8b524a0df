from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masfufa.cli.bidi import clean, detect, is_right_to_left, present, reorder, shape, steady_dates


@pytest.mark.parametrize(
    ("environment", "mode"),
    [
        ({"TERM": "xterm-256color", "VTE_VERSION": "6800"}, "visual"),
        ({"TERM": "xterm-256color", "VTE_VERSION": "5402"}, "plain"),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "220401"}, "isolate"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, "isolate"),
        ({"TERM": "screen-256color", "TMUX": "/tmp/x", "VTE_VERSION": "6800"}, "plain"),
        ({"TERM": "linux"}, "visual"),
        ({"TERM": "xterm-kitty"}, "plain"),
        ({}, "plain"),
    ],
)
def test_terminals(environment: dict[str, str], mode: str):
    assert detect(environment) == mode


def test_letters_take_the_shape_that_their_neighbours_give():
    assert shape("قتل") == "ﻗﺘﻞ"
    assert shape("دار") == "ﺩﺍﺭ"
    assert shape("سلام") == "ﺳﻼﻡ"
    assert shape("لا") == "ﻻ"
    assert shape("قُتل") == "ﻗُﺘﻞ"
    assert shape("abc 12") == "abc 12"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("abc", "abc"),
        ("אבג", "גבא"),
        ("אב 12 גד", "דג 12 בא"),
        ("אב 1,200 גד", "דג 1,200 בא"),
        ("אב (גד) ה", "ה (דג) בא"),
        ("say אב גד now", "say דג בא now"),
        ("אב abc def גד", "דג abc def בא"),
        ("سب 12", "12 بس"),
        ("n 12 אב", "n 12 בא"),
        ("קָב", "בקָ"),
    ],
)
def test_visual_order(line: str, shown: str):
    assert reorder(line) == shown


@given(st.text(alphabet="ab 12,.()%-אבسلا\u064f", max_size=20))
def test_visual_order_loses_nothing(line: str):
    mirrored = str.maketrans("()", ")(")
    assert sorted(reorder(line).translate(mirrored)) == sorted(line.translate(mirrored)) or sorted(
        reorder(line).replace("(", "|").replace(")", "|")
    ) == sorted(line.replace("(", "|").replace(")", "|"))


def test_direction_and_isolation():
    assert is_right_to_left("12 قتيلا") and not is_right_to_left("at قتيلا") and not is_right_to_left("12")
    assert present("قتل", "isolate") == "\u2068قتل\u2069"
    assert present("killed", "isolate") == "killed"
    assert present("قتل", "plain") == "قتل"
    assert clean("a\x1bb\u202ec\nd") == "a\ufffdbc d"


def test_a_date_keeps_its_order_after_an_arabic_word():
    assert steady_dates("إلى 2019-08-01") == "إلى \u200e2019-08-01"
    assert reorder(steady_dates("אב 2019-08-01")) == "2019-08-01 בא"
    assert "2019-08-01" in present(steady_dates("إلى 2019-08-01"), "visual")
