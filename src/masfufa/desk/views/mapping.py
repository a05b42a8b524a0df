"""Which column of a sheet holds what: shown above the first rows of the sheet, and as the form gives it back."""

from __future__ import annotations

import re
from collections.abc import Mapping as Plain
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from masfufa.desk.words import Words
from masfufa.errors import UsageError
from masfufa.exchange.mapping import COUNTS, Column, Mapping, header_texts, known_role, mapping_of
from masfufa.exchange.tables import Sheet, letters
from masfufa.ontology.figures import CATEGORIES, UNITS

COLUMNS = 30
"""Columns on a page."""
BELOW = 8
"""Rows of data that are shown."""
CONSTANTS = ("country", "round", "operation", "assessment", "date_reported")
_UNIT_ROLE = re.compile(r"adm([1-4])_(code|name)(?:_(ar|en|fr|else))?$")
_PART = re.compile(r"([a-z][a-z_]{0,20})\s*=\s*([^,=]{1,40})$")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form has of a sheet, as it was typed: role and parts by column, constants, rows of header and data."""

    given: Plain[int, tuple[str, str]]
    constants: Plain[str, str]
    header_row: str
    first_row: str
    read: bool

    @property
    def rows(self) -> tuple[int, int]:
        """Rows of header and data. Raises UsageError("mapping-rows")."""
        return _whole(self.header_row), _whole(self.first_row)


def _whole(said: str) -> int:
    if not said.isascii() or not said.isdigit() or len(said) > 6:
        raise UsageError("mapping-rows", "Rows are whole numbers, as the spreadsheet counts them.")
    return int(said)


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet of the file. skipped: why it is not read, "" where it is."""

    number: int
    name: str
    read: bool
    hidden: bool
    skipped: str


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the sheet. parts: `sex=f, age=0-5`; count: whether its role is a count."""

    index: int
    letters: str
    header: str
    role: str
    parts: str
    count: bool
    called: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet. kind: above (the header), header, data."""

    number: int
    kind: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """One sheet with its mapping, `page` of `pages` of its columns."""

    number: int
    name: str
    read: bool
    header_row: str
    first_row: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    constants: tuple[tuple[str, str], ...]
    page: int
    pages: int
    elsewhere: tuple[str, ...]


def roles(t: Words) -> list[tuple[str, list[tuple[str, str]]]]:
    """All roles in groups: (what the group is called, (role, what it is called))."""
    units = [f"adm{level}_{what}" for level in range(1, 5) for what in ("name", "code")]
    spelt = [f"adm{level}_name_{language}" for level in range(1, 5) for language in ("ar", "fr", "en", "else")]
    places = ["country", "country_name", *units, "place_name", "place_code", "lat", "lon", *spelt]
    places += [f"place_name_{language}" for language in ("ar", "fr", "en", "else")]
    when = ["date_reported", "date_occurred", "round", "operation", "assessment"]
    counts = [f"{category}_{unit}" for category in CATEGORIES for unit in UNITS if _sensible(category, unit)]
    return [
        (str(t(f"rounds.group.{name}")), [(role, role_called(role, t)) for role in listed])
        for name, listed in (("counts", counts), ("places", places), ("when", when))
    ]


def _sensible(category: str, unit: str) -> bool:
    """Homes are counted where homes are meant, persons and households elsewhere."""
    return (unit == "home") == category.startswith("homes_")


def role_called(role: str, t: Words) -> str:
    """What a role is called."""
    if role in COUNTS:
        category, _, unit = role.rpartition("_")
        called = t.of("category", category)
        return called if category.startswith("homes_") else f"{called} ({t.of('unit', unit)})"
    found = _UNIT_ROLE.match(role)
    if found:
        called = f"{t('rounds.unit')} {found[1]}: {t(f'rounds.what.{found[2]}')}"
        return f"{called} ({t(f'rounds.tongue.{found[3]}')})" if found[3] else called
    base, _, language = role.rpartition("_")
    if base == "place_name":
        return f"{t('rounds.role.place_name')} ({t(f'rounds.tongue.{language}')})"
    return str(t("rounds.role").get(role, role))


def parts_text(parts: Sequence[tuple[str, str]]) -> str:
    """`sex=f, age=0-5`."""
    return ", ".join(f"{key}={value}" for key, value in parts)


def parts_of(text: str) -> tuple[tuple[str, str], ...]:
    """The inverse of `parts_text`. Raises UsageError("mapping-part")."""
    out = []
    for piece in filter(None, (piece.strip() for piece in text.replace("،", ",").split(","))):
        found = _PART.match(piece)
        if not found or found[1] in ("column", "of"):
            raise UsageError("mapping-part", f"{piece!r} names no part; write it as sex=f or age=0-5, with commas.")
        out.append((found[1], found[2].strip()))
    return tuple(sorted(out))


def read_mappings(data: Plain[str, Any] | None, sheets: list[Sheet]) -> list[Mapping]:
    """The mappings of a mapping file's data. Raises UsageError "bad-mapping", "mapping-column"."""
    if data is None:
        return []
    further = data.get("further") or []
    first = {key: value for key, value in data.items() if key != "further"}
    return [mapping_of(one, sheets) for one in (first, *(further if isinstance(further, list) else ()))]


def plain_of(mappings: Sequence[Mapping]) -> dict[str, Any]:
    """Mappings as the data of a mapping file; the first is the first that is read."""
    out: dict[str, Any] = dict(mappings[0].plain())
    if len(mappings) > 1:
        out["further"] = [{k: v for k, v in mapping.plain().items() if k != "format"} for mapping in mappings[1:]]
    return out


def tabs(sheets: Sequence[Sheet], read: Sequence[str], skipped: Plain[str, str]) -> list[Tab]:
    """The sheets of a file."""
    return [
        Tab(
            number,
            sheet.name,
            sheet.name in read,
            sheet.hidden,
            "" if sheet.name in read else skipped.get(sheet.name, ""),
        )
        for number, sheet in enumerate(sheets)
    ]


def screen(
    sheet: Sheet, number: int, mapping: Mapping, *, read: bool, page: int, t: Words, typed: Typed | None = None
) -> Screen:
    """A sheet's first rows below what its columns are read as; `typed`: what was typed and can't be meant is kept."""
    rows = sheet.head(max(mapping.first_row + BELOW - 1, 12))
    width = max((len(row) for row in rows), default=0)
    width = max([width, *(column.index + 1 for column in mapping.columns)])
    pages = max(-(-width // COLUMNS), 1)
    page = min(max(page, 1), pages)
    shown = range((page - 1) * COLUMNS, min(page * COLUMNS, width))
    headers = header_texts(sheet, mapping.header_row, mapping.first_row)
    known = {column.index: column for column in mapping.columns}
    heads = []
    for index in shown:
        column = known.get(index)
        role, parts = (column.role, parts_text(column.parts)) if column else ("", "")
        if typed is not None:
            role, parts = typed.given.get(index, (role, parts))
        heads.append(
            Head(
                index, letters(index + 1), headers.get(index, ""), role, parts,
                role in COUNTS, role_called(role, t) if role else "",
            )
        )  # fmt: skip
    lines = [
        Line(
            row.number,
            "data" if row.number >= mapping.first_row else "header" if row.number >= mapping.header_row else "above",
            tuple(row.text(index) for index in shown),
        )
        for row in rows
    ]
    told = typed.constants if typed is not None else mapping.constants
    constants = tuple((name, told.get(name, "")) for name in CONSTANTS)
    header_row = typed.header_row if typed is not None else str(mapping.header_row)
    first_row = typed.first_row if typed is not None else str(mapping.first_row)
    read = typed.read if typed is not None else read
    elsewhere = tuple(
        f"{letters(column.index + 1)}: {role_called(column.role, t)}"
        for column in mapping.columns
        if column.index not in shown
    )
    return Screen(
        number, sheet.name, read, header_row, first_row, tuple(heads), tuple(lines), constants, page, pages,
        elsewhere,
    )  # fmt: skip


def changed(mapping: Mapping, sheet: Sheet, typed: Typed) -> Mapping:
    """The mapping as a form has it; columns that did not stand on its page stay as they are.

    Raises UsageError "mapping-rows", "mapping-role", "mapping-part", "mapping-twice", "bad-mapping".
    """
    header_row, first_row = typed.rows
    if not 0 < header_row < first_row <= 1000:
        raise UsageError("mapping-rows", "The first row of data lies below the first row of the header.")
    headers = header_texts(sheet, header_row, first_row)
    columns = [column for column in mapping.columns if column.index not in typed.given]
    columns = [Column(c.role, c.index, headers.get(c.index, ""), c.parts) for c in columns]
    for index, (role, text) in typed.given.items():
        if not role:
            continue
        if not known_role(role):
            raise UsageError("mapping-role", f"{role!r} is no role of a column.")
        columns.append(Column(role, index, headers.get(index, ""), parts_of(text) if role in COUNTS else ()))
    columns.sort(key=lambda column: (column.index, column.role))
    seen: dict[tuple[str, tuple[tuple[str, str], ...]], Column] = {}
    for column in columns:
        other = seen.setdefault((column.role, column.parts), column)
        if other is not column:
            both = f"{letters(other.index + 1)}, {letters(column.index + 1)}"
            raise UsageError("mapping-twice", f"Columns {both} are read as the same ({column.role}).")
    out = Mapping(mapping.sheet, header_row, first_row, columns, {k: v for k, v in typed.constants.items() if v})
    if typed.read and not out.counts():
        raise UsageError("bad-mapping", "The mapping names no column with counts, such as displaced_person.")
    return out
