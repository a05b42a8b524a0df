"""Which column of a table holds what: the places' names by level and language, codes, coordinates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from masfufa.errors import UsageError

Cell = object
PLACE_LEVEL = 5
"""Level of a column of places that are no administrative units (villages, sites)."""

_WORDS = re.compile(r"[^\W\d_]+|\d+")
_HXL = re.compile(r"^\s*#(\w+)((?:\s*\+\w+)*)\s*$")
_ROLE = re.compile(
    r"^(?:(name)(?:_(ar|en|fr))?|(code|pcode)|(lat)|(lon)|(country)|adm(\d)_(?:(name)(?:_(ar|en|fr))?|(code)))$"
)
_HEADER_ROWS, _SAMPLE = 12, 60


@dataclass(slots=True)
class Columns:
    """Column numbers of one table: `names[level]` lists (column, language or ""), `codes[level]` one column."""

    names: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    codes: dict[int, int] = field(default_factory=dict)
    lat: int | None = None
    lon: int | None = None
    country: list[int] = field(default_factory=list)
    level: int | None = None
    parent: int | None = None
    first_row: int = 1

    @property
    def deepest(self) -> int:
        """The level of the places that the rows list; 0 where there is none."""
        return max(self.names, default=0)

    def useful(self) -> bool:
        """True where rows name places and say where they are or which code they have."""
        if self.level is not None:
            return bool(self.names and self.codes)
        return self.deepest > 0 and ((self.lat is not None and self.lon is not None) or bool(self.codes))


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "columns.yaml").read_text(encoding="utf-8"))
    return loaded


def guess(
    rows: Sequence[Sequence[Cell]], given: dict[str, str] | None = None, *, names_only: bool = False
) -> Columns | None:
    """The columns of a table from its first rows; None where it is no list of places.

    With `names_only` a table counts as a list of places though it has neither coordinates nor codes.

    `given` maps roles to headers and wins: name, name_ar, name_en, name_fr, code, lat, lon, country, adm1_name_ar,
    adm2_code … Raises UsageError("gazetteer-columns") for a role or header that there is not.
    """
    best: Columns | None = None
    for at, row in enumerate(rows[:_HEADER_ROWS]):
        filled = sum(cell not in (None, "") for cell in row)
        if filled < 2 or _is_hxl(row):
            continue
        tags = rows[at + 1] if at + 1 < len(rows) else ()
        columns = _from_header(row, tags)
        columns.first_row = at + 2 if _is_hxl(tags) else at + 1
        _tidy(columns, rows[columns.first_row : columns.first_row + _SAMPLE])
        if (columns.useful() or (names_only and columns.names)) and (
            best is None or _richness(columns) > _richness(best)
        ):
            best = columns
    if given:
        return _with_given(rows, best or Columns(), given)
    return best


def _tidy(columns: Columns, sample: Sequence[Sequence[Cell]]) -> None:
    """Keep one name column a level and language, and of those the ones that hold names."""
    for level, listed in list(columns.names.items()):
        kept: dict[str, int] = {}
        for number, language in listed:
            if language not in kept and _holds_names(number, sample):
                kept[language] = number
        columns.names[level] = [(number, language) for language, number in kept.items()]
        if not kept:
            del columns.names[level]
    # "Location name in Arabic" beside a column that is tagged as of level 3: the same places in another language.
    levels = [level for level in columns.names if level < PLACE_LEVEL]
    if PLACE_LEVEL in columns.names and levels and PLACE_LEVEL not in columns.codes:
        spoken = {language for _, language in columns.names[max(levels)]}
        loose = {language for _, language in columns.names[PLACE_LEVEL]}
        if "" not in spoken | loose and not spoken & loose:
            columns.names[max(levels)] += columns.names.pop(PLACE_LEVEL)


def _holds_names(number: int, sample: Sequence[Sequence[Cell]]) -> bool:
    values = [str(row[number]).strip() for row in sample if number < len(row) and row[number] not in (None, "")]
    words = [value for value in values if not value.replace(".", "").replace(",", "").replace("-", "").isdigit()]
    return not sample or (
        len(words) * 2 > len(values) and not {word.lower() for word in words} <= set(_table()["answers"])
    )


def _richness(columns: Columns) -> int:
    return sum(map(len, columns.names.values())) + len(columns.codes) + 2 * (columns.lat is not None)


def _is_hxl(row: Sequence[Cell]) -> bool:
    return sum(isinstance(cell, str) and _HXL.match(cell) is not None for cell in row) >= 3


def _from_header(row: Sequence[Cell], tags: Sequence[Cell]) -> Columns:
    columns = Columns()
    hxl = _is_hxl(tags)
    words = [tuple(_WORDS.findall(_spaced(str(cell)))) if isinstance(cell, str) else () for cell in row]
    levels = _learnt_levels(words)
    for number, header in enumerate(words):
        tag = _HXL.match(str(tags[number])) if hxl and number < len(tags) and isinstance(tags[number], str) else None
        if tag is not None:
            _take_tag(columns, number, tag, header)
        elif header:
            _take_header(columns, number, header, levels)
    return columns


def _spaced(header: str) -> str:
    return re.sub(r"([a-z])([A-Z])", r"\1 \2", header).replace("_", " ").lower()


def _learnt_levels(headers: list[tuple[str, ...]]) -> dict[str, int]:
    """The table's own words for levels: "ADM 2 Mantika-Region" says that a mantika is level 2 here."""
    known = {word: level for level, listed in _table()["levels"].items() for word in listed}
    out = dict(known)
    for header in headers:
        number = _number_of(header)
        if number is not None:
            for word in header:
                if word in known and known[word] > 0:
                    out[word] = number
    return out


def _number_of(header: tuple[str, ...]) -> int | None:
    for one, other in pairwise(header):
        if one in ("adm", "admin") and other.isdigit() and len(other) == 1:
            return int(other)
    for word in header:
        if match := re.fullmatch(r"adm(?:in)?(\d)", word):
            return int(match.group(1))
    return None


def _take_header(columns: Columns, number: int, header: tuple[str, ...], levels: dict[str, int]) -> None:
    table = _table()
    language = next((code for code, listed in table["languages"].items() if any(word in listed for word in header)), "")
    spoken = {word for listed in table["languages"].values() for word in listed}
    level = _number_of(header)
    if level is None:
        level = max((levels[word] for word in header if word in levels), default=-1)
    rest = [
        word
        for word in header
        if word not in levels
        and word not in spoken
        and word not in table["beside"]
        and not word.isdigit()
        and not re.fullmatch(r"adm(?:in)?\d", word)
    ]
    if all(word in table["latitude"] for word in rest) and rest and columns.lat is None:
        columns.lat = number
    elif all(word in table["longitude"] for word in rest) and rest and columns.lon is None:
        columns.lon = number
    elif rest and all(word in table["code"] for word in rest):
        if level == 0:
            columns.country.append(number)
        elif level > 0:
            columns.codes.setdefault(level, number)
        else:
            columns.codes.setdefault(0, number)
    elif all(word in table["name"] for word in rest):
        if level == 0:
            columns.country.append(number)
        elif level > 0:
            columns.names.setdefault(level, []).append((number, language))
        elif rest:
            columns.names.setdefault(PLACE_LEVEL, []).append((number, language))


def _take_tag(columns: Columns, number: int, tag: re.Match[str], header: tuple[str, ...]) -> None:
    name, attributes = tag.group(1).lower(), re.findall(r"\w+", tag.group(2).lower())
    if name == "adm":
        columns.parent = number if "parent" in attributes else columns.parent
        if "name" in attributes:
            columns.names.setdefault(PLACE_LEVEL, []).append((number, ""))
        elif "code" in attributes and "parent" not in attributes:
            columns.codes[PLACE_LEVEL] = number
        return
    if name == "geo":
        if "admin_level" in attributes or "level" in attributes:
            columns.level = number
        elif "lat" in attributes and columns.lat is None:
            columns.lat = number
        elif "lon" in attributes and columns.lon is None:
            columns.lon = number
        return
    level = {
        "country": 0,
        "loc": PLACE_LEVEL,
        "village": PLACE_LEVEL,
        "settlement": PLACE_LEVEL,
        "site": PLACE_LEVEL,
    }.get(name)
    if match := re.fullmatch(r"adm(\d)", name):
        level = int(match.group(1))
    if level is None or {"origin", "type", "class"} & set(attributes):
        return
    languages = _table()["languages"]
    spoken = next((code for code in languages if code in attributes or f"i_{code}" in attributes), "")
    spoken = spoken or next((code for code, listed in languages.items() if any(word in listed for word in header)), "")
    if "code" in attributes or "pcode" in attributes:
        if level == 0:
            columns.country.insert(0, number)
        else:
            columns.codes.setdefault(level, number)
    elif "name" in attributes or not attributes:
        if level == 0:
            columns.country.append(number)
        else:
            columns.names.setdefault(level, []).append((number, spoken))


def _with_given(rows: Sequence[Sequence[Cell]], columns: Columns, given: dict[str, str]) -> Columns:
    for role, wanted in given.items():
        match = _ROLE.match(role)
        if match is None:
            raise UsageError(
                "gazetteer-columns",
                f"--columns {role}=…: no such role. Roles: name, name_ar, code, lat, lon, country, adm1_name_ar …",
            )
        found = None
        for at, row in enumerate(rows[:_HEADER_ROWS]):
            for number, cell in enumerate(row):
                if isinstance(cell, str) and " ".join(cell.split()).lower() == " ".join(wanted.split()).lower():
                    found = found or (at, number)
        if found is None:
            raise UsageError(
                "gazetteer-columns",
                f"--columns {role}={wanted}: the table has no such column in its first {_HEADER_ROWS} rows.",
            )
        at, number = found
        columns.first_row = max(columns.first_row, at + 1)
        name, language, code, lat, lon, country, level, adm_name, adm_language, _ = match.groups()
        if lat:
            columns.lat = number
        elif lon:
            columns.lon = number
        elif country:
            columns.country = [number]
        elif name or adm_name:
            columns.names.setdefault(int(level) if level else PLACE_LEVEL, []).append(
                (number, language or adm_language or "")
            )
        elif code or level:
            columns.codes[int(level) if level else PLACE_LEVEL] = number
    return columns
