"""A small tracker workbook of our own, with what goes wrong in such files."""

from __future__ import annotations

import io

import openpyxl

HEADER = ["Region", "Region code", "District", "District code", "IDP Individuals", "Female", "IDP Households", "Date"]
ROWS = [
    ["West", "LY02", "Tripoli", "LY0211", 1200, 650, 240, "2019-05-02"],
    ["West", "LY02", "Jafara", "ly0212", "n/a", None, None, "2019-05-02"],
    ["West", "LY02", "Zawiya", "LY0213", "many", 3, 4, "2019-05-02"],
]
NAME = "DTM Libya round 7.xlsx"


def book(rows: list[list[object]] | None = None) -> bytes:
    """The workbook's bytes: a sheet with counts, and one of notes."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "IDPs"
    for row in [HEADER, *(ROWS if rows is None else rows)]:
        sheet.append(row)
    notes = made.create_sheet("Notes")
    notes.append(["About this round"])
    notes.append(["Published: May 2019"])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
