"""The matrix on terminals of any width: a table by period, or lines; ids and numbers stay whole."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io

import pytest
from rich.cells import cell_len
from tests.exchange.small_ledger import cells

from masfufa.cli.matrix_lines import write_lines
from masfufa.cli.matrix_table import write_table
from masfufa.cli.matrix_words import counted_short, value_short, words
from masfufa.tracking.ledger import Cell, Estimate


def written(language: str = "en", found: list[Cell] | None = None, **options: object) -> list[str]:
    out = io.StringIO()
    told = found or [dataclasses.replace(cell, flags=("sources_disagree",)) for cell in cells()]
    write_table(told, out, language, options.pop("to_terminal", True), **options)  # type: ignore[arg-type]
    return out.getvalue().splitlines()


def months(count: int) -> list[Cell]:
    (killed, *_) = cells()
    made = []
    for n in range(count):
        day = dt.date(2019 + n // 12, n % 12 + 1, 1)
        label = f"{day:%Y-%m}"
        estimate = dataclasses.replace(killed.estimate, best=1000 + n, low=900, high=2000)
        identity = f"LBY.LY0211/{label}/killed/person"
        made.append(
            dataclasses.replace(
                killed, period=label, period_start=day, period_end=day, estimate=estimate, cell_id=identity
            )
        )
    return made


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [40, 80, 100, 120, 200])
def test_no_line_is_wider_than_columns_says(monkeypatch, language, width):
    monkeypatch.setenv("COLUMNS", str(width))
    lines = written(language, ids=True)
    ids = {cell.cell_id for cell in cells()}
    text = "\n".join(lines)
    for identity in ids:
        assert identity in text
    assert all(cell_len(line.rstrip()) <= width for line in lines if line.strip() not in ids and "why" not in line)
    assert "┃" in text
    assert "53 [44–60] ≠ (2)" in text
    assert lines[-1].startswith("  masfufa why none/2019-W27/") or lines[-1].startswith("  masfufa why LBY.LY0211/")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [40, 100])
def test_lines_bear_every_id(monkeypatch, language, width):
    monkeypatch.setenv("COLUMNS", str(width))
    out = io.StringIO()
    write_lines(cells(), out, language, True)
    lines = out.getvalue().splitlines()
    ids = [cell.cell_id for cell in cells()]
    assert [line.strip() for line in lines if line.strip() in ids] == ids
    assert all(cell_len(line) <= width for line in lines if line.strip() not in ids)


def test_a_pipe_without_columns_has_a_width_of_its_own(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    lines = written()
    assert max(cell_len(line.rstrip()) for line in lines) <= 100


def test_periods_without_room_go_below_and_what_is_left_out_is_said(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    few = "\n".join(written(found=months(5)))
    assert all(f"2019-{n:02d}" in few for n in range(1, 6)) and "Not shown" not in few
    assert few.index("2019-01") < few.index("2019-05") and few.count("Place and count") == 3
    many = "\n".join(written(found=months(40)))
    assert "2022-04" in many and "1,039 [900–2,000]" in many and "1,000 [" not in many
    assert "Not shown for want of room: 2019-01 … 2021-10 (34 periods, 34" in many
    # A file has room for all.
    whole = "\n".join(written(found=months(40), to_terminal=False))
    assert "1,000 [900–2,000]" in whole and "1,039 [900–2,000]" in whole and whole.count("Place and count") == 1


def test_longer_than_a_period_is_a_line_below():
    (first, *rest) = months(3)
    long = dataclasses.replace(
        first, period="2019-02-01..2019-03-30", period_end=dt.date(2019, 3, 30),
        cell_id="LBY.LY0211/2019-02-01..2019-03-30/killed/person", flags=("period_wider", "covers_other_rows"),
    )  # fmt: skip
    text = "\n".join(written(found=[long, *rest]))
    assert "Longer than one period:\nTripoli · 2019-02-01 – 2019-03-30 · killed: 1,000 [900–2,000] ⊇ (2)" in text


def value(best: int | None, low: int | None, high: int | None, rule: str = "one", *flags: str) -> str:
    (cell, *_) = cells()
    return value_short(dataclasses.replace(cell, estimate=Estimate(best, low, high, rule, ("c",)), flags=flags), "en")


def test_unknown_withheld_and_zero_are_told_apart():
    assert value(0, 0, 0) == "0"
    assert value(None, None, None) == "–"
    assert value(None, None, None, "no_value", "absent:withheld") == "withheld"
    assert value(None, None, None, "withdrawn", "withdrawn") == "withdrawn"
    assert value(None, None, None, "no_value", "absent:not_assessed") == "not assessed"
    assert value(345, 345, None) == "345+"
    assert value(34100, 32395, None, "x", "rolled_up", "dated_by_release") == "34,100 [32k+] ~Σ"
    assert value(119925, 113929, 125921) == "119,925 [113k–126k]"
    assert value(5, 5, 5, "x", "a_flag_of_tomorrow") == "5 *"


def test_what_is_counted_is_told_shortly():
    (cell, *_) = cells()
    told = dataclasses.replace(cell, category="displaced", unit="household", measure="stock")
    assert counted_short(told, "en") == "displaced now (households)"
    told = dataclasses.replace(cell, measure="cumulative", population="civilians+verified")
    assert counted_short(told, "en") == "killed (civilians, verified, total so far)"
    assert counted_short(cell, "en") == "killed"
    assert counted_short(told, "ar").startswith("قتلى (")


def test_every_mark_has_words_in_both_languages():
    marks = words("marks")
    every = [*marks["flags"], marks["other"]]
    for language in ("en", "ar"):
        assert list(words(language)["grid"]["marks"]) == every


def test_an_arabic_table_begins_at_the_right_where_the_terminal_is_known(monkeypatch):
    monkeypatch.setattr("masfufa.cli.matrix_table.view", lambda to_terminal: (100, "visual"))
    head = written("ar")[0]
    assert head.index("2019-W27") < head.index("┃")
