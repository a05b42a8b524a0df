from __future__ import annotations

import dataclasses
import re

import pytest
from rich.cells import cell_len

from masfufa.cli.settings import Settings
from masfufa.cli.table_out import Table, fit_columns
from masfufa.cli.work import Totals
from masfufa.documents.jsonl import Failure

from .event_samples import event_item
from .samples import arabic_item, english_item

ANSI = re.compile("\x1b\\[[0-9;]*[a-zA-Z]")


def table(width: int, **settings) -> str:
    out = Table(Settings("table", width=width, **settings))
    body = out.document(arabic_item()) + out.document(english_item())
    return out.head() + body + out.tail(Totals(2, 5, 1))


@pytest.mark.parametrize("interface", ["en", "ar"])
@pytest.mark.parametrize("bidi", ["plain", "isolate", "visual"])
@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(width: int, bidi: str, interface: str):
    for line in ANSI.sub("", table(width, bidi=bidi, interface=interface, color=True)).split("\n"):
        assert cell_len(line) <= width, line


@pytest.mark.parametrize("width", [60, 80, 120])
def test_every_layout_says_the_same(width: int):
    words = " ".join(re.sub("[│─┼]", " ", table(width)).split())
    for piece in (
        "killed",
        "≤ 1,500",
        "10–14",
        "20–99 ?",
        "households",
        "سبها",
        "Sabha, LBY",
        "البلدية",
        "denied",
        "Look twice.",
    ):
        assert piece in words, piece
    assert "Documents: 2 · Figures: 5 · Notices: 1" in words
    assert "of 1" in words


def test_columns_stand_under_one_another():
    lines = [line for line in table(120).split("\n") if "│" in line]
    bars = {tuple(cell_len(line[:at]) for at, letter in enumerate(line) if letter == "│") for line in lines[:6]}
    assert len(bars) == 1 and len(bars.pop()) == 8


def test_colours_only_when_asked():
    assert "\x1b" not in table(80)
    assert "\x1b[1;31mkilled" in table(80, color=True)


def test_each_arabic_cell_is_isolated():
    assert "\u2068سبها\u2069" in table(120, bidi="isolate")


def test_visual_order_is_framed_for_the_terminal():
    shown = table(120, bidi="visual", color=True)
    assert shown.startswith("\x1b[8l") and shown.endswith("\x1b[8h")
    assert "سبها" not in shown and "ﺎﻬﺒﺳ" in shown


def test_documents_can_not_steer_the_terminal():
    out = Table(Settings("table", width=80, color=True))
    text = out.failure("1", Failure("a\x1b]0;title\x07\u202eb", "x", "\x1b[2J\r\nmessage", None))
    assert "\x1b]" not in text and "\x1b[2J" not in text and "\x07" not in text and "\u202e" not in text


def test_columns_share_the_room():
    rows = [((("a", ""),), (("one two three four", ""),)), ((("bb", ""),), (("", ""),))]
    assert fit_columns(rows, 40, [1, 1]) == [2, 18]
    assert fit_columns(rows, 10, [1, 1]) == [2, 8]
    assert sum(fit_columns(rows, 4, [1, 1])) <= 4


def events_table(width: int, **settings) -> str:
    out = Table(Settings("table", width=width, **settings))
    return out.head() + out.document(event_item()) + out.tail(Totals(1, 3, 0, 0, 0, 3, 1))


@pytest.mark.parametrize("interface", ["en", "ar"])
@pytest.mark.parametrize("bidi", ["plain", "isolate", "visual"])
@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_of_events_is_wider_than_the_terminal(width: int, bidi: str, interface: str):
    for line in ANSI.sub("", events_table(width, bidi=bidi, interface=interface, color=True)).split("\n"):
        assert cell_len(line) <= width, line


@pytest.mark.parametrize("width", [60, 80, 130])
def test_every_layout_shows_events_and_statements(width: int):
    words = " ".join(re.sub("[│─┼]", " ", events_table(width)).split())
    for piece in (
        "Events", "e0", "attacked", "heavy weapons", "قوات حفتر", "مدنيا", "2019-04-07", "قصفت", "e2", "denied",
        "background", "Statements", "s0", "وزير الصحة", "ندين هذا الهجوم", "word for word", "في بيان",
        "Events: 3 · Statements: 1",
    ):  # fmt: skip
        assert piece in words, piece


def test_a_long_statement_is_cut_short():
    item = event_item()
    said = dataclasses.replace(item.reading.statements[0], text="قول " * 200)
    item = dataclasses.replace(item, reading=dataclasses.replace(item.reading, statements=(said,)))
    shown = Table(Settings("table", width=120)).document(item)
    assert shown.count("قول") == 75 and "…" in shown
