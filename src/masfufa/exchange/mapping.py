"""Which column of a table holds what: proposed by the tool, saved and mended by a person, used for the next round.

Roles: country, country_name, adm1_name … adm4_code (also adm1_name_ar, adm1_name_fr; adm1_name_else has the name where
adm1_name is blank), place_name, place_code, lat, lon,
date_reported, date_occurred, round, operation, assessment; and counts: a category of docs/records.md with its unit,
displaced_person, returned_household.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from masfufa.errors import UsageError
from masfufa.exchange.tables import Row, Sheet, letters
from masfufa.ontology.figures import CATEGORIES, UNITS

COUNTS = frozenset(f"{category}_{unit}" for category in CATEGORIES for unit in UNITS)
PLAIN = ("country", "country_name", "lat", "lon", "date_reported", "date_occurred", "round", "operation", "assessment")
_PLACE = re.compile(r"(?:adm[1-4]|place)_(?:code|name(?:_(?:ar|en|fr|else))?)$")
_CONSTANTS = ("country", "round", "operation", "assessment", "date_reported", "date_occurred")
_BY_LETTER = re.compile(r"column\s+([A-Za-z]{1,3})$", re.I)
_KEYS = {"format", "sheet", "header_row", "first_row", "columns", "parts", "constants"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `index` counts from 0; `parts` as in `Claim.parts`, () for a whole."""

    role: str
    index: int
    header: str
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Mapping:
    """The mapping of one sheet. `header_row` and `first_row` (of data) are row numbers; `constants` hold for all rows.

    `columns` may hold a count more than once, with different `parts`.
    """

    sheet: str
    header_row: int
    first_row: int
    columns: list[Column] = field(default_factory=list)
    constants: dict[str, str] = field(default_factory=dict)

    def column(self, role: str) -> Column | None:
        """The whole column of a role, or None."""
        return next((column for column in self.columns if column.role == role and not column.parts), None)

    def counts(self) -> list[Column]:
        """The columns that hold wholes, in the order of the table."""
        return sorted((c for c in self.columns if c.role in COUNTS and not c.parts), key=lambda c: c.index)

    def parts(self, role: str) -> list[Column]:
        """The columns that hold parts of a whole."""
        return sorted((c for c in self.columns if c.role == role and c.parts), key=lambda c: c.index)

    def levels(self) -> list[int]:
        """The levels of administrative units that rows name, from the country's first down."""
        return sorted({int(c.role[3]) for c in self.columns if c.role.startswith("adm")})

    def plain(self) -> dict[str, Any]:
        """As data for a mapping file."""
        headers = [column.header for column in self.columns]

        def name(column: Column) -> str:
            once = column.header and headers.count(column.header) == 1 and not _BY_LETTER.match(column.header)
            return column.header if once else f"column {letters(column.index + 1)}"

        out: dict[str, Any] = {
            "format": "dtm",
            "sheet": self.sheet,
            "header_row": self.header_row,
            "first_row": self.first_row,
        }
        out["columns"] = {column.role: name(column) for column in self.columns if not column.parts}
        listed = [{"column": name(c), "of": c.role, **dict(c.parts)} for c in self.columns if c.parts]
        if listed:
            out["parts"] = listed
        if self.constants:
            out["constants"] = dict(self.constants)
        return out


def header_texts(sheet: Sheet, header_row: int, first_row: int) -> dict[int, str]:
    """The header of each column by index: the rows from `header_row` down to the data, HXL tags left out, joined."""
    texts: dict[int, list[str]] = {}
    for row in sheet.head(first_row - 1):
        if row.number < header_row or is_tag_row(row):
            continue
        for index, cell in enumerate(row):
            text = " ".join(cell.text.split())
            if text and text not in texts.setdefault(index, []):
                texts[index].append(text)
    return {index: " / ".join(parts) for index, parts in texts.items() if parts}


def is_tag_row(row: Row) -> bool:
    """Whether a row holds HXL tags: at least three, and little else."""
    if not any(isinstance(value, str) and value.lstrip().startswith("#") for value in row.values):
        return False
    filled = [cell.text.strip() for cell in row if not cell.empty]
    tags = sum(text.startswith("#") and len(text) > 2 and text[1:2].isalpha() for text in filled)
    return tags >= 3 and tags * 2 > len(filled)


def mapping_of(data: MappingType[str, Any], sheets: list[Sheet]) -> Mapping:
    """A mapping file's data, its columns found in the table by their headers.

    Raises UsageError: bad-mapping for what is no mapping, mapping-column for a header or sheet that is not there.
    """
    unknown = sorted(map(str, set(data) - _KEYS))
    if unknown:
        raise UsageError(
            "bad-mapping", f"The mapping has an unknown key {unknown[0]!r}; keys: {', '.join(sorted(_KEYS))}."
        )
    columns, parts, constants = data.get("columns"), data.get("parts") or [], data.get("constants") or {}
    if not isinstance(columns, dict) or not columns or not isinstance(parts, list) or not isinstance(constants, dict):
        raise UsageError(
            "bad-mapping", "A mapping needs columns (role: header); parts is a list, constants role: value."
        )
    wrong = next((role for role in columns if not known_role(str(role))), None)
    if wrong is not None:
        raise UsageError("bad-mapping", f"{wrong!r} is no role of a column. docs/importing.md lists them.")
    wrong = next((role for role in constants if role not in _CONSTANTS), None)
    if wrong is not None:
        raise UsageError("bad-mapping", f"{wrong!r} cannot be a constant; these can: {', '.join(_CONSTANTS)}.")
    header_row, first_row = data.get("header_row", 1), data.get("first_row", 2)
    if not isinstance(header_row, int) or not isinstance(first_row, int) or not 0 < header_row < first_row:
        raise UsageError("bad-mapping", "header_row and first_row are row numbers, first_row below header_row.")
    sheet = _sheet(str(data.get("sheet") or ""), sheets)
    headers = header_texts(sheet, header_row, first_row)
    out = Mapping(sheet.name, header_row, first_row, constants={str(k): str(v) for k, v in constants.items()})
    for role, header in columns.items():
        index = _index_of(str(header), headers, sheet)
        out.columns.append(Column(str(role), index, headers.get(index, "")))
    for part in parts:
        out.columns.append(_part(part, headers, sheet))
    if not out.counts():
        raise UsageError("bad-mapping", "The mapping names no column with counts, such as displaced_person.")
    return out


def known_role(role: str) -> bool:
    """Whether a column may have this role."""
    return role in PLAIN or role in COUNTS or _PLACE.match(role) is not None


def _part(part: object, headers: dict[int, str], sheet: Sheet) -> Column:
    if not isinstance(part, dict) or "column" not in part or part.get("of") not in COUNTS or len(part) < 3:
        raise UsageError("bad-mapping", "A part is written {column: Male, of: displaced_person, sex: m}.")
    index = _index_of(str(part["column"]), headers, sheet)
    told = tuple(sorted((str(k), str(v)) for k, v in part.items() if k not in ("column", "of")))
    return Column(str(part["of"]), index, headers.get(index, ""), told)


def _sheet(name: str, sheets: list[Sheet]) -> Sheet:
    if not name and len(sheets) == 1:
        return sheets[0]
    for sheet in sheets:
        if sheet.name.strip().casefold() == name.strip().casefold():
            return sheet
    there = ", ".join(sheet.name for sheet in sheets) or "none"
    raise UsageError("mapping-column", f"{sheets[0].file}: there is no sheet {name!r}. Sheets: {there}.")


def _index_of(wanted: str, headers: dict[int, str], sheet: Sheet) -> int:
    plain = " ".join(wanted.split()).casefold()
    found = [index for index, header in headers.items() if header.casefold() == plain]
    if len(found) == 1:
        return found[0]
    match = _BY_LETTER.match(wanted.strip())
    if match:
        index = 0
        for letter in match[1].upper():
            index = index * 26 + ord(letter) - 64
        return index - 1
    if found:
        which = " and ".join(letters(index + 1) for index in found[:3])
        one = letters(found[0] + 1)
        raise UsageError("mapping-column", f"{sheet.where()}: {wanted!r} heads columns {which}; write `column {one}`.")
    near = _nearest(plain, headers)
    raise UsageError("mapping-column", f"{sheet.where()}: there is no column {wanted!r}.{near}")


def _nearest(wanted: str, headers: dict[int, str]) -> str:
    from rapidfuzz import process

    best = process.extractOne(wanted, {index: header.casefold() for index, header in headers.items()}, score_cutoff=60)
    return f" Did you mean {headers[best[2]]!r}?" if best else ""


def load_mapping_file(path: Path) -> dict[str, Any]:
    """The data of a mapping file. Raises UsageError("bad-mapping")."""
    import yaml

    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError("bad-mapping", f"{path} cannot be opened: {error.strerror or error}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        where = getattr(error, "problem_mark", None)
        line = f", line {where.line + 1}" if where else ""
        raise UsageError("bad-mapping", f"{path}{line}: this is no YAML.") from error
    if not isinstance(data, dict):
        raise UsageError("bad-mapping", f"{path}: a mapping file holds keys such as sheet and columns.")
    return data


def save_mapping_file(path: Path, data: MappingType[str, object]) -> None:
    """Write the data of a mapping to a YAML file, its folder made where it is missing."""
    import yaml

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=120)
        head = "# Which column holds what (docs/importing.md). Mend what is wrong and give it with --mapping.\n"
        path.write_text(head + text,
                        encoding="utf-8")  # fmt: skip
    except OSError as error:
        raise UsageError("report-unwritable", f"{path} cannot be written: {error.strerror or error}.") from error
