"""The matrix on terminals of any width: a table, or lines; ids and numbers stay whole."""

from __future__ import annotations

import dataclasses
import io

import pytest
from rich.cells import cell_len
from tests.exchange.small_ledger import cells

from masfufa.cli.matrix_table import write_table


def written(language: str = "en") -> list[str]:
    out = io.StringIO()
    write_table([dataclasses.replace(cell, flags=("sources_disagree",)) for cell in cells()], out, language, True)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_no_line_is_wider_than_columns_says(monkeypatch, language, width):
    monkeypatch.setenv("COLUMNS", str(width))
    lines = written(language)
    ids = {cell.cell_id for cell in cells()}
    text = "\n".join(lines)
    for identity in ids:
        assert identity in text
    assert all(cell_len(line.rstrip()) <= width for line in lines if line.strip() not in ids)
    assert ("┃" in text) is (width == 200)
    assert "53" in text


def test_a_pipe_without_columns_has_a_width_of_its_own(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    lines = written()
    assert max(cell_len(line.rstrip()) for line in lines) <= 120
