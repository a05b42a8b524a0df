"""Small workbooks of our own making, for tests of importers."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

Rows = list[list[object]]


def save(path: Path, sheets: dict[str, Rows], merge: dict[str, list[str]] | None = None) -> Path:
    """Write a workbook; `merge` names the areas to merge in a sheet."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for area in (merge or {}).get(name, []):
            sheet.merge_cells(area)
    out = io.BytesIO()
    made.save(out)
    path.write_bytes(out.getvalue())
    return path
