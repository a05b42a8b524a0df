"""docs/errors.md tells of every code what it means and what to do; that no code is missing is held by test_docs.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([^`]+)` \| (.*) \|$", PAGE, re.MULTILINE)


def test_a_code_is_listed_once_and_in_order() -> None:
    codes = [code for code, _ in ROWS]
    assert len(set(codes)) == len(codes) > 40
    for part in PAGE.split("\n## ")[1:]:
        listed = re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE)
        assert listed == sorted(listed)


@pytest.mark.parametrize(("code", "row"), ROWS)
def test_each_says_what_it_means_and_what_to_do(code: str, row: str) -> None:
    cells = [cell.strip() for cell in row.split(" | ")]
    assert len(cells) == 2, code
    assert all(len(cell) >= 6 for cell in cells), code


def test_codes_that_are_not_named_where_they_are_raised() -> None:
    """The process that reads PDFs answers with a code of its own, which the caller turns into an error."""
    source = (ROOT / "src" / "masfufa" / "documents" / "pdf.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'"((?:pdf|ocr)-[a-z-]+)"', source)) - {"pdf-worker"}
    assert {"pdf-encrypted", "pdf-broken", "pdf-timeout"} <= codes
    assert codes - {code for code, _ in ROWS} == set()
